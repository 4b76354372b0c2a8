"""What the table of verbs says of each: how it is called, or why it is not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from domain.staff.rights import Actor
from tests.domain.hidden import Things

Call = Callable[[Actor, Things], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Row:
    """`guess`: also asked with a number that nobody has, and answered the same.

    Who sees the thing gets another answer, unless it is its `makers` alone.
    """

    call: Call
    guess: bool = True
    makers: bool = False


@dataclass(frozen=True, slots=True)
class Of(Row):
    """What goes by the operator alone: who is limited to zones of it may."""


@dataclass(frozen=True, slots=True)
class Those:
    """The same is answered whether others' things are there or not."""

    call: Callable[[Actor], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Free:
    """No thing of a customer, for this reason."""

    why: str


Line = Row | Of | Those | Free
