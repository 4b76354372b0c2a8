"""Statements about payments as lists: `p`, with their customers `c` and who took them `s`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain import db

_FROM = (
    " FROM payment p JOIN customer c ON c.id = p.customer_id"
    " JOIN operator o ON o.id = p.operator_id LEFT JOIN zone z ON z.id = c.zone_id"
    " LEFT JOIN staff s ON s.id = p.staff_id LEFT JOIN gateway g ON g.id = p.gateway_id"
    " LEFT JOIN attempt a ON a.id = p.attempt_id WHERE "
)


class Row(NamedTuple):
    """A payment in a list; days are ISO text."""

    id: int
    customer_id: int
    code: str
    name: str
    operator: str
    zone: str | None
    paid_on: str
    posted_at: int
    amount_minor: int
    refunded_minor: int
    currency: str
    method: str
    gateway: str | None
    txn_id: str
    reference: str | None
    taken_by: str | None
    note: str
    status: str


LATEST = 20_000  # payments that are looked through for a part of a text


def sought(*, whole: str, part: str, receipt: str = "") -> str:
    """The ids of payments that a text means, as SQL over the places of its values: each way but
    that of the latest goes by an index."""
    ways = [
        f"SELECT id FROM payment WHERE txn_id = {whole}",
        f"SELECT y.id FROM attempt x JOIN payment y ON y.attempt_id = x.id WHERE x.ref = {whole}",
        "SELECT id FROM (SELECT id, txn_id, note FROM payment ORDER BY id DESC"
        f" LIMIT {LATEST}) AS latest WHERE UPPER(txn_id) LIKE {part} ESCAPE '\\'"
        f" OR UPPER(note) LIKE {part} ESCAPE '\\'",
        *([f"SELECT id FROM payment WHERE id = {receipt}"] if receipt else []),
    ]
    return " UNION ALL ".join(ways)


async def rows(where: str, values: Sequence[object]) -> list[Row]:
    """Payments by a condition, in the order that it ends with."""
    return await db.typed(
        Row,
        "SELECT p.id, p.customer_id, c.code, c.name, o.name AS operator, z.name AS zone, p.paid_on,"
        " p.posted_at, p.amount_minor, p.refunded_minor, p.currency, p.method, g.name AS gateway,"
        f" p.txn_id, a.ref AS reference, s.name AS taken_by, p.note, p.status{_FROM}{where}",
        *values,
    )


class Total(NamedTuple):
    """What payments come to in a currency, less what went back."""

    currency: str
    payments: int
    amount: int


async def totals(where: str, values: Sequence[object]) -> list[Total]:
    """What the payments of a condition come to; those taken back are counted, not summed."""
    return await db.typed(
        Total,
        "SELECT p.currency, COUNT(*) AS payments, CAST(SUM(CASE WHEN p.status = 'posted'"
        f" THEN p.amount_minor - p.refunded_minor ELSE 0 END) AS BIGINT) AS amount{_FROM}{where}"
        " GROUP BY p.currency ORDER BY p.currency",
        *values,
    )


class Hand(NamedTuple):
    """A person who has taken money."""

    id: int
    name: str


async def hands(seen: str, values: Sequence[object]) -> list[Hand]:
    """Who took payments of customers `c` that are seen, by name."""
    return await db.typed(
        Hand,
        "SELECT s.id, s.name FROM staff s WHERE EXISTS (SELECT 1 FROM payment p"
        f" JOIN customer c ON c.id = p.customer_id WHERE p.staff_id = s.id AND {seen})"
        " ORDER BY s.name, s.id",
        *values,
    )
