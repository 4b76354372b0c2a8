"""Statements about bulks and their lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain import db


async def insert(bulk_id: int, lines: Iterable[Sequence[object]]) -> None:
    """Write lines, each a number, what was typed, its parts, customer, bills, amount, currency."""
    await db.run_many(
        "INSERT INTO bulk_line (bulk_id, number, said, parts, customer_id, bill_ids, amount_minor,"
        " currency, method, txn_id, meant, status, why, told)"
        f" VALUES ({int(bulk_id)}, $1, $2, $3, $4, $5, $6, $7, '', '', '', 'unread', '', '{{}}')",
        lines,
    )


async def stands(bulk_id: int, statuses: Sequence[str]) -> bool:
    """Whether the bulk is in one of these states, in which it stays until the transaction ends."""
    among = f"status IN ({db.marks(len(statuses), after=1)})"
    state = f"SELECT 1 AS one FROM bulk WHERE id = $1 AND {among}{db.locked()}"
    return bool(await db.value(state, bulk_id, *statuses))


class Standing(NamedTuple):
    """How many lines stand so, and what they come to."""

    status: str
    currency: str
    lines: int
    amount: int


async def sums(bulk_id: int) -> list[Standing]:
    """The lines by state and currency."""
    return await db.typed(
        Standing,
        "SELECT status, currency, COUNT(*) AS lines,"
        " CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) AS amount"
        " FROM bulk_line WHERE bulk_id = $1 GROUP BY status, currency ORDER BY status, currency",
        bulk_id,
    )


class Shown(NamedTuple):
    """A line and the customer it was read as; days are ISO text, `told` is JSON."""

    id: int
    bulk_id: int
    number: int
    said: str
    of_bills: bool
    customer_id: int | None
    name: str | None
    code: str | None
    amount_minor: int | None
    currency: str
    method: str
    txn_id: str
    paid_on: str | None
    status: str
    why: str
    told: str
    payment_id: int | None


_SHOWN = (
    "SELECT l.id, l.bulk_id, l.number, l.said, b.of_bills, l.customer_id, c.name, c.code,"
    " l.amount_minor, l.currency, l.method, l.txn_id, l.paid_on, l.status, l.why, l.told,"
    " l.payment_id"
    " FROM bulk_line l JOIN bulk b ON b.id = l.bulk_id"
    " LEFT JOIN customer c ON c.id = l.customer_id WHERE "
)


async def line(line_id: int) -> Shown | None:
    """One line."""
    return await db.typed_one(Shown, f"{_SHOWN}l.id = $1", line_id)


async def lines(bulk_id: int, statuses: Sequence[str], *, limit: int, offset: int) -> list[Shown]:
    """A page of the lines that stand so, in their order."""
    return await db.typed(
        Shown,
        f"{_SHOWN}l.bulk_id = $1 AND l.status IN ({db.marks(len(statuses), after=1)})"
        f" ORDER BY l.number LIMIT {int(limit)} OFFSET {int(offset)}",
        bulk_id,
        *statuses,
    )


async def come_by(bulk_id: int, method: str, parts: str, statuses: Sequence[str]) -> None:
    """The money of all lines that stand so came by this method."""
    await db.run(
        "UPDATE bulk_line SET method = $1, parts = $2 WHERE bulk_id = $3"
        f" AND status IN ({db.marks(len(statuses), after=3)})",
        method,
        parts,
        bulk_id,
        *statuses,
    )
