"""What the Cloud API lets through: every field of a send request, and the limits on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from sandbox.whatsapp.errors import GraphError

Json = dict[str, Any]
TYPES = ("text", "document", "image", "interactive", "template")


def check_envelope(body: Json) -> None:
    """Refuse a request whose frame is wrong, whatever its type.

    Raises GraphError: 100 for a missing frame field, 131009 for a bad value, 131051 for a type
    that isn't served.
    """
    if body.get("messaging_product") != "whatsapp":
        raise GraphError(100, "The parameter messaging_product is required.")
    if "to" not in body and "recipient" not in body:
        raise GraphError(100, "The parameter to is required.")
    if "type" not in body:
        raise GraphError(100, "The parameter type is required.")
    if body["type"] not in TYPES:
        raise GraphError(131051, f"Unsupported message type {body['type']!r}.")
    if body.get("recipient_type", "individual") != "individual":
        raise GraphError(131009, "recipient_type must be individual.")
    if "to" in body and not re.fullmatch(r"\+?\d{7,15}", str(body["to"])):
        raise GraphError(131009, "to is not a phone number.")
    text(body, "biz_opaque_callback_data", 512, required=False)
    if "context" in body:
        text(mapping(body, "context"), "message_id", 256)
    mapping(body, body["type"])


def check_content(body: Json) -> None:
    """Refuse text, media and interactive objects that break a limit.

    Raises GraphError: 131008 for something missing, 131009 for a value over its limit.
    """
    kind = body["type"]
    content = mapping(body, kind)
    if kind == "text":
        text(content, "body", 4096)
        if not isinstance(content.get("preview_url", False), bool):
            raise GraphError(131009, "preview_url must be a boolean.")
    elif kind in ("document", "image"):
        check_media(content, kind)
        text(content, "caption", 1024, required=False)
    elif kind == "interactive":
        check_interactive(content)


def check_media(content: Json, kind: str) -> None:
    """A media object names an uploaded id or a link, never both."""
    if ("id" in content) == ("link" in content):
        raise GraphError(131008, f"{kind} needs either id or link.")
    if "link" in content and urlsplit(str(content["link"])).scheme not in ("http", "https"):
        raise GraphError(131009, f"{kind}.link is not a URL.")
    if kind == "image" and "filename" in content:
        raise GraphError(100, "Unexpected key filename on param image.")
    text(content, "filename", 240, required=False)


def check_interactive(content: Json) -> None:
    text(mapping(content, "body"), "text", 1024)
    if "footer" in content:
        text(mapping(content, "footer"), "text", 60)
    kind = text(content, "type", 64)
    if "header" in content:
        check_header(mapping(content, "header"), kind)
    action = mapping(content, "action")
    if kind == "button":
        check_buttons(action)
    elif kind == "list":
        check_list(action)
    elif kind == "cta_url":
        check_link(action)
    elif kind == "location_request_message":
        if action.get("name") != "send_location":
            raise GraphError(131009, "action.name must be send_location.")
    else:
        raise GraphError(131009, f"Unknown interactive type {kind!r}.")


def check_header(header: Json, kind: str) -> None:
    media = header.get("type")
    if media == "text":
        text(header, "text", 60)
    elif media in ("image", "video", "document") and kind != "list":
        check_media(mapping(header, media), media)
    else:
        raise GraphError(131009, f"Header type {media!r} does not fit a {kind} message.")


def check_buttons(action: Json) -> None:
    buttons = items(action, "buttons", 3)
    replies = []
    for button in buttons:
        if button.get("type") != "reply":
            raise GraphError(131009, "Button type must be reply.")
        reply = mapping(button, "reply")
        identity, title = text(reply, "id", 256), text(reply, "title", 20)
        if identity != identity.strip():
            raise GraphError(131009, "Button id has leading or trailing spaces.")
        replies.append((identity, title))
    distinct([identity for identity, _ in replies], "Button ids")
    distinct([title for _, title in replies], "Button titles")


def check_list(action: Json) -> None:
    text(action, "button", 20)
    sections = items(action, "sections", 10)
    rows: list[Json] = []
    for section in sections:
        text(section, "title", 24, required=len(sections) > 1)
        rows += items(section, "rows", 10)
    if len(rows) > 10:
        raise GraphError(131009, "A list has at most 10 rows over all sections.")
    for row in rows:
        text(row, "id", 200)
        text(row, "title", 24)
        text(row, "description", 72, required=False)
    distinct([row["id"] for row in rows], "Row ids")


def check_link(action: Json) -> None:
    if action.get("name") != "cta_url":
        raise GraphError(131009, "action.name must be cta_url.")
    parameters = mapping(action, "parameters")
    text(parameters, "display_text", 20)
    if urlsplit(text(parameters, "url", 2000)).scheme not in ("http", "https"):
        raise GraphError(131009, "url must start with http:// or https://.")


def text(source: Json, key: str, limit: int, *, required: bool = True) -> str:
    """The string at `key`, not empty and at most `limit` characters."""
    value = source.get(key)
    if value is None and not required:
        return ""
    if value is None or value == "":
        raise GraphError(131008, f"{key} is required.")
    if not isinstance(value, str):
        raise GraphError(131009, f"{key} must be a string.")
    if len(value) > limit:
        raise GraphError(131009, f"{key} must be at most {limit} characters long.")
    return value


def mapping(source: Json, key: str) -> Json:
    value = source.get(key)
    if value is None:
        raise GraphError(131008, f"{key} is required.")
    if not isinstance(value, dict):
        raise GraphError(131009, f"{key} must be an object.")
    return value


def items(source: Json, key: str, limit: int) -> list[Json]:
    """The list of objects at `key`, with 1 to `limit` elements."""
    value = source.get(key)
    if value is None or value == []:
        raise GraphError(131008, f"{key} is required.")
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise GraphError(131009, f"{key} must be a list of objects.")
    if len(value) > limit:
        raise GraphError(131009, f"{key} has at most {limit} elements.")
    return value


def distinct(values: Sequence[str], what: str) -> None:
    if len(set(values)) != len(values):
        raise GraphError(131009, f"{what} must be unique.")
