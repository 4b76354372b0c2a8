"""`netkhata billrun`: bill a month."""

from __future__ import annotations

import argparse

from bot.failure import HELD
from bot.line.parsing import Commands, answering
from bot.line.streams import say


def declare(commands: Commands) -> None:
    """Its arguments."""
    text = "bill a month: one bill per customer, however often"
    made = answering(commands, "billrun", text, run)
    made.add_argument("--period", metavar="YYYY-MM", help="the month (this one)")
    made.add_argument("--operator", metavar="CODE", help="only this operator and those under it")
    made.add_argument("--dry-run", action="store_true", help="say what would happen")


async def run(options: argparse.Namespace) -> int:
    """Bill a month."""
    from bot import database
    from bot.settings import load
    from bot.work import billing

    settings = load(needs=("secret_key",))
    async with database.opened(settings.database_url):
        outcome = await billing.run(
            settings, period=options.period, operator=options.operator, dry_run=options.dry_run
        )
    say(outcome.as_json(), outcome.lines(), as_json=options.json)
    return HELD
