"""Sending what the outbox holds: claim, write down the try, hand over, record.

A try is on record before the provider is called. If the process dies in between, nobody can say
whether it was sent: it is `unknown`, and only a person sends it again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from domain import clock, db, events
from domain.errors import Busy, Outside, Refused
from domain.events import GatewayTroubled
from domain.fields import to_ms
from domain.messaging import outbox, pacing, rules
from domain.messaging.choosing import Choice, choose
from domain.messaging.models import Delivery, Message
from domain.messaging.states import DeliveryStatus, MessageStatus
from domain.ports import Document, Handed, Outgoing, Ports
from domain.staff import gateways

LEASE_MS = 90_000
IN_FLIGHT = 64


@dataclass(frozen=True, slots=True)
class Facts:
    """What a message says at the moment of sending.

    `wanted` False drops it: the customer owes nothing any more, or has opted out. `values` are
    written out in `language`; `masked` are the same with what must not be kept hidden.
    """

    wanted: bool
    language: str
    timezone: str
    mobile: str
    whatsapp: str
    email: str
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    masked: Mapping[str, str] = field(default_factory=dict, repr=False)
    document: Callable[[], Awaitable[Document]] | None = None


Gather = Callable[[Sequence[Message], Ports], Awaitable[Mapping[int, Facts]]]


async def claim(holder: str, limit: int) -> list[Message]:
    """Take what is due, the urgent first; nobody else gets it until the lease runs out."""
    now = to_ms(clock.now())
    taken = await db.rows(
        "UPDATE message SET status = 'leased', holder = $1, locked_ms = $2, tries = tries + 1"
        " WHERE id IN (SELECT id FROM message WHERE status = 'ready' AND due_ms <= $3"
        f" ORDER BY priority, due_ms, id LIMIT {int(limit)}{db.skip_locked()})"
        " AND status = 'ready' RETURNING id",
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
    choices = await choose(messages, facts, ports)
    tries = await _write_down(messages, choices)
    guard = asyncio.Semaphore(IN_FLIGHT)
    starts = await pacing.reserve(choices)

    async def hand_over(message: Message, delivery: Delivery, choice: Choice) -> None:
        await pacing.until(starts[message.id])
        async with guard:
            await _hand_over(message, delivery, choice, ports)

    await asyncio.gather(*(hand_over(*one) for one in tries))
    return len(messages)


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
    adapter = ports.message_gateway(gateways.account(choice.gateway, ports.vault))
    outgoing = Outgoing(
        to=choice.to,
        text=choice.text,
        ref=str(delivery.id),
        language=choice.language,
        subject=choice.subject,
        document=await choice.document() if choice.document else None,
        template=choice.template,
        report_url=f"{ports.public_url.rstrip('/')}/webhooks/{choice.gateway.kind}/{choice.gateway.name}",
    )
    try:
        handed = await adapter.send(outgoing)
    except Refused as why:
        await refused(message, delivery, why)
    except Busy as why:
        await _busy(message, delivery, why)
    except Outside as why:
        await _unsure(message, delivery, why.reason)
    else:
        await _handed(message, delivery, handed)


async def _handed(message: Message, delivery: Delivery, handed: Handed) -> None:
    now = to_ms(clock.now())
    async with db.transaction():
        await db.run(
            "UPDATE delivery SET provider_id = $1, sent_at = $2, segments = $3,"
            " status = CASE WHEN status IN ('handed', 'unknown') THEN 'sent' ELSE status END"
            " WHERE id = $4",
            handed.provider_id,
            now,
            handed.segments or delivery.segments,
            delivery.id,
        )
        event = await outbox.settle(message, MessageStatus.SENT)
        if event:
            await events.publish(event)


async def refused(message: Message, delivery: Delivery, why: Refused) -> None:
    """A channel can't deliver: the next one that was not tried gets its turn, else it failed."""
    async with db.transaction():
        moved = await Delivery.filter(
            id=delivery.id,
            status__in=[DeliveryStatus.HANDED, DeliveryStatus.SENT, DeliveryStatus.UNKNOWN],
        ).update(
            status=DeliveryStatus.FAILED,
            failed_at=clock.now(),
            error=f"{why.reason} {why.detail}"[:200],
        )
        if not moved:
            return
        if why.reason == "opted-out":
            await _fail(message, why.reason)
        elif message.status in {MessageStatus.LEASED, MessageStatus.SENT, MessageStatus.UNKNOWN}:
            await db.advance(message, MessageStatus.READY, of=[message.status], due_ms=0)
        if why.reason in {"auth", "no-credit", "config"}:
            await events.publish(GatewayTroubled(delivery.gateway_id, why.reason))


async def _fail(message: Message, reason: str) -> None:
    event = await outbox.settle(message, MessageStatus.FAILED, error=reason)
    if event:
        await events.publish(event)


async def _busy(message: Message, delivery: Delivery, why: Busy) -> None:
    async with db.transaction():
        await Delivery.filter(id=delivery.id).update(
            status=DeliveryStatus.FAILED,
            failed_at=clock.now(),
            error=f"busy {why.reason}"[:200],
            closed=message.tries < rules.MOST_TRIES,  # worth another try on the same channel
        )
        pause = rules.pause_before(message.tries, why.retry_after)
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
