"""Staff search among 100,000 customers: by name parts, mistyped, by mobile and by ID."""

from __future__ import annotations

import random
import statistics

from domain import db
from domain.customers.index import index
from domain.reports import finding
from domain.staff.rights import SYSTEM
from tests.bench import seeds
from tests.bench.frame import RUNS, Lab, Row, timed

CUSTOMERS = 100_000
LOOKS = 60
CHUNK = 5_000


async def seed() -> None:
    """Customers with the index that their names are found by."""
    await seeds.an_isp(CUSTOMERS)
    for first in range(1, CUSTOMERS, CHUNK):
        async with db.transaction():
            await index(list(range(first, first + CHUNK)))


async def typed(chance: random.Random) -> list[str]:
    """What staff type for customers picked by chance: a quarter of each kind."""
    texts = []
    for kind in range(LOOKS):
        row = await db.one(
            "SELECT name, mobile, code FROM customer WHERE id = $1",
            chance.randint(1, CUSTOMERS),
        )
        assert row is not None
        given, family = row["name"].split()
        slipped = given[:2] + given[3:] if len(given) > 4 else given
        texts.append(
            (f"{given} {family[:3]}", f"{slipped} {family}", row["mobile"], row["code"])[kind % 4]
        )
    return texts


async def measure(lab: Lab) -> list[Row]:
    """The 95th percentile of a look, in ms, beside the 50 ms that a person does not notice."""
    chance = random.Random(20261101)
    nineties: list[float] = []
    async with lab.copy_of(await lab.pattern(seed)):
        for text in await typed(chance):
            await finding.find(SYSTEM, text)
        for _ in range(RUNS):
            looks = [
                await timed(lambda text=text: finding.find(SYSTEM, text)) * 1000
                for text in await typed(chance)
            ]
            nineties.append(statistics.quantiles(looks, n=20)[-1])
    return [Row("search_p95", "ms", nineties, [50.0], "<= 1")]
