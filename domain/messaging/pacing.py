"""Keeping to each gateway's rate, over all processes together: turns are reserved in the database.

A reservation is one update per gateway and batch, so that the provider's own limit is never what
fails a broadcast.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping

from domain import clock, db
from domain.fields import to_ms
from domain.messaging.choosing import Choice


async def reserve(choices: Mapping[int, Choice | str]) -> dict[int, int]:
    """The microsecond at which each message may be handed over."""
    by_gateway: dict[int, list[int]] = defaultdict(list)
    rates: dict[int, float] = {}
    for message_id, choice in choices.items():
        if not isinstance(choice, str):
            by_gateway[choice.gateway.id].append(message_id)
            rates[choice.gateway.id] = choice.gateway.rate
    now = to_ms(clock.now()) * 1000
    starts: dict[int, int] = {}
    for gateway_id, message_ids in by_gateway.items():
        gap = int(1_000_000 / max(rates[gateway_id], 0.01))
        ends = await db.value(
            "UPDATE gateway SET slot_us = CASE WHEN slot_us > $1 THEN slot_us ELSE $1 END + $2"
            " WHERE id = $3 RETURNING slot_us",
            now,
            gap * len(message_ids),
            gateway_id,
        )
        first = int(ends) - gap * len(message_ids)
        starts.update({message_id: first + gap * i for i, message_id in enumerate(message_ids)})
    return starts


async def until(instant_us: int) -> None:
    """Sleep until a reserved turn."""
    wait = instant_us / 1_000_000 - to_ms(clock.now()) / 1000
    if wait > 0:
        await asyncio.sleep(wait)
