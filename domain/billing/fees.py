"""Late fees by themselves, once a day: of whoever is overdue beyond the grace days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from domain import clock, db, events, jobs
from domain.batches import Pace
from domain.billing import queries
from domain.billing.charging import late
from domain.billing.charging.late import Late
from domain.billing.models import BillingProfile
from domain.billing.states import LateFee
from domain.events import BillsMade

JOB = "late-fees"


@dataclass(slots=True)
class Fees:
    """What a look has done: how many fees were charged, and how many got a bill at once."""

    charged: int = 0
    billed: int = 0


async def charge_due(now: datetime, holder: str) -> Fees:
    """Charge whoever is late, once a day per profile and clock, from the profile's bill hour on.

    A day on which nobody was there is not made up for: who has paid by the next look is charged
    nothing. However often it is done, each customer has one fee a cycle.
    """
    total = Fees()
    for profile, timezone in await _due(now):
        today = now.astimezone(ZoneInfo(timezone)).date()
        name = f"{profile.id}:{today}:{timezone}"
        run = await jobs.claim(JOB, name, holder, now)
        if run is not None:
            made = await charge(Late(profile, timezone, today))
            await jobs.finish(run, clock.now(), {"charged": made.charged})
            total.charged, total.billed = total.charged + made.charged, total.billed + made.billed
    return total


async def _due(now: datetime) -> list[tuple[BillingProfile, str]]:
    """Profiles with a fee whose hour has come, by clock, and that are not done for the day."""
    profiles = await BillingProfile.exclude(late_fee=LateFee.NONE).order_by("id")
    if not profiles:
        return []
    come = {}
    for timezone in await queries.runs.timezones():
        local = now.astimezone(ZoneInfo(timezone))
        for profile in profiles:
            if local.hour >= profile.bill_hour:
                come[f"{profile.id}:{local.date()}:{timezone}"] = (profile, timezone)
    done = await jobs.done_of(JOB, list(come))
    return [each for name, each in come.items() if name not in done]


def a_pace() -> Pace:
    """For one look at a profile."""
    return Pace(500, least=50, most=2_000)


async def charge(whom: Late, *, pace: Pace | None = None) -> Fees:
    """Charge them in batches of customers, each a transaction."""
    total, pace, is_done = Fees(), pace or a_pace(), False
    while not is_done:
        async with pace.batch() as batch:
            chunk = await late.next_chunk(whom, batch.size)
            batch.items, is_done = chunk.customers, not chunk.customers
            if chunk.customers:
                made = await _charge_some(replace(whom, upto=chunk.last))
                total.charged, total.billed = total.charged + made[0], total.billed + made[1]
                whom = replace(whom, after=chunk.last)
    return total


async def _charge_some(whom: Late) -> tuple[int, int]:
    async with db.transaction():
        charged, bills = await late.charge(whom, clock.now())
        if bills:
            await events.publish(BillsMade(None, bills[0], bills[-1]))
    return charged, len(bills)
