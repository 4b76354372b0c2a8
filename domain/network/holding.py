"""Whose service is not what it should be, and why: for lists that staff see, and true words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import clock, db, reach
from domain.customers.models import HELD_SQL
from domain.fields import from_ms, to_ms
from domain.network import queries
from domain.staff.rights import Actor

SOON = timedelta(minutes=15)  # so long a wish may take before it is a trouble
NOT_YET = "not-yet"
ON_THE_WAY = "on-the-way"
REASONS = (
    "no-router", "hotspot", "no-username", "no-profile", "no-address", "router-off", "watch-only",
    "router-down", "secret-missing", "address-clash", "foreign-entry", "refused", "waits", NOT_YET,
    "left-router-off", "left-watch-only", "left-router-down", "left-not-yet", ON_THE_WAY,
)  # fmt: skip

_STATES = (
    " LEFT JOIN router_state t ON t.router_id = r.id LEFT JOIN service s ON s.customer_id = c.id"
)
_TABLES = (
    " FROM customer c JOIN package p ON p.id = c.package_id"
    f" LEFT JOIN router r ON r.id = c.router_id{_STATES}"
)
_NAMELESS = (
    " WHEN c.router_id IS NULL THEN 'no-router' WHEN c.connection = 'hotspot' THEN 'hotspot'"
    " WHEN c.connection = 'pppoe' AND c.username = '' THEN 'no-username'"
    " WHEN c.connection = 'pppoe' AND p.profile = '' THEN 'no-profile'"
    " WHEN c.connection <> 'pppoe' AND c.ip = '' THEN 'no-address'"
)
_SHUT = (
    " WHEN NOT r.enabled THEN 'router-off' WHEN r.watch_only THEN 'watch-only'"
    " WHEN NOT COALESCE(t.reachable, TRUE) THEN 'router-down'"
)
_AS_READ = "s.generation = s.applied AND s.error = ''"
_WHY = (
    f"CASE{_NAMELESS} WHEN {_AS_READ} AND s.router_id = c.router_id THEN ''{_SHUT}"
    " WHEN s.error IN ('secret-missing', 'address-clash') THEN s.error"
    " WHEN s.error LIKE 'foreign-entry%' THEN 'foreign-entry'"
    " WHEN s.error LIKE 'refused: %' THEN 'refused' WHEN s.error LIKE 'waits: %' THEN 'waits'"
    " WHEN s.generation <> s.applied AND s.asked_at >= $1 THEN 'on-the-way' ELSE 'not-yet' END"
)
# Who has left is to be found on no router; what was asked for there is all that can be open.
_TO_HOLD = (
    f"(c.status IN ({HELD_SQL}) OR (c.status = 'left' AND s.desired = 'absent'"
    f" AND NOT ({_AS_READ})))"
)
# What was moved away and nothing has shut yet is said of the router where it is, once.
_LEFT = f"EXISTS (SELECT 1 FROM remnant m WHERE m.customer_id = c.id AND {queries.TO_SHUT})"
_HELD_HERE = f"{_TO_HOLD} AND NOT (s.id IS NULL AND {_LEFT})"
_TO_SERVE = (  # what is new comes with a full pass, and is missed only when that is late
    "c.status = 'active' AND s.desired = 'active'"
    " AND (s.generation > 1 OR s.applied = 1 OR s.asked_at < $1)"
    f" AND NOT ({_AS_READ})"
)
_ROW = "c.id, c.code, c.name, COALESCE(r.name, '') AS router"
_SERVICES = (
    f"SELECT {_ROW}, COALESCE(s.generation = s.applied, FALSE) AS freed,"
    f" CASE WHEN s.generation = s.applied THEN s.due_ms ELSE s.asked_at END AS since, {_WHY} AS why"
    f"{_TABLES} WHERE {{which}} AND {{named}} AND {{scope}}"
)
_REMNANTS = (
    f"SELECT {_ROW}, FALSE AS freed, MIN(m.kept_at) AS since, CASE WHEN NOT r.enabled THEN"
    " 'left-router-off' WHEN r.watch_only THEN 'left-watch-only'"
    " WHEN NOT COALESCE(t.reachable, TRUE) THEN 'left-router-down'"
    " WHEN MIN(m.kept_at) >= $1 THEN 'on-the-way' ELSE 'left-not-yet' END AS why"
    " FROM remnant m JOIN customer c ON c.id = m.customer_id JOIN router r ON r.id = m.router_id"
    f"{_STATES} WHERE {queries.TO_SHUT} AND {{named}} AND {{scope}}"
    " GROUP BY c.id, c.code, c.name, r.name, r.enabled, r.watch_only, t.reachable"
)
_NAMED = "(CAST($2 AS TEXT) = '' OR LOWER(r.name) = LOWER(CAST($2 AS TEXT)))"
# Nobody reads these routers now: what they did when they were read may be over.
_UNREAD = (
    "(NOT r.enabled OR NOT COALESCE(t.reachable, TRUE) OR COALESCE(t.misses, 0) > 0"
    " OR COALESCE(t.failed, 0) > 0)"
)


@dataclass(frozen=True, slots=True)
class Unlike:
    """A customer whose service is not as it should be; `why` is one of `REASONS`.

    That was asked for `since`; of who had been as they should, and is so no more, it was read
    `since`, and they are `freed`. What was left where they were is known `since` they moved.
    """

    id: int
    code: str
    name: str
    router: str
    why: str
    since: datetime | None
    freed: bool


async def obstacle(customer_id: int) -> str:
    """Why nothing that is asked of the customer's router will happen now; empty: it may."""
    why: str | None = await db.value(
        f"SELECT CASE{_NAMELESS}{_SHUT} ELSE '' END AS why{_TABLES} WHERE c.id = $1", customer_id
    )
    return why or ""


