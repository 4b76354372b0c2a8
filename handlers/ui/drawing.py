"""From a screen to what an app shows: sentences in the reader's language, buttons with their data.

An app's own types come after it; the limits of an app are kept there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from domain.ports import Document, Output, Texts
from handlers.ui import buttons
from handlers.ui.screens import Block, Button, FlowStep, Lines, Screen, Text, Watch

BAR = 10


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the language, the zone of clock times, and whose one-use tokens buttons get.

    Without an `owner`, as in a group, anybody who has the right may press them, still once.
    """

    language: str
    timezone: str = "UTC"
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A button as drawn; exactly one of the five is set."""

    label: str
    data: str = ""
    url: str = ""
    copy: str = ""
    inline: str | None = None
    number: bool = False  # shares the person's own


@dataclass(frozen=True, slots=True)
class Drawn:
    """A screen in words. `paragraphs` are its blocks, to be joined by an empty line."""

    paragraphs: tuple[str, ...]
    keys: tuple[tuple[Key, ...], ...] = ()
    document: Document | None = None
    edit: bool = True
    toast: str = ""
    alert: bool = False
    watch: Watch | None = None
    ask: FlowStep | None = None

    @property
    def text(self) -> str:
        """Everything that is said."""
        return "\n\n".join(self.paragraphs)

    @property
    def silent(self) -> bool:
        """Whether there is nothing to show but a toast."""
        return not self.paragraphs and self.document is None


async def draw(screen: Screen, reader: Reader, texts: Texts, output: Output) -> Drawn:
    """The screen for this reader, for an app that takes `output`."""
    drawn = (_block(texts, reader, block, output) for block in screen.blocks)
    said = [paragraph for paragraph in drawn if paragraph]
    if screen.progress is not None:
        said.append(bar(texts, reader.language, *screen.progress))
    rows = [[await _key(texts, reader, each) for each in row] for row in screen.buttons]
    return Drawn(
        paragraphs=tuple(said),
        keys=tuple(tuple(row) for row in rows if row),
        document=screen.document or (await screen.paper() if screen.paper else None),
        edit=screen.edit,
        toast=say(texts, reader, screen.toast) if screen.toast else "",
        alert=screen.alert,
        watch=screen.watch,
        ask=screen.ask,
    )


def say(texts: Texts, reader: Reader, text: Text, output: Output = Output.PLAIN) -> str:
    """The sentence in the reader's language and zone."""
    values = _values(texts, reader, text.values)
    return texts.t(reader.language, text.key, output=output, **values)


def bar(texts: Texts, language: str, done: int, total: int) -> str:
    """How far it is: `▓▓▓▓▓░░░░░ 45 %`."""
    share = Fraction(min(done, total), total) if total else Fraction(1)
    full = int(share * BAR)
    return f"{'▓' * full}{'░' * (BAR - full)} {texts.show(language, share)}"


def _block(texts: Texts, reader: Reader, block: Block, output: Output) -> str:
    lines: Sequence[Text] = block.texts if isinstance(block, Lines) else (block,)
    return "\n".join(say(texts, reader, line, output) for line in lines)


def _values(texts: Texts, reader: Reader, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(texts, reader, value) for name, value in values.items()}


def _value(texts: Texts, reader: Reader, value: Any) -> Any:
    if isinstance(value, Text):
        return say(texts, reader, value)
    if isinstance(value, list | tuple):
        return [_value(texts, reader, each) for each in value]
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(reader.timezone))
    return value


async def _key(texts: Texts, reader: Reader, button: Button) -> Key:
    label = say(texts, reader, button.text)
    if button.url is not None:
        return Key(label, url=button.url)
    if button.copy is not None:
        return Key(label, copy=button.copy)
    if button.shares_number:
        return Key(label, number=True)
    if button.inline_query is not None:
        return Key(label, inline=button.inline_query)
    return Key(label, data=await buttons.pack(button, reader.owner))
