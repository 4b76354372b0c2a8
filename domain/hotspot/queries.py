"""Statements about purchases: instants are ms."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from domain import db
from domain.hotspot.states import PAID

_PAID = ", ".join(f"'{status.value}'" for status in PAID)


class Billed(NamedTuple):
    """A purchase that is not over, and how its bill stands."""

    id: int
    status: str
    bill: str


async def open_of(customer_id: int) -> list[Billed]:
    """The purchases of a customer that are not over, the first one first."""
    return await db.typed(
        Billed,
        "SELECT p.id, p.status, b.status AS bill FROM purchase p JOIN bill b ON b.id = p.bill_id"
        f" WHERE p.customer_id = $1 AND p.status IN ('ordered', {_PAID}) ORDER BY p.id",
        customer_id,
    )


class Due(NamedTuple):
    """A purchase that is over by now."""

    id: int
    customer_id: int


async def due(now: int, limit: int) -> list[Due]:
    """Purchases whose time has passed, those that are over longest first."""
    return await db.typed(
        Due,
        "SELECT id, customer_id FROM purchase WHERE status = 'running' AND ends_at <= $1"
        " ORDER BY ends_at, id LIMIT $2",
        now,
        limit,
    )


class Ended(NamedTuple):
    """A purchase that has ended."""

    id: int
    customer_id: int
    package: str
    starts_at: int
    ends_at: int
    ended_at: int
    ended_by: str
    timezone: str


_ENDED = (
    "SELECT p.id, p.customer_id, k.name AS package, p.starts_at, p.ends_at, p.ended_at,"
    " p.ended_by, o.timezone FROM purchase p JOIN package k ON k.id = p.package_id"
    " JOIN operator o ON o.id = p.operator_id WHERE p.id IN ({ids}) ORDER BY p.id"
)


class _Id(NamedTuple):
    id: int


async def end(purchase_ids: Collection[int], by: str, at: int) -> list[Ended]:
    """Let running purchases be over, each at the latest at the end of its time; those that it was.

    Whoever was first has ended them.
    """
    moved = await db.typed(
        _Id,
        "UPDATE purchase SET status = 'ended',"
        " ended_at = CASE WHEN ends_at < $1 THEN ends_at ELSE CAST($1 AS BIGINT) END,"
        " ended_by = CASE WHEN ends_at <= $1 THEN 'time' ELSE CAST($2 AS TEXT) END"
        f" WHERE status = 'running' AND id IN ({db.ids(purchase_ids)}) RETURNING id",
        at,
        by,
    )
    return await db.typed(Ended, _ENDED.replace("{ids}", db.ids(row.id for row in moved)))


async def running_of(customer_ids: Collection[int]) -> list[int]:
    """The purchases that run of these customers."""
    found = await db.typed(
        _Id,
        "SELECT id FROM purchase WHERE status = 'running'"
        f" AND customer_id IN ({db.ids(customer_ids)}) ORDER BY id",
    )
    return [row.id for row in found]


class _Customer(NamedTuple):
    customer_id: int


async def with_more(customer_ids: Collection[int]) -> set[int]:
    """Those of the customers who have something that waits, or is good, still."""
    found = await db.typed(
        _Customer,
        f"SELECT DISTINCT customer_id FROM purchase WHERE status IN ({_PAID})"
        f" AND customer_id IN ({db.ids(customer_ids)})",
    )
    return {row.customer_id for row in found}


async def unpaid_since(at: int, limit: int) -> list[Due]:
    """Orders from before then that nobody has paid."""
    return await db.typed(
        Due,
        "SELECT id, customer_id FROM purchase WHERE status = 'ordered' AND ordered_at < $1"
        " ORDER BY id LIMIT $2",
        at,
        limit,
    )


async def buyers_without_password(customer_ids: Collection[int]) -> list[int]:
    """Those of the customers who buy at a hotspot, and whose account nobody can make yet."""
    found = await db.typed(
        _Id,
        "SELECT c.id FROM customer c JOIN billing_profile f ON f.id = c.billing_profile_id"
        f" WHERE c.id IN ({db.ids(customer_ids)}) AND c.connection = 'hotspot'"
        " AND c.password IS NULL AND f.cycle = 'hotspot' ORDER BY c.id",
    )
    return [row.id for row in found]


async def served_for_nothing(customer_ids: Collection[int]) -> list[int]:
    """Those of the customers who are active by no purchase, nor by a person's word; whose validity
    was brought over with them stay for as long as it says."""
    found = await db.typed(
        _Id,
        "SELECT c.id FROM customer c JOIN billing_profile f ON f.id = c.billing_profile_id"
        f" WHERE c.id IN ({db.ids(customer_ids)}) AND c.status = 'active' AND f.cycle = 'hotspot'"
        " AND c.expires_on IS NULL"
        f" AND NOT EXISTS (SELECT 1 FROM purchase p WHERE p.customer_id = c.id"
        f" AND p.status IN ({_PAID}))"
        " AND NOT EXISTS (SELECT 1 FROM suspension s WHERE s.customer_id = c.id) ORDER BY c.id",
    )
    return [row.id for row in found]


class Line(NamedTuple):
    """A purchase with the name of its package."""

    id: int
    package: str
    validity: int
    validity_unit: str
    cap_mb: int | None
    status: str
    starts_at: int | None
    ends_at: int | None


async def lines(customer_id: int) -> list[Line]:
    """The purchases of a customer that are not over, the first one first."""
    return await db.typed(
        Line,
        "SELECT p.id, k.name AS package, p.validity, p.validity_unit, p.cap_mb, p.status,"
        " p.starts_at, p.ends_at FROM purchase p JOIN package k ON k.id = p.package_id"
        f" WHERE p.customer_id = $1 AND p.status IN ('ordered', {_PAID}) ORDER BY p.id",
        customer_id,
    )
