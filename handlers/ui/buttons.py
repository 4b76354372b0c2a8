"""What a button carries in at most 64 bytes: a code of its action, arguments, a one-use token.

Buttons live for ever in people's chats, so the code is derived from the action's name, and
arguments that are too long stay in the database under a name made from their content.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, unquote

from domain import tokens
from domain.chat import memory
from domain.errors import Outdated
from handlers.ui.screens import Button

LONGEST = 64
LARGEST = 2**63 - 1  # what a row's id may be
_CODE, _NAME = 4, 12
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Press:
    """A button as it came back: the code of its action, arguments, the token or nothing."""

    code: str
    args: tuple[str | int, ...]
    token: str


@cache
def code_of(action: str) -> str:
    """Four letters that stand for the action in every process and version."""
    return tokens.base62(hashlib.sha256(action.encode()).digest(), 1)[-_CODE:]


async def pack(button: Button, owner: str) -> str:
    """The data of a button; a one-use token is made for the principal of that key."""
    data = code_of(button.action) + "".join(f":{_written(arg)}" for arg in button.args)
    token = f"~{await memory.once(button.action, owner)}" if button.once else ""
    if len(data.encode()) + len(token) > LONGEST:
        data = f"{code_of(button.action)}!{await _park(button.args)}"
    return data + token


async def unpack(data: str) -> Press:
    """The button's content; raises `Outdated` when what it refers to is gone or unreadable."""
    body, _, token = data.partition("~")
    code, rest = body[:_CODE], body[_CODE:]
    if len(code) < _CODE:
        raise Outdated
    if rest.startswith("!"):
        return Press(code, await _parked(rest[1:]), token)
    try:
        return Press(code, tuple(_read(part) for part in rest.split(":")[1:]), token)
    except ValueError as why:
        raise Outdated from why


def _written(arg: str | int) -> str:
    if isinstance(arg, int):
        return f".{_base36(arg)}"
    text = quote(arg, safe=" /@,+!?*'()=").replace("~", "%7E")
    return f"%2E{text[1:]}" if text.startswith(".") else text


def _read(part: str) -> str | int:
    if not part.startswith("."):
        return unquote(part)
    number = int(part[1:], 36)
    if abs(number) > LARGEST:
        raise ValueError(part)
    return number


def _base36(number: int) -> str:
    sign, rest = ("-", -number) if number < 0 else ("", number)
    written = ""
    while True:
        rest, digit = divmod(rest, 36)
        written = _DIGITS[digit] + written
        if not rest:
            return sign + written


async def _park(args: tuple[str | int, ...]) -> str:
    content = json.dumps(args, ensure_ascii=False)
    name = tokens.base62(hashlib.sha256(content.encode()).digest(), 1)[-_NAME:]
    await memory.remember(f"button:{name}", "button", "", {"args": list(args)})
    return name


async def _parked(name: str) -> tuple[str | int, ...]:
    kept = await memory.recall(f"button:{name}")
    if kept is None:
        raise Outdated
    return tuple(kept.data["args"])
