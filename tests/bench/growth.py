"""What a bill costs as the ISP grows: the bill run per customer, beside that at 10,000."""

from __future__ import annotations

from tests.bench import seeds
from tests.bench.bill_run import whole_run
from tests.bench.frame import RUNS, Lab, Row, timed

SIZES = (1_000, 10_000, 100_000)
FULL = 1_000_000
USUAL = 10_000


async def measure(lab: Lab) -> list[Row]:
    """All sizes in turn, so that each run has its neighbours of the same moment."""
    sizes = (*SIZES, FULL) if lab.full else SIZES
    patterns = {size: await lab.pattern(lambda size=size: seeds.an_isp(size)) for size in sizes}
    cost: dict[int, list[float]] = {size: [] for size in sizes}
    for _ in range(RUNS):
        for size, pattern in patterns.items():
            cost[size].append(await _microseconds(lab, pattern, size))
    others = [size for size in sizes if size != USUAL]
    return [
        Row(f"growth_{size}", "us/customer", cost[size], cost[USUAL], _reach(size))
        for size in others
    ]


def _reach(size: int) -> str:
    """What a run costs by itself weighs more on a few."""
    return "<= 2" if size < USUAL else "<= 1.3"


async def _microseconds(lab: Lab, pattern: str, size: int) -> float:
    async with lab.copy_of(pattern):
        return await timed(whole_run) * 1_000_000 / size
