"""Who is held by no rule: nobody waits for a person without a person knowing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from domain import calendar, clock, reach
from domain.billing import queries
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


def _those(actor: Actor) -> tuple[str, list[object]]:
    actor.require("customer.see")
    where, values = reach.sql(actor, first=2)
    return where, [calendar.today(clock.now(), actor.timezone).isoformat(), *values]


async def count_waiting(actor: Actor) -> int:
    """How many are held by no rule, as far as the actor sees."""
    return await queries.service.count_held_by_no_rule(*_those(actor))


async def waiting(
    actor: Actor, *, only: int | None = None, offset: int = 0, limit: int = 1
) -> list[Waiting]:
    """Customers who are held by no rule, or that one, those who wait longest first."""
    which, values = _those(actor)
    if only is not None:
        which += f" AND c.id = {int(only)}"
    found = await queries.service.held_by_no_rule(which, values, limit=limit, offset=offset)
    return [
        Waiting(
            id=row.id,
            code=row.code,
            name=row.name,
            since=from_ms(row.at) if row.at else None,
            rule=row.rule or "",
            reason=json.loads(row.figures).get("reason", "") if row.figures else "",
            expires_on=_day(row.expires_on),
            exempt=bool(row.exempt),
            promised_until=_day(row.promised_until),
        )
        for row in found
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
