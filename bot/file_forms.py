"""What a value in the file for `netkhata apply` must be, and what is said of one that is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from zoneinfo import available_timezones

from bot import sentences
from gateways.fields import is_web_address

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_CODE = re.compile(r"[^\s\x00-\x1f/?#%]{1,32}")
_NAME_IN_ADDRESS = re.compile(r"[^/?#%\x00-\x1f]{1,64}")
LARGEST_ID = 2**62


@dataclass(frozen=True, slots=True)
class Form:
    """`wanted` is said of a value that does not fit; that of a `secret` is not repeated."""

    wanted: str
    fits: Callable[[object], bool]
    secret: bool = False

    def refusal(self, key: str, given: object) -> str:
        """Why the value can't be taken."""
        shown = "" if self.secret else f" is {_shown(given)}:"
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


def whole(least: int, most: int = LARGEST_ID) -> Form:
    """A whole number within bounds."""
    wanted = "a whole number" + (f" from {least}" if least > -LARGEST_ID else "")
    wanted += f" to {most}" if most < LARGEST_ID else ""
    return Form(wanted, lambda given: _is_whole(given) and least <= given <= most)  # type: ignore[operator]


def _is_whole(given: object) -> bool:
    return isinstance(given, int) and not isinstance(given, bool)


def decimal(most: int, example: str, digits: int = 3) -> Form:
    """A number that is not negative, exact to so many decimal digits."""

    def fits(given: object) -> bool:
        if isinstance(given, bool) or not isinstance(given, int | str | Decimal):
            return False
        try:
            number = Decimal(given)
        except InvalidOperation:
            return False
        return number.is_finite() and 0 <= number <= most and number == round(number, digits)

    return Form(f"a number from 0 to {most}, such as {example}", fits)


def one_of(choices: Collection[str]) -> Form:
    """One of a few words."""
    return Form(f"one of {', '.join(choices)}", lambda given: given in tuple(choices))


def listed(what: str, fits_each: Callable[[object], bool]) -> Form:
    """A list of things that each fit."""
    return Form(
        f"a list of {what}",
        lambda given: isinstance(given, list) and all(fits_each(one) for one in given),
    )


def _matching(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda given: isinstance(given, str) and pattern.fullmatch(given) is not None


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _currencies() -> frozenset[str]:
    from babel import Locale

    return frozenset(Locale("en").currencies)


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
CURRENCY = Form('an ISO 4217 code such as "BDT"', lambda given: given in _currencies())
TIMEZONE = Form('a time zone such as "Asia/Dhaka"', lambda given: given in _zones())
REGION = Form('a country\'s two letters, such as "BD"', _is_region)
LANGUAGE = one_of(sentences.languages())
DAYS = listed("whole numbers", lambda one: _is_whole(one) and -60 <= one <= 60)  # type: ignore[operator]
CHANNELS = Form(
    "a list of channels, or one text with commas",
    lambda given: (
        isinstance(given, str)
        or (isinstance(given, list) and all(isinstance(one, str) for one in given))
    ),
)
TEXTS = listed("texts in quotes", lambda one: isinstance(one, str))
