"""What is left of a service where it is no longer: under an old name, of another kind, elsewhere.

Kept when the service moves, and shut on that router as soon as it answers, however late: the
account is shut, its sessions end, our entries go. A name that somebody has there now is theirs.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import timedelta

from domain import clock, db
from domain.fields import to_ms
from domain.network import limits, queries
from domain.ports.access import Left

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Remnant:
    """What one customer left on a router, as it is kept."""

    id: int
    tries: int
    left: Left


async def keep(which: str) -> list[int]:
    """Keep what these customers' services leave where they no longer are; whose have moved."""
    return await queries.remnants.keep(which, to_ms(clock.now()))


async def due(router_id: int) -> list[Remnant]:
    """What is to be shut on the router now."""
    now = clock.now()
    late = to_ms(now + timedelta(seconds=limits.LONGEST_PAUSE_SECONDS))  # the clock was put back
    found = await queries.remnants.due(router_id, now=to_ms(now), latest=late, limit=AT_ONCE)
    return [Remnant(row.id, row.tries, _left(row)) for row in found]


def _left(row: queries.remnants.Remnant) -> Left:
    return Left(
        customer_id=row.customer_id,
        login=row.name,
        address=row.address,
        active=bool(row.active),
        login_now=row.name_now,
        address_now=row.address_now,
        owned=bool(row.owned),
        kind="hotspot" if row.logs_in else "pppoe",
    )


async def conclude(found: Sequence[Remnant], shut: Set[int]) -> None:
    """Forget what the router was read to have no more, by id, and put off the rest."""
    now = clock.now()
    done = [each.id for each in found if each.id in shut]
    lines = [
        (to_ms(now + timedelta(seconds=limits.backoff_seconds(each.tries))), each.id)
        for each in found
        if each.id not in done
    ]
    async with db.transaction():
        if done:
            await queries.remnants.forget(done)
        await queries.remnants.put_off(lines)
