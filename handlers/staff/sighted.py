"""How it is told that a transaction id is known from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from domain.payments.sights import Sight
from handlers.ui.screens import Block, Lines, Text


def blocks(seen: Sequence[Sight]) -> list[Block]:
    """Whom, how much, who took it and when; of another operator's customer no name."""
    return [Lines(*(_told(sight) for sight in seen))] if seen else []


def _told(sight: Sight) -> Text:
    return Text(
        f"seen-{sight.state}",
        whose=Text("seen-whose", name=sight.name, id=sight.code)
        if sight.name
        else Text("seen-hidden"),
        amount=sight.amount,
        number=f"R{sight.payment_id:07d}" if sight.payment_id else "",
        by=sight.by or None,
        at=sight.at,
        why=sight.why or None,
    )
