"""The steps of reminders: so many days before or after a date, and what each has of its own.

A profile keeps a step that goes like the others as a number, another as people write it:
`-5 9:00 sms+email`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.languages import words
from domain.messaging.states import SENDING, Channel
from domain.money import latin_digits

FARTHEST = 60  # days from the date
EACH, FIRST = "+", "/"  # between channels: by each of them, or by the first that can
_DAYS = re.compile(r"[+-]?\d{1,3}")
_HOUR = re.compile(r"(\d{1,2}):00")
_AROUND = re.compile(r"\s*([+/])\s*(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Step:
    """So many days after a date, before it with a minus.

    Without an `hour` it is the profile's, without `channels` they are the event's.
    """

    days: int
    hour: int | None = None
    channels: tuple[Channel, ...] = ()  # in their order
    each: bool = False  # by every one of them

    @property
    def kept(self) -> int | str:
        """As a profile keeps it."""
        if self.hour is None and not self.channels:
            return self.days
        hour = "" if self.hour is None else f"{self.hour}:00"
        by = (EACH if self.each else FIRST).join(self.channels)
        return " ".join(part for part in (str(self.days), hour, by) if part)

    def by(self, channels: str) -> Step:
        """The same by these channels, as people write them; by those of the event where empty."""
        plain = replace(self, channels=(), each=False)
        return _by(plain, channels) if channels else plain


def of(kept: Iterable[int | str]) -> list[Step]:
    """The steps that a profile keeps, the first day first."""
    return read(", ".join(str(one) for one in kept))


def read(text: str) -> list[Step]:
    """`-5 9:00 sms+email, 0, 1` in any digits, the first day first; raises `ValueError`.

    What stands behind a day is of that step.
    """
    found: list[Step] = []
    for part in _AROUND.sub(r"\1", latin_digits(text).replace(",", " ")).split():
        if _DAYS.fullmatch(part):
            found.append(Step(int(part)))
        elif not found:
            raise ValueError(part)
        elif hour := _HOUR.fullmatch(part):
            found[-1] = _at(found[-1], int(hour[1]))
        else:
            found[-1] = _by(found[-1], part)
    if any(abs(step.days) > FARTHEST for step in found):
        raise ValueError(text)
    if len({step.days for step in found}) < len(found):
        raise ValueError(text)
    return sorted(found, key=lambda step: step.days)


def written(steps: Iterable[Step]) -> str:
    """The steps as people write them."""
    return ", ".join(str(step.kept) for step in steps)


def _at(step: Step, hour: int) -> Step:
    if hour > 23 or step.hour is not None:
        raise ValueError(hour)
    return replace(step, hour=hour)


def _by(step: Step, text: str) -> Step:
    each = EACH in text
    named = tuple(_channel(name) for name in text.split(EACH if each else FIRST))
    if step.channels or len(set(named)) < len(named):
        raise ValueError(text)
    return replace(step, channels=named, each=each)


def _channel(said: str) -> Channel:
    for channel in SENDING:
        if said.casefold() in (channel.value, *words("channels", channel.value)):
            return channel
    raise ValueError(said)
