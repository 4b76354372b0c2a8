"""Keeping to each gateway's rate, over all processes together: turns are reserved in the database.

A reservation is one update per gateway and batch, so that the provider's own limit is never what
fails a broadcast. Only so many turns are taken as come soon: what waits longer goes back to the
outbox, where something more urgent may overtake it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain import clock, db
from domain.fields import to_ms
from domain.messaging.choosing import Choice

HORIZON_US = 10_000_000


@dataclass(slots=True)
class Turns:
    """By message id: the microsecond of its turn, or the millisecond at which to ask again."""

    now: dict[int, int] = field(default_factory=dict)
    later: dict[int, int] = field(default_factory=dict)


async def reserve(choices: Mapping[int, Choice | str]) -> Turns:
    """Turns for the messages that can be handed over soon, in their order."""
    by_gateway: dict[int, list[int]] = defaultdict(list)
    rates: dict[int, float] = {}
    for message_id, choice in choices.items():
        if not isinstance(choice, str):
            by_gateway[choice.gateway.id].append(message_id)
            rates[choice.gateway.id] = choice.gateway.rate
    turns = Turns()
    for gateway_id, message_ids in by_gateway.items():
        await _take(turns, gateway_id, message_ids, max(rates[gateway_id], 0.01))
    return turns


async def _take(turns: Turns, gateway_id: int, message_ids: list[int], rate: float) -> None:
    now = to_ms(clock.now()) * 1000
    gap = int(1_000_000 / rate)
    soon = message_ids[: max(HORIZON_US // gap, 1)]
    ends = await db.value(
        "UPDATE gateway SET slot_us = CASE WHEN slot_us > $1 THEN slot_us ELSE $1 END + $2"
        " WHERE id = $3 AND slot_us <= $4 RETURNING slot_us",
        now,
        gap * len(soon),
        gateway_id,
        now + HORIZON_US,
    )
    if ends is None:
        soon = []
        ends = await db.value("SELECT slot_us FROM gateway WHERE id = $1", gateway_id) or now
    first = int(ends) - gap * len(soon)
    turns.now.update({message_id: first + gap * i for i, message_id in enumerate(soon)})
    turns.later.update(dict.fromkeys(message_ids[len(soon) :], int(ends) // 1000))


async def until(instant_us: int) -> None:
    """Sleep until a reserved turn."""
    wait = instant_us / 1_000_000 - to_ms(clock.now()) / 1000
    if wait > 0:
        await asyncio.sleep(wait)
