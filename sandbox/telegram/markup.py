"""Keyboards: what the real server accepts, and the form in which it keeps them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from sandbox.telegram.errors import bad_request
from sandbox.telegram.params import Params
from sandbox.telegram.wire import Json

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "pay",
)
_LOOKS = ("style", "icon_custom_emoji_id")
_BROKEN = "can't parse reply keyboard markup JSON object"


def read(params: Params, *, private: bool = True, inline_only: bool = False) -> Json | None:
    """The reply_markup of a call, or None; edits take inline keyboards only."""
    markup = params.json_object("reply_markup", _BROKEN)
    return check(markup, private=private, inline_only=inline_only)


def check(markup: Any, *, private: bool = True, inline_only: bool = False) -> Json | None:
    """The same for a markup that came inside another object."""
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = _rows(markup["inline_keyboard"], "inline keyboard")
        kept = [[_inline_button(button, private) for button in row] for row in rows if row]
        return {"inline_keyboard": kept} if kept else None
    if inline_only:
        raise bad_request("inline keyboard expected")
    if "keyboard" in markup:
        rows = _rows(markup["keyboard"], "keyboard")
        kept = [[_reply_button(button, private) for button in row] for row in rows if row]
        if not kept:
            raise bad_request("reply markup is empty")
        return {**markup, "keyboard": kept}
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return dict(markup)
    raise bad_request("reply markup is empty")


def _rows(value: Any, what: str) -> list[list[Any]]:
    if not isinstance(value, list):
        raise bad_request(f'field "{what.replace(" ", "_")}" must be of type Array')
    for row in value:
        if not isinstance(row, list):
            raise bad_request(f"can't parse {what}: every row must be an Array")
    return value


def _inline_button(button: Any, private: bool) -> Json:
    problem = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(problem + "expected an Object")
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad_request(problem + 'field "text" must be non-empty')
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad_request(problem + "Text buttons are unallowed in the inline keyboard")
    if "callback_data" in actions and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in actions:
        _check_address(str(button["url"]))
    if "web_app" in actions:
        _check_web_app(button["web_app"], private)
    return {name: button[name] for name in ("text", *actions, *_LOOKS) if name in button}


def _check_address(address: str) -> None:
    parts = urlsplit(address if "://" in address else f"http://{address}")
    wrong = f"inline keyboard button URL '{address}' is invalid: "
    if parts.scheme not in {"http", "https", "tg"}:
        raise bad_request(wrong + "Unsupported URL protocol")
    if parts.scheme != "tg" and "." not in (parts.hostname or ""):
        raise bad_request(wrong + "Wrong HTTP URL")


def _check_web_app(web_app: Any, private: bool) -> None:
    address = web_app.get("url", "") if isinstance(web_app, dict) else ""
    if not private:
        raise bad_request("BUTTON_TYPE_INVALID")
    if not address.startswith("https://"):
        raise bad_request(
            f"inline keyboard button Web App URL '{address}' is invalid: Only HTTPS links are "
            "allowed"
        )


def _reply_button(button: Any, private: bool) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad_request('can\'t parse keyboard button: field "text" must be non-empty')
    asks = button.get("request_contact") or button.get("request_location")
    if asks and not private:
        raise bad_request("phone number and location can be requested in private chats only")
    return dict(button)
