"""Statements about a customer's account as a whole: every movement that the books have of it."""

from __future__ import annotations

from typing import NamedTuple

from domain import db


class Movement(NamedTuple):
    """What one cause moved: `moved` is what is owed more by it, in minor units.

    `own_on` is the day that it counts for, ISO text; None where that is the day of the entry.
    """

    cause: str
    source: str  # of the credit that it is about: payment, opening, note
    at: int
    own_on: str | None
    number: str  # of a bill or a credit note
    payment_id: int | None
    method: str | None
    moved: int


async def movements(customer_id: int, currency: str) -> list[Movement]:
    """All of a customer, in the order in which they were entered.

    What money settles moves within the account, and is no movement of it.
    """
    own = "IN ('receivable', 'advance')"
    return await db.typed(
        Movement,
        "SELECT e.cause, COALESCE(k.source, '') AS source, e.at,"
        " CASE e.cause WHEN 'bill' THEN b.issued_on WHEN 'payment' THEN p.paid_on"
        " WHEN 'note' THEN n.issued_on END AS own_on,"
        " COALESCE(b.number, n.number, '') AS number, p.id AS payment_id, p.method, e.moved FROM ("
        " SELECT cause, cause_id, MIN(id) AS id, MIN(at) AS at,"
        " CAST(SUM(side) AS BIGINT) AS moved FROM ("
        "  SELECT id, at, cause, cause_id, amount_minor AS side FROM entry"
        f"  WHERE debit {own} AND debit_of = $1 AND currency = $2"
        "  UNION ALL SELECT id, at, cause, cause_id, -amount_minor FROM entry"
        f"  WHERE credit {own} AND credit_of = $1 AND currency = $2) AS sides"
        " GROUP BY cause, cause_id HAVING SUM(side) <> 0) AS e"
        " LEFT JOIN bill b ON e.cause IN ('bill', 'void') AND b.id = e.cause_id"
        " LEFT JOIN credit k ON e.cause IN ('advance', 'note', 'withdrawal') AND k.id = e.cause_id"
        " LEFT JOIN credit_note n ON k.source = 'note' AND n.id = k.source_id"
        " LEFT JOIN refund r ON e.cause = 'refund' AND r.id = e.cause_id"
        " LEFT JOIN payment p ON p.id = CASE WHEN e.cause IN ('payment', 'reversal')"
        " THEN e.cause_id ELSE r.payment_id END ORDER BY e.id",
        customer_id,
        currency,
    )


class Open(NamedTuple):
    """A bill with something left to pay."""

    number: str
    left_minor: int


async def open_before(customer_id: int, currency: str, day: str) -> list[Open]:
    """The bills issued before the day that are open now, the oldest first."""
    return await db.typed(
        Open,
        "SELECT number, total_minor - paid_minor AS left_minor FROM bill WHERE customer_id = $1"
        " AND status IN ('unpaid', 'partial') AND currency = $2 AND issued_on < $3"
        " ORDER BY issued_on, id",
        customer_id,
        currency,
        day,
    )
