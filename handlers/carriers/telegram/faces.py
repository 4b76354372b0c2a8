"""What a message shows beside what it would show: nothing is sent where both are the same."""

from __future__ import annotations

import hashlib
import json

from aiogram.types import Message

from handlers.ui.drawing import Drawn, Key

MOST_KNOWN = 20_000
MOST_COPIED = 256
Keys = list[list[dict[str, object]]]


class Faces:
    """What this process put on show last, in the newest messages: a tap tells of its message as
    it was when it was pressed."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], str] = {}

    def put(self, chat: int, message: int, text: str, keys: Keys) -> None:
        """The message shows that now."""
        self._known.pop((chat, message), None)
        self._known[chat, message] = _digest(text, _without_tokens(keys))
        if len(self._known) > MOST_KNOWN:
            del self._known[next(iter(self._known))]

    def are_alike(self, seen: Message, text: str, keys: Keys) -> bool:
        """Whether a person would see no difference, and nothing came between."""
        if text != (seen.text or ""):
            return False
        look = _digest(text, _without_tokens(keys))
        here = _digest(text, _without_tokens(keys_on(seen)))
        return look == here == self._known.get((seen.chat.id, seen.message_id), here)


def face_of(drawn: Drawn) -> str:
    """Another as soon as a letter of it is another, or what a button does."""
    keys = [
        [[key.label, key.data.partition("~")[0], key.url, key.copy, key.inline] for key in row]
        for row in drawn.keys
    ]
    return _digest(drawn.text, keys)


def keys_of(drawn: Drawn) -> Keys:
    """The buttons as Telegram takes them: its library's own forms cost more than all else here."""
    return [[_key(key) for key in row] for row in drawn.keys]


def _key(key: Key) -> dict[str, object]:
    if key.url:
        return {"text": key.label, "url": key.url}
    if key.copy:
        return {"text": key.label, "copy_text": {"text": key.copy[:MOST_COPIED]}}
    if key.inline is not None:
        return {"text": key.label, "switch_inline_query": key.inline}
    return {"text": key.label, "callback_data": key.data}


def keys_on(seen: Message) -> Keys:
    """The buttons as Telegram tells of them."""
    if seen.reply_markup is None:
        return []
    rows = seen.reply_markup.inline_keyboard
    return [[button.model_dump(exclude_none=True) for button in row] for row in rows]


def _without_tokens(keys: Keys) -> Keys:
    """A button that acts once is made anew each time it is drawn."""
    return [
        [{name: str(value).partition("~")[0] for name, value in key.items()} for key in row]
        for row in keys
    ]


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:32]
