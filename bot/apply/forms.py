"""What a value in the file for `netkhata apply` must be, and what is said of one that is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from zoneinfo import available_timezones

from bot import sentences
from domain.forms import is_ip_address, is_web_address
from domain.onboarding import cells
from domain.staff.rights import GIVEN

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_CODE = re.compile(r"[^\s\x00-\x1f/?#%]{1,32}")
_NAME_IN_ADDRESS = re.compile(r"[^/?#%\x00-\x1f]{1,64}")
_MAIL = re.compile(r"[^\s@,;<>]{1,64}@[^\s@,;<>]{1,55}")
_PHONE = re.compile(r"[+*#(]?\d[\d \-/(),+*#]{1,18}")
_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,118}[A-Za-z0-9_])?")
_PRINT = re.compile(r"(?:[0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}")
LARGEST_ID = 2**62


@dataclass(frozen=True, slots=True)
class Form:
    """`wanted` is said of a value that does not fit; that of a `secret` is not repeated."""

    wanted: str
    fits: Callable[[object], bool]
    secret: bool = False

    def refusal(self, key: str, given: object, *, hidden: bool = False) -> str:
        """Why the value can't be taken."""
        shown = "" if self.secret or hidden else f" is {_shown(given)}:"
        return f"'{key}'{shown} must be {self.wanted}"


def _shown(given: object) -> str:
    if isinstance(given, bool):
        return str(given).lower()
    return f'"{given[:60]}"' if isinstance(given, str) else str(given)[:60]


def text(most: int, *, secret: bool = False) -> Form:
    """One line or several."""

    def fits(given: object) -> bool:
        return isinstance(given, str) and len(given) <= most and not _CONTROL.search(given)

    return Form(f"a text in quotes, of at most {most} characters", fits, secret)


def line(most: int) -> Form:
    """One line, as on a paper or a button."""
    form = text(most)
    return Form(
        f"a text in quotes, of one line and at most {most} characters",
        lambda given: form.fits(given) and "\n" not in str(given),
    )


def whole(least: int, most: int = LARGEST_ID) -> Form:
    """A whole number within bounds."""
    wanted = "a whole number" + (f" from {least}" if least > -LARGEST_ID else "")
    wanted += f" to {most}" if most < LARGEST_ID else ""
    return Form(wanted, lambda given: _is_whole(given) and least <= given <= most)  # type: ignore[operator]


def _is_whole(given: object) -> bool:
    return isinstance(given, int) and not isinstance(given, bool)


def decimal(most: int, example: str, digits: int = 3, *, least: str = "from 0") -> Form:
    """A number that is not negative, or `above 0`, exact to so many decimal digits."""

    def fits(given: object) -> bool:
        number = _number(given)
        if number is None or (least == "above 0" and not number):
            return False
        return 0 <= number <= most and number == round(number, digits)

    return Form(f"a number {least} to {most}, such as {example}", fits)


def _number(given: object) -> Decimal | None:
    if isinstance(given, bool) or not isinstance(given, int | str | Decimal):
        return None
    try:
        number = Decimal(given)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def or_said(form: Form, is_said: Callable[[str], bool], said: str) -> Form:
    """What the form takes, or a word that says what no number says by a slip."""
    return Form(
        f"{form.wanted}, or {said}",
        lambda given: form.fits(given) or (isinstance(given, str) and is_said(given)),
    )


def one_of(choices: Collection[str]) -> Form:
    """One of a few words."""
    return Form(f"one of {', '.join(choices)}", lambda given: given in tuple(choices))


def listed(what: str, fits_each: Callable[[object], bool]) -> Form:
    """A list of things that each fit, none of them twice."""
    return Form(
        f"a list of {what}, each once",
        lambda given: (
            isinstance(given, list)
            and all(fits_each(one) for one in given)
            and len(set(given)) == len(given)
        ),
    )


def _matching(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda given: isinstance(given, str) and pattern.fullmatch(given) is not None


def _is_host(given: object) -> bool:
    if isinstance(given, str) and ":" in given:
        return is_ip_address(given)
    return _matching(_HOST)(given)


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


def _is_region(given: object) -> bool:
    from phonenumbers import SUPPORTED_REGIONS

    return given in SUPPORTED_REGIONS


FLAG = Form("true or false", lambda given: isinstance(given, bool))
CODE = Form('a short text without blanks, such as "north"', _matching(_CODE))
ADDRESSED = Form("a short text without / ? # %", _matching(_NAME_IN_ADDRESS))
TABLE = Form('a table, such as { name = "value" }', lambda given: isinstance(given, dict))
WEB = Form(
    "an address that begins with http:// or https://, of at most 300 characters",
    lambda given: (
        isinstance(given, str) and len(given) <= 300 and (not given or is_web_address(given))
    ),
)
CURRENCY = Form('the ISO 4217 code of money, such as "BDT"', lambda given: given in _currencies())
TIMEZONE = Form('a time zone such as "Asia/Dhaka"', lambda given: given in _zones())
REGION = Form('a country\'s two letters, such as "BD"', _is_region)
LANGUAGE = one_of(sentences.languages())
DAYS = listed(
    "whole numbers from -60 to 60",
    lambda one: _is_whole(one) and -60 <= one <= 60,  # type: ignore[operator]
)
CHANNELS = Form(
    "a list of channels, or one text with commas",
    lambda given: (
        isinstance(given, str)
        or (isinstance(given, list) and all(isinstance(one, str) for one in given))
    ),
)
TEXTS = listed("texts in quotes", lambda one: isinstance(one, str) and bool(one.strip()))
MONEY = decimal(10**9, "800 or 800.50")
PRICE = or_said(
    decimal(10**9, "800 or 800.50", least="above 0"),
    cells.is_free,
    '"free" if its customers are really never to pay',
)
NEVER = "never"
THRESHOLD = or_said(
    decimal(10**9, "2000", least="above 0"),
    lambda given: given == NEVER,
    f'"{NEVER}" to suspend by the due date alone',
)
ROLE = one_of(GIVEN)
HOST = Form('a name or an IP address without port and blanks, such as "10.0.0.1"', _is_host)
FINGERPRINT = Form(
    'the SHA-256 of the certificate, 32 pairs like "3A:7F:…"',
    lambda given: given == "" or _matching(_PRINT)(given),
)
MAIL = Form(
    'a mail address, such as "help@example.net"',
    lambda given: given == "" or _matching(_MAIL)(given),
)
PHONE = Form(
    'a phone number of at most 20 characters, such as "09600-123456"',
    lambda given: given == "" or _matching(_PHONE)(given),
)
LOGO = Form(
    'a picture as an address "data:image/...", of at most 500000 characters',
    lambda given: (
        given == ""
        or (
            isinstance(given, str)
            and given.startswith("data:image/")
            and len(given) <= 500_000
            and not _CONTROL.search(given)
        )
    ),
)
