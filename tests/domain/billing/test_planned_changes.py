"""A package that changes once what is billed was served: planned, called off, carried out once."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime

import pytest

from domain.billing import billrun, byhand, cycle, package_changes, planned_changes
from domain.billing.models import Bill, PackageChange
from domain.billing.states import ChangeStatus
from domain.calendar import Period
from domain.customers import customers
from domain.customers.models import Customer, CustomerStatus, Package
from domain.errors import AlreadyDone, Outdated
from scheduler.jobs import JOBS
from tests.builders import a_customer, a_package
from tests.cast import Cast, Moment
from tests.domain.billing import books

FIRST = date(2026, 12, 1)


async def planned(cast: Cast) -> Customer:
    """Who has Home, billed for November, and is to have Swift from December on."""
    customer = await a_customer(joined_on=date(2026, 1, 1), price_minor=900_00)
    await byhand.make(cast.bina, customer.id, Period(2026, 11))
    made = await planned_changes.plan(cast.bina, customer.id, cast.swift.id)
    assert (made.package, made.from_on) == ("Swift", FIRST)
    return customer


def december_comes(moment: Moment) -> None:
    moment.now = datetime(2026, 11, 30, 18, 0, 1, tzinfo=UTC)  # midnight in Dhaka


async def package_of(customer: Customer) -> str:
    await customer.refresh_from_db()
    return (await Package.get(id=customer.package_id)).code


async def test_the_bill_run_of_that_day_has_the_new_price(cast: Cast, moment: Moment) -> None:
    customer = await planned(cast)
    assert await planned_changes.carry_out_due() == 0
    assert await package_of(customer) == "home"
    december_comes(moment)
    for run in await cycle.begin_due("here"):
        async for _ in billrun.steps(run):
            pass
    bills = await Bill.filter(customer_id=customer.id).order_by("id")
    assert [bill.total_minor for bill in bills] == [90_000, 150_000]
    assert (await package_of(customer), customer.price_minor) == ("swift", None)
    await books.assert_they_hold()


async def test_the_scheduler_carries_it_out_once(cast: Cast, moment: Moment) -> None:
    customer = await planned(cast)
    december_comes(moment)
    (job,) = [job for job in JOBS if job.name == "package-changes"]
    done = await asyncio.gather(job.look("a", None), job.look("b", None))  # type: ignore[arg-type]
    assert sorted(map(str, done)) == ["0", "1"]
    assert await planned_changes.carry_out_due() == 0
    assert (await PackageChange.get()).status is ChangeStatus.DONE
    assert await package_of(customer) == "swift"


async def test_a_month_that_was_billed_ahead_meanwhile_is_reckoned(
    cast: Cast, moment: Moment
) -> None:
    customer = await planned(cast)
    await byhand.make(cast.bina, customer.id, Period(2026, 12))
    december_comes(moment)
    await planned_changes.carry_out_due()
    bills = await Bill.filter(customer_id=customer.id).order_by("id")
    assert [bill.total_minor for bill in bills] == [90_000, 90_000, 60_000]
    await books.assert_they_hold()


async def test_what_is_called_off_does_not_come(cast: Cast, moment: Moment) -> None:
    customer = await planned(cast)
    coming = await planned_changes.of(cast.bina, customer.id)
    assert coming is not None
    await planned_changes.call_off(cast.bina, coming.id)
    with pytest.raises(AlreadyDone):
        await planned_changes.call_off(cast.bina, coming.id)
    december_comes(moment)
    assert await planned_changes.carry_out_due() == 0
    assert await package_of(customer) == "home"


async def test_another_one_takes_its_place(cast: Cast, moment: Moment) -> None:
    customer, fast = await planned(cast), await a_package("fast", price=3000)
    await planned_changes.plan(cast.bina, customer.id, fast.id)
    assert await PackageChange.filter(status=ChangeStatus.PLANNED).count() == 1
    await package_changes.change(cast.bina, customer.id, cast.swift.id)
    assert await planned_changes.of(cast.bina, customer.id) is None


async def test_what_can_not_be_any_more_is_called_off(cast: Cast, moment: Moment) -> None:
    customer = await planned(cast)
    await customers.change(cast.bina, customer.id, status=CustomerStatus.LEFT)
    december_comes(moment)
    assert await planned_changes.carry_out_due() == 0
    assert (await PackageChange.get()).status is ChangeStatus.TAKEN_BACK
    assert await package_of(customer) == "home"


async def test_where_nothing_is_billed_or_the_day_is_another_it_is_asked_anew(
    cast: Cast, moment: Moment
) -> None:
    with pytest.raises(Outdated):
        await planned_changes.plan(cast.bina, cast.rahim.id, cast.swift.id)
    customer = await planned(cast)
    with pytest.raises(Outdated):
        await planned_changes.plan(
            cast.bina, customer.id, cast.swift.id, shown_on=date(2026, 12, 2)
        )
