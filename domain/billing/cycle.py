"""Bill runs by themselves: on the days of each profile's kind, at its operator's hour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain import calendar, clock, db, jobs
from domain.billing import billrun, missed, planned_changes, queries
from domain.billing.charging.kinds import KINDS
from domain.billing.missed import Month
from domain.billing.models import BillingProfile, BillRun
from domain.calendar import Period
from domain.fields import from_ms
from domain.staff import operators
from domain.staff.models import Operator
from domain.staff.rights import SYSTEM

CATCH_UP = timedelta(days=7)  # after a longer silence a person decides, see `missed`
_LOOKED_BACK = 12  # months


@dataclass(frozen=True, slots=True)
class _Hour:
    """When the run of a month was due for a profile, and whether the month is over.

    `day` is given where the spans that begin on it are billed, and no others of the month.
    """

    profile: BillingProfile
    period: Period
    day: date | None
    at: datetime
    is_over: bool

    @property
    def name(self) -> str:
        return missed.name_of(self.period, self.profile.id, self.day)


_Months = Mapping[Month, Sequence[_Hour]]
_Claims = Mapping[_Hour, jobs.JobRun]


async def begin_due(holder: str) -> list[BillRun]:
    """Begin the runs whose hour has come, each profile and month once; those begun.

    An operator's profiles whose hour comes together share a run. It is shown in the groups for
    reports, and `billrun.carry_on` does its work. What nobody was there for is made up for within
    `CATCH_UP`, also when the month is over by then; about what is older a person is asked.
    """
    fresh, old, unborn = await _sorted(await _undone(clock.now()), clock.now())
    begun = []
    if fresh:
        await planned_changes.carry_out_due()  # who has another package from today is billed by it
    for month, hours in fresh.items():
        async with db.transaction():
            if claims := await _claimed(hours, holder):
                run = await _begin(month, list(claims))
                await _finish(claims.values(), {"run": run.id if run else None})
                begun += [run] if run else []
    for month, hours in old.items():
        async with db.transaction():
            if claims := await _claimed(hours, holder):
                await _finish(claims.values(), missed.ASKED)
                await missed.ask(month, _profiles(list(claims)))
    for hours in unborn.values():
        async with db.transaction():
            await _finish((await _claimed(hours, holder)).values(), {"run": None})
    return begun


async def _begin(month: Month, hours: Sequence[_Hour]) -> BillRun | None:
    """The run of these hours, shown to people; none on days on which nobody is billed."""
    of, days = _profiles(hours), [hour.day for hour in hours if hour.day]
    named = (min(days), max(days)) if days else None
    if len(days) == len(hours):
        would = await billrun.plan(SYSTEM, month.period, month.operator_id, profiles=of, days=named)
        if not would.bills:
            return None
    run = await billrun.start(SYSTEM, month.period, month.operator_id, profiles=of, days=named)
    await missed.show_run(run)
    return run


def _profiles(hours: Sequence[_Hour]) -> list[int]:
    return list(dict.fromkeys(hour.profile.id for hour in hours))


async def _claimed(hours: Sequence[_Hour], holder: str) -> _Claims:
    claims = {}
    for hour in hours:
        claim = await jobs.claim(missed.JOB, hour.name, holder, clock.now())
        if claim is not None:
            claims[hour] = claim
    return claims


async def _finish(claims: Iterable[jobs.JobRun], result: object) -> None:
    for claim in claims:
        await jobs.finish(claim, clock.now(), result)


async def _sorted(hours: Sequence[_Hour], now: datetime) -> tuple[_Months, _Months, _Months]:
    """The hours to bill, those to ask about, and those older than their profile, by month."""
    fresh, old, unborn = (defaultdict[Month, list[_Hour]](list) for _ in range(3))
    for hour in hours:
        is_late = now >= hour.at + CATCH_UP
        if (is_late or hour.is_over) and await _made_after(hour, is_late=is_late):
            kind = unborn
        else:
            kind = old if is_late else fresh
        kind[Month(hour.period, hour.profile.operator_id)].append(hour)
    return fresh, old, unborn


async def _made_after(hour: _Hour, *, is_late: bool) -> bool:
    """Whether the profile is younger than the hour: then other books billed that month.

    One whose making nobody noted is as old as the first month that was seen to.
    """
    first = await queries.runs.made(hour.profile.id)
    if first is not None:
        return first.before is None and from_ms(first.at) > hour.at
    if not (hour.is_over and is_late):
        return False
    return not await queries.runs.was_seen_to(missed.JOB, hour.profile.id, hour.name)


async def _undone(now: datetime) -> list[_Hour]:
    """The hours that nobody has dealt with, the oldest first.

    Of this month and of the one before; of older ones where the one before was missed, as far back
    as the last that was not.
    """
    profiles = await BillingProfile.filter(cycle__in=list(KINDS)).order_by("id")
    hours = await _hours(profiles, now, back=1)
    undone = await _without_done(hours)
    behind = {hour.profile.id for hour in undone if hour.is_over}
    if not behind:
        return undone
    longer = await _hours([row for row in profiles if row.id in behind], now, back=_LOOKED_BACK)
    open_, known = {hour.name for hour in await _without_done(longer)}, {h.name for h in hours}
    older = []
    for profile_id in sorted(behind):
        own = [hour for hour in longer if hour.profile.id == profile_id]
        done = [hour.at for hour in own if hour.name not in open_]
        if done:
            older += [each for each in own if each.at > max(done) and each.name not in known]
    return older + undone


async def _hours(profiles: Collection[BillingProfile], now: datetime, *, back: int) -> list[_Hour]:
    """The hours that have come: of this month and of so many before it on which the kind bills,
    the oldest first."""
    root = await operators.root()
    timezones = {row.id: row.timezone for row in await Operator.all()}
    hours = []
    for profile in profiles:
        timezone = timezones[profile.operator_id or root.id]
        period = this = Period.of(calendar.today(now, timezone))
        kind = KINDS[profile.cycle]
        left = back + 1
        while left and period > this.later(-_LOOKED_BACK):
            days = kind.run_days(period, profile.bill_day)
            left -= bool(days) or period == this
            for day in days:
                at = calendar.instant(day, time(profile.bill_hour), timezone)
                if at <= now:
                    own = day if kind.is_by_day else None
                    hours.append(_Hour(profile, period, own, at, period < this))
            period = period.previous()
    return sorted(hours, key=lambda hour: (hour.period, hour.profile.id, hour.at))


async def _without_done(hours: Sequence[_Hour]) -> list[_Hour]:
    done = await jobs.done_of(missed.JOB, [hour.name for hour in hours])
    return [hour for hour in hours if hour.name not in done]
