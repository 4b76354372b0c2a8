"""A process to be killed, which carries on a bill run, or charges the days that have begun:
`python -m tests.domain.billing.runner bills URL`, or `days`.

It says `ready` before the first batch, `batch` after each, and `done` at the end. Each process has
batches of sizes of its own.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from domain import clock, db, events, vault
from domain.batches import Batch
from domain.billing import billrun, prepaid
from domain.billing.models import BillRun
from domain.calendar import Period
from domain.reactions import MAP
from domain.staff.rights import SYSTEM
from tests.cast import NOW
from tests.paces import Chance
from tests.sealing import VAULT

PERIOD = Period(2026, 11)
MOST = 20
LOOKED_AT = NOW + timedelta(days=3, hours=1)  # after a downtime: four days have begun


def say(word: str) -> None:
    """Tell the test, at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


class Telling(Chance):
    """It says of each batch that it is committed."""

    @asynccontextmanager
    async def batch(self) -> AsyncIterator[Batch]:
        """The next one."""
        async with super().batch() as batch:
            yield batch
        say("batch")


async def bills() -> None:
    """Start the run, or go on with what was left."""
    clock.use(lambda: NOW)
    await billrun.start(SYSTEM, PERIOD)
    say("ready")
    await billrun.carry_on(_of_run, pace=Chance(os.getpid(), MOST))


async def _of_run(run: BillRun) -> None:
    say("batch")


async def days() -> None:
    """Charge the days that are not charged yet."""
    clock.use(lambda: LOOKED_AT)
    events.listen(MAP)
    vault.use(VAULT)
    say("ready")
    await prepaid.charge_due(LOOKED_AT, pace=Telling(os.getpid(), MOST))


async def run(what: str, url: str) -> None:
    """Do it, in a database that is there."""
    await db.open_database(url)
    try:
        await {"bills": bills, "days": days}[what]()
        say("done")
    finally:
        await db.close_database()


if __name__ == "__main__":
    asyncio.run(run(*sys.argv[1:]))
