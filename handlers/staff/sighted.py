"""How it is told that a transaction id is known from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.payments import rules, sights
from domain.payments.sights import Sight
from domain.payments.states import Method
from domain.staff.rights import Actor
from handlers.ui.screens import Block, Lines, Text


async def known(actor: Actor, given: Mapping[str, Any]) -> list[Block]:
    """Where else the transaction of a payment to be recorded is known."""
    txn = rules.tidy_txn(str(given.get("txn") or ""))
    return blocks(await sights.of(actor, txn, Method(given["method"])))


def blocks(seen: Sequence[Sight]) -> list[Block]:
    """Whom, how much, who took it and when; of another operator's customer no name."""
    return [Lines(*(_told(sight) for sight in seen))] if seen else []


def _told(sight: Sight) -> Text:
    hidden = Text("seen-nobodys" if sight.is_nobodys else "seen-hidden")
    return Text(
        f"seen-{sight.state}",
        whose=Text("seen-whose", name=sight.name, id=sight.code) if sight.name else hidden,
        amount=sight.amount,
        number=f"R{sight.payment_id:07d}" if sight.payment_id else "",
        by=sight.by or None,
        at=sight.at,
        why=sight.why or None,
    )
