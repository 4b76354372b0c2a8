"""Statements about what should be once and stands twice."""

from __future__ import annotations

from typing import NamedTuple

from domain import db

_LIVE = (
    "SELECT c.id, c.code, c.name, c.{column} AS given, COALESCE(r.name, '') AS place,"
    " d.owner FROM customer c LEFT JOIN router r ON r.id = c.router_id JOIN (SELECT {column},"
    " router_id, {owner} AS owner FROM customer WHERE {column} <> '' AND status <> 'left' {only}"
    " GROUP BY 1, 2, 3 HAVING COUNT(*) > 1) d ON d.{column} = c.{column}"
    " AND COALESCE(d.router_id, 0) = COALESCE(c.router_id, 0)"
    " AND d.owner = (CASE WHEN c.router_id IS NULL THEN c.operator_id ELSE 0 END)"
    " WHERE c.status <> 'left' ORDER BY given, c.router_id, d.owner, c.id"
)
_OWNER = "CASE WHEN router_id IS NULL THEN operator_id ELSE 0 END"
# What a person has said to be another transaction is known by the audit.
_SAID = (
    "EXISTS (SELECT 1 FROM audit a WHERE a.after LIKE '%\"apart_from\"%' AND (a.subject = 'payment'"
    " AND a.subject_id = p.id OR a.subject = 'verification' AND a.subject_id IN (SELECT v.id"
    " FROM verification v WHERE v.customer_id = p.customer_id"
    " AND (v.txn_id = p.txn_id OR v.txn_id LIKE p.txn_id || '+%'))))"
)


class Holder(NamedTuple):
    """A customer who has something that another has too, in the same place."""

    id: int
    code: str
    name: str
    given: str
    place: str
    owner: int


async def usernames() -> list[Holder]:
    """Who shares a username with somebody on the same router."""
    return await db.typed(
        Holder,
        _LIVE.format(column="username", owner=_OWNER, only="AND router_id IS NOT NULL"),
    )


async def addresses() -> list[Holder]:
    """Who shares an address with somebody on the same router, or of the same operator."""
    return await db.typed(Holder, _LIVE.format(column="ip", owner=_OWNER, only=""))


class Twice(NamedTuple):
    """A transaction that is in the books twice, and whose payments they are."""

    given: str
    first: int
    second: int
    code: str
    name: str
    other_code: str
    other: str


async def transactions() -> list[Twice]:
    """The transactions of which nobody has said that they are two."""
    return await db.typed(
        Twice,
        "SELECT p.txn_id AS given, e.id AS first, p.id AS second, c.code, c.name,"
        " o.code AS other_code, o.name AS other FROM payment p"
        " JOIN payment e ON e.id = p.apart_from JOIN customer c ON c.id = e.customer_id"
        " JOIN customer o ON o.id = p.customer_id WHERE p.apart_from IS NOT NULL"
        f" AND p.status = 'posted' AND e.status = 'posted' AND NOT {_SAID} ORDER BY p.id",
    )
