"""How the balance of a customer who is charged by the day stands: what there is, and how long it
lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain import calendar, clock
from domain.billing import daily, queries
from domain.billing.daily import Clock, DayPrice, Lasting
from domain.billing.models import VatMode
from domain.billing.queries.prepaid import Stand
from domain.billing.states import PrepaidBill, PrepaidDay
from domain.customers.models import CustomerStatus, PricedPer
from domain.fields import from_ms
from domain.money import Money


@dataclass(frozen=True, slots=True)
class Balance:
    """The row, read as money and time."""

    row: Stand

    @property
    def amount(self) -> Money:
        """What is there for days that are not charged yet."""
        return Money(self.row.advance_minor + self.row.unserved_minor, self.row.currency)

    @property
    def due(self) -> Money:
        """What is owed, which the next money goes to first."""
        return Money(self.row.due_minor, self.row.currency)

    @property
    def price(self) -> DayPrice:
        """What days cost."""
        return DayPrice(
            Money(self.row.price_minor, self.row.currency),
            self.row.priced_per == PricedPer.MONTH,
            self.row.rate,
            self.row.vat_mode == VatMode.INCLUSIVE,
        )

    @property
    def clock(self) -> Clock:
        """When days begin and end."""
        return Clock(self.row.timezone, self.row.prepaid_day == PrepaidDay.CALENDAR)

    @property
    def runs(self) -> bool:
        """Whether days are being charged."""
        return (
            bool(self.row.is_daily)
            and self.row.status == CustomerStatus.ACTIVE
            and self.row.look_at is not None
        )

    @property
    def has_bills_of_recharges(self) -> bool:
        """Whether money is billed when it comes, and not when days are served."""
        return bool(self.row.is_daily) and self.row.prepaid_bill == PrepaidBill.RECHARGE

    @property
    def charged_until(self) -> datetime:
        """Up to when service is charged."""
        return from_ms(self.row.charged_until)

    @property
    def starts_at(self) -> datetime:
        """When the next day would begin: at once where service does not run."""
        return self.charged_until if self.runs else max(self.charged_until, clock.now())

    @property
    def day_price(self) -> Money:
        """What the next day costs."""
        return self.price.of(self.clock.day(self.starts_at)).total

    def lasting(self, more: Money | None = None) -> Lasting:
        """How many further days are paid for, and until when; with more money than there is."""
        amount = self.amount
        if more is not None:
            rest = more - self.due
            amount += rest if rest.minor > 0 else Money(0, rest.currency)
        return daily.lasting(amount, self.price, self.starts_at, self.clock)

    def is_promised(self, at: datetime) -> bool:
        """Whether service that begins then goes on without money."""
        promised, on = self.row.promised_until, calendar.today(at, self.row.timezone)
        return promised is not None and date.fromisoformat(promised) >= on

    @property
    def figures(self) -> dict[str, object]:
        """What a suspension and a reconnection keep of it."""
        return {
            "currency": self.row.currency,
            "due_minor": self.row.due_minor,
            "balance_minor": self.amount.minor,
            "day_minor": self.day_price.minor,
            "paid_until": self.charged_until.isoformat(),
            "on": calendar.today(clock.now(), self.row.timezone).isoformat(),
        }


async def of(customer_id: int) -> Balance | None:
    """The balance of a customer; None of one who was never charged by the day."""
    return next(iter(await of_many([customer_id])), None)


async def of_many(customer_ids: Sequence[int], which: str = "TRUE") -> list[Balance]:
    """The balances of these customers; `which` is a condition on the statement's columns."""
    return [Balance(row) for row in await queries.prepaid.stands(customer_ids, which)]
