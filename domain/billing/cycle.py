"""The monthly bill run by the calendar: on the profile's day, made up for when nobody was up."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from domain import clock, jobs
from domain.billing import billrun
from domain.calendar import Period
from domain.customers.models import BillingProfile
from domain.staff import operators
from domain.staff.rights import SYSTEM

CATCH_UP = timedelta(days=7)  # after a longer silence a person decides, see `/billrun`
LEASE = timedelta(minutes=10)


async def run_due(holder: str) -> int:
    """Bill the month that has begun, once; how many bills were made."""
    root = await operators.root()
    now = clock.now()
    local = now.astimezone(ZoneInfo(root.timezone))
    first = await BillingProfile.filter(cycle="calendar").order_by("bill_day", "bill_hour").first()
    if first is None:
        return 0
    starts = local.replace(
        day=min(first.bill_day, 28), hour=first.bill_hour, minute=0, second=0, microsecond=0
    )
    if not starts <= local < starts + CATCH_UP:
        return 0
    period = Period.of(local.date())
    claimed = await jobs.claim("billrun", str(period), holder, now, lease=LEASE)
    if claimed is None:
        return 0
    run = await billrun.start(SYSTEM, period)
    while await billrun.step(run):
        pass
    await run.refresh_from_db()
    await jobs.finish(claimed, clock.now(), {"made": run.made, "skipped": run.skipped})
    return run.made
