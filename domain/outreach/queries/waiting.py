"""Statements about what waits for people, of an operator and those under it, the newest first."""

from __future__ import annotations

from typing import NamedTuple

from domain import db
from domain.customers.models import HELD_SQL

# When a thing of a kind waits for somebody.
_WAITS = {
    "incident": "closed_at IS NULL",
    "verification": "status = 'submitted'",
    "broadcast": "(status = 'asked' OR held_at IS NOT NULL)",
}
# What was told in private for want of a group, of which kind of thing, and whether somebody is
# still to look at it.
TOLD = {
    "overpaid": (
        "payment", "w.status = 'posted' AND EXISTS (SELECT 1 FROM credit k WHERE k.source ="
        " 'payment' AND k.source_id = w.id AND k.left_minor > 0)",
    ),
    "unserved": ("payment", "w.status = 'posted' AND w.refunded_minor < w.amount_minor"),
    "still-held": (
        "customer", f"w.status IN ({HELD_SQL}) AND NOT EXISTS (SELECT 1 FROM bill b"
        " WHERE b.customer_id = w.id AND b.status IN ('unpaid', 'partial'))",
    ),
}  # fmt: skip


class _Id(NamedTuple):
    id: int


async def waiting(what: str, path: str, limit: int) -> list[int]:
    """Things of this kind that wait under a path; what is nobody's is the root's."""
    found = await db.typed(
        _Id,
        f"SELECT w.id FROM {what} w LEFT JOIN operator o ON o.id = w.operator_id"
        f" WHERE {_WAITS[what]} AND COALESCE(o.path, '/' || (SELECT MIN(id) FROM operator"
        " WHERE parent_id IS NULL) || '/') LIKE $1 ORDER BY w.id DESC LIMIT $2",
        f"{path}%",
        limit,
    )
    return [row.id for row in found]


class Card(NamedTuple):
    """A card that somebody was told by in private; its arguments are JSON."""

    id: int
    key: str
    screen: str
    args: str
    subject: str
    chat_id: str


async def told(name: str, path: str, limit: int) -> list[Card]:
    """The cards of what was told in private by this name and still waits, under a path."""
    what, waits = TOLD[name]
    return await db.typed(
        Card,
        "SELECT k.id, k.key, k.screen, k.args, k.subject, k.chat_id FROM card k"
        f" JOIN {what} w ON k.subject = '{what}:' || CAST(w.id AS TEXT)"
        " JOIN operator o ON o.id = w.operator_id WHERE k.owner <> ''"
        f" AND k.key LIKE '{name}:%' AND {waits} AND o.path LIKE $1 ORDER BY k.id DESC LIMIT $2",
        f"{path}%",
        limit,
    )
