"""Proves that what was bought was paid, once, and that nobody is served by what is over."""

from __future__ import annotations

from typing import NamedTuple

from domain import db
from domain.ledger.proof import Fault

_CHECKS = (
    (
        "purchase-bill",
        "SELECT CAST(p.id AS TEXT) AS detail FROM purchase p LEFT JOIN bill b ON b.id = p.bill_id"
        " WHERE b.id IS NULL OR b.customer_id <> p.customer_id OR b.period <> ''"
        " OR b.operator_id <> p.operator_id ORDER BY p.id LIMIT $1",
    ),
    (
        "purchase-paid",
        "SELECT b.number AS detail FROM purchase p JOIN bill b ON b.id = p.bill_id"
        " WHERE (p.status IN ('waiting', 'open', 'running')) <> (b.status = 'paid')"
        " AND p.status NOT IN ('ended', 'stopped') ORDER BY p.id LIMIT $1",
    ),
    (
        "purchase-times",
        "SELECT b.number AS detail FROM purchase p JOIN bill b ON b.id = p.bill_id"
        " WHERE (p.status = 'running' AND (p.starts_at IS NULL OR p.ends_at IS NULL))"
        " OR (p.status = 'ended' AND (p.ended_at IS NULL OR p.ended_by IS NULL"
        " OR p.ended_at > p.ends_at OR (p.ended_by = 'time' AND p.ended_at <> p.ends_at)))"
        " OR p.starts_at < p.paid_at OR p.ends_at <= p.starts_at ORDER BY p.id LIMIT $1",
    ),
    (
        "purchase-apart",
        "SELECT b.number AS detail FROM purchase p JOIN bill b ON b.id = p.bill_id"
        " WHERE EXISTS (SELECT 1 FROM purchase o WHERE o.customer_id = p.customer_id"
        " AND o.id <> p.id AND o.starts_at < COALESCE(p.ended_at, p.ends_at)"
        " AND COALESCE(o.ended_at, o.ends_at) > p.starts_at) ORDER BY p.id LIMIT $1",
    ),
    (
        "purchase-served",
        "SELECT c.code AS detail FROM purchase p JOIN customer c ON c.id = p.customer_id"
        " WHERE p.status IN ('open', 'running') AND c.status IN ('pending', 'expired')"
        " ORDER BY p.id LIMIT $1",
    ),
)


class _Detail(NamedTuple):
    detail: str


async def faults(limit: int = 1) -> list[Fault]:
    """What does not hold, at most `limit` of each kind."""
    found = []
    for kind, sql in _CHECKS:
        found += [Fault(kind, row.detail) for row in await db.typed(_Detail, sql, limit)]
    return found
