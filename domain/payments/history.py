"""What has happened between a customer and their money: payments, links, what they settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain import clock, db
from domain.customers import customers
from domain.errors import NotFound
from domain.fields import from_ms
from domain.money import Money
from domain.payments.models import Payment
from domain.staff.rights import Actor


@dataclass(frozen=True, slots=True)
class LinkState:
    """How a link stands: made, sent, delivered, read, failed, unknown, opened, settled, expired."""

    state: str
    at: datetime


async def last_link(customer_id: int) -> LinkState | None:
    """The newest link of a customer."""
    row = await db.one(
        "SELECT l.made_at, l.opened_at, l.closed_at, l.closed_why, l.expires_at, m.status"
        " FROM link l LEFT JOIN message m ON m.dedupe = 'link:' || CAST(l.id AS TEXT)"
        " WHERE l.customer_id = $1 ORDER BY l.id DESC LIMIT 1",
        customer_id,
    )
    if row is None:
        return None
    if row["closed_at"] is not None:
        return LinkState(row["closed_why"], from_ms(row["closed_at"]))
    if from_ms(row["expires_at"]) <= clock.now():
        return LinkState("expired", from_ms(row["expires_at"]))
    if row["opened_at"] is not None:
        return LinkState("opened", from_ms(row["opened_at"]))
    on_the_way = {"ready", "leased", "paused"}
    state = "made" if row["status"] is None else row["status"]
    return LinkState("waiting" if state in on_the_way else state, from_ms(row["made_at"]))


@dataclass(frozen=True, slots=True)
class LastPayment:
    """What a customer paid last, by which method (one of `Method`), and when it was posted."""

    amount: Money
    method: str
    at: datetime


async def last_payment(customer_id: int) -> LastPayment | None:
    """The newest payment of a customer that was not taken back."""
    row = await db.one(
        "SELECT amount_minor, currency, method, posted_at FROM payment"
        " WHERE customer_id = $1 AND status = 'posted' ORDER BY id DESC LIMIT 1",
        customer_id,
    )
    if row is None:
        return None
    amount = Money(row["amount_minor"], row["currency"])
    return LastPayment(amount, row["method"], from_ms(row["posted_at"]))


async def get(actor: Actor, payment_id: int) -> Payment:
    """A payment that the actor may see; raises `NotFound`."""
    actor.require("amount.see")
    row = await Payment.get_or_none(id=payment_id)
    if row is None:
        raise NotFound(what="payment", given=payment_id)
    await customers.get(actor, row.customer_id)
    return row


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
    rows = await db.rows(
        "SELECT b.number, SUM(a.amount_minor) AS amount FROM allocation a"
        " JOIN credit c ON c.id = a.credit_id JOIN bill b ON b.id = a.bill_id"
        " WHERE c.source = 'payment' AND c.source_id = $1 AND a.released_at IS NULL"
        " GROUP BY b.id, b.number ORDER BY b.id",
        payment.id,
    )
    return [(row["number"], Money(int(row["amount"]), payment.currency)) for row in rows]
