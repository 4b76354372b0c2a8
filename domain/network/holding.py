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

ON_ITS_WAY = timedelta(minutes=15)  # so long a wish may take before it is a trouble
NOT_YET = "not-yet"
REASONS = (
    "no-router", "hotspot", "no-username", "no-profile", "no-address", "router-off", "watch-only",
    "router-down", "secret-missing", "address-clash", "refused", NOT_YET,
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
_WHY = (
    f"CASE{_NAMELESS} WHEN s.generation = s.applied AND s.router_id = c.router_id THEN ''{_SHUT}"
    " WHEN s.error IN ('secret-missing', 'address-clash') THEN s.error"
    " WHEN s.error LIKE 'refused: %' THEN 'refused' ELSE 'not-yet' END"
)
# Who has left is to be found on no router; what was asked for there is all that can be open.
_TO_HOLD = (
    f"(c.status IN ({HELD_SQL}) OR (c.status = 'left' AND s.desired = 'absent'"
    " AND s.generation <> s.applied))"
)


@dataclass(frozen=True, slots=True)
class Unheld:
    """A customer whom nothing holds; `why` is one of `REASONS`, `since` when it was asked for."""

    id: int
    customer_id: str
    name: str
    router: str
    why: str
    since: datetime | None


async def obstacle(customer_id: int) -> str:
    """Why nothing that is asked of the customer's router will happen now; empty: it may."""
    why: str | None = await db.value(
        f"SELECT CASE{_NAMELESS}{_SHUT} ELSE '' END AS why{_TABLES} WHERE c.id = $1", customer_id
    )
    return why or ""


async def unheld(actor: Actor, router: str = "", *, offset: int = 0, limit: int) -> list[Unheld]:
    """Customers who should be held and are not, those who wait longest first; of one router or all.

    What was asked for minutes ago is on its way, unless something is known to be against it.
    """
    where, values = _those(actor, router)
    found = await db.rows(
        f"SELECT * FROM (SELECT c.id, c.customer_id, c.name, COALESCE(r.name, '') AS router,"
        f" s.asked_at, {_WHY} AS why{_TABLES} WHERE {where}) AS those WHERE {_OPEN}"
        f" ORDER BY COALESCE(asked_at, 0), id LIMIT {int(limit)} OFFSET {int(offset)}",
        *values,
    )
    return [
        Unheld(
            id=row["id"],
            customer_id=row["customer_id"],
            name=row["name"],
            router=row["router"],
            why=row["why"],
            since=from_ms(row["asked_at"]) if row["asked_at"] else None,
        )
        for row in found
    ]


async def counted(actor: Actor, router: str = "") -> dict[str, int]:
    """How many are not held though they should be, by reason, as far as the actor sees."""
    where, values = _those(actor, router)
    found = await db.rows(
        f"SELECT why, COUNT(*) AS customers FROM (SELECT s.asked_at, {_WHY} AS why{_TABLES}"
        f" WHERE {where}) AS those WHERE {_OPEN} GROUP BY why",
        *values,
    )
    return {row["why"]: row["customers"] for row in found}


_OPEN = f"why <> '' AND (why <> '{NOT_YET}' OR COALESCE(asked_at, 0) < $1)"


def _those(actor: Actor, router: str) -> tuple[str, Sequence[object]]:
    actor.require("customer.see")
    where, values = customers.scope(actor, first=3)
    late = to_ms(clock.now() - ON_ITS_WAY)
    named = "(CAST($2 AS TEXT) = '' OR LOWER(r.name) = LOWER(CAST($2 AS TEXT)))"
    return f"{_TO_HOLD} AND {named} AND {where}", (late, router.strip(), *values)
