"""The daily digest: one card an evening in each group bound for reports, of its operator.

Where no group hears of the whole, its admins get it in private.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from domain import clock, db, jobs
from domain.chat import cards
from domain.chat.models import Group, Purpose
from domain.staff import operators, people
from domain.staff.models import Operator

HOUR = 20
_JOB = "digest"


async def raise_due(holder: str) -> int:
    """Post today's digest where its hour has come, once in each group; in how many."""
    come = await _come()
    done = await jobs.done_of(_JOB, [_name(*each) for each in come])
    raised = 0
    for group, day in come:
        if _name(group, day) in done:
            continue
        async with db.transaction():
            claim = await jobs.claim(_JOB, _name(group, day), holder, clock.now())
            if claim is None:
                continue
            await cards.raise_in(
                group,
                key=f"digest:{day}",
                screen="report.digest",
                args={"day": day.isoformat(), "operator_id": group.operator_id},
                subject=f"digest:{day}",
            )
            await jobs.finish(claim, clock.now())
        raised += 1
    return raised + await _tell_admins(holder)


async def _tell_admins(holder: str) -> int:
    """The whole digest to those who could bind a group for it, while there is none."""
    root = await operators.root()
    local = clock.now().astimezone(ZoneInfo(root.timezone))
    day = local.date()
    name = f"{day}:private"
    bound = Group.filter(purpose=Purpose.REPORTS, operator_id=root.id)
    if local.hour < HOUR or await jobs.done_of(_JOB, [name]) or await bound.exists():
        return 0
    async with db.transaction():
        claim = await jobs.claim(_JOB, name, holder, clock.now())
        if claim is None:
            return 0
        told = await cards.raise_in_private(
            await people.who_may("group.bind", root.id),
            key=f"digest:{day}",
            screen="report.digest",
            args={"day": day.isoformat(), "operator_id": root.id},
            subject=f"digest:{day}",
        )
        await jobs.finish(claim, clock.now())
    return told


def _name(group: Group, day: date) -> str:
    return f"{day}:{group.id}"


async def _come() -> list[tuple[Group, date]]:
    """The groups where it is evening, and which day's."""
    now = clock.now()
    timezones = {row.id: row.timezone for row in await Operator.all()}
    evening = []
    for group in await Group.filter(purpose=Purpose.REPORTS).order_by("id"):
        local = now.astimezone(ZoneInfo(timezones[group.operator_id]))
        if local.hour >= HOUR:
            evening.append((group, local.date()))
    return evening
