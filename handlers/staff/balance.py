"""Until when a customer who is charged by the day has paid, on their card."""

from __future__ import annotations

from collections.abc import Sequence

from domain.billing import balances, daily
from domain.customers.models import CustomerStatus
from domain.ports import Ports
from domain.reports.customer_card import CustomerCard
from domain.staff.rights import Actor
from handlers.staff import customers
from handlers.ui.screens import Text


@customers.fact("amount.see")
async def paid_until(actor: Actor, ports: Ports, card: CustomerCard) -> Sequence[Text]:
    """How long the balance lasts; where service stopped for it, how much a day costs."""
    balance = await balances.of(card.id)
    if balance is None or not balance.row.is_daily or card.status is CustomerStatus.LEFT:
        return ()
    if not balance.runs:
        return (Text("balance-day", price=balance.day_price, balance=balance.amount),)
    lasting = balance.lasting()
    return (
        Text("balance-until", at=lasting.until)
        if lasting.days < daily.FARTHEST
        else Text("balance-long", days=lasting.days),
        Text("balance-days", days=lasting.days, balance=balance.amount, price=balance.day_price),
    )
