"""`netkhata import customers`: bring in who was kept elsewhere."""

from __future__ import annotations

import argparse

from bot.failure import FAILED, HELD
from bot.line.parsing import Commands, answering
from bot.line.streams import content, say


def declare(commands: Commands) -> None:
    """Its arguments."""
    bring = commands.add_parser("import", help="onboarding: bring in what was kept elsewhere")
    kinds = bring.add_subparsers(dest="kind", metavar="WHAT", required=True)
    made = answering(kinds, "customers", "customers from CSV or a spreadsheet", run)
    made.add_argument("file", metavar="FILE")
    made.add_argument("--dry-run", action="store_true", help="say what would happen")
    made.add_argument(
        "--create-missing",
        action="store_true",
        help="make the zones, packages and so on that are unknown",
    )
    made.add_argument(
        "--set-status",
        action="store_true",
        help="bring customers who are there to the status of the file, as by hand",
    )
    made.add_argument(
        "--welcome",
        action="store_true",
        help="greet whom the file makes: they are new, not only brought over",
    )


async def run(options: argparse.Namespace) -> int:
    """Bring in customers from a file."""
    from bot import database
    from bot.settings import load
    from bot.work import onboarding

    settings = load(needs=("secret_key",))
    table = content(options.file)
    async with database.opened(settings.database_url):
        report = await onboarding.customers(
            table,
            settings,
            dry_run=options.dry_run,
            create_missing=options.create_missing,
            set_status=options.set_status,
            greet=options.welcome,
        )
    say(report.as_json(), report.lines(), as_json=options.json)
    return HELD if not report.errors else FAILED
