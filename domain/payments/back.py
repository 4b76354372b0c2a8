"""How a refund ends: booked once when the gateway says that the money went back, or refused."""

from __future__ import annotations

from datetime import datetime

from domain import clock, events
from domain.billing import allocation
from domain.billing.models import Credit
from domain.billing.states import CreditSource
from domain.errors import DomainError
from domain.events import DuesChanged, PaymentRefunded, RefundMoved
from domain.ledger import entries
from domain.ledger.models import Account
from domain.money import Money
from domain.payments import moving, rules
from domain.payments.models import Link, Payment, Refund
from domain.payments.states import PaymentStatus, RefundStatus

TOLD = (RefundStatus.HANDED, RefundStatus.PENDING)  # the gateway, and it has not ended
BY_HAND = "by-hand"  # before the name of who said how it ended
AFTER_ALL = "after-all"  # before the name of who had said that nothing went back


class RefundUnderWay(DomainError):
    """Money of the payment is on its way back; `amount` says how much."""


async def require_none(payment: Payment) -> None:
    """Raises `RefundUnderWay` while money of the payment is on its way back.

    What went back of it is as it stands by now.
    """
    row = await Refund.get_or_none(payment_id=payment.id, status__in=rules.GOING_BACK)
    if row is not None:
        raise RefundUnderWay(amount=Money(row.amount_minor, row.currency))
    await payment.refresh_from_db(fields=["refunded_minor"])


async def end(
    row: Refund,
    *,
    given: bool,
    refund_id: str = "",
    why: str = "",
    poll_at: datetime | None = None,
) -> bool:
    """End a refund in the caller's transaction, who holds the customer; False: somebody did.

    One that went back, and has a name by which the gateway can say so, is watched for some days.
    """
    now, named = clock.now(), refund_id or row.refund_id
    moved = await moving.refund(
        row,
        RefundStatus.DONE if given else RefundStatus.REFUSED,
        refund_id=named,
        why=why[:120],
        ended_at=now,
        poll_at=rules.next_late_look(now, now) if given and named else poll_at,
    )
    if moved and given:
        await _book(row)
        await events.publish(PaymentRefunded(row.payment_id, row.customer_id, row.id))
    if moved:
        await events.publish(RefundMoved(row.id, row.payment_id, row.customer_id))
    return moved


async def undo(row: Refund, *, why: str) -> bool:
    """What went back has failed: the payment is what it was, in the caller's transaction.

    False: somebody was first. Of a payment that was taken back meanwhile nothing is left to mend.
    """
    if not await moving.refund(row, RefundStatus.UNDONE, why=why[:120], poll_at=None):
        return False
    now, amount = clock.now(), Money(row.amount_minor, row.currency)
    payment = await Payment.get(id=row.payment_id)
    await entries.reverse(
        "refund", row.id, new_cause="refund-back", new_cause_id=row.id,
        staff_id=None, reason=row.why, at=now,
    )  # fmt: skip
    credit = await Credit.get(source=CreditSource.PAYMENT, source_id=payment.id)
    await allocation.take_again(credit, amount, at=now)
    await Payment.filter(id=payment.id).update(refunded_minor=payment.refunded_minor - amount.minor)
    if payment.status is PaymentStatus.POSTED:
        await _count(payment, amount.minor)
    await events.publish(RefundMoved(row.id, row.payment_id, row.customer_id))
    await events.publish(DuesChanged((row.customer_id,)))
    return True


async def went_after_all(row: Refund, refund_id: str) -> bool:
    """Book what the gateway gave back although it counts as not given, in the caller's transaction.

    False where it is booked, and while another refund of the payment may be the one that the
    gateway means.
    """
    await row.refresh_from_db()
    if row.status is not RefundStatus.REFUSED or await _may_be_another(row):
        return False
    who = row.why.removeprefix(BY_HAND).strip() if row.why.startswith(BY_HAND) else ""
    return await end(row, given=True, refund_id=refund_id, why=f"{AFTER_ALL} {who}".strip())


async def _may_be_another(row: Refund) -> bool:
    others = await Refund.filter(payment_id=row.payment_id).exclude(id=row.id)
    return any(
        each.status in rules.GOING_BACK or (each.status is RefundStatus.DONE and not each.refund_id)
        for each in others
    )


async def _book(row: Refund) -> None:
    """The payment stays, and its transaction with it; what went back of it is taken off."""
    now, amount = clock.now(), Money(row.amount_minor, row.currency)
    payment = await Payment.get(id=row.payment_id)
    credit = await Credit.get(source=CreditSource.PAYMENT, source_id=payment.id)
    await allocation.give_back(credit, amount, at=now, staff_id=row.staff_id, reason=row.reason)
    line = entries.Line(
        operator_id=row.operator_id,
        debit=Account.ADVANCE,
        debit_of=row.customer_id,
        credit=Account.CLEARING,
        credit_of=row.gateway_id,
        amount=amount,
        cause="refund",
        cause_id=row.id,
        staff_id=row.staff_id,
        reason=row.reason,
    )
    await entries.post([line], now)
    await Payment.filter(id=payment.id).update(refunded_minor=payment.refunded_minor + amount.minor)
    if payment.status is PaymentStatus.POSTED:
        await _count(payment, -amount.minor)
    else:  # taken back before, and all that was of it with it
        await _take_off(row, staff_id=row.staff_id, reason=row.reason)


async def _count(payment: Payment, minor: int) -> None:
    """The link by which it was paid has brought so much more, or less."""
    if payment.link_id is not None:
        link = await Link.get(id=payment.link_id)
        brought = max(link.paid_minor + minor, 0)
        await Link.filter(id=link.id).update(paid_minor=brought)


async def take_off(payment: Payment, *, staff_id: int | None, reason: str) -> None:
    """What went back of a payment is undone with it in the books; its link has brought nothing."""
    for row in await Refund.filter(payment_id=payment.id, status=RefundStatus.DONE).order_by("id"):
        await _take_off(row, staff_id=staff_id, reason=reason)
    await _count(payment, payment.refunded_minor - payment.amount_minor)


async def _take_off(row: Refund, *, staff_id: int | None, reason: str) -> None:
    await entries.reverse(
        "refund",
        row.id,
        new_cause="reversal",
        new_cause_id=row.payment_id,
        staff_id=staff_id,
        reason=reason,
        at=clock.now(),
    )
