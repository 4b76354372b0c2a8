"""Kinds of values in the file for `netkhata apply`, where no other field has them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from functools import cache
from zoneinfo import available_timezones

from bot import sentences
from domain.billing import terms
from domain.forms import Kind, is_text
from domain.kinds import decimal, is_web_address, listed, matching, one_of, or_said, whole
from domain.onboarding import cells
from domain.staff.rights import GIVEN

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_LARGEST_ID = 2**62


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
TEXTS = listed("texts", lambda one: isinstance(one, str) and bool(one.strip()))
CHANNELS = Kind(
    "channels",
    lambda given: (
        isinstance(given, str)
        or (isinstance(given, list) and all(isinstance(one, str) for one in given))
    ),
    quoted=False,
)
PRICE = or_said(
    "price",
    decimal(terms.LARGEST_AMOUNT, "800 or 800.50", above=0),
    cells.is_free,
)
ROLE = one_of(*GIVEN)
EMAIL = _or_empty(matching("email", r"[^\s@,;<>]{1,64}@[^\s@,;<>]{1,55}", "help@example.net"))
PHONE = _or_empty(matching("phone", r"[+*#(]?\d[\d \-/(),+*#]{1,18}", "09600-123456", most="20"))
LOGO = _or_empty(Kind("picture", _is_picture, limits={"most": "500000"}))
