"""What a typed `/paid` line says: the customer up to the amount, then the rest in any order.

Where several things are said of one kind, the step gets all of them, a line each, and asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from unicodedata import normalize

from domain import languages, money
from domain.calendar import parse_day
from domain.errors import DateNotReadable
from domain.money import latin_digits
from domain.payments import rules
from domain.staff.rights import Actor
from handlers.staff import search

BETWEEN = "\n"
_LIKE_DAY = re.compile(r"\d{1,4}[/-]\d{1,2}([/-]\d{1,4})?|\d{1,2}\.\d{1,2}\.\d{1,4}")
_LONG = 8  # digits: more than an amount has, as many as the shortest transaction id of digits
MethodOf = Callable[[str], tuple[str, ...]]


@dataclass(slots=True)
class _Said:
    amounts: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


async def read(
    words: Sequence[str], actor: Actor, now_on: date, method_of: MethodOf
) -> dict[str, str]:
    """The texts for the steps of the flow; nothing that was typed is left out."""
    tidy = [word.rstrip(",;") or word for word in words]
    at, said = await _customer_ends(tidy, actor, now_on), _Said()
    rest = tidy[at:]
    if rest and not _is_said(rest, now_on):
        said.amounts.append(rest.pop(0))
    while rest:
        taken = (
            _take_day(rest, now_on, said)
            or _take_amount(rest, said)
            or _take_label(rest)
            or _take_word(rest[0], method_of, said)
        )
        rest = rest[taken:]
    return {
        "customer": " ".join(words[:at]),
        "amount": BETWEEN.join(said.amounts),
        "method": BETWEEN.join(dict.fromkeys(said.methods)),
        "date": BETWEEN.join(dict.fromkeys(said.days)),
        "txn": BETWEEN.join(dict.fromkeys(said.others)),
    }


async def _customer_ends(words: Sequence[str], actor: Actor, now_on: date) -> int:
    """Where the customer ends: at the first amount or day, or at what is to be refused as one.

    A number may end a name, too: in `/paid hoque 77 500` if that is somebody.
    """
    further = range(1, len(words))
    first = next((i for i in further if _is_said(words[i:], now_on)), None)
    if first is None:
        return next((i for i in further if _is_meant_as_amount(words[i])), len(words))
    is_number = money.is_amount(words[first]) and not _day_at(words[first:], now_on)
    number_follows = first + 1 < len(words) and _is_amount_at(words[first + 1 :])
    if is_number and number_follows and await search.is_name(actor, words[: first + 1]):
        return first + 1
    return first


def _is_said(rest: Sequence[str], now_on: date) -> bool:
    return _is_amount_at(rest) or bool(_day_at(rest, now_on))


def _is_amount_at(rest: Sequence[str]) -> bool:
    """Whether an amount begins here, with what marks it before or after the number."""
    marked = len(rest) > 1 and money.is_unit(rest[0]) and money.is_amount(rest[1])
    return marked or money.is_amount(rest[0])


def _day_at(rest: Sequence[str], now_on: date) -> int:
    """How many words a day takes that begins here, the longest first: `21 nov 2026`."""
    for length in (3, 2, 1):
        if len(rest) >= length and _is_day(rest[:length], now_on):
            return length
    return 0


def _take_day(rest: Sequence[str], now_on: date, said: _Said) -> int:
    length = _day_at(rest, now_on)
    if length:
        said.days.append(" ".join(rest[:length]))
    return length


def _take_amount(rest: Sequence[str], said: _Said) -> int:
    """An amount with its marks; one that stands alone belongs to the amount before it."""
    if money.is_unit(rest[0]) and not _is_amount_at(rest) and said.amounts:
        said.amounts[-1] += f" {rest[0]}"
        return 1
    length = 1 + (len(rest) > 1 and money.is_unit(rest[0]))
    if not _is_amount_at(rest) or (said.amounts and len(latin_digits(rest[length - 1])) >= _LONG):
        return 0
    while length < len(rest) and money.is_unit(rest[length]):
        length += 1
    said.amounts.append(" ".join(rest[:length]))
    return length


def _take_label(rest: Sequence[str]) -> int:
    """The words that only say that a transaction id follows, where something does."""
    for length in (2, 1):
        if len(rest) > length and rules.is_label(" ".join(rest[:length])):
            return length
    return 0


def _take_word(word: str, method_of: MethodOf, said: _Said) -> int:
    if method := method_of(word):
        said.methods.append(method[0])
    elif _LIKE_DAY.fullmatch(latin_digits(word)):
        said.days.append(word)
    elif word and normalize("NFC", word.casefold()) not in languages.words("between"):
        said.others.append(rules.without_label(word))
    return 1


def _is_meant_as_amount(word: str) -> bool:
    return latin_digits(word).lstrip("-+৳$€£₹.,")[:1].isdigit() or word[:1] in "-+"


def _is_day(words: Sequence[str], now_on: date) -> bool:
    """Whether the words are a day; a year in two digits, or within eight, is one near to now."""
    try:
        day = parse_day(" ".join(words), now_on)
    except DateNotReadable:
        return False
    last = latin_digits(words[-1])
    is_short = len(words) > 2 and len(last) <= 2
    is_together = len(words) == 1 and last.isdigit()
    return abs(day.year - now_on.year) <= 1 or not (is_short or is_together)


def likely_txns(words: Sequence[str]) -> list[str]:
    """Those of the words that have the form of a transaction id."""
    return [word for word in words if rules.is_likely_txn(word)]
