"""The calendar begins each profile's bill run on its day and hour, once, and shows it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.billing import billrun, cycle, missed, profiles
from domain.billing.models import Bill, BillingProfile, BillRun
from domain.calendar import Period
from domain.chat import groups
from domain.chat.models import Card, Purpose
from domain.customers import customers
from domain.customers.models import CustomerStatus
from domain.network import services
from domain.staff.models import Operator
from domain.staff.rights import SYSTEM
from tests.builders import a_customer
from tests.cast import Cast, Moment

FIRST = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)  # six in the morning in Dhaka


async def billed() -> list[str]:
    """Begin what is due and do its work; whom every bill there is belongs to."""
    await cycle.begin_due("a scheduler")
    await billrun.carry_on()
    return [bill.customer.name for bill in await Bill.all().prefetch_related("customer")]


@pytest.fixture
def on_the_first(moment: Moment) -> Moment:
    moment.now = FIRST
    return moment


async def test_on_the_first_everybody_is_billed_once(cast: Cast, on_the_first: Moment) -> None:
    assert sorted(await billed()) == ["Karim Mia", "Rahim Uddin"]
    on_the_first.move(hours=1)
    assert len(await billed()) == 2
    assert await BillRun.all().count() == 1


async def test_two_schedulers_begin_one_run(cast: Cast, on_the_first: Moment) -> None:
    assert len(await cycle.begin_due("one")) == 1
    assert await cycle.begin_due("another") == []


async def test_each_profile_has_its_own_day_and_hour(cast: Cast, on_the_first: Moment) -> None:
    await BillingProfile.filter(id=cast.taxed.id).update(bill_day=5, bill_hour=9)
    await a_customer("Taxed", billing_profile=cast.taxed)
    assert "Taxed" not in await billed()
    on_the_first.now = datetime(2026, 12, 5, 2, 59, tzinfo=UTC)
    assert "Taxed" not in await billed()
    on_the_first.move(minutes=1)
    assert sorted(await billed()) == ["Karim Mia", "Rahim Uddin", "Taxed"]


async def test_the_day_begins_where_the_operator_is(cast: Cast, on_the_first: Moment) -> None:
    await Operator.filter(id=cast.south.id).update(timezone="America/Bogota")
    far = await BillingProfile.create(code="far", name="Far", operator_id=cast.south.id)
    await a_customer("Far", operator=cast.south, zone=cast.gulshan, billing_profile=far)
    assert "Far" not in await billed()
    on_the_first.move(hours=5)
    assert "Far" in await billed()


async def test_a_morning_missed_is_made_up_for_within_a_week(
    cast: Cast, on_the_first: Moment
) -> None:
    on_the_first.move(days=6)
    assert len(await billed()) == 2


async def test_after_a_longer_silence_a_person_decides(cast: Cast, on_the_first: Moment) -> None:
    await groups.bind(cast.asha, "-700", Purpose.REPORTS, "Office")
    on_the_first.move(days=7)
    assert await billed() == []
    card = await Card.get(chat_id="-700", args__contains="2026-12")
    assert card.screen == "report.billrun-missed"


def at_noon(moment: Moment, month: int, day: int, year: int = 2026) -> None:
    """It is noon in Dhaka."""
    moment.now = datetime(year, month, day, 6, 0, tzinfo=UTC)


async def periods() -> list[str]:
    return sorted({bill.period for bill in await Bill.all()})


@pytest.mark.parametrize(("bill_day", "back"), [(28, (12, 2)), (25, (12, 1)), (31, (12, 6))])
async def test_a_month_that_ended_meanwhile_is_billed_within_a_week(
    cast: Cast, moment: Moment, bill_day: int, back: tuple[int, int]
) -> None:
    await BillingProfile.all().update(bill_day=bill_day)
    at_noon(moment, *back)
    assert sorted(await billed()) == ["Karim Mia", "Rahim Uddin"]
    assert await periods() == ["2026-11"]
    assert {bill.issued_on for bill in await Bill.all()} == {date(2026, *back)}
    assert len(await billed()) == 2


@pytest.mark.parametrize(
    ("asked", "year", "month", "day"),
    [(29, 2027, 2, 28), (30, 2027, 4, 30), (31, 2027, 2, 28), (31, 2027, 4, 30),
     (29, 2028, 2, 29), (31, 2028, 2, 29)],
)  # fmt: skip
async def test_a_day_that_a_month_does_not_have_is_its_last(
    cast: Cast, moment: Moment, asked: int, year: int, month: int, day: int
) -> None:
    await BillingProfile.all().update(bill_day=asked)
    at_noon(moment, month, day - 1, year)
    await billed()
    assert f"{year}-{month:02}" not in await periods()
    at_noon(moment, month, day, year)
    await billed()
    assert f"{year}-{month:02}" in await periods()


async def test_a_bill_day_of_31_is_the_31st_where_there_is_one(cast: Cast, moment: Moment) -> None:
    await BillingProfile.all().update(bill_day=31)
    at_noon(moment, 12, 30)
    await billed()
    assert "2026-12" not in await periods()
    at_noon(moment, 12, 31)
    await billed()
    assert "2026-12" in await periods()


async def test_of_two_bill_days_the_late_one_is_made_up_and_the_older_is_asked_about(
    cast: Cast, moment: Moment
) -> None:
    await groups.bind(cast.asha, "-700", Purpose.REPORTS, "Office")
    await BillingProfile.all().update(bill_day=21)
    await billed()
    at_noon(moment, 1, 23, 2027)
    await billed()
    assert await periods() == ["2026-11", "2027-01"]
    (card,) = await Card.filter(screen="report.billrun-missed", args__contains="2026-12")
    ((month, waiting),) = [each for each in await missed.waiting(cast.asha)
                            if each[0].period == Period(2026, 12)]  # fmt: skip
    assert waiting == [cast.standard.id, cast.taxed.id]
    await missed.bill(cast.asha, month, waiting)
    await billrun.carry_on()
    assert await periods() == ["2026-11", "2026-12", "2027-01"]
    with pytest.raises(missed.MissedDecided):
        await missed.leave_out(cast.asha, month, waiting)
    assert (await Card.get(id=card.id)).wanted > card.wanted


async def test_what_is_left_out_is_not_asked_about_again(cast: Cast, moment: Moment) -> None:
    await BillingProfile.all().update(bill_day=10)
    await billed()
    ((month, waiting), *_) = await missed.waiting(cast.asha)
    await missed.leave_out(cast.asha, month, waiting)
    await billed()
    assert month not in [each for each, _ in await missed.waiting(cast.asha)]
    assert await Bill.filter(period=str(month.period)).count() == 0


async def test_a_bill_day_that_was_moved_into_the_past_is_asked_about(
    cast: Cast, moment: Moment
) -> None:
    await profiles.save(SYSTEM, code="standard", name="Standard", bill_day=28)
    at_noon(moment, 11, 25)
    await profiles.save(SYSTEM, code="standard", name="Standard", bill_day=5)
    assert await billed() == []
    assert Period(2026, 11) in [month.period for month, _ in await missed.waiting(cast.asha)]


async def test_a_profile_that_did_not_exist_on_the_bill_day_is_not_asked_about(
    cast: Cast, moment: Moment
) -> None:
    await BillingProfile.all().update(cycle="none")
    young, _ = await profiles.save(SYSTEM, code="young", name="Young", bill_day=28)
    await a_customer("New", billing_profile=young)
    at_noon(moment, 11, 25)
    assert await billed() == []
    assert await missed.waiting(cast.asha) == []
    at_noon(moment, 12, 2)
    assert await billed() == ["New"]


async def test_who_was_not_served_on_the_bill_day_is_not_billed_for_that_month(
    cast: Cast, moment: Moment
) -> None:
    waits = await a_customer("Waits", status=CustomerStatus.PENDING)
    was_cut = await a_customer("Cut")
    at_noon(moment, 11, 26)
    await services.suspend(SYSTEM, was_cut.id, "manual", {})
    at_noon(moment, 11, 30)
    await services.suspend(SYSTEM, cast.rahim.id, "manual", {})
    await services.reconnect(SYSTEM, was_cut.id, "manual", {})
    await customers.change(SYSTEM, waits.id, status=CustomerStatus.ACTIVE)
    await BillingProfile.all().update(bill_day=28)
    at_noon(moment, 12, 3)
    assert sorted(await billed()) == ["Karim Mia", "Rahim Uddin"]
    (run,) = await BillRun.filter(period="2026-11")
    assert run.skipped == {"suspended": 1, "not-active": 1}


async def test_the_run_stands_in_the_group_for_reports(cast: Cast, on_the_first: Moment) -> None:
    await groups.bind(cast.asha, "-700", Purpose.REPORTS, "Office")
    (run,) = await cycle.begin_due("a scheduler")
    card = await Card.get(chat_id="-700")
    assert (card.screen, card.args) == ("report.billrun", {"run_id": run.id})
