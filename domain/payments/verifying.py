"""Money that a person must decide about: claimed by customers, or told by a gateway (`keeping`)."""

from __future__ import annotations

from datetime import date, timedelta

from domain import clock, db, events, phone, reach
from domain.accounts.models import Gateway
from domain.calendar import today
from domain.customers import customers, standing
from domain.customers.models import Customer
from domain.errors import AlreadyDone, InvalidValue, NotFound, RepeatSuspected, TooMany
from domain.events import VerificationAsked, VerificationDecided
from domain.money import Money
from domain.payments import claims, moving, queries, rules, sights
from domain.payments.models import Attempt, Link, Payment, Verification
from domain.payments.posting import Incoming, post
from domain.payments.states import Method, VerificationKind, VerificationStatus
from domain.staff import audit, operators
from domain.staff.rights import Actor

VERIFICATION = reach.Thing(
    "verification",
    Verification,
    "verification t LEFT JOIN customer c ON c.id = t.customer_id",
    may_be_nobodys=True,
)


async def business_day(operator_id: int) -> date:
    """The operator's date now."""
    timezone = await queries.verifications.timezone(operator_id)
    return today(clock.now(), timezone)


async def _used(link: Link, txn_id: str, method: Method) -> sights.TxnUsed | None:
    """Why an id can't be claimed: with where it stands. A claim of another customer is marked.

    Money that came without an attempt, or that a gateway holds, and is nobody else's, is what the
    customer claims: both wait, and know each other.
    """
    posted = await sights.first(txn_id, method)
    if posted is not None:
        holder = await Customer.get(id=posted.customer_id)
        return sights.TxnUsed(customer=holder.code, on=posted.paid_on, payment=posted.id)
    for row in await sights.waiting(txn_id, method):
        if row.kind is not VerificationKind.MANUAL and row.customer_id in {None, link.customer_id}:
            await events.publish(VerificationAsked(row.id))
            continue
        await _mark_rival(row, link)
        claimant = await Customer.get_or_none(id=row.customer_id)
        code = claimant.code if claimant else ""
        operator = await operators.get(row.operator_id)
        return sights.TxnUsed(customer=code, on=today(row.asked_at, operator.timezone))
    return None


async def _told_again(row: Verification) -> sights.TxnUsed | None:
    """The same claim of the same customer, which a person has not refused."""
    same = Verification.filter(
        txn_id=row.txn_id,
        kind=VerificationKind.MANUAL,
        gateway_id=row.gateway_id,
        customer_id=row.customer_id,
        amount_minor=row.amount_minor,
        currency=row.currency,
    )
    known = await same.order_by("-id").first()
    if known is None or known.status is VerificationStatus.REJECTED or await _is_freed(known):
        return None
    whose = await Customer.get(id=row.customer_id)
    operator = await operators.get(known.operator_id)
    on = today(known.asked_at, operator.timezone)
    return sights.TxnUsed(customer=whose.code, on=on, claim=known.id)


async def _is_freed(claim: Verification) -> bool:
    """Whether the money that settled a claim is not in the books any more."""
    return claim.status is VerificationStatus.APPROVED and await claims.posted(claim) is None


async def _mark_rival(row: Verification, link: Link) -> None:
    """Two customers with one receipt: whoever decides about the first claim sees it."""
    if row.customer_id == link.customer_id:
        return
    rival = await Customer.get(id=link.customer_id)
    known = rival.operator_id == row.operator_id
    mark = [claims.RIVAL, "", rival.code if known else claims.NOBODY]
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
    Raises `InvalidValue`, `TxnUsed` (with where, and the `claim` that this one repeats), `TooMany`
    beyond five claims a day.
    """
    txn = rules.tidy_txn(txn_id)
    if not 4 <= len(txn) <= 40 or not txn.replace("-", "").isalnum() or not txn.isascii():
        raise InvalidValue(field="txn-id", given=txn_id[:40], example="9XK4T2P1QZ")
    row = Verification(
        kind=VerificationKind.MANUAL,
        customer_id=link.customer_id,
        operator_id=link.operator_id,
        gateway_id=gateway.id,
        link_id=link.id,
        txn_id=txn,
        sender=phone.find(sender) or sender.strip(),
        amount_minor=amount.minor,
        currency=amount.currency,
        asked_at=clock.now(),
        misfit=[] if rules.looks_like(txn_pattern, txn) else [["txn-form", "", txn]],
    )
    async with db.transaction():
        await sights.alone_with(txn)
        used = await _told_again(row)
        used = used or await _used(link, txn, rules.method_of(gateway.provider, gateway.options))
        if used is None:
            await _refuse_too_many(link.customer_id)
            await row.save()
            await events.publish(VerificationAsked(row.id))
    if used is not None:
        raise used
    return row


async def _others(row: Verification) -> list[Verification]:
    """What else waits about the same transaction."""
    return await sights.waiting(txn_of(row), await claims.method_of(row), besides=row.id)


async def seen_elsewhere(actor: Actor, row: Verification) -> list[sights.Sight]:
    """Where else the transaction of one that waits is known."""
    return await sights.of(actor, txn_of(row), await claims.method_of(row), besides=row.id)


async def foreign_to(row: Verification) -> str:
    """The currency in which its customer's money is kept where it came in another, else empty."""
    customer = await claimant(row)
    own = await operators.currency_of(customer.operator_id if customer else row.operator_id)
    return own if own != row.currency else ""


