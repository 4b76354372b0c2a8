"""A month of one's own: billed on the renewal day, also where a month is shorter, each once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.billing import billrun, bills, cycle, missed, proof, runs
from domain.billing.models import Bill, BillingProfile, BillRun
from domain.calendar import Period
from domain.chat import groups
from domain.chat.models import Card, Purpose
from domain.customers.models import Customer, CustomerStatus
from domain.jobs import JobRun
from domain.staff.rights import SYSTEM
from tests.builders import a_customer
from tests.cast import Cast, Moment

NOVEMBER = Period(2026, 11)
SIX = {"hour": 0, "tzinfo": UTC}  # six in the morning in Dhaka


@pytest.fixture
async def own(cast: Cast, moment: Moment) -> BillingProfile:
    """The profile of those with a month of their own, made before anything below happens."""
    moment.now = datetime(2026, 10, 1, tzinfo=UTC)
    await Customer.all().delete()
    profile = await BillingProfile.create(code="own", name="Own month", cycle="anniversary")
    await cycle.begin_due("a scheduler")
    await billrun.carry_on()
    return profile


async def renewed(profile: BillingProfile, day: int | None, name: str = "Own") -> Customer:
    return await a_customer(
        name, billing_profile=profile, renewal_day=day, joined_on=date(2026, 9, 23)
    )


async def billed() -> list[tuple[str, str]]:
    """Begin what is due and do its work; the first and the last day of every bill there is."""
    await cycle.begin_due("a scheduler")
    await billrun.carry_on()
    return [(str(bill.starts_on), str(bill.ends_on)) for bill in await Bill.all().order_by("id")]


async def every_day(moment: Moment, first: date, days: int) -> list[tuple[str, str]]:
    moment.now = datetime(first.year, first.month, first.day, tzinfo=UTC)
    found = await billed()
    for _ in range(days):
        moment.move(days=1)
        found = await billed()
    return found


@pytest.mark.parametrize(
    ("day", "spans"),
    [
        (1, [("2027-01-01", "2027-01-31"), ("2027-02-01", "2027-02-28")]),
        (28, [("2027-01-28", "2027-02-27"), ("2027-02-28", "2027-03-27")]),
        (29, [("2027-01-29", "2027-02-27"), ("2027-02-28", "2027-03-28")]),
        (31, [("2027-01-31", "2027-02-27"), ("2027-02-28", "2027-03-30")]),
        (None, [("2027-01-23", "2027-02-22"), ("2027-02-23", "2027-03-22")]),
    ],
)
async def test_months_of_ones_own_follow_each_other_without_a_gap(
    own: BillingProfile, moment: Moment, day: int | None, spans: list[tuple[str, str]]
) -> None:
    await renewed(own, day)
    moment.now = datetime(2026, 12, 31, tzinfo=UTC)
    await Bill.all().delete()
    await JobRun.all().delete()
    assert (await every_day(moment, date(2027, 1, 1), 58))[-2:] == spans


async def test_each_is_billed_on_the_day_itself_and_once(
    own: BillingProfile, moment: Moment
) -> None:
    own_began = moment.now
    await renewed(own, 10)
    await renewed(own, 12)
    assert await every_day(moment, date(2026, 10, 9), 0) == []
    moment.move(days=1)
    assert await billed() == await billed() == [("2026-10-10", "2026-11-09")]
    bill = await Bill.get()
    assert (bill.period, bill.issued_on, bill.due_on) == (
        "2026-10-10", date(2026, 10, 10), date(2026, 10, 19),
    )  # fmt: skip
    moment.move(days=2)
    assert (await billed())[1:] == [("2026-10-12", "2026-11-11")]
    later = await BillRun.filter(started_at__gt=own_began).order_by("id")
    assert [run.upto_on for run in later] == [date(2026, 10, 10), date(2026, 10, 12)]
    assert not await proof.faults()


async def test_a_few_days_of_downtime_are_made_up_for_and_more_are_asked_about(
    own: BillingProfile, moment: Moment, cast: Cast
) -> None:
    await every_day(moment, date(2026, 10, 1), 1)
    await renewed(own, 4)
    await renewed(own, 20)
    moment.now = datetime(2026, 10, 22, tzinfo=UTC)
    assert await billed() == [("2026-10-20", "2026-11-19")]
    ((month, profiles),) = await missed.waiting(SYSTEM)
    assert (month.period, profiles) == (Period(2026, 10), [own.id])
    asked = await missed.look(cast.asha, month, profiles)
    assert asked.plan is not None
    assert asked.plan.bills == 1
    await missed.bill(cast.asha, month, profiles)
    assert sorted(await billed()) == [("2026-10-04", "2026-11-03"), ("2026-10-20", "2026-11-19")]
    assert await missed.waiting(SYSTEM) == []


async def test_the_end_of_a_month_that_nobody_was_there_for_is_not_lost(
    own: BillingProfile, moment: Moment
) -> None:
    await every_day(moment, date(2026, 10, 28), 0)
    await renewed(own, 30)
    moment.now = datetime(2026, 11, 2, tzinfo=UTC)
    assert await billed() == [("2026-10-30", "2026-11-29")]


async def test_both_kinds_are_billed_by_one_run_with_numbers_in_a_row(
    own: BillingProfile, cast: Cast, moment: Moment
) -> None:
    moment.now = datetime(2026, 11, 20, tzinfo=UTC)
    await a_customer("By calendar")
    await renewed(own, 17)
    plan = await billrun.plan(SYSTEM, NOVEMBER)
    await billrun.start(SYSTEM, NOVEMBER)
    (run,) = await billrun.carry_on()
    assert (plan.bills, run.made) == (2, 2)
    made = await Bill.all().order_by("serial")
    assert [(bill.period, bill.serial) for bill in made] == [("2026-11", 1), ("2026-11-17", 2)]
    assert (await billrun.plan(SYSTEM, NOVEMBER)).skipped == {"has-bill": 2}
    assert await runs.unbilled(cast.asha, NOVEMBER) == ([], 0)
    page = await bills.page(cast.asha, bills.BillFilter(period="2026-11"))
    assert len(page) == 2


async def test_whose_kind_is_changed_pays_for_no_day_twice(
    own: BillingProfile, moment: Moment
) -> None:
    customer = await a_customer("Changes", joined_on=date(2026, 9, 17))
    moment.now = datetime(2026, 11, 1, tzinfo=UTC)
    await billrun.start(SYSTEM, NOVEMBER)
    await billrun.carry_on()
    await Customer.filter(id=customer.id).update(billing_profile_id=own.id)
    assert await every_day(moment, date(2026, 11, 16), 3) == [("2026-11-01", "2026-11-30")]
    assert (await every_day(moment, date(2026, 12, 16), 2))[1:] == [("2026-12-17", "2027-01-16")]


async def test_days_missed_twice_in_a_month_are_asked_about_by_a_card_each(
    own: BillingProfile, moment: Moment, cast: Cast
) -> None:
    await groups.bind(cast.asha, "-700", Purpose.REPORTS, "Office")
    for day in (3, 16):
        await renewed(own, day)
    moment.now = datetime(2026, 10, 12, tzinfo=UTC)
    assert await billed() == []
    ((month, profiles),) = await missed.waiting(SYSTEM)
    await missed.leave_out(cast.asha, month, profiles)
    moment.now = datetime(2026, 10, 28, tzinfo=UTC)
    assert await billed() == []
    ((month, profiles),) = await missed.waiting(SYSTEM)
    asked = await missed.look(cast.asha, month, profiles)
    assert asked.plan is not None
    assert asked.plan.bills == 1, "the days that were left out stay left out"
    assert len(await Card.filter(screen="report.billrun-missed")) == 2


async def test_a_day_on_which_only_somebody_who_left_would_renew_begins_no_run(
    own: BillingProfile, moment: Moment
) -> None:
    await every_day(moment, date(2026, 10, 9), 0)
    gone = await renewed(own, 10)
    await Customer.filter(id=gone.id).update(status=CustomerStatus.LEFT)
    before = await BillRun.all().count()
    assert await every_day(moment, date(2026, 10, 10), 1) == []
    assert await BillRun.all().count() == before
