"""What came of handing messages over, written down: many at once, as the answers come in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from domain import clock, db, events
from domain.accounts import gateways
from domain.accounts.models import Gateway
from domain.errors import RECIPIENT_BUSY, THROTTLED, Busy, Outside, Refused
from domain.events import MessageGivenUp
from domain.fields import to_ms
from domain.messaging import approved, identities, optout, outbox, pacing, queries, rules
from domain.messaging.choosing import LONG_MS, URGENT_MS
from domain.messaging.content import Claimed, Taken, Try
from domain.messaging.models import Delivery, Message
from domain.messaging.states import Channel, DeliveryStatus, MessageStatus
from domain.ports import Trouble

log = logging.getLogger(__name__)

_OPEN = (MessageStatus.LEASED, MessageStatus.SENT, MessageStatus.UNKNOWN)
# For so long an answer waits for others: whoever dies meanwhile leaves them all unknown.
LINGER_SECONDS = 0.02


class Recorder:
    """Writes down which of so many tries the provider took on, a few statements for several."""

    def __init__(self, tries: int) -> None:
        self._open = tries
        self._taken: list[Taken] = []
        self._some = asyncio.Event()
        self._all = asyncio.Event()

    def ended(self, taken: Taken | None) -> None:
        """One try is over; None if nothing is left to be written of it."""
        self._open -= 1
        if taken is not None:
            self._taken.append(taken)
            self._some.set()
        if not self._open:
            self._some.set()
            self._all.set()

    async def run(self) -> None:
        """Write until every try is over; what can't be written is raised at the end."""
        failures: list[Exception] = []
        while self._open or self._taken:
            await self._some.wait()
            try:
                async with asyncio.timeout(LINGER_SECONDS):
                    await self._all.wait()
            except TimeoutError:
                pass
            self._some.clear()
            taken, self._taken = self._taken, []
            failures += await _written(taken)
        if failures:
            raise failures[0]


async def _written(taken: Sequence[Taken]) -> list[Exception]:
    """Write them together, or one by one when one of them spoils it; what went wrong."""
    if not taken:
        return []
    try:
        await _handed(taken)
    except Exception as why:
        if len(taken) > 1:
            return [failure for one in taken for failure in await _written([one])]
        log.exception("answer-not-written delivery=%s", taken[0].of.delivery_id)
        return [why]
    return []


async def _handed(taken: Sequence[Taken]) -> None:
    now = to_ms(clock.now())
    tries = [
        queries.sending.Taken(
            one.of.delivery_id,
            one.handed.provider_id,
            segments := one.handed.segments or one.of.choice.segments,
            segments * one.of.choice.price_minor,
            now + rules.ASK_AFTER_MS[0] if one.asked else 0,
        )
        for one in taken
    ]
    async with db.transaction():
        # A report may have come before the answer: then only what it lacks is added.
        known = await queries.sending.taken_on(tries, now)
        sent = [row.message_id for row in known if row.status != DeliveryStatus.FAILED]
        await outbox.move(sent, MessageStatus.SENT)
        for gateway in {one.of.choice.gateway.id: one.of.choice.gateway for one in taken}.values():
            if gateway.troubled_since is not None:
                await gateways.well(gateway.id)
    await _learn(taken)


async def _learn(taken: Sequence[Taken]) -> None:
    """Whose ids the provider named in its answers."""
    named = [
        (one.of.choice.to, [name for name in one.handed.names if not identities.is_phone(name)])
        for one in taken
        if one.of.choice.channel is Channel.WHATSAPP
    ]
    known = await identities.known(Channel.WHATSAPP, {name for _, ids in named for name in ids})
    for to, ids in named:
        names = list(dict.fromkeys([to, *ids]))
        await optout.learn(Channel.WHATSAPP, names, clock.now(), known)


async def refused(message: Message | Claimed, delivery: Delivery, why: Refused) -> None:
    """A channel can't deliver: the next one that was not tried gets its turn, else it failed.

    Where only the window was closed against our belief, that is the same with its template.
    """
    async with db.transaction():
        moved = await Delivery.filter(
            id=delivery.id,
            status__in=[DeliveryStatus.HANDED, DeliveryStatus.SENT, DeliveryStatus.UNKNOWN],
        ).update(
            status=DeliveryStatus.FAILED,
            failed_at=clock.now(),
            error=f"{why.reason} {why.detail}".strip()[:200],
        )
        if not moved:
            return
        declined = why.reason == Trouble.MARKETING_DECLINED
        if why.reason == Trouble.OPTED_OUT or (declined and message.broadcast_id is not None):
            await outbox.move([message.id], MessageStatus.FAILED, error=why.reason)
        else:
            # Whatever it was when it was read: the answer may have been written down meanwhile.
            await outbox.give_back(message.id, _OPEN, due_ms=0)
        if why.reason == Trouble.OPTED_OUT:
            await optout.change(delivery.to, wanted=False, channel=delivery.channel)
        if declined:
            await optout.decline(delivery.channel, delivery.to)
        if why.reason in rules.OUR_FAULT:
            await gateways.troubled(delivery.gateway_id, why.reason)
        if why.reason == Trouble.BAD_RECIPIENT:
            await _remember_unreachable(delivery)
        if why.reason == Trouble.WINDOW_CLOSED and await _believed_open(delivery):
            gateway = await gateways.get(delivery.gateway_id)
            closed = approved.stands_for(gateway.options, message.event)
            await Delivery.filter(id=delivery.id).update(closed=closed)
    if why.reason in {Trouble.REFUSED, THROTTLED}:
        await _note_of(await gateways.get(delivery.gateway_id), why, to_ms(delivery.handed_at))


