"""A kind may have several spans in a month, or none: each is billed once, and no day twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from domain import db
from domain.billing import billrun, byhand, cycle, missed, runs
from domain.billing.charging import kinds, whom
from domain.billing.charging.kind import LineSql, SpanSql
from domain.billing.models import Bill, BillingProfile, BillLine
from domain.billing.states import LineKind
from domain.calendar import Period, days_in_month
from domain.customers.models import Customer
from domain.errors import NotBilled
from domain.staff.rights import SYSTEM
from tests.builders import a_customer
from tests.cast import Cast, Moment
from tests.domain.billing import books
from tests.paces import fixed

NOVEMBER, DECEMBER, JANUARY = Period(2026, 11), Period(2026, 12), Period(2027, 1)
_PRICE = "COALESCE(c.price_minor, p.price_minor)"


class Halves:
    """The halves of a month, which together are the month; in two months nobody is billed."""

    name = "halves"
    is_by_day = True

    def spans(self, month: Period) -> Sequence[SpanSql]:
        if month in {DECEMBER, JANUARY}:
            return ()
        days = days_in_month(month.starts_on)
        return [self._half(month, 1, 15), self._half(month, 16, days)]

    def _half(self, month: Period, first: int, last: int) -> SpanSql:
        starts_on = date(month.year, month.month, first)
        return SpanSql(
            starts=(starts_on,),
            key=f"'{starts_on}'",
            starts_on=f"'{starts_on}'",
            ends_on=f"'{date(month.year, month.month, last)}'",
            days=str(last - first + 1),
            left=f"({last + 1} - CAST(substr(c.joined_on, 9, 2) AS BIGINT))",
        )

    def lines(self, span: SpanSql) -> Sequence[LineSql]:
        first_half = f"({_PRICE} + 1) / 2"
        is_first = span.starts[0].day == 1
        amount = first_half if is_first else f"{_PRICE} - {first_half}"
        return (LineSql(LineKind.PACKAGE, "p.name", amount, always=True),)

    def run_days(self, month: Period, bill_day: int) -> Sequence[date]:
        return [day for span in self.spans(month) for day in span.starts]


@pytest.fixture(autouse=True)
def halves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.KINDS, "halves", Halves())  # type: ignore[arg-type]


@pytest.fixture
async def asif(cast: Cast) -> Customer:
    profile = await BillingProfile.create(code="halves", name="Halves", cycle="halves")
    return await a_customer("Asif", billing_profile=profile, price_minor=100_001)


async def billed(customer: Customer) -> list[tuple[str, str, str, int]]:
    rows = await Bill.filter(customer_id=customer.id).order_by("id")
    return [(row.period, str(row.starts_on), str(row.ends_on), row.total_minor) for row in rows]


FIRST = ("2026-11-01", "2026-11-01", "2026-11-15", 50_001)
SECOND = ("2026-11-16", "2026-11-16", "2026-11-30", 50_000)


async def test_a_run_over_the_month_bills_each_span_once_with_its_own_line(
    cast: Cast, asif: Customer
) -> None:
    plan = await billrun.plan(SYSTEM, NOVEMBER)
    assert plan.bills == 4  # two of Asif, Rahim's and Karim's months
    for _ in range(2):
        await billrun.start(SYSTEM, NOVEMBER)
        await billrun.carry_on(pace=fixed(1))
    assert await billed(asif) == [FIRST, SECOND]
    for bill in await Bill.filter(customer_id=asif.id):
        (line,) = await BillLine.filter(bill_id=bill.id)
        assert line.amount_minor == bill.total_minor
    assert await Bill.filter(customer_id=cast.rahim.id).count() == 1
    await books.assert_they_hold()


async def test_a_day_bills_what_begins_on_it(cast: Cast, asif: Customer) -> None:
    day = date(2026, 11, 16)
    await billrun.start(SYSTEM, NOVEMBER, profiles=[asif.billing_profile_id], days=(day, day))
    await billrun.carry_on()
    assert await billed(asif) == [SECOND]


async def test_a_month_in_which_no_span_begins_bills_nobody(cast: Cast, asif: Customer) -> None:
    plan = await billrun.plan(SYSTEM, DECEMBER)
    assert (plan.bills, plan.customers) == (2, 2)
    await billrun.start(SYSTEM, DECEMBER)
    await billrun.carry_on()
    assert await billed(asif) == []


async def test_by_hand_the_earliest_without_a_bill_is_made(cast: Cast, asif: Customer) -> None:
    made = [await byhand.make(cast.bina, asif.id, NOVEMBER) for _ in range(2)]
    assert [bill.period for bill in made] == [FIRST[0], SECOND[0]]
    assert await billed(asif) == [FIRST, SECOND]
    with pytest.raises(NotBilled):
        await byhand.make(cast.bina, asif.id, NOVEMBER)
    with pytest.raises(NotBilled) as why:
        await byhand.make(cast.bina, asif.id, DECEMBER)
    assert why.value.values == {"reason": "no-span"}
    await books.assert_they_hold()


async def test_no_day_is_billed_twice_when_the_kind_changes(cast: Cast, asif: Customer) -> None:
    await BillingProfile.filter(id=asif.billing_profile_id).update(cycle="anniversary")
    await Customer.filter(id=asif.id).update(renewal_day=10)
    bill = await byhand.make(cast.bina, asif.id, NOVEMBER)
    assert (str(bill.starts_on), str(bill.ends_on)) == ("2026-11-10", "2026-12-09")
    await BillingProfile.filter(id=asif.billing_profile_id).update(cycle="calendar")
    for month in (NOVEMBER, DECEMBER):
        with pytest.raises(NotBilled) as why:
            await byhand.make(cast.bina, asif.id, month)
        assert why.value.values == {"reason": "part-billed"}
        await billrun.start(SYSTEM, month)
        await billrun.carry_on()
        assert len(await billed(asif)) == 1
        rows, _ = await runs.unbilled(cast.asha, month)
        assert [row.reason for row in rows if row.id == asif.id] == ["part-billed"]
    january = await byhand.make(cast.bina, asif.id, JANUARY)
    assert january.starts_on == date(2027, 1, 1)


async def test_a_month_long_ago_is_asked_about_where_none_since_had_anything_to_bill(
    cast: Cast, asif: Customer, moment: Moment
) -> None:
    moment.now = datetime(2026, 10, 20, tzinfo=UTC)
    await cycle.begin_due("here")
    await billrun.carry_on()
    moment.now = datetime(2027, 1, 20, tzinfo=UTC)
    await cycle.begin_due("here")
    asked = [month.period for month, of in await missed.waiting(cast.asha)
             if asif.billing_profile_id in of]  # fmt: skip
    assert asked == [Period(2026, 10), NOVEMBER]


async def test_who_lacks_one_of_two_is_among_those_without_a_bill(
    cast: Cast, asif: Customer
) -> None:
    await byhand.make(cast.bina, asif.id, NOVEMBER)
    rows, total = await runs.unbilled(cast.asha, NOVEMBER)
    assert (total, [row.id for row in rows].count(asif.id)) == (3, 1)


@pytest.mark.parametrize("name", kinds.KINDS)
async def test_no_span_is_longer_than_the_bills_that_are_looked_through(
    cast: Cast, name: str
) -> None:
    await a_customer("Salma Begum", renewal_day=31)
    for month in (Period(2026, 2), Period(2028, 2), NOVEMBER, DECEMBER):
        for span in kinds.KINDS[name].spans(month):
            for row in await db.rows(
                f"SELECT {span.starts_on} AS since, {span.ends_on} AS upto, {span.days} AS days"
                " FROM customer c"
            ):
                since, upto = date.fromisoformat(row["since"]), date.fromisoformat(row["upto"])
                assert (upto - since).days + 1 == row["days"] <= 366 * whom.LONGEST_SPAN_YEARS
