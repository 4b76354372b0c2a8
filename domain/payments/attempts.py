"""Tries to pay online: started at a gateway, asked about there, concluded once.

Redirect, notification and our own question may come in any order, at once and many times: each
only leads to asking the gateway, and the first who concludes posts the payment.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from datetime import date, timedelta

from domain import clock, db, events
from domain.billing import dues
from domain.calendar import today
from domain.customers.models import BillingProfile, Customer
from domain.errors import Busy, DomainError, InvalidValue, NotFound, Outside, Refused
from domain.events import AttemptChanged
from domain.fields import from_ms, to_ms
from domain.money import Money
from domain.payments import links, rules, trouble, verifying
from domain.payments.models import Attempt, Link
from domain.payments.posting import Incoming, TxnUsed, post
from domain.payments.states import AttemptStatus, Method, VerificationKind
from domain.ports import Hint, Hook, PayRequest, PayState, Pending, Ports, Verified
from domain.staff import gateways
from domain.staff.models import Gateway

log = logging.getLogger(__name__)
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CARDS = frozenset({"visa", "mastercard", "amex"})
_SETTLED = frozenset({AttemptStatus.PAID, AttemptStatus.HELD})
_POLL_LEASE = timedelta(minutes=2)
_POLLED_AT_ONCE = 5  # of one gateway


class GatewayAway(DomainError):
    """The payment gateway did not answer or refused; another one may work. `reason`, `gateway`."""


class PartNotAllowed(DomainError):
    """The billing profile wants the whole amount; `due`."""


def _fresh_ref() -> str:
    """A reference that every gateway accepts: 16 of A-Z and 0-9, never used twice."""
    return "NK" + "".join(secrets.choice(_ALPHABET) for _ in range(14))


async def payable(link: Link, amount: Money | None) -> Money:
    """What an attempt may be about: all that is due, or a part where the profile allows it."""
    customer = await Customer.get(id=link.customer_id)
    due = await dues.due_of(customer.id)
    wanted = due if amount is None else amount
    if not due:
        raise links.NothingDue(customer=customer.name)
    if wanted.minor <= 0 or wanted > due:
        raise InvalidValue(field="amount", given=wanted, example=due)
    profile = await BillingProfile.get(id=customer.billing_profile_id)
    if wanted < due and not profile.part_payment:
        raise PartNotAllowed(due=due)
    return wanted


async def start(
    link: Link, gateway: Gateway, amount: Money, language: str, ports: Ports
) -> Attempt:
    """Open an attempt at the gateway; raises `GatewayAway` when the customer can't be sent there.

    What the gateway may have begun without answering is kept as unknown and asked about.
    """
    links.require_open(link)
    customer, now = await Customer.get(id=link.customer_id), clock.now()
    attempt = await Attempt.create(
        ref=_fresh_ref(),
        customer_id=customer.id,
        operator_id=customer.operator_id,
        link_id=link.id,
        gateway_id=gateway.id,
        amount_minor=amount.minor,
        currency=amount.currency,
        made_at=now,
        poll_at=now + rules.STARTED_WITHIN,
        language=language,
    )
    adapter = ports.payment_gateway(gateways.account(gateway, ports.vault))
    try:
        started = await adapter.start(_request(attempt, customer, link, gateway, ports))
    except Outside as why:
        await _not_started(attempt, gateway, why)
        raise GatewayAway(gateway=gateway.name, reason=why.reason) from why
    await trouble.serves(gateway)
    await db.advance(
        attempt,
        AttemptStatus.INITIATED,
        of=[AttemptStatus.CREATED],
        session=started.session,
        redirect_url=started.redirect_url,
        ends_at=started.ends_at,
        poll_at=rules.next_poll(attempt.made_at, 0, clock.now()),
    )
    return attempt


def _request(
    attempt: Attempt, customer: Customer, link: Link, gateway: Gateway, ports: Ports
) -> PayRequest:
    base = ports.public_url.rstrip("/")
    return PayRequest(
        ref=attempt.ref,
        amount=Money(attempt.amount_minor, attempt.currency),
        return_url=f"{base}/p/{links.token_of(link)}/return/{gateway.name}",
        webhook_url=f"{base}/webhooks/payment/{gateway.name}",
        description=customer.customer_id,
        customer_ref=customer.customer_id,
        customer_name=customer.name,
        customer_mobile=customer.mobile,
        customer_email=customer.email,
        language=attempt.language,
    )


async def _not_started(attempt: Attempt, gateway: Gateway, why: Outside) -> None:
    final = isinstance(why, Refused | Busy)
    async with db.transaction():
        await db.advance(
            attempt,
            AttemptStatus.FAILED if final else AttemptStatus.UNKNOWN,
            of=[AttemptStatus.CREATED],
            error=f"{why.reason} {why.detail}"[:200],
            poll_at=None if final else rules.next_poll(attempt.made_at, 0, clock.now()),
        )
        await trouble.not_begun(gateway, why.reason)


async def find(gateway_id: int, hint: Hint) -> Attempt | None:
    """Our attempt that a hint is about; None for what we never asked for."""
    if hint.ref:
        return await Attempt.get_or_none(gateway_id=gateway_id, ref=hint.ref)
    if hint.session:
        return await Attempt.get_or_none(gateway_id=gateway_id, session=hint.session)
    return None


async def of_link(link_id: int, ref: str) -> Attempt:
    """The attempt of a link by our reference; raises `NotFound`."""
    attempt = await Attempt.get_or_none(ref=ref[:24], link_id=link_id)
    if attempt is None:
        raise NotFound(what="attempt", given="")
    return attempt


async def returned(link: Link, gateway: Gateway, hint: Hint, ports: Ports) -> Attempt:
    """The browser came back: find out, whatever it claims. Raises `NotFound` for a stranger."""
    attempt = await find(gateway.id, hint)
    if attempt is None or attempt.link_id != link.id:
        raise NotFound(what="attempt", given="")
    return await settle(attempt, gateway, hint, ports)


async def settle(attempt: Attempt, gateway: Gateway, hint: Hint | None, ports: Ports) -> Attempt:
    """Ask the gateway how the attempt stands and conclude from its answer.

    One that is paid is asked about again only when the hint names another transaction.
    """
    known = hint is None or hint.txn_id in {"", attempt.txn_id}
    if attempt.status in _SETTLED and known:
        return attempt
    amount = Money(attempt.amount_minor, attempt.currency)
    adapter = ports.payment_gateway(gateways.account(gateway, ports.vault))
    try:
        said = await adapter.settle(Pending(attempt.ref, attempt.session, amount), hint)
    except Outside as why:
        said = Verified(PayState.UNKNOWN, reason=why.reason)
    if said.state is PayState.UNKNOWN:
        await trouble.tell(gateway, said.reason)
    else:
        await trouble.serves(gateway)
    return await conclude(attempt, gateway, said)


async def conclude(attempt: Attempt, gateway: Gateway, said: Verified) -> Attempt:
    """Put the gateway's own answer into effect; harmless however often and by how many."""
    async with db.transaction():
        paid_on = await _hold(attempt)
        before = attempt.status
        if said.state is PayState.PAID:
            await _paid(attempt, gateway, said, paid_on)
        elif said.state in rules.ENDED:
            await _ended(attempt, rules.ENDED[said.state], said.reason)
        elif attempt.status in rules.OPEN:
            await _still_open(attempt, said)
        if attempt.status not in {before, AttemptStatus.PAID}:
            await events.publish(AttemptChanged(attempt.id, attempt.customer_id))
    return attempt


