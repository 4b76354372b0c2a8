"""Statements about what services leave on routers where they are no more: instants are ms."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from domain import db

TARGET = "CASE WHEN c.connection IN ('pppoe', 'hotspot') THEN c.username ELSE c.ip END"
MOVED = (
    "(c.router_id IS NULL OR s.router_id <> c.router_id OR s.dials <> (c.connection = 'pppoe')"
    f" OR s.logs_in <> (c.connection = 'hotspot') OR s.target <> {TARGET})"
)
# Who is to be online keeps a user until the new one was seen to stand: nothing shows whether
# somebody is at an address, so there they keep it until they are to be held.
TO_SHUT = (
    "(c.status <> 'active' OR s.generation = s.applied"
    " AND (m.name = '' OR c.connection IN ('pppoe', 'hotspot')))"
)
_ITS_KIND = "CASE WHEN m.logs_in THEN 'hotspot' ELSE 'pppoe' END"


class _Customer(NamedTuple):
    customer_id: int


async def keep(which: str, now: int) -> list[int]:
    """Keep what services of customers `c`, chosen by a condition, leave; whose have moved."""
    kept = await db.typed(
        _Customer,
        "INSERT INTO remnant (customer_id, router_id, name, address, logs_in, kept_at, tries,"
        " due_ms) SELECT s.customer_id, s.router_id,"
        " CASE WHEN s.dials OR s.logs_in THEN s.target ELSE '' END,"
        " CASE WHEN s.logs_in THEN '' WHEN s.dials THEN COALESCE(s.held_at, '')"
        " ELSE REPLACE(s.target, '/32', '') END,"
        " s.logs_in, CAST($1 AS BIGINT), 0, 0 FROM service s"
        " JOIN customer c ON c.id = s.customer_id"
        f" WHERE c.status <> 'pending' AND s.target <> '' AND {MOVED} AND {which}"
        " RETURNING customer_id",
        now,
    )
    return [row.customer_id for row in kept]


class Remnant(NamedTuple):
    """What a customer left on a router, what they have there now, and whether it is another's."""

    id: int
    customer_id: int
    name: str
    address: str
    tries: int
    active: int
    logs_in: int
    name_now: str
    address_now: str
    owned: int


async def due(router_id: int, *, now: int, latest: int, limit: int) -> list[Remnant]:
    """What is to be shut on the router now; what is put off beyond the `latest` is due."""
    return await db.typed(
        Remnant,
        "SELECT m.id, m.customer_id, m.name, m.address, m.tries, c.status = 'active' AS active,"
        f" m.logs_in, CASE WHEN c.router_id = m.router_id AND c.connection = {_ITS_KIND}"
        " THEN c.username ELSE '' END AS name_now,"
        " CASE WHEN c.router_id = m.router_id AND c.connection IN ('static', 'dhcp')"
        " THEN REPLACE(c.ip, '/32', '') ELSE '' END AS address_now, EXISTS (SELECT 1"
        " FROM customer o WHERE o.username = m.name AND o.router_id = m.router_id"
        f" AND o.connection = {_ITS_KIND} AND o.status <> 'pending') AS owned"
        " FROM remnant m JOIN customer c ON c.id = m.customer_id"
        " LEFT JOIN service s ON s.customer_id = m.customer_id WHERE m.router_id = $1"
        f" AND (m.due_ms <= $2 OR m.due_ms > $3) AND {TO_SHUT}"
        " ORDER BY m.due_ms, m.id LIMIT $4",
        router_id,
        now,
        latest,
        limit,
    )


async def forget(remnant_ids: Collection[int]) -> None:
    """They are shut. Whoever has one of the names by now may have been shut with it, and is
    brought in line again."""
    ids = db.ids(remnant_ids)
    await db.run(
        "UPDATE service SET applied = 0, due_ms = 0 WHERE customer_id IN (SELECT o.id"
        " FROM remnant m JOIN customer o ON o.username = m.name AND o.router_id = m.router_id"
        f" WHERE m.id IN ({ids}) AND m.name <> '' AND o.connection = {_ITS_KIND}"
        " AND o.status <> 'pending')"
    )
    await db.run(f"DELETE FROM remnant WHERE id IN ({ids})")


async def put_off(lines: Sequence[tuple[int, int]]) -> None:
    """Until when what is not shut waits."""
    await db.run_many("UPDATE remnant SET due_ms = $1, tries = tries + 1 WHERE id = $2", lines)
