"""A bill run bills whom the person sees who starts it."""

from __future__ import annotations

import pytest

from domain.billing import billrun, missed, runs
from domain.billing.missed import Month
from domain.billing.models import Bill, BillRun
from domain.calendar import Period
from domain.errors import NotFound
from domain.staff.models import Role
from domain.staff.rights import Actor
from tests.builders import a_customer, a_person
from tests.cast import Cast

NOVEMBER = Period(2026, 11)


@pytest.fixture
async def mina(cast: Cast) -> Actor:
    """Who manages Uttara, where Karim is."""
    return await a_person("Mina", Role.MANAGER, cast.north, zones=[cast.uttara])


async def finish(run: BillRun) -> None:
    async for _ in billrun.steps(run):
        pass


async def billed() -> list[int]:
    return [bill.customer_id for bill in await Bill.all().order_by("customer_id")]


async def test_who_is_limited_to_zones_bills_the_customers_there(cast: Cast, mina: Actor) -> None:
    await a_customer("Nowhere", zone=None)
    would = await billrun.plan(mina, NOVEMBER)
    assert (would.customers, would.bills) == (1, 1)

    await finish(await billrun.start(mina, NOVEMBER))

    assert await billed() == [cast.karim.id]


async def test_a_run_over_all_bills_the_rest_once(cast: Cast, mina: Actor) -> None:
    nowhere = await a_customer("Nowhere", zone=None)
    part = await billrun.start(mina, NOVEMBER)
    whole = await billrun.start(cast.bina, NOVEMBER)
    assert part.id != whole.id
    assert (await billrun.start(mina, NOVEMBER)).id == part.id
    for run in (part, whole):
        await finish(run)

    assert await billed() == sorted([cast.rahim.id, cast.karim.id, nowhere.id])
    assert (whole.made, dict(whole.skipped)) == (2, {"has-bill": 1})


async def test_a_run_is_shown_to_who_sees_all_that_it_bills(cast: Cast, mina: Actor) -> None:
    other = await a_person("Rumi", Role.MANAGER, cast.north, zones=[cast.mirpur])
    both = await a_person("Sumi", Role.MANAGER, cast.north, zones=[cast.mirpur, cast.uttara])
    part = await billrun.start(mina, NOVEMBER)
    whole = await billrun.start(cast.bina, NOVEMBER)

    for reader in (mina, both, cast.bina, cast.asha):
        assert (await runs.get(reader, part.id)).id == part.id
    for reader, run in ((other, part), (mina, whole), (both, whole), (cast.esha, part)):
        with pytest.raises(NotFound):
            await runs.get(reader, run.id)
    assert [
        run and run.id
        for run in [await runs.going(each, NOVEMBER) for each in (mina, other, cast.bina)]
    ] == [part.id, None, whole.id]


async def test_a_month_that_was_missed_is_everybodys(cast: Cast, mina: Actor) -> None:
    month = Month(NOVEMBER, cast.north.id)
    with pytest.raises(NotFound):
        await missed.bill(mina, month, [cast.standard.id])
    assert await BillRun.all().count() == 0
