"""Money that a person must decide about: claimed by customers, or not as we asked for it."""

from __future__ import annotations

from datetime import date, timedelta

from tortoise.exceptions import IntegrityError

from domain import clock, db, events, phone
from domain.calendar import today
from domain.customers.models import Customer
from domain.errors import AlreadyDone, InvalidValue, NotFound, TooMany
from domain.events import VerificationAsked, VerificationDecided
from domain.money import Money
from domain.payments import rules
from domain.payments.models import Attempt, Link, Payment, Verification
from domain.payments.posting import Incoming, TxnUsed, post
from domain.payments.states import AttemptStatus, Method, VerificationKind, VerificationStatus
from domain.ports import Hint, PayState, Verified
from domain.staff import audit, operators
from domain.staff.models import Gateway
from domain.staff.rights import Actor

_AGAIN = "+"  # before our reference, where a gateway gives one transaction id for two attempts


async def business_day(operator_id: int) -> date:
    """The operator's date now."""
    timezone = await db.value("SELECT timezone FROM operator WHERE id = $1", operator_id)
    return today(clock.now(), timezone)


async def _refuse_used(link: Link, gateway: Gateway, txn_id: str) -> None:
    """Raises `TxnUsed` with where a transaction id was used; a claim of another's is marked."""
    payment = await Payment.get_or_none(gateway_id=gateway.id, txn_id=txn_id)
    if payment is not None:
        holder = await Customer.get(id=payment.customer_id)
        raise TxnUsed(customer=holder.customer_id, on=payment.paid_on)
    waiting = await Verification.exclude(status=VerificationStatus.REJECTED).get_or_none(
        gateway_id=gateway.id, txn_id=txn_id
    )
    if waiting is not None:
        await _mark_rival(waiting, link)
        claimant = await Customer.get_or_none(id=waiting.customer_id)
        code = claimant.customer_id if claimant else ""
        operator = await operators.get(waiting.operator_id)
        raise TxnUsed(customer=code, on=today(waiting.asked_at, operator.timezone))


async def _mark_rival(row: Verification, link: Link) -> None:
    """Two customers with one receipt: whoever decides about the first claim sees it."""
    if row.customer_id == link.customer_id or row.status is not VerificationStatus.SUBMITTED:
        return
    rival = await Customer.get(id=link.customer_id)
    mark = ["claimed-too", "", rival.customer_id if rival.operator_id == row.operator_id else "–"]
    async with db.transaction():
        await db.hold(f"verification {row.gateway_id} {row.txn_id}")
        await row.refresh_from_db()
        if mark not in row.misfit:
            row.misfit = [*row.misfit, mark]
            await row.save(update_fields=["misfit"])
            await events.publish(VerificationAsked(row.id))


async def _refuse_too_many(customer_id: int) -> None:
    day_ago = clock.now() - timedelta(days=1)
    recent = await Verification.filter(
        customer_id=customer_id, kind=VerificationKind.MANUAL, asked_at__gt=day_ago
    ).count()
    if recent >= rules.CLAIMS_A_DAY:
        raise TooMany(seconds=86400)


async def submit(
    link: Link,
    gateway: Gateway,
    *,
    txn_id: str,
    sender: str,
    amount: Money,
    txn_pattern: str = "",
) -> Verification:
    """A customer says that money was sent; nothing is credited before a person agrees.

    An id that does not fit `txn_pattern` is a warning for staff, no refusal.
    Raises `InvalidValue`, `TxnUsed` (with where), `TooMany` beyond five claims a day.
    """
    txn = rules.tidy_txn(txn_id)
    if not 4 <= len(txn) <= 40 or not txn.replace("-", "").isalnum() or not txn.isascii():
        raise InvalidValue(field="txn-id", given=txn_id[:40], example="9XK4T2P1QZ")
    await _refuse_too_many(link.customer_id)
    await _refuse_used(link, gateway, txn)
    row = Verification(
        kind=VerificationKind.MANUAL,
        customer_id=link.customer_id,
        operator_id=link.operator_id,
        gateway_id=gateway.id,
        link_id=link.id,
        txn_id=txn,
        sender=phone.find(sender) or sender.strip()[:20],
        amount_minor=amount.minor,
        currency=amount.currency,
        asked_at=clock.now(),
        misfit=[] if rules.looks_like(txn_pattern, txn) else [["txn-form", "", txn]],
    )
    try:
        async with db.transaction():
            await db.hold(f"verification {gateway.id} {txn}")
            await row.save()
            await events.publish(VerificationAsked(row.id))
    except IntegrityError:
        await _refuse_used(link, gateway, txn)
        raise
    return row


