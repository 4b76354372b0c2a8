"""Kinds of values in the file for `netkhata apply`, where no other field has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import cache
from zoneinfo import available_timezones

from bot import sentences
from domain.forms import Kind, is_text
from domain.kinds import is_web_address, listed, matching, one_of, whole
from domain.onboarding import cells
from domain.staff.rights import GIVEN

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_LARGEST_AMOUNT = 10**9
_LARGEST_ID = 2**62
NEVER = "never"


def decimal(most: int, example: str, digits: int = 3, *, above: int | None = None) -> Kind:
    """A number that is not negative, or `above` one, exact to so many decimal digits."""

    def fits(given: object) -> bool:
        number = _number(given)
        if number is None or (above is not None and number <= above):
            return False
        return 0 <= number <= most and number == round(number, digits)

    limits = {"most": str(most), "above": None if above is None else str(above)}
    return Kind("number", fits, limits=limits, example=example, quoted=False)


def _number(given: object) -> Decimal | None:
    if isinstance(given, bool) or not isinstance(given, int | str | Decimal):
        return None
    try:
        number = Decimal(given)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _or_said(name: str, kind: Kind, is_said: Callable[[str], bool]) -> Kind:
    """What the kind takes, or a word that says what no number says by a slip."""
    return replace(
        kind,
        name=name,
        fits=lambda given: kind.fits(given) or (isinstance(given, str) and is_said(given)),
    )


def _or_empty(kind: Kind) -> Kind:
    return replace(kind, fits=lambda given: given == "" or kind.fits(given))


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _currencies() -> frozenset[str]:
    """What is paid with somewhere today: no metal, no currency of the past."""
    from babel.core import get_global
    from babel.numbers import get_territory_currencies

    return frozenset(
        code
        for territory in get_global("territory_currencies")
        for code in get_territory_currencies(territory)
    )


def _regions() -> Collection[str]:
    from phonenumbers import SUPPORTED_REGIONS

    known: Collection[str] = SUPPORTED_REGIONS
    return known


def _is_known(given: object, known: Collection[str]) -> bool:
    return isinstance(given, str) and given in known


def _is_picture(given: object) -> bool:
    return (
        isinstance(given, str)
        and given.startswith("data:image/")
        and len(given) <= 500_000
        and not _CONTROL.search(given)
    )


def _is_within(one: object) -> bool:
    return isinstance(one, int) and not isinstance(one, bool) and -60 <= one <= 60


_is_short = is_text(300)
CODE = matching("code", r"[^\s\x00-\x1f/?#%]{1,32}", "north")
ADDRESSED = matching("addressed", r"[^/?#%\x00-\x1f]{1,64}", "core")
WEB = _or_empty(
    Kind(
        "web-address",
        lambda given: _is_short(given) and is_web_address(given),
        limits={"most": "300"},
        example="https://api.example.com",
    )
)
CURRENCY = Kind("currency", lambda given: _is_known(given, _currencies()), example="BDT")
TIMEZONE = Kind("timezone", lambda given: _is_known(given, _zones()), example="Asia/Dhaka")
REGION = Kind("region", lambda given: _is_known(given, _regions()), example="BD")
NUMBER = whole(1).where(lambda number: number <= _LARGEST_ID)
CHAT = whole(None).where(lambda number: abs(number) <= _LARGEST_ID)
LANGUAGE = one_of(*sentences.languages())
DAYS = listed("days", _is_within, most="60")
TEXTS = listed("texts", lambda one: isinstance(one, str) and bool(one.strip()))
CHANNELS = Kind(
    "channels",
    lambda given: (
        isinstance(given, str)
        or (isinstance(given, list) and all(isinstance(one, str) for one in given))
    ),
    quoted=False,
)
MONEY = decimal(_LARGEST_AMOUNT, "800 or 800.50")
PRICE = _or_said("price", decimal(_LARGEST_AMOUNT, "800 or 800.50", above=0), cells.is_free)
THRESHOLD = _or_said(
    "threshold", decimal(_LARGEST_AMOUNT, "2000", above=0), lambda given: given == NEVER
)
ROLE = one_of(*GIVEN)
EMAIL = _or_empty(matching("email", r"[^\s@,;<>]{1,64}@[^\s@,;<>]{1,55}", "help@example.net"))
PHONE = _or_empty(matching("phone", r"[+*#(]?\d[\d \-/(),+*#]{1,18}", "09600-123456", most="20"))
LOGO = _or_empty(Kind("picture", _is_picture, limits={"most": "500000"}))
