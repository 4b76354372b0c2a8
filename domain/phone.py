"""Phone numbers: any form in which people write them, to E.164 and back."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from domain.errors import MobileNotReadable
from domain.forms import Kind
from domain.money import latin_digits

_LONGEST = 40
_BETWEEN = re.compile(r"[\s()./-]")
_REACHABLE = {
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.UNKNOWN,
}


def parse(text: str, region: str = "BD") -> str:
    """The number as E.164; raises `MobileNotReadable` for what can't receive a message."""
    try:
        number = phonenumbers.parse(latin_digits(text), region)
    except NumberParseException as why:
        raise MobileNotReadable(text=mask(text)) from why
    if (
        number.extension
        or not phonenumbers.is_valid_number(number)
        or phonenumbers.number_type(number) not in _REACHABLE
    ):
        raise MobileNotReadable(text=mask(text))
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def _typed(text: str, region: str) -> str:
    return parse(text[:_LONGEST], region)


MOBILE = Kind("mobile", parse=_typed, example="01711-111111")  # becomes E.164


def find(text: str, region: str = "BD") -> str | None:
    """The number as E.164 where the text is one, else None."""
    try:
        return parse(text, region)
    except MobileNotReadable:
        return None


def beginning(text: str, region: str = "BD") -> str | None:
    """How E.164 numbers start that begin as the text does: `01711`, `880 1711` or `+8801711`.

    None where the text is no beginning of a number, or has fewer than five digits.
    """
    plain = _BETWEEN.sub("", latin_digits(text))
    given = plain.removeprefix("+")
    if not (given.isascii() and given.isdigit() and len(given) >= 5):
        return None
    country = str(phonenumbers.country_code_for_region(region))
    if plain.startswith("+") or given.startswith(country):
        return f"+{given}"
    return f"+{country}{given[1:]}" if given.startswith("0") else None


def local(e164: str) -> str:
    """As people in the country dial it: `01711-111111`."""
    number = phonenumbers.parse(e164, None)
    return str(phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)).replace(" ", "")


def digits(e164: str) -> str:
    """Without the plus sign, as gateways want it."""
    return e164.removeprefix("+")


def mask(text: str) -> str:
    """All but the last three characters hidden: for logs and for pages that may be passed on."""
    plain = text.strip()
    return "•" * max(len(plain) - 3, 0) + plain[-3:]
