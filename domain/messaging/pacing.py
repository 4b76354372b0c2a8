"""Keeping to each gateway's rate, over all processes together: turns are reserved in the database.

A reservation is one update per gateway and batch, so that the provider's own limit is never what
fails a broadcast. Only so many turns are taken as come soon: what waits longer goes back to the
outbox, where something more urgent may overtake it, and a pause, a payment or a kill find it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain import clock, db
from domain.fields import to_ms
from domain.messaging.choosing import Choice

HORIZON_US = 2_000_000
WAVE_US = 200_000  # turns within this are written down together, before the first of them
_BACK_AT_ONCE = 10  # so many that wait longer ask again together
_SKEW_US = 60_000_000  # by which the clocks of two machines may differ


@dataclass(slots=True)
class Turns:
    """By message id: the microsecond of its turn, or the millisecond at which to ask again."""

    now: dict[int, int] = field(default_factory=dict)
    later: dict[int, int] = field(default_factory=dict)

    def waves(self) -> list[list[int]]:
        """The messages by their turns, those that come close together in one."""
        waves: list[list[int]] = []
        for message_id, turn in sorted(self.now.items(), key=lambda one: one[1]):
            if not waves or turn - self.now[waves[-1][0]] >= WAVE_US:
                waves.append([])
            waves[-1].append(message_id)
        return waves


async def reserve(choices: Mapping[int, Choice]) -> Turns:
    """Turns for the messages that can be handed over soon, in their order."""
    by_gateway: dict[int, list[int]] = defaultdict(list)
    rates: dict[int, float] = {}
    for message_id, choice in choices.items():
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
    # What is booked beyond was booked before the clock was set back.
    believed = now + 2 * HORIZON_US + gap + _SKEW_US
    ends = await db.value(
        "UPDATE gateway SET slot_us ="
        " CASE WHEN slot_us BETWEEN $1 AND $5 THEN slot_us ELSE $1 END + $2"
        " WHERE id = $3 AND (slot_us <= $4 OR slot_us > $5) RETURNING slot_us",
        now,
        gap * len(soon),
        gateway_id,
        now + HORIZON_US,
        believed,
    )
    if ends is None:
        soon = []
        ends = await db.value("SELECT slot_us FROM gateway WHERE id = $1", gateway_id) or now
    first = int(ends) - gap * len(soon)
    turns.now.update({message_id: first + gap * i for i, message_id in enumerate(soon)})
    for place, message_id in enumerate(message_ids[len(soon) :]):
        expected = int(ends) + place // _BACK_AT_ONCE * _BACK_AT_ONCE * gap
        turns.later[message_id] = expected // 1000


async def until(instant_us: int) -> None:
    """Sleep until a reserved turn."""
    wait = instant_us / 1_000_000 - to_ms(clock.now()) / 1000
    if wait > 0:
        await asyncio.sleep(wait)
