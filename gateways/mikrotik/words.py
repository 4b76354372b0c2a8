"""Words of the RouterOS API as text: sentences from bytes, queries, spans of time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

Row = Mapping[str, str]

_SPAN = re.compile(r"(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")
_CLOCK = re.compile(r"(?:(\d+)w)?(?:(\d+)d)?(\d+):(\d\d):(\d\d)")
_UNITS = (604_800, 86_400, 3_600, 60, 1)
_ID = re.compile(r"\*[0-9A-Fa-f]+")


class Malformed(Exception):
    """Bytes that no router sends."""


class Sentence(NamedTuple):
    """One reply: `!re`, `!done`, `!trap`, `!empty` or `!fatal`, whose text is `message`."""

    kind: str
    tag: str
    row: dict[str, str]


class Sentences:
    """Whole sentences out of a stream of bytes.

    Values stay text as the router wrote it; bytes that are no UTF-8 become U+FFFD.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._words: list[bytes] = []

    def feed(self, data: bytes) -> list[Sentence]:
        """The sentences that `data` completes. Raises Malformed."""
        buffer = self._rest + data if self._rest else data
        words, found = self._words, []
        at, end = 0, len(buffer)
        while at < end:
            length, start = buffer[at], at + 1
            if length >= 0x80:
                start += _more(length)
                if start > end:
                    break
                length = _long(buffer[at:start])
            stop = start + length
            if stop > end:
                break
            if length:
                words.append(buffer[start:stop])
            elif words:
                found.append(_sentence(words))
                words = []
            at = stop
        self._rest, self._words = buffer[at:], words
        return found


def _more(first: int) -> int:
    if first >= 0xF8:
        raise Malformed(f"reserved control byte {first:#x}")
    if first >= 0xF0:
        return 4
    return 3 if first >= 0xE0 else 2 if first >= 0xC0 else 1


def _long(prefix: bytes) -> int:
    if len(prefix) == 5:
        return int.from_bytes(prefix[1:], "big")
    return int.from_bytes(prefix, "big") & (0x3FFF, 0x1FFFFF, 0x0FFFFFFF)[len(prefix) - 2]


def _sentence(words: list[bytes]) -> Sentence:
    tag = ""
    row: dict[str, str] = {}
    for word in words[1:]:
        if word[0] == 0x3D:
            name, _, value = word[1:].partition(b"=")
            row[name.decode("utf-8", "replace")] = value.decode("utf-8", "replace")
        elif word.startswith(b".tag="):
            tag = word[5:].decode("utf-8", "replace")
        else:
            row["message"] = word.decode("utf-8", "replace")
    return Sentence(words[0].decode("utf-8", "replace"), tag, row)


def attributes(words: Iterable[str]) -> dict[str, str]:
    """Attribute words as text, without the library's guesses of types."""
    row: dict[str, str] = {}
    for word in words:
        if word.startswith("="):
            name, _, value = word[1:].partition("=")
            row[name] = value
    return row


def any_of(name: str, values: Iterable[str]) -> list[str]:
    """Query words for items whose property has one of the values."""
    words: list[str] = []
    for value in values:
        words.append(f"?={name}={value}")
        if len(words) > 1:
            words.append("?#|")
    return words


def not_marked(mark: str) -> list[str]:
    """Query words for entries whose comment is not the mark with a number behind it.

    Those that live as long as a session are left out: there may be one for each of many.
    """
    return [
        "?-comment", f"?<comment={mark}0", "?#|", f"?>comment={mark}:", "?#|",
        "?=dynamic=true", "?-timeout", "?#&!", "?#&",
    ]  # fmt: skip


def is_true(value: str) -> bool:
    """A boolean as old and new versions print it."""
    return value in ("true", "yes")


def is_id(value: str) -> bool:
    """Whether it names one item for certain: a name or a bare number may hit another one."""
    return _ID.fullmatch(value) is not None


def bare_address(address: str) -> str:
    """An address as the router's lists show it."""
    return address.removesuffix("/32")


def span_seconds(value: str) -> int:
    """`1w2d3h4m5s` or `2d03:04:05` in seconds, 0 when it is neither."""
    found = _SPAN.fullmatch(value) or _CLOCK.fullmatch(value)
    if found is None:
        return 0
    return sum(int(part or 0) * unit for part, unit in zip(found.groups(), _UNITS, strict=True))


def number(value: str) -> int:
    """An integer, 0 for anything else."""
    return int(value) if value.isdecimal() else 0
