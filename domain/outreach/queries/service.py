"""Statements about suspensions and their ends, and whether customers were told of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from domain import db
from domain.customers.models import HELD_SQL
from domain.messaging import notices
from domain.messaging.notices import Notice
from domain.messaging.outbox import Each

_SUSPENDED = notices.SUSPENDED.key
# Before the key named the suspension, it named the minute.
_TOLD = (
    "EXISTS (SELECT 1 FROM message m WHERE m.customer_id = s.customer_id"
    " AND (m.dedupe = 'suspension:' || CAST(s.id AS TEXT)"
    f" OR (m.dedupe LIKE 'service:%:{_SUSPENDED}:%' AND m.made_at >= s.at)))"
)


class Untold(NamedTuple):
    """A suspension that nobody was told of; `figures` are JSON."""

    id: int
    customer_id: int
    rule: str
    figures: str
    operator_id: int


async def untold(customer_ids: Iterable[int]) -> list[Untold]:
    """The last suspensions of these customers who are held and were not told of it."""
    among = ", ".join(str(int(each)) for each in customer_ids)
    return await db.typed(
        Untold,
        "SELECT s.id, s.customer_id, s.rule, s.figures, c.operator_id FROM suspension s"
        " JOIN customer c ON c.id = s.customer_id WHERE s.id IN (SELECT MAX(id) FROM suspension"
        f" WHERE customer_id IN ({among}) GROUP BY customer_id)"
        f" AND s.act = 'suspend' AND c.status IN ({HELD_SQL}) AND NOT {_TOLD} ORDER BY s.id",
    )


class Last(NamedTuple):
    """The last that was done to a customer's service; `figures` are JSON."""

    id: int
    act: str
    rule: str
    figures: str
    operator_id: int


async def last(customer_id: int) -> Last | None:
    """The last suspension or reconnection of a customer."""
    return await db.typed_one(
        Last,
        "SELECT s.id, s.act, s.rule, s.figures, c.operator_id FROM suspension s"
        " JOIN customer c ON c.id = s.customer_id WHERE s.customer_id = $1"
        " ORDER BY s.id DESC LIMIT 1",
        customer_id,
    )


async def was_told(reconnection_id: int) -> bool:
    """Whether the suspension that this reconnection ended was told."""
    return bool(
        await db.value(
            f"SELECT 1 AS one FROM suspension s WHERE {_TOLD} AND s.id = (SELECT MAX(id)"
            " FROM suspension WHERE act = 'suspend' AND id < $1 AND customer_id ="
            " (SELECT customer_id FROM suspension WHERE id = $1))",
            reconnection_id,
        )
    )


def once(notice: Notice) -> Each:
    """A message of a notice that a customer gets once and no more."""
    return Each(notice, f"'{notice.key}:' || CAST(c.id AS TEXT)", "c.id", "c.operator_id", "'{}'")


def among(customer_ids: Iterable[int]) -> str:
    """Whom such messages are for."""
    return f"FROM customer c WHERE c.id IN ({db.ids(customer_ids)})"
