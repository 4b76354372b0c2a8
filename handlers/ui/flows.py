"""Conversations of several steps: ask, show what will happen, confirm, do, undo.

A flow is declared here and led by `guide`. What is filled lives in the database, so values are
what JSON can hold: ids, amounts in minor units, ISO dates, texts.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.chat.principals import CustomerSelf, Principal, Side, side_of
from domain.errors import InvalidValue, NotFound, Outdated
from domain.forms import Field
from domain.money import latin_digits
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.ui.commands import STAFF
from handlers.ui.screens import Button, Screen, Text
from handlers.ui.turns import Turn

REQUIRED: Any = object()
LONGEST_NUMBER = 18  # digits


@dataclass(frozen=True, slots=True)
class Filling:
    """What a step sees: who fills the flow where, and the values that are there so far.

    `ref` is what a button needs to change a step of this filling.
    """

    turn: Turn
    principal: Principal
    ports: Ports
    values: Mapping[str, Any]
    ref: str = ""

    @property
    def actor(self) -> Actor:
        """Who fills it, in a flow for staff."""
        if isinstance(self.principal, CustomerSelf):
            raise Outdated
        return self.principal


@dataclass(frozen=True, slots=True)
class Option:
    """A choice that a step offers, and the value behind it."""

    label: Text
    value: Any


class Unclear(Exception):
    """Raised by `parse` when a text fits several: the person is asked which one."""

    def __init__(self, ask: Text, options: Sequence[Option]) -> None:
        super().__init__(ask.key)
        self.ask = ask
        self.options = options


Ask = Text | Callable[[Filling], Awaitable[Screen]]
Options = Sequence[Option] | Callable[[Filling], Awaitable[Sequence[Option]]]
Parse = Callable[[Filling, str], Awaitable[Any]]
Show = Callable[[Filling], Awaitable[Screen]]


def always(_values: Mapping[str, Any]) -> bool:
    """For steps that are part of every run of their flow."""
    return True


async def only_choices(filling: Filling, text: str) -> Any:
    """For steps that are answered by their choices alone."""
    raise InvalidValue(field="choice", given=text[:40], example="")


def row_number(what: str, text: str) -> int:
    """The number of something that we keep, as it was typed; raises `NotFound` for none."""
    digits = latin_digits(text).strip()
    if not digits.isdecimal() or len(digits) > LONGEST_NUMBER:
        raise NotFound(what=what, given=text.strip()[:40])
    return int(digits)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a flow has to know.

    `parse` turns what was typed into the value, or raises a `DomainError`, whose sentence is shown
    above the question again. Something sent instead (`takes` says what: document, photo, place) is
    in `filling.turn`, with its caption as the text. With a `default` the step may be skipped; one
    that is not `asked` takes it silently and is changed from the confirmation only. Changing the
    step forgets the steps that it `resets`. The first `beside` of its choices stand where Confirm
    is. The value of a step with `many` is a list: choices are
    ticked, or typed with commas between. It needs the text `step-NAME`, or another `title`. The
    `field` is the one that it asks for, where that is declared.
    """

    name: str
    ask: Ask
    parse: Parse = only_choices
    options: Options = ()
    when: Callable[[Mapping[str, Any]], bool] = always
    default: Any = REQUIRED
    asked: bool = True
    takes: str = "text"
    many: bool = False
    columns: int = 2
    beside: int = 0
    resets: tuple[str, ...] = ()
    title: str = ""
    field: Field | None = None

    @property
    def label(self) -> Text:
        """What the thing is called on the button that changes it."""
        return Text(self.title or f"step-{self.name}")


def field_step(field: Field, ask: Ask, **more: Any) -> Step:
    """The step that asks for a declared value, and reads by the field what is typed.

    What is filled is kept, and shown again to be confirmed: for a secret it raises `ValueError`.
    """
    if field.secret:
        raise ValueError(f"{field.name} is a secret, and a conversation keeps what it is told")

    async def read(filling: Filling, text: str) -> Any:
        return field.read(text, filling)

    return Step(field.name, ask, parse=read, field=field, **more)


@dataclass(frozen=True, slots=True)
class Flow:
    """Steps, the card that shows what will happen, and what then is done.

    `confirm` gives the card without its buttons; without it the flow is done when it is filled.
    `do` calls the domain's verb and gives the card of the result, with `undo_button(...)` where it
    can be taken back. The right is checked again at every step. It needs the text `flow-NAME`.
    """

    name: str
    steps: tuple[Step, ...]
    do: Show
    confirm: Show | None = None
    undo: Callable[..., Awaitable[Screen]] | None = None
    right: str | None = None
    agree: str = "confirm"
    sides: tuple[Side, ...] = STAFF

    def require(self, principal: Principal) -> None:
        """Raise `Outdated` on the other side of the counter, `RightLacking` without the right."""
        if side_of(principal) not in self.sides:
            raise Outdated
        if self.right is not None:
            principal.require(self.right)

    @property
    def title(self) -> Text:
        """What the flow is called."""
        return Text(f"flow-{self.name}")

    def step(self, name: str) -> Step | None:
        """The step of that name."""
        return next((step for step in self.steps if step.name == name), None)

    def undo_button(self, *args: str | int) -> Button:
        """The button that calls `undo(turn, actor, ports, *args)`, once."""
        return Button(Text("undo"), "flow.undo", (self.name, *args), once=True)


FLOWS: dict[str, Flow] = {}


def flow(
    name: str,
    *steps: Step,
    do: Show,
    confirm: Show | None = None,
    undo: Callable[..., Awaitable[Screen]] | None = None,
    right: str | None = None,
    agree: str = "confirm",
    sides: tuple[Side, ...] = STAFF,
) -> Flow:
    """Declare a flow; `agree` is the text on the button that does it."""
    if name in FLOWS:
        raise ValueError(f"the flow {name} is declared twice")
    asked = [step.name for step in steps]
    if twice := {each for each in asked if asked.count(each) > 1}:
        raise ValueError(f"the flow {name} has {', '.join(sorted(twice))} declared twice")
    FLOWS[name] = Flow(name, steps, do, confirm, undo, right, agree, sides)
    return FLOWS[name]


async def options_of(step: Step, filling: Filling) -> Sequence[Option]:
    """The choices that the step offers now."""
    if callable(step.options):
        return await step.options(filling)
    return step.options
