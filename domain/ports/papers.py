"""Papers: what stands on them, and who makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Protocol

from domain.calendar import Period
from domain.money import Money


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose paper it is."""

    name: str
    phone: str
    email: str
    address: str
    logo: str  # data: address, or empty


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of a bill."""

    label: str
    amount: Money


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """What stands on an invoice."""

    language: str
    issuer: Issuer
    number: str
    customer_code: str
    customer_name: str
    customer_address: str
    customer_mobile: str
    package: str
    starts_on: date
    ends_on: date
    issued_on: date
    due_on: date
    lines: Sequence[PaperLine]
    vat: Money
    total: Money
    paid: Money
    due: Money
    pay_url: str  # for the QR code; empty for none


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What stands on a receipt."""

    language: str
    issuer: Issuer
    number: str
    customer_code: str
    customer_name: str
    package: str
    method: str  # key of a text
    txn_id: str
    taken_by: str
    paid_on: date
    amount: Money
    settled: Sequence[PaperLine]  # bill numbers and the parts of the amount that they took
    advance: Money  # what became advance
    due: Money  # what is owed after it
    given_back: Money | None = None  # what went back of the amount since
    pay_url: str = ""  # for the QR code while something is due; empty for none


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What stands on a credit note."""

    language: str
    issuer: Issuer
    number: str
    bill_number: str
    customer_code: str
    customer_name: str
    customer_address: str
    customer_mobile: str
    issued_on: date
    reason: str
    net: Money
    vat: Money
    total: Money
    withdrawn: bool
    due: Money  # what is owed after it
    pay_url: str = ""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement between a customer and us; what they owe after it is its balance.

    `entered_on` is given where it was entered on another day than the one that it counts for.
    """

    on: date
    entered_on: date | None
    what: str  # key of a text
    reference: str
    method: str  # key of a text, empty for none
    moved: Money  # what is owed more by it; less, with a minus
    balance: Money


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """What stands on a statement of account: a minus before a balance is advance."""

    language: str
    issuer: Issuer
    customer_code: str
    customer_name: str
    customer_address: str
    customer_mobile: str
    starts_on: date
    ends_on: date
    made_on: date
    opening: Money
    lines: Sequence[StatementLine]
    charged: Money
    credited: Money
    closing: Money
    open_before: Sequence[PaperLine]  # bills from before the first day that are open now
    pay_url: str = ""


@dataclass(frozen=True, slots=True)
class PrintedVoucher:
    """One voucher on its sheet: the only place where its PIN stands."""

    serial: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class VoucherSheet:
    """What stands on the sheets of a lot of vouchers."""

    language: str
    issuer: Issuer
    lot: int
    printing: int
    value: Money
    package: str  # empty: whatever the customer has
    expires_on: date | None
    vouchers: Sequence[PrintedVoucher]


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a chart: what it is of, by name or by the key of a text, and a bar an amount."""

    label: str | Period
    amounts: Sequence[Money]
    key: str = ""


@dataclass(frozen=True, slots=True)
class BarGroup:
    """Bars that are measured against one another; `named` are the keys of what they show."""

    title: str  # key of a text
    named: Sequence[str]
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class ChartFacts:
    """What stands on a picture of a month's figures: its sums by keys of texts, and bars."""

    language: str
    issuer: Issuer
    period: Period
    currency: str
    sums: Sequence[tuple[str, Money | Fraction]]
    groups: Sequence[BarGroup]


class Papers(Protocol):
    """Makes PDF files, and pictures."""

    async def invoice(self, facts: InvoiceFacts) -> bytes:
        """The invoice as PDF."""

    async def receipt(self, facts: ReceiptFacts) -> bytes:
        """The receipt as PDF."""

    async def note(self, facts: NoteFacts) -> bytes:
        """The credit note as PDF."""

    async def statement(self, facts: StatementFacts) -> bytes:
        """The statement of account as PDF."""

    async def chart(self, charts: Sequence[ChartFacts]) -> bytes:
        """The figures as one PNG, one currency below the other."""

    async def logo(self, content: bytes) -> str:
        """A picture that somebody sent, as an issuer's logo; raises `PictureNotReadable`."""

    async def vouchers(self, sheet: VoucherSheet) -> bytes:
        """A lot of vouchers as PDF, 24 to a page; it is kept nowhere."""
