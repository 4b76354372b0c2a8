"""What a cell of a file of customers means: text to the value of a column. Pure computation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from domain import calendar, languages, money, phone, signs
from domain.customers import letters, owned
from domain.customers.models import Connection, CustomerStatus
from domain.errors import (
    CellBroken,
    DateNotReadable,
    DayImpossible,
    DigitsLost,
    FormulaUnsaved,
    MobileNotReadable,
)
from domain.forms import Field, Fields, Kind
from domain.onboarding import words

REFERENCES = ("operator", "zone", "package", "billing_profile", "router")
MONEY = ("opening_due", "advance")
EARLIEST = date(1990, 1, 1)
_AHEAD = timedelta(days=366)
_LATEST = timedelta(days=75 * 366)
_FIRST_DAY = date(1899, 12, 30)  # day 0 of spreadsheets, which number days where no format says so
_DAY_NUMBER = re.compile(r"([1-9]\d{4})(?:\.\d+)?")
_MAC = re.compile(r"[0-9a-f]{12}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_LANGUAGE = re.compile(r"[a-z]{2}")
_CLOCK = re.compile(
    r"(?:T|\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?(?:Z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"^[^\d\s,]+,\s*(?=\S+\s)")
_MONTH_FIRST = re.compile(r"([^\d\s,.-]+)\.?[\s-]*(\d{1,2})(?:,\s*|[\s-]+)(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_AS_TEXT = re.compile(r'="([^"]*)"')  # how a CSV keeps a spreadsheet from counting with a number
_CUT_SHORT = re.compile(r"[1-9](?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE)
_BROKEN = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)|Err:\d+")
_DASHES = re.compile(r"[-\u2010-\u2015\u2212_.]+")
_USUAL_TEXT = re.compile(r"[A-Za-z0-9]+(?:[ ./@_-][A-Za-z0-9]+)*")  # nearly every cell there is
_WORDS = frozenset({"name", "username", "customer_id", "address"})


@languages.remembered
def _nothing() -> frozenset[str]:
    """Words that say that nothing is there."""
    return frozenset(languages.words("cells", "nothing"))


@languages.remembered
def _maybe_nothing() -> frozenset[str]:
    """The same, with those that may be a name as well."""
    return _nothing() | set(languages.words("cells", "nothing_or_a_name"))


@languages.remembered
def _free() -> frozenset[str]:
    return frozenset(languages.words("cells", "free"))


@languages.remembered
def _usual() -> frozenset[str]:
    return frozenset(languages.words("cells", "usual"))


@languages.remembered
def _ordinal() -> re.Pattern[str]:
    """What stands behind the number of a day: 21st."""
    endings = languages.one_of(languages.words("ordinals"))
    letters_of_words = "".join(languages.scripts())  # with signs that are none to `\w`
    return re.compile(rf"(?<=\d){endings}(?![\w{letters_of_words}])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Whose file it is: how numbers, amounts and days are written there."""

    region: str
    currency: str
    today: date


def clean(heading: str, text: str) -> str:
    """The text of a cell as a person sees it; empty where it says that nothing is there.

    Raises `FormulaUnsaved`, `CellBroken` and `DigitsLost` for what a spreadsheet has left in it.
    """
    if _USUAL_TEXT.fullmatch(text) and text.casefold() not in _maybe_nothing():
        return text
    if whole := _AS_TEXT.fullmatch(text):
        text = whole[1]
    if text.startswith("="):
        raise FormulaUnsaved(field=heading)
    if _BROKEN.fullmatch(text):
        raise CellBroken(field=heading, given=text)
    if _CUT_SHORT.fullmatch(text) and heading not in {"name", "address"}:
        raise DigitsLost(field=heading, given=text)
    seen = letters.plain(text.removeprefix("'"))
    word = seen.casefold()
    nothing = word in (_nothing() if heading in _WORDS else _maybe_nothing())
    return "" if nothing or _DASHES.fullmatch(seen) else seen


def unseen(text: str) -> str:
    """A letter of a cell in which something stands and nothing can be seen; else empty."""
    return text.strip()[:1] if not letters.plain(text) else ""


def is_free(text: str) -> bool:
    """Whether a price is said to be none, in so many words."""
    return text.casefold() in _free()


def amount(text: str, place: Place) -> int:
    """Minor units; `0` is nothing. Raises `AmountNotReadable`."""
    if text == "0" or money.is_zero(text, place.currency):
        return 0
    return money.parse(text, place.currency).minor


def _price(text: str, place: Place) -> int | None:
    """None is the package's price."""
    if text.casefold() in _usual():
        return None
    return 0 if is_free(text) else amount(text, place)


