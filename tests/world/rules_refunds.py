"""Staff give money back through the gateway that took it."""

from __future__ import annotations

from typing import Any

from hypothesis.stateful import rule

from domain.money import Money
from domain.payments import refunding
from domain.payments.models import Payment
from tests.world.rules import Rules, taka, which
from tests.world.town import Town


async def given_back(town: Town, which: int, taka: int) -> Any:
    """A part of one of the newest payments, or all of it; what may go back is announced first."""
    online = await Payment.filter(gateway_id__isnull=False).order_by("-id").limit(8)
    if not online:
        return None
    payment = online[which % len(online)]
    minor = min(taka * 100, payment.amount_minor)
    town.books.backs[payment.id] += minor
    amount = Money(minor, payment.currency)
    return await refunding.ask(town.cast.asha, payment.id, amount, "moved", town.ports)


class Refunds(Rules):
    @rule(which=which, taka=taka)
    def staff_give_money_back(self, which: int, taka: int) -> None:
        self.do(given_back, self.town, which, taka)
