"""What the bKash stand-in remembers, and the codes in which it speaks."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

DHAKA = ZoneInfo("Asia/Dhaka")
VALIDITY = timedelta(hours=24)

MESSAGES = {
    "0000": "Successful",
    "2001": "Invalid App Key",
    "2002": "Invalid Payment ID",
    "2003": "Process failed",
    "2006": "Invalid Amount",
    "2007": "Invalid Currency",
    "2008": "Invalid Intent",
    "2010": "Invalid OTP",
    "2014": "Wrong PIN",
    "2015": "Wrong PIN count exceeded",
    "2023": "Insufficient Balance",
    "2024": "Internal exception occurred",
    "2026": "The reversal amount cannot be greater than the original transaction amount",
    "2029": "Duplicate for all transactions",
    "2031": "Invalid merchant invoice number",
    "2033": "Transaction not found",
    "2034": "The transaction has already been reversed",
    "2038": "The state of the debit party does not allow this transaction",
    "2048": "Invalid payer reference",
    "2049": "Invalid merchant callback URL",
    "2056": "Invalid Payment State",
    "2057": "Not a bKash Wallet",
    "2060": "The execution preconditions have not been met",
    "2062": "The payment has already been completed",
    "2063": "Mode is not valid as per request data",
    "2064": "This product mode currently unavailable",
    "2065": "Mandatory field missing",
    "2071": "The refund window is over",
    "2072": "Invalid refund amount",
    "2073": "Invalid SKU",
    "2074": "The transaction cannot be refunded",
    "2075": "SKU too long",
    "2076": "Reason too long",
    "2077": "Invalid transaction ID",
    "2078": "Invalid reason",
    "2079": "Invalid app token",
    "2117": "Payment execution already been called before",
    "503": "System is undergoing maintenance",
    "9999": "System error",
}


class Refused(Exception):
    """A business error: HTTP 200 (400 in the v2 calls) and a code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.text = MESSAGES.get(code, "Error")


class TurnedAway(Exception):
    """The API gateway in front refuses: a status and a body with only a message."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class State(StrEnum):
    """Where a payment stands; the wire shows only Initiated, Completed and Authorized."""

    INITIATED = "Initiated"
    APPROVED = "Approved"
    COMPLETED = "Completed"
    AUTHORIZED = "Authorized"
    FAILED = "failure"
    CANCELLED = "cancel"


SETTLED = (State.COMPLETED, State.AUTHORIZED)


@dataclass
class Refund:
    """Money sent back; `status` may be set by hand to show a refund that hangs or fails."""

    trx_id: str
    amount: str
    sku: str
    reason: str
    at: datetime
    status: str = "Completed"


@dataclass
class Receipt:
    """Money that arrived in the merchant's wallet, whoever started it."""

    trx_id: str
    wallet: str
    amount: str
    currency: str
    started_at: datetime
    at: datetime
    transaction_type: str = "10002294"
    reference: str = ""
    invoice: str = ""
    status: str = "Completed"
    refunds: list[Refund] = field(default_factory=list)

    @property
    def refundable(self) -> Decimal:
        """What has not been sent back yet."""
        gone = [Decimal(each.amount) for each in self.refunds if each.status != "Failed"]
        return Decimal(self.amount) - sum(gone, Decimal(0))


@dataclass
class Payment:
    """One checkout, from create to execute."""

    payment_id: str
    page_hash: str
    payer_reference: str
    callback_url: str
    amount: str
    currency: str
    intent: str
    invoice: str
    created_at: datetime
    mode: str = "0011"
    state: State = State.INITIATED
    wallet: str = ""
    wrong_pins: int = 0
    receipt: Receipt | None = None

    @property
    def shown_state(self) -> str:
        """The transactionStatus of the wire; a payment that failed stays Initiated there."""
        return self.state.value if self.state in SETTLED else State.INITIATED.value

    @property
    def verified(self) -> bool:
        """The customer has approved."""
        return self.state is State.APPROVED or self.state in SETTLED

    def expired(self, now: datetime) -> bool:
        """Too old to be approved or executed."""
        return now - self.created_at >= VALIDITY

    def return_url(self, status: str, signature: str) -> str:
        """The callback with the hint appended, behind a query of its own if there is one."""
        glue = "&" if "?" in self.callback_url else "?"
        return (
            f"{self.callback_url}{glue}paymentID={self.payment_id}&status={status}"
            f"&apiVersion=1.2.0-beta&signature={signature}"
        )


def new_id(length: int) -> str:
    """Upper-case letters and digits, as transaction ids are."""
    alphabet = string.ascii_uppercase + string.digits
    return "".join(secrets.choice(alphabet) for _ in range(length))


def wire_time(instant: datetime) -> str:
    """Dhaka time with a colon before the milliseconds: `2019-08-07T11:12:34:978 GMT+0600`."""
    local = instant.astimezone(DHAKA)
    return f"{local:%Y-%m-%dT%H:%M:%S}:{local.microsecond // 1000:03d} GMT+0600"


def bare_time(instant: datetime) -> str:
    """Dhaka time without an offset, as the v2 refund calls show it."""
    return f"{instant.astimezone(DHAKA):%Y-%m-%dT%H:%M:%S}"
