"""Digests: cards of figures in each group bound for reports, of its operator.

Each kind is of the days up to one: a day, a week, a month. It is due at the hour that the group
chose: in the afternoon a daily one on its very day, every other one on the day after. The latest
that is due comes once, also after days without us; those before it do not. Where no group hears of
the whole, its admins get the daily one in private.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain import calendar, clock, db, jobs
from domain.calendar import Period, Span
from domain.chat import cards, digests
from domain.chat.models import USUAL_HOUR, Digest, Group, Purpose
from domain.staff import operators, people
from domain.staff.models import Operator

_JOB = "digest"
_WEEK_ENDS = 5  # Saturday, the second day of the weekend
_NOON = 12


def days_of(kind: Digest, ends_on: date) -> Span:
    """The days that a digest is of."""
    if kind is Digest.MONTHLY:
        return Span(Period.of(ends_on).starts_on, ends_on)
    return Span(ends_on - timedelta(days=6 if kind is Digest.WEEKLY else 0), ends_on)


def latest(kind: Digest, hour: int, now: datetime, timezone: str) -> tuple[date, datetime]:
    """The last day of the latest digest that is due, and since when it is."""
    ends_on = calendar.today(now, timezone)
    while True:
        later = kind is not Digest.DAILY or hour < _NOON
        due = calendar.instant(ends_on + timedelta(days=later), time(hour), timezone)
        if due <= now and _ends(kind, ends_on):
            return ends_on, due
        ends_on -= timedelta(days=1)


def _ends(kind: Digest, day: date) -> bool:
    if kind is Digest.WEEKLY:
        return day.weekday() == _WEEK_ENDS
    return kind is Digest.DAILY or day == Period.of(day).ends_on


async def raise_due(holder: str) -> int:
    """Post the digests whose hour has come, each once in each group; how many."""
    come = await _come()
    done = await jobs.done_of(_JOB, [_name(*each) for each in come])
    raised = 0
    for group, kind, day in come:
        if _name(group, kind, day) in done:
            continue
        async with db.transaction():
            claim = await jobs.claim(_JOB, _name(group, kind, day), holder, clock.now())
            if claim is None:
                continue
            await cards.raise_in(
                group,
                key=f"digest:{kind}:{day}",
                screen="report.digest",
                args={
                    "day": day.isoformat(), "operator_id": group.operator_id, "every": kind.value,
                },
                subject=f"digest:{day}",
            )  # fmt: skip
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
    if local.hour < USUAL_HOUR or await jobs.done_of(_JOB, [name]) or await bound.exists():
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


def _name(group: Group, kind: Digest, day: date) -> str:
    named = f"{day}:{group.id}"
    return named if kind is Digest.DAILY else f"{kind}:{named}"


async def _come() -> list[tuple[Group, Digest, date]]:
    """The latest of each kind that is due in each group, and was not before it was wanted."""
    now = clock.now()
    timezones = {row.id: row.timezone for row in await Operator.all()}
    found = []
    for group in await Group.filter(purpose=Purpose.REPORTS).order_by("id"):
        for kind in digests.kinds_of(group):
            day, due = latest(kind, digests.hour_of(group), now, timezones[group.operator_id])
            if group.digest_from is None or group.digest_from <= due:
                found.append((group, kind, day))
    return found
