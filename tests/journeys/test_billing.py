"""The bill run from the command line and in processes: one bill each, whoever is killed."""

from __future__ import annotations

import asyncio
import os
import random
from functools import partial

import pytest

from domain import db
from tests.journeys import processes
from tests.journeys.harness import World
from tests.journeys.isp import RAHIM
from tests.journeys.outside import ASHA
from tests.journeys.processes import Process

pytestmark = pytest.mark.both_engines

KILLS = int(os.environ.get("NETKHATA_TEST_KILLS", "3"))
PERIOD = "2030-05"


async def bills() -> tuple[int, int]:
    """How many bills of the period there are, and how many customers have one."""
    found = await db.one(
        "SELECT COUNT(*) AS bills, COUNT(DISTINCT customer_id) AS customers FROM bill"
        " WHERE period = $1",
        PERIOD,
    )
    assert found is not None
    return int(found["bills"]), int(found["customers"])


@pytest.mark.parametrize("crowd", [600], indirect=True)
async def test_a_bill_run_that_is_killed_and_repeated_makes_one_bill_each(world: World) -> None:
    dice = random.Random(7)
    for number in range(KILLS):
        killed = await Process.start(
            "billrun", "--period", PERIOD,
            name=f"billrun-{number}", settings=world.settings, folder=world.folder,
        )  # fmt: skip
        world.processes.append(killed)
        await world.until(partial(has_begun, killed))
        await asyncio.sleep(dice.random() * 0.4)
        await killed.kill()

    done = await world.netkhata("billrun", "--period", PERIOD)
    again = await world.netkhata("billrun", "--period", PERIOD)

    assert (done.code, again.code) == (0, 0), done.err + again.err
    assert await bills() == (604, 604)
    await world.audit()


async def has_begun(process: Process) -> bool:
    """A run is on record, or this one has ended already."""
    return not process.runs or bool(await db.value("SELECT 1 AS one FROM bill_run"))


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
