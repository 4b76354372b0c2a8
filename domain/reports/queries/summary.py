"""Statements of the summary. `seen` is the condition for the rows that somebody sees, whose values
stand behind those that a statement names; days and months are ISO text, money is minor units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from domain import db

_BILLS = (
    " FROM bill b JOIN customer c ON c.id = b.customer_id JOIN operator o ON o.id = b.operator_id"
)
_KEPT = "SUM(p.amount_minor - p.refunded_minor)"  # what went back was not collected
_PAYMENTS = (
    " FROM payment p JOIN customer c ON c.id = p.customer_id"
    " JOIN operator o ON o.id = p.operator_id"
)
_MONTH = "SUBSTR(CASE WHEN b.period <> '' THEN b.period ELSE b.issued_on END, 1, 7)"
_BILLED = (
    "b.status <> 'void' AND (b.period <> '' OR NOT EXISTS (SELECT 1 FROM bill_line l"
    " WHERE l.bill_id = b.id AND l.kind = 'opening'))"
)
_OPEN = "b.status IN ('unpaid', 'partial')"
_IN_DAYS = (
    "p.status = 'posted' AND p.currency = $1"
    " AND p.posted_at >= $2 AND p.paid_on >= $3 AND p.paid_on <= $4"
)
R = TypeVar("R", bound=NamedTuple)


class Cell(NamedTuple):
    """An amount by operator, zone and package; 0 for no zone."""

    operator: int
    zone: int
    package: int
    amount: int


class Billed(NamedTuple):
    """The same of bills, with how much of it is settled, how many they are, how many are paid."""

    operator: int
    zone: int
    package: int
    amount: int
    settled: int
    bills: int
    paid: int


async def _cells(kind: type[R], sums: str, rest: str, values: Sequence[object]) -> list[R]:
    found = await db.typed(
        kind,
        f"SELECT o.id AS operator, COALESCE(c.zone_id, 0) AS zone, c.package_id AS package,"
        f" {sums}{rest} GROUP BY o.id, c.zone_id, c.package_id",
        *values,
    )
    return [kind._make(map(int, row)) for row in found]


async def billed(seen: str, values: Sequence[object]) -> list[Billed]:
    """What was billed, in the currency $1 and the month $2."""
    return await _cells(
        Billed,
        "SUM(b.total_minor) AS amount, SUM(b.paid_minor) AS settled, COUNT(*) AS bills,"
        " SUM(CASE WHEN b.status = 'paid' THEN 1 ELSE 0 END) AS paid",
        f"{_BILLS} WHERE {seen} AND b.currency = $1 AND {_MONTH} = $2 AND {_BILLED}",
        values,
    )


async def collected(seen: str, values: Sequence[object]) -> list[Cell]:
    """What came, in the currency $1, since the instant $2, from the day $3 to the day $4."""
    return await _cells(
        Cell, f"{_KEPT} AS amount", f"{_PAYMENTS} WHERE {seen} AND {_IN_DAYS}", values
    )


async def outstanding(seen: str, values: Sequence[object]) -> list[Cell]:
    """What is open, in the currency $1."""
    return await _cells(
        Cell,
        "SUM(b.total_minor - b.paid_minor) AS amount",
        f"{_BILLS} WHERE {seen} AND b.currency = $1 AND {_OPEN}",
        values,
    )


async def credited(seen: str, values: Sequence[object]) -> list[Cell]:
    """What credit notes that hold took off, in the currency $1, from the day $2 to the day $3."""
    return await _cells(
        Cell,
        "SUM(n.total_minor) AS amount",
        " FROM credit_note n JOIN customer c ON c.id = n.customer_id"
        f" JOIN operator o ON o.id = n.operator_id WHERE {seen} AND n.currency = $1"
        " AND n.issued_on >= $2 AND n.issued_on <= $3 AND n.withdrawn_at IS NULL",
        values,
    )


class Aged(NamedTuple):
    """What is open of an age: 0 is not due, the others are past the days $2 to $5."""

    age: int
    amount: int


async def ageing(seen: str, values: Sequence[object]) -> list[Aged]:
    """What is open by days past due, in the currency $1."""
    return await db.typed(
        Aged,
        "SELECT CASE WHEN b.due_on >= $2 THEN 0 WHEN b.due_on >= $3 THEN 1"
        " WHEN b.due_on >= $4 THEN 2 WHEN b.due_on >= $5 THEN 3 ELSE 4 END AS age,"
        f" SUM(b.total_minor - b.paid_minor) AS amount{_BILLS}"
        f" WHERE {seen} AND b.currency = $1 AND {_OPEN} GROUP BY 1",
        *values,
    )


class Month(NamedTuple):
    """What was billed for a month, and what of it is open."""

    month: str
    billed: int
    outstanding: int


async def months_billed(seen: str, values: Sequence[object]) -> list[Month]:
    """What was billed, in the currency $1, by month from $2 to $3."""
    return await db.typed(
        Month,
        f"SELECT {_MONTH} AS month, SUM(b.total_minor) AS billed,"
        f" SUM(b.total_minor - b.paid_minor) AS outstanding{_BILLS} WHERE {seen}"
        f" AND b.currency = $1 AND {_MONTH} >= $2 AND {_MONTH} <= $3 AND {_BILLED} GROUP BY 1",
        *values,
    )


class Came(NamedTuple):
    """What came in a month."""

    month: str
    collected: int


async def months_collected(seen: str, values: Sequence[object]) -> list[Came]:
    """What came by month; values as those of `collected`."""
    return await db.typed(
        Came,
        f"SELECT SUBSTR(p.paid_on, 1, 7) AS month, {_KEPT} AS collected{_PAYMENTS}"
        f" WHERE {seen} AND {_IN_DAYS} GROUP BY 1",
        *values,
    )


class Hand(NamedTuple):
    """What somebody took by one way of paying; nobody where it came online."""

    id: int | None
    name: str | None
    method: str
    payments: int
    collected: int


async def hands(seen: str, values: Sequence[object]) -> list[Hand]:
    """What came by who took it; values as those of `collected`."""
    return await db.typed(
        Hand,
        f"SELECT s.id, s.name, p.method, COUNT(*) AS payments, {_KEPT} AS collected"
        f"{_PAYMENTS} LEFT JOIN staff s ON s.id = p.staff_id WHERE {seen} AND {_IN_DAYS}"
        " GROUP BY s.id, s.name, p.method",
        *values,
    )


class Named(NamedTuple):
    """How one of a table is called."""

    id: int
    name: str


async def named(table: str) -> dict[int, str]:
    """How those of a table are called."""
    return {row.id: row.name for row in await db.typed(Named, f"SELECT id, name FROM {table}")}
