"""A process that carries on a bill run, to be killed: `python -m tests.domain.billing.runner URL`.

It says `ready` before the first batch, `batch` after each, and `done` at the end. Each process has
batches of sizes of its own.
"""

from __future__ import annotations

import asyncio
import os
import sys

from domain import clock, db
from domain.billing import billrun
from domain.billing.models import BillRun
from domain.calendar import Period
from domain.staff.rights import SYSTEM
from tests.cast import NOW
from tests.paces import Chance

PERIOD = Period(2026, 11)
MOST = 20


def say(word: str) -> None:
    """Tell the test, at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


async def progress(run: BillRun) -> None:
    """A batch is committed."""
    say("batch")


async def run(url: str) -> None:
    """Start the run, or go on with what was left."""
    clock.use(lambda: NOW)
    await db.open_database(url)
    try:
        await billrun.start(SYSTEM, PERIOD)
        say("ready")
        await billrun.carry_on(progress, pace=Chance(os.getpid(), MOST))
        say("done")
    finally:
        await db.close_database()


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1]))
