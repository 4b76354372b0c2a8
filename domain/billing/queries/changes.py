"""Statements about packages that change while days of service are billed; days are ISO text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain import db


class SpanBill(NamedTuple):
    """The bill of a span of service: all its lines but VAT, those for service, and its VAT.

    `noted` is what credit notes took off it, but for those of changes.
    """

    id: int
    starts_on: str
    ends_on: str
    joined_on: str
    currency: str
    base: int
    service: int
    is_part: int
    vat: int
    on_top: int
    noted_net: int
    noted_vat: int


_SPANS = (
    "SELECT b.id, b.starts_on, b.ends_on, c.joined_on, b.currency, l.base, l.service, l.is_part,"
    " b.vat_minor AS vat, l.on_top, n.noted_net, n.noted_vat"
    " FROM bill b JOIN customer c ON c.id = b.customer_id"
    " JOIN (SELECT bill_id,"
    " CAST(SUM(CASE WHEN kind = 'vat' THEN 0 ELSE amount_minor END) AS BIGINT) AS base,"
    " CAST(SUM(CASE WHEN kind IN ('package', 'discount', 'proration') THEN amount_minor ELSE 0 END)"
    " AS BIGINT) AS service,"
    " MAX(CASE WHEN kind = 'proration' THEN 1 ELSE 0 END) AS is_part,"
    " MAX(CASE WHEN kind = 'vat' THEN 1 ELSE 0 END) AS on_top"
    " FROM bill_line WHERE bill_id IN ({bills}) GROUP BY bill_id) l ON l.bill_id = b.id"
    " JOIN (SELECT o.id AS bill_id, CAST(COALESCE(SUM(n.net_minor), 0) AS BIGINT) AS noted_net,"
    " CAST(COALESCE(SUM(n.vat_minor), 0) AS BIGINT) AS noted_vat"
    " FROM bill o LEFT JOIN credit_note n ON n.bill_id = o.id AND n.change_id IS NULL"
    " AND n.withdrawn_at IS NULL WHERE o.id IN ({bills}) GROUP BY o.id) n ON n.bill_id = b.id"
    " ORDER BY b.starts_on, b.id"
).format(
    bills=(
        "SELECT id FROM bill WHERE customer_id = $1 AND period <> '' AND status <> 'void'"
        " AND ends_on >= $2"
    )
)


async def spans_billed(customer_id: int, since: str) -> list[SpanBill]:
    """The customer's bills of spans that last until a day or longer, the earlier first."""
    return await db.typed(SpanBill, _SPANS, customer_id, since)


class Charged(NamedTuple):
    """What a change charged for the days left of a billed span."""

    span_bill_id: int
    starts_on: str
    charge_minor: int
    charge_vat_minor: int
    charge_within: bool


async def charged(span_bills: Sequence[int]) -> list[Charged]:
    """What the changes that stand charged for these spans, the earlier first."""
    if not span_bills:
        return []
    return await db.typed(
        Charged,
        "SELECT p.span_bill_id, p.starts_on, p.charge_minor, p.charge_vat_minor, p.charge_within"
        " FROM package_change_part p JOIN package_change h ON h.id = p.change_id"
        f" WHERE h.status = 'done' AND p.span_bill_id IN ({db.marks(len(span_bills))})"
        " ORDER BY p.id",
        *span_bills,
    )


async def stands_on(bill_id: int) -> bool:
    """Whether a change that stands was reckoned from the bill, or made it."""
    return bool(
        await db.value(
            "SELECT 1 AS one FROM package_change_part p JOIN package_change h"
            " ON h.id = p.change_id WHERE h.status = 'done' AND (p.span_bill_id = $1"
            " OR p.bill_id = $1) LIMIT 1",
            bill_id,
        )
    )


async def back_of(bill_id: int) -> int:
    """What the first change that stands gave back of what the bill was for."""
    found = await db.value(
        "SELECT p.back_minor + CASE WHEN p.back_within THEN 0 ELSE p.back_vat_minor END AS back"
        " FROM package_change_part p JOIN package_change h ON h.id = p.change_id"
        " WHERE h.status = 'done' AND p.span_bill_id = $1 ORDER BY p.id LIMIT 1",
        bill_id,
    )
    return int(found or 0)


async def noted_of(bill_id: int) -> int:
    """What credit notes took off a bill, but for those of changes."""
    return int(
        await db.value(
            "SELECT CAST(COALESCE(SUM(total_minor), 0) AS BIGINT) AS noted FROM credit_note"
            " WHERE bill_id = $1 AND change_id IS NULL AND withdrawn_at IS NULL",
            bill_id,
        )
    )


async def take_note_number(operator_id: int, year: int) -> int:
    """The next number of a credit note; its counter is kept until the transaction ends."""
    return int(
        await db.value(
            "INSERT INTO credit_note_counter (operator_id, year, given) VALUES ($1, $2, 1)"
            " ON CONFLICT (operator_id, year) DO UPDATE"
            " SET given = credit_note_counter.given + 1 RETURNING given",
            operator_id,
            year,
        )
    )


class Usual(NamedTuple):
    """What several customers were charged for."""

    label: str
    amount_minor: int
    times: int


async def usual_charges(
    currency: str, seen: str, values: Sequence[object], *, limit: int
) -> list[Usual]:
    """What the latest charges were for, of customers `c` that are seen, the most frequent first;
    values stand from $2 on."""
    return await db.typed(
        Usual,
        "SELECT n.label, n.amount_minor, COUNT(*) AS times FROM (SELECT h.label, h.amount_minor"
        " FROM charge h JOIN customer c ON c.id = h.customer_id"
        " JOIN operator o ON o.id = c.operator_id AND o.currency = $1"
        f" WHERE {seen} ORDER BY h.id DESC LIMIT 200) n"
        f" GROUP BY n.label, n.amount_minor ORDER BY times DESC, n.label LIMIT {int(limit)}",
        currency,
        *values,
    )
