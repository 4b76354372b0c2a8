"""`netkhata invite`: a link that makes whoever opens it staff."""

from __future__ import annotations

import argparse

from bot.failure import HELD
from bot.line.parsing import Commands, answering
from bot.line.streams import say


def declare(commands: Commands) -> None:
    """Its arguments."""
    text = "a one-time link that makes whoever opens it staff"
    made = answering(commands, "invite", text, run)
    made.add_argument("--role", required=True, metavar="ROLE", help="admin, collector, ...")
    made.add_argument("--operator", metavar="CODE", help="the operator they work for")
    made.add_argument("--name", default="", help="who it is for")


async def run(options: argparse.Namespace) -> int:
    """A one-time link to become staff."""
    from bot import database
    from bot.settings import load
    from bot.work import inviting

    settings = load(needs=("secret_key",))
    async with database.opened(settings.database_url):
        link, token = await inviting.invite(
            settings, role=options.role, code=options.operator, name=options.name
        )
    lines = [link or f"write this to the bot: /start {token}", "good once, for 7 days"]
    say({"link": link, "token": token, "role": options.role}, lines, as_json=options.json)
    return HELD
