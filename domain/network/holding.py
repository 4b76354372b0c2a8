"""Who should be held and is not, and why: for lists that staff see, and words that are true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import clock, db
from domain.customers import customers
from domain.customers.models import HELD_SQL
from domain.fields import from_ms, to_ms
from domain.staff.rights import Actor

SOON = timedelta(minutes=15)  # so long a wish may take before it is a trouble
NOT_YET = "not-yet"
ON_THE_WAY = "on-the-way"
REASONS = (
    "no-router", "hotspot", "no-username", "no-profile", "no-address", "router-off", "watch-only",
    "router-down", "secret-missing", "address-clash", "refused", "waits", NOT_YET,
    ON_THE_WAY,
)  # fmt: skip

_TABLES = (
    " FROM customer c JOIN package p ON p.id = c.package_id"
    " LEFT JOIN router r ON r.id = c.router_id"
    " LEFT JOIN router_state t ON t.router_id = c.router_id"
    " LEFT JOIN service s ON s.customer_id = c.id"
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
    " WHEN s.error LIKE 'refused: %' THEN 'refused' WHEN s.error LIKE 'waits: %' THEN 'waits'"
    " WHEN s.generation <> s.applied AND s.asked_at >= $1 THEN 'on-the-way' ELSE 'not-yet' END"
)
# Who has left is to be found on no router; what was asked for there is all that can be open.
_TO_HOLD = (
    f"(c.status IN ({HELD_SQL}) OR (c.status = 'left' AND s.desired = 'absent'"
    f" AND NOT ({_AS_READ})))"
)
# Nobody reads these routers now: what they did when they were read may be over.
_UNREAD = (
    "(NOT r.enabled OR NOT COALESCE(t.reachable, TRUE) OR COALESCE(t.misses, 0) > 0"
    " OR COALESCE(t.failed, 0) > 0)"
)


@dataclass(frozen=True, slots=True)
class Unheld:
    """A customer whom nothing holds; `why` is one of `REASONS`, `since` when it was asked for.

    Who was held and is no more is `freed`, and that was read `since`.
    """

    id: int
    customer_id: str
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


async def unheld(actor: Actor, router: str = "", *, offset: int = 0, limit: int) -> list[Unheld]:
    """Customers who should be held and are not, those who wait longest first; of one router or all.

    What was asked for minutes ago is on the way, unless something is known to be against it.
    """
    where, values = _those(actor, router)
    found = await db.rows(
        f"SELECT * FROM (SELECT c.id, c.customer_id, c.name, COALESCE(r.name, '') AS router,"
        " COALESCE(s.generation = s.applied, FALSE) AS freed,"
        " CASE WHEN s.generation = s.applied THEN s.due_ms ELSE s.asked_at END AS since,"
        f" {_WHY} AS why{_TABLES} WHERE {where}) AS those WHERE why <> ''"
        f" ORDER BY COALESCE(since, 0), id LIMIT {int(limit)} OFFSET {int(offset)}",
        *values,
    )
    return [
        Unheld(
            id=row["id"],
            customer_id=row["customer_id"],
            name=row["name"],
            router=row["router"],
            why=row["why"],
            since=from_ms(row["since"]) if row["since"] else None,
            freed=bool(row["freed"]),
        )
        for row in found
    ]


async def counted(actor: Actor, router: str = "") -> dict[str, int]:
    """How many are not held though they should be, by reason, as far as the actor sees."""
    where, values = _those(actor, router)
    found = await db.rows(
        f"SELECT why, COUNT(*) AS customers FROM (SELECT {_WHY} AS why{_TABLES}"
        f" WHERE {where}) AS those WHERE why <> '' GROUP BY why",
        *values,
    )
    return {row["why"]: row["customers"] for row in found}


async def count_unread(actor: Actor) -> int:
    """How many were held when their router was last read, which it is not now."""
    actor.require("customer.see")
    where, values = customers.scope(actor, first=1)
    count: int = await db.value(
        f"SELECT COUNT(*){_TABLES} WHERE c.status IN ({HELD_SQL}) AND {_AS_READ} AND {_UNREAD}"
        f" AND {where}",
        *values,
    )
    return count


def _those(actor: Actor, router: str) -> tuple[str, Sequence[object]]:
    actor.require("customer.see")
    where, values = customers.scope(actor, first=3)
    late = to_ms(clock.now() - SOON)
    named = "(CAST($2 AS TEXT) = '' OR LOWER(r.name) = LOWER(CAST($2 AS TEXT)))"
    return f"{_TO_HOLD} AND {named} AND {where}", (late, router.strip(), *values)
