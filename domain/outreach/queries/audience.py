"""Statements about whom a broadcast is for: conditions over customers `c`, and who is met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from domain import db
from domain.payments.queries import ways

OPEN_DUE = (
    "(SELECT COALESCE(SUM(b.total_minor - b.paid_minor), 0) FROM bill b"
    " WHERE b.customer_id = c.id AND b.status IN ('unpaid', 'partial'))"
)
# A bill was due before a day.
OVERDUE = (
    "EXISTS (SELECT 1 FROM bill o WHERE o.customer_id = c.id"
    " AND o.status IN ('unpaid', 'partial') AND o.due_on < ?)"
)


def _same_number(where: str) -> str:
    """An earlier recipient has the same number, so that the text would come twice."""
    twin = where.replace("c.", "d.")
    return (
        "c.mobile <> '' AND EXISTS (SELECT 1 FROM customer d"
        f" WHERE d.mobile = c.mobile AND d.id < c.id AND {twin})"
    )


def _last_reasons(where: str, *, link: bool) -> Mapping[str, str]:
    """Why a payment link or a text has to leave somebody out: the conditions by name."""
    if link:
        unserved = f"NOT ({ways.served('c.operator_id')})"
        return {"nothing-due": f"{OPEN_DUE} <= 0", "no-way-to-pay": unserved}
    return {"same-number": _same_number(where)}


def _reached(where: str, *, link: bool) -> str:
    refused = " OR ".join(_last_reasons(where, link=link).values())
    return (
        f"{where} AND c.opted_out_at IS NULL AND (c.mobile <> '' OR c.whatsapp <> '')"
        f" AND NOT ({refused})"
    )


class LeftOut(NamedTuple):
    """How many get no message for a reason."""

    why: str
    customers: int


async def left_out(where: str, values: Sequence[object], *, link: bool) -> list[LeftOut]:
    """How many of those meant get no message, by reason."""
    last = " ".join(
        f"WHEN {refused} THEN '{name}'" for name, refused in _last_reasons(where, link=link).items()
    )
    return await db.typed(
        LeftOut,
        "SELECT why, COUNT(*) AS customers FROM (SELECT CASE"
        " WHEN c.opted_out_at IS NOT NULL THEN 'opted-out'"
        " WHEN c.mobile = '' AND c.whatsapp = '' THEN 'no-number'"
        f" {last} ELSE '' END AS why"
        f" FROM customer c WHERE {where}) x WHERE why <> '' GROUP BY why",
        *values,
    )


class Quiet(NamedTuple):
    """How many of the recipients have these quiet hours."""

    timezone: str
    quiet_from_hour: int
    quiet_to_hour: int
    customers: int


async def quiet_hours(where: str, values: Sequence[object], *, link: bool) -> list[Quiet]:
    """How many of the recipients have which quiet hours."""
    return await db.typed(
        Quiet,
        "SELECT o.timezone, f.quiet_from_hour, f.quiet_to_hour, COUNT(*) AS customers"
        " FROM customer c JOIN operator o ON o.id = c.operator_id"
        " JOIN billing_profile f ON f.id = c.billing_profile_id"
        f" WHERE {_reached(where, link=link)}"
        " GROUP BY o.timezone, f.quiet_from_hour, f.quiet_to_hour",
        *values,
    )


class Recipient(NamedTuple):
    """Somebody who gets the message, and whose customer it is."""

    id: int
    operator_id: int


async def next_chunk(
    where: str, values: Sequence[object], *, link: bool, after: int, limit: int
) -> list[Recipient]:
    """The next recipients in order of id."""
    return await db.typed(
        Recipient,
        f"SELECT c.id, c.operator_id FROM customer c WHERE {_reached(where, link=link)}"
        f" AND c.id > ${len(values) + 1} ORDER BY c.id LIMIT {int(limit)}",
        *values,
        after,
    )
