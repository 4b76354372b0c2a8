"""Money of a payment given back through the gateway that took it: asked for once, told once.

What is asked for is a row; that it is handed over is written down before the gateway hears of it.
Whoever dies in between leaves a row of which only the status is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain import clock, db, events, signs
from domain.accounts import gateways
from domain.accounts.models import Gateway
from domain.billing import allocation, dues
from domain.billing.allocation import Freed
from domain.billing.models import Credit
from domain.billing.states import CreditSource
from domain.customers import standing
from domain.errors import AlreadyDone, AmountTooLarge, DomainError, InvalidValue
from domain.events import RefundMoved
from domain.money import Money
from domain.payments import back, history, origins, rules, starting
from domain.payments.models import Payment, Refund
from domain.payments.states import PaymentStatus, RefundStatus
from domain.ports import Ports, Refunding
from domain.staff import audit
from domain.staff.models import Staff
from domain.staff.rights import Actor


class NotRefundable(DomainError):
    """The `gateway` gives nothing back by us: it is done in its app, then taken back here."""


class RefundTooLarge(DomainError):
    """More than is left of the payment; `limit` says how much."""


async def payment_of(actor: Actor, payment_id: int, ports: Ports) -> Payment:
    """A payment of which money can be given back.

    Raises `NotFound`, `AlreadyDone` for one that was taken back or given back, `NotRefundable`,
    `RefundUnderWay`.
    """
    actor.require("payment.reverse")
    payment = await history.PAYMENT.get(actor, payment_id)
    gateway = await Gateway.get_or_none(id=payment.gateway_id) if payment.gateway_id else None
    if gateway is None or await origins.of(payment) is None:
        raise NotRefundable(gateway=gateway.name if gateway else "")
    if not isinstance(ports.payment_gateway(gateways.account(gateway, ports.vault)), Refunding):
        raise NotRefundable(gateway=gateway.name)
    _require_left(payment)
    await back.require_none(payment)
    return payment


def left_of(payment: Payment) -> Money:
    """What has not gone back yet."""
    return Money(payment.amount_minor - payment.refunded_minor, payment.currency)


def _require_left(payment: Payment) -> None:
    if payment.status is not PaymentStatus.POSTED:
        raise AlreadyDone(what="reversal")
    if not left_of(payment):
        raise AlreadyDone(what="refund")


def require_within(actor: Actor, payment: Payment, amount: Money) -> None:
    """Raises `AmountTooLarge` beyond the role's limit, `RefundTooLarge` beyond what is left."""
    limit = actor.limit("payment.amount")
    if limit is not None and amount.minor > limit:
        raise AmountTooLarge(limit=Money(limit, amount.currency))
    if amount.minor <= 0:
        raise InvalidValue(field="amount", given=amount.minor, example="500")
    if amount > left_of(payment):
        raise RefundTooLarge(limit=left_of(payment))


async def ask(actor: Actor, payment_id: int, amount: Money, reason: str, ports: Ports) -> None:
    """Ask for money to go back; it is handed over within seconds.

    Raises what `payment_of` and `require_within` do; of several at once one is asked for.
    """
    payment = await payment_of(actor, payment_id, ports)
    why = signs.within("reason", reason.strip(), 200)
    now = clock.now()
    async with db.transaction():
        await standing.hold([payment.customer_id])
        await payment.refresh_from_db()
        _require_left(payment)
        require_within(actor, payment, amount)
        row = Refund(
            payment_id=payment.id,
            customer_id=payment.customer_id,
            operator_id=payment.operator_id,
            gateway_id=payment.gateway_id,
            amount_minor=amount.minor,
            currency=amount.currency,
            ref=starting.fresh_ref("NR"),
            reason=why,
            staff_id=actor.staff_id,
            asked_at=now,
            poll_at=now,
        )
        if not await db.add(row):
            await back.require_none(payment)
            raise AlreadyDone(what="refund")
        await audit.note(
            actor, "payment.refund", "payment", payment.id, operator_id=payment.operator_id,
            after={"amount": amount.wire(), "reason": why},
        )  # fmt: skip
        await events.publish(RefundMoved(row.id, payment.id, payment.customer_id))


async def decide(actor: Actor, payment_id: int, *, given: bool) -> None:
    """Say of a refund about which the gateway is silent whether the money went back.

    Raises `NotFound`, and `AlreadyDone` where nobody has to say that.
    """
    actor.require("payment.reverse")
    payment = await history.PAYMENT.get(actor, payment_id)
    async with db.transaction():
        await standing.hold([payment.customer_id])
        row = await Refund.get_or_none(payment_id=payment.id, status__in=back.TOLD)
        if row is None or row.doubted_at is None:
            raise AlreadyDone(what="refund")
        moved = await back.end(
            row,
            given=given,
            why=f"{back.BY_HAND} {actor.name}",
            poll_at=None if given else rules.soon(clock.now()),  # the gateway may know better
        )
        if not moved:
            raise AlreadyDone(what="refund")
        await audit.note(
            actor, "payment.refund-decide", "payment", payment.id,
            operator_id=payment.operator_id,
            after={"amount": Money(row.amount_minor, row.currency).wire(), "given": given},
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What giving money back would bring about."""

    freed: tuple[Freed, ...]
    due: Money
    due_after: Money


async def foresee(payment: Payment, amount: Money) -> Foreseen:
    """What would be owed again; other advance of the customer settles it."""
    credit = await Credit.get(source=CreditSource.PAYMENT, source_id=payment.id)
    freed = await allocation.freed_by(credit, amount)
    due = await dues.due_of(payment.customer_id)
    advance = await dues.advance_of(payment.customer_id)
    reopened = sum(each.part.minor for each in freed)
    other = advance.minor - credit.left_minor
    after = Money(due.minor + max(reopened - other, 0), amount.currency)
    return Foreseen(tuple(freed), due, after)


@dataclass(frozen=True, slots=True)
class Given:
    """A refund as people see it; `why` is the gateway's word, `by` who asked."""

    amount: Money
    status: RefundStatus
    at: datetime
    reason: str
    by: str
    why: str
    is_doubtful: bool


async def of(payment: Payment) -> list[Given]:
    """The refunds of a payment, the first one first."""
    rows = await Refund.filter(payment_id=payment.id).order_by("id")
    asked_by = await Staff.filter(id__in={row.staff_id for row in rows if row.staff_id})
    names = {one.id: one.name for one in asked_by}
    return [
        Given(
            amount=Money(row.amount_minor, row.currency),
            status=row.status,
            at=row.ended_at or row.asked_at,
            reason=row.reason,
            by=names.get(row.staff_id or 0, ""),
            why=row.why,
            is_doubtful=row.status in back.TOLD and row.doubted_at is not None,
        )
        for row in rows
    ]
