"""The daily digest: one card an evening in each group bound for reports."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from domain import clock, jobs
from domain.calendar import today
from domain.staff import cards, operators
from domain.staff.models import Purpose

HOUR = 20


async def raise_due(holder: str) -> bool:
    """Post today's digest once its hour has come; whether this call did."""
    now, root = clock.now(), await operators.root()
    if now.astimezone(ZoneInfo(root.timezone)).hour < HOUR:
        return False
    day = today(now, root.timezone)
    run = await jobs.claim("digest", day.isoformat(), holder, now)
    if run is None:
        return False
    await cards.raise_to_group(
        Purpose.REPORTS,
        root.id,
        key=f"digest:{day}",
        screen="report.digest",
        args={"day": day.isoformat()},
        subject=f"digest:{day}",
    )
    await jobs.finish(run, clock.now())
    return True
