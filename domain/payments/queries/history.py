"""Statements about what a customer's money did: the link they got last, what they paid, and how."""

from __future__ import annotations

from typing import NamedTuple

from domain import db


class Link(NamedTuple):
    """A link, and how the message of its own stands that brings it."""

    id: int
    made_at: int
    opened_at: int | None
    closed_at: int | None
    closed_why: str
    expires_at: int
    status: str | None


async def last_link(customer_id: int) -> Link | None:
    """The newest link of a customer."""
    return await db.typed_one(
        Link,
        "SELECT l.id, l.made_at, l.opened_at, l.closed_at, l.closed_why, l.expires_at, m.status"
        " FROM link l LEFT JOIN message m ON m.dedupe = 'link:' || CAST(l.id AS TEXT)"
        " WHERE l.customer_id = $1 ORDER BY l.id DESC LIMIT 1",
        customer_id,
    )


class Message(NamedTuple):
    """A message to a customer, what it is about (JSON), and the words that went."""

    event: str
    status: str
    about: str
    made_at: int
    settled_at: int | None
    text: str | None


async def messages_since(customer_id: int, made_at: int) -> list[Message]:
    """The messages to a customer since then, the newest first."""
    return await db.typed(
        Message,
        "SELECT m.event, m.status, m.about, m.made_at, m.settled_at, (SELECT d.text"
        " FROM delivery d WHERE d.message_id = m.id ORDER BY d.id DESC LIMIT 1) AS text"
        " FROM message m WHERE m.customer_id = $1 AND m.made_at >= $2 ORDER BY m.id DESC LIMIT 50",
        customer_id,
        made_at,
    )


class Payment(NamedTuple):
    """Money that came, by which method and when; what went back of it is taken off."""

    kept_minor: int
    currency: str
    method: str
    posted_at: int


async def last_payment(customer_id: int) -> Payment | None:
    """The newest payment of a customer that was not taken back."""
    return await db.typed_one(
        Payment,
        "SELECT amount_minor - refunded_minor AS kept_minor, currency, method, posted_at"
        " FROM payment"
        " WHERE customer_id = $1 AND status = 'posted' AND refunded_minor < amount_minor"
        " ORDER BY id DESC LIMIT 1",
        customer_id,
    )


class Part(NamedTuple):
    """What of a payment went to a bill."""

    number: str
    amount: int


async def settled_by(payment_id: int) -> list[Part]:
    """The bills that a payment settled, each with its part."""
    return await db.typed(
        Part,
        "SELECT b.number, SUM(a.amount_minor) AS amount FROM allocation a"
        " JOIN credit c ON c.id = a.credit_id JOIN bill b ON b.id = a.bill_id"
        " WHERE c.source = 'payment' AND c.source_id = $1 AND a.released_at IS NULL"
        " GROUP BY b.id, b.number ORDER BY b.id",
        payment_id,
    )


class Move(NamedTuple):
    """A state to which an attempt came, by whom and why."""

    at: int
    became: str
    mover: str
    staff: str
    why: str


async def moves(attempt_id: int) -> list[Move]:
    """How an attempt went, the first move first."""
    return await db.typed(
        Move,
        "SELECT m.at, m.became, m.mover, COALESCE(s.name, '') AS staff, m.why"
        " FROM attempt_move m LEFT JOIN staff s ON s.id = m.staff_id"
        " WHERE m.attempt_id = $1 ORDER BY m.id",
        attempt_id,
    )


async def bill_of(customer_id: int, bill_id: int | None) -> int | None:
    """The bill, where it is the customer's and not void; else, none being named, the newest."""
    found: int | None = await db.value(
        "SELECT id FROM bill WHERE customer_id = $1 AND status <> 'void'"
        " AND (id = $2 OR CAST($2 AS BIGINT) IS NULL) ORDER BY id DESC LIMIT 1",
        customer_id,
        bill_id,
    )
    return found
