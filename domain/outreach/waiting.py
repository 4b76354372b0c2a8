"""What waits for people, brought to a group that is bound after it came."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from domain import db
from domain.billing import missed
from domain.chat import cards
from domain.chat.models import Group, Purpose
from domain.customers.models import HELD_SQL
from domain.staff import operators

# By the purpose of the groups that hear of it.
_ASKED = {
    Purpose.ALERTS: ("incident", "incident.card", "closed_at IS NULL"),
    Purpose.PAYMENTS: ("verification", "verification.card", "status = 'submitted'"),
    Purpose.BROADCASTS: (
        "broadcast", "broadcast.approval", "(status = 'asked' OR held_at IS NOT NULL)",
    ),
}  # fmt: skip
# What was told in private for want of a group, and whether somebody is still to look at it.
_TOLD = {
    "overpaid": (
        "payment", "w.status = 'posted' AND EXISTS (SELECT 1 FROM credit k WHERE k.source ="
        " 'payment' AND k.source_id = w.id AND k.left_minor > 0)",
    ),
    "unserved": ("payment", "w.status = 'posted'"),
    "still-held": (
        "customer", f"w.status IN ({HELD_SQL}) AND NOT EXISTS (SELECT 1 FROM bill b"
        " WHERE b.customer_id = w.id AND b.status IN ('unpaid', 'partial'))",
    ),
}  # fmt: skip
_MOST_AT_ONCE = 50


async def bring(group: Group) -> None:
    """The group hears of what was there before it, the newest last."""
    if group.purpose is Purpose.REPORTS:
        await missed.show_in(group)
    if group.purpose not in _ASKED:
        return
    path = (await operators.get(group.operator_id)).path
    if group.purpose is Purpose.PAYMENTS:
        for name, (what, waits) in _TOLD.items():
            await _bring_told(group, path, name, what, waits)
    what, screen, waits = _ASKED[group.purpose]
    found = await db.rows(
        f"SELECT w.id FROM {what} w LEFT JOIN operator o ON o.id = w.operator_id"
        f" WHERE {waits} AND COALESCE(o.path, '/' || (SELECT MIN(id) FROM operator"
        " WHERE parent_id IS NULL) || '/') LIKE $1 ORDER BY w.id DESC LIMIT $2",
        f"{path}%",
        _MOST_AT_ONCE,
    )
    for row in reversed(found):
        name = f"{what}:{row['id']}"
        args = {f"{what}_id": row["id"]}
        await cards.raise_in(group, key=name, screen=screen, args=args, subject=name)


async def _bring_told(group: Group, path: str, name: str, what: str, waits: str) -> None:
    found = await db.rows(
        "SELECT k.id, k.key, k.screen, k.args, k.subject, k.chat_id FROM card k"
        f" JOIN {what} w ON k.subject = '{what}:' || CAST(w.id AS TEXT)"
        " JOIN operator o ON o.id = w.operator_id WHERE k.owner <> ''"
        f" AND k.key LIKE '{name}:%' AND {waits} AND o.path LIKE $1 ORDER BY k.id DESC LIMIT $2",
        f"{path}%",
        _MOST_AT_ONCE,
    )
    for note in _once(reversed(found)):
        await cards.raise_in(group, **note)


def _once(found: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each note as it was told, whoever else was told it."""
    seen = set[str]()
    for row in found:
        key = row["key"].removesuffix(f":{row['chat_id']}")
        if key not in seen:
            seen.add(key)
            yield {
                "key": key,
                "screen": row["screen"],
                "args": json.loads(row["args"]),
                "subject": row["subject"],
            }
