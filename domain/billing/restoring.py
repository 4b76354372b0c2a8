"""Who is held and owes nothing: nobody waits for a person without a person knowing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from domain import db
from domain.customers import customers
from domain.customers.models import HELD_SQL
from domain.fields import from_ms
from domain.staff.rights import Actor


@dataclass(frozen=True, slots=True)
class Waiting:
    """A customer who is held and owes nothing; `reason` is what the person who did it said.

    `since` is None where the customer was brought over like this.
    """

    id: int
    customer_id: str
    name: str
    since: datetime | None
    rule: str
    reason: str
    expires_on: date | None


def _those(actor: Actor) -> tuple[str, list[object]]:
    actor.require("customer.see")
    where, values = customers.scope(actor)
    return (
        f" FROM customer c LEFT JOIN suspension s ON s.id = (SELECT MAX(id) FROM suspension"
        f" WHERE customer_id = c.id) AND s.act = 'suspend' WHERE c.status IN ({HELD_SQL})"
        " AND NOT EXISTS (SELECT 1 FROM bill b WHERE b.customer_id = c.id"
        f" AND b.status IN ('unpaid', 'partial')) AND {where}",
        values,
    )


async def count_waiting(actor: Actor) -> int:
    """How many are held and owe nothing, as far as the actor sees."""
    those, values = _those(actor)
    return int(await db.value(f"SELECT COUNT(*) AS customers{those}", *values))


async def waiting(
    actor: Actor, *, only: int | None = None, offset: int = 0, limit: int = 1
) -> list[Waiting]:
    """Customers who are held and owe nothing, or that one, those who wait longest first."""
    those, values = _those(actor)
    if only is not None:
        those += f" AND c.id = {int(only)}"
    found = await db.rows(
        f"SELECT c.id, c.customer_id, c.name, c.expires_on, s.at, s.rule, s.figures{those}"
        f" ORDER BY COALESCE(s.at, 0), c.id LIMIT {int(limit)} OFFSET {int(offset)}",
        *values,
    )
    return [
        Waiting(
            id=row["id"],
            customer_id=row["customer_id"],
            name=row["name"],
            since=from_ms(row["at"]) if row["at"] else None,
            rule=row["rule"] or "",
            reason=json.loads(row["figures"]).get("reason", "") if row["figures"] else "",
            expires_on=date.fromisoformat(row["expires_on"]) if row["expires_on"] else None,
        )
        for row in found
    ]
