"""`netkhata export`: what the books hold, as files for others."""

from __future__ import annotations

import argparse

from bot.failure import HELD
from bot.line import streams
from bot.line.parsing import Commands, Parser, answering, day


def declare(commands: Commands) -> None:
    """What can be written, each with its arguments."""
    out = commands.add_parser("export", help="write what is in the books into a file")
    kinds = out.add_subparsers(dest="kind", metavar="WHAT", required=True)
    text = "the ledger as a plain-text journal, which beancount checks"
    _within(answering(kinds, "journal", text, journal))


def _within(made: Parser) -> None:
    made.add_argument("file", metavar="FILE", help="where to; `-` is standard output")
    made.add_argument("--operator", metavar="CODE", help="only this operator and those under it")
    made.add_argument("--since", metavar="DAY", type=day, help="the first day, like 2026-11-01")
    made.add_argument("--until", metavar="DAY", type=day, help="the last day (today)")


async def journal(options: argparse.Namespace) -> int:
    """Write the journal."""
    from bot import database
    from bot.settings import load
    from bot.work import exporting

    settings = load()
    chosen = exporting.Chosen(options.operator, options.since, options.until)
    async with database.opened(settings.database_url):
        with streams.written(options.file) as to:
            count = await exporting.journal(chosen, to)
    if options.file != streams.STANDARD_OUTPUT:
        streams.say(
            {"file": options.file, "entries": count},
            [f"{options.file}: {count} entries"],
            as_json=options.json,
        )
    return HELD
