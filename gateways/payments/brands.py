"""The names by which people know how they pay, what a page calls them, and how money is booked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain import kinds
from domain.forms import Field
from domain.ports import Account


@dataclass(frozen=True, slots=True)
class Brand:
    """A wallet, a card or a bank. `method` is what money by it is booked under.

    `txn_pattern` is what its transaction ids usually look like, `currency` the only one it takes.
    """

    title: str
    method: str
    txn_pattern: str = ""
    currency: str = ""


BRANDS: Mapping[str, Brand] = {
    "bkash": Brand("bKash", "bkash", "[A-Z0-9]{10}", "BDT"),
    "nagad": Brand("Nagad", "nagad", "[A-Z0-9]{8}", "BDT"),
    "rocket": Brand("Rocket", "rocket", "[0-9]{10}", "BDT"),
    "upay": Brand("Upay", "upay", currency="BDT"),
    "bank": Brand("Bank", "bank"),
    "visa": Brand("Visa", "card"),
    "mastercard": Brand("Mastercard", "card"),
    "amex": Brand("American Express", "card"),
}


def method_of(brand: str) -> str:
    """What money by a brand is booked under; empty for one that nobody knows."""
    known = BRANDS.get(brand)
    return known.method if known else ""


def field_of(offered: Sequence[str]) -> Field:
    """The option that says which of the brands `offered` an account's contract has."""
    shown = ", ".join(offered[:3])
    return Field("brands", shown, kinds.names(offered), option=True, required=False)


def _named(text: str) -> list[str]:
    return [name.strip().lower() for name in text.split(",")]


def shown(account: Account) -> tuple[str, ...]:
    """What the account's page takes, as people call it; nothing where it does not say."""
    text = account.text("brands")
    return tuple(BRANDS[name].title for name in _named(text)) if text else ()
