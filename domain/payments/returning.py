"""Taking refunds to their end: handed over once, then asked about until the gateway says."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from domain import clock, db, events
from domain.accounts import gateways
from domain.accounts.models import Gateway
from domain.customers import standing
from domain.errors import Busy, NotFound, Refused, Unsure
from domain.events import RefundDoubted, RefundMoved
from domain.fields import to_ms
from domain.money import Money
from domain.payments import back, moving, origins, queries, rules
from domain.payments.models import Payment, Refund
from domain.payments.states import RefundStatus
from domain.ports import (
    Pending,
    Ports,
    Refunded,
    Refunding,
    RefundRefusal,
    RefundRequest,
    RefundState,
)

log = logging.getLogger(__name__)
_LEASE = timedelta(minutes=5)  # longer than a gateway is waited for
_AT_ONCE = 5


async def carry_on(ports: Ports) -> int:
    """Hand over what was asked for and ask about what was handed over; how many were looked at."""
    now = clock.now()
    taken = await queries.refunds.claim(to_ms(now), to_ms(now + _LEASE), _AT_ONCE)
    rows = await Refund.filter(id__in=taken).order_by("id") if taken else []
    await asyncio.gather(*(_carry(row, ports) for row in rows))
    return len(rows)


async def _carry(row: Refund, ports: Ports) -> None:
    try:
        await _look(row, ports)
    except Exception:  # one that can't be looked at must not keep the others waiting
        log.exception("refund-failed refund=%s", row.id)


async def _look(row: Refund, ports: Ports) -> None:
    gateway = await Gateway.get(id=row.gateway_id)
    adapter = ports.payment_gateway(gateways.account(gateway, ports.vault))
    said: Refunded | None
    if not isinstance(adapter, Refunding):  # any more
        untold = row.status is RefundStatus.ASKED
        state = RefundState.REFUSED if untold else RefundState.UNKNOWN
        said = Refunded(state, reason=RefundRefusal.NOT_ALLOWED)
    elif row.status is RefundStatus.ASKED:
        said = await _hand(row, adapter)
    else:
        said = await adapter.refund_status(await _request(row))
    await _conclude(row, said)


async def _hand(row: Refund, adapter: Refunding) -> Refunded | None:
    """Tell the gateway; None where it was told nothing."""
    request = await _request(row)
    if row.amount_minor > await _left(row):  # an earlier one went back after all
        return Refunded(RefundState.REFUSED, reason=RefundRefusal.AMOUNT)
    if not await _written_down(row):
        return Refunded(RefundState.UNKNOWN)
    try:
        return await adapter.refund(request)
    except Busy as why:
        row.why = why.reason
        return None
    except Refused as why:
        return Refunded(RefundState.REFUSED, reason=why.reason)
    except Unsure as why:
        return Refunded(RefundState.UNKNOWN, reason=why.reason)


async def _left(row: Refund) -> int:
    payment = await Payment.get(id=row.payment_id)
    return int(payment.amount_minor - payment.refunded_minor)


async def _written_down(row: Refund) -> bool:
    """Whether it is for us to tell the gateway, which nobody does who can't write it down first."""
    async with db.transaction():
        moved = await moving.refund(row, RefundStatus.HANDED, handed_at=clock.now())
        if moved:
            await events.publish(RefundMoved(row.id, row.payment_id, row.customer_id))
    return moved


async def _request(row: Refund) -> RefundRequest:
    payment = await Payment.get(id=row.payment_id)
    origin = await origins.of(payment)
    if origin is None:
        raise NotFound(what="attempt", given=payment.id)
    attempt = origin.attempt
    others = await Refund.filter(payment_id=payment.id).exclude(id=row.id)
    paid = Money(attempt.amount_minor, attempt.currency)
    return RefundRequest(
        attempt=Pending(attempt.ref, attempt.session, paid),
        txn_id=origin.txn_id,
        amount=Money(row.amount_minor, row.currency),
        ref=row.ref,
        reason=row.reason,
        refund_id=row.refund_id,
        known=frozenset(each.refund_id for each in others if each.refund_id),
    )


