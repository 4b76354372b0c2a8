"""Statements about how a broadcast stands: its messages, what they cost, what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain import db


class State(NamedTuple):
    """How many messages are in a state, and when the first of them is due."""

    status: str
    messages: int
    due_ms: int


async def states(broadcast_id: int) -> list[State]:
    """The messages of a broadcast by state."""
    return await db.typed(
        State,
        "SELECT status, COUNT(*) AS messages, MIN(due_ms) AS due_ms FROM message"
        " WHERE broadcast_id = $1 GROUP BY status",
        broadcast_id,
    )


async def handed_since(broadcast_id: int, since: int, newest: int) -> int:
    """How many of its messages were handed over since, among so many of the newest tries."""
    return int(
        await db.value(
            "SELECT COUNT(*) AS handed FROM delivery d JOIN message m ON m.id = d.message_id"
            f" WHERE d.id > (SELECT COALESCE(MAX(id), 0) FROM delivery) - {int(newest)}"
            " AND m.broadcast_id = $1 AND d.handed_at >= $2",
            broadcast_id,
            since,
        )
    )


async def opened(broadcast_id: int) -> int:
    """How many of its links were opened."""
    return int(
        await db.value("SELECT COUNT(opened_at) FROM link WHERE broadcast_id = $1", broadcast_id)
    )


class Paid(NamedTuple):
    """How many paid in a currency, and how much."""

    currency: str
    payers: int
    paid: int


async def paid(broadcast_id: int, within: int) -> list[Paid]:
    """What came by its links within so many milliseconds after each was made."""
    return await db.typed(
        Paid,
        "SELECT p.currency, COUNT(DISTINCT p.customer_id) AS payers,"
        " SUM(p.amount_minor - p.refunded_minor) AS paid"
        " FROM link l JOIN payment p ON p.link_id = l.id"
        " WHERE l.broadcast_id = $1 AND p.status = 'posted' AND p.refunded_minor < p.amount_minor"
        " AND p.posted_at <= l.made_at + $2 GROUP BY p.currency",
        broadcast_id,
        within,
    )


class Cost(NamedTuple):
    """What the tries by the gateways of an operator have cost; None for those of all."""

    operator_id: int | None
    cost: int


async def costs(broadcast_id: int) -> list[Cost]:
    """What the tries of a broadcast have cost until now."""
    return await db.typed(
        Cost,
        "SELECT g.operator_id, SUM(d.cost_minor) AS cost FROM delivery d"
        " JOIN message m ON m.id = d.message_id JOIN gateway g ON g.id = d.gateway_id"
        " WHERE m.broadcast_id = $1 AND d.status <> 'failed' GROUP BY g.operator_id",
        broadcast_id,
    )


class Doubtful(NamedTuple):
    """A message of which nobody can say whether it was sent, and whose it is."""

    id: int
    settled_at: int
    customer_id: int
    name: str
    code: str


_DOUBTFUL = (
    " FROM message m JOIN customer c ON c.id = m.customer_id"
    " WHERE m.broadcast_id = $1 AND m.status = 'unknown' AND "
)


async def count_doubtful(broadcast_id: int, scope: str, values: Sequence[object]) -> int:
    """How many of its messages are `unknown`, of customers in scope; values stand from $2 on."""
    return int(await db.value(f"SELECT COUNT(*){_DOUBTFUL}{scope}", broadcast_id, *values))


async def doubtful(
    broadcast_id: int, scope: str, values: Sequence[object], *, limit: int, offset: int
) -> list[Doubtful]:
    """The same messages, a page of them."""
    return await db.typed(
        Doubtful,
        "SELECT m.id, m.settled_at, c.id AS customer_id, c.name, c.code"
        f"{_DOUBTFUL}{scope} ORDER BY m.id LIMIT {int(limit)} OFFSET {int(offset)}",
        broadcast_id,
        *values,
    )
