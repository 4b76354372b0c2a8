"""Statements about how many are served; days are ISO text, instants milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain import db


class Group(NamedTuple):
    """Subscribers who are alike: how many there are at the end of some days, came, and left.

    `unknown` are those who left on a day that nobody wrote down.
    """

    operator: str
    zone: str | None
    connection: str
    package: str
    profile: str
    total: int
    came: int
    lost: int
    unknown: int


async def groups(seen: str, values: Sequence[object]) -> list[Group]:
    """Customers `c` who are seen, from the day $1 to the day $2, which is from the instant $3 to
    before $4; who only waits to be connected is none."""
    gone = "c.status = 'left'"
    return await db.typed(
        Group,
        "SELECT o.name AS operator, z.name AS zone, c.connection, p.name AS package, p.profile,"
        f" CAST(SUM(CASE WHEN NOT ({gone}) OR c.left_at >= $4 THEN 1 ELSE 0 END) AS BIGINT)"
        " AS total, CAST(SUM(CASE WHEN c.joined_on >= $1 THEN 1 ELSE 0 END) AS BIGINT) AS came,"
        f" CAST(SUM(CASE WHEN {gone} AND c.left_at >= $3 AND c.left_at < $4 THEN 1 ELSE 0 END)"
        f" AS BIGINT) AS lost, CAST(SUM(CASE WHEN {gone} AND c.left_at IS NULL THEN 1 ELSE 0 END)"
        " AS BIGINT) AS unknown FROM customer c JOIN operator o ON o.id = c.operator_id"
        " JOIN package p ON p.id = c.package_id LEFT JOIN zone z ON z.id = c.zone_id"
        f" WHERE {seen} AND c.joined_on <= $2 AND c.status <> 'pending'"
        " GROUP BY o.id, o.name, z.id, z.name, c.connection, p.id, p.name, p.profile"
        " ORDER BY o.name, z.name, c.connection, p.name",
        *values,
    )
