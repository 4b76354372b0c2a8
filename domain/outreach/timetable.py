"""What time tells customers, as data: so many days before and after which date, which notice.

`notifiers` goes through it. One more is one entry in `NOTIFIERS`, its notice, and its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Protocol

from domain.billing import steps, warnings
from domain.billing.models import BillingProfile
from domain.billing.steps import Step
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


class Told(Protocol):
    """Who is told of a date, and the bill that has it; 0 where it is none of a bill."""

    @property
    def customer_id(self) -> int: ...

    @property
    def bill(self) -> int: ...


class Warns(Protocol):
    """Notes that these are told at an instant, which counts instead of an earlier one `again`."""

    async def __call__(self, told: Sequence[Told], at: datetime, *, again: bool) -> None: ...


async def _of_bills(told: Sequence[Told], at: datetime, *, again: bool) -> None:
    await warnings.note([each.bill for each in told], at, again=again)


async def _of_ends(told: Sequence[Told], at: datetime, *, again: bool) -> None:
    await warnings.note_ends([each.customer_id for each in told], at, again=again)


@dataclass(frozen=True, slots=True)
class Notifier:
    """Which notice goes on which days, counted from a date: before it with a minus.

    `name` is kept in keys of messages and periods of jobs, and never changes. Where days were never
    gone through before, those of so many `newcomer_days` are made up for. What `warns`
    notes whom it has told that a cut may come, which waits a day then. The `days` are kept as
    `billing.steps` has them.
    """

    name: str
    dates: Dates
    days: Callable[[BillingProfile], Iterable[int | str] | None]
    before: Notice | None = None
    on: Notice | None = None
    after: Notice | None = None
    to: tuple[CustomerStatus, ...] = (CustomerStatus.ACTIVE, *HELD)
    newcomer_days: int = 0
    warns: Warns | None = None

    def notice(self, days: int) -> Notice | None:
        """What is told so many days after the date, or before it."""
        if days < 0:
            return self.before
        return self.after if days else self.on

    def steps(self, profile: BillingProfile) -> list[Step]:
        """The steps at which there is something to tell, the last first."""
        found = steps.of(self.days(profile) or ())
        return [step for step in reversed(found) if self.notice(step.days)]

    def hours(self, profile: BillingProfile) -> list[int]:
        """At which hours of a day something may go, the first first."""
        own = {hour_of(step, profile) for step in self.steps(profile)}
        return sorted(own) or [profile.reminder_hour]


def hour_of(step: Step, profile: BillingProfile) -> int:
    """When the step goes: at its own hour, else at the profile's."""
    return profile.reminder_hour if step.hour is None else step.hour


DUE = Notifier(
    "due",
    dates=OF_BILLS,
    days=attrgetter("reminder_days"),
    before=notices.DUE_REMINDER,
    on=notices.DUE_TODAY,
    after=notices.SUSPENSION_WARNING,
    newcomer_days=7,
    warns=_of_bills,
)
EXPIRY = Notifier(
    warnings.ENDING,
    dates=of_customers("expires_on"),
    days=attrgetter("expiry_days"),
    before=notices.EXPIRATION_WARNING,
    on=notices.EXPIRATION_WARNING,
    after=notices.EXPIRED,
    warns=_of_ends,
)
NOTIFIERS = (DUE, EXPIRY)
