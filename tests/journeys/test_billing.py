"""The bill run from the command line and in processes: one bill each, whoever is killed."""

from __future__ import annotations

import asyncio
import random

import pytest

from domain import db
from tests.journeys import processes
from tests.journeys.harness import World
from tests.journeys.isp import RAHIM
from tests.journeys.outside import ASHA
from tests.kills import kills

KILLS = kills(5)
AT_ONCE = 10  # so many kills hit runs of one period
PERIOD = "2030-05"


async def bills(period: str = PERIOD) -> tuple[int, int]:
    """How many bills of the period there are, and how many customers have one."""
    found = await db.one(
        "SELECT COUNT(*) AS bills, COUNT(DISTINCT customer_id) AS customers FROM bill"
        " WHERE period = $1",
        period,
    )
    assert found is not None
    return int(found["bills"]), int(found["customers"])


@pytest.mark.both_engines
@pytest.mark.parametrize("crowd", [600], indirect=True)
async def test_bill_runs_that_are_killed_and_repeated_make_one_bill_each(world: World) -> None:
    dice = random.Random(7)
    for first in range(0, KILLS, AT_ONCE):
        command = ("billrun", "--period", f"2030-{1 + first // AT_ONCE:02}")
        for _ in range(first, min(first + AT_ONCE, KILLS)):
            await world.killed_at(dice.random(), *command)

        done = await world.netkhata(*command)
        again = await world.netkhata(*command)

        assert (done.code, again.code) == (0, 0), done.err + again.err
        assert await bills(command[-1]) == (604, 604)
    await world.audit()


@pytest.mark.both_engines
@pytest.mark.parametrize("crowd", [600], indirect=True)
async def test_two_bill_runs_at_once_make_one_bill_each(world: World) -> None:
    command = ("billrun", "--period", PERIOD)
    done = await asyncio.gather(*(world.netkhata(*command) for _ in range(2)))

    assert [each.code for each in done] == [0, 0], done
    assert await bills() == (604, 604)
    await world.audit()


async def test_a_bill_run_from_the_chat_bills_everybody_and_tells_them(world: World) -> None:
    await world.run()
    asha = world.staff(ASHA)
    asha.says("/billrun")
    await asha.sees("4", "3,200")
    await asha.taps("✅")

    await asha.sees("4", "৳3,200", "✅")
    await world.receives(RAHIM, "bill", "800")
    await world.audit()


async def test_a_dry_run_counts_and_writes_nothing(world: World) -> None:
    done = await processes.finish(
        "billrun", "--period", PERIOD, "--dry-run", "--json",
        settings=world.settings, folder=world.folder,
    )  # fmt: skip

    assert '"bills": 4' in done.out
    assert '"amount_minor": 320000' in done.out
    assert await bills() == (0, 0)
