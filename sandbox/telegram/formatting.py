"""Text and its entities: Telegram's HTML read strictly, and what clients find by themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from sandbox.telegram.errors import Refusal, bad_request

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
MAX_ENTITIES = 100

_TAG = re.compile(r"<(/?)([^\s>]*)([^>]*)>")
_ATTRIBUTE = re.compile(r"""\s*([^\s=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_RECOGNISED = re.compile(
    r"(?P<bot_command>(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<mention>(?<![\w@])@[A-Za-z0-9_]{3,32}\b)"
    r"|(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)])"
)


def units(text: str) -> int:
    """The length of a text as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


@dataclass
class Formatted:
    """A text without markup, with its entities as the Bot API lists them."""

    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)

    def trimmed(self) -> Formatted:
        """The same without white space at both ends, as Telegram stores it."""
        text = self.text.strip()
        shift = units(self.text) - units(self.text.lstrip())
        kept = []
        for entity in self.entities:
            start = max(entity["offset"] - shift, 0)
            end = min(entity["offset"] + entity["length"] - shift, units(text))
            if end > start:
                kept.append({**entity, "offset": start, "length": end - start})
        return Formatted(text, kept[:MAX_ENTITIES])


def recognise(formatted: Formatted) -> Formatted:
    """Add the commands, mentions and links that a client finds in plain text."""
    found = list(formatted.entities)
    for match in _RECOGNISED.finditer(formatted.text):
        start = units(formatted.text[: match.start()])
        length = units(match.group())
        taken = any(
            other["offset"] < start + length and start < other["offset"] + other["length"]
            for other in formatted.entities
            if other["type"] in {"code", "pre", "text_link"}
        )
        if not taken:
            found.append({"type": match.lastgroup, "offset": start, "length": length})
    found.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return Formatted(formatted.text, found)


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int


class _Reader:
    """One pass over HTML; error texts carry byte offsets, as the real ones do."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.text = ""
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[dict[str, Any]] = []

    def read(self) -> Formatted:
        while self.position < len(self.source):
            character = self.source[self.position]
            if character == "<":
                self._tag()
            elif character == "&":
                self._character()
            else:
                self._write(character)
                self.position += 1
        if self.open:
            raise self._wrong(
                f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"'
            )
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return Formatted(self.text, self.entities)

    def _write(self, piece: str) -> None:
        self.text += piece
        self.length += units(piece)

    def _character(self) -> None:
        # Documented as a must ("all &, < and > have to be replaced"); the real server forgives
        # a lone ampersand, which only hides a missing escape.
        match = _CHARACTER.match(self.source, self.position)
        if match is None:
            raise self._wrong(f"Unescaped ampersand at byte offset {self._bytes()}")
        self._write(unescape(match.group()))
        self.position = match.end()

    def _tag(self) -> None:
        closing = self.source.startswith("</", self.position)
        match = _TAG.match(self.source, self.position)
        if match is None:
            kind = "end" if closing else "start"
            raise self._wrong(f"Unclosed {kind} tag at byte offset {self._bytes()}")
        if closing:
            self._close(match.group(2).lower())
        else:
            self._start(match.group(2).lower(), match.group(3))
        self.position = match.end()

    def _start(self, tag: str, rest: str) -> None:
        if tag not in STYLES:
            raise self._wrong(f'Unsupported start tag "{tag}" at byte offset {self._bytes()}')
        attributes = {
            found.group(1).lower(): unescape((found.group(2) or "").strip("\"'"))
            for found in _ATTRIBUTE.finditer(rest)
        }
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._wrong(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes()}'
            )
        self.open.append(_Open(tag, attributes, self.length))

    def _close(self, tag: str) -> None:
        if not self.open:
            raise self._wrong(f"Unexpected end tag at byte offset {self._bytes()}")
        started = self.open.pop()
        if tag != started.tag:
            raise self._wrong(
                f"Unmatched end tag at byte offset {self._bytes()}, "
                f'expected "</{started.tag}>", found "</{tag}>"'
            )
        if self.length > started.offset:
            self._note(started)

    def _note(self, started: _Open) -> None:
        entity: dict[str, Any] = {
            "type": STYLES[started.tag],
            "offset": started.offset,
            "length": self.length - started.offset,
        }
        if started.tag == "a":
            address = started.attributes.get("href") or self.text[-entity["length"] :]
            if "." not in address and "://" not in address:
                return
            entity["url"] = address
        elif started.tag == "blockquote" and "expandable" in started.attributes:
            entity["type"] = "expandable_blockquote"
        elif started.tag == "tg-emoji":
            entity["custom_emoji_id"] = started.attributes.get("emoji-id", "")
        elif started.tag == "code" and any(outer.tag == "pre" for outer in self.open):
            language = started.attributes.get("class", "").removeprefix("language-")
            self.open[-1].attributes["language"] = language
            return
        if language := started.attributes.get("language", ""):
            entity["language"] = language
        self.entities.append(entity)

    def _bytes(self) -> int:
        return len(self.source[: self.position].encode())

    def _wrong(self, reason: str) -> Refusal:
        return bad_request(f"can't parse entities: {reason}")


def parse_html(source: str) -> Formatted:
    """Read Telegram's HTML; raises the 400 that names the place where it is wrong."""
    return _Reader(source).read()
