"""What time tells customers, as data: so many days before and after which date, which notice.

`notifiers` goes through it. One more is one entry in `NOTIFIERS`, its notice, and its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter

from domain.billing.models import BillingProfile
from domain.customers.models import HELD, CustomerStatus
from domain.messaging import notices
from domain.messaging.notices import Notice


@dataclass(frozen=True, slots=True)
class Dates:
    """Where the dates of customers stand, as pieces of SQL over `c`, the customer.

    What is told of a date before the day `since` is left out. `bill` is the bill that has the date.
    """

    source: str
    day: str
    since: str
    customer: str = "c.id"
    operator: str = "c.operator_id"
    bill: str = "0"
    only: str = "TRUE"


OF_BILLS = Dates(
    source="bill b JOIN customer c ON c.id = b.customer_id",
    day="b.due_on",
    since="b.issued_on",
    customer="b.customer_id",
    operator="b.operator_id",
    bill="b.id",
    only="b.status IN ('unpaid', 'partial')",
)


def of_customers(column: str) -> Dates:
    """The dates in a column of customers; those before they joined are nobody's business."""
    return Dates(source="customer c", day=f"c.{column}", since="c.joined_on")


@dataclass(frozen=True, slots=True)
class Notifier:
    """Which notice goes on which days, counted from a date: before it with a minus.

    `name` is kept in keys of messages and periods of jobs, and never changes. Where days were never
    gone through before, those of so many `newcomer_days` are made up for. What `warns` lets a cut
    come a day later.
    """

    name: str
    dates: Dates
    days: Callable[[BillingProfile], Iterable[int]]
    before: Notice | None = None
    on: Notice | None = None
    after: Notice | None = None
    to: tuple[CustomerStatus, ...] = (CustomerStatus.ACTIVE, *HELD)
    newcomer_days: int = 0
    warns: bool = False

    def notice(self, days: int) -> Notice | None:
        """What is told so many days after the date, or before it."""
        if days < 0:
            return self.before
        return self.after if days else self.on

    def steps(self, profile: BillingProfile) -> list[int]:
        """The days on which there is something to tell, the last first."""
        return sorted({day for day in self.days(profile) if self.notice(day)}, reverse=True)


DUE = Notifier(
    "due",
    dates=OF_BILLS,
    days=attrgetter("reminder_days"),
    before=notices.DUE_REMINDER,
    on=notices.DUE_TODAY,
    after=notices.SUSPENSION_WARNING,
    newcomer_days=7,
    warns=True,
)
NOTIFIERS = (DUE,)