async def _note_of(gateway: Gateway, why: Outside, handed_ms: int) -> None:
    """What a failure says of its gateway, be it that it was too much or that it takes nothing."""
    if why.reason == THROTTLED:
        await pacing.slow(gateway, getattr(why, "retry_after", None), handed_ms)
    elif why.reason != RECIPIENT_BUSY:
        await _note_failure(gateway)


async def _believed_open(delivery: Delivery) -> bool:
    """Forget what was heard before the try, since the provider's clock wins; whether there was."""
    at = to_ms(delivery.handed_at)
    return await queries.people.not_heard(delivery.channel.value, delivery.to, at)


async def _remember_unreachable(delivery: Delivery) -> None:
    """Nobody is there; where the person is known by an id as well, that is tried next."""
    if delivery.channel is Channel.WHATSAPP and not identities.is_phone(delivery.to):
        await identities.leads_nowhere(delivery.channel, delivery.to)
    now = to_ms(clock.now())
    other = await queries.people.unreachable(delivery.channel.value, delivery.to, now)
    if other:
        await Delivery.filter(id=delivery.id).update(closed=True)


async def busy(one: Try, why: Busy) -> None:
    """Nothing was sent: the same channel is tried again after a pause, but not for ever.

    What is urgent is tried once more and soon, if another channel could bring it at once.
    """
    message, asked_ms = one.message, (why.retry_after or 0) * 1000
    if one.choice.hurries:
        again = message.tries < rules.URGENT_TRIES and asked_ms <= URGENT_MS
    else:
        # Where everybody has to wait for long, another channel is better.
        long = why.reason == THROTTLED and asked_ms > LONG_MS
        again = message.tries < rules.MOST_TRIES and not long
    async with db.transaction():
        await Delivery.filter(id=one.delivery_id).update(
            status=DeliveryStatus.FAILED,
            failed_at=clock.now(),
            error=f"busy {why.reason} {why.detail}".strip()[:200],
            closed=again,  # worth another try on the same channel
        )
        pause = rules.pause_before(message.tries, why.retry_after) if again else timedelta()
        await outbox.give_back(
            message.id,
            [MessageStatus.LEASED, MessageStatus.UNKNOWN],  # it took longer than the lease
            due_ms=to_ms(clock.now() + pause),
        )
    await _note_of(one.choice.gateway, why, one.at_ms)


async def spoiled(message: Claimed, reason: str) -> None:
    """Something in it keeps it from being prepared: later again, in the end staff are told."""
    async with db.transaction():
        if message.tries < rules.MOST_TRIES:
            pause = rules.pause_before(message.tries, None)
            await outbox.give_back(
                message.id, [MessageStatus.LEASED], due_ms=to_ms(clock.now() + pause)
            )
        else:
            await outbox.move([message.id], MessageStatus.FAILED, error=f"not-prepared {reason}")
            await events.publish(MessageGivenUp(message.id))


async def unsure(one: Try, reason: str) -> None:
    """Nobody can say whether it was sent: a person decides."""
    async with db.transaction():
        moved = await Delivery.filter(id=one.delivery_id, status=DeliveryStatus.HANDED).update(
            status=DeliveryStatus.UNKNOWN, error=reason[:200]
        )
        if moved:  # else a report has told already
            await outbox.move([one.message.id], MessageStatus.UNKNOWN, error=reason)
    await _note_failure(one.choice.gateway)


async def _note_failure(gateway: Gateway) -> None:
    """The gateway is in trouble when it took on none of the last messages.

    Looked at after the commit: of several that fail at once, the last one sees them all.
    """
    if gateway.troubled_since is not None:
        return
    failed = await queries.sending.failed_last(
        gateway.id, last=rules.FAILURES, looked_back=rules.LOOKED_BACK
    )
    if failed >= rules.FAILURES:
        await gateways.troubled(gateway.id, "no-answer")
