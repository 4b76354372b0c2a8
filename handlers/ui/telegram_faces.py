"""What a message shows beside what it would show: nothing is sent where both are the same."""

from __future__ import annotations

import hashlib
import json

from aiogram.types import InlineKeyboardMarkup, Message

from handlers.ui.drawing import Drawn

MOST_KNOWN = 20_000
Keys = list[list[dict[str, object]]]


class Faces:
    """What this process put on show last, in the newest messages: a tap tells of its message as
    it was when it was pressed."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], str] = {}

    def put(self, chat: int, message: int, text: str, markup: InlineKeyboardMarkup | None) -> None:
        """The message shows that now."""
        self._known.pop((chat, message), None)
        self._known[chat, message] = _digest(text, _without_tokens(keys_of(markup)))
        if len(self._known) > MOST_KNOWN:
            del self._known[next(iter(self._known))]

    def are_alike(self, seen: Message, text: str, markup: InlineKeyboardMarkup | None) -> bool:
        """Whether a person would see no difference, and nothing came between."""
        look = _digest(text, _without_tokens(keys_of(markup)))
        here = _digest(seen.text or "", _without_tokens(keys_of(seen.reply_markup)))
        return look == here == self._known.get((seen.chat.id, seen.message_id), here)


def face_of(drawn: Drawn) -> str:
    """Another as soon as a letter of it is another, or what a button does."""
    keys = [
        [[key.label, key.data.partition("~")[0], key.url, key.copy, key.inline] for key in row]
        for row in drawn.keys
    ]
    return _digest(drawn.text, keys)


def keys_of(markup: InlineKeyboardMarkup | None) -> Keys:
    """The buttons as Telegram tells of them."""
    if markup is None:
        return []
    return [
        [button.model_dump(exclude_none=True) for button in row] for row in markup.inline_keyboard
    ]


def _without_tokens(keys: Keys) -> Keys:
    """A button that acts once is made anew each time it is drawn."""
    return [
        [{name: str(value).partition("~")[0] for name, value in key.items()} for key in row]
        for row in keys
    ]


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:32]
