"""Lists narrowed by a few typed words or by buttons: operator, zone, package, status, dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from unicodedata import normalize

from domain import clock, forms
from domain.calendar import Period, parse_day, today
from domain.customers import offers
from domain.errors import DateNotReadable, PeriodNotReadable
from domain.money import latin_digits
from domain.ports import Texts
from domain.staff import operators
from domain.staff.rights import Actor

PLACES = ("zone", "package", "operator")
_MISTYPED = 0.75


@dataclass(frozen=True, slots=True)
class Place:
    """A zone, package or operator by its name and code."""

    kind: str
    id: int
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; days are ISO text, zero and empty do not limit.

    `unread` are typed words that mean nothing here.
    """

    statuses: tuple[str, ...] = ()
    zone: int = 0
    package: int = 0
    operator: int = 0
    since: str = ""
    until: str = ""
    unread: tuple[str, ...] = ()

    def packed(self) -> str:
        """As a button carries it."""
        places = (str(getattr(self, kind)) for kind in PLACES)
        return ",".join(("+".join(self.statuses), *places, self.since, self.until))

    def at(self, kind: str, id_: int) -> Filter:
        """The same at another zone, package or operator; 0 is any."""
        changed: dict[str, Any] = {kind: id_}
        return replace(self, **changed)

    @classmethod
    def of(cls, packed: str) -> Filter:
        """From what a button carried."""
        if not packed:
            return cls()
        statuses, zone, package, operator, since, until = packed.split(",")
        named = tuple(name for name in statuses.split("+") if name)
        return cls(named, int(zone), int(package), int(operator), since, until)


async def places(actor: Actor) -> list[Place]:
    """What the person may name."""
    return [
        *(Place("zone", row.id, row.name, row.code) for row in await offers.zones(actor)),
        *(Place("package", row.id, row.name, row.code) for row in await offers.packages(actor)),
        *(Place("operator", row.id, row.name, row.code) for row in await operators.reached(actor)),
    ]


@dataclass(slots=True)
class Understood:
    """What typed words mean: places, what `meaning` made of the others, days, and what is left."""

    places: list[Place] = field(default_factory=list)
    meant: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def understand(
    words: Sequence[str], known: Sequence[Place], meaning: Callable[[str], tuple[str, ...]],
    today_on: date,
) -> Understood:  # fmt: skip
    """Read words in any order; names may have several words or a slip."""
    found, rest = Understood(), [latin_digits(word).casefold() for word in words]
    while rest:
        place, taken = _place(rest, known)
        if place is not None:
            found.places.append(place)
        elif meant := meaning(rest[0]):
            found.meant += meant
        elif named := days(rest[0], today_on):
            found.days += named
        elif near := _nearest(rest[0], known):
            found.places.append(near)
        else:
            found.unread.append(words[len(words) - len(rest)])
        rest = rest[taken:]
    return found


def read(
    words: Sequence[str], known: Sequence[Place], meaning: Callable[[str], tuple[str, ...]],
    today_on: date,
) -> Filter:  # fmt: skip
    """The filter that typed words mean; statuses are what `meaning` makes of a word."""
    said = understand(words, known, meaning, today_on)
    found = Filter(
        statuses=tuple(dict.fromkeys(said.meant)),
        since=min(said.days, default=""),
        until=max(said.days, default=""),
    )
    unread = [*said.unread]
    for place in said.places:
        if getattr(found, place.kind) in (0, place.id):
            found = found.at(place.kind, place.id)
        else:
            unread.append(place.name)  # a list is narrowed to one of each kind
    return replace(found, unread=tuple(unread))


def _place(rest: Sequence[str], known: Iterable[Place]) -> tuple[Place | None, int]:
    """The place whose name the words begin with, the longest first, and how many words it takes."""
    best, taken = None, 1
    for place in known:
        for name in (place.name, place.code):
            parts = latin_digits(name).casefold().split()
            if parts and parts == list(rest[: len(parts)]) and (best is None or len(parts) > taken):
                best, taken = place, len(parts)
    return best, taken


def _nearest(word: str, known: Iterable[Place]) -> Place | None:
    by_name = {place.name.casefold(): place for place in known}
    close = forms.near(word, by_name, likeness=_MISTYPED)
    return by_name[close] if close and len(word) > 2 else None


def days(word: str, today_on: date) -> tuple[str, str] | None:
    """First and last day of a month or day as typed; None for what is neither."""
    try:
        month = Period.parse(word, today_on)
    except PeriodNotReadable:
        try:
            day = parse_day(word, today_on).isoformat()
        except DateNotReadable:
            return None
        return day, day
    return month.starts_on.isoformat(), month.ends_on.isoformat()


def words_for(
    texts: Texts, keys: Mapping[str, tuple[str, ...]]
) -> Callable[[str], tuple[str, ...]]:
    """Reads a word by texts that list words: what a key's words mean is its value.

    The words of every language are understood whatever the reader's is.
    """
    meant = {
        _as_compared(word): value
        for code in reversed(texts.languages())
        for key, value in keys.items()
        for word in texts.t(code, key).split()
    }
    return lambda word: meant.get(_as_compared(word), ())


def _as_compared(word: str) -> str:
    return normalize("NFC", word.casefold())


def ranges(actor: Actor) -> list[tuple[str, str, str]]:
    """Usual ranges of days as (name, first, last)."""
    on = today(clock.now(), actor.timezone)
    this = Period.of(on)
    last = this.previous()
    return [
        ("today", on.isoformat(), on.isoformat()),
        ("this-month", this.starts_on.isoformat(), this.ends_on.isoformat()),
        ("last-month", last.starts_on.isoformat(), last.ends_on.isoformat()),
    ]
