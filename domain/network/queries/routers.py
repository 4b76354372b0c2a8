"""Statements about routers: what is known of them, who is behind them, what is open about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain import db
from domain.customers.models import HELD_SQL


class _Id(NamedTuple):
    id: int


async def customers_behind(router_id: int) -> int:
    """How many customers have their service from the router."""
    return int(
        await db.value(
            "SELECT COUNT(*) FROM customer WHERE router_id = $1"
            f" AND status IN ('active', {HELD_SQL})",
            router_id,
        )
    )


async def routers_with(incident: str) -> set[int]:
    """The routers about which an incident of this kind is open."""
    found = await db.typed(
        _Id,
        "SELECT r.id FROM router r JOIN incident i ON i.subject = 'router:' || CAST(r.id AS TEXT)"
        " WHERE i.kind = $1 AND i.closed_at IS NULL",
        incident,
    )
    return {row.id for row in found}


class About(NamedTuple):
    """An incident that is open, by kind and subject."""

    kind: str
    subject: str


async def open_of_switched_off() -> list[About]:
    """What is open about routers that nobody uses."""
    return await db.typed(
        About,
        "SELECT i.kind, i.subject FROM incident i"
        " JOIN router r ON i.subject = 'router:' || CAST(r.id AS TEXT)"
        " WHERE i.closed_at IS NULL AND NOT r.enabled",
    )


class Waiting(NamedTuple):
    """A customer whose service can't be brought in line, and why."""

    customer_id: int
    username: str
    ip: str
    error: str


async def waiting(router_id: int, error: str) -> list[Waiting]:
    """Whose services on the router are not as desired, with an error that begins so."""
    return await db.typed(
        Waiting,
        "SELECT s.customer_id, c.username, c.ip, s.error FROM service s"
        " JOIN customer c ON c.id = s.customer_id"
        " WHERE s.router_id = $1 AND s.generation <> s.applied AND s.error LIKE $2",
        router_id,
        f"{error}%",
    )


async def add_state(router_id: int) -> None:
    """Nothing is known of the router, unless something is."""
    await db.run(
        "INSERT INTO router_state (router_id, misses, hits, version, uptime_seconds, cpu_load,"
        " sessions, rows_read, sessions_read, failed, waiting, released, drift, error)"
        " VALUES ($1, 0, 0, '', 0, 0, 0, 0, 0, 0, 0, FALSE, '{}', '') ON CONFLICT DO NOTHING",
        router_id,
    )


async def read_soon(router_id: int) -> None:
    """The router is to be read whole at once."""
    await db.run("UPDATE router_state SET due_at = NULL WHERE router_id = $1", router_id)


class Used(NamedTuple):
    """A kind of connection, and a rate at which somebody is served by it; empty for nobody."""

    connection: str
    rate: str


async def used(router_id: int) -> list[Used]:
    """The kinds of connection of the router's customers with their rates."""
    return await db.typed(
        Used,
        "SELECT DISTINCT c.connection, CASE WHEN c.status NOT IN ('pending', 'left')"
        " AND (c.connection NOT IN ('pppoe', 'hotspot') OR c.username <> '')"
        " THEN p.profile ELSE '' END AS rate"
        " FROM customer c JOIN package p ON p.id = c.package_id WHERE c.router_id = $1",
        router_id,
    )


class Line(NamedTuple):
    """A router in a list, with what is known of it; what differs there is JSON."""

    id: int
    name: str
    operator_id: int | None
    enabled: bool
    watch_only: bool
    reachable: bool | None
    since: int | None
    sessions: int | None
    waiting: int | None
    drift: str | None
    customers: int


async def lines(name: str, under: str, scope: str, values: Sequence[object]) -> list[Line]:
    """Routers `r` under a condition, counting customers `c` in scope; all, or the one of the name.
    Values stand from $2 on."""
    return await db.typed(
        Line,
        "SELECT r.id, r.name, r.operator_id, r.enabled, r.watch_only, t.reachable, t.since,"
        " t.sessions, t.waiting, t.drift, (SELECT COUNT(*) FROM customer c WHERE c.router_id = r.id"
        f" AND c.status <> 'left' AND {scope}) AS customers FROM router r"
        f" LEFT JOIN router_state t ON t.router_id = r.id WHERE (r.operator_id IS NULL OR {under})"
        " AND (CAST($1 AS TEXT) = '' OR LOWER(r.name) = LOWER(CAST($1 AS TEXT))) ORDER BY r.name",
        name,
        *values,
    )


class Differs(NamedTuple):
    """What differs of a service on a router."""

    router_id: int
    error: str


async def differing(
    router_ids: Iterable[int], scope: str, values: Sequence[object]
) -> list[Differs]:
    """What differs on these routers of the customers `c` in scope."""
    among = ", ".join(str(int(each)) for each in router_ids)
    return await db.typed(
        Differs,
        "SELECT s.router_id, s.error FROM service s JOIN customer c ON c.id = s.customer_id"
        f" WHERE s.error <> '' AND s.router_id IN ({among}) AND {scope}",
        *values,
    )


class Open(NamedTuple):
    """How many wishes are open, and since when the oldest is."""

    many: int
    oldest: int | None


async def open_wishes(router_id: int, scope: str, values: Sequence[object]) -> Open:
    """What is asked of the router for customers `c` in scope and not done; values from $2 on."""
    (found,) = await db.typed(
        Open,
        "SELECT COUNT(*) AS many, MIN(s.asked_at) AS oldest FROM service s"
        " JOIN customer c ON c.id = s.customer_id"
        f" WHERE s.router_id = $1 AND s.generation <> s.applied AND {scope}",
        router_id,
        *values,
    )
    return found
