"""An amount of a gateway is read exactly or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.money import Money
from gateways.payments import amounts


@given(st.integers(0, 10**13), st.sampled_from(["BDT", "JPY", "KWD"]))
def test_what_we_write_is_read_back(minor: int, currency: str) -> None:
    assert amounts.read(Money(minor, currency).wire(), currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("amount", "minor"),
    [
        ("1150", 115000),
        ("1150.5", 115050),
        (1150, 115000),
        (Decimal("292.50"), 29250),
        ("0.010000", 1),
        (" 7.00 ", 700),
    ],
)
def test_numbers_and_texts_are_read(amount: object, minor: int) -> None:
    assert amounts.read(amount, "bdt") == Money(minor)


@pytest.mark.parametrize(
    "amount",
    [
        "",
        None,
        "1,150.00",
        "-1",
        "+1",
        "1e3",
        "1150.005",
        "১১৫০",
        ".5",
        "5.",
        "NaN",
        "9" * 14,
        True,
        Decimal("1E+3"),
        "1150.00 BDT",
        "1 150",
    ],
)
def test_anything_else_is_no_amount(amount: object) -> None:
    assert amounts.read(amount, "BDT") is None


@pytest.mark.parametrize("currency", ["", None, "BD", "TAKA", "৳"])
def test_an_amount_without_a_currency_is_none(currency: object) -> None:
    assert amounts.read("1150.00", currency) is None
