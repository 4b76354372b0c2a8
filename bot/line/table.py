"""Every command, in the order of the help: a file of this drawer each."""

from __future__ import annotations

from bot.line import (
    apply,
    audit,
    billrun,
    check,
    demo,
    export,
    import_customers,
    invite,
    migrate,
    run,
)
from bot.line.parsing import Parser, Version

COMMANDS = (run, demo, migrate, apply, import_customers, billrun, check, audit, export, invite)


def full_parser() -> Parser:
    """Every command that exists, with its help."""
    top = Parser(prog="netkhata", description="Operations and billing for internet providers.")
    top.add_argument("--version", action=Version, help="this version")
    listed = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.declare(listed)
    return top