async def unheld(actor: Actor, router: str = "", *, offset: int = 0, limit: int) -> list[Unlike]:
    """Customers who should be held and are not, those who wait longest first; of one router or all.

    What was asked for minutes ago is on the way, unless something is known to be against it.
    """
    return await _page(*_not_held(actor, router), offset, limit)


async def counted(actor: Actor, router: str = "") -> dict[str, int]:
    """How many are not held though they should be, by reason, as far as the actor sees."""
    return await _by_reason(*_not_held(actor, router))


async def unserved(actor: Actor, router: str = "", *, offset: int = 0, limit: int) -> list[Unlike]:
    """Customers who are to be online as paid for, and were not seen to be, as `unheld`."""
    return await _page(*_not_served(actor, router), offset, limit)


async def count_unserved(actor: Actor, router: str = "") -> dict[str, int]:
    """How many are not seen as they should be online, by reason, as far as the actor sees."""
    return await _by_reason(*_not_served(actor, router))


async def _page(those: str, values: Sequence[object], offset: int, limit: int) -> list[Unlike]:
    found = await db.rows(
        f"SELECT * FROM ({those}) AS those WHERE why <> ''"
        f" ORDER BY COALESCE(since, 0), id LIMIT {int(limit)} OFFSET {int(offset)}",
        *values,
    )
    return [
        Unlike(
            id=row["id"],
            code=row["code"],
            name=row["name"],
            router=row["router"],
            why=row["why"],
            since=from_ms(row["since"]) if row["since"] else None,
            freed=bool(row["freed"]),
        )
        for row in found
    ]


async def _by_reason(those: str, values: Sequence[object]) -> dict[str, int]:
    found = await db.rows(
        f"SELECT why, COUNT(*) AS customers FROM ({those}) AS those WHERE why <> '' GROUP BY why",
        *values,
    )
    return {row["why"]: row["customers"] for row in found}


async def count_unread(actor: Actor) -> int:
    """How many were held when their router was last read, which it is not now."""
    actor.require("customer.see")
    where, values = reach.sql(actor, first=1)
    count: int = await db.value(
        f"SELECT COUNT(*){_TABLES} WHERE c.status IN ({HELD_SQL}) AND {_AS_READ} AND {_UNREAD}"
        f" AND {where}",
        *values,
    )
    return count


def _not_held(actor: Actor, router: str) -> tuple[str, Sequence[object]]:
    scope, values = _sight(actor, router)
    services = _SERVICES.format(which=_HELD_HERE, named=_NAMED, scope=scope)
    left = _REMNANTS.format(named=_NAMED, scope=scope)
    return f"{services} UNION ALL {left}", values


def _not_served(actor: Actor, router: str) -> tuple[str, Sequence[object]]:
    scope, values = _sight(actor, router)
    return _SERVICES.format(which=_TO_SERVE, named=_NAMED, scope=scope), values


def _sight(actor: Actor, router: str) -> tuple[str, Sequence[object]]:
    actor.require("customer.see")
    scope, values = reach.sql(actor, first=3)
    return scope, (to_ms(clock.now() - SOON), router.strip(), *values)
