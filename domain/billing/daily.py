"""What a day of prepaid service costs, and how long a balance lasts: pure computation.

A price for a month is charged so that the days of a calendar month add up to it: for each day what
the days up to it come to, rounded half up, less what those before it came to. So for its VAT.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from domain import calendar
from domain.billing import proration
from domain.billing.proration import Worth
from domain.money import Money

FARTHEST = 366  # days that anybody looks ahead
LOW = timedelta(days=2)  # a balance that lasts no longer is told of
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayPrice:
    """What a customer pays for a month or for a day, less their discount, and the VAT on it."""

    price: Money
    is_by_month: bool
    rate_bp: int
    is_within: bool

    def of(self, day: date) -> Worth:
        """What service on that day costs."""
        if not self.is_by_month:
            return self._worth(self.price)
        days = calendar.days_in_month(day)
        upto, before = self.price.share(day.day, days), self.price.share(day.day - 1, days)
        return self._worth(upto).less(self._worth(before))

    def _worth(self, amount: Money) -> Worth:
        return proration.priced(amount, self.rate_bp, is_within=self.is_within)


@dataclass(frozen=True, slots=True)
class Clock:
    """By which clock days begin: as long as the calendar day on which they begin, or only until it
    ends."""

    timezone: str
    is_calendar: bool

    def day(self, at: datetime) -> date:
        """The business date of a day that begins then."""
        return calendar.today(at, self.timezone)

    def end(self, at: datetime) -> datetime:
        """When a day ends that begins then."""
        first, last = self.bounds(self.day(at))
        return last if self.is_calendar else at + (last - first)

    def bounds(self, day: date) -> tuple[datetime, datetime]:
        """The beginning and the end of a calendar day."""
        return (
            calendar.instant(day, time(), self.timezone),
            calendar.instant(day + _DAY, time(), self.timezone),
        )


class Lasting(NamedTuple):
    """How many whole days a balance pays for, and until when; `FARTHEST` at most."""

    days: int
    until: datetime


def lasting(balance: Money, price: DayPrice, since: datetime, by: Clock) -> Lasting:
    """How long a balance lasts for service that is charged up to `since`."""
    days, until, left = 0, since, balance
    while days < FARTHEST:
        cost = price.of(by.day(until)).total
        if left < cost:
            break
        days, until, left = days + 1, by.end(until), left - cost
    return Lasting(days, until)


def cost(days: int, price: DayPrice, since: datetime, by: Clock) -> Money:
    """What so many days of service from `since` cost."""
    whole, until = Money(0, price.price.currency), since
    for _ in range(days):
        whole, until = whole + price.of(by.day(until)).total, by.end(until)
    return whole


def part_of(whole_minor: int, of_minor: int, taken_minor: int) -> int:
    """What of `of_minor` goes when so much of `whole_minor` is taken: all of it with the last."""
    left = whole_minor - taken_minor
    return of_minor - (2 * of_minor * left + whole_minor) // (2 * whole_minor)
