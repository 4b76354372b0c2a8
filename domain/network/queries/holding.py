"""Statements about customers whose service is not as it should be, and why.

In them `$1` is the instant before which a wish is late, `$2` the name of a router, empty for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain import db
from domain.customers.models import HELD_SQL
from domain.network.queries.remnants import TO_SHUT

_STATES = (
    " LEFT JOIN router_state t ON t.router_id = r.id LEFT JOIN service s ON s.customer_id = c.id"
)
_TABLES = (
    " FROM customer c JOIN package p ON p.id = c.package_id"
    f" LEFT JOIN router r ON r.id = c.router_id{_STATES}"
)
_NAMELESS = (
    " WHEN c.router_id IS NULL THEN 'no-router'"
    " WHEN c.connection IN ('pppoe', 'hotspot') AND c.username = '' THEN 'no-username'"
    " WHEN c.connection IN ('pppoe', 'hotspot') AND p.profile = '' THEN 'no-profile'"
    " WHEN c.connection IN ('static', 'dhcp') AND c.ip = '' THEN 'no-address'"
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
_LEFT = f"EXISTS (SELECT 1 FROM remnant m WHERE m.customer_id = c.id AND {TO_SHUT})"
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
    f"{_STATES} WHERE {TO_SHUT} AND {{named}} AND {{scope}}"
    " GROUP BY c.id, c.code, c.name, r.name, r.enabled, r.watch_only, t.reachable"
)
_NAMED = "(CAST($2 AS TEXT) = '' OR LOWER(r.name) = LOWER(CAST($2 AS TEXT)))"
# Nobody reads these routers now: what they did when they were read may be over.
_UNREAD = (
    "(NOT r.enabled OR NOT COALESCE(t.reachable, TRUE) OR COALESCE(t.misses, 0) > 0"
    " OR COALESCE(t.failed, 0) > 0)"
)


async def obstacle(customer_id: int) -> str:
    """Why nothing that is asked of the customer's router will happen now; empty: it may."""
    why: str | None = await db.value(
        f"SELECT CASE{_NAMELESS}{_SHUT} ELSE '' END AS why{_TABLES} WHERE c.id = $1", customer_id
    )
    return why or ""


def not_held(scope: str) -> str:
    """The SQL for who should be held, of the customers `c` in scope, with why they are not."""
    services = _SERVICES.format(which=_HELD_HERE, named=_NAMED, scope=scope)
    left = _REMNANTS.format(named=_NAMED, scope=scope)
    return f"{services} UNION ALL {left}"


def not_served(scope: str) -> str:
    """The SQL for who should be online, of the customers `c` in scope, with why they are not."""
    return _SERVICES.format(which=_TO_SERVE, named=_NAMED, scope=scope)


class Unlike(NamedTuple):
    """A customer whose service is not as it should be; empty without a why."""

    id: int
    code: str
    name: str
    router: str
    freed: bool
    since: int | None
    why: str


async def page(those: str, values: Sequence[object], *, limit: int, offset: int) -> list[Unlike]:
    """A page of those customers for whom there is a why, who wait longest first."""
    return await db.typed(
        Unlike,
        f"SELECT * FROM ({those}) AS those WHERE why <> ''"
        f" ORDER BY COALESCE(since, 0), id LIMIT {int(limit)} OFFSET {int(offset)}",
        *values,
    )


class Reason(NamedTuple):
    """How many there are for a reason."""

    why: str
    customers: int


async def by_reason(those: str, values: Sequence[object]) -> list[Reason]:
    """How many of those customers there are, by why."""
    return await db.typed(
        Reason,
        f"SELECT why, COUNT(*) AS customers FROM ({those}) AS those WHERE why <> '' GROUP BY why",
        *values,
    )


async def count_unread(where: str, values: Sequence[object]) -> int:
    """How many customers `c` were held when their router was last read, which it is not now."""
    return int(
        await db.value(
            f"SELECT COUNT(*){_TABLES} WHERE c.status IN ({HELD_SQL}) AND {_AS_READ} AND {_UNREAD}"
            f" AND {where}",
            *values,
        )
    )