async def _hold(attempt: Attempt) -> date:
    """Hold the attempt until the transaction ends, as it is by now; its operator's date."""
    lock = " FOR NO KEY UPDATE OF a" if db.on_postgres() else ""
    now = await db.one(
        "SELECT a.status, a.txn_id, a.poll_at, a.polls, o.timezone FROM attempt a"
        f" JOIN operator o ON o.id = a.operator_id WHERE a.id = $1{lock}",
        attempt.id,
    )
    if now is None:
        raise NotFound(what="attempt", given=attempt.id)
    attempt.update_from_dict(
        {
            "status": AttemptStatus(now["status"]),
            "txn_id": now["txn_id"],
            "poll_at": None if now["poll_at"] is None else from_ms(now["poll_at"]),
            "polls": now["polls"],
        }
    )
    return today(clock.now(), now["timezone"])


async def _ended(attempt: Attempt, to: AttemptStatus, reason: str) -> None:
    await db.advance(attempt, to, of=rules.may_come_from(to), error=reason[:200], poll_at=None)


async def _still_open(attempt: Attempt, said: Verified) -> None:
    if said.state is PayState.UNKNOWN:
        await db.advance(
            attempt,
            AttemptStatus.UNKNOWN,
            of=[AttemptStatus.CREATED, AttemptStatus.INITIATED],
            error=said.reason[:200],
        )
    else:
        await db.advance(attempt, AttemptStatus.INITIATED, of=[AttemptStatus.UNKNOWN], error="")
    if attempt.poll_at is None:
        await Attempt.filter(id=attempt.id).update(
            poll_at=rules.next_poll(attempt.made_at, attempt.polls, clock.now())
        )


def _why_held(attempt: Attempt, gateway: Gateway, said: Verified) -> VerificationKind | None:
    if rules.misfits(attempt.ref, Money(attempt.amount_minor, attempt.currency), said):
        return VerificationKind.MISMATCH
    if said.risky:
        return VerificationKind.RISK
    if gateway.options.get("verify_by_hand"):
        return VerificationKind.BY_HAND
    return None


def _method(gateway: Gateway, said: Verified) -> Method:
    if said.instrument in CARDS:
        return Method.CARD
    for name in (said.instrument, gateway.provider):
        if name in set(Method):
            return Method(name)
    return Method.ONLINE


