"""Amounts of money: integer minor units of one ISO 4217 currency, and the one place that rounds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import total_ordering
from unicodedata import normalize

from domain import languages
from domain.errors import AmountForeign, AmountNotReadable, CurrenciesDiffer

_EXPONENTS = {"JPY": 0, "KRW": 0, "UGX": 0, "RWF": 0, "VND": 0, "KWD": 3, "BHD": 3, "OMR": 3}
# Of neighbours, whose languages are not spoken here: Devanagari, Arabic, Persian.
_OTHER_DIGITS = ("०१२३४५६७८९", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
_ZERO = re.compile(r"0+(?:[.,]0*)?|[.,]0+")
_GROUPED = re.compile(r"\d{1,3}(,\d{2,3})*,\d{3}")  # 1,150 and 11,50,000 and 1,150,000
_BARE = re.compile(r"[\d.,]*")  # without a mark of any currency
LARGEST_MINOR = 10**13
# How people mark an amount; with the mark of another currency it is not readable.
_CODED = (
    "AED AUD BHD CAD CHF CNY HKD IDR JPY KRW KWD LKR MMK MVR MYR NPR OMR PHP PKR QAR SAR SGD THB"
)
_SIGNS: dict[str, tuple[str, ...]] = {
    "BDT": ("৳", "/-", "/="),
    "INR": ("₹", "/-", "/="),
    "USD": ("us$", "$"),
    "EUR": ("€",),
    "GBP": ("£",),
}


@languages.remembered
def _latin_digits() -> dict[int, int]:
    spoken = (language.digits for language in languages.known() if not language.digits.isascii())
    scripts = (*spoken, *_OTHER_DIGITS)
    return str.maketrans("".join(scripts), "0123456789" * len(scripts))


@languages.remembered
def _marks() -> dict[str, tuple[str, ...]]:
    """By currency: its code, its names in every language, its signs."""
    return {
        code: (code.lower(), *languages.words("money", code), *_SIGNS.get(code, ()))
        for code in (*_CODED.split(), *_SIGNS)
    }


@languages.remembered
def units() -> frozenset[str]:
    """Everything by which people mark an amount, in whatever currency."""
    return frozenset(mark for marks in _marks().values() for mark in marks)


def exponent(currency: str) -> int:
    """How many decimal digits the currency's minor unit has (ISO 4217)."""
    return _EXPONENTS.get(currency, 2)


def latin_digits(text: str) -> str:
    """The text with the digits of every language, Devanagari and Arabic ones written as 0-9."""
    return text if text.isascii() else text.translate(_latin_digits())


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (poisha, cent). Mixing two currencies raises `CurrenciesDiffer`."""

    minor: int
    currency: str = "BDT"

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"minor units are an int, not {type(self.minor).__name__}")

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise CurrenciesDiffer(first=self.currency, second=other.currency)
        return other.minor

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def decimal(self) -> Decimal:
        """The amount in major units, exactly."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def wire(self) -> str:
        """The amount as payment gateways write it: `1150.00`."""
        return f"{self.decimal():.{exponent(self.currency)}f}"

    def share(self, numerator: int, denominator: int) -> Money:
        """`numerator / denominator` of the amount, rounded half up to the minor unit."""
        return Money(round_half_up(Decimal(self.minor * numerator) / denominator), self.currency)


def round_half_up(minor: Decimal) -> int:
    """The nearest whole minor unit, halves away from zero."""
    return int(minor.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def from_major(amount: Decimal, currency: str) -> Money:
    """Money from an amount in major units, rounded half up to the minor unit."""
    return Money(round_half_up(amount.scaleb(exponent(currency))), currency)


def _unmarked(text: str, currency: str) -> str:
    plain = normalize("NFC", latin_digits(text).strip().lower())
    for mark in _marks().get(currency, (currency.lower(),)):
        plain = plain.removeprefix(mark).removesuffix(mark).strip()
    return plain


def is_zero(text: str, currency: str = "BDT") -> bool:
    """Whether a person has written nothing at all: `0`, `0.00`, `৳০`, `0 tk`, `0/-`."""
    return _ZERO.fullmatch(_unmarked(text, currency)) is not None


def parse(text: str, currency: str = "BDT") -> Money:
    """A positive amount as a person writes it: `500`, `1,150.50`, `৫০০`, `৳500`, `500 tk`.

    Raises `AmountNotReadable` for anything else: signs, exponents, more decimals than the
    currency has, zero, more than 13 digits of minor units, or a comma that parts no thousands:
    `1500,50` is no 150,050. An amount of another currency is an `AmountForeign`.
    """
    minor = _minor(text, currency)
    if minor is None:
        if not _BARE.fullmatch(text.strip()) and is_amount(text):
            raise AmountForeign(text=text[:40], currency=currency)
        raise AmountNotReadable(text=text[:40])
    return Money(minor, currency)


def is_amount(text: str) -> bool:
    """Whether the text is an amount of some currency."""
    return any(_minor(text, currency) for currency in _marks())


def is_unit(text: str) -> bool:
    """Whether the text is how people mark an amount, in whatever currency."""
    return normalize("NFC", text.casefold()) in units()


def _minor(text: str, currency: str) -> int | None:
    plain = _unmarked(text, currency)
    whole, point, part = plain.partition(".")
    digits = whole.replace(",", "")
    places = exponent(currency)
    readable = (
        digits.isascii()
        and digits.isdigit()
        and ("," not in whole or _GROUPED.fullmatch(whole) is not None)
        and (not point or (part.isascii() and part.isdigit() and len(part) <= places))
        and len(digits) <= 13
    )
    if not readable:
        return None
    minor = int(digits) * 10**places + (int(part.ljust(places, "0")) if part and places else 0)
    return minor if 0 < minor <= LARGEST_MINOR else None


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum, zero in `currency` when there is nothing to add."""
    result = Money(0, currency)
    for amount in amounts:
        result += amount
    return result


def in_order(sums: Iterable[Money], own: str) -> tuple[Money, ...]:
    """One sum for each currency, that in one's `own` first; nothing at all is a zero of it."""
    found = {each.currency: each for each in sums if each} or {own: Money(0, own)}
    return tuple(found[currency] for currency in sorted(found, key=lambda c: (c != own, c)))
