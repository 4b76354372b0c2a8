"""Statements about what customers say to us: given out in order for each of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from domain import db

TAKEN_UP = 2  # a request that ends its process so often no longer holds up what came after it

# Of one person the oldest is next, and nothing while another is in hand or waits to be tried again.
_IS_NEXT = (
    "NOT EXISTS (SELECT 1 FROM heard o WHERE o.status = 'new' AND o.sender = h.sender"
    " AND o.id <> h.id AND ((o.due_ms > $1 AND o.due_ms <= $2)"
    " OR (o.at, o.inbox_id, o.id) < (h.at, h.inbox_id, h.id)))"
)
# What came before, to the same account, has not been read yet, by whomever: it may be of the same
# person. What could not be read, or tells of what is not known yet, is put off with the reason.
_MAY_COME = (
    "EXISTS (SELECT 1 FROM inbox i WHERE i.status = 'new' AND i.gateway = h.gateway"
    f" AND i.id < h.inbox_id AND i.error = '' AND i.tries <= {TAKEN_UP})"
)
_TOLD = (
    "id, gateway, provider_id, sender, said, at, inbox_id, tries,"
    " COALESCE((SELECT g.kind FROM gateway g WHERE g.name = heard.gateway), '') AS app"
)
_IS_DUE = "h.status = 'new' AND (h.due_ms <= $1 OR h.due_ms > $2)"
Bounds = tuple[int, int]  # now, and the latest that anything is put off


class Fresh(NamedTuple):
    """Something that was said: by whom, what (JSON), and when."""

    provider_id: str
    sender: str
    said: str
    at: int


async def insert(gateway: str, inbox_id: int, words: Iterable[Fresh]) -> None:
    """Keep what was said; what is known already is passed over."""
    values: list[object] = [gateway, inbox_id]
    lines = []
    for word in words:
        lines.append(f"($1, {db.marks(4, after=len(values))}, $2, 'new', 0, 0, '')")
        values += word
    await db.run(
        "INSERT INTO heard (gateway, provider_id, sender, said, at, inbox_id, status, tries,"
        f" due_ms, error) VALUES {', '.join(lines)} ON CONFLICT (gateway, provider_id) DO NOTHING",
        *values,
    )


async def is_any_due(bounds: Bounds) -> bool:
    """Whether somebody may be answered now."""
    found = await db.value(f"SELECT 1 AS one FROM heard h WHERE {_IS_DUE} LIMIT 1", *bounds)
    return found is not None


class Claimed(NamedTuple):
    """Something to answer: what was said is JSON, `app` the kind of the account."""

    id: int
    gateway: str
    provider_id: str
    sender: str
    said: str
    at: int
    inbox_id: int
    tries: int
    app: str


async def claim(bounds: Bounds, *, until: int, limit: int) -> list[Claimed]:
    """Claim what is next, of each person one thing."""
    return await db.typed(
        Claimed,
        db.claiming(
            "UPDATE heard SET due_ms = $3, tries = tries + 1",
            f"SELECT h.id FROM heard h WHERE {_IS_DUE} AND {_IS_NEXT} AND NOT {_MAY_COME}"
            f" ORDER BY h.at, h.inbox_id, h.id LIMIT {int(limit)}",
            told=_TOLD,
        ),
        *bounds,
        until,
    )


async def waits_for_others(bounds: Bounds) -> bool:
    """Whether something is due but for requests that came before and are being looked at."""
    found = await db.value(
        f"SELECT 1 AS one FROM heard h WHERE {_IS_DUE} AND {_MAY_COME} LIMIT 1", *bounds
    )
    return found is not None
