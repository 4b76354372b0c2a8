"""Statements about incidents: instants are milliseconds."""

from __future__ import annotations

from domain import db


async def go_on(kind: str, subject: str, data: str, *, since: int, now: int) -> int | None:
    """Open the last incident again that was closed after `since`, or is muted yet; which."""
    found = await db.value(
        "UPDATE incident SET closed_at = NULL, flaps = flaps + 1, data = $1 WHERE id ="
        " (SELECT MAX(id) FROM incident WHERE kind = $2 AND subject = $3)"
        " AND (closed_at > $4 OR COALESCE(muted_until, 0) > $5) RETURNING id",
        data, kind, subject, since, now,
    )  # fmt: skip
    return None if found is None else int(found)
