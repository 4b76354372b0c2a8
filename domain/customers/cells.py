"""What a cell of a file of customers means: text to the value of a column. Pure computation."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain import calendar, money, phone
from domain.customers.models import Connection, CustomerStatus
from domain.errors import InvalidValue

REFERENCES = ("operator", "zone", "package", "billing_profile", "router")
MONEY = ("opening_due", "advance")
_MAC = re.compile(r"[0-9a-f]{12}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_LANGUAGE = re.compile(r"[a-z]{2}")
_NOTHING = re.compile(r"0*[.,]?0*|-")


@dataclass(frozen=True, slots=True)
class Place:
    """Whose file it is: how numbers, amounts and days are written there."""

    region: str
    currency: str
    today: date


def amount(text: str, place: Place) -> int:
    """Minor units; `0` and `-` are nothing. Raises `AmountNotReadable`."""
    if _NOTHING.fullmatch(money.latin_digits(text)):
        return 0
    return money.parse(text, place.currency).minor


def _short(field: str, most: int) -> Callable[[str, Place], str]:
    def read(text: str, place: Place) -> str:
        if len(text) > most:
            raise InvalidValue(field=field, given=f"{text[:40]}…", example=text[: min(most, 20)])
        return text

    return read


def _one_of(field: str, choices: type[StrEnum]) -> Callable[[str, Place], StrEnum]:
    def read(text: str, place: Place) -> StrEnum:
        try:
            return choices(text.casefold())
        except ValueError as why:
            raise InvalidValue(field=field, given=text[:40], example=", ".join(choices)) from why

    return read


def _mobile(text: str, place: Place) -> str:
    return phone.parse(text, place.region)


def _email(text: str, place: Place) -> str:
    if not _MAIL.fullmatch(text) or len(text) > 120:
        raise InvalidValue(field="email", given=text[:40], example="rahim@example.com")
    return text


def _language(text: str, place: Place) -> str:
    if not _LANGUAGE.fullmatch(text.casefold()):
        raise InvalidValue(field="language", given=text[:40], example="bn")
    return text.casefold()


def _ip(text: str, place: Place) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError as why:
        raise InvalidValue(field="ip", given=text[:45], example="10.20.30.40") from why


def _mac(text: str, place: Place) -> str:
    plain = re.sub(r"[:.\-\s]", "", text.casefold())
    if not _MAC.fullmatch(plain):
        raise InvalidValue(field="mac", given=text[:40], example="AA:BB:CC:DD:EE:FF")
    return ":".join(plain[i : i + 2] for i in range(0, 12, 2)).upper()


def _day(text: str, place: Place) -> date:
    return calendar.parse_day(text.partition(" ")[0].partition("T")[0], place.today)


# Heading of the file: column of the customer, and how its text is read.
COLUMNS: dict[str, tuple[str, Callable[[str, Place], Any]]] = {
    "name": ("name", _short("name", 120)),
    "mobile": ("mobile", _mobile),
    "whatsapp": ("whatsapp", _mobile),
    "email": ("email", _email),
    "language": ("language", _language),
    "address": ("address", _short("address", 240)),
    "connection": ("connection", _one_of("connection", Connection)),
    "username": ("username", _short("username", 64)),
    "ip": ("ip", _ip),
    "mac": ("mac", _mac),
    "joined_on": ("joined_on", _day),
    "expires_on": ("expires_on", _day),
    "price": ("price_minor", amount),
    "discount": ("discount_minor", amount),
    "status": ("status", _one_of("status", CustomerStatus)),
}
HEADINGS = frozenset({"customer_id", *COLUMNS, *REFERENCES, *MONEY})
