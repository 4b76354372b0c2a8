"""Statements about how much waits, and what is in trouble: each counts by an index of its own, so
that looking costs nothing in a large database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from domain import db


class Counted(NamedTuple):
    """What is counted: the figure's name, what tells it from others, and the rows as SQL."""

    name: str
    labels: Mapping[str, str]
    rows: str


_ASKED_ABOUT = "attempt WHERE poll_at IS NOT NULL AND status IN ('created', 'initiated', 'unknown')"
COUNTED = (
    Counted("outbox", {"state": "ready"}, "message WHERE status = 'ready'"),
    Counted("outbox", {"state": "leased"}, "message WHERE status = 'leased'"),
    Counted("inbox", {"state": "new"}, "inbox WHERE status = 'new'"),
    Counted("inbox", {"state": "failed"}, "inbox WHERE status = 'failed'"),
    Counted("attempts_open", {}, _ASKED_ABOUT),
    Counted("verifications_waiting", {}, "verification WHERE status = 'submitted'"),
    Counted("services_waiting", {}, "service WHERE generation <> applied AND generation > 1"),
    Counted("routers_down", {}, "router_state WHERE NOT COALESCE(reachable, TRUE)"),
    Counted("gateways_troubled", {}, "gateway WHERE troubled_since IS NOT NULL"),
    Counted("incidents_open", {}, "incident WHERE closed_at IS NULL"),
)


async def count(what: Counted) -> int:
    """How many there are."""
    return int(await db.value(f"SELECT COUNT(*) AS number FROM {what.rows}"))


async def oldest_in_inbox() -> int | None:
    """When the oldest came that nobody has looked at."""
    oldest = await db.value("SELECT MIN(received_at) AS oldest FROM inbox WHERE status = 'new'")
    return None if oldest is None else int(oldest)
