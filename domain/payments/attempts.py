"""Tries to pay online, once they are started: asked about at the gateway, concluded once.

Redirect, notification and our own question may come in any order, at once and many times: each
only leads to asking the gateway, and the first who concludes posts the payment.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from domain import clock, db, events
from domain.accounts import gateways
from domain.accounts.models import Gateway
from domain.calendar import today
from domain.errors import Busy, CurrencyForeign, NotFound, Outside
from domain.events import AttemptChanged
from domain.money import Money
from domain.payments import asking, keeping, moving, queries, rules, trouble, verifying
from domain.payments.models import Attempt, Link, Verification
from domain.payments.posting import Incoming, post
from domain.payments.sights import TxnUsed
from domain.payments.states import AttemptStatus, Mover, VerificationKind
from domain.ports import Ending, Hint, Hook, PayState, Pending, Ports, Verified

_SETTLED = frozenset({AttemptStatus.PAID, AttemptStatus.HELD})


async def find(gateway_id: int, hint: Hint) -> Attempt | None:
    """Our attempt that a hint is about; None for what we never asked for."""
    if hint.ref:
        return await Attempt.get_or_none(gateway_id=gateway_id, ref=hint.ref)
    if hint.session:
        return await Attempt.get_or_none(gateway_id=gateway_id, session=hint.session)
    return None


async def of_customer(customer_id: int, ref: str) -> Attempt:
    """The attempt of a customer by our reference; raises `NotFound`."""
    attempt = await Attempt.get_or_none(ref=ref[:24], customer_id=customer_id)
    if attempt is None:
        raise NotFound(what="attempt", given="")
    return attempt


async def returned(link: Link, gateway: Gateway, hint: Hint, ports: Ports) -> Attempt:
    """The browser came back: find out, whatever it claims. Raises `NotFound` for a stranger."""
    attempt = await find(gateway.id, hint)
    if attempt is None or attempt.link_id != link.id:
        raise NotFound(what="attempt", given="")
    return await find_out(attempt, gateway, hint, ports)


async def find_out(
    attempt: Attempt,
    gateway: Gateway,
    hint: Hint | None,
    ports: Ports,
    mover: Mover = Mover.CUSTOMER,
) -> Attempt:
    """See how the attempt stands by the gateway's own word, and conclude from it.

    While another asks, that answer serves us, too; we ask once more only with a claim of money
    that it does not account for. The attempt may be still asked about after some seconds.
    """
    if not _is_worth_asking(attempt, hint):
        return attempt
    said = await ask(attempt, gateway, hint, ports, mover)
    if said is None and _is_worth_asking(attempt, hint) and await asking.answered(attempt):
        told = hint is not None and hint.claimed is PayState.PAID
        if told and (attempt.status in rules.OPEN or _names_another(attempt, hint)):
            await ask(attempt, gateway, hint, ports, mover)
    return attempt


def _names_another(attempt: Attempt, hint: Hint | None) -> bool:
    return hint is not None and hint.txn_id not in {"", attempt.txn_id}


def _is_worth_asking(attempt: Attempt, hint: Hint | None) -> bool:
    """Whether more may be known by now: of a paid one, only by the name of another transaction."""
    if attempt.status in _SETTLED:
        return _names_another(attempt, hint)
    is_over = attempt.status is AttemptStatus.FAILED and attempt.poll_at is None
    return not is_over or _names_another(attempt, hint)


async def ask(
    attempt: Attempt,
    gateway: Gateway,
    hint: Hint | None,
    ports: Ports,
    mover: Mover = Mover.CUSTOMER,
) -> Verified | None:
    """Ask the gateway and conclude; None while somebody else does, or when all is known."""
    left_behind = attempt.asking_until  # by whoever has died while asking
    mine = await asking.claim(attempt)
    if mine is None:
        return None
    is_due = mover is Mover.CLOCK and attempt.poll_at is not None
    if not _is_worth_asking(attempt, hint) and not is_due:
        await asking.release(attempt)
        return None
    try:
        said = await _answer(attempt, gateway, hint, ports, mine, doubted=left_behind is not None)
        if said.state is PayState.UNKNOWN:
            await trouble.tell(gateway, said.reason)
        else:
            await trouble.serves(gateway)
        await conclude(attempt, gateway, said, mover)
    except Exception:
        await asking.release(attempt)
        raise
    return said


async def _answer(
    attempt: Attempt,
    gateway: Gateway,
    hint: Hint | None,
    ports: Ports,
    mine: asking.Mine,
    *,
    doubted: bool,
) -> Verified:
    pending = Pending(
        attempt.ref,
        attempt.session,
        Money(attempt.amount_minor, attempt.currency),
        await _known(attempt),
        doubted or attempt.status is AttemptStatus.UNKNOWN,
        mine.is_due,
    )
    adapter = ports.payment_gateway(gateways.account(gateway, ports.vault))
    unwanted = mine.unwanted if attempt.status in rules.OPEN else None
    try:
        if unwanted is None or not isinstance(adapter, Ending):
            return await asking.keeping(attempt, adapter.ask(pending, hint))
        said = await asking.keeping(attempt, adapter.cancel(pending))
    except Outside as why:
        return Verified(PayState.UNKNOWN, reason=why.reason)
    return replace(said, reason=unwanted) if said.state is PayState.CANCELLED else said


async def _known(attempt: Attempt) -> frozenset[str]:
    """The transactions of an attempt that are in the books, or before a person."""
    if attempt.status not in _SETTLED:
        return frozenset()
    held = await Verification.filter(link_id=attempt.link_id, attempt_id=attempt.id)
    return frozenset({attempt.txn_id, *(verifying.txn_of(row) for row in held)} - {""})


async def conclude(
    attempt: Attempt, gateway: Gateway, said: Verified, mover: Mover = Mover.CLOCK
) -> Attempt:
    """Put the gateway's own answer into effect; harmless however often and by how many."""
    async with db.transaction():
        paid_on = await _lock(attempt)
        before = attempt.status
        if said.state is PayState.PAID:
            await _paid(attempt, gateway, said, paid_on, mover)
        elif said.state in rules.ENDED:
            await _move(attempt, rules.ENDED[said.state], said, mover, error=said.reason[:200])
        elif attempt.status in rules.OPEN:
            await _still_open(attempt, said, mover)
        if attempt.status is before:
            await _stay(attempt, said)
        if attempt.status not in {before, AttemptStatus.PAID}:
            await events.publish(AttemptChanged(attempt.id, attempt.customer_id))
    return attempt


