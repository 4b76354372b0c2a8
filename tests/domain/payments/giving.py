"""What tests of money that goes back do again and again."""

from __future__ import annotations

from domain.money import Money
from domain.payments import attempts, refunding, returning
from domain.payments.models import Payment, Refund
from domain.payments.states import RefundStatus
from tests.cast import Cast, Moment
from tests.domain.payments.conftest import Shop

PART = Money(400_00)


async def paid(shop: Shop, amount: Money | None = None, txn_id: str = "TX1") -> Payment:
    """Rahim pays by his link."""
    attempt = await shop.start(amount)
    shop.pay.paid(attempt.ref, txn_id)
    await attempts.find_out(attempt, shop.gateway, None, shop.ports)
    return await Payment.get(attempt_id=attempt.id)


async def asked(shop: Shop, cast: Cast, payment: Payment, amount: Money = PART) -> Refund:
    await refunding.ask(cast.asha, payment.id, amount, "the line was down", shop.ports)
    return (await Refund.filter(payment_id=payment.id).order_by("-id"))[0]


async def stands(row: Refund) -> RefundStatus:
    return (await Refund.get(id=row.id)).status


async def days_pass(shop: Shop, moment: Moment, days: int = 1) -> None:
    """The pass looks now and then."""
    for _ in range(days * 12):
        moment.move(hours=2)
        await returning.carry_on(shop.ports)
