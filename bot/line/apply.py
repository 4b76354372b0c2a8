"""`netkhata apply`: make what a file says."""

from __future__ import annotations

import argparse

from bot.failure import HELD
from bot.line.parsing import Commands, answering
from bot.line.streams import content, say


def declare(commands: Commands) -> None:
    """Its arguments."""
    made = answering(commands, "apply", "make what a TOML file says; safe to repeat", run)
    made.add_argument("file", metavar="FILE.toml")


async def run(options: argparse.Namespace) -> int:
    """Make what a file says."""
    from bot import database, keys
    from bot.apply import provision
    from bot.settings import load

    settings = load(needs=("secret_key",))
    text = content(options.file)
    async with database.opened(settings.database_url):
        await keys.check(settings)
        changes = await provision.apply(text, settings)
    lines = [f"{change.act} {change.kind} {change.name}" for change in changes]
    say(
        {"changes": [change.as_json() for change in changes]},
        lines or ["nothing changed"],
        as_json=options.json,
    )
    return HELD
