"""How a bill is computed: pure arithmetic in minor units, the same that the bill run does in SQL.

A bill is the package's price, less the discount, plus adjustments, plus VAT. All amounts of one
bill are of one currency.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.billing.states import BillStatus, LineKind
from domain.calendar import Period, days_in_month
from domain.errors import InvalidValue
from domain.money import Money, total

MAY: Mapping[BillStatus, frozenset[BillStatus]] = {
    BillStatus.UNPAID: frozenset({BillStatus.PARTIAL, BillStatus.PAID, BillStatus.VOID}),
    BillStatus.PARTIAL: frozenset({BillStatus.UNPAID, BillStatus.PAID}),
    BillStatus.PAID: frozenset({BillStatus.UNPAID, BillStatus.PARTIAL}),
    BillStatus.VOID: frozenset(),
}
WHOLE = 10_000  # basis points


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a bill; an empty label is the kind's own."""

    kind: LineKind
    label: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Vat:
    """The rate in basis points (500 is 5 %), and whether prices hold the VAT already."""

    rate_bp: int = 0
    inclusive: bool = False

    def split(self, amount: Money) -> tuple[Money, Money]:
        """Net and VAT of what the lines add up to; together they are what the customer owes."""
        if self.inclusive:
            contained = amount.share(self.rate_bp, WHOLE + self.rate_bp)
            return amount - contained, contained
        return amount, amount.share(self.rate_bp, WHOLE)


@dataclass(frozen=True, slots=True)
class Computed:
    """A bill before it has a number: its lines add up to `net + vat`."""

    lines: tuple[Line, ...]
    net: Money
    vat: Money

    @property
    def total(self) -> Money:
        """What the customer owes."""
        return self.net + self.vat


@dataclass(frozen=True, slots=True)
class Proration:
    """The part of a monthly price for the days that remain, the first of them counted."""

    amount: Money
    days: int
    of_days: int


def status_of(total_minor: int, paid_minor: int) -> BillStatus:
    """Where a bill that is not void stands."""
    if paid_minor >= total_minor:
        return BillStatus.PAID
    return BillStatus.PARTIAL if paid_minor else BillStatus.UNPAID


def number_of(operator_code: str, year: int, serial: int) -> str:
    """A bill's number: `NORTH-2026-000123`."""
    return f"{operator_code.upper()}-{year}-{serial:06d}"


def prorate(price: Money, day: date) -> Proration:
    """The part of the month's price from `day` to the month's end, `day` itself counted."""
    of_days = days_in_month(day)
    days = of_days - day.day + 1
    return Proration(price.share(days, of_days), days, of_days)


def compute(lines: Sequence[Line], vat: Vat) -> Computed:
    """The bill of these lines; VAT on top becomes a line of its own, contained VAT does not.

    Raises `InvalidValue` when there is nothing to bill.
    """
    currency = lines[0].amount.currency if lines else ""
    amount = total((line.amount for line in lines), currency)
    if amount.minor <= 0:
        raise InvalidValue(field="amount", given=amount.minor, example="1150")
    net, tax = vat.split(amount)
    if tax and not vat.inclusive:
        lines = [*lines, Line(LineKind.VAT, "", tax)]
    return Computed(tuple(lines), net, tax)


def issued_on(period: Period, today: date) -> date:
    """A month's bill is issued on its first day, or today where that has passed."""
    return max(period.starts_on, today)


def due_on(issued: date, due_days: int) -> date:
    """The last day on which the bill is paid in time."""
    return issued + timedelta(days=due_days)


@dataclass(frozen=True, slots=True)
class OpenBill:
    """What suspension needs to know of an unpaid or partly paid bill."""

    due_on: date
    open_minor: int
    warned_at: datetime | None = None


WARNED_BEFORE = timedelta(days=1)  # suspension


def warned(bills: Sequence[OpenBill], now: datetime) -> list[OpenBill]:
    """The bills of which the customer was warned long enough ago."""
    latest = now - WARNED_BEFORE
    return [bill for bill in bills if bill.warned_at is not None and bill.warned_at <= latest]


@dataclass(frozen=True, slots=True)
class SuspensionTerms:
    """A billing profile's rules of suspension, and what holds it off for this customer."""

    auto_suspend: bool
    grace_days: int
    over_minor: int | None
    least_part_minor: int
    exempt: bool
    promised_until: date | None


def suspension_rule(bills: Sequence[OpenBill], terms: SuspensionTerms, today: date) -> str:
    """`overdue` or `threshold` where the customer is to be suspended, else empty.

    Owing no more than the least part payment that restores service never suspends.
    """
    due = sum(bill.open_minor for bill in bills)
    held_off = terms.promised_until is not None and today <= terms.promised_until
    if not terms.auto_suspend or terms.exempt or held_off or due <= terms.least_part_minor:
        return ""
    if any(today > bill.due_on + timedelta(days=terms.grace_days) for bill in bills):
        return "overdue"
    return "threshold" if terms.over_minor is not None and due > terms.over_minor else ""


def may_restore(bills: Sequence[OpenBill], terms: SuspensionTerms, today: date) -> bool:
    """Whether a customer who was suspended for what they owe may be reconnected.

    Either they owe no more than the least part, or nothing is overdue (the grace days are used up
    by then) nor over the threshold.
    """
    strict = replace(terms, auto_suspend=True, grace_days=0)
    return not suspension_rule(bills, strict, today)
