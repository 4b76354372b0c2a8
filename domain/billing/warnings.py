"""Who was warned before a cut: when it was, and whether days of reminders were missed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from domain import jobs
from domain.billing import queries
from domain.fields import to_ms

JOB = "remind"
ENDING = "expiry"  # the kind of what warns of the end of validity
LOOKED_BACK = timedelta(days=60)


def name_of(profile_id: int, day: date, kind: str = "") -> str:
    """The period of the job that goes through a profile's reminders of a day, those of bills or of
    another `kind`."""
    return f"{profile_id}:{day}:{kind}" if kind else f"{profile_id}:{day}"


async def last_day(profile_id: int, before: date, kind: str = "") -> date | None:
    """The last day before that one whose reminders were seen to, of those not long ago."""
    days = [before - timedelta(days=back) for back in range(1, LOOKED_BACK.days + 1)]
    names = {day: name_of(profile_id, day, kind) for day in days}
    done = await jobs.done_of(JOB, list(names.values()))
    return next((day for day in days if names[day] in done), None)


async def are_behind(profile_id: int, today: date) -> bool:
    """Whether reminders of days that nobody was there for are still to be made up."""
    yesterday = today - timedelta(days=1)
    for kind in ("", ENDING):
        done = await jobs.done_of(JOB, [name_of(profile_id, yesterday, kind)])
        if not done and await last_day(profile_id, yesterday, kind) is not None:
            return True
    return False


async def note(bill_ids: Sequence[int], at: datetime, *, again: bool) -> None:
    """The customers are told of these bills at that instant; it counts instead of what they were
    told before only `again`."""
    if not bill_ids:
        return
    await queries.service.note_warned(bill_ids, to_ms(at), again=again)


async def note_ends(customer_ids: Sequence[int], at: datetime, *, again: bool) -> None:
    """The customers are told at that instant on which day their validity ends.

    It counts for that day alone: whose validity is made longer is warned anew. It counts instead of
    what they were told of the same day before only `again`.
    """
    if not customer_ids:
        return
    await queries.service.note_ends(customer_ids, to_ms(at), again=again)
