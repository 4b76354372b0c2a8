"""Statements about customers as lists: `c`, with where they are and what they have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain import db
from domain.billing.queries import collecting

_FROM = (
    " FROM customer c JOIN operator o ON o.id = c.operator_id JOIN package p ON p.id = c.package_id"
    " LEFT JOIN zone z ON z.id = c.zone_id WHERE "
)


class Row(NamedTuple):
    """A customer in a list; days are ISO text."""

    id: int
    code: str
    name: str
    mobile: str
    whatsapp: str
    email: str
    address: str
    zone: str | None
    operator: str
    package: str
    connection: str
    username: str
    ip: str
    mac: str
    price_minor: int
    discount_minor: int
    currency: str
    status: str
    joined_on: str
    expires_on: str | None
    collection: str


async def rows(
    where: str, values: Sequence[object], after: int, offset: int, limit: int
) -> list[Row]:
    """Customers `c` by a condition, in the order of their ids, the next ones after one of them.

    The last of the values is today.
    """
    stands = collecting.status(f"CAST(${len(values)} AS TEXT)")
    return await db.typed(
        Row,
        "SELECT c.id, c.code, c.name, c.mobile, c.whatsapp, c.email, c.address, z.name AS zone,"
        " o.name AS operator, p.name AS package, c.connection, c.username, c.ip, c.mac,"
        " COALESCE(c.price_minor, p.price_minor) AS price_minor, c.discount_minor, p.currency,"
        f" c.status, c.joined_on, c.expires_on, {stands} AS collection{_FROM}{where}"
        f" AND c.id > {int(after)} ORDER BY c.id LIMIT {int(limit)} OFFSET {int(offset)}",
        *values,
    )


async def count(where: str, values: Sequence[object]) -> int:
    """How many customers `c` a condition leaves."""
    return int(await db.value(f"SELECT COUNT(*) AS n{_FROM}{where}", *values))
