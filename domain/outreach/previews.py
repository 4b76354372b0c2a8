"""What a customer will read, shown before it is sent: real data, segments, cost."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.customers.models import Customer
from domain.messaging import rules, templates
from domain.messaging.states import Channel
from domain.money import Money
from domain.outreach import facts
from domain.ports import Ports
from domain.staff import gateways, operators


@dataclass(frozen=True, slots=True)
class MessagePreview:
    """One message as one customer gets it; `channel` is None when no gateway could carry it."""

    channel: Channel | None
    text: str = field(repr=False)
    segments: int
    cost: Money


async def of_event(event: str, customer: Customer, ports: Ports) -> MessagePreview:
    """The message of an event to one customer, by the channel that would be tried first."""
    operator = await operators.get(customer.operator_id)
    first: Channel | None = None
    price = 0
    for channel in rules.USUAL_CHANNELS:
        offered = await gateways.enabled(channel.value, customer.operator_id)
        if offered:
            first, price = channel, int(offered[0].options.get("price_minor", 0))
            break
    words = await templates.words_of([customer.operator_id], ports.texts)
    found = words.find(customer.operator_id, event, customer.language, first or Channel.SMS)
    text = await facts.preview(customer.id, found.text, ports)
    segments = rules.segments(text) if first is Channel.SMS else 1
    return MessagePreview(first, text, segments, Money(price * segments, operator.currency))
