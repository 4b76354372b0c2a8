"""The monthly bill run by the calendar: on each profile's day and hour, in its operator's time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from domain import clock, db, jobs
from domain.billing import billrun
from domain.billing.models import BillRun
from domain.calendar import Period
from domain.customers.models import BillingProfile
from domain.staff import cards, operators
from domain.staff.models import Operator, Purpose
from domain.staff.rights import SYSTEM

CATCH_UP = timedelta(days=7)  # after a longer silence a person decides, see `/billrun`
_JOB = "billrun"
_LAST_DAY = 28  # in every month


async def begin_due(holder: str) -> list[BillRun]:
    """Begin the runs whose hour has come, each profile and month once; those begun.

    An operator's profiles whose hour comes together share a run. It is shown in the groups for
    reports, and `billrun.carry_on` does its work.
    """
    begun = []
    for (period, operator_id), profiles in (await _due()).items():
        async with db.transaction():
            claims = [
                (each.id, await jobs.claim(_JOB, _name(period, each), holder, clock.now()))
                for each in profiles
            ]
            claimed = {profile: claim for profile, claim in claims if claim is not None}
            if not claimed:
                continue
            run = await billrun.start(SYSTEM, period, operator_id, profiles=list(claimed))
            await _show(run, operator_id)
            for claim in claimed.values():
                await jobs.finish(claim, clock.now(), {"run": run.id})
        begun.append(run)
    return begun


def _name(period: Period, profile: BillingProfile) -> str:
    return f"{period}:{profile.id}"


async def _due() -> dict[tuple[Period, int | None], Sequence[BillingProfile]]:
    """The profiles whose month has begun and is not billed yet, by month and operator."""
    root = await operators.root()
    timezones = {row.id: row.timezone for row in await Operator.all()}
    come = []
    for profile in await BillingProfile.filter(cycle="calendar").order_by("id"):
        local = clock.now().astimezone(ZoneInfo(timezones[profile.operator_id or root.id]))
        day = min(profile.bill_day, _LAST_DAY)
        starts = local.replace(day=day, hour=profile.bill_hour, minute=0, second=0, microsecond=0)
        if starts <= local < starts + CATCH_UP:
            come.append((Period.of(local.date()), profile))
    done = await jobs.done_of(_JOB, [_name(*each) for each in come])
    due: defaultdict[tuple[Period, int | None], list[BillingProfile]] = defaultdict(list)
    for period, profile in come:
        if _name(period, profile) not in done:
            due[period, profile.operator_id].append(profile)
    return dict(due)


async def _show(run: BillRun, operator_id: int | None) -> None:
    await cards.raise_to_group(
        Purpose.REPORTS,
        operator_id,
        key=f"billrun:{run.id}",
        screen="report.billrun",
        args={"run_id": run.id},
        subject=f"billrun:{run.id}",
    )
