"""Statements about what services are desired to be, and what was seen of them: instants are ms."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from domain import db

_NEXT = (
    "EXISTS (SELECT 1 FROM customer o WHERE o.{column} = c.{column} AND o.router_id = c.router_id"
    " AND o.id <> c.id AND o.connection {kind} AND o.status NOT IN ('left', 'pending'))"
)
_NEXT_BY_NAME = _NEXT.format(column="username", kind="= 'pppoe'")
_NEXT_AT_HOTSPOT = _NEXT.format(column="username", kind="= 'hotspot'")
_NEXT_BY_ADDRESS = _NEXT.format(column="ip", kind="IN ('static', 'dhcp')")
_GIVEN = (  # what was theirs is somebody else's by now
    "CASE WHEN s.desired <> 'absent' THEN FALSE WHEN c.connection = 'pppoe' THEN"
    f" {_NEXT_BY_NAME} WHEN c.connection = 'hotspot' THEN {_NEXT_AT_HOTSPOT} ELSE"
    f" {_NEXT_BY_ADDRESS} END AS given"
)
_DESIRED = (
    "SELECT s.id, s.customer_id, s.desired, s.profile, s.generation, s.applied, s.tries,"
    " s.asked_at, s.seen_at, s.urgent, s.held_at, s.error, c.connection, c.username, c.ip,"
    " CASE WHEN c.connection = 'hotspot' THEN c.password END AS password,"
    " a.id AS allowance, a.seconds, a.octets, a.used_seconds, a.used_octets, a.counted_seconds,"
    " a.counted_octets,"
    f" {_GIVEN} FROM service s JOIN customer c ON c.id = s.customer_id"
    " LEFT JOIN allowance a ON c.connection = 'hotspot' AND a.customer_id = s.customer_id"
    " WHERE s.router_id = $1 AND c.router_id = $1"
)
_NAMED = (
    "FROM service s JOIN customer c ON c.id = s.customer_id"
    " WHERE s.router_id = $1 AND c.connection = 'pppoe'"
)


class Service(NamedTuple):
    """A service as it is desired, and whose it is; truths are 0 and 1 on SQLite."""

    id: int
    customer_id: int
    desired: str
    profile: str
    generation: int
    applied: int
    tries: int
    asked_at: int
    seen_at: int | None
    urgent: int
    held_at: str | None
    error: str
    connection: str
    username: str
    ip: str
    password: str | None
    allowance: int | None  # with what follows, where something limits them
    seconds: int | None
    octets: int | None
    used_seconds: int | None
    used_octets: int | None
    counted_seconds: int | None
    counted_octets: int | None
    given: int


async def of_router(router_id: int) -> list[Service]:
    """All services of a router."""
    return await db.typed(Service, f"{_DESIRED} ORDER BY s.id", router_id)


async def open_services(
    router_id: int, *, urgent: bool, now: int, latest: int, limit: int
) -> list[Service]:
    """Those that are asked for and not seen; one that is put off beyond the `latest` is due."""
    return await db.typed(
        Service,
        f"{_DESIRED} AND s.generation <> s.applied AND s.generation > 1"
        f" AND s.urgent = {urgent} AND (s.due_ms <= $2 OR s.due_ms > $3)"
        " ORDER BY s.due_ms, s.id LIMIT $4",
        router_id,
        now,
        latest,
        limit,
    )


async def watched_services(router_id: int, since: int, limit: int) -> list[Service]:
    """Reconnections that are done since then, and whose session was not seen yet."""
    return await db.typed(
        Service,
        f"{_DESIRED} AND s.urgent AND s.generation = s.applied AND s.done_at > $2"
        " ORDER BY s.id LIMIT $3",
        router_id,
        since,
        limit,
    )


async def count_named(router_id: int) -> int:
    """How many customers the router should know by a username."""
    return int(await db.value(f"SELECT COUNT(*) {_NAMED}", router_id))


class _Username(NamedTuple):
    username: str


async def usernames(router_id: int) -> list[str]:
    """The usernames that the router should know, in order."""
    found = await db.typed(_Username, f"SELECT c.username {_NAMED} ORDER BY c.username", router_id)
    return [row.username for row in found]


class _Id(NamedTuple):
    id: int


async def overtaken(service_ids: Collection[int], generation: int) -> set[int]:
    """Those of the services that have another generation by now."""
    found = await db.typed(
        _Id,
        f"SELECT id FROM service WHERE id IN ({db.ids(service_ids)})"
        f" AND generation <> {int(generation)}",
    )
    return {row.id for row in found}


class Marked(NamedTuple):
    """Whose service was marked, and what is desired of it."""

    customer_id: int
    desired: str


_APPLIED = "applied = generation, done_at = $1, error = '', tries = 0"
_SEEN = "seen_at = COALESCE(seen_at, $1), urgent = FALSE"


async def mark_applied(service_ids: Collection[int], generation: int, now: int) -> list[Marked]:
    """The router has these services as desired, if they are of that generation still."""
    return await _mark(_APPLIED, service_ids, generation, now)


async def mark_seen(service_ids: Collection[int], generation: int, now: int) -> list[Marked]:
    """Their sessions were seen, if they are of that generation still."""
    return await _mark(_SEEN, service_ids, generation, now)


async def _mark(
    change: str, service_ids: Collection[int], generation: int, now: int
) -> list[Marked]:
    return await db.typed(
        Marked,
        f"UPDATE service SET {change} WHERE id IN ({db.ids(service_ids)})"
        f" AND generation = {int(generation)} RETURNING customer_id, desired",
        now,
    )


async def put_off_services(lines: Iterable[tuple[int, str, int, int]]) -> None:
    """Until when, why, and of which generation a service is not done."""
    await db.run_many(
        "UPDATE service SET due_ms = $1, error = $2, tries = tries + 1"
        " WHERE id = $3 AND generation = $4",
        lines,
    )


async def differ(lines: Iterable[tuple[str, int, str, int, int]]) -> None:
    """What is wrong with a service, since when, and what was wrong with it before.

    While something is wrong, since when stands as it is.
    """
    await db.run_many(
        "UPDATE service SET error = CAST($1 AS TEXT), due_ms = CASE WHEN"
        " CAST($3 AS TEXT) <> '' AND CAST($1 AS TEXT) <> '' THEN due_ms"
        " ELSE CAST($2 AS BIGINT) END WHERE id = $4 AND generation = $5",
        lines,
    )


async def locate(lines: Iterable[tuple[str, int]]) -> None:
    """Where the sessions of services are held."""
    await db.run_many("UPDATE service SET held_at = $1 WHERE id = $2", lines)


async def ask_again(service_ids: Collection[int]) -> None:
    """Let these services be brought to what is desired, whatever the router was seen to have."""
    await db.run(f"UPDATE service SET applied = 0, due_ms = 0 WHERE id IN ({db.ids(service_ids)})")
