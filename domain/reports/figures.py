"""Figures for whoever watches the system from outside: how much waits, and what is in trouble."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain import clock, db, jobs
from domain.fields import to_ms


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it is now."""

    name: str
    value: int
    labels: Mapping[str, str] = field(default_factory=dict)


_ASKED_ABOUT = "attempt WHERE poll_at IS NOT NULL AND status IN ('created', 'initiated', 'unknown')"
# Each counts by an index of its own, so that looking costs nothing in a large database.
_COUNTS: tuple[tuple[str, dict[str, str], str], ...] = (
    ("outbox", {"state": "ready"}, "message WHERE status = 'ready'"),
    ("outbox", {"state": "leased"}, "message WHERE status = 'leased'"),
    ("inbox", {"state": "new"}, "inbox WHERE status = 'new'"),
    ("inbox", {"state": "failed"}, "inbox WHERE status = 'failed'"),
    ("attempts_open", {}, _ASKED_ABOUT),
    ("verifications_waiting", {}, "verification WHERE status = 'submitted'"),
    ("services_waiting", {}, "service WHERE generation <> applied AND generation > 1"),
    ("routers_down", {}, "router_state WHERE NOT COALESCE(reachable, TRUE)"),
    ("gateways_troubled", {}, "gateway WHERE troubled_since IS NOT NULL"),
    ("incidents_open", {}, "incident WHERE closed_at IS NULL"),
)


async def figures() -> list[Figure]:
    """Everything that is watched."""
    counted = [
        Figure(name, int(await db.value(f"SELECT COUNT(*) AS number FROM {rows}")), labels)
        for name, labels, rows in _COUNTS
    ]
    return [*counted, await _oldest(), *await _beats()]


async def _oldest() -> Figure:
    now = to_ms(clock.now())
    received = await db.value("SELECT MIN(received_at) AS oldest FROM inbox WHERE status = 'new'")
    waited = max(now - int(received), 0) // 1000 if received is not None else 0
    return Figure("inbox_oldest_seconds", waited)


async def _beats() -> list[Figure]:
    now = clock.now()
    return [
        Figure("heartbeat_age_seconds", int((now - seen).total_seconds()), {"role": role})
        for role, seen in sorted((await jobs.last_beats()).items())
    ]
