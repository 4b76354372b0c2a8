"""The first bill of who joins in the midst of a span: made at once, where the profile prorates."""

from __future__ import annotations

from datetime import date, timedelta

from domain import calendar, clock
from domain.billing import byhand, queries
from domain.billing.charging.kinds import KINDS
from domain.calendar import Period
from domain.errors import NotBilled
from domain.staff.rights import SYSTEM

CATCH_UP = timedelta(days=7)  # who joined longer ago, and has no bill, is left to a person
AT_ONCE = 100


async def bill_new() -> int:
    """Bill those who have joined since and were never billed for service; how many.

    Where the profile does not prorate, their first bill comes with the next run.
    """
    if not await queries.runs.somebody_prorates():
        return 0
    billed = 0
    for timezone in await queries.runs.timezones():
        today = calendar.today(clock.now(), timezone)
        days = (today - CATCH_UP).isoformat(), today.isoformat()
        for row in await queries.runs.unbilled_since(timezone, days, list(KINDS), limit=AT_ONCE):
            billed += await _bill(row.id, date.fromisoformat(row.joined_on))
    return billed


async def _bill(customer_id: int, joined_on: date) -> bool:
    try:
        await byhand.make(SYSTEM, customer_id, Period.of(joined_on))
    except NotBilled:  # a run was first, or something has changed
        return False
    return True
