"""Amounts as gateways write them, read without loss."""

from __future__ import annotations

import re
from decimal import Decimal

from domain.money import LARGEST_MINOR, Money, exponent

_AMOUNT = re.compile(r"\d{1,14}(\.\d{1,6})?")
_CURRENCY = re.compile(r"[A-Z]{3}")


def read(amount: object, currency: object) -> Money | None:
    """The money of a text or number of major units; None for what is no exact amount.

    An amount finer than the minor unit is None: nothing here rounds what a gateway says.
    """
    text, code = str(amount).strip(), str(currency).strip().upper()
    if not (_AMOUNT.fullmatch(text) and text.isascii() and _CURRENCY.fullmatch(code)):
        return None
    minor = Decimal(text).scaleb(exponent(code))
    if minor != int(minor) or minor > LARGEST_MINOR:
        return None
    return Money(int(minor), code)
