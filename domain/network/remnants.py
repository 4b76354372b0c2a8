"""What is left of a service where it is no longer: under an old name, of another kind, elsewhere.

Kept when the service moves, and shut on that router as soon as it answers, however late: the
secret is disabled, its sessions end, our entries go. A name that somebody has there now is theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from domain import clock, db
from domain.fields import to_ms
from domain.network import limits
from domain.ports.access import Left

AT_ONCE = 500
TARGET = "CASE c.connection WHEN 'pppoe' THEN c.username ELSE c.ip END"
MOVED = (
    "(c.router_id IS NULL OR s.router_id <> c.router_id OR c.connection = 'hotspot'"
    f" OR s.dials <> (c.connection = 'pppoe') OR s.target <> {TARGET})"
)
_KEEP = (
    "INSERT INTO remnant (customer_id, router_id, name, address, kept_at, tries, due_ms)"
    " SELECT s.customer_id, s.router_id, CASE WHEN s.dials THEN s.target ELSE '' END,"
    " CASE WHEN s.dials THEN COALESCE(s.held_at, '') ELSE REPLACE(s.target, '/32', '') END,"
    " CAST($1 AS BIGINT), 0, 0 FROM service s JOIN customer c ON c.id = s.customer_id"
    f" WHERE c.status <> 'pending' AND s.target <> '' AND {MOVED} AND {{which}}"
    " RETURNING customer_id"
)
# Who is to be online keeps a user until the new one was seen to stand: nothing shows whether
# somebody is at an address or at a hotspot, so there they keep it until they are to be held.
TO_SHUT = (
    "(c.status <> 'active' OR CASE m.name"
    " WHEN '' THEN c.connection = 'hotspot' OR s.generation = s.applied"
    " ELSE c.connection = 'pppoe' AND s.generation = s.applied END)"
)
_DUE = (
    "SELECT m.id, m.customer_id, m.name, m.address, m.tries, c.status = 'active' AS active,"
    " CASE WHEN c.router_id = m.router_id AND c.connection = 'pppoe' THEN c.username ELSE ''"
    " END AS name_now, CASE WHEN c.router_id = m.router_id AND c.connection IN ('static', 'dhcp')"
    " THEN REPLACE(c.ip, '/32', '') ELSE '' END AS address_now, EXISTS (SELECT 1 FROM customer o"
    " WHERE o.username = m.name AND o.router_id = m.router_id AND o.connection = 'pppoe'"
    " AND o.status <> 'pending') AS owned FROM remnant m JOIN customer c ON c.id = m.customer_id"
    " LEFT JOIN service s ON s.customer_id = m.customer_id WHERE m.router_id = $1"
    f" AND (m.due_ms <= $2 OR m.due_ms > $3) AND {TO_SHUT}"
    " ORDER BY m.due_ms, m.id LIMIT $4"
)

# Whoever has one of the names by now may have been shut with it, and is brought in line again.
_GIVE_BACK = (
    "UPDATE service SET applied = 0, due_ms = 0 WHERE customer_id IN (SELECT o.id FROM remnant m"
    " JOIN customer o ON o.username = m.name AND o.router_id = m.router_id"
    " WHERE m.id IN ({ids}) AND m.name <> '' AND o.connection = 'pppoe' AND o.status <> 'pending')"
)


@dataclass(frozen=True, slots=True)
class Remnant:
    """What one customer left on a router, as it is kept."""

    id: int
    tries: int
    left: Left


async def keep(which: str) -> list[int]:
    """Keep what these customers' services leave where they no longer are; whose have moved."""
    kept = await db.rows(_KEEP.replace("{which}", which), to_ms(clock.now()))
    return [row["customer_id"] for row in kept]


async def due(router_id: int) -> list[Remnant]:
    """What is to be shut on the router now."""
    now = clock.now()
    late = to_ms(now + timedelta(seconds=limits.LONGEST_PAUSE_SECONDS))  # the clock was put back
    found = await db.rows(_DUE, router_id, to_ms(now), late, AT_ONCE)
    return [Remnant(row["id"], row["tries"], _left(row)) for row in found]


def _left(row: Mapping[str, Any]) -> Left:
    return Left(
        customer_id=row["customer_id"],
        login=row["name"],
        address=row["address"],
        active=bool(row["active"]),
        login_now=row["name_now"],
        address_now=row["address_now"],
        owned=bool(row["owned"]),
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
            ids = ", ".join(map(str, done))
            await db.run(_GIVE_BACK.replace("{ids}", ids))
            await db.run(f"DELETE FROM remnant WHERE id IN ({ids})")
        await db.run_many("UPDATE remnant SET due_ms = $1, tries = tries + 1 WHERE id = $2", lines)
