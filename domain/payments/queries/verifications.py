"""Statements about money that a person decides about, and whom a transaction is known of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain import db
from domain.money import Money

# Whether money of the customer `c` with the transaction id `$2` may be what waits for a person:
# money of theirs, of nobody, or of that transaction.
MAY_BE_MEANT = (
    "EXISTS (SELECT 1 FROM verification v"
    " WHERE v.status = 'submitted' AND (v.customer_id = c.id OR v.customer_id IS NULL"
    " OR ($2 <> '' AND (UPPER(v.txn_id) = $2 OR UPPER(v.txn_id) LIKE $2 || '+%'))))"
)


class _Id(NamedTuple):
    id: int


async def meeting_id(customer_id: int, txn_id: str, again: str) -> list[int]:
    """What waits of a transaction id, told once or again, as the customer's or as nobody's."""
    return await _meeting(
        "(customer_id = $1 OR customer_id IS NULL)"
        " AND (UPPER(txn_id) = $2 OR UPPER(txn_id) LIKE $3)",
        customer_id,
        txn_id,
        f"{txn_id}{again}%",
    )


async def meeting_amount(customer_id: int, amount: Money) -> list[int]:
    """What waits of the customer's same amount."""
    return await _meeting(
        "customer_id = $1 AND amount_minor = $2 AND currency = $3",
        customer_id,
        amount.minor,
        amount.currency,
    )


async def _meeting(which: str, *values: object) -> list[int]:
    """Held until the transaction ends, but for what somebody decides about at this moment."""
    found = await db.typed(
        _Id,
        f"SELECT id FROM verification WHERE status = 'submitted' AND {which}"
        f" ORDER BY id{db.skip_locked()}",
        *values,
    )
    return [row.id for row in found]


async def waiting(
    things: str, seen: str, values: Sequence[object], *, after: int, limit: int
) -> list[int]:
    """Those `t` among the things that wait for a decision and that somebody may see."""
    found = await db.typed(
        _Id,
        f"SELECT t.id FROM {things} WHERE {seen} AND t.status = 'submitted'"
        f" AND t.id > {int(after)} ORDER BY t.id LIMIT {int(limit)}",
        *values,
    )
    return [row.id for row in found]


async def timezone(operator_id: int) -> str:
    """By which clock an operator lives."""
    return str(await db.value("SELECT timezone FROM operator WHERE id = $1", operator_id))


class Known(NamedTuple):
    """A customer with the place where they belong, and who took their money: a person, or the
    account to which it came."""

    name: str
    code: str
    zone_id: int | None
    path: str
    person: str | None
    account: str | None


async def known(customer_id: int, staff_id: int | None, gateway_id: int | None) -> Known | None:
    """Whose money it is, and who took it."""
    return await db.typed_one(
        Known,
        "SELECT c.name, c.code, c.zone_id, o.path,"
        " (SELECT s.name FROM staff s WHERE s.id = $2) AS person,"
        " (SELECT g.name FROM gateway g WHERE g.id = $3) AS account"
        " FROM customer c JOIN operator o ON o.id = c.operator_id WHERE c.id = $1",
        customer_id,
        staff_id,
        gateway_id,
    )


async def holds(customer_id: int) -> bool:
    """Whether the customer's service is to be held on the router."""
    return bool(
        await db.value(
            "SELECT 1 AS one FROM service WHERE customer_id = $1 AND desired = 'suspended'",
            customer_id,
        )
    )
