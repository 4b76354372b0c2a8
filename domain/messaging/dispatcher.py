"""Sending what the outbox holds: claim, write down the try, hand over, record.

A try is on record before the provider is called. If the process dies in between, nobody can say
whether it was sent: it is `unknown`, and only a person sends it again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from domain import clock, db, events
from domain.errors import Busy, Outside, Refused
from domain.fields import to_ms
from domain.messaging import outbox, pacing, rules
from domain.messaging.choosing import Choice, choose
from domain.messaging.models import Delivery, Message
from domain.messaging.states import DeliveryStatus, MessageStatus
from domain.ports import Asked, Document, Handed, MessageGateway, Outgoing, Ports, Trouble
from domain.staff import gateways

log = logging.getLogger(__name__)

# Longer than a message may wait for its turn and its answer: what is under way is nobody else's.
LEASE_MS = 180_000
IN_FLIGHT = 64
OUR_FAULT = frozenset({Trouble.AUTH, Trouble.NO_CREDIT, Trouble.CONFIG})


@dataclass(frozen=True, slots=True)
class Facts:
    """What a message says at the moment of sending.

    `wanted` False drops it: the customer owes nothing any more, or has opted out. `values` are
    written out in `language`; `masked` are the same with what must not be kept hidden. In
    `quiet_hours` (from, to, in `timezone`) only what is urgent is sent.
    """

    wanted: bool
    language: str
    timezone: str
    mobile: str = field(repr=False)
    whatsapp: str = field(repr=False)
    email: str = field(repr=False)
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    masked: Mapping[str, str] = field(default_factory=dict, repr=False)
    document: Callable[[], Awaitable[Document]] | None = None
    quiet_hours: tuple[int, int] | None = None


Gather = Callable[[Sequence[Message], Ports], Awaitable[Mapping[int, Facts]]]

# What a provider gave back after its broadcast was paused or cancelled waits with the rest of it;
# what a person had sent again does not.
_NOT_HELD = (
    f"(broadcast_id IS NULL OR priority < {outbox.BULK} OR broadcast_id NOT IN"
    " (SELECT id FROM broadcast WHERE status IN ('paused', 'cancelled')))"
)


async def claim(holder: str, limit: int) -> list[Message]:
    """Take what is due, the urgent first; nobody else gets it until the lease runs out."""
    now = to_ms(clock.now())
    taken = await db.rows(
        db.claiming(
            "UPDATE message SET status = 'leased', holder = $1, locked_ms = $2, tries = tries + 1",
            "SELECT id FROM message WHERE status = 'ready' AND due_ms <= $3"
            f" AND {_NOT_HELD} ORDER BY priority, due_ms, id LIMIT {int(limit)}",
        ),
        holder,
        now + LEASE_MS,
        now,
    )
    ids = [row["id"] for row in taken]
    return await Message.filter(id__in=ids).order_by("priority", "id") if ids else []


async def recover() -> int:
    """Take back what a dead process had claimed: unknown if it was being handed over."""
    now = to_ms(clock.now())
    async with db.transaction():
        lost = await db.rows(
            "SELECT m.id FROM message m WHERE m.status = 'leased' AND m.locked_ms <= $1"
            f" ORDER BY m.id LIMIT 500{db.skip_locked()}",
            now,
        )
        for row in lost:
            message = await Message.get(id=row["id"])
            handed = await Delivery.filter(
                message_id=message.id, status=DeliveryStatus.HANDED, closed=False
            ).update(status=DeliveryStatus.UNKNOWN)
            if handed:
                event = await outbox.settle(message, MessageStatus.UNKNOWN, error="interrupted")
                if event:
                    await events.publish(event)
            else:
                await db.advance(message, MessageStatus.READY, of=[MessageStatus.LEASED])
    return len(lost)


async def work(holder: str, gather: Gather, ports: Ports, *, limit: int = 100) -> int:
    """Send one batch; how many messages were taken up."""
    messages = await claim(holder, limit)
    if not messages:
        return 0
    facts = await gather(messages, ports)
    awake = await _put_off(messages, {one.id: _morning(one, facts) for one in messages})
    choices = await choose(awake, facts, ports)
    turns = await pacing.reserve(choices)
    near = await _put_off(awake, turns.later)
    tries = await _write_down(near, choices)
    guard = asyncio.Semaphore(IN_FLIGHT)

    async def hand_over(message: Message, delivery: Delivery, choice: Choice) -> None:
        await pacing.until(turns.now[message.id])
        async with guard:
            await _hand_over(message, delivery, choice, ports)

    ended = await asyncio.gather(*(hand_over(*one) for one in tries), return_exceptions=True)
    for failure in ended:
        if isinstance(failure, BaseException):
            raise failure
    return len(messages)


def _morning(message: Message, facts: Mapping[int, Facts]) -> int | None:
    """When the quiet hours are over that the message has to wait for."""
    one = facts.get(message.id)
    if one is None or one.quiet_hours is None or message.priority <= outbox.RECEIPT:
        return None
    morning = rules.morning_after(clock.now(), one.timezone, *one.quiet_hours)
    return to_ms(morning) if morning else None


async def _put_off(messages: Sequence[Message], until: Mapping[int, int | None]) -> list[Message]:
    """Give back what has to wait, as if it had not been claimed; the others."""
    async with db.transaction():
        for message in messages:
            due_ms = until.get(message.id)
            if due_ms is not None:
                await db.advance(
                    message,
                    MessageStatus.READY,
                    of=[MessageStatus.LEASED],
                    due_ms=due_ms,
                    tries=message.tries - 1,
                    holder="",
                )
    return [message for message in messages if until.get(message.id) is None]


async def _write_down(
    messages: Sequence[Message], choices: Mapping[int, Choice | str]
) -> list[tuple[Message, Delivery, Choice]]:
    """Record each try before it is made; settle what can't or need not be sent."""
    now = clock.now()
    written = []
    async with db.transaction():
        for message in messages:
            choice = choices[message.id]
            if isinstance(choice, str):
                to = MessageStatus.DROPPED if choice == "not-wanted" else MessageStatus.FAILED
                event = await outbox.settle(message, to, error=choice)
                if event:
                    await events.publish(event)
                continue
            written.append(
                (
                    message,
                    Delivery(
                        message_id=message.id,
                        channel=choice.channel,
                        gateway_id=choice.gateway.id,
                        to=choice.to,
                        text=choice.kept_text,
                        segments=choice.segments,
                        cost_minor=choice.segments * choice.price_minor,
                        handed_at=now,
                    ),
                    choice,
                )
            )
        await Delivery.bulk_create([delivery for _, delivery, _ in written], batch_size=200)
        kept = await Delivery.filter(
            message_id__in=[message.id for message, _, _ in written],
            status=DeliveryStatus.HANDED,
            closed=False,
        )
    by_message = {delivery.message_id: delivery for delivery in kept}
    return [(message, by_message[message.id], choice) for message, _, choice in written]


