"""A process that goes on with bulks, to be killed: `python -m tests.domain.bulk.runner URL`.

It says `ready` before the first batch, `batch` after each, and `done` at the end. Each process has
batches of sizes of its own.
"""

from __future__ import annotations

import asyncio
import os
import sys

from domain import clock, db, events, reactions, vault
from domain.bulk import rules, working
from domain.bulk.models import Bulk
from tests.cast import NOW
from tests.paces import Chance
from tests.sealing import VAULT

MOST = 12


def say(word: str) -> None:
    """Tell the test, at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


async def run(url: str) -> None:
    """Go on with what is there until nothing is left to do."""
    clock.use(lambda: NOW)
    vault.use(VAULT)
    events.listen(reactions.MAP)
    await db.open_database(url)
    pace = Chance(os.getpid(), MOST)
    try:
        say("ready")
        for row in await Bulk.filter(status__in=rules.WORKING):
            while await working.step(row, pace):
                say("batch")
        say("done")
    finally:
        await db.close_database()


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1]))