async def _lock(attempt: Attempt) -> date:
    """Lock the attempt until the transaction ends, as it is by now; its operator's date.

    What is left in `asking_until` is the lease of another.
    """
    row = await queries.attempts.lock(attempt.id)
    if row is None:
        raise NotFound(what="attempt", given=attempt.id)
    now = row._asdict()
    timezone, mine = now.pop("timezone"), attempt.asking_until
    asking.learn(attempt, now)
    if attempt.asking_until == mine:
        attempt.asking_until = None
    return today(clock.now(), timezone)


def next_poll(attempt: Attempt, *, answered: bool = True) -> datetime | None:
    """When the attempt is to be asked about next, as it stands."""
    is_paid = attempt.status in _SETTLED
    asked = rules.Asked(attempt.made_at, attempt.ends_at, attempt.polls, is_paid)
    return rules.next_poll(asked, clock.now(), answered=answered)


async def _move(
    attempt: Attempt, to: AttemptStatus, said: Verified, mover: Mover, **values: Any
) -> None:
    """Move the attempt that the caller holds, where that is allowed, and let others ask."""
    if to not in rules.MAY[attempt.status]:
        return
    asked = rules.Asked(attempt.made_at, attempt.ends_at, attempt.polls, to in _SETTLED)
    again = rules.next_poll(asked, clock.now())
    if to in _SETTLED:  # long after its end, too, since it may have been paid more than once
        again = again or rules.soon(clock.now())
    await moving.attempt(
        attempt,
        to,
        mover,
        why=said.reason,
        poll_at=None if said.final else again,
        asking_until=attempt.asking_until,
        **values,
    )


