"""`netkhata check`: how everything that we depend on is."""

from __future__ import annotations

import argparse

from bot.failure import FAILED, HELD
from bot.line.parsing import Commands, answering
from bot.line.streams import say


def declare(commands: Commands) -> None:
    """Its arguments."""
    text = "configuration, database, every gateway and router: a line each"
    answering(commands, "check", text, run)


async def run(options: argparse.Namespace) -> int:
    """Say how everything that we depend on is, a line each."""
    from bot.settings import load
    from bot.work import checking

    settings = load(needs=("secret_key",))
    findings = await checking.everything(settings)
    ok = all(one.ok for one in findings)
    say(
        {"ok": ok, "checks": [one.as_json() for one in findings]},
        [one.line() for one in findings],
        as_json=options.json,
    )
    return HELD if ok else FAILED
