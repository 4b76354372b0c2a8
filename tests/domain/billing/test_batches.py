"""A bill run in batches: whatever their sizes, whoever carries it on and whoever dies."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest

from domain.batches import Pace
from domain.billing import billrun, runs
from domain.billing.charging import whom
from domain.billing.models import Bill, BillRun
from domain.billing.states import BillStatus, RunStatus
from domain.calendar import Period
from domain.customers.models import CustomerStatus
from domain.money import Money
from domain.staff.rights import SYSTEM
from tests.builders import a_customer
from tests.cast import Cast
from tests.domain.billing import books, money_in
from tests.paces import Chance, Machine, fixed

NOVEMBER = Period(2026, 11)


async def test_two_steppers_of_one_run_and_of_two_make_each_bill_once(cast: Cast) -> None:
    for _ in range(12):
        await a_customer()
    one = await billrun.start(SYSTEM, NOVEMBER)
    the_same = await billrun.start(SYSTEM, NOVEMBER)
    of_north = await billrun.start(cast.bina, NOVEMBER)

    async def go(run: BillRun) -> None:
        while await billrun.step(run, pace=fixed(3)):
            pass

    await asyncio.gather(go(one), go(the_same), go(of_north))
    runs = [await billrun.status(run.id) for run in (one, of_north)]
    assert sum(run.made for run in runs) == 14 == await Bill.all().count()
    assert sum(run.skipped.get("has-bill", 0) for run in runs) == 14
    await books.assert_they_hold()


async def test_money_that_comes_during_a_run_settles_its_bills(cast: Cast) -> None:
    customers = [await a_customer() for _ in range(20)]
    await billrun.start(SYSTEM, NOVEMBER)
    await asyncio.gather(
        billrun.carry_on(pace=fixed(4)), *(money_in.pay(one, Money(100_000)) for one in customers)
    )
    for one in customers:
        assert (await Bill.get(customer_id=one.id)).status is BillStatus.PAID
        assert await books.advance(one.id) == 0
    await books.assert_they_hold()


async def test_what_a_process_left_behind_is_carried_on(cast: Cast) -> None:
    for _ in range(6):
        await a_customer()
    run = await billrun.start(SYSTEM, NOVEMBER)
    assert await billrun.step(run, pace=fixed(3))
    heard: list[tuple[int, RunStatus]] = []

    async def progress(at: BillRun) -> None:
        heard.append((at.made, at.status))

    await billrun.carry_on(progress, pace=fixed(3))
    assert heard == [
        (6, RunStatus.RUNNING), (8, RunStatus.RUNNING), (8, RunStatus.DONE),
    ]  # fmt: skip
    assert await billrun.carry_on() == []
    await books.assert_they_hold()


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_the_sizes_and_whoever_dies_everybody_is_billed_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Two go on with one run, each at a pace of its own; now and then one dies in a batch, and
    another process, which knows only the row, goes on."""
    for number in range(20):
        await a_customer(
            status=CustomerStatus.PENDING if number % 5 == 0 else CustomerStatus.ACTIVE
        )
    first = await billrun.start(SYSTEM, NOVEMBER)
    chance, write = random.Random(seed), billrun._count

    async def die(*given: Any) -> Any:
        figures = await write(*given)
        if chance.random() < 0.4:
            raise RuntimeError("killed")
        return figures

    monkeypatch.setattr(billrun, "_count", die)

    async def go(seed: int) -> None:
        run, pace = await billrun.status(first.id), Chance(seed, most=9)
        while True:
            try:
                if not await billrun.step(run, pace=pace):
                    return
            except RuntimeError:
                run = await billrun.status(first.id)

    await asyncio.gather(go(2 * seed), go(2 * seed + 1))

    run = await billrun.status(first.id)
    assert (run.status, run.made, run.skipped) == (RunStatus.DONE, 18, {"not-active": 4})
    assert (await Bill.all().count(), run.billed_minor) == (18, 1_800_000)
    assert run.cursor == run.last_customer
    await books.assert_they_hold()


async def test_the_figures_of_a_run_are_right_at_every_batch(cast: Cast) -> None:
    for _ in range(7):
        await a_customer()
    run = await billrun.start(SYSTEM, NOVEMBER)
    async for _ in billrun.steps(run, pace=Chance(5, most=4)):
        kept = await billrun.status(run.id)
        assert dict(run) == dict(kept)
        assert kept.made == await Bill.all().count()
    assert (run.made, run.billed_minor) == (9, 900_000)


async def test_on_a_slow_machine_the_batches_become_small_and_the_progress_goes_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine, choose = Machine(item=0.025), whom.next_chunk
    sizes, shown = list[int](), list[int]()

    async def slowly(*given: Any) -> tuple[int, int]:
        last, customers = await choose(*given)
        machine.passes(customers)
        sizes.append(customers)
        return last, customers

    monkeypatch.setattr(whom, "next_chunk", slowly)
    for _ in range(30):
        await a_customer()
    run = await billrun.start(SYSTEM, NOVEMBER)

    async for _ in billrun.steps(run, pace=Pace(16, least=1, most=100, seconds=machine)):
        shown.append(run.cursor)

    assert sizes == [16, 8, 4, 4, 0]
    assert shown == sorted(set(shown))
    assert (shown[-1], run.made) == (run.last_customer, 32)


async def test_two_who_carry_on_one_run_each_know_what_they_made(cast: Cast) -> None:
    for _ in range(4):
        await a_customer()
    mine = await billrun.start(SYSTEM, NOVEMBER)
    theirs = await billrun.start(SYSTEM, NOVEMBER)
    first = await billrun.step(mine, pace=fixed(2))
    overtaken = await billrun.step(theirs, pace=fixed(4))
    second = await billrun.step(theirs, pace=fixed(4))

    assert first
    assert first.made
    assert first.made.bills == 2
    assert overtaken == billrun.Step(None)
    assert second
    assert second.made
    assert second.made.bills == 4
    assert await runs.amounts([second.made], cast.isp) == (Money(400_000),)
    assert (await billrun.status(mine.id)).made == 6