async def _hand_over(message: Message, delivery: Delivery, choice: Choice, ports: Ports) -> None:
    try:
        adapter, outgoing = await _prepare(delivery, choice, ports)
    except Exception as why:
        # Nothing has left the house yet, whatever went wrong.
        log.exception("message-not-prepared message=%s gateway=%s", message.id, choice.gateway.id)
        await _busy(message, delivery, Busy("not-prepared", type(why).__name__))
        return
    try:
        handed = await adapter.send(outgoing)
    except Refused as why:
        await refused(message, delivery, why)
    except Busy as why:
        await _busy(message, delivery, why)
    except Outside as why:
        await _unsure(message, delivery, f"{why.reason} {why.detail}".strip())
    except Exception as why:
        log.exception("message-send-broke message=%s gateway=%s", message.id, choice.gateway.id)
        await _unsure(message, delivery, type(why).__name__)
    else:
        await _handed(message, delivery, choice, handed, asked=isinstance(adapter, Asked))


async def _prepare(
    delivery: Delivery, choice: Choice, ports: Ports
) -> tuple[MessageGateway, Outgoing]:
    gateway = choice.gateway
    outgoing = Outgoing(
        to=choice.to,
        text=choice.text,
        ref=str(delivery.id),
        language=choice.language,
        subject=choice.subject,
        document=await choice.document() if choice.document else None,
        template=choice.template,
        report_url=f"{ports.public_url.rstrip('/')}/webhooks/{gateway.kind}/{gateway.name}",
    )
    return ports.message_gateway(gateways.account(gateway, ports.vault)), outgoing