async def _paid(attempt: Attempt, gateway: Gateway, said: Verified, paid_on: date) -> None:
    if attempt.status in _SETTLED:
        if said.txn_id and said.txn_id != attempt.txn_id:
            await verifying.hold(attempt, gateway, said, VerificationKind.MISMATCH)
        return
    kind = _why_held(attempt, gateway, said)
    if kind is None:
        try:
            return await _post(attempt, gateway, said, paid_on)
        except TxnUsed:
            kind = VerificationKind.MISMATCH
    await verifying.hold(attempt, gateway, said, kind)
    await db.advance(
        attempt,
        AttemptStatus.HELD,
        of=rules.may_come_from(AttemptStatus.HELD),
        txn_id=said.txn_id,
        poll_at=None,
    )


async def _post(attempt: Attempt, gateway: Gateway, said: Verified, paid_on: date) -> None:
    """Post the money of an attempt that the caller holds and that is neither paid nor held."""
    await post(
        Incoming(
            customer_id=attempt.customer_id,
            operator_id=attempt.operator_id,
            amount=Money(attempt.amount_minor, attempt.currency),
            method=_method(gateway, said),
            paid_on=paid_on,
            gateway_id=gateway.id,
            txn_id=said.txn_id,
            fee=said.fee,
            attempt=attempt,
            link_id=attempt.link_id,
        )
    )
    await db.advance(
        attempt,
        AttemptStatus.PAID,
        of=rules.may_come_from(AttemptStatus.PAID),
        txn_id=said.txn_id,
        poll_at=None,
        error="",
    )


async def poll_due(ports: Ports, limit: int = 20) -> int:
    """Ask about silent attempts whose time has come; how many were asked about."""
    now = clock.now()
    taken = await db.rows(
        db.claiming(
            "UPDATE attempt SET polls = polls + 1, poll_at = $1",
            "SELECT id FROM attempt WHERE poll_at IS NOT NULL AND poll_at <= $2"
            f" ORDER BY poll_at LIMIT {int(limit)}",
        ),
        to_ms(now + _POLL_LEASE),
        to_ms(now),
    )
    by_gateway: dict[int, list[Attempt]] = {}
    for attempt in await Attempt.filter(id__in=[row["id"] for row in taken]).order_by("poll_at"):
        by_gateway.setdefault(attempt.gateway_id, []).append(attempt)
    await asyncio.gather(*(_poll_all(mine, ports) for mine in by_gateway.values()))
    return len(taken)


async def _poll_all(waiting: list[Attempt], ports: Ports) -> None:
    """Ask about one gateway's attempts, some at once; one that answers none is left alone.

    Those that were not asked about are the first when all look again.
    """
    while waiting:
        some, waiting = waiting[:_POLLED_AT_ONCE], waiting[_POLLED_AT_ONCE:]
        answered = await asyncio.gather(*(_poll(attempt, ports) for attempt in some))
        if not any(answered):
            break
    if waiting:
        left = [attempt.id for attempt in waiting]
        await db.run(
            "UPDATE attempt SET polls = polls - 1, poll_at = $1"
            f" WHERE poll_at IS NOT NULL AND id IN ({db.marks(len(left), after=1)})",
            to_ms(clock.now()),
            *left,
        )


async def _poll(attempt: Attempt, ports: Ports) -> bool:
    """Ask about one; whether the gateway said anything."""
    try:
        await _ask(attempt, ports)
    except Exception:  # one that can't be asked about must not keep the others waiting
        log.exception("poll-failed attempt=%s", attempt.id)
        return True
    return attempt.status is not AttemptStatus.UNKNOWN


async def _ask(attempt: Attempt, ports: Ports) -> None:
    gateway = await Gateway.get(id=attempt.gateway_id)
    attempt = await settle(attempt, gateway, None, ports)
    if attempt.status not in rules.OPEN:
        return
    later = rules.next_poll(attempt.made_at, attempt.polls, clock.now())
    if later is None:
        await _ended(attempt, AttemptStatus.EXPIRED, "silent")
    else:
        await Attempt.filter(id=attempt.id, status__in=rules.OPEN).update(poll_at=later)


async def heard(gateway: Gateway, hook: Hook, ports: Ports) -> None:
    """Process a stored notification: each thing it tells of is asked about at the gateway.

    Raises `Busy` while nobody answers, and while signed word of money is not confirmed: then it
    is tried again, and staff are told when that does not help.
    """
    adapter = ports.payment_gateway(gateways.account(gateway, ports.vault))
    for hint in await adapter.read_notification(hook):
        attempt = await find(gateway.id, hint)
        if attempt is not None:
            settled = await settle(attempt, gateway, hint, ports)
            if settled.status is AttemptStatus.UNKNOWN:
                raise Busy("no-answer")
            if hint.claimed is PayState.PAID and settled.status not in _SETTLED:
                raise Busy("not-confirmed")
            if settled.status is AttemptStatus.PAID:
                await verifying.keep_contradiction(settled, gateway, hint)
        elif hint.claimed is PayState.PAID and hint.txn_id:
            await verifying.unmatched(gateway, hint)
