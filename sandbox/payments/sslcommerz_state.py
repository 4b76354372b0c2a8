"""What the SSLCommerz stand-in remembers: sessions, tries to pay, refunds, ways to pay."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

DHAKA = ZoneInfo("Asia/Dhaka")
CENT = Decimal("0.01")
FEE = Decimal("0.0225")


@dataclass(frozen=True)
class Method:
    """A tile of the page and how a payment through it is reported."""

    name: str
    group: str
    card_type: str
    issuer: str
    brand: str
    card_no: str = ""


METHODS: Mapping[str, Method] = {
    "bkash": Method("bKash", "mobilebank", "BKASH-BKash", "BKash Mobile Banking", "MOBILEBANKING"),
    "nagad": Method("Nagad", "mobilebank", "NAGAD-Nagad", "Nagad", "MOBILEBANKING"),
    "dbblmobilebanking": Method(
        "Rocket",
        "mobilebank",
        "DBBLMOBILEB-Dbbl Mobile Banking",
        "DBBL Mobile Banking",
        "MOBILEBANKING",
    ),
    "upay": Method("Upay", "mobilebank", "UPAY-Upay", "Upay", "MOBILEBANKING"),
    "visacard": Method(
        "Visa", "visacard", "VISA-Dutch Bangla", "STANDARD BANK", "VISA", "418117XXXXXX6675"
    ),
    "mastercard": Method(
        "Mastercard",
        "mastercard",
        "MASTER-Dutch Bangla",
        "STANDARD BANK",
        "MASTERCARD",
        "545610XXXXXX1102",
    ),
    "amexcard": Method(
        "American Express", "amexcard", "AMEX-City Bank", "CITY BANK", "AMEX", "377912XXXXX0017"
    ),
    "citytouch": Method(
        "City Touch", "internetbank", "CITYTOUCH-City Touch", "CITY BANK", "IB", "INTERNETBANKING"
    ),
}


def methods_for(multi_card_name: str) -> dict[str, Method]:
    """The tiles that `multi_card_name` leaves: methods or groups, by commas; empty means all."""
    wanted = {word.strip() for word in multi_card_name.split(",") if word.strip()}
    return {
        key: method
        for key, method in METHODS.items()
        if not wanted or key in wanted or method.group in wanted
    }


@dataclass
class Refund:
    """Money on its way back; `status` "processing" ends by itself at `due_at`."""

    refund_ref_id: str
    refund_trans_id: str
    trans_id: str
    bank_tran_id: str
    amount: Decimal
    initiated_at: datetime
    due_at: datetime
    status: str = "processing"
    refunded_at: datetime | None = None

    def settle(self, now: datetime) -> None:
        """Let a refund that is due arrive."""
        if self.status == "processing" and now >= self.due_at:
            self.status = "refunded"
            self.refunded_at = self.due_at


@dataclass
class Try:
    """One try to pay inside a session; only a paid one has a `val_id`."""

    status: str
    at: datetime
    method: Method
    bank_tran_id: str
    val_id: str = ""
    error: str = ""
    risk_level: str = "0"
    validated_at: datetime | None = None
    refunds: list[Refund] = field(default_factory=list)

    @property
    def shown_status(self) -> str:
        """VALID until the first validation, VALIDATED after it."""
        return "VALIDATED" if self.validated_at is not None else self.status


@dataclass
class Session:
    """One order: the form that opened it, and what the customer did."""

    sessionkey: str
    form: dict[str, str]
    amount: Decimal
    rate: Decimal
    created_at: datetime
    status: str = "PENDING"
    tries: list[Try] = field(default_factory=list)

    @property
    def tran_id(self) -> str:
        """The merchant's reference."""
        return self.form["tran_id"]

    @property
    def bdt_amount(self) -> Decimal:
        """The amount in taka; differs from `amount` for orders in other currencies."""
        return (self.amount * self.rate).quantize(CENT, ROUND_HALF_UP)

    @property
    def store_amount(self) -> Decimal:
        """What the merchant gets, after the fee."""
        return (self.bdt_amount * (1 - FEE)).quantize(CENT, ROUND_HALF_UP)

    @property
    def taken(self) -> list[Try]:
        """The tries that took money, in order."""
        return [each for each in self.tries if each.val_id]

    @property
    def paid(self) -> Try | None:
        """The first try that took the money."""
        return next(iter(self.taken), None)

    def expired(self, now: datetime, lifetime: timedelta) -> bool:
        """Too old to be paid."""
        return now - self.created_at >= lifetime


def new_try(
    status: str, now: datetime, method: Method, *, error: str = "", risk_level: str = "0"
) -> Try:
    """A try with fresh ids, shaped like the real ones."""
    stamp = f"{now.astimezone(DHAKA):%y%m%d%H%M%S}"
    return Try(
        status=status,
        at=now,
        method=method,
        bank_tran_id=f"{stamp}{secrets.token_hex(8)}",
        val_id=f"{stamp}{secrets.token_hex(8)}" if status == "VALID" else "",
        error=error,
        risk_level=risk_level,
    )


def wire_time(instant: datetime | None) -> str:
    """Dhaka time without an offset; empty for a moment that hasn't come."""
    return f"{instant.astimezone(DHAKA):%Y-%m-%d %H:%M:%S}" if instant is not None else ""
