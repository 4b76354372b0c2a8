"""`netkhata migrate`: bring the database to this version."""

from __future__ import annotations

import argparse

from bot.failure import HELD, Failure
from bot.line.parsing import Commands, answering
from bot.line.streams import say


def declare(commands: Commands) -> None:
    """Its arguments."""
    made = answering(commands, "migrate", "bring the database to this version; safe to repeat", run)
    made.add_argument(
        "--new", action="store_true", help="make a database here though nothing is set"
    )


async def run(options: argparse.Namespace) -> int:
    """Bring the database to this version, and what is sealed under the newest key."""
    from bot import database, keys
    from bot.settings import load
    from domain import schema

    settings = load()
    _refuse_to_make_by_accident(settings.database_url, options.new)
    async with database.opened(settings.database_url, current=False):
        applied = await schema.migrate(settings.database_url)
        resealed = await keys.renew(settings)
    lines = [f"applied {name}" for name in applied]
    if resealed:
        lines.append(f"sealed {resealed} credentials under the newest secret key")
    say(
        {"applied": applied, "resealed": resealed},
        lines or ["nothing to do: the database is current"],
        as_json=options.json,
    )
    return HELD


def _refuse_to_make_by_accident(url: str, new: bool) -> None:
    from bot.settings import are_told, nowhere
    from domain import db

    path = db.file_of(url)
    if path is None or path.exists() or new or are_told():
        return
    raise Failure(
        f"{nowhere()}: nothing is made. Run this where your netkhata.toml lies; to make a new"
        f" database {path.absolute()}, run `netkhata migrate --new`"
    )
