"""Kinds of values that fields have: texts, numbers, choices, addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from ipaddress import ip_address
from urllib.parse import urlsplit

from domain import validity
from domain.forms import Kind, is_text
from domain.money import latin_digits

_YES = {"true", "yes", "on", "1"}
_NO = {"false", "no", "off", "0"}
_DIGITS = 15
_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,118}[A-Za-z0-9_])?")


def text(most: int) -> Kind:
    """One line or several."""
    return Kind("text", is_text(most), limits={"most": str(most)})


def line(most: int) -> Kind:
    """One line, as on a paper or a button."""
    fits = is_text(most)
    return Kind(
        "line",
        lambda value: fits(value) and "\n" not in value and "\r" not in value,
        limits={"most": str(most)},
    )


def matching(name: str, pattern: str, example: str = "", **limits: str) -> Kind:
    """A text that is as a whole what the regular expression says."""
    fits = is_text(4000)
    compiled = re.compile(pattern)
    return Kind(
        name,
        lambda value: fits(value) and compiled.fullmatch(value) is not None,
        limits=limits,
        example=example,
    )


def like(pattern: str) -> Kind:
    """A text of a form of its own, which the field's example shows."""
    return matching("", pattern)


def so(holds: Callable[[str], bool]) -> Kind:
    """A text for which this holds; the field's example shows one."""
    fits = is_text(4000)
    return Kind("", lambda value: fits(value) and holds(value))


def whole(least: int | None, most: int | None = None, unit: str | None = None) -> Kind:
    """A whole number within bounds, of days or hours, or of money in its `minor` unit."""

    def fits(value: object) -> bool:
        return (
            isinstance(value, int)
            and not isinstance(value, bool)
            and (least is None or least <= value)
            and (most is None or value <= most)
        )

    limits = {
        "least": None if least is None else str(least),
        "most": None if most is None else str(most),
        "unit": unit,
    }
    return Kind("whole", fits, _whole, limits, quoted=False)


def _whole(text: str, *place: object) -> int:
    digits = latin_digits(text).strip()
    plain = digits.removeprefix("-")
    if not plain.isascii() or not plain.isdigit() or len(plain) > _DIGITS:
        raise ValueError
    return int(digits)


def decimal(most: int, example: str, digits: int = 3, *, above: int | None = None) -> Kind:
    """A number that is not negative, or `above` one, exact to so many decimal digits."""

    def fits(given: object) -> bool:
        number = _number(given)
        if number is None or (above is not None and number <= above):
            return False
        return 0 <= number <= most and number == round(number, digits)

    limits = {"most": str(most), "above": None if above is None else str(above)}
    return Kind("number", fits, _decimal, limits, example=example, quoted=False)


def _number(given: object) -> Decimal | None:
    if isinstance(given, bool) or not isinstance(given, int | str | Decimal):
        return None
    try:
        number = Decimal(given)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _decimal(text: str, *place: object) -> Decimal:
    number = _number(latin_digits(text).removesuffix("%").strip())
    if number is None:
        raise ValueError
    return number


def or_said(name: str, kind: Kind, is_said: Callable[[str], bool]) -> Kind:
    """What the kind takes, or a word that says what no number says by a slip."""
    return replace(
        kind,
        name=name,
        fits=lambda given: kind.fits(given) or (isinstance(given, str) and is_said(given)),
        parse=lambda text, *place: text if is_said(text) else kind.parse(text, *place),
    )


def one_of(*choices: str) -> Kind:
    """One of a few words, in small or large letters."""
    listed = ", ".join(choices)
    by_letters = {choice.casefold(): choice for choice in choices}

    def parse(text: str, *place: object) -> str:
        return by_letters.get(text.casefold(), "")

    return Kind(
        "choice", lambda value: value in choices, parse, {"choices": listed}, tuple(choices)
    )


def listed(name: str, fits_each: Callable[[object], bool], **limits: str) -> Kind:
    """A list of things that each fit, none of them twice."""
    return Kind(
        name,
        lambda value: (
            isinstance(value, list)
            and all(fits_each(one) for one in value)
            and len(set(value)) == len(value)
        ),
        limits=limits,
        quoted=False,
    )


def names(offered: Collection[str]) -> Kind:
    """Some of a few names, with commas between."""
    return Kind(
        "names",
        lambda value: (
            isinstance(value, str)
            and {one.strip().lower() for one in value.split(",")} <= set(offered)
        ),
        limits={"choices": ", ".join(offered)},
    )


def _flag(text: str, *place: object) -> bool:
    if text.lower() not in _YES | _NO:
        raise ValueError
    return text.lower() in _YES


def is_web_address(text: str) -> bool:
    """An http or https address of a host."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def is_ip_address(text: str) -> bool:
    """An address of either version."""
    try:
        return bool(ip_address(text))
    except ValueError:
        return False


def _is_host(value: object) -> bool:
    if not isinstance(value, str):
        return False
    return is_ip_address(value) if ":" in value else _HOST.fullmatch(value) is not None


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return len(text) <= 80


FLAG = Kind(
    "flag",
    lambda value: isinstance(value, bool),
    _flag,
    choices=("yes", "no"),
    quoted=False,
)
TABLE = Kind(
    "table", lambda value: isinstance(value, Mapping), example='{ name = "value" }', quoted=False
)
HOST = Kind("host", _is_host, example="10.0.0.1")
PATTERN = Kind("pattern", lambda value: isinstance(value, str) and _is_pattern(value))
VALIDITY = Kind(
    "validity",
    lambda value: isinstance(value, str) and validity.is_one(value),
    lambda text, *place: str(validity.parse(text)),
    example="24 hours",
)
EMAIL = matching("email", r"[^@\s<>]{1,64}@[^@\s<>]{1,100}\.[^@\s<>.]{2,20}", "rahim@example.com")
FINGERPRINT = matching("fingerprint", r"(?:[0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}", "3A:7F:…")
