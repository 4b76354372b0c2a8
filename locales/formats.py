"""How a language writes values: digits, grouping, currency, dates, lengths of time.

What differs between languages is data, in the `formats.toml` of each language's folder.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path

from domain import phone
from domain.calendar import Period, Span
from domain.money import Money, exponent
from domain.validity import Validity

_E164 = re.compile(r"\+[1-9]\d{7,14}")
# Marks in a name that would turn the rest of the line around.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_MINUTES = (("day", 1440), ("hour", 60), ("minute", 1))


@dataclass(frozen=True, slots=True)
class Manner:
    """The habits of one language; `letters` writes currencies where a sign would cost money."""

    digits: str
    grouping: list[int]
    symbols: dict[str, str]
    letters: dict[str, str]
    percent: str
    day: str
    instant: str
    month: str
    months: list[str]
    months_short: list[str]
    lengths: dict[str, str]
    words: dict[str, str]
    paper: dict[str, str]
    _digits: dict[int, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_digits", str.maketrans("0123456789", self.digits))

    def localised(self, text: str) -> str:
        """The text with this language's digits."""
        return text.translate(self._digits)


def read(path: Path) -> Manner:
    """The habits as the file says them."""
    return Manner(**tomllib.loads(path.read_text(encoding="utf-8")))


def show(manner: Manner, value: object, *, letters: bool = False) -> str:
    """A value as the language writes it, by its type; texts stay as they are.

    `letters` writes currencies by letters that every SMS alphabet has.
    """
    if isinstance(value, Money):
        return money(manner, value, letters=letters)
    for kind, write in _BY_TYPE.items():
        if isinstance(value, kind):
            return write(manner, value)
    if isinstance(value, str):
        return phone.local(value) if _E164.fullmatch(value) else value.translate(_TURNING)
    if isinstance(value, Iterable):
        return ", ".join(show(manner, each, letters=letters) for each in value)
    raise TypeError(f"no way to write a {type(value).__name__}")


def number(manner: Manner, value: int | Decimal) -> str:
    """12,34,567.5 by the grouping of the language, from the right; its last one repeats."""
    plain = str(abs(value)) if isinstance(value, int) else f"{abs(value):f}"
    whole, point, part = plain.partition(".")
    sign = "-" if value < 0 else ""
    return manner.localised(f"{sign}{_grouped(whole, manner.grouping)}{point}{part}")


def _grouped(whole: str, sizes: list[int]) -> str:
    groups: list[str] = []
    while whole:
        size = sizes[min(len(groups), len(sizes) - 1)]
        groups.insert(0, whole[-size:])
        whole = whole[:-size]
    return ",".join(groups)


def money(manner: Manner, amount: Money, *, letters: bool = False) -> str:
    """The amount with its sign, or the currency's code; whole amounts have no decimals."""
    value = abs(amount.decimal())
    whole = value == value.to_integral_value()
    text = number(
        manner, value.to_integral_value() if whole else round(value, exponent(amount.currency))
    )
    sign = "-" if amount.minor < 0 else ""
    mark = None if letters else manner.symbols.get(amount.currency)
    return f"{sign}{mark or manner.letters.get(amount.currency, f'{amount.currency} ')}{text}"


def day(manner: Manner, on: date) -> str:
    """21 Nov 2026."""
    return _dated(manner, manner.day, on)


def instant(manner: Manner, at: datetime) -> str:
    """21 Nov 2026, 14:05, in the zone that the instant carries."""
    return _dated(manner, manner.instant, at, time=manner.localised(f"{at:%H:%M}"))


def period(manner: Manner, of: Period) -> str:
    """November 2026."""
    return _dated(manner, manner.month, of.starts_on)


def span(manner: Manner, of: Span) -> str:
    """November 2026, or 17 Nov 2026 – 16 Dec 2026; 17 Nov 2026 for one day."""
    if of.starts_on == of.ends_on:
        return day(manner, of.starts_on)
    if of.month is not None:
        return period(manner, of.month)
    return f"{day(manner, of.starts_on)} – {day(manner, of.ends_on)}"


def _dated(manner: Manner, pattern: str, on: date, time: str = "") -> str:
    return pattern.format(
        day=manner.localised(str(on.day)),
        month=manner.months[on.month - 1],
        short=manner.months_short[on.month - 1],
        year=manner.localised(str(on.year)),
        time=time,
    )


def percent(manner: Manner, share: Fraction) -> str:
    """45 %, rounded down, so that only what is whole says 100 %."""
    return manner.percent.format(number=number(manner, int(share * 100)))


def length(manner: Manner, span: timedelta) -> str:
    """2 h 5 min: the two largest units, or seconds under a minute."""
    seconds = max(int(span.total_seconds()), 0)
    if seconds < 60:
        return manner.lengths["second"].format(number=number(manner, seconds))
    rest, parts = seconds // 60, []
    for name, minutes in _MINUTES:
        count, rest = divmod(rest, minutes)
        if count:
            parts.append(manner.lengths[name].format(number=number(manner, count)))
    return " ".join(parts[:2])


def validity(manner: Manner, lasts: Validity) -> str:
    """24 h, 7 d, in the unit in which it is sold."""
    return manner.lengths[lasts.unit].format(number=number(manner, lasts.count))


def _word(manner: Manner, value: Enum) -> str:
    return str(value.value)


def _yes(manner: Manner, value: bool) -> str:
    return manner.words["yes" if value else "no"]


def _nothing(manner: Manner, value: None) -> str:
    return manner.words["none"]


# In this order: a bool is an int, a datetime is a date.
_BY_TYPE: dict[type, Callable[..., str]] = {
    bool: _yes,
    type(None): _nothing,
    Enum: _word,
    int: number,
    Decimal: number,
    Fraction: percent,
    datetime: instant,
    date: day,
    timedelta: length,
    Validity: validity,
    Period: period,
    Span: span,
}