def _short(field: str, most: int) -> Callable[[str, Place], str]:
    def read(text: str, place: Place) -> str:
        return signs.within(field, text, most)

    return read


def _status(text: str, place: Place) -> CustomerStatus:
    return words.status(text)


def _connection(text: str, place: Place) -> Connection:
    return words.connection(text)


def _mobile(text: str, place: Place) -> str:
    try:
        return phone.parse(re.sub(r"\.0+$", "", text), place.region)
    except MobileNotReadable as why:
        raise MobileNotReadable(text=text[:40]) from why  # in full: it is their own file


def _username(text: str, place: Place) -> str:
    return _short("username", 64)(letters.identifier("username", text), place)


def _email(text: str, place: Place) -> str:
    if not _MAIL.fullmatch(text):
        raise ValueError
    return signs.within("email", text, 120)


def _language(text: str, place: Place) -> str:
    code = words.language(text).casefold()
    if not _LANGUAGE.fullmatch(code):
        raise ValueError
    return code


def _ip(text: str, place: Place) -> str:
    return owned.address(text)


def _mac(text: str, place: Place) -> str:
    plain = re.sub(r"[:.\-\s]", "", text.casefold())
    nobody = plain.strip("0") == "" or (_MAC.fullmatch(plain) and int(plain[:2], 16) & 1)
    if not _MAC.fullmatch(plain) or nobody:
        raise ValueError
    return ":".join(plain[i : i + 2] for i in range(0, 12, 2)).upper()


def _day(text: str, place: Place) -> date:
    if number := _DAY_NUMBER.fullmatch(money.latin_digits(text)):
        return _FIRST_DAY + timedelta(days=int(number[1]))
    plain = _ordinal().sub("", _WEEKDAY.sub("", _CLOCK.sub("", money.latin_digits(text))))
    if match := _MONTH_FIRST.fullmatch(plain):
        plain = f"{match[2]} {match[1]} {match[3]}"
    elif match := _YEAR_FIRST.fullmatch(plain):
        plain = "-".join(match.groups())
    try:
        return calendar.parse_day(plain, place.today)
    except DateNotReadable as why:
        raise DateNotReadable(text=text[:40]) from why


def _between(field: str, ahead: timedelta) -> Callable[[str, Place], date]:
    """A day that a connection can have: providers are not as old as 1990."""

    def read(text: str, place: Place) -> date:
        day = _day(text, place)
        if not EARLIEST <= day <= place.today + ahead:
            raise DayImpossible(field=field, given=day, first=EARLIEST, second=place.today + ahead)
        return day

    return read


def _renewal_day(text: str, place: Place) -> int:
    """The day of the month on which a customer's own month begins."""
    plain = _ordinal().sub("", money.latin_digits(text).strip().casefold())
    if not plain.isdigit() or not 1 <= int(plain) <= calendar.LAST_DAY:
        raise ValueError
    return int(plain)


def _column(name: str, example: str, read: Callable[[str, Place], Any], **more: Any) -> Field:
    return Field(name, example, Kind(parse=read), **{"required": False, **more})


def as_it_is(text: str, place: Place) -> str:
    """What names something of ours, to be looked for."""
    return text


# What a file of customers may say, under which headings; what stands in a column of the customer.
OF_CUSTOMER = Fields(
    _column("name", "Rahim Uddin", _short("name", 120), required=True),
    _column("mobile", "01711-111111", _mobile, required=True),
    _column("whatsapp", "01711-111111", _mobile),
    _column("email", "rahim@example.com", _email),
    _column("language", "bn", _language),
    _column("address", "House 5, Road 3, Mirpur 10", _short("address", 240)),
    _column("connection", "pppoe", _connection),
    _column("username", "rahim10", _username),
    _column("ip", "10.20.30.40", _ip),
    _column("mac", "AA:BB:CC:DD:EE:FF", _mac),
    _column("joined_on", "2026-01-21", _between("joined_on", _AHEAD)),
    _column("renewal_day", "17", _renewal_day),
    _column("expires_on", "2026-12-31", _between("expires_on", _LATEST)),
    _column("price", "800", _price),
    _column("discount", "100", amount),
    _column("status", "active", _status),
)
FIELDS = Fields(
    *OF_CUSTOMER,
    _column("customer_id", "NK-1024", as_it_is),
    *(_column(name, "", as_it_is) for name in REFERENCES),
    *(_column(name, "500", amount) for name in MONEY),
)
KEPT_AS = {"price": "price_minor", "discount": "discount_minor"}  # where columns have other names
