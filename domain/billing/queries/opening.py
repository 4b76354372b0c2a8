"""Statements about balances that are brought in: one bill for each, or one credit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain import db

_THESE = "b.operator_id = $1 AND b.year = $2 AND b.serial > $3 AND b.serial <= $4"
THESE_BILLS = f"FROM bill b WHERE {_THESE} ORDER BY b.id"
These = tuple[int, int, int, int]  # an operator, a year, and numbers over the first up to the last


def credits_of(customer_ids: Iterable[int]) -> str:
    """SQL: the credits `k` that were brought in for these customers."""
    return (
        f"FROM credit k WHERE k.source = 'opening' AND k.source_id IN ({db.ids(customer_ids)})"
        " ORDER BY k.id"
    )


class Due(NamedTuple):
    """A customer, and after how many days their bills are due."""

    id: int
    operator_id: int
    due_days: int


async def due_days(customer_ids: Iterable[int]) -> list[Due]:
    """After how many days bills of these customers are due."""
    return await db.typed(
        Due,
        "SELECT c.id, c.operator_id, p.due_days FROM customer c JOIN billing_profile p"
        f" ON p.id = c.billing_profile_id WHERE c.id IN ({db.ids(customer_ids)}) ORDER BY c.id",
    )


class Before(NamedTuple):
    """A bill for what somebody owed before, and how it stands."""

    customer_id: int
    status: str
    total_minor: int
    currency: str


async def billed_before(customer_ids: Iterable[int]) -> list[Before]:
    """The bills of these customers for what they owed before."""
    return await db.typed(
        Before,
        "SELECT b.customer_id, b.status, b.total_minor, b.currency FROM bill b"
        " JOIN bill_line l ON l.bill_id = b.id AND l.kind = 'opening'"
        f" WHERE b.customer_id IN ({db.ids(customer_ids)})",
    )


async def take_numbers(operator_id: int, year: int, count: int) -> int:
    """Take so many numbers of a counter that is held; the last that is given by now."""
    last = await db.value(
        "UPDATE bill_counter SET given = given + $1 WHERE operator_id = $2 AND year = $3"
        " RETURNING given",
        count, operator_id, year,
    )  # fmt: skip
    return int(last)


class Bill(NamedTuple):
    """A bill to be written; days are ISO text."""

    operator_id: int
    customer_id: int
    number: str
    year: int
    serial: int
    issued_on: str
    due_on: str
    currency: str
    total_minor: int
    made_at: int


async def insert_bills(bills: Iterable[Bill]) -> None:
    """Write these bills."""
    await db.run_many(
        "INSERT INTO bill (operator_id, customer_id, number, year, serial, period, starts_on,"
        " ends_on, issued_on, due_on, currency, net_minor, vat_minor, total_minor, paid_minor,"
        " status, made_at)"
        " VALUES ($1, $2, $3, $4, $5, '', $6, $6, $6, $7, $8, $9, 0, $9, 0, 'unpaid', $10)",
        bills,
    )


async def insert_lines(these: These) -> None:
    """Write the one line of each of these bills."""
    await db.run(
        "INSERT INTO bill_line (bill_id, kind, label, amount_minor)"
        f" SELECT b.id, 'opening', '', b.total_minor FROM bill b WHERE {_THESE} ORDER BY b.id",
        *these,
    )


async def insert_credits(credits: Iterable[Sequence[object]]) -> None:
    """Write credits: whose, how much, in which currency, when."""
    await db.run_many(
        "INSERT INTO credit (customer_id, operator_id, source, source_id, amount_minor, left_minor,"
        " currency, made_at) SELECT c.id, c.operator_id, 'opening', c.id, CAST($2 AS BIGINT),"
        " CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS BIGINT) FROM customer c WHERE c.id = $1",
        credits,
    )


class _Id(NamedTuple):
    id: int


async def credited(customer_ids: Iterable[int]) -> set[int]:
    """Those of the customers for whom a credit was brought in before."""
    found = await db.typed(
        _Id,
        "SELECT source_id AS id FROM credit WHERE source = 'opening'"
        f" AND source_id IN ({db.ids(customer_ids)})",
    )
    return {row.id for row in found}


async def with_both(customer_ids: Iterable[int]) -> set[int]:
    """Those of the customers who have advance and owe something."""
    found = await db.typed(
        _Id,
        "SELECT DISTINCT b.customer_id AS id FROM bill b JOIN credit k"
        " ON k.customer_id = b.customer_id AND k.left_minor > 0"
        f" WHERE b.customer_id IN ({db.ids(customer_ids)}) AND b.status IN ('unpaid', 'partial')",
    )
    return {row.id for row in found}


class Currency(NamedTuple):
    """A customer, and the currency that their operator keeps."""

    id: int
    currency: str


async def currencies(customer_ids: Iterable[int]) -> list[Currency]:
    """What the operators of these customers keep."""
    return await db.typed(
        Currency,
        "SELECT c.id, o.currency FROM customer c JOIN operator o ON o.id = c.operator_id"
        f" WHERE c.id IN ({db.ids(customer_ids)})",
    )
