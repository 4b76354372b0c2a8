"""`netkhata run`: serve."""

from __future__ import annotations

import argparse

from bot.failure import MISUSED, Failure, meant
from bot.line.parsing import Commands, serving
from bot.serving.needs import ROLES


def declare(commands: Commands) -> None:
    """Its arguments."""
    made = serving(commands, "run", "serve: the roles named, or all in one process", run)
    made.add_argument("roles", nargs="*", metavar="ROLE", help=", ".join(ROLES))


async def run(options: argparse.Namespace) -> int:
    """Serve until it is stopped."""
    unknown = [role for role in options.roles if role not in ROLES]
    if unknown:
        raise Failure(f"there is no role '{unknown[0]}'{meant(unknown[0], ROLES)}", MISUSED)
    from bot.serving import roles

    return await roles.run(tuple(dict.fromkeys(options.roles)) or ROLES)
