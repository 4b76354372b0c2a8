"""The calendar begins each profile's bill run on its day and hour, once, and shows it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.billing import billrun, cycle
from domain.billing.models import Bill, BillRun
from domain.customers.models import BillingProfile
from domain.staff import groups
from domain.staff.models import Card, Operator, Purpose
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
    on_the_first.move(days=7)
    assert await billed() == []


async def test_the_run_stands_in_the_group_for_reports(cast: Cast, on_the_first: Moment) -> None:
    await groups.bind(cast.asha, -700, Purpose.REPORTS, "Office")
    (run,) = await cycle.begin_due("a scheduler")
    card = await Card.get(chat_id=-700)
    assert (card.screen, card.args) == ("report.billrun", {"run_id": run.id})
