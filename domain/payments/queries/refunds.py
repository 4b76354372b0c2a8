"""Statements about money that goes back."""

from __future__ import annotations

from typing import NamedTuple

from domain import db


class _Id(NamedTuple):
    id: int


async def claim(now: int, until: int, limit: int) -> list[int]:
    """Take up refunds that are to be looked at, for nobody else until then."""
    taken = await db.typed(
        _Id,
        db.claiming(
            "UPDATE refund SET polls = polls + 1, poll_at = $1",
            f"SELECT id FROM refund WHERE poll_at <= $2 ORDER BY poll_at LIMIT {int(limit)}",
        ),
        until,
        now,
    )
    return [row.id for row in taken]
