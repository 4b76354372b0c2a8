"""Daily passes over 100,000 customers when nothing is due, beside an indexed count."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

from domain import clock, db
from domain.billing import dues, prepaid
from domain.fields import to_ms
from domain.hotspot import running
from tests.bench import seeds
from tests.bench.bill_run import whole_run
from tests.bench.frame import Lab, Row, timed

SIZES = (1_000, 100_000)
TODAY = date(2026, 11, 5)
REPEATED = 50
RUNS = 7


async def suspension() -> None:
    """Look for whom to suspend, while nobody's bill is overdue."""
    assert await dues.suspendable(TODAY) == []


async def count() -> None:
    """Ask the same index for its overdue bills."""
    assert not await db.value(
        "SELECT COUNT(*) AS bills FROM bill WHERE status IN ('unpaid', 'partial') AND due_on < $1",
        TODAY.isoformat(),
    )


async def purchases() -> None:
    """Look for what was bought and is over, while all of it goes on."""
    assert await running.end_due() == 0


async def count_purchases() -> None:
    """Ask the same index for what is over."""
    assert not await db.value(
        "SELECT COUNT(*) AS purchases FROM purchase WHERE status = 'running' AND ends_at <= $1",
        to_ms(clock.now()),
    )


async def days() -> None:
    """Look for days of prepaid service that begin, while all that were charged go on."""
    assert (await prepaid.charge_due(clock.now())).days == 0


async def count_days() -> None:
    """Ask the same index for who is to be looked at."""
    assert not await db.value(
        "SELECT COUNT(*) AS days FROM prepaid WHERE look_at <= $1", to_ms(clock.now())
    )


async def everybody_is_charged() -> None:
    """A day that goes on, of each customer with a bill."""
    await db.run(
        "INSERT INTO prepaid (customer_id, charged_until, look_at, unserved_minor,"
        " unserved_net_minor) SELECT b.customer_id, CAST($1 AS BIGINT), CAST($1 AS BIGINT), 0, 0"
        " FROM bill b",
        to_ms(clock.now()) + 86_400_000,
    )


async def everybody_bought() -> None:
    """A package that goes on for a day, for each bill that there is."""
    now = to_ms(clock.now())
    await db.run(
        "INSERT INTO purchase (customer_id, operator_id, package_id, bill_id, validity,"
        " validity_unit, valid_from, status, ordered_at, paid_at, starts_at, ends_at)"
        " SELECT b.customer_id, b.operator_id, c.package_id, b.id, 1, 'day', 'purchase',"
        " 'running', CAST($1 AS BIGINT), CAST($1 AS BIGINT), CAST($1 AS BIGINT),"
        " CAST($2 AS BIGINT) FROM bill b JOIN customer c ON c.id = b.customer_id",
        now,
        now + 86_400_000,
    )


async def measure(lab: Lab) -> list[Row]:
    """In milliseconds for one pass, each figure the mean of many."""
    ours: dict[int, list[float]] = {}
    counted: list[float] = []
    bought: dict[int, list[float]] = {}
    looked: list[float] = []
    charged: dict[int, list[float]] = {}
    asked: list[float] = []
    for size in SIZES:
        async with lab.copy_of(await lab.pattern(lambda size=size: seeds.an_isp(size))):
            await whole_run()
            await everybody_bought()
            await everybody_is_charged()
            await db.run("ANALYZE")
            counted, looked, asked = [], [], []
            ours[size], bought[size], charged[size] = [], [], []
            for _ in range(RUNS):
                bought[size].append(await _milliseconds(purchases))
                looked.append(await _milliseconds(count_purchases))
                charged[size].append(await _milliseconds(days))
                asked.append(await _milliseconds(count_days))
                ours[size].append(await _milliseconds(suspension))
                counted.append(await _milliseconds(count))
    small, large = SIZES
    return [
        Row("nothing_due", "ms", ours[large], counted, "<= 3"),
        Row("nothing_due_as_it_grows", "ms", ours[large], ours[small], "<= 1.3"),
        Row("no_purchase_over", "ms", bought[large], looked, "<= 3"),
        Row("no_purchase_over_as_it_grows", "ms", bought[large], bought[small], "<= 1.3"),
        Row("no_day_due", "ms", charged[large], asked, "<= 3"),
        Row("no_day_due_as_it_grows", "ms", charged[large], charged[small], "<= 1.3"),
    ]


async def _milliseconds(work: Callable[[], Awaitable[None]]) -> float:
    async def repeatedly() -> None:
        for _ in range(REPEATED):
            await work()

    return await timed(repeatedly) * 1000 / REPEATED
