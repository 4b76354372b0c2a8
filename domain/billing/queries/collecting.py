"""Where customers stand in collection: one rule, read wherever it is asked for; days are ISO text.

It is computed of what the events have written: bills and what was told of them, promises,
suspensions and reconnections. So it is never behind them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain import db
from domain.customers.models import HELD_SQL

_OPEN = "b.customer_id = c.id AND b.status IN ('unpaid', 'partial')"
_TOLD = f"(SELECT MAX(b.warned_at) FROM bill b WHERE {_OPEN})"
_BACK = (
    "(SELECT CASE WHEN s.act = 'reconnect' THEN s.at END FROM suspension s"
    " WHERE s.customer_id = c.id ORDER BY s.id DESC LIMIT 1)"
)


def status(today: str) -> str:
    """The collection status of a customer `c` as SQL; `today` is the SQL of the day, as text."""
    late = f"EXISTS (SELECT 1 FROM bill b WHERE {_OPEN} AND b.due_on < {today})"
    return (
        f"CASE WHEN NOT EXISTS (SELECT 1 FROM bill b WHERE {_OPEN}) THEN 'clear'"
        " WHEN c.status = 'left' THEN 'uncollectible'"
        f" WHEN c.status IN ({HELD_SQL}) THEN 'suspended'"
        f" WHEN c.promised_until >= {today} THEN 'promised'"
        f" WHEN COALESCE({_BACK} >= COALESCE({_TOLD}, 0), FALSE) THEN 'restored'"
        f" WHEN {_TOLD} IS NULL THEN 'pending'"
        f" WHEN {late} THEN 'warned' ELSE 'reminded' END"
    )


async def of(customer_id: int, today: str) -> str | None:
    """Where the customer stands."""
    found: str | None = await db.value(
        f"SELECT {status('CAST($2 AS TEXT)')} AS stands FROM customer c WHERE c.id = $1",
        customer_id,
        today,
    )
    return found


class Count(NamedTuple):
    """How many customers stand so."""

    stands: str
    customers: int


async def counted(which: str, values: Sequence[object]) -> list[Count]:
    """How many of the customers `c` of a condition, of whom something is open, stand where; $1 is
    today, the values stand from $2 on."""
    return await db.typed(
        Count,
        "SELECT stands, COUNT(*) AS customers FROM"
        f" (SELECT {status('CAST($1 AS TEXT)')} AS stands FROM customer c WHERE {which}"
        " AND c.id IN (SELECT b.customer_id FROM bill b WHERE b.status IN ('unpaid', 'partial'))"
        ") AS found GROUP BY stands",
        *values,
    )


class Own(NamedTuple):
    """A customer as they are told of themselves; the day is ISO text."""

    id: int
    code: str
    name: str
    status: str
    expires_on: str | None
    timezone: str


async def own(customer_ids: Sequence[int]) -> list[Own]:
    """These customers, in order."""
    return await db.typed(
        Own,
        "SELECT c.id, c.code, c.name, c.status, c.expires_on, o.timezone FROM customer c"
        " JOIN operator o ON o.id = c.operator_id"
        f" WHERE c.id IN ({db.ids(customer_ids)}) ORDER BY c.id",
    )
