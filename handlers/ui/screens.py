"""What a person is shown: keys of texts with typed values, buttons, a file; no sentence, no app."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from domain.ports import Document


@dataclass(frozen=True, slots=True, init=False)
class Text:
    """A text of locales with its values: `Text("bill-due", amount=money, due_on=day)`.

    Values are typed (Money, date, datetime, timedelta, Fraction for a share, int, str) and are
    written by the reader's language; a value may be a `Text` itself.
    """

    key: str
    values: Mapping[str, Any]

    def __init__(self, key: str, /, **values: Any) -> None:
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "values", values)


def plain(value: object) -> Text:
    """A value that stands alone: a name, an amount."""
    return Text("plain", value=value)


@dataclass(frozen=True, slots=True, init=False)
class Lines:
    """A paragraph of several lines; blocks of a screen are apart by an empty line."""

    texts: tuple[Text, ...]

    def __init__(self, *texts: Text | None) -> None:
        object.__setattr__(self, "texts", tuple(text for text in texts if text is not None))


Block = Text | Lines


@dataclass(frozen=True, slots=True)
class Button:
    """A choice: an action with its arguments, or an address, a text to copy, an inline search,
    or the person's own number, which they share by it.

    `once` gives it a one-use token: it acts once, however often and wherever it is pressed.
    """

    text: Text
    action: str = ""
    args: tuple[str | int, ...] = ()
    url: str | None = None
    once: bool = False
    copy: str | None = None
    inline_query: str | None = None
    shares_number: bool = False


Row = tuple[Button, ...]


def command_button(text: Text, command: str, rest: str = "") -> Button:
    """A button that does what typing `/command rest` does."""
    return Button(text, "command", (command, rest) if rest else (command,))


@dataclass(frozen=True, slots=True)
class Watch:
    """Keeps the card true: the registered `screen` is drawn again whenever `subject` changes."""

    screen: str
    args: tuple[str | int, ...]
    subject: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class FlowStep:
    """The next thing that the person sends answers this step of a flow."""

    flow: str
    step: str
    takes: str = "text"  # text, document, photo, place


@dataclass(frozen=True, slots=True)
class Screen:
    """What to show. Without blocks nothing is shown but the toast.

    `edit` changes the card on which a choice was made, in place; an `alert` has to be closed by
    the person. `progress` is how many of how many are done. `language` is the one in which the
    person wants to be spoken to from this very screen on. A `paper` is a document that takes
    its time: it is made when it is to be shown. `is_greeting`: it answers what was not understood;
    where each message costs, that is said once a day.
    """

    blocks: tuple[Block, ...] = ()
    buttons: tuple[Row, ...] = ()
    document: Document | None = None
    paper: Callable[[], Awaitable[Document]] | None = None
    edit: bool = True
    toast: Text | None = None
    alert: bool = False
    watch: Watch | None = None
    progress: tuple[int, int] | None = None
    ask: FlowStep | None = None
    language: str = ""
    is_greeting: bool = False

    @property
    def silent(self) -> bool:
        """Whether there is nothing to show."""
        told = self.blocks or self.document or self.paper
        return not told and self.progress is None

    def with_rows(self, *rows: Row) -> Screen:
        """The same with more rows of buttons below; empty rows are left out."""
        return replace(self, buttons=(*self.buttons, *(row for row in rows if row)))

    def offers(self, action: str) -> bool:
        """Whether one of the buttons does this."""
        return any(button.action == action for row in self.buttons for button in row)

    def below(self, *blocks: Block) -> Screen:
        """The same with these blocks on top."""
        return replace(self, blocks=(*blocks, *self.blocks))

    def asking(self, step: FlowStep) -> Screen:
        """The same, taking what the person sends next as the answer to a step."""
        return replace(self, ask=step)

    def saying(self, toast: Text, *, alert: bool = False) -> Screen:
        """The same with a short word that goes away by itself, or an alert."""
        return replace(self, toast=toast, alert=alert)


def toast(text: Text) -> Screen:
    """A short word; the card stays as it is."""
    return Screen(toast=text)


def alert(text: Text) -> Screen:
    """A word that the person has to close; the card stays as it is."""
    return Screen(toast=text, alert=True)


SILENCE = Screen()


def in_rows(buttons: Sequence[Button], columns: int = 2) -> tuple[Row, ...]:
    """The buttons in rows of so many."""
    return tuple(
        tuple(buttons[start : start + columns]) for start in range(0, len(buttons), columns)
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A hit of the inline search: what the list shows, and what is sent when it is chosen."""

    id: str
    title: Text
    description: Text
    screen: Screen = field(default_factory=Screen)