async def _conclude(row: Refund, said: Refunded | None) -> None:
    """Put the gateway's word into effect; harmless however often and by how many."""
    async with db.transaction():
        await standing.hold([row.customer_id])
        if row.status is RefundStatus.DONE:
            return await _watch(row, said)
        if said is None or _never_had(row, said):
            moved = await moving.refund(
                row,
                RefundStatus.ASKED,
                why=row.why,
                poll_at=_next(row),
                handed_at=None,
                doubted_at=None,
            )
        elif said.state is RefundState.DONE:
            return await _came_back(row, said)
        elif row.status is RefundStatus.REFUSED:
            return await _wait_for_a_late_word(row)
        elif said.state is RefundState.REFUSED:
            await back.end(row, given=False, refund_id=said.refund_id, why=said.reason)
            return
        elif said.state is RefundState.PENDING and row.status is RefundStatus.HANDED:
            moved = await moving.refund(
                row,
                RefundStatus.PENDING,
                refund_id=said.refund_id,
                why=said.reason[:120],
                poll_at=_next(row),
                heard_at=clock.now(),
                doubted_at=None,
            )
        else:
            return await _stay(row, said)
        if moved:
            await events.publish(RefundMoved(row.id, row.payment_id, row.customer_id))


async def _came_back(row: Refund, said: Refunded) -> None:
    """Money that went back is booked, whatever anybody had said of it meanwhile."""
    open_still = row.status is not RefundStatus.REFUSED
    if open_still and await back.end(row, given=True, refund_id=said.refund_id, why=said.reason):
        return
    if not await back.went_after_all(row, said.refund_id) and row.status is RefundStatus.REFUSED:
        await _wait_for_a_late_word(row)


async def _wait_for_a_late_word(row: Refund) -> None:
    """Who said that nothing went back may have looked too soon: it is asked about for some days."""
    ended = row.ended_at or row.asked_at
    again = _next(row) if clock.now() - ended < rules.LATE_WORD else None
    await Refund.filter(id=row.id, status=RefundStatus.REFUSED).update(poll_at=again)


async def _watch(row: Refund, said: Refunded | None) -> None:
    """What went back may fail after all: it is looked at for some days more."""
    if said is not None and said.state is RefundState.REFUSED:
        await back.undo(row, why=said.reason)
        return
    again = rules.next_late_look(row.ended_at or row.asked_at, clock.now())
    await Refund.filter(id=row.id, status=RefundStatus.DONE).update(poll_at=again)


def _never_had(row: Refund, said: Refunded) -> bool:
    """Whether the gateway has surely never had it: what is on its way to it arrives first."""
    if said.state is not RefundState.ABSENT or row.status is not RefundStatus.HANDED:
        return False
    return row.handed_at is not None and clock.now() - row.handed_at >= rules.SURELY_OVER


async def _stay(row: Refund, said: Refunded) -> None:
    """Nothing is new: a person is asked while the silence is long, and no longer."""
    now, mine = clock.now(), Refund.filter(id=row.id, status=row.status)
    if said.state is RefundState.PENDING:
        told = {"heard_at": now, "doubted_at": None}
    else:
        told = {"doubted_at": now} if _is_forgotten(row, now) else {}
    if not await mine.update(why=said.reason[:120], poll_at=_next(row), **told):
        return
    if told.get("doubted_at"):
        await events.publish(RefundDoubted(row.id, row.payment_id, row.customer_id))
    elif row.doubted_at is not None and told:
        await events.publish(RefundMoved(row.id, row.payment_id, row.customer_id))


def _is_forgotten(row: Refund, now: datetime) -> bool:
    """Whether the gateway has been silent for so long that a person is to be asked, once."""
    heard = row.heard_at or row.handed_at
    taken_on = row.status is RefundStatus.PENDING
    long = rules.FORGOTTEN_AFTER if taken_on else rules.DOUBTED_AFTER
    open_still = row.status in back.TOLD and row.doubted_at is None
    return open_still and heard is not None and now - heard >= long


def _next(row: Refund) -> datetime:
    return rules.next_look(row.polls, clock.now())
