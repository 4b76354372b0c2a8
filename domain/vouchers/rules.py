"""What holds for vouchers, computed from values alone."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from domain import money
from domain.errors import InvalidValue
from domain.money import Money, latin_digits
from domain.vouchers.states import VoucherStatus as S

MAY: dict[S, frozenset[S]] = {
    S.UNISSUED: frozenset({S.ISSUED, S.EXPIRED, S.VOIDED}),
    S.ISSUED: frozenset({S.USED, S.EXPIRED, S.VOIDED}),
    S.USED: frozenset({S.ISSUED, S.EXPIRED, S.VOIDED}),  # its payment was taken back
    S.EXPIRED: frozenset(),
    S.VOIDED: frozenset(),
}
OPEN = (S.UNISSUED, S.ISSUED)
PIN_DIGITS = 16
MOST_IN_A_LOT = 1200  # fifty pages
WRONG_TRIES = 5
LOCKED_FOR = timedelta(hours=1)
_BETWEEN = re.compile(r"[\s\u200b-\u200f\ufeff.\-–—]+")
_SERIAL = re.compile(r"(?:RC)?(\d{1,12})-?(\d{4,})")
_PERCENT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")
_EXAMPLE = "5%"


def tidy_pin(text: str) -> str:
    """A PIN as it is kept: its digits alone; empty for what can be none."""
    digits = _BETWEEN.sub("", latin_digits(text))
    return digits if digits.isascii() and digits.isdigit() and len(digits) <= 40 else ""


def spaced(pin: str) -> str:
    """A PIN as people read it, four digits at a time."""
    return " ".join(pin[start : start + 4] for start in range(0, len(pin), 4))


def serial(lot_id: int, number: int) -> str:
    """What a voucher is called by: no secret, printed beside the PIN."""
    return f"RC{lot_id}-{number:04d}"


def tidy_serial(text: str) -> str:
    """A serial as it is kept, however it was typed; empty for what can be none."""
    found = _SERIAL.fullmatch(re.sub(r"\s+", "", latin_digits(text)).upper())
    return serial(int(found[1]), int(found[2])) if found and "-" in text else ""


class Commission(NamedTuple):
    """What a distributor keeps of each voucher; `percent` where it was said so, else empty."""

    each: Money
    percent: str = ""


def commission(value: Money, said: str) -> Commission:
    """From `5%` or an amount, fixed for good; nothing for an empty text or 0.

    Raises `InvalidValue` for more than the voucher is worth, `AmountNotReadable`.
    """
    plain = latin_digits(said).strip().replace(" ", "")
    if not plain or money.is_zero(plain.rstrip("%"), value.currency):
        return Commission(Money(0, value.currency))
    if plain.endswith("%"):
        percent = _percent(plain.removesuffix("%"), said)
        each = value.share(int(percent * 100), 10_000)
        return Commission(each, format(percent.normalize(), "f"))
    each = money.parse(said, value.currency)
    if each > value:
        raise InvalidValue(field="commission", given=said[:20], example=_EXAMPLE)
    return Commission(each)


def _percent(text: str, said: str) -> Decimal:
    percent = Decimal(text) if _PERCENT.fullmatch(text) else Decimal(0)
    if not 0 < percent <= 100:
        raise InvalidValue(field="commission", given=said[:20], example=_EXAMPLE)
    return percent
