"""What has happened between a customer and their money: payments, links, what they settled."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from domain import clock, reach
from domain.customers import customers
from domain.fields import from_ms
from domain.money import Money
from domain.payments import queries
from domain.payments.models import Payment
from domain.staff.rights import Actor

PAYMENT = reach.Thing("payment", Payment, "payment t JOIN customer c ON c.id = t.customer_id")
_ARRIVES = frozenset({"sent", "delivered", "read"})


@dataclass(frozen=True, slots=True)
class LinkState:
    """How a link stands: made, waiting, sent, delivered, read, opened, settled, and so on."""

    state: str
    at: datetime
    message: str = ""  # the event of the message that it went with, where that was not its own


async def last_link(customer_id: int) -> LinkState | None:
    """The newest link of a customer."""
    row = await queries.history.last_link(customer_id)
    if row is None:
        return None
    if row.closed_at is not None:
        return LinkState(row.closed_why, from_ms(row.closed_at))
    if from_ms(row.expires_at) <= clock.now():
        return LinkState("expired", from_ms(row.expires_at))
    if row.opened_at is not None:
        return LinkState("opened", from_ms(row.opened_at))
    if row.status is None:
        went = await _went_with(customer_id, row.id, row.made_at)
        return went or LinkState("made", from_ms(row.made_at))
    return LinkState(_standing(row.status), from_ms(row.made_at))


def _standing(status: str) -> str:
    return "waiting" if status in {"ready", "leased", "paused"} else status


async def _went_with(customer_id: int, link_id: int, made_ms: int) -> LinkState | None:
    """How the newest message stands that brings the link, one that was sent before all others."""
    rows = await queries.history.messages_since(customer_id, made_ms)
    brought = [row for row in rows if _brings(row, link_id)]
    brought.sort(key=lambda row: row.status not in _ARRIVES)
    if not brought:
        return None
    first = brought[0]
    at = from_ms(first.settled_at or first.made_at)
    return LinkState(_standing(first.status), at, first.event)


def _brings(row: queries.history.Message, link_id: int) -> bool:
    """Whether the message is about the link; words of their own may leave it out."""
    about = json.loads(row.about)
    return about.get("link") == link_id and (not row.text or "/p/" in row.text)


@dataclass(frozen=True, slots=True)
class LastPayment:
    """What is kept of what a customer paid last, by which method (one of `Method`), and when it
    was posted."""

    amount: Money
    method: str
    at: datetime


async def last_payment(customer_id: int) -> LastPayment | None:
    """The newest payment of a customer that was not taken back, nor given back."""
    row = await queries.history.last_payment(customer_id)
    if row is None:
        return None
    return LastPayment(Money(row.kept_minor, row.currency), row.method, from_ms(row.posted_at))


async def get(actor: Actor, payment_id: int) -> Payment:
    """A payment that the actor may see; raises `NotFound`."""
    actor.require("amount.see")
    return await PAYMENT.get(actor, payment_id)


async def page(actor: Actor, customer_id: int, *, before: int = 0, limit: int = 8) -> list[Payment]:
    """A customer's payments, the newest first; raises `NotFound` out of the actor's reach."""
    actor.require("amount.see")
    await customers.get(actor, customer_id)
    query = Payment.filter(customer_id=customer_id)
    if before:
        query = query.filter(id__lt=before)
    return await query.order_by("-id").limit(limit)


async def settled_by(payment: Payment) -> list[tuple[str, Money]]:
    """The bills that a payment settled, each with its part."""
    parts = await queries.history.settled_by(payment.id)
    return [(part.number, Money(int(part.amount), payment.currency)) for part in parts]


@dataclass(frozen=True, slots=True)
class Step:
    """A state to which a try to pay came: by whom (a `Mover`, and of the staff a name), why."""

    at: datetime
    became: str
    mover: str
    staff: str
    why: str


async def tried(attempt_id: int) -> list[Step]:
    """How a try to pay went since it began, the first step first."""
    return [
        Step(from_ms(move.at), move.became, move.mover, move.staff, move.why)
        for move in await queries.history.moves(attempt_id)
    ]