async def _stay(attempt: Attempt, said: Verified) -> None:
    """Nothing is new: others may ask, and nobody has to when nothing can come any more."""
    if said.final:
        attempt.poll_at = None
    await Attempt.filter(id=attempt.id).update(
        asking_until=attempt.asking_until, poll_at=attempt.poll_at
    )


async def _still_open(attempt: Attempt, said: Verified, mover: Mover) -> None:
    attempt.poll_at = attempt.poll_at or next_poll(attempt)
    was_unknown = attempt.status is AttemptStatus.UNKNOWN
    if was_unknown is (said.state is PayState.UNKNOWN):
        return
    await moving.attempt(
        attempt,
        AttemptStatus.INITIATED if was_unknown else AttemptStatus.UNKNOWN,
        mover,
        why=said.reason,
        error="" if was_unknown else said.reason[:200],
        poll_at=attempt.poll_at,
        asking_until=attempt.asking_until,
    )


def _why_held(attempt: Attempt, gateway: Gateway, said: Verified) -> VerificationKind | None:
    if rules.misfits(attempt.ref, Money(attempt.amount_minor, attempt.currency), said):
        return VerificationKind.MISMATCH
    if said.risky:
        return VerificationKind.RISK
    if gateway.options.get("verify_by_hand"):
        return VerificationKind.BY_HAND
    return None


async def _paid(
    attempt: Attempt, gateway: Gateway, said: Verified, paid_on: date, mover: Mover
) -> None:
    if attempt.status in _SETTLED:
        another = said.txn_id not in {"", attempt.txn_id}
        if another and await keeping.hold(attempt, gateway, said, VerificationKind.MISMATCH):
            attempt.poll_at = rules.soon(clock.now())  # a gateway names one that is new at a time
        return
    kind, foreign = _why_held(attempt, gateway, said), None
    if kind is None:
        try:
            return await _post(attempt, gateway, said, paid_on, mover)
        except TxnUsed:
            kind = VerificationKind.MISMATCH
        except CurrencyForeign as why:
            kind, foreign = VerificationKind.MISMATCH, why
    await keeping.hold(attempt, gateway, said, kind, foreign)
    await _move(attempt, AttemptStatus.HELD, said, mover, txn_id=said.txn_id)


async def _post(
    attempt: Attempt, gateway: Gateway, said: Verified, paid_on: date, mover: Mover
) -> None:
    """Post the money of an attempt that the caller holds and that is neither paid nor held."""
    await post(
        Incoming(
            customer_id=attempt.customer_id,
            operator_id=attempt.operator_id,
            amount=Money(attempt.amount_minor, attempt.currency),
            method=rules.method_told(gateway.provider, gateway.options, said),
            paid_on=paid_on,
            gateway_id=gateway.id,
            txn_id=said.txn_id,
            fee=said.fee,
            attempt=attempt,
            link_id=attempt.link_id,
        )
    )
    await _move(attempt, AttemptStatus.PAID, said, mover, txn_id=said.txn_id, error="")


async def heard(gateway: Gateway, hook: Hook, ports: Ports) -> None:
    """Process a stored notification: each thing it tells of is asked about at the gateway.

    Raises `Busy` while nobody answers, and while signed word of money is not confirmed: then it
    is tried again, and staff are told when that does not help.
    """
    adapter = ports.payment_gateway(gateways.account(gateway, ports.vault))
    for hint in await adapter.read_notification(hook):
        attempt = await find(gateway.id, hint)
        if attempt is not None:
            before = attempt.status
            settled = await find_out(attempt, gateway, hint, ports, Mover.GATEWAY)
            if settled.status is AttemptStatus.UNKNOWN:
                raise Busy("no-answer")
            if hint.claimed is PayState.PAID and settled.status not in _SETTLED:
                raise Busy("not-confirmed")
            if settled.status in _SETTLED:
                told = before in _SETTLED
                await keeping.contradiction(settled, gateway, hint, was_settled=told)
        elif hint.claimed is PayState.PAID and hint.txn_id:
            await keeping.unmatched(gateway, hint)
