"""Keeping to each gateway's rate, over all processes together: turns are reserved in the database.

A reservation is one update per gateway and batch, so that the provider's own limit is never what
fails a broadcast. Only so many turns are taken as come soon: what waits longer goes back to the
outbox, where something more urgent may overtake it, and a pause, a payment or a kill find it.

Where a provider says all the same that it was too much, the gateway pauses for everybody, then
goes slower, and comes back to its rate by and by.
"""

from __future__ import annotations

import asyncio
import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from domain import clock
from domain.accounts import queries
from domain.accounts.models import Gateway
from domain.fields import to_ms
from domain.messaging.content import Choice

MARGIN = 1.1  # turns are so much further apart than the rate says: calls do not arrive evenly
HORIZON_US = 2_000_000
WAVE_US = 200_000  # turns within this are written down together, before the first of them
LATE_US = 250_000  # who comes so late to a turn takes another: the others have gone on meanwhile
LEAST_GAP_US = 1_000  # turns that are closer come as they come
SLOWEST = 64
RECOVERS_US = 30_000_000  # after so long without complaint it goes twice as fast again
MOST_PAUSE_US = 6 * 3_600_000_000
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


class Pace:
    """Keeps the tries of a batch to their turns, also after the process has slept."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._free: dict[int, int] = {}

    async def turn(self, message_id: int, gateway: Gateway) -> None:
        """Sleep until the turn; whoever slept through it takes another one, from now on."""
        at, gap = self._turns.now[message_id], gap_of(gateway)
        await until(at)
        if gap < LEAST_GAP_US:
            return
        while _now_us() - at > LATE_US:
            at = await _one_more(gateway.id, gap)
            await until(at)
        at = max(at, _now_us())
        free = max(at, self._free.get(gateway.id, 0))
        self._free[gateway.id] = free + gap
        if free > at:
            await asyncio.sleep((free - at) / 1_000_000)


def _now_us() -> int:
    return to_ms(clock.now()) * 1000


def gap_of(gateway: Gateway) -> int:
    """By how many microseconds its turns are apart now."""
    rate = max(gateway.rate, 0.01) / _slowness(gateway)
    return math.ceil(1_000_000 * MARGIN / rate)


def _slowness(gateway: Gateway) -> float:
    """By how many times it goes slower than its rate; that wears off."""
    if gateway.slowness <= 1:
        return 1.0
    quiet = _now_us() - max(gateway.slowed_us, gateway.paused_us)
    if quiet < -MOST_PAUSE_US - _SKEW_US:  # the clock was set back
        return 1
    wear: float = 2.0 ** min(max(quiet, 0) / RECOVERS_US, SLOWEST)
    return max(float(gateway.slowness) / wear, 1.0)


async def reserve(choices: Mapping[int, Choice]) -> Turns:
    """Turns for the messages that can be handed over soon, in their order."""
    by_gateway: dict[int, list[int]] = defaultdict(list)
    gateways: dict[int, Gateway] = {}
    for message_id, choice in choices.items():
        by_gateway[choice.gateway.id].append(message_id)
        gateways[choice.gateway.id] = choice.gateway
    turns = Turns()
    for gateway_id, message_ids in by_gateway.items():
        await _take(turns, gateway_id, message_ids, gap_of(gateways[gateway_id]))
    return turns


async def _take(turns: Turns, gateway_id: int, message_ids: list[int], gap: int) -> None:
    limits = _limits(gap)
    soon = message_ids[: max(HORIZON_US // gap, 1)]
    ends = await queries.book(gateway_id, limits, gap * len(soon), by=limits.now + HORIZON_US)
    if ends is None:
        soon = []
        ends = await queries.free_from(gateway_id, limits)
    first = ends - gap * len(soon)
    turns.now.update({message_id: first + gap * i for i, message_id in enumerate(soon)})
    for place, message_id in enumerate(message_ids[len(soon) :]):
        expected = ends + place // _BACK_AT_ONCE * _BACK_AT_ONCE * gap
        turns.later[message_id] = expected // 1000


def _limits(gap: int) -> queries.Limits:
    now = _now_us()
    return queries.Limits(
        now, now + 2 * HORIZON_US + gap + _SKEW_US, now + MOST_PAUSE_US + _SKEW_US
    )


async def _one_more(gateway_id: int, gap: int) -> int:
    """A turn for one that missed its own, however long it waits for it."""
    limits = _limits(gap)
    ends = await queries.book_next(gateway_id, limits, gap)
    return limits.now if ends is None else ends - gap


async def slow(gateway: Gateway, asked: float | None, since_ms: int) -> None:
    """Its provider says that it was too much: nothing goes for a while, then less than before.

    `asked` is for how many seconds it wants to hear nothing; `since_ms` is when the try was
    written down: those that were under way when it was said before slow it down no further.
    """
    limits, slower = _limits(0), min(_slowness(gateway) * 2, SLOWEST)
    pause = int((slower / 2 if asked is None else asked) * 1_000_000)
    silent_until = limits.now + min(pause, MOST_PAUSE_US)
    await queries.slow(gateway.id, float(slower), limits, silent_until, since_ms * 1000)


async def paused(gateways: Collection[int]) -> dict[int, int]:
    """Which of them are silent now, and until which millisecond."""
    limits = _limits(0)
    silent = await queries.paused(gateways, limits.now, limits.paused)
    return {gateway_id: until // 1000 + 1 for gateway_id, until in silent.items()}


async def until(instant_us: int) -> None:
    """Sleep until a reserved turn."""
    wait = instant_us / 1_000_000 - to_ms(clock.now()) / 1000
    if wait > 0:
        await asyncio.sleep(wait)
