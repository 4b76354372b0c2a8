"""What customers will read, shown before it is sent: real data, segments, cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.customers.models import Customer
from domain.messaging import rules, telling, templates
from domain.messaging.states import Channel
from domain.money import Money
from domain.outreach import audience as audiences
from domain.outreach import facts
from domain.outreach.models import Broadcast
from domain.ports import Ports
from domain.staff import gateways, operators


@dataclass(frozen=True, slots=True)
class MessagePreview:
    """One message as one customer gets it; `channel` is None when no gateway could carry it."""

    channel: Channel | None
    text: str = field(repr=False)
    segments: int
    cost: Money


@dataclass(frozen=True, slots=True)
class BroadcastPreview:
    """What a broadcast would do; `text` is what `customer_id`, a real recipient, would read."""

    recipients: int
    left_out: Mapping[str, int]
    channel: Channel | None
    segments: int
    cost: Money
    customer_id: int | None
    text: str = field(repr=False, default="")


async def of_event(event: str, customer: Customer, ports: Ports) -> MessagePreview:
    """The message of an event to one customer, by the channel that would be tried first."""
    operator = await operators.get(customer.operator_id)
    channel, price = await _first_channel("", event, customer.operator_id)
    words = await templates.words_of([customer.operator_id], ports.texts)
    found = words.find(customer.operator_id, event, customer.language, channel or Channel.SMS)
    text = await facts.preview(customer.id, found.text, ports)
    segments = _segments(text, channel)
    return MessagePreview(channel, text, segments, Money(price * segments, operator.currency))


async def of_broadcast(row: Broadcast, ports: Ports) -> BroadcastPreview:
    """Count, who is left out and why, segments and cost by the channel that is tried first.

    Segments are counted on a real text in each language of the recipients.
    """
    where, link = await audiences.whom(row), row.kind == "link"
    tongues = await audiences.tongues(where, link=link)
    first = await Customer.get(id=tongues[0].first_id) if tongues else None
    whose = first.operator_id if first else row.operator_id
    event = "payment-link" if link else "broadcast"
    channel, price = await _first_channel(row.channels, event, whose)
    operator = await operators.get(row.operator_id)
    words = await templates.words_of([whose], ports.texts)
    segments, texts = 0, list[str]()
    for tongue in tongues:
        text = (
            row.body
            or words.find(whose, "payment-link", tongue.language, channel or Channel.SMS).text
        )
        texts.append(await facts.preview(tongue.first_id, text, ports))
        segments += _segments(texts[-1], channel) * tongue.customers
    return BroadcastPreview(
        recipients=sum(tongue.customers for tongue in tongues),
        left_out=await audiences.left_out(where, link=link),
        channel=channel,
        segments=segments,
        cost=Money(segments * price, operator.currency),
        customer_id=first.id if first else None,
        text=texts[0] if texts else "",
    )


async def _first_channel(channels: str, event: str, operator_id: int) -> tuple[Channel | None, int]:
    """The first channel of the order that a gateway serves, and its price of a segment."""
    usual = (await telling.orders([operator_id])).get((operator_id, event), "")
    for channel in rules.channel_order(channels or usual):
        offered = await gateways.enabled(channel.value, operator_id)
        if offered:
            return channel, int(offered[0].options.get("price_minor", 0))
    return None, 0


def _segments(text: str, channel: Channel | None) -> int:
    return rules.segments(text) if channel is Channel.SMS else 1
