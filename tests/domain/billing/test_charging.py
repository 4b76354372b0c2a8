"""What the run computes in SQL is what a person would, whatever the price, VAT and start."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.billing import billrun, bills
from domain.billing.charging.kinds import KINDS
from domain.billing.models import Bill, BillingProfile, Charge, VatMode
from domain.billing.states import LineKind
from domain.calendar import Period, Span
from domain.customers.models import Customer
from domain.money import Money
from domain.staff.rights import SYSTEM
from tests.builders import a_customer
from tests.cast import NOW, Cast
from tests.domain.billing import books, oracle
from tests.paces import fixed

_numbers = itertools.count(1)
months = st.integers(2026 * 12 + 11, 2030 * 12 + 11).map(lambda n: Period(n // 12, n % 12 + 1))
minor = st.integers(0, 5_000_000)


@dataclass(frozen=True)
class Case:
    """A customer as generated: amounts in minor units, `late` days after the 1st, charges."""

    price: int
    discount: int
    rate_bp: int
    inclusive: bool
    prorated: bool
    late: int
    charges: tuple[int, ...]
    renewal_day: int = 0  # of an anniversary month; 0: billed by the calendar

    def span(self, month: Period) -> Span:
        """The span of the month, day by day as a person counts."""
        if not self.renewal_day:
            return Span(month.starts_on, month.ends_on)
        renewed = month.next().on(self.renewal_day)
        return Span(month.on(self.renewal_day), renewed - timedelta(days=1))


cases = st.builds(
    Case,
    price=minor | st.integers(0, 3) | st.integers(10**12, 10**13),
    discount=st.just(0) | minor,
    rate_bp=st.sampled_from([0, 500, 750, 1500]) | st.integers(1, 10_000),
    inclusive=st.booleans(),
    prorated=st.booleans(),
    late=st.integers(-40, 30),
    charges=st.lists(st.integers(1, 1_000_000), max_size=2).map(tuple),
    renewal_day=st.just(0) | st.integers(1, 31),
)


async def made_of(case: Case, period: Period) -> Customer:
    profile = await BillingProfile.create(
        code=f"case{next(_numbers)}",
        name="Case",
        vat_rate_bp=case.rate_bp,
        vat_mode=VatMode.INCLUSIVE if case.inclusive else VatMode.EXCLUSIVE,
        proration=case.prorated,
        cycle="anniversary" if case.renewal_day else "calendar",
    )
    customer = await a_customer(
        billing_profile=profile,
        price_minor=case.price,
        discount_minor=case.discount,
        joined_on=case.span(period).starts_on + timedelta(days=case.late),
        renewal_day=case.renewal_day or None,
    )
    for amount in case.charges:
        await Charge.create(
            customer_id=customer.id, label="Cable", amount_minor=amount, made_at=NOW
        )
    return customer


def lines_of(case: Case, span: Span) -> list[oracle.Line]:
    joined_on = span.starts_on + timedelta(days=case.late)
    whole = Money(case.price) - min(Money(case.discount), Money(case.price))
    lines = [oracle.Line(LineKind.PACKAGE, "Home", Money(case.price))]
    if case.discount:
        lines.append(oracle.Line(LineKind.DISCOUNT, "", whole - Money(case.price)))
    if case.prorated and span.starts_on < joined_on:
        days = (span.ends_on - span.starts_on).days + 1
        left = (span.ends_on - joined_on).days + 1
        lines.append(oracle.Line(LineKind.PRORATION, "", whole.share(left, days) - whole))
    charges = [oracle.Line(LineKind.CHARGE, "Cable", Money(amount)) for amount in case.charges]
    return lines + charges


def amount_of(lines: list[oracle.Line]) -> int:
    return sum(line.amount.minor for line in lines)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(cases, min_size=1, max_size=60), months)
async def test_the_run_computes_what_a_person_would(
    cast: Cast, generated: list[Case], period: Period
) -> None:
    customers = [await made_of(case, period) for case in generated]
    await billrun.start(SYSTEM, period)
    await billrun.carry_on(pace=fixed(5))
    for case, customer in zip(generated, customers, strict=True):
        bill = await Bill.get_or_none(customer_id=customer.id)
        span = case.span(period)
        lines = lines_of(case, span)
        if customer.joined_on > span.ends_on or amount_of(lines) == 0:
            assert bill is None
            continue
        assert bill is not None
        assert (bill.starts_on, bill.ends_on) == (span.starts_on, span.ends_on)
        assert bill.period.startswith(str(period))
        computed = oracle.compute(lines, oracle.Vat(case.rate_bp, case.inclusive))
        assert (bill.net_minor, bill.vat_minor) == (computed.net.minor, computed.vat.minor)
        assert bill.total_minor == computed.total.minor
        written = [
            (line.kind, line.amount_minor) for line in await bills.lines_of(bill.id)
            if line.amount_minor
        ]  # fmt: skip
        assert sorted(written) == sorted(
            (line.kind, line.amount.minor) for line in computed.lines if line.amount
        )
    await books.assert_they_hold()


async def test_the_first_day_of_a_month_is_no_late_start(cast: Cast) -> None:
    period = Period(2026, 11)
    customer = await made_of(Case(100_000, 0, 0, False, True, 0, ()), period)
    await billrun.start(SYSTEM, period)
    await billrun.carry_on()
    bill = await Bill.get(customer_id=customer.id)
    assert (bill.total_minor, bill.starts_on) == (100_000, date(2026, 11, 1))


def test_every_kind_is_held_to_what_a_person_counts() -> None:
    drawn = {"anniversary" if renewal_day else "calendar" for renewal_day in (0, 1)}
    month = Period(2026, 11)
    with_spans = {name for name, kind in KINDS.items() if kind.spans(month)}
    assert with_spans == drawn, "let Case draw the new kind, and count its spans"
