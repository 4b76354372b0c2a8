"""What providers say later of messages: states only ever rise, in whatever order word comes."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime

from domain import clock, db
from domain.accounts import gateways
from domain.accounts.models import Gateway
from domain.errors import Busy, Outside, Refused
from domain.fields import to_ms
from domain.messaging import identities, optout, outbox, queries, rules
from domain.messaging.models import Delivery, Message
from domain.messaging.recording import refused
from domain.messaging.states import Channel, DeliveryStatus, MessageStatus
from domain.ports import Asked, Inbound, Moved, Ports, Report, Word

log = logging.getLogger(__name__)

UNKNOWN_DELIVERY = "delivery-not-known"  # perhaps not yet: the answer to the sending comes later
ASK_AT_ONCE = 50
ASKING_MS = 120_000

_MESSAGE = {
    DeliveryStatus.SENT: MessageStatus.SENT,
    DeliveryStatus.DELIVERED: MessageStatus.DELIVERED,
    DeliveryStatus.READ: MessageStatus.READ,
}
_TIMES = {
    DeliveryStatus.SENT: "sent_at",
    DeliveryStatus.DELIVERED: "delivered_at",
    DeliveryStatus.READ: "read_at",
}


async def apply(gateway: Gateway, words: Sequence[Word]) -> None:
    """Apply a notification of a message gateway; raises `Busy` for a delivery not known yet."""
    channel, strangers = Channel(gateway.kind), 0
    known = await identities.known(channel, set(_ids(words)))
    for word in words:
        if isinstance(word, Inbound):
            if word.is_written:
                await _heard(channel, word, known)
        elif isinstance(word, Report) and not await _report(gateway, word, known):
            strangers += 1
    if strangers:
        raise Busy(UNKNOWN_DELIVERY)


def _ids(words: Sequence[Word]) -> Iterator[str]:
    """The ids of people that are told of; of a number nothing need be known."""
    for word in words:
        if not isinstance(word, Moved):
            names = [*word.names, word.sender] if isinstance(word, Inbound) else word.names
            yield from (name for name in names if name and not identities.is_phone(name))


async def _heard(channel: Channel, word: Inbound, known: identities.Known) -> None:
    """It holds for the number, too, of a person who hides it; that it is hidden goes on."""
    at = word.at or clock.now()
    await heard_from(channel, word.sender, at)
    row = known.get(word.sender)
    if row is not None and row.phone:
        await heard_from(channel, row.phone, at, reached=False)


async def heard_from(channel: Channel, address: str, at: datetime, *, reached: bool = True) -> None:
    """A customer wrote: the provider's window is open and the number is reachable."""
    await queries.people.heard_from(channel.value, address, to_ms(at), reached=reached)


async def _find(gateway: Gateway, report: Report) -> Delivery | None:
    if report.ref.isascii() and report.ref.isdigit() and len(report.ref) <= 18:
        found = await Delivery.get_or_none(id=int(report.ref), gateway_id=gateway.id)
        if found is not None:
            return found
    if not report.provider_id:
        return None
    return await Delivery.filter(gateway_id=gateway.id, provider_id=report.provider_id).first()


async def _report(gateway: Gateway, report: Report, known: identities.Known) -> bool:
    delivery = await _find(gateway, report)
    if delivery is None:
        return False
    if any(not identities.is_phone(name) for name in report.names):
        names = [delivery.to, *(name for name in report.names if name != delivery.to)]
        await optout.learn(delivery.channel, names, report.at, known)
    message = await Message.get(id=delivery.message_id)
    if report.status == DeliveryStatus.FAILED:
        if rules.RANK[delivery.status] < rules.RANK[DeliveryStatus.DELIVERED]:
            await _failed(message, delivery, report)
        return True
    if report.status in set(_MESSAGE):
        await _rose(message, delivery, DeliveryStatus(report.status), report)
    return True


async def _failed(message: Message, delivery: Delivery, report: Report) -> None:
    if not delivery.closed:
        await refused(message, delivery, Refused(report.reason or "failed", report.detail))


async def _rose(message: Message, delivery: Delivery, to: DeliveryStatus, report: Report) -> None:
    lower = [state for state, rank in rules.RANK.items() if rank < rules.RANK[to]]
    async with db.transaction():
        moved = await Delivery.filter(id=delivery.id, status__in=lower).update(
            **{
                "status": to,
                _TIMES[to]: report.at or clock.now(),
                "provider_id": delivery.provider_id or report.provider_id,
            }
        )
        if moved:
            await outbox.move([message.id], _MESSAGE[to])


async def ask_due(ports: Ports) -> int:
    """Ask providers that tell nothing by themselves how messages stand; how many were asked."""
    now = to_ms(clock.now())
    ids = await queries.sending.claim_asking(until=now + ASKING_MS, now=now, limit=ASK_AT_ONCE)
    for delivery in await Delivery.filter(id__in=ids).order_by("id") if ids else []:
        await _ask(delivery, ports)
    return len(ids)


async def _ask(delivery: Delivery, ports: Ports) -> None:
    gateway = await gateways.get(delivery.gateway_id)
    try:
        adapter = ports.message_gateway(gateways.account(gateway, ports.vault))
        told = await adapter.ask(delivery.provider_id) if isinstance(adapter, Asked) else None
    except Outside as why:
        log.info("report-not-told delivery=%s reason=%s", delivery.id, why.reason)
        told = None
    if told is not None:
        await _report(gateway, told, {})
    now = to_ms(clock.now())
    final = told is not None and told.status in {DeliveryStatus.DELIVERED, DeliveryStatus.FAILED}
    pause = None if final else rules.next_asking(now - to_ms(delivery.handed_at))
    await queries.sending.ask_again(delivery.id, now + pause if pause else 0)
