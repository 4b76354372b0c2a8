"""What a provider's codes mean, as data: one vocabulary for the tables of all message adapters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.errors import RECIPIENT_BUSY, THROTTLED, Busy, Outside, Refused, Unsure
from domain.ports import Outgoing, Trouble

_LONG_NUMBER = re.compile(r"\+?\d{9,}")


@dataclass(frozen=True, slots=True)
class Later:
    """Not done, worth another try; `seconds` where the provider or its papers say when.

    `for_all` where not this message is held up but everything that goes there, `for_one` where it
    is for the recipient's sake, and says nothing of the gateway.
    """

    seconds: float | None = None
    for_all: bool = False
    for_one: bool = False

    @property
    def reason(self) -> str:
        """What a `Busy` says of it."""
        if self.for_all:
            return THROTTLED
        return RECIPIENT_BUSY if self.for_one else "provider"


Outcome = Trouble | Later | None
"""None: nobody can say whether it was done."""


def failure(outcome: Outcome, detail: str) -> Outside:
    """The exception that a code stands for; long numbers in `detail` are hidden."""
    shown = _LONG_NUMBER.sub("***", detail)[:200]
    if isinstance(outcome, Trouble):
        return Refused(outcome.value, shown)
    if isinstance(outcome, Later):
        return Busy(outcome.reason, shown, outcome.seconds)
    return Unsure("unclear", shown)


def reason(outcome: Outcome) -> str:
    """The word of a report that a message failed; empty where the code says nothing lasting."""
    if isinstance(outcome, Later) and outcome.for_all:
        return THROTTLED
    return outcome.value if isinstance(outcome, Trouble) else ""


def named(word: str) -> Outcome:
    """An outcome by its name in data: a `Trouble`, busy, throttled, unsure; raises `ValueError`."""
    if word in {"busy", THROTTLED}:
        return Later(for_all=word == THROTTLED)
    return None if word == "unsure" else Trouble(word)


def without_choices(message: Outgoing) -> None:
    """Raise `Refused` where there are choices and nothing to tap."""
    if message.choices:
        raise Refused(Trouble.CONTENT_REJECTED, "choices that are not shown")