async def alike(
    actor: Actor, row: Verification, customer: Customer | None = None, amount: Money | None = None
) -> list[sights.Sight]:
    """Payments without an id that may be the same money, as claimed or for whom and how much."""
    owner = await _owner(actor, row, customer)
    seen = amount or Money(row.amount_minor, row.currency)
    return await sights.of_alike(actor, await claims.alike(row, owner, seen))


async def _owner(actor: Actor, row: Verification, customer: Customer | None) -> int | None:
    """Whose money it is: as claimed, or another's whom the actor may see."""
    if customer is None:
        return row.customer_id
    await customers.require(actor, customer)
    return int(customer.id)


async def paid_by(row: Verification) -> Payment | None:
    """The payment that it may be: of the same id, else the newest of the same amount."""
    own = await claims.posted(row)
    if own is not None:
        return own if claims.may_match(own, row) else None
    found = await claims.alike(row, row.customer_id, Money(row.amount_minor, row.currency))
    return found[0] if found else None


async def posted_before(row: Verification) -> int | None:
    """The newest payment, where one keeps the money from being posted as it is."""
    amount = Money(row.amount_minor, row.currency)
    return (await _doubt(row, row.customer_id, amount))[1]


async def _doubt(
    row: Verification, owner: int | None, amount: Money
) -> tuple[Payment | None, int | None]:
    """What keeps its id, and the newest of all that may be the same money."""
    first = await sights.first(txn_of(row), await claims.method_of(row))
    last = await sights.newest(txn_of(row)) if first else None
    found = [last, *await claims.alike(row, owner, amount)]
    return first, max((each.id for each in found if each), default=None)


def txn_of(row: Verification) -> str:
    """The transaction as the gateway writes it."""
    return sights.id_of(row)


async def get(actor: Actor, verification_id: int) -> Verification:
    """One that the actor may decide about; raises `NotFound`."""
    actor.require("payment.verify")
    return await VERIFICATION.get(actor, verification_id)


async def claimant(row: Verification) -> Customer | None:
    """Whose money it is said to be; None where nobody knows."""
    return await Customer.get_or_none(id=row.customer_id) if row.customer_id else None


async def waiting(actor: Actor, *, limit: int = 10, after: int = 0) -> list[Verification]:
    """Those that wait for a decision, oldest first."""
    actor.require("payment.verify")
    seen, values = VERIFICATION.sql(actor)
    found = await queries.verifications.waiting(
        VERIFICATION.rows, seen, values, after=after, limit=limit
    )
    return await Verification.filter(id__in=found).order_by("id")


async def decide(
    actor: Actor,
    verification_id: int,
    *,
    approve: bool,
    amount: Money | None = None,
    customer: Customer | None = None,
    reason: str = "",
    apart_from: int | None = None,
) -> Verification:
    """Approve (with the amount really seen) or reject; raises `AlreadyDone` when decided before.

    What else waits about the same money of the same customer is decided with it, and what is in
    their books by the same id already settles it. For another `customer` it leaves the link and
    attempt, and the claimant is told the `reason`. Raises `CurrencyForeign`, and `TxnUsed` or
    `RepeatSuspected` unless the newest payment that may be it is the one it stands `apart_from`.
    """
    row = await get(actor, verification_id)
    seen = amount or Money(row.amount_minor, row.currency)
    owner = await _owner(actor, row, customer)
    not_of = row.customer_id if row.link_id is not None and row.customer_id != owner else None
    if approve and (owner is None or seen.minor <= 0):
        raise InvalidValue(field="customer" if owner is None else "amount", given="", example="")
    async with db.transaction():
        await _alone_with(row, owner)
        own = await claims.posted(row)
        as_claimed = amount is None and customer is None and apart_from is None
        if own is not None and as_claimed and claims.matches(own, row):
            return await _close(actor, row, own)
        if row.status is not VerificationStatus.SUBMITTED or not await moving.verification(
            row,
            VerificationStatus.APPROVED if approve else VerificationStatus.REJECTED,
            decided_at=clock.now(),
            decided_by_id=actor.staff_id,
            reason=reason,
            customer_id=owner,
        ):
            raise AlreadyDone(what="verification")
        told = {"amount": seen.wire(), "reason": reason}
        if approve and owner is not None:
            told |= await _approve(actor, row, owner, seen, apart_from, not_of)
        await _note(actor, row, told, approve=approve)
        refused = row.customer_id if own is None else None  # who has paid is told of no refusal
        await events.publish(VerificationDecided(row.id, approve, not_of if approve else refused))
    return row


