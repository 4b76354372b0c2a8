"""What should be once and stands twice in the database, from before a rule or past it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain import db

USERNAME, ADDRESS, TRANSACTION = "username", "address", "transaction"

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
_TWICE = (
    "SELECT p.txn_id AS given, e.id AS first, p.id AS second, c.code, c.name,"
    " o.code AS other_code, o.name AS other FROM payment p"
    " JOIN payment e ON e.id = p.apart_from JOIN customer c ON c.id = e.customer_id"
    " JOIN customer o ON o.id = p.customer_id WHERE p.apart_from IS NOT NULL"
    f" AND p.status = 'posted' AND e.status = 'posted' AND NOT {_SAID} ORDER BY p.id"
)


@dataclass(frozen=True, slots=True)
class Double:
    """Something that several have: its `kind`, what it is, the router, and by name who has it."""

    kind: str
    given: str
    place: str
    who: tuple[str, ...]


async def found() -> Sequence[Double]:
    """Every double: usernames and addresses of who has not left, and transactions."""
    usernames = _LIVE.format(column="username", owner=_OWNER, only="AND router_id IS NOT NULL")
    addresses = _LIVE.format(column="ip", owner=_OWNER, only="")
    return [
        *await _live(USERNAME, usernames),
        *await _live(ADDRESS, addresses),
        *[
            Double(
                TRANSACTION,
                row["given"],
                "",
                (
                    f"R{row['first']:07d} of {row['name']} ({row['code']})",
                    f"R{row['second']:07d} of {row['other']} ({row['other_code']})",
                ),
            )
            for row in await db.rows(_TWICE)
        ],
    ]


async def _live(kind: str, sql: str) -> list[Double]:
    who: dict[tuple[str, str, int], list[str]] = {}
    for row in await db.rows(sql):
        key = (row["given"], row["place"], row["owner"])
        who.setdefault(key, []).append(f"{row['name']} ({row['code']})")
    return [Double(kind, given, place, tuple(all_)) for (given, place, _), all_ in who.items()]
