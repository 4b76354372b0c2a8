"""A bill run that is killed at any instant, or doubled, still bills everybody once; so are days of
service charged."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter

from domain import db
from domain.billing import balances, billrun, prepaid
from domain.billing.models import Bill, BillRun, ServedDay
from domain.billing.prepaid import Charged
from domain.billing.states import RunStatus
from domain.customers.models import Customer, CustomerStatus
from domain.messaging.models import Message
from domain.network.models import Suspension
from tests.builders import a_customer, money
from tests.cast import Cast, Moment
from tests.domain.billing import books, money_in
from tests.domain.billing.daily_town import a_day_package, a_prepaid, a_profile, recharged
from tests.domain.billing.runner import LOOKED_AT, PERIOD
from tests.kills import kills

KILLS = kills(4)
CUSTOMERS = max(150, 25 * KILLS)
DAY, WITH_VAT = 1000, 1050  # minor, of a day of prepaid service


def begin(what: str, url: str) -> subprocess.Popen[str]:
    """A process that carries the work on, past its preparations."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.domain.billing.runner", what, url],
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


async def kill_again_and_again(what: str, url: str) -> None:
    chance = random.Random(20261121)
    for _ in range(KILLS):
        process = begin(what, url)
        for _ in range(chance.randint(0, 2)):
            assert hear(process) == "batch"
        time.sleep(chance.uniform(0, 0.02))  # noqa: ASYNC251 - the other process works meanwhile
        process.kill()
        process.communicate()
        await books.assert_they_hold()


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
    await kill_again_and_again("bills", database)
    end(begin("bills", database))
    await assert_everybody_is_billed_once()
    assert [run.status for run in await BillRun.all()] == [RunStatus.DONE]


async def test_two_processes_at_once_bill_everybody_once(cast: Cast, database: str) -> None:
    await prepare(cast)
    both = [begin("bills", database), begin("bills", database)]
    for process in both:
        end(process)
    await assert_everybody_is_billed_once()
    assert (await billrun.plan(cast.asha, PERIOD)).bills == 0
    assert await Bill.all().count() == CUSTOMERS + 2


async def prepare_days(cast: Cast) -> dict[int, int]:
    """Prepaid customers of both ways of billing, and for how many of the days each has paid."""
    package = await a_day_package(DAY)
    profiles = [
        await a_profile(code=billed, prepaid_bill=billed, vat_rate_bp=500)
        for billed in ("day", "recharge")
    ]
    paid = dict[int, int]()
    for number in range(CUSTOMERS):
        customer = await a_prepaid(profiles[number % 2], package=package)
        paid[customer.id] = number % 6
        if paid[customer.id]:
            await recharged(cast.bina, customer, paid[customer.id] * WITH_VAT)
    return paid


async def assert_each_day_is_charged_once(paid: dict[int, int]) -> None:
    """Four have begun; each costs the same, and what was paid is served or is still there."""
    charged = {customer_id: min(days, 4) for customer_id, days in paid.items()}
    served = await ServedDay.all()
    assert Counter(day.customer_id for day in served) == Counter(charged)
    assert {(day.total_minor, day.net_minor) for day in served} == {(WITH_VAT, DAY)}
    for balance in await balances.of_many(list(paid)):
        customer_id = balance.row.customer_id
        left = paid[customer_id] - charged[customer_id]
        assert (balance.amount.minor, balance.due.minor) == (left * WITH_VAT, 0)
    await assert_everybody_is_told_once_and_then_stopped(paid)
    await books.assert_they_hold()


async def assert_everybody_is_told_once_and_then_stopped(paid: dict[int, int]) -> None:
    """Money for two days at most was known not to last when it came: that is over. All others are
    told only now, and go on for a day."""
    told = await Message.filter(event="balance-low")
    assert Counter(message.customer_id for message in told) == Counter(list(paid))
    stopped = await Customer.filter(status=CustomerStatus.EXPIRED).order_by("id")
    assert [each.id for each in stopped] == [each for each, days in paid.items() if days in {1, 2}]
    acts = await Suspension.filter(rule="balance")
    assert Counter(act.customer_id for act in acts) == Counter(each.id for each in stopped)


async def test_days_charged_by_who_is_killed_again_and_again_are_charged_once(
    cast: Cast, moment: Moment, database: str
) -> None:
    paid = await prepare_days(cast)
    await kill_again_and_again("days", database)
    end(begin("days", database))
    moment.now = LOOKED_AT
    await assert_each_day_is_charged_once(paid)


async def test_days_charged_by_two_processes_at_once_are_charged_once(
    cast: Cast, moment: Moment, database: str
) -> None:
    paid = await prepare_days(cast)
    both = [begin("days", database), begin("days", database)]
    for process in both:
        end(process)
    moment.now = LOOKED_AT
    await assert_each_day_is_charged_once(paid)
    assert await prepaid.charge_due(LOOKED_AT) == Charged()
