"""Statements about links: many are made at once, and closed or renewed together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain import db
from domain.payments.queries import ways
from domain.payments.rules import LINK_DAYS

_DAY_MS = 86_400_000


class Fresh(NamedTuple):
    """A link that is to be made: whose, and by what it is found and told again."""

    customer_id: int
    operator_id: int
    token_hash: str
    nonce: str


class Made(NamedTuple):
    """A link that was made."""

    id: int
    customer_id: int


async def insert(
    links: Sequence[Fresh],
    *,
    key_id: str,
    staff_id: int | None,
    broadcast_id: int | None,
    now: int,
) -> list[Made]:
    """Make them, each to live as long as the longest of its operator's gateways says."""
    operators = sorted({each.operator_id for each in links})
    values: list[object] = [key_id, staff_id, broadcast_id, now, *operators]
    lines: list[str] = []
    for link in links:
        at = len(values)
        lines.append(
            f"(CAST(${at + 1} AS BIGINT), CAST(${at + 2} AS BIGINT), ${at + 3}, ${at + 4})"
        )
        values += link
    return await db.typed(
        Made,
        f"WITH life AS ({_lives(db.marks(len(operators), after=4))})"
        " INSERT INTO link (customer_id, operator_id, token_hash, nonce, key_id, staff_id,"
        " broadcast_id, made_at, expires_at, closed_why, paid_minor)"
        " SELECT v.column1, v.column2, v.column3, v.column4, CAST($1 AS TEXT),"
        " CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT),"
        f" CAST($4 AS BIGINT) + life.days * {_DAY_MS}, '', 0"
        f" FROM (VALUES {', '.join(lines)}) AS v JOIN life ON life.operator_id = v.column2"
        " RETURNING id, customer_id",
        *values,
    )


def _lives(operators: str) -> str:
    """SQL for how many days the links of each of the operators live."""
    days = db.from_json("g.options", "link_days")
    return (
        f"SELECT me.id AS operator_id, MAX(COALESCE(CAST({days} AS BIGINT), {LINK_DAYS})) AS days"
        f" FROM operator me JOIN gateway g ON {ways.serves('me')}"
        f" WHERE me.id IN ({operators}) GROUP BY me.id"
    )


async def close_settled(customer_ids: Sequence[int], now: int) -> int:
    """Close the links of those of the customers who owe nothing any more; how many."""
    return await db.run(
        "UPDATE link SET closed_at = $1, closed_why = 'settled'"
        f" WHERE customer_id IN ({db.marks(len(customer_ids), after=1)})"
        " AND closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM bill b"
        " WHERE b.customer_id = link.customer_id AND b.status IN ('unpaid', 'partial'))",
        now,
        *customer_ids,
    )


async def renew(link_ids: Sequence[int], now: int) -> None:
    """Let links live as long once more from now on, where staff or money did not close them."""
    await db.run(
        "UPDATE link SET expires_at = $1 + expires_at - made_at, closed_at = NULL,"
        " closed_why = '' WHERE closed_why IN ('', 'expired')"
        f" AND id IN ({db.marks(len(link_ids), after=1)})",
        now,
        *link_ids,
    )


async def count_paid(link_id: int, minor: int) -> None:
    """The link has brought so much more."""
    await db.run("UPDATE link SET paid_minor = paid_minor + $1 WHERE id = $2", minor, link_id)
