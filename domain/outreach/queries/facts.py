"""Statements about what messages say: customers and bills as they are when it is sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from domain import db
from domain.payments.queries import ways

_NEWEST = 100  # among whom a sample is looked for


class Customer(NamedTuple):
    """A customer with what is due and paid ahead, and whether they could pay by a link; days are
    ISO."""

    id: int
    code: str
    name: str
    mobile: str
    whatsapp: str
    email: str
    language: str
    operator_id: int
    expires_on: str | None
    opted_out_at: int | None
    status: str
    package: str
    can_pay: bool
    quiet_from_hour: int
    quiet_to_hour: int
    due: int
    due_on: str | None
    advance: int
    low_at: int | None  # when they were told that their prepaid balance runs out


_CUSTOMERS = (
    "SELECT c.id, c.code, c.name, c.mobile, c.whatsapp, c.email, c.language, c.operator_id,"
    " c.expires_on, c.opted_out_at, c.status, p.name AS package, {can_pay} AS can_pay,"
    " f.quiet_from_hour, f.quiet_to_hour,"
    " (SELECT COALESCE(SUM(b.total_minor - b.paid_minor), 0) FROM bill b"
    "  WHERE b.customer_id = c.id AND b.status IN ('unpaid', 'partial')) AS due,"
    " (SELECT MIN(b.due_on) FROM bill b WHERE b.customer_id = c.id"
    "  AND b.status IN ('unpaid', 'partial')) AS due_on,"
    " (SELECT COALESCE(SUM(k.left_minor), 0) FROM credit k WHERE k.customer_id = c.id"
    "  AND k.left_minor > 0) + COALESCE(r.unserved_minor, 0) AS advance, r.warned_of AS low_at"
    " FROM customer c JOIN package p ON p.id = c.package_id"
    " JOIN billing_profile f ON f.id = c.billing_profile_id"
    " LEFT JOIN prepaid r ON r.customer_id = c.id WHERE c.id IN ({marks})"
)


async def customers(ids: Collection[int], *, offered: bool) -> dict[int, Customer]:
    """These customers; whether they could pay is asked only where a link is `offered`."""
    if not ids:
        return {}
    can_pay = ways.served("c.operator_id") if offered else "FALSE"
    sql = _CUSTOMERS.replace("{can_pay}", can_pay).replace("{marks}", db.marks(len(ids)))
    return {row.id: row for row in await db.typed(Customer, sql, *sorted(ids))}


class Bill(NamedTuple):
    """A bill as it stands; days are ISO text."""

    id: int
    number: str
    period: str
    starts_on: str
    ends_on: str
    total_minor: int
    due_on: str
    status: str


async def bills(ids: Collection[int]) -> dict[int, Bill]:
    """These bills."""
    if not ids:
        return {}
    found = await db.typed(
        Bill,
        "SELECT id, number, period, starts_on, ends_on, total_minor, due_on, status FROM bill"
        f" WHERE id IN ({db.marks(len(ids))})",
        *sorted(ids),
    )
    return {row.id: row for row in found}


class Sample(NamedTuple):
    """A customer with their last bill and payment, if there are any."""

    id: int
    name: str
    operator_id: int
    bill: int | None
    payment: int | None


async def sample(where: str, values: Sequence[object], *, language: str) -> Sample | None:
    """One of the newest customers `c` of a condition, who reads that language if any does."""
    return await db.typed_one(
        Sample,
        "SELECT n.id, n.name, n.operator_id,"
        " (SELECT MAX(b.id) FROM bill b WHERE b.customer_id = n.id) AS bill,"
        " (SELECT MAX(p.id) FROM payment p WHERE p.customer_id = n.id) AS payment"
        " FROM (SELECT c.id, c.name, c.operator_id, c.language FROM customer c"
        f" WHERE {where} AND c.status <> 'left' ORDER BY c.id DESC LIMIT {_NEWEST}) AS n"
        f" ORDER BY CASE WHEN n.language = CAST(${len(values) + 1} AS TEXT) THEN 0 ELSE 1 END,"
        " CASE WHEN EXISTS (SELECT 1 FROM bill b WHERE b.customer_id = n.id) THEN 0 ELSE 1 END,"
        " n.id LIMIT 1",
        *values,
        language,
    )
