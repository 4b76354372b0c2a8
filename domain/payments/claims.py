"""Money that waits for a person and a payment: where both are the same money, they are one matter.

The same transaction id of the same customer says so. The same amount without an id is asked about.
"""

from __future__ import annotations

from domain import clock, events
from domain.accounts.models import Gateway
from domain.customers import customers
from domain.customers.models import Customer
from domain.events import AttemptChanged, VerificationAsked, VerificationDecided
from domain.money import Money
from domain.payments import moving, queries, rules, sights
from domain.payments.models import Attempt, Payment, Verification
from domain.payments.states import (
    AttemptStatus,
    Method,
    Mover,
    PaymentStatus,
    VerificationKind,
    VerificationStatus,
)
from domain.staff.rights import Actor

RIVAL = "claimed-too"
NOBODY = "–"  # in place of the code of a rival


async def misfits(actor: Actor, row: Verification) -> list[list[str]]:
    """What does not fit, as [what, ours, theirs]; a rival is named to who may see them."""
    return [
        [what, ours, theirs if what != RIVAL or await customers.find(actor, theirs) else NOBODY]
        for what, ours, theirs in row.misfit
    ]


# Whether money of the customer `c` with the transaction id `$2` may be what waits for a person:
async def method_of(row: Verification) -> Method:
    """How the money came, as far as the account tells, or its gateway."""
    gateway = await Gateway.get(id=row.gateway_id)
    return rules.method_kept(row.method, gateway.provider, gateway.options)


async def meet(payment: Payment) -> None:
    """Settle what waits about the transaction that is posted; what else may be it is redrawn, also
    where another claims it.

    What somebody decides about at this moment is left to them: they meet the payment.
    """
    for row in await _meeting(payment):
        if not payment.txn_id:
            await events.publish(VerificationAsked(row.id))
        elif await _is_transaction(row, payment):
            if matches(payment, row) and payment.apart_from is None:
                await close(row, payment, None)
            else:
                await events.publish(VerificationAsked(row.id))
    if payment.txn_id:
        for row in await sights.waiting(payment.txn_id, payment.method):
            if row.customer_id not in {None, payment.customer_id}:
                await events.publish(VerificationAsked(row.id))


async def _is_transaction(row: Verification, payment: Payment) -> bool:
    same = rules.tidy_txn(sights.id_of(row)) == payment.txn_id
    return same and rules.may_be_one(payment.method, await method_of(row))


async def _meeting(payment: Payment) -> list[Verification]:
    """What waits of the same id, and of a payment without one of the customer's same amount.

    Only these are held: payments of others at the same moment find their own.
    """
    if payment.txn_id:
        found = await queries.verifications.meeting_id(
            payment.customer_id, payment.txn_id, sights.AGAIN
        )
    else:
        amount = Money(payment.amount_minor, payment.currency)
        found = await queries.verifications.meeting_amount(payment.customer_id, amount)
    return await Verification.filter(id__in=found).order_by("id")


def matches(payment: Payment, row: Verification) -> bool:
    """Whether a payment of the same id is all that the row asks for, down to the amount."""
    return may_match(payment, row) and _is_amount(row, payment)


def may_match(payment: Payment, row: Verification) -> bool:
    """Whether a person may say that a payment of the same id is all that the row asks for.

    A customer may have mistyped the amount; what a gateway says must fit.
    """
    if row.customer_id not in {None, payment.customer_id}:
        return False
    if row.kind is VerificationKind.MANUAL:
        return True
    return _is_amount(row, payment) and (row.attempt_id is None or payment.attempt_id is None)


def _is_amount(row: Verification, payment: Payment) -> bool:
    return (row.amount_minor, row.currency) == (payment.amount_minor, payment.currency)


async def close(row: Verification, payment: Payment, staff_id: int | None) -> bool:
    """Settle the row by money that is in the books; False when somebody decided before."""
    if row.status is not VerificationStatus.SUBMITTED or not await moving.verification(
        row,
        VerificationStatus.APPROVED,
        decided_at=clock.now(),
        decided_by_id=staff_id,
        customer_id=payment.customer_id,
    ):
        return False
    attempt = await Attempt.get_or_none(id=row.attempt_id) if row.attempt_id else None
    if attempt is not None and await is_now_paid(attempt, staff_id):
        await Payment.filter(id=payment.id, attempt_id=None).update(attempt_id=attempt.id)
        await events.publish(AttemptChanged(attempt.id, payment.customer_id))
    await events.publish(VerificationDecided(row.id, approved=True))
    return True


async def is_now_paid(attempt: Attempt, staff_id: int | None) -> bool:
    """Whether a held attempt has just become paid: a person says so, or the books."""
    if attempt.status is not AttemptStatus.HELD:
        return False
    mover = Mover.STAFF if staff_id else Mover.PAYMENT
    return await moving.attempt(attempt, AttemptStatus.PAID, mover, staff_id=staff_id)


async def reopen(payment: Payment) -> None:
    """Ask again about what the payment had settled that is taken back; the rest is redrawn.

    What was posted by a person's approval was looked at, and stays decided.
    """
    if not payment.txn_id:
        return
    for row in await sights.approved(payment.txn_id, payment.customer_id):
        if row.attempt_id is not None or await posted(row) is not None:
            continue
        if not rules.may_be_one(payment.method, await method_of(row)):
            continue
        if row.decided_by_id is None or payment.gateway_id is None:
            await moving.verification(
                row,
                VerificationStatus.SUBMITTED,
                decided_at=None,
                decided_by_id=None,
                customer_id=await _named_by(row),
            )
    await redraw(payment)


async def _named_by(row: Verification) -> int | None:
    """Whose it was said to be before it was decided."""
    if row.kind is not VerificationKind.UNMATCHED:
        return row.customer_id
    customer = await Customer.get(id=row.customer_id)
    return customer.id if ["reference", "", customer.code] in row.misfit else None


async def redraw(payment: Payment) -> None:
    """Whoever decides about the same transaction sees what became of the payment."""
    for row in await sights.waiting(payment.txn_id, payment.method):
        await events.publish(VerificationAsked(row.id))


async def posted(row: Verification) -> Payment | None:
    """The customer's own payment of the same transaction."""
    if row.customer_id is None:
        return None
    found = await sights.payments(sights.id_of(row), await method_of(row))
    own = [
        each
        for each in found
        if each.status is PaymentStatus.POSTED and each.customer_id == row.customer_id
    ]
    return next((each for each in own if matches(each, row)), own[0] if own else None)


async def alike(row: Verification, customer_id: int | None, amount: Money) -> list[Payment]:
    """Payments without an id that may be the money that is claimed, the newest first.

    Of what a gateway says of an attempt there is no doubt: it came by itself.
    """
    if customer_id is None or row.attempt_id is not None:
        return []
    return await Payment.filter(
        customer_id=customer_id,
        amount_minor=amount.minor,
        currency=amount.currency,
        txn_id="",
        status=PaymentStatus.POSTED,
        posted_at__gte=row.asked_at - rules.CLAIM_WINDOW,
    ).order_by("-id")
