"""What a typed `/paid` line says: the customer up to the amount, then the rest in any order.

Where several things are said of one kind, the step gets all of them, a line each, and asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from unicodedata import normalize

from domain.calendar import parse_day
from domain.errors import AmountNotReadable, DateNotReadable
from domain.money import latin_digits, parse
from domain.payments import rules
from domain.staff.rights import Actor
from handlers.staff import search

BETWEEN = "\n"
_UNITS = {"taka", "tk", "tk.", "bdt", "৳", "টাকা"}
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
    at = await _amount_at(words, actor)
    named = [word for number, word in enumerate(words[:at]) if not number or not _is_unit(word)]
    said = _Said(amounts=[*words[at : at + 1]])
    rest = [word.rstrip(",;") for word in words[at + 1 :]]
    while rest:
        taken = _take_day(rest, now_on, said) or _take_word(
            rest[0], actor.currency, method_of, said
        )
        rest = rest[taken:]
    return {
        "customer": " ".join(named),
        "amount": BETWEEN.join(said.amounts),
        "method": BETWEEN.join(dict.fromkeys(said.methods)),
        "date": BETWEEN.join(dict.fromkeys(said.days)),
        "txn": BETWEEN.join(dict.fromkeys(said.others)),
    }


async def _amount_at(words: Sequence[str], actor: Actor) -> int:
    """Where the customer ends: at the first amount, or at what is to be refused as one.

    A number may end a name, too: in `/paid hoque 77 500` if that is somebody.
    """
    further = range(1, len(words))
    first = next((i for i in further if _is_amount(words[i], actor.currency)), None)
    if first is None:
        return next((i for i in further if _is_meant_as_amount(words[i])), len(words))
    number_follows = first + 1 < len(words) and _is_amount(words[first + 1], actor.currency)
    if number_follows and await search.is_name(actor, words[: first + 1]):
        return first + 1
    return first


def _take_day(rest: Sequence[str], now_on: date, said: _Said) -> int:
    """A day of up to three words, the longest first: `21 nov 2026`; how many it takes."""
    for length in (3, 2, 1):
        text = " ".join(rest[:length])
        if len(rest) >= length and _is_day(text, now_on):
            said.days.append(text)
            return length
    return 0


def _take_word(word: str, currency: str, method_of: MethodOf, said: _Said) -> int:
    if method := method_of(word):
        said.methods.append(method[0])
    elif _LIKE_DAY.fullmatch(latin_digits(word)):
        said.days.append(word)
    elif _is_amount(word, currency) and len(latin_digits(word)) < _LONG:
        said.amounts.append(word)
    elif word and not _is_unit(word):
        said.others.append(word)
    return 1


def _is_unit(word: str) -> bool:
    return normalize("NFC", word.casefold()) in _UNITS


def _is_amount(word: str, currency: str) -> bool:
    try:
        return bool(parse(word, currency))
    except AmountNotReadable:
        return False


def _is_meant_as_amount(word: str) -> bool:
    return latin_digits(word).lstrip("-+৳.,")[:1].isdigit() or word[:1] in "-+"


def _is_day(text: str, now_on: date) -> bool:
    try:
        return bool(parse_day(text, now_on))
    except DateNotReadable:
        return False


def likely_txns(words: Sequence[str]) -> list[str]:
    """Those of the words that have the form of a transaction id."""
    return [word for word in words if rules.is_likely_txn(word)]
