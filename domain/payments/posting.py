"""The one way by which money enters the books, and leaves them again by reversal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from domain import clock, db, events, signs
from domain.billing import allocation, settling
from domain.billing.models import Credit
from domain.billing.states import CreditSource
from domain.calendar import today
from domain.customers import customers, standing
from domain.customers.models import Customer
from domain.errors import (
    AlreadyDone,
    AmountTooLarge,
    CurrencyForeign,
    DomainError,
    InvalidValue,
    RepeatSuspected,
)
from domain.events import PaymentPosted, PaymentReversed
from domain.fields import to_ms
from domain.ledger import entries
from domain.ledger.models import Account
from domain.money import Money
from domain.payments import back, claims, history, moving, queries, rules, sights
from domain.payments.models import Attempt, Payment
from domain.payments.states import DayDoubt, Method, PaymentStatus
from domain.staff import audit, operators
from domain.staff.models import Staff
from domain.staff.rights import Actor


class UndoTooLate(DomainError):
    """The minutes in which a payment can be taken back by whoever recorded it are over."""


class DayDoubtful(DomainError):
    """Money can hardly have come on the day that is said; `why` is a `DayDoubt`, `on`, `joined`."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """Money that came; a gateway, a member of staff or a voucher vouches for it."""

    customer_id: int
    operator_id: int
    amount: Money
    method: Method
    paid_on: date
    gateway_id: int | None = None
    txn_id: str = ""
    fee: Money | None = None
    attempt: Attempt | None = None
    link_id: int | None = None
    staff_id: int | None = None
    note: str = ""
    apart_from: int | None = None  # the newest of the same id; a person says that this is another
    lies: tuple[Account, int] | None = None  # where the money is now, if that is said


def _held_by(money: Incoming) -> tuple[Account, int]:
    """The account where the money lies now."""
    if money.lies is not None:
        return money.lies
    if money.gateway_id is not None:
        return Account.CLEARING, money.gateway_id
    if money.method is Method.CASH and money.staff_id is not None:
        return Account.CASH, money.staff_id
    return Account.BANK, money.operator_id


async def _set_apart(money: Incoming) -> Incoming:
    """The same, apart from the one that keeps its id, if no newer one came than was shown."""
    first = await sights.first(money.txn_id, money.method)
    if first is None:
        return replace(money, apart_from=None)
    last = await sights.newest(money.txn_id)
    if last is None or last.id != money.apart_from:
        await sights.refuse(first)
    return replace(money, apart_from=first.id)


async def post(money: Incoming) -> Payment:
    """Put the money into the books in the caller's transaction, with all that follows from it.

    Raises `TxnUsed` when its transaction id is in the books, by whatever way and account, also for
    one of two that come at the same moment, and `CurrencyForeign`; nothing was written then.
    """
    now = clock.now()
    money = replace(money, txn_id=rules.tidy_txn(money.txn_id))
    meant = queries.verifications.MAY_BE_MEANT
    held = await settling.lock(money.customer_id, money.amount, meant, money.txn_id)
    if money.apart_from is not None:
        money = await _set_apart(money)
    payment = await _write(money, now)
    if payment is None:
        first = await sights.first(money.txn_id, money.method)
        if first is not None:
            await sights.refuse(first)
        raise AlreadyDone(what="payment")
    await entries.post([_entry(money, payment)], now)
    credit, payer = await allocation.receive(
        money.customer_id, money.amount, CreditSource.PAYMENT, payment.id, now, money.staff_id,
        held=held,
    )  # fmt: skip
    if money.link_id is not None:
        await queries.links.count_paid(money.link_id, money.amount.minor)
    attempt_id = money.attempt.id if money.attempt else None
    await events.publish(
        PaymentPosted(
            payment.id, money.customer_id, money.operator_id, attempt_id, money.link_id,
            credit.left_minor, payer.value,
        )
    )  # fmt: skip
    if held.also:
        await claims.meet(payment)
    return payment


def _entry(money: Incoming, payment: Payment) -> entries.Line:
    account, owner = _held_by(money)
    return entries.Line(
        operator_id=money.operator_id,
        debit=account,
        debit_of=owner,
        credit=Account.ADVANCE,
        credit_of=money.customer_id,
        amount=money.amount,
        cause="payment",
        cause_id=payment.id,
        staff_id=money.staff_id,
    )


async def _write(money: Incoming, now: datetime) -> Payment | None:
    """The payment, written; None when one of the same transaction or attempt was first."""
    payment = Payment(
        customer_id=money.customer_id,
        operator_id=money.operator_id,
        amount_minor=money.amount.minor,
        fee_minor=money.fee.minor if money.fee else 0,
        currency=money.amount.currency,
        method=money.method,
        gateway_id=money.gateway_id,
        txn_id=money.txn_id,
        attempt_id=money.attempt.id if money.attempt else None,
        link_id=money.link_id,
        staff_id=money.staff_id,
        note=money.note,
        paid_on=money.paid_on,
        posted_at=now,
        apart_from=money.apart_from,
    )
    made = await db.add(payment)
    return payment if made else None


async def record(
    actor: Actor,
    customer: Customer,
    amount: Money,
    method: Method = Method.CASH,
    *,
    txn_id: str = "",
    paid_on: date | None = None,
    note: str = "",
    again: bool = False,
    day_meant: bool = False,
    apart_from: int | None = None,
) -> Payment:
    """Money that a member of staff took.

    Raises `NotFound` for a customer out of reach, `RepeatSuspected` (unless `again`) when the same
    amount of the customer came within minutes, whoever took it, `DayDoubtful` (unless `day_meant`,
    and always for a day to come),
    `TxnClaimed` (unless `again`) when its transaction id waits as another customer's money,
    `AmountTooLarge` beyond the role's limit, `CurrencyForeign`, and `TxnUsed` unless the newest
    payment with its transaction id is the one that it is said to stand `apart_from`.
    """
    _refuse_untold(method)
    day, txn = await _may_be(actor, customer, amount, txn_id, paid_on, day_meant=day_meant)
    async with db.transaction():
        await standing.hold([customer.id])
        if apart_from is not None:
            await sights.alone_with(txn)
        if not again:
            await _refuse_again(customer, amount, method, txn)
        money = Incoming(
            customer_id=customer.id, operator_id=customer.operator_id, amount=amount,
            method=method, paid_on=day, txn_id=txn, staff_id=actor.staff_id,
            note=note, apart_from=apart_from,
        )  # fmt: skip
        payment = await post(money)
        if txn:
            await claims.redraw(payment)
        await _noted(actor, payment)
    return payment


async def foresee(
    actor: Actor,
    customer: Customer,
    amount: Money,
    method: Method = Method.CASH,
    *,
    txn_id: str = "",
    paid_on: date | None = None,
    again: bool = False,
    day_meant: bool = False,
) -> None:
    """Raise what `record` would raise now; nothing is written."""
    _, txn = await _may_be(actor, customer, amount, txn_id, paid_on, day_meant=day_meant)
    currency = await operators.currency_of(customer.operator_id)
    if amount.currency != currency:
        raise CurrencyForeign(amount=amount, currency=currency)
    if not again:
        await _refuse_again(customer, amount, method, txn)
    earlier = await sights.first(txn, method)
    if earlier is not None:
        await sights.refuse(earlier)


async def _may_be(
    actor: Actor, customer: Customer, amount: Money, txn_id: str, paid_on: date | None, *,
    day_meant: bool,
) -> tuple[date, str]:  # fmt: skip
    """The day and the transaction of money that this person may record so."""
    actor.require("payment.record")
    await customers.require(actor, customer)
    _refuse_beyond_limit(actor, amount)
    day = today(clock.now(), (await operators.get(customer.operator_id)).timezone)
    _refuse_doubtful(paid_on or day, day, customer, day_meant=day_meant or paid_on is None)
    txn = rules.tidy_txn(signs.within("txn-id", txn_id.strip(), signs.LONGEST_ID))
    return paid_on or day, txn


async def _refuse_again(customer: Customer, amount: Money, method: Method, txn: str) -> None:
    await _refuse_repetition(customer, amount, txn)
    if txn:
        await sights.refuse_rival(txn, method, customer.id)


async def _noted(actor: Actor, payment: Payment) -> None:
    amount = Money(payment.amount_minor, payment.currency)
    told = {"amount": amount.wire(), "method": payment.method.value}
    await audit.note(
        actor, "payment.record", "payment", payment.id, operator_id=payment.operator_id,
        after={**told, **sights.trace(payment.apart_from)},
    )  # fmt: skip


def _refuse_untold(method: Method) -> None:
    """That money came by a voucher nobody can say: its PIN does."""
    if method not in rules.TOLD:
        raise InvalidValue(field="method", given=method.value, example=Method.CASH.value)


def _refuse_beyond_limit(actor: Actor, amount: Money) -> None:
    limit = actor.limit("payment.amount")
    if limit is not None and amount.minor > limit:
        raise AmountTooLarge(limit=Money(limit, amount.currency))


def _refuse_doubtful(on: date, today_on: date, customer: Customer, *, day_meant: bool) -> None:
    doubt = rules.doubt_of_day(on, today_on, customer.joined_on)
    if doubt is DayDoubt.TO_COME or (doubt is not None and not day_meant):
        raise DayDoubtful(why=doubt.value, on=on, joined=customer.joined_on)


async def _refuse_repetition(customer: Customer, amount: Money, txn: str) -> None:
    """Two people may type the same money, or one what came online; two transaction ids are two."""
    recent = Payment.filter(
        customer_id=customer.id,
        amount_minor=amount.minor,
        currency=amount.currency,
        status=PaymentStatus.POSTED,
        posted_at__gt=clock.now() - rules.REPEAT_WINDOW,
    )
    same = await (recent.filter(txn_id="") if txn else recent).order_by("-id").first()
    if same is None:
        return
    first = await Staff.get_or_none(id=same.staff_id) if same.staff_id else None
    raise RepeatSuspected(
        amount=amount,
        customer=customer.name,
        at=same.posted_at,
        staff_id=same.staff_id,
        by=first.name if first else "",
        method=same.method.value,
        txn=same.txn_id,
    )


def require_in_time(since: datetime) -> None:
    """Raise `UndoTooLate` when the minutes are over in which whoever recorded it takes it back."""
    if clock.now() - since > rules.UNDO_WINDOW:
        raise UndoTooLate(minutes=int(rules.UNDO_WINDOW.total_seconds() // 60))


async def undo(actor: Actor, payment_id: int, *, in_time: bool = False) -> Payment:
    """Take back what one recorded oneself minutes ago; raises `UndoTooLate`, `AlreadyDone`.

    One of many that are taken back together is `in_time` when the whole was, as it was asked for.
    """
    actor.require("payment.undo")
    payment = await history.PAYMENT.get(actor, payment_id)
    if payment.staff_id != actor.staff_id or payment.gateway_id is not None:
        actor.require("payment.reverse")
    if not in_time:
        require_in_time(payment.posted_at)
    return await _reverse(actor, payment, "undo")


async def reverse(actor: Actor, payment_id: int, reason: str) -> Payment:
    """Take a payment out of the books with a reason; allocations come off, bills reopen.

    What went back by the gateway before stays gone, and where that is all, nothing is left to take
    back: `AlreadyDone`. Raises `RefundUnderWay` while some goes back.
    """
    actor.require("payment.reverse")
    return await _reverse(actor, await history.PAYMENT.get(actor, payment_id), reason)


async def require_reversible(payment: Payment) -> None:
    """Raise `AlreadyDone` where nothing is left to take back, `RefundUnderWay` while some goes
    back."""
    if payment.status is not PaymentStatus.POSTED:
        raise AlreadyDone(what="reversal")
    await back.require_none(payment)
    if payment.refunded_minor == payment.amount_minor:
        raise AlreadyDone(what="refund")


async def _reverse(actor: Actor, payment: Payment, reason: str) -> Payment:
    now = clock.now()
    async with db.transaction():
        await standing.hold([payment.customer_id])
        await require_reversible(payment)
        if payment.txn_id:  # those that stand with it are changed as well, whosever they are
            await sights.alone_with(payment.txn_id)
        if not await moving.payment(
            payment,
            PaymentStatus.REVERSED,
            reversed_at=now,
            reversed_by_id=actor.staff_id,
            reversed_why=reason,
        ):
            raise AlreadyDone(what="reversal")
        await sights.succeed(payment)
        await claims.reopen(payment)
        await _take_off(actor, payment, reason, now)
        await audit.note(
            actor,
            "payment.reverse",
            "payment",
            payment.id,
            operator_id=payment.operator_id,
            before={"status": "posted"},
            after={"status": "reversed", "reason": reason, "at": to_ms(now)},
        )
        await events.publish(PaymentReversed(payment.id, payment.customer_id, reason))
    return payment


async def _take_off(actor: Actor, payment: Payment, reason: str, now: datetime) -> None:
    """The books without the payment: its bills are open again, its money lies nowhere."""
    credit = await Credit.get(source=CreditSource.PAYMENT, source_id=payment.id)
    await allocation.withdraw(credit, at=now, staff_id=actor.staff_id, reason=reason)
    await entries.reverse(
        "payment",
        payment.id,
        new_cause="reversal",
        new_cause_id=payment.id,
        staff_id=actor.staff_id,
        reason=reason,
        at=now,
    )
    await back.take_off(payment, staff_id=actor.staff_id, reason=reason)
