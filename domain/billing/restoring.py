"""Who is held by no rule: nobody waits for a person without a person knowing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from domain import calendar, clock, db, reach
from domain.customers.models import HELD_SQL
from domain.fields import from_ms
from domain.staff.rights import Actor


@dataclass(frozen=True, slots=True)
class Waiting:
    """A customer who is held by no rule; `reason` is what the person who did it said.

    Nothing is due, or they are exempt, or promised to pay. `since` is None where the customer was
    brought over like this.
    """

    id: int
    code: str
    name: str
    since: datetime | None
    rule: str
    reason: str
    expires_on: date | None
    exempt: bool
    promised_until: date | None


_OWED = (
    "(SELECT COALESCE(SUM(b.total_minor - b.paid_minor), 0) FROM bill b WHERE b.customer_id = c.id"
    " AND b.status IN ('unpaid', 'partial'))"
)
# As `rules.may_restore` has it; who came over like this is held until all is paid.
_RULED = (
    f"{_OWED} > f.least_part_minor AND NOT c.exempt"
    " AND (c.promised_until IS NULL OR c.promised_until < CAST($1 AS TEXT))"
    f" AND (s.id IS NULL OR COALESCE({_OWED} > f.suspend_over_minor, FALSE) OR EXISTS"
    " (SELECT 1 FROM bill b WHERE b.customer_id = c.id AND b.status IN ('unpaid', 'partial')"
    " AND b.due_on < CAST($1 AS TEXT)))"
)


def _those(actor: Actor) -> tuple[str, list[object]]:
    actor.require("customer.see")
    where, values = reach.sql(actor, first=2)
    return (
        " FROM customer c JOIN billing_profile f ON f.id = c.billing_profile_id"
        " LEFT JOIN suspension s ON s.id = (SELECT MAX(id) FROM suspension"
        f" WHERE customer_id = c.id) AND s.act = 'suspend' WHERE c.status IN ({HELD_SQL})"
        f" AND NOT ({_RULED}) AND {where}",
        [calendar.today(clock.now(), actor.timezone).isoformat(), *values],
    )


async def count_waiting(actor: Actor) -> int:
    """How many are held by no rule, as far as the actor sees."""
    those, values = _those(actor)
    return int(await db.value(f"SELECT COUNT(*) AS customers{those}", *values))


async def waiting(
    actor: Actor, *, only: int | None = None, offset: int = 0, limit: int = 1
) -> list[Waiting]:
    """Customers who are held by no rule, or that one, those who wait longest first."""
    those, values = _those(actor)
    if only is not None:
        those += f" AND c.id = {int(only)}"
    found = await db.rows(
        f"SELECT c.id, c.code, c.name, c.expires_on, c.exempt, c.promised_until,"
        f" s.at, s.rule, s.figures{those}"
        f" ORDER BY COALESCE(s.at, 0), c.id LIMIT {int(limit)} OFFSET {int(offset)}",
        *values,
    )
    return [
        Waiting(
            id=row["id"],
            code=row["code"],
            name=row["name"],
            since=from_ms(row["at"]) if row["at"] else None,
            rule=row["rule"] or "",
            reason=json.loads(row["figures"]).get("reason", "") if row["figures"] else "",
            expires_on=_day(row["expires_on"]),
            exempt=bool(row["exempt"]),
            promised_until=_day(row["promised_until"]),
        )
        for row in found
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