async def hold(attempt: Attempt, gateway: Gateway, said: Verified, kind: VerificationKind) -> None:
    """Keep a gateway's 'paid' that does not fit for a person; once per transaction."""
    amount = Money(attempt.amount_minor, attempt.currency)
    misfit = rules.misfits(attempt.ref, amount, said)
    txn = said.txn_id or f"NONE-{attempt.ref}"
    if kind is VerificationKind.MISMATCH and not misfit:
        misfit = [["txn-used", attempt.txn_id, said.txn_id]]
        if await Payment.get_or_none(gateway_id=gateway.id, txn_id=txn):
            txn = f"{txn}{_AGAIN}{attempt.ref}"[:80]
    found = said.amount or amount
    await _keep_once(
        Verification(
            kind=kind,
            customer_id=attempt.customer_id,
            operator_id=attempt.operator_id,
            gateway_id=gateway.id,
            attempt_id=attempt.id,
            link_id=attempt.link_id,
            txn_id=txn,
            amount_minor=found.minor,
            currency=found.currency,
            misfit=misfit,
            asked_at=clock.now(),
        )
    )


async def keep_contradiction(attempt: Attempt, gateway: Gateway, hint: Hint) -> None:
    """Keep for a person what signed word says of a paid attempt otherwise than is in the books."""
    amount = Money(attempt.amount_minor, attempt.currency)
    txn, told = hint.txn_id or attempt.txn_id, hint.amount or amount
    misfit = rules.misfits(attempt.ref, amount, Verified(hint.claimed, attempt.ref, told, txn))
    if txn != attempt.txn_id:
        misfit.append(["txn-used", attempt.txn_id, txn])
    if hint.claimed is not PayState.PAID or not misfit:
        return
    async with db.transaction():
        await _keep_once(
            Verification(
                kind=VerificationKind.MISMATCH,
                customer_id=attempt.customer_id,
                operator_id=attempt.operator_id,
                gateway_id=gateway.id,
                attempt_id=attempt.id,
                link_id=attempt.link_id,
                txn_id=txn if txn != attempt.txn_id else f"{txn}{_AGAIN}{attempt.ref}"[:80],
                amount_minor=told.minor,
                currency=told.currency,
                misfit=misfit,
                asked_at=clock.now(),
            )
        )


async def unmatched(gateway: Gateway, hint: Hint) -> None:
    """Signed word of money that no attempt of ours asked for; staff look for whose it is."""
    if await Payment.get_or_none(gateway_id=gateway.id, txn_id=hint.txn_id):
        return
    operator = await operators.get(gateway.operator_id) if gateway.operator_id else None
    operator = operator or await operators.root()
    amount = hint.amount or Money(0, operator.currency)
    customer = await Customer.get_or_none(customer_id=hint.ref) if hint.ref else None
    async with db.transaction():
        await _keep_once(
            Verification(
                kind=VerificationKind.UNMATCHED,
                customer_id=customer.id if customer else None,
                operator_id=operator.id,
                gateway_id=gateway.id,
                txn_id=hint.txn_id,
                amount_minor=amount.minor,
                currency=amount.currency,
                misfit=[["reference", "", hint.ref]],
                asked_at=clock.now(),
            )
        )


