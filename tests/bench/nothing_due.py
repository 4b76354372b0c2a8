"""Daily passes over 100,000 customers when nothing is due, beside an indexed count."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

from domain import db
from domain.billing import dues
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


async def measure(lab: Lab) -> list[Row]:
    """In milliseconds for one pass, each figure the mean of many."""
    ours: dict[int, list[float]] = {}
    counted: list[float] = []
    for size in SIZES:
        async with lab.copy_of(await lab.pattern(lambda size=size: seeds.an_isp(size))):
            await whole_run()
            await db.run("ANALYZE")
            counted = []
            ours[size] = []
            for _ in range(RUNS):
                ours[size].append(await _milliseconds(suspension))
                counted.append(await _milliseconds(count))
    small, large = SIZES
    return [
        Row("nothing_due", "ms", ours[large], counted, "<= 3"),
        Row("nothing_due_as_it_grows", "ms", ours[large], ours[small], "<= 1.3"),
    ]


async def _milliseconds(work: Callable[[], Awaitable[None]]) -> float:
    async def repeatedly() -> None:
        for _ in range(REPEATED):
            await work()

    return await timed(repeatedly) * 1000 / REPEATED
