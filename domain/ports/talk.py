"""Talking with customers in the apps where they write to us: whoever answers implements it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.ports.messages import Inbound, Option


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody said to one of our accounts; the sender is the one name that they have here."""

    id: int
    app: str
    gateway: str
    sender: str = field(repr=False)
    said: Inbound


@dataclass(frozen=True, slots=True)
class Answer:
    """What they are told, word for word, back the way they came.

    `is_greeting`: it answers what was not understood, which once a day is enough. `remember` is
    called in the transaction in which it is written down: what that keeps holds for what is said
    next, and never for the same asked again.
    """

    text: str = field(repr=False)
    language: str
    choices: Sequence[Option] = ()
    opens: str = ""
    customer_id: int | None = None
    is_greeting: bool = False
    remember: Callable[[], Awaitable[None]] | None = None


Talk = Callable[[Spoken], Awaitable[Answer | None]]
Talks = Mapping[str, Talk]
"""Who answers, by the app."""
