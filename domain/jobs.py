"""What time owes us: a period of a job is claimed once, done in resumable steps, and remembered.

A tick carries no meaning: whoever ticks, late or twice, `claim` gives each (name, period) to one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from tortoise import fields

from domain import db
from domain.fields import Instant, Json, Line, to_json, to_ms
from domain.tables import Model

DEAD_AFTER = timedelta(seconds=20)  # without a sign of life
SKEW = timedelta(minutes=1)  # by which the clocks of two machines may differ
_LONGEST_PAUSE = timedelta(minutes=30)
_BEATS_KEPT = timedelta(days=7)


class JobStatus(StrEnum):
    """States of one period of a job."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobRun(Model):
    """One period of one job."""

    id = fields.BigIntField(primary_key=True)
    name = Line(64)
    period = Line(64)
    status = fields.CharEnumField(JobStatus, max_length=16, default=JobStatus.RUNNING)
    holder = Line(64)
    locked_until = Instant()
    started_at = Instant()
    finished_at = Instant(null=True)
    tries = fields.IntField(default=1)
    result = Json(null=True)

    class Meta:
        table = "job_run"
        unique_together = (("name", "period"),)


class Lease(Model):
    """Who may do what only one process does at a time, it runs out by itself."""

    name = Line(64, primary_key=True)
    holder = Line(64)
    until_ms = fields.BigIntField()

    class Meta:
        table = "lease"


class Heartbeat(Model):
    """The last sign of life of a role of a process."""

    process = Line(80, primary_key=True)
    role = Line(16)
    seen_at = Instant()

    class Meta:
        table = "heartbeat"


async def claim(
    name: str, period: str, holder: str, now: datetime, *, lease: timedelta = timedelta(minutes=5)
) -> JobRun | None:
    """The run to do, or None when it is done or another holder's lease is running.

    A run whose lease ran out, whose process died or that failed is given again; so is one whose
    lease is longer than any that is given, since the clock was set back meanwhile.
    """
    until = to_ms(now + lease)
    made = await db.run(
        "INSERT INTO job_run (name, period, status, holder, locked_until, started_at, tries)"
        " VALUES ($1, $2, 'running', $3, $4, $5, 1) ON CONFLICT (name, period) DO NOTHING",
        name, period, holder, until, to_ms(now),
    )  # fmt: skip
    if not made:
        dead = await gone(now, but=holder)
        taken = await db.run(
            "UPDATE job_run SET status = 'running', holder = $3, locked_until = $4,"
            " tries = tries + 1 WHERE name = $1 AND period = $2 AND status <> 'done'"
            " AND (locked_until <= $5 OR locked_until > $6"
            f" OR (status = 'running' AND holder IN ({db.marks(len(dead), after=6) or 'NULL'})))",
            name, period, holder, until, to_ms(now),
            to_ms(now + max(lease, _LONGEST_PAUSE) + SKEW), *dead,
        )  # fmt: skip
        if not taken:
            return None
    return await JobRun.get(name=name, period=period)


class _Period(NamedTuple):
    period: str


async def done_of(name: str, periods: Sequence[str]) -> set[str]:
    """Those of the periods that are done."""
    if not periods:
        return set()
    found = await db.typed(
        _Period,
        "SELECT period FROM job_run WHERE name = $1 AND status = 'done'"
        f" AND period IN ({db.marks(len(periods), after=1)})",
        name, *periods,
    )  # fmt: skip
    return {row.period for row in found}


class Outcome(NamedTuple):
    """What became of a period of a job."""

    period: str
    result: Any


class _Result(NamedTuple):
    period: str
    result: str | None


async def outcomes(name: str, periods: Sequence[str]) -> list[Outcome]:
    """What became of these periods of a job, in which `_` may be any letter, in their order."""
    found = await db.typed(
        _Result,
        f"SELECT period, result FROM job_run WHERE name = $1 AND {_like(periods, after=1)}"
        " ORDER BY id",
        name, *periods,
    )  # fmt: skip
    return [Outcome(row.period, json.loads(row.result or "{}")) for row in found]