async def _note(actor: Actor, row: Verification, told: dict[str, str], *, approve: bool) -> None:
    await audit.note(
        actor, "payment.approve" if approve else "payment.reject", "verification", row.id,
        operator_id=row.operator_id, after=told,
    )  # fmt: skip


async def _alone_with(row: Verification, owner: int | None) -> None:
    """In the order of all money: its attempt, whose it is, and then the transaction."""
    if row.attempt_id is not None:
        await queries.attempts.hold(row.attempt_id)
    if owner is not None:
        await standing.hold([owner])
    await sights.alone_with(row.txn_id)


async def match(actor: Actor, verification_id: int, payment_id: int) -> Verification:
    """A person says that it is the money of this payment: nothing is posted.

    Raises `AlreadyDone`, and `NotFound` where the payment can't be it any more.
    """
    row = await get(actor, verification_id)
    async with db.transaction():
        await _alone_with(row, row.customer_id)
        found = await paid_by(row)
        if found is None or found.id != payment_id:
            raise NotFound(what="payment", given=payment_id)
        if not found.txn_id and await sights.first(txn_of(row), found.method) is None:
            await Payment.filter(id=found.id, txn_id="").update(txn_id=rules.tidy_txn(txn_of(row)))
        return await _close(actor, row, found)


async def _close(actor: Actor, row: Verification, payment: Payment) -> Verification:
    if not await claims.close(row, payment, actor.staff_id):
        raise AlreadyDone(what="verification")
    await audit.note(
        actor, "payment.approve", "verification", row.id,
        operator_id=row.operator_id, after={"settled_by": f"R{payment.id:07d}"},
    )  # fmt: skip
    return row


async def _approve(
    actor: Actor,
    row: Verification,
    owner: int,
    seen: Money,
    apart_from: int | None,
    not_of: int | None,
) -> dict[str, str]:
    """Post it, unless it may be in the books; what the audit keeps of that."""
    first, last = await _doubt(row, owner, seen)
    if last is not None and last != apart_from:
        if first is not None:
            await sights.refuse(first, last)
        whose = await Customer.get(id=owner)
        raise RepeatSuspected(amount=seen, customer=whose.name, payment=last)
    apart = None
    if first is None:
        await _decide_the_same(actor, row, owner)
    else:
        newest = await sights.newest(first.txn_id)
        apart = newest.id if newest else first.id
    payment = await _post_approved(row, owner, seen, apart, not_of)
    return sights.trace(payment.apart_from or last)


async def _decide_the_same(actor: Actor, row: Verification, owner: int) -> None:
    """The notification and the claim of one transaction are one decision."""
    for other in await _others(row):
        if other.attempt_id is not None or other.customer_id not in {None, owner}:
            continue
        await moving.verification(
            other,
            VerificationStatus.APPROVED,
            decided_at=row.decided_at,
            decided_by_id=actor.staff_id,
            customer_id=owner,
        )
        await events.publish(VerificationDecided(other.id, approved=True))


async def _post_approved(
    row: Verification, owner: int, seen: Money, apart_from: int | None, not_of: int | None
) -> Payment:
    """Post it; of somebody else than claimed it, it goes by neither link nor attempt."""
    customer = await Customer.get(id=owner)
    gateway = await Gateway.get(id=row.gateway_id)
    attempt = (
        await Attempt.get_or_none(id=row.attempt_id) if row.attempt_id and not_of is None else None
    )
    if attempt is not None and not await claims.is_now_paid(attempt, row.decided_by_id):
        attempt = None
    return await post(
        Incoming(
            customer_id=customer.id,
            operator_id=customer.operator_id,
            amount=seen,
            method=rules.method_kept(row.method, gateway.provider, gateway.options),
            paid_on=await business_day(customer.operator_id),
            gateway_id=gateway.id,
            txn_id=txn_of(row),
            attempt=attempt,
            link_id=row.link_id if not_of is None else None,
            apart_from=apart_from,
        )
    )


async def language_of(actor: Actor, verification_id: int) -> str:
    """The language in which the customer of a decision is told of it."""
    row = await get(actor, verification_id)
    customer = await Customer.get_or_none(id=row.customer_id) if row.customer_id else None
    return customer.language if customer else actor.language
