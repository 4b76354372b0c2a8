"""A bill run that is killed at any instant, or doubled, still bills everybody once."""

from __future__ import annotations

import random
import subprocess
import sys
import time

from domain import db
from domain.billing import billrun
from domain.billing.models import Bill, BillRun
from domain.billing.states import RunStatus
from domain.messaging.models import Message
from tests.builders import a_customer, money
from tests.cast import Cast
from tests.domain.billing import books, money_in
from tests.domain.billing.runner import PERIOD
from tests.kills import kills

KILLS = kills(4)
CUSTOMERS = max(150, 25 * KILLS)


def begin(url: str) -> subprocess.Popen[str]:
    """A process that carries the run on, past its preparations."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.domain.billing.runner", url],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert hear(process) == "ready"
    return process


def hear(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(process: subprocess.Popen[str]) -> None:
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert said.splitlines()[-1] == "done"


async def prepare(cast: Cast) -> None:
    for number in range(CUSTOMERS):
        customer = await a_customer(
            operator=cast.south if number % 3 == 0 else cast.north, billing_profile=cast.taxed
        )
        if number % 5 == 0:
            await money_in.pay(customer, money(number + 1))


async def assert_everybody_is_billed_once() -> None:
    everybody = CUSTOMERS + 2
    billed = await db.rows("SELECT customer_id, COUNT(*) AS bills FROM bill GROUP BY customer_id")
    assert [row["bills"] for row in billed] == [1] * everybody
    told = await Message.filter(event="bill-created")
    assert sorted(message.customer_id or 0 for message in told) == sorted(
        row["customer_id"] for row in billed
    )
    assert sum(run.made for run in await BillRun.all()) == everybody
    await books.assert_they_hold()


async def test_a_run_killed_again_and_again_bills_everybody_once(cast: Cast, database: str) -> None:
    await prepare(cast)
    chance = random.Random(20261121)
    for _ in range(KILLS):
        process = begin(database)
        for _ in range(chance.randint(0, 2)):
            assert hear(process) == "batch"
        time.sleep(chance.uniform(0, 0.02))  # noqa: ASYNC251 - the other process works meanwhile
        process.kill()
        process.communicate()
        await books.assert_they_hold()
    end(begin(database))
    await assert_everybody_is_billed_once()
    assert [run.status for run in await BillRun.all()] == [RunStatus.DONE]


async def test_two_processes_at_once_bill_everybody_once(cast: Cast, database: str) -> None:
    await prepare(cast)
    both = [begin(database), begin(database)]
    for process in both:
        end(process)
    await assert_everybody_is_billed_once()
    assert (await billrun.plan(cast.asha, PERIOD)).bills == 0
    assert await Bill.all().count() == CUSTOMERS + 2
