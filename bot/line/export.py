"""`netkhata export`: what the books hold, as files for others."""

from __future__ import annotations

import argparse

from bot.failure import HELD, MISUSED, Failure
from bot.line import streams
from bot.line.parsing import Commands, Parser, answering, count, day, month

_FILE = "where to; - is standard output"
_LIST = "where to, .xlsx or .csv; - is standard output"


def declare(commands: Commands) -> None:
    """What can be written, each with its arguments."""
    out = commands.add_parser("export", help="write what is in the books into a file")
    kinds = out.add_subparsers(dest="kind", metavar="WHAT", required=True)
    text = "the ledger as a plain-text journal, which beancount checks"
    _within(answering(kinds, "journal", text, journal), _FILE)
    _bills(answering(kinds, "bills", "bills as XLSX or CSV", table))
    _payments(answering(kinds, "payments", "payments as XLSX or CSV", table))
    _customers(answering(kinds, "customers", "customers as XLSX or CSV", table))
    _messages(answering(kinds, "messages", "what customers were told, as XLSX or CSV", table))
    _btrc(answering(kinds, "btrc", "the regulator's report of subscribers", table))


def _whose(made: Parser, file: str) -> None:
    made.add_argument("file", metavar="FILE", help=file)
    made.add_argument("--operator", metavar="CODE", help="only this operator and those under it")


def _within(made: Parser, file: str) -> None:
    _whose(made, file)
    made.add_argument("--since", metavar="DAY", type=day, help="the first day, like 2026-11-01")
    made.add_argument("--until", metavar="DAY", type=day, help="the last day")


def _written(made: Parser) -> None:
    made.add_argument("--format", choices=("xlsx", "csv"), metavar="FORM", help="whatever its name")
    made.add_argument("--language", metavar="CODE", help="of headings; without it the operator's")


def _where(made: Parser) -> None:
    made.add_argument("--zone", metavar="CODE", help="only customers there")
    made.add_argument("--package", metavar="CODE", help="only customers who have it")


def _several(made: Parser, name: str, about: str) -> None:
    made.add_argument(name, metavar="WORD", action="append", default=[], help=about)


def _bills(made: Parser) -> None:
    _within(made, _LIST)
    _where(made)
    _several(made, "--status", "unpaid, partial, paid, void, or open; several times for several")
    made.add_argument(
        "--overdue", metavar="DAYS", type=count, help="open, and at least so many days past due"
    )
    _written(made)


def _payments(made: Parser) -> None:
    _within(made, _LIST)
    _several(made, "--method", "cash, bank, bkash, ...; several times for several")
    made.add_argument("--collector", metavar="NAME", help="only what this person took")
    _written(made)


def _customers(made: Parser) -> None:
    _whose(made, _LIST)
    _where(made)
    _several(made, "--status", "pending, active, suspended, expired, left; as often as you like")
    _several(made, "--collection", "pending, reminded, warned, promised, suspended, restored, ...")
    _written(made)


def _messages(made: Parser) -> None:
    _within(made, _LIST)
    _several(made, "--status", "ready, sent, delivered, read, failed, unknown, dropped, ...")
    _several(made, "--channel", "whatsapp, sms, email: by which it was tried last")
    _written(made)


def _btrc(made: Parser) -> None:
    _whose(made, _LIST)
    made.add_argument(
        "--month", metavar="YYYY-MM", type=month, help="the month (the one that is over)"
    )
    _written(made)


def _refuse_days_in_wrong_order(options: argparse.Namespace) -> None:
    since, until = getattr(options, "since", None), getattr(options, "until", None)
    if since and until and since > until:
        raise Failure("--since is after --until: give the first day, then the last", MISUSED)


async def journal(options: argparse.Namespace) -> int:
    """Write the journal."""
    from bot import database
    from bot.settings import load
    from bot.work import exporting

    _refuse_days_in_wrong_order(options)
    settings = load()
    chosen = exporting.Chosen(options.operator, options.since, options.until)
    async with database.opened(settings.database_url):
        with streams.written(options.file) as to:
            entries = await exporting.journal(chosen, to)
    return _told(options, entries, "entries")


async def table(options: argparse.Namespace) -> int:
    """Write a list."""
    from bot import database
    from bot.settings import load
    from bot.work import listing

    _refuse_days_in_wrong_order(options)
    settings = load()
    async with database.opened(settings.database_url):
        with streams.whole(options.file) as to:
            rows = await listing.write(options.kind, options, to)
    return _told(options, rows, options.kind)


def _told(options: argparse.Namespace, number: int, what: str) -> int:
    if options.file != streams.STANDARD_OUTPUT:
        streams.say(
            {"file": options.file, what: number},
            [f"{options.file}: {number} {what}"],
            as_json=options.json,
        )
    return HELD
