"""Statements about whose dates have come, and who is to be warned; days are ISO text."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from domain import db
from domain.outreach.timetable import Notifier


class Dated(NamedTuple):
    """Somebody who has a date, and the bill that has it; 0 where it is none of a bill."""

    customer_id: int
    operator_id: int
    bill: int
    has_email: bool


async def next_with(
    notifier: Notifier,
    day: str,
    profile_id: int,
    *,
    told_on: str,
    step: str,
    after: int,
    limit: int,
) -> list[Dated]:
    """The next customers of a profile who have the date and were not told of it."""
    dates, to = notifier.dates, ", ".join(f"'{status.value}'" for status in notifier.to)
    return await db.typed(
        Dated,
        f"SELECT {dates.customer} AS customer_id, {dates.operator} AS operator_id,"
        f" {dates.bill} AS bill, c.email <> '' AS has_email FROM {dates.source}"
        f" WHERE {dates.day} = $1 AND {dates.only} AND {dates.customer} > $2"
        f" AND {dates.since} <= $3 AND c.billing_profile_id = $4 AND c.status IN ({to})"
        f" AND NOT EXISTS (SELECT 1 FROM message m WHERE m.dedupe = '{notifier.name}:' ||"
        f" CAST({dates.customer} AS TEXT) || ':' || {dates.day} || ':' || CAST($5 AS TEXT))"
        f" ORDER BY customer_id, bill LIMIT {int(limit)}",
        day,
        after,
        told_on,
        profile_id,
        step,
    )


class Owing(NamedTuple):
    """A bill that is open, whose it is, and when it was due by whose clock."""

    bill: int
    customer_id: int
    operator_id: int
    due_on: str
    timezone: str
    has_email: bool


async def owing(customer_ids: Collection[int]) -> list[Owing]:
    """The open bills of these customers, the oldest of each first."""
    return await db.typed(
        Owing,
        "SELECT b.id AS bill, b.customer_id, b.operator_id, b.due_on, o.timezone,"
        " c.email <> '' AS has_email FROM bill b JOIN operator o ON o.id = b.operator_id"
        " JOIN customer c ON c.id = b.customer_id WHERE b.status IN ('unpaid', 'partial')"
        f" AND b.customer_id IN ({db.marks(len(customer_ids))}) ORDER BY b.customer_id, b.due_on",
        *customer_ids,
    )


class Ending(NamedTuple):
    """A customer whose validity ends, and on which day."""

    customer_id: int
    operator_id: int
    expires_on: str


async def ending(customer_ids: Collection[int]) -> list[Ending]:
    """The ends of these customers' validities."""
    return await db.typed(
        Ending,
        "SELECT c.id AS customer_id, c.operator_id, c.expires_on FROM customer c"
        f" WHERE c.expires_on IS NOT NULL AND c.id IN ({db.ids(customer_ids)}) ORDER BY c.id",
    )
