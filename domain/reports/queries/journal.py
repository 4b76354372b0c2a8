"""Statements of the journal: accounts by whose they are, and movements in their order.

`within` is the condition on entries `e` of those that the journal has up to its last day; all
numbers in it are ours, so that it has no values.
"""

from __future__ import annotations

from typing import NamedTuple

from domain import db


class Known(NamedTuple):
    """A gateway or a customer, by what people know it by."""

    id: int
    code: str


async def gateways() -> list[Known]:
    """The name of every gateway."""
    return await db.typed(Known, "SELECT id, name AS code FROM gateway")


async def customers(after: int, upto: int) -> dict[int, str]:
    """The codes of the customers with these ids."""
    rows = await db.typed(
        Known, "SELECT id, code FROM customer WHERE id > $1 AND id <= $2", after, upto
    )
    return {row.id: row.code for row in rows}


async def last_entry() -> int:
    """The newest entry; 0 where there is none."""
    return int(await db.value("SELECT COALESCE(MAX(id), 0) AS id FROM entry"))


async def last_owner(account: str) -> int:
    """The highest id of those who have such an account; 0 where nobody has."""
    found = await db.value(
        "SELECT MAX(id) AS id FROM (SELECT MAX(debit_of) AS id FROM entry WHERE debit = $1"
        " UNION ALL SELECT MAX(credit_of) FROM entry WHERE credit = $1) AS owners",
        account,
    )
    return int(found or 0)


class Stood(NamedTuple):
    """An account in one operator's books: when it first moved in the days of the journal, what
    was on it before, and what is at their end."""

    owner_id: int
    operator_id: int
    currency: str
    first_at: int | None
    before: int
    after: int


async def stood(account: str, after: int, upto: int, within: str, inside: str) -> list[Stood]:
    """The accounts of owners with these ids; `inside` is the condition of the journal's days."""
    sides = " UNION ALL ".join(
        f"SELECT e.{side}_of AS owner_id, e.operator_id, e.currency, {sign}e.amount_minor AS moved,"
        f" CASE WHEN {inside} THEN e.at END AS at FROM entry e"
        f" WHERE e.{side} = $1 AND e.{side}_of > $2 AND e.{side}_of <= $3 AND {within}"
        for side, sign in (("debit", ""), ("credit", "-"))
    )
    return await db.typed(
        Stood,
        "SELECT owner_id, operator_id, currency, MIN(at) AS first_at,"
        " CAST(SUM(CASE WHEN at IS NULL THEN moved ELSE 0 END) AS BIGINT) AS before,"
        f" CAST(SUM(moved) AS BIGINT) AS after FROM ({sides}) AS sides"
        " GROUP BY owner_id, operator_id, currency ORDER BY owner_id, currency, operator_id",
        account, after, upto,
    )  # fmt: skip


class Entry(NamedTuple):
    """A movement; the codes are those of customers, where a side is one's."""

    id: int
    at: int
    operator_id: int
    debit: str
    debit_of: int
    debit_code: str | None
    credit: str
    credit_of: int
    credit_code: str | None
    amount_minor: int
    currency: str
    cause: str
    cause_id: int
    staff_id: int | None
    reverses_id: int | None


async def entries(after: int, where: str, of_customers: str, limit: int) -> list[Entry]:
    """The next movements by a condition, in their order; `of_customers` are their accounts."""
    return await db.typed(
        Entry,
        "SELECT e.id, e.at, e.operator_id, e.debit, e.debit_of, d.code AS debit_code, e.credit,"
        " e.credit_of, c.code AS credit_code, e.amount_minor, e.currency, e.cause, e.cause_id,"
        " e.staff_id, e.reverses_id FROM entry e"
        f" LEFT JOIN customer d ON e.debit IN ({of_customers}) AND d.id = e.debit_of"
        f" LEFT JOIN customer c ON e.credit IN ({of_customers}) AND c.id = e.credit_of"
        f" WHERE e.id > $1 AND {where} ORDER BY e.id LIMIT $2",
        after,
        limit,
    )
