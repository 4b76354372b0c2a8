"""Statements about services on routers, and what is left of them: instants are milliseconds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from domain import db
from domain.customers.models import HELD_SQL

_NEXT = (
    "EXISTS (SELECT 1 FROM customer o WHERE o.{column} = c.{column} AND o.router_id = c.router_id"
    " AND o.id <> c.id AND o.connection {kind} AND o.status NOT IN ('left', 'pending'))"
)
_NEXT_BY_NAME = _NEXT.format(column="username", kind="= 'pppoe'")
_NEXT_BY_ADDRESS = _NEXT.format(column="ip", kind="IN ('static', 'dhcp')")
_GIVEN = (  # what was theirs is somebody else's by now
    "CASE WHEN s.desired <> 'absent' THEN FALSE WHEN c.connection = 'pppoe' THEN"
    f" {_NEXT_BY_NAME} ELSE"
    f" {_NEXT_BY_ADDRESS} END AS given"
)
_DESIRED = (
    "SELECT s.id, s.customer_id, s.desired, s.profile, s.generation, s.applied, s.tries,"
    " s.asked_at, s.seen_at, s.urgent, s.held_at, s.error, c.connection, c.username, c.ip,"
    f" {_GIVEN} FROM service s JOIN customer c ON c.id = s.customer_id"
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
    given: int


async def services(router_id: int) -> list[Service]:
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
        f"SELECT id FROM service WHERE id IN ({_list(service_ids)})"
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
        f"UPDATE service SET {change} WHERE id IN ({_list(service_ids)})"
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
    await db.run(f"UPDATE service SET applied = 0, due_ms = 0 WHERE id IN ({_list(service_ids)})")


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


TARGET = "CASE c.connection WHEN 'pppoe' THEN c.username ELSE c.ip END"
MOVED = (
    "(c.router_id IS NULL OR s.router_id <> c.router_id OR c.connection = 'hotspot'"
    f" OR s.dials <> (c.connection = 'pppoe') OR s.target <> {TARGET})"
)
# Who is to be online keeps a user until the new one was seen to stand: nothing shows whether
# somebody is at an address or at a hotspot, so there they keep it until they are to be held.
TO_SHUT = (
    "(c.status <> 'active' OR CASE m.name"
    " WHEN '' THEN c.connection = 'hotspot' OR s.generation = s.applied"
    " ELSE c.connection = 'pppoe' AND s.generation = s.applied END)"
)


class _Customer(NamedTuple):
    customer_id: int


async def keep_remnants(which: str, now: int) -> list[int]:
    """Keep what services of customers `c`, chosen by a condition, leave; whose have moved."""
    kept = await db.typed(
        _Customer,
        "INSERT INTO remnant (customer_id, router_id, name, address, kept_at, tries, due_ms)"
        " SELECT s.customer_id, s.router_id, CASE WHEN s.dials THEN s.target ELSE '' END,"
        " CASE WHEN s.dials THEN COALESCE(s.held_at, '') ELSE REPLACE(s.target, '/32', '') END,"
        " CAST($1 AS BIGINT), 0, 0 FROM service s JOIN customer c ON c.id = s.customer_id"
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
    name_now: str
    address_now: str
    owned: int


async def remnants(router_id: int, *, now: int, latest: int, limit: int) -> list[Remnant]:
    """What is to be shut on the router now; what is put off beyond the `latest` is due."""
    return await db.typed(
        Remnant,
        "SELECT m.id, m.customer_id, m.name, m.address, m.tries, c.status = 'active' AS active,"
        " CASE WHEN c.router_id = m.router_id AND c.connection = 'pppoe' THEN c.username ELSE ''"
        " END AS name_now,"
        " CASE WHEN c.router_id = m.router_id AND c.connection IN ('static', 'dhcp')"
        " THEN REPLACE(c.ip, '/32', '') ELSE '' END AS address_now, EXISTS (SELECT 1"
        " FROM customer o WHERE o.username = m.name AND o.router_id = m.router_id"
        " AND o.connection = 'pppoe' AND o.status <> 'pending') AS owned"
        " FROM remnant m JOIN customer c ON c.id = m.customer_id"
        " LEFT JOIN service s ON s.customer_id = m.customer_id WHERE m.router_id = $1"
        f" AND (m.due_ms <= $2 OR m.due_ms > $3) AND {TO_SHUT}"
        " ORDER BY m.due_ms, m.id LIMIT $4",
        router_id,
        now,
        latest,
        limit,
    )


async def forget_remnants(remnant_ids: Collection[int]) -> None:
    """They are shut. Whoever has one of the names by now may have been shut with it, and is
    brought in line again."""
    ids = _list(remnant_ids)
    await db.run(
        "UPDATE service SET applied = 0, due_ms = 0 WHERE customer_id IN (SELECT o.id"
        " FROM remnant m JOIN customer o ON o.username = m.name AND o.router_id = m.router_id"
        f" WHERE m.id IN ({ids}) AND m.name <> '' AND o.connection = 'pppoe'"
        " AND o.status <> 'pending')"
    )
    await db.run(f"DELETE FROM remnant WHERE id IN ({ids})")


async def put_off_remnants(lines: Sequence[tuple[int, int]]) -> None:
    """Until when what is not shut waits."""
    await db.run_many("UPDATE remnant SET due_ms = $1, tries = tries + 1 WHERE id = $2", lines)


def _list(ids: Iterable[int]) -> str:
    return ", ".join(str(int(each)) for each in ids) or "0"
