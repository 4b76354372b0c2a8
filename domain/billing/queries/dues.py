"""Statements about what customers owe and have in advance; days are ISO text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain import db


class Sum(NamedTuple):
    """An amount in its currency."""

    currency: str
    amount: int


async def due_of(customer_id: int) -> Sum | None:
    """What is open of the customer's bills."""
    return await db.typed_one(
        Sum,
        "SELECT currency, CAST(SUM(total_minor - paid_minor) AS BIGINT) AS amount FROM bill"
        " WHERE customer_id = $1 AND status IN ('unpaid', 'partial') GROUP BY currency",
        customer_id,
    )


async def advance_of(customer_id: int) -> Sum | None:
    """What is left of the customer's credits."""
    return await db.typed_one(
        Sum,
        "SELECT currency, CAST(SUM(left_minor) AS BIGINT) AS amount FROM credit"
        " WHERE customer_id = $1 AND left_minor > 0 GROUP BY currency",
        customer_id,
    )


class _Customer(NamedTuple):
    customer_id: int


async def suspendable(today: str, *, after: int, timezone: str, limit: int) -> list[int]:
    """Active customers whom the rules of suspension name on that day, in order; of operators who
    live by that clock, or of all where it is empty."""
    found = await db.typed(
        _Customer,
        f"SELECT named.customer_id FROM ({_named()}) AS named"
        " ORDER BY named.customer_id LIMIT $4",
        today, after, timezone, limit,
    )  # fmt: skip
    return [row.customer_id for row in found]


async def count_suspendable(
    which: str,
    values: Sequence[object],
    today: str,
    *,
    timezone: str,
    told_by: int | None = None,
    profile_id: int | None = None,
) -> int:
    """How many customers `c` of a condition the rules name on that day, as `suspendable` has them.

    By the bills alone that customers were told of by then, where that is said; by the terms of
    another profile than their own, where one is given. `values` stand from $4 on.
    """
    terms = "f.id = c.billing_profile_id" if profile_id is None else f"f.id = {int(profile_id)}"
    named = _named(told_by, f" AND {which}", terms)
    return int(
        await db.value(
            f"SELECT COUNT(*) AS customers FROM ({named}) AS named", today, 0, timezone, *values
        )
    )


def _named(
    told_by: int | None = None, only: str = "", terms: str = "f.id = c.billing_profile_id"
) -> str:
    """Whom the rules name: $1 is the day, $2 the customer after whom to begin, $3 the clock."""
    told = "" if told_by is None else f" AND {{bill}}.warned_at <= {int(told_by)}"
    cutoff = _cutoff()
    who = (
        "c.status = 'active' AND NOT c.exempt AND f.auto_suspend"
        " AND (c.promised_until IS NULL OR c.promised_until < CAST($1 AS TEXT))"
        " AND c.id + 0 > $2 AND (CAST($3 AS TEXT) = '' OR o.timezone = CAST($3 AS TEXT))"
        f"{only}"
    )
    of_bill = told.format(bill="b")
    # SQLite takes cross joins in the order written: from late bills to their customers, and from
    # profiles with a threshold, of which there may be none. PostgreSQL plans by itself.
    late = "bill b CROSS JOIN customer c CROSS JOIN billing_profile f CROSS JOIN operator o"
    much = "billing_profile f CROSS JOIN bill b CROSS JOIN customer c CROSS JOIN operator o"
    joined = f"c.id = b.customer_id AND {terms} AND o.id = c.operator_id"
    owed = (
        "(SELECT SUM(d.total_minor - d.paid_minor) FROM bill d"
        " WHERE d.customer_id = c.id AND d.status IN ('unpaid', 'partial')"
        f" AND d.borne_at IS NULL{told.format(bill='d')})"
    )
    left = (
        "(SELECT COALESCE(SUM(CASE WHEN d.total_minor - d.paid_minor > d.fee_minor"
        " THEN d.total_minor - d.paid_minor - d.fee_minor ELSE 0 END), 0) FROM bill d"
        " WHERE d.customer_id = c.id AND d.status IN ('unpaid', 'partial')"
        f"{told.format(bill='d')})"
    )
    much_left = f"NOT (f.restores = 'left' AND {left} <= f.least_part_minor)"
    return (
        f"SELECT c.id AS customer_id FROM {late} WHERE {joined}"
        " AND b.status IN ('unpaid', 'partial') AND b.due_on <"
        f" (SELECT MAX({cutoff}) FROM billing_profile f WHERE f.auto_suspend)"
        f" AND b.borne_at IS NULL AND b.due_on < {cutoff} AND {who}{of_bill} AND {much_left}"
        f" UNION SELECT c.id FROM {much} WHERE {joined}"
        " AND b.status IN ('unpaid', 'partial') AND f.suspend_over_minor IS NOT NULL"
        f" AND {who}{of_bill} AND {owed} > f.suspend_over_minor AND {much_left}"
        f" UNION {_over(told_by, who, terms)}"
    )


def _cutoff() -> str:
    """The day before which a bill was due that is overdue beyond the grace days."""
    if db.on_postgres():
        return "CAST(CAST(CAST($1 AS TEXT) AS DATE) - f.grace_days AS TEXT)"
    return "date($1, '-' || f.grace_days || ' days')"


def _over(told_by: int | None, who: str, terms: str) -> str:
    """Whose validity has ended; the index of those who have one leads."""
    warned = (
        ""
        if told_by is None
        else " AND EXISTS (SELECT 1 FROM validity_warning w WHERE w.customer_id = c.id"
        f" AND w.ends_on = c.expires_on AND w.warned_at <= {int(told_by)})"
    )
    return (
        "SELECT c.id FROM customer c CROSS JOIN billing_profile f CROSS JOIN operator o"
        f" WHERE {terms} AND o.id = c.operator_id AND c.expires_on < CAST($1 AS TEXT)"
        f" AND {who}{warned}"
    )