async def _keep_once(row: Verification) -> None:
    await db.hold(f"verification {row.gateway_id} {row.txn_id}")
    known = await Verification.filter(gateway_id=row.gateway_id, txn_id=row.txn_id).exists()
    if not known:
        await row.save()
        await events.publish(VerificationAsked(row.id))


def txn_of(row: Verification) -> str:
    """The transaction as the gateway names it."""
    return row.txn_id.partition(_AGAIN)[0]


async def get(actor: Actor, verification_id: int) -> Verification:
    """One that the actor may decide about; raises `NotFound`."""
    actor.require("payment.verify")
    row = await Verification.get_or_none(id=verification_id)
    if row is None or not await operators.is_within(row.operator_id, actor):
        raise NotFound(what="verification", given=verification_id)
    return row


async def claimant(row: Verification) -> Customer | None:
    """Whose money it is said to be; None where nobody knows."""
    return await Customer.get_or_none(id=row.customer_id) if row.customer_id else None


async def waiting(actor: Actor, *, limit: int = 10, after: int = 0) -> list[Verification]:
    """Those that wait for a decision, oldest first."""
    actor.require("payment.verify")
    within = await operators.subtree_ids(actor.operator_id)
    return (
        await Verification.filter(
            status=VerificationStatus.SUBMITTED, operator_id__in=within, id__gt=after
        )
        .order_by("id")
        .limit(limit)
    )


async def decide(
    actor: Actor,
    verification_id: int,
    *,
    approve: bool,
    amount: Money | None = None,
    customer: Customer | None = None,
    reason: str = "",
) -> Verification:
    """Approve (with the amount really seen) or reject; raises `AlreadyDone` when decided before."""
    row = await get(actor, verification_id)
    to = VerificationStatus.APPROVED if approve else VerificationStatus.REJECTED
    seen = amount or Money(row.amount_minor, row.currency)
    owner = customer.id if customer else row.customer_id
    if approve and (owner is None or seen.minor <= 0):
        raise InvalidValue(field="customer" if owner is None else "amount", given="", example="")
    async with db.transaction():
        await db.hold(f"verification {row.gateway_id} {row.txn_id}")
        if not await db.advance(
            row,
            to,
            of=[VerificationStatus.SUBMITTED],
            decided_at=clock.now(),
            decided_by_id=actor.staff_id,
            reason=reason[:200],
            customer_id=owner,
        ):
            raise AlreadyDone(what="verification")
        if approve and owner is not None:
            await _post_approved(row, owner, seen)
        await audit.note(
            actor,
            "payment.approve" if approve else "payment.reject",
            "verification",
            row.id,
            operator_id=row.operator_id,
            after={"amount": seen.wire(), "reason": reason[:200]},
        )
        await events.publish(VerificationDecided(row.id, approve))
    return row


async def _post_approved(row: Verification, owner: int, seen: Money) -> None:
    customer = await Customer.get(id=owner)
    gateway = await Gateway.get(id=row.gateway_id)
    attempt = await Attempt.get_or_none(id=row.attempt_id) if row.attempt_id else None
    if attempt is not None and not await db.advance(
        attempt, AttemptStatus.PAID, of=[AttemptStatus.HELD]
    ):
        attempt = None
    provider = str(gateway.options.get("method", gateway.provider))
    await post(
        Incoming(
            customer_id=customer.id,
            operator_id=customer.operator_id,
            amount=seen,
            method=Method(provider) if provider in set(Method) else Method.OTHER,
            paid_on=await business_day(customer.operator_id),
            gateway_id=gateway.id,
            txn_id=txn_of(row),
            attempt=attempt,
            link_id=row.link_id,
        )
    )


async def language_of(actor: Actor, verification_id: int) -> str:
    """The language in which the customer of a decision is told of it."""
    row = await get(actor, verification_id)
    customer = await Customer.get_or_none(id=row.customer_id) if row.customer_id else None
    return customer.language if customer else actor.language
