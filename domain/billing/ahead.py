"""What a customer who is charged by the day can pay ahead, and until when it would last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.billing import balances, daily
from domain.billing.balances import Balance
from domain.customers.models import CustomerStatus
from domain.money import Money, exponent

LENGTHS = (7, 15, 30)  # days more


@dataclass(frozen=True, slots=True)
class Recharge:
    """An amount, with what is owed already in it, and until when service is paid for by it."""

    amount: Money
    until: datetime


@dataclass(frozen=True, slots=True)
class Ahead:
    """How long there is enough, what may be paid, and what people usually pay."""

    until: datetime
    least: Money
    most: Money
    offers: Sequence[Recharge]

    def takes(self, amount: Money) -> bool:
        """Whether this may be paid."""
        return not (amount < self.least or self.most < amount)


async def of(customer_id: int) -> Ahead | None:
    """What the customer can pay; None of who is not charged by the day, or has left."""
    balance = await balances.of(customer_id)
    if balance is None or not balance.row.is_daily or balance.row.status == CustomerStatus.LEFT:
        return None
    now = balance.lasting()
    if not balance.day_price.minor or now.days >= daily.FARTHEST:
        return None
    offers = [_recharge(balance, now.days + days) for days in LENGTHS]
    return Ahead(
        until=now.until,
        least=_cost(balance, now.days + 1),
        most=_cost(balance, daily.FARTHEST),
        offers=[each for each in offers if each.until > now.until],
    )


def _recharge(balance: Balance, days: int) -> Recharge:
    amount = _cost(balance, days)
    return Recharge(amount, balance.lasting(amount).until)


def _cost(balance: Balance, days: int) -> Money:
    """What is to be paid for service of so many days from where it is charged up to, in whole
    units of the currency."""
    whole = daily.cost(days, balance.price, balance.starts_at, balance.clock)
    amount = whole - balance.amount + balance.due
    unit = 10 ** exponent(amount.currency)
    return Money(-(-amount.minor // unit) * unit, amount.currency)
