"""Who joins in mid-cycle is billed at once for what is left, once; or with the next run."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest

from domain.billing import billrun, bills, joining
from domain.billing.models import Bill, BillingProfile
from domain.calendar import Period
from domain.customers.models import Customer, CustomerStatus
from domain.messaging.models import Message
from domain.staff.models import Audit
from domain.staff.rights import SYSTEM
from scheduler.jobs import JOBS
from tests.builders import a_customer
from tests.cast import Cast, Moment
from tests.domain.billing import books

NOVEMBER = Period(2026, 11)
TODAY = date(2026, 11, 21)


async def joined(cast: Cast, on: date = TODAY, **terms: Any) -> Customer:
    """Somebody who joined then, on terms that prorate."""
    profile = await BillingProfile.create(
        code=f"fair{await BillingProfile.all().count()}", name="Fair",
        **{"proration": True, **terms},
    )  # fmt: skip
    return await a_customer(billing_profile=profile, joined_on=on)


async def test_the_days_left_are_billed_at_once_and_once(cast: Cast) -> None:
    customer = await joined(cast)
    assert await joining.bill_new() == 1
    bill = await Bill.get(customer_id=customer.id)
    assert (bill.period, bill.total_minor, bill.due_on) == ("2026-11", 33_333, date(2026, 11, 30))
    assert (await Message.get(customer_id=customer.id)).event == "bill-created"
    assert (await Audit.get(act="bill.make")).actor == "system"
    assert await joining.bill_new() == 0
    await books.assert_they_hold()


async def test_the_scheduler_does_it(cast: Cast) -> None:
    customer = await joined(cast)
    (job,) = [job for job in JOBS if job.name == "first-bills"]
    ports: Any = None
    await job.look("here", ports)
    await job.look("there", ports)
    assert await Bill.filter(customer_id=customer.id).count() == 1


async def test_a_month_of_ones_own_begins_with_joining_and_is_whole(cast: Cast) -> None:
    customer = await joined(cast, cycle="anniversary")
    await joining.bill_new()
    bill = await Bill.get(customer_id=customer.id)
    assert (bill.total_minor, bill.ends_on) == (100_000, date(2026, 12, 20))


async def test_the_run_of_the_month_bills_nobody_again(cast: Cast) -> None:
    customer = await joined(cast)
    await joining.bill_new()
    run = await billrun.start(SYSTEM, NOVEMBER)
    async for _ in billrun.steps(run):
        pass
    assert await Bill.filter(customer_id=customer.id).count() == 1


async def test_of_two_at_once_one_bills(cast: Cast) -> None:
    customer = await joined(cast)
    assert sum(await asyncio.gather(joining.bill_new(), joining.bill_new())) == 1
    assert await Bill.filter(customer_id=customer.id).count() == 1


async def test_the_month_before_is_made_up_for_within_a_week(cast: Cast, moment: Moment) -> None:
    moment.move(days=12)
    customer = await joined(cast, on=date(2026, 11, 28))
    await joining.bill_new()
    bill = await Bill.get(customer_id=customer.id)
    assert (bill.period, bill.total_minor) == ("2026-11", 10_000)


@pytest.mark.parametrize("on", [date(2026, 11, 13), date(2026, 11, 22)])
async def test_who_joined_long_ago_or_will_join_is_left(cast: Cast, on: date) -> None:
    await joined(cast, on=on)
    assert await joining.bill_new() == 0


async def test_where_the_profile_does_not_prorate_the_next_run_bills(cast: Cast) -> None:
    customer = await joined(cast, proration=False)
    assert await joining.bill_new() == 0
    await joined(cast, on=date(2026, 1, 1))
    assert await joining.bill_new() == 0
    assert await Bill.filter(customer_id=customer.id).count() == 0


async def test_who_is_not_connected_yet_waits(cast: Cast) -> None:
    customer = await joined(cast)
    await Customer.filter(id=customer.id).update(status=CustomerStatus.PENDING)
    assert await joining.bill_new() == 0
    await Customer.filter(id=customer.id).update(status=CustomerStatus.ACTIVE)
    assert await joining.bill_new() == 1


async def test_a_bill_that_was_taken_back_is_not_made_again(cast: Cast) -> None:
    customer = await joined(cast)
    await joining.bill_new()
    bill = await Bill.get(customer_id=customer.id)
    await bills.void(cast.bina, bill.id, "a friend")
    assert await joining.bill_new() == 0
