"""Figures for whoever watches the system from outside: how much waits, and what is in trouble."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain import clock, jobs
from domain.fields import to_ms
from domain.reports import queries


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it is now."""

    name: str
    value: int
    labels: Mapping[str, str] = field(default_factory=dict)


async def figures() -> list[Figure]:
    """Everything that is watched."""
    counted = [
        Figure(each.name, await queries.figures.count(each), each.labels)
        for each in queries.figures.COUNTED
    ]
    return [*counted, await _oldest(), *await _beats()]


async def _oldest() -> Figure:
    now = to_ms(clock.now())
    received = await queries.figures.oldest_in_inbox()
    waited = max(now - received, 0) // 1000 if received is not None else 0
    return Figure("inbox_oldest_seconds", waited)


async def _beats() -> list[Figure]:
    now = clock.now()
    return [
        Figure("heartbeat_age_seconds", int((now - seen).total_seconds()), {"role": role})
        for role, seen in sorted((await jobs.last_beats()).items())
    ]