async def _handed(
    message: Message, delivery: Delivery, choice: Choice, handed: Handed, *, asked: bool
) -> None:
    now = to_ms(clock.now())
    segments = handed.segments or delivery.segments
    async with db.transaction():
        # A report may have come before the answer: then only what it lacks is added.
        status = await db.value(
            "UPDATE delivery SET provider_id = $1, sent_at = $2, segments = $3, cost_minor = $4,"
            " ask_ms = $5,"
            " status = CASE WHEN status IN ('handed', 'unknown') THEN 'sent' ELSE status END"
            " WHERE id = $6 RETURNING status",
            handed.provider_id[:160],
            now,
            segments,
            segments * choice.price_minor,
            now + rules.ASK_AFTER_MS[0] if asked else 0,
            delivery.id,
        )
        if status != DeliveryStatus.FAILED:
            event = await outbox.settle(message, MessageStatus.SENT)
            if event:
                await events.publish(event)
        if choice.gateway.troubled_since is not None:
            await gateways.well(choice.gateway.id)


async def refused(message: Message, delivery: Delivery, why: Refused) -> None:
    """A channel can't deliver: the next one that was not tried gets its turn, else it failed."""
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
        if why.reason == Trouble.OPTED_OUT:
            await _fail(message, why.reason)
        elif message.status in {MessageStatus.LEASED, MessageStatus.SENT, MessageStatus.UNKNOWN}:
            await db.advance(message, MessageStatus.READY, of=[message.status], due_ms=0)
        if why.reason in OUR_FAULT:
            await gateways.troubled(delivery.gateway_id, why.reason)
        if why.reason == Trouble.BAD_RECIPIENT:
            await _remember_unreachable(delivery)


async def _remember_unreachable(delivery: Delivery) -> None:
    await db.run(
        "INSERT INTO reach (channel, address, unreachable_since) VALUES ($1, $2, $3)"
        " ON CONFLICT (channel, address) DO UPDATE"
        " SET unreachable_since = excluded.unreachable_since",
        delivery.channel.value,
        delivery.to,
        to_ms(clock.now()),
    )


async def _fail(message: Message, reason: str) -> None:
    event = await outbox.settle(message, MessageStatus.FAILED, error=reason)
    if event:
        await events.publish(event)


async def _busy(message: Message, delivery: Delivery, why: Busy) -> None:
    async with db.transaction():
        await Delivery.filter(id=delivery.id).update(
            status=DeliveryStatus.FAILED,
            failed_at=clock.now(),
            error=f"busy {why.reason} {why.detail}".strip()[:200],
            closed=message.tries < rules.MOST_TRIES,  # worth another try on the same channel
        )
        again = message.tries < rules.MOST_TRIES
        pause = rules.pause_before(message.tries, why.retry_after) if again else timedelta()
        await db.advance(
            message,
            MessageStatus.READY,
            of=[MessageStatus.LEASED],
            due_ms=to_ms(clock.now() + pause),
        )


async def _unsure(message: Message, delivery: Delivery, reason: str) -> None:
    async with db.transaction():
        await Delivery.filter(id=delivery.id, status=DeliveryStatus.HANDED).update(
            status=DeliveryStatus.UNKNOWN, error=reason[:200]
        )
        event = await outbox.settle(message, MessageStatus.UNKNOWN, error=reason)
        if event:
            await events.publish(event)