async def replace(name: str, periods: Sequence[str], before: object, after: object) -> int:
    """Give those of the periods with the result `before` another one; how many there were."""
    return await db.run(
        "UPDATE job_run SET result = $1 WHERE name = $2 AND result = $3"
        f" AND {_like(periods, after=3)}",
        to_json(after), name, to_json(before), *periods,
    )  # fmt: skip


def _like(periods: Sequence[str], *, after: int) -> str:
    each = (f"period LIKE ${after + place}" for place in range(1, len(periods) + 1))
    return f"({' OR '.join(each)})"


async def finish(run: JobRun, now: datetime, result: object = None) -> None:
    """The period is done and never given again."""
    await JobRun.filter(id=run.id, holder=run.holder).update(
        status=JobStatus.DONE, finished_at=now, result=result
    )


async def give_back(run: JobRun, now: datetime, error: str) -> None:
    """The period failed; it is given again after a pause that grows with each try."""
    pause = min(timedelta(seconds=30 * 2 ** min(run.tries, 6)), _LONGEST_PAUSE)
    await JobRun.filter(id=run.id, holder=run.holder).update(
        status=JobStatus.FAILED, locked_until=now + pause, result={"error": error[:300]}
    )


async def elect(name: str, holder: str, now: datetime, *, lease: timedelta) -> bool:
    """Whether `holder` leads now; the leader must ask again before the lease runs out.

    A lease longer than any that is given is free: the clock was set back meanwhile.
    """
    return bool(
        await db.run(
            "INSERT INTO lease (name, holder, until_ms) VALUES ($1, $2, $3)"
            " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder,"
            " until_ms = excluded.until_ms"
            " WHERE lease.holder = excluded.holder OR lease.until_ms <= $4 OR lease.until_ms > $5",
            name,
            holder,
            to_ms(now + lease),
            to_ms(now),
            to_ms(now + lease + SKEW),
        )
    )


async def held(prefix: str, now: datetime) -> int:
    """How many leases whose names begin so are running."""
    count: int = await db.value(
        "SELECT COUNT(*) FROM lease WHERE name LIKE $1 AND until_ms > $2", f"{prefix}%", to_ms(now)
    )
    return count


async def resign(name: str, holder: str) -> None:
    """Give the lead away before stopping, so that the next one need not wait."""
    await db.run("DELETE FROM lease WHERE name = $1 AND holder = $2", name, holder)


async def beat(process: str, role: str, now: datetime) -> None:
    """Leave a sign of life."""
    await db.run(
        "INSERT INTO heartbeat (process, role, seen_at) VALUES ($1, $2, $3)"
        " ON CONFLICT (process) DO UPDATE SET seen_at = excluded.seen_at",
        f"{process}/{role}", role, to_ms(now),
    )  # fmt: skip


class _Beat(NamedTuple):
    process: str
    seen_at: int


async def gone(now: datetime, *, but: str) -> list[str]:
    """The processes that left signs of life, and lately none; never `but`, who asks.

    One that only hung may come back: what was taken from it must be safe all the same.
    """
    newest: dict[str, int] = {}
    for row in await db.typed(_Beat, "SELECT process, seen_at FROM heartbeat"):
        process = row.process.rpartition("/")[0]
        newest[process] = max(newest.get(process, 0), row.seen_at)
    latest = to_ms(now - DEAD_AFTER)
    return [name for name, seen in newest.items() if seen <= latest and name != but]


class _Process(NamedTuple):
    process: str


async def alive(now: datetime, role: str, *, but: str) -> list[str]:
    """The processes of the role that left a sign of life lately; never `but`, who asks."""
    found = await db.typed(
        _Process,
        "SELECT process FROM heartbeat WHERE role = $1 AND seen_at > $2 ORDER BY process",
        role, to_ms(now - DEAD_AFTER),
    )  # fmt: skip
    names = [row.process.rpartition("/")[0] for row in found]
    return [name for name in names if name != but]


async def tidy(now: datetime) -> None:
    """Forget the signs of life of processes that ended long ago."""
    await Heartbeat.filter(seen_at__lt=now - _BEATS_KEPT).delete()


async def last_beats() -> dict[str, datetime]:
    """The newest sign of life of each role."""
    newest: dict[str, datetime] = {}
    for row in await Heartbeat.all():
        if row.role not in newest or row.seen_at > newest[row.role]:
            newest[row.role] = row.seen_at
    return newest
