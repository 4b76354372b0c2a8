"""What a customer sends by Meta's Cloud API: words, what was tapped, files, places."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.ports import Inbound, Media, Place

_FILES = {"image", "document", "audio", "video", "sticker"}

Part = Mapping[str, Any]


def word(message: Part, named: Sequence[str], at: datetime | None) -> Inbound:
    """The message of whoever is `named`."""
    text, choice = _said(message)
    return Inbound(
        provider_id=str(message["id"]),
        sender=named[0],
        text=text,
        choice=choice,
        at=at,
        names=tuple(named),
        media=_media(message),
        place=_place(message),
        reply_to=_first(_part(message, "context"), "id"),
    )


def _said(message: Part) -> tuple[str, str]:
    """The words and, for a tap, the id of what was tapped."""
    kind = str(message.get("type", ""))
    part = _part(message, kind)
    if kind == "interactive":
        reply = _part(part, str(part.get("type", "")))
        return _first(reply, "title", "body"), _first(reply, "id")
    if kind == "button":
        return _first(part, "text"), _first(part, "payload")
    return _first(part, "body", "caption"), ""


def _media(message: Part) -> Media | None:
    kind = str(message.get("type", ""))
    part = _part(message, kind)
    if kind not in _FILES or not part.get("id"):
        return None
    return Media(
        kind=kind,
        id=_first(part, "id"),
        mime=_first(part, "mime_type"),
        filename=_first(part, "filename"),
    )


def _place(message: Part) -> Place | None:
    part = _part(message, "location")
    try:
        place = Place(float(part["latitude"]), float(part["longitude"]))
    except (KeyError, TypeError, ValueError):
        return None
    return place if math.isfinite(place.latitude) and math.isfinite(place.longitude) else None


def _part(within: Part, key: str) -> Part:
    found = within.get(key)
    return found if isinstance(found, dict) else {}


def _first(part: Part, *keys: str) -> str:
    return next((str(part[key]) for key in keys if part.get(key)), "")
