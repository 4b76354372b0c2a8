"""Batches last about a tenth of a second on a slow machine as on a fast one."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from domain import batches, db
from domain.batches import BATCH_SECONDS, Pace
from tests.paces import Machine

pytestmark = pytest.mark.any_engine
FAST, USUAL, SLOW = 0.000_01, 0.000_1, 0.01


def a_pace(machine: Machine, *, first: int = 1_000, least: int = 1, most: int = 1_000_000) -> Pace:
    return Pace(first, least=least, most=most, seconds=machine)


async def many(machine: Machine, pace: Pace, batches: int = 20) -> list[float]:
    """How long each of so many batches took."""
    return [await machine.works(pace) for _ in range(batches)]


@pytest.mark.parametrize("item", [FAST, USUAL, SLOW])
@pytest.mark.parametrize("batch", [0.0, 0.04])
async def test_batches_come_to_last_a_tenth_of_a_second_whatever_the_machine(
    item: float, batch: float
) -> None:
    machine = Machine(item, batch)

    *_, last = await many(machine, a_pace(machine))

    assert last == pytest.approx(BATCH_SECONDS, rel=0.1)


@pytest.mark.parametrize("item", [FAST, SLOW])
async def test_a_batch_is_never_more_than_the_double_or_less_than_the_half_of_the_one_before(
    item: float,
) -> None:
    machine = Machine(item)
    pace = a_pace(machine)
    sizes = [pace.size]
    for _ in range(10):
        await machine.works(pace)
        sizes.append(pace.size)

    steps = [after / before for before, after in pairwise(sizes)]

    assert all(0.5 <= step <= 2 for step in steps)


async def test_one_long_stall_makes_a_few_batches_smaller_and_is_forgotten() -> None:
    machine = Machine(USUAL)
    pace = a_pace(machine)
    await many(machine, pace)
    usual = pace.size

    await machine.works(pace, stall=3_600)
    after = []
    for _ in range(8):
        after.append(pace.size)
        await machine.works(pace)

    assert min(after) >= usual / 4
    assert pace.size == pytest.approx(usual, rel=0.1)


async def test_a_machine_that_becomes_slower_is_followed() -> None:
    machine = Machine(FAST)
    pace = a_pace(machine)
    await many(machine, pace)
    machine.item = SLOW

    *_, last = await many(machine, pace)

    assert last == pytest.approx(BATCH_SECONDS, rel=0.1)


async def test_it_stays_between_the_least_and_the_most() -> None:
    slow, fast = Machine(10.0), Machine(0.0)
    careful, bold = a_pace(slow, least=50), a_pace(fast, most=20_000)

    await many(slow, careful)
    await many(fast, bold)

    assert (careful.size, bold.size) == (50, 20_000)


async def test_a_few_items_say_nothing_of_many_unless_they_took_too_long() -> None:
    machine = Machine(USUAL, batch=0.05)
    pace = a_pace(machine)
    for _ in range(5):
        await machine.works(pace, items=3)
    assert pace.size == 1_000

    await machine.works(pace, items=3, stall=1)
    assert pace.size == 500


async def test_a_batch_that_failed_or_was_another_process_s_teaches_nothing() -> None:
    machine = Machine(USUAL)
    pace = a_pace(machine)

    await machine.works(pace, items=0, stall=5)
    with pytest.raises(RuntimeError):
        await machine.fails(pace)

    assert pace.size == 1_000


@pytest.mark.parametrize(("on_postgres", "pause"), [(False, 0.05), (True, 0.0)])
async def test_a_command_beside_what_serves_people_leaves_the_one_writer_s_place_free_for_a_while(
    monkeypatch: pytest.MonkeyPatch, on_postgres: bool, pause: float
) -> None:
    machine, slept = Machine(USUAL), list[float]()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(batches, "_rest", 0.0)
    monkeypatch.setattr(db, "on_postgres", lambda: on_postgres)
    monkeypatch.setattr(asyncio, "sleep", sleep)
    batches.stand_back()

    await machine.works(a_pace(machine))

    assert slept == [pytest.approx(pause)]


async def test_whoever_waits_has_a_turn_after_each_batch() -> None:
    machine, said = Machine(USUAL), list[str]()
    pace = a_pace(machine)

    async def long_work() -> None:
        for _ in range(2):
            async with pace.batch():
                said.append("batch")

    async def tap() -> None:
        said.append("tap")

    await asyncio.gather(long_work(), tap())

    assert said == ["batch", "tap", "batch"]
