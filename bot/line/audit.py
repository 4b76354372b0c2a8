"""`netkhata audit`: prove the books."""

from __future__ import annotations

import argparse

from bot.failure import FAILED, HELD
from bot.line.parsing import Commands, answering
from bot.line.streams import say


def declare(commands: Commands) -> None:
    """Its arguments."""
    answering(commands, "audit", "prove the books; the first fault otherwise", run)


async def run(options: argparse.Namespace) -> int:
    """Prove the books."""
    from bot import database
    from bot.settings import load
    from domain.billing import proof as billing
    from domain.hotspot import proof as hotspot
    from domain.ledger import proof as ledger
    from domain.payments import proof as payments
    from domain.vouchers import proof as vouchers

    settings = load()
    async with database.opened(settings.database_url):
        found = []
        for room in (ledger, billing, payments, vouchers, hotspot):
            found += await room.faults()
    first = found[0] if found else None
    say(
        {
            "holds": first is None,
            "faults": [{"kind": fault.kind, "detail": fault.detail} for fault in found],
        },
        ["the books hold"]
        if first is None
        else [f"the books do not hold: {first.kind} {first.detail}"],
        as_json=options.json,
    )
    return HELD if first is None else FAILED
