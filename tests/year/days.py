"""The days one after the other, and what is looked at each night and each month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests import journals
from tests.cast import NOW
from tests.year import people
from tests.year.isp import Isp

BROADCASTS_ON, MISSED_ON = 15, 7  # days of the month
ALL_BILLED = timedelta(days=40)  # after which everybody's first cycle has begun
CARDS_OF = 50  # customers for one card a month


async def live(isp: Isp, days: int, *, customers: int, said: Callable[[Isp], None]) -> None:
    """So many days; `said` is called at the end of each."""
    for _ in range(days):
        await isp.lives_until_evening()
        if not isp.is_down():
            await _go_about(isp, customers)
            await isp.works()
            await _at_night(isp)
        isp.sleeps()
        said(isp)


async def _go_about(isp: Isp, customers: int) -> None:
    if not isp.pins:
        await people.print_cards(isp, max(5, customers // CARDS_OF))
    await people.bill_what_was_missed(isp)
    await people.do_their_day(isp)
    if isp.today.day == BROADCASTS_ON:
        await people.tell_everybody(isp)


async def _at_night(isp: Isp) -> None:
    await isp.nights.hold()
    if isp.today.day == MISSED_ON and isp.today - NOW.date() > ALL_BILLED:
        await isp.nights.nobody_is_missed(isp.today)
    if (isp.today + timedelta(days=1)).day == 1:
        await journals.assert_accepted(since=isp.today.replace(day=1))
