"""What was told to customers, and what became of it: read by staff, within their reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain import reach
from domain.customers import customers
from domain.errors import NotFound
from domain.fields import from_ms
from domain.messaging import queries
from domain.messaging.models import Delivery, Message
from domain.messaging.states import Channel, DeliveryStatus, MessageStatus
from domain.staff.rights import Actor

M = MessageStatus
MESSAGE = reach.Thing("message", Message, "message t JOIN customer c ON c.id = t.customer_id")
TROUBLED = (M.UNKNOWN, M.FAILED)  # a person may have to do something
MAY_RESEND = (*TROUBLED, M.DROPPED)


@dataclass(frozen=True, slots=True)
class Told:
    """One message in a list."""

    id: int
    event: str
    status: MessageStatus
    at: datetime
    customer_id: int
    customer: str
    code: str


@dataclass(frozen=True, slots=True)
class Try:
    """One try to deliver it."""

    channel: Channel
    gateway: str
    status: DeliveryStatus
    at: datetime
    segments: int
    error: str
    text: str


async def page(
    actor: Actor, *, troubled: bool, customer_id: int = 0, offset: int = 0, limit: int = 8
) -> list[Told]:
    """The newest first: those that need somebody, or all; of one customer or of everybody."""
    actor.require("message.see")
    scope, values = reach.sql(actor)
    parts = [scope]
    if troubled:
        # Written out, so that the index over just these is taken.
        parts.append("m.status IN ('unknown', 'failed')")
    if customer_id:
        values.append(customer_id)
        parts.append(f"m.customer_id = ${len(values)}")
    found = await queries.outbox.told(" AND ".join(parts), values, limit=limit, offset=offset)
    return [
        Told(
            row.id, row.event, M(row.status), from_ms(row.made_at),
            row.customer_id, row.name, row.code,
        )
        for row in found
    ]  # fmt: skip


async def get(actor: Actor, message_id: int) -> tuple[Told, str, Sequence[Try]]:
    """A message, why it stands where it does, and its tries; raises `NotFound` out of reach."""
    actor.require("message.see")
    row = await MESSAGE.get(actor, message_id)
    if row.customer_id is None:
        raise NotFound(what="message", given=message_id)
    customer = await customers.named(actor, row.customer_id)
    tries = await Delivery.filter(message_id=row.id).order_by("id").select_related("gateway")
    told = Told(
        row.id, row.event, row.status, row.made_at, customer.id, customer.name,
        customer.code,
    )  # fmt: skip
    made = [
        Try(
            one.channel, one.gateway.name, one.status, one.handed_at, one.segments, one.error,
            one.text,
        )
        for one in tries
    ]  # fmt: skip
    return told, row.error, made
