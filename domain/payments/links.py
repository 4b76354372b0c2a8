"""Payment links: a page of one customer that opens without login, until it is settled or ends."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from domain import clock, db, events, reach, tokens, vault
from domain.accounts import gateways
from domain.billing import ahead, dues
from domain.customers import customers as customer_verbs
from domain.customers.models import Customer
from domain.errors import DomainError, NoGateway, NotFound
from domain.events import LinkSent
from domain.fields import to_ms
from domain.messaging import notices, outbox
from domain.messaging.notices import Notice
from domain.payments import queries, ways
from domain.payments.models import Link
from domain.staff import audit
from domain.staff.rights import SYSTEM, Actor

LINK = reach.Thing("link", Link, "link t JOIN customer c ON c.id = t.customer_id")
LEAST_LEFT = timedelta(days=1)  # whoever gets a link has so long to pay by it


class LinkExpired(DomainError):
    """The link's days are over; `customer_id` for a fresh one."""


class LinkClosed(DomainError):
    """The link was closed; `why` is settled or revoked."""


class Occasion(NamedTuple):
    """Why a link goes to a customer: by which notice, and what that is about besides the link."""

    notice: Notice
    about: Mapping[str, int]


class NothingDue(DomainError):
    """The customer owes nothing, so that there is nothing to send a link for."""


async def make(actor: Actor, customer: Customer, *, for_nothing: bool = False) -> tuple[Link, str]:
    """A fresh link and its token.

    Raises `NotFound` for a customer out of reach, `NoGateway` when nobody could pay by it,
    `NothingDue` unless `for_nothing`.
    """
    await customer_verbs.require(actor, customer)
    return await _make(actor, customer, for_nothing=for_nothing)


async def _make(actor: Actor, customer: Customer, *, for_nothing: bool) -> tuple[Link, str]:
    if for_nothing:
        await ways.require(customer.operator_id)
    else:
        await occasion(customer)
    made = await make_many([(customer.id, customer.operator_id)], staff_id=actor.staff_id)
    link = await Link.get(id=made[customer.id])
    return link, token_of(link)


async def to_go_on(token: str) -> str:
    """The token by which what is owed now can be paid: of the same link, or of a fresh one where
    that is closed or over. Raises as `make` does, and `LinkClosed` for one that was revoked."""
    link = await find(token)
    if link.closed_why == "revoked":
        raise LinkClosed(why=link.closed_why)
    if link.closed_at is None and link.expires_at > clock.now():
        return token
    customer = await Customer.get(id=link.customer_id)
    if not await dues.due_of(customer.id):
        return token
    return (await make(SYSTEM, customer))[1]


async def to_pay_ahead(token: str) -> Link:
    """The link of a token, or a fresh one where that is closed or over; raises `LinkClosed` for one
    that was revoked."""
    link = await find(token)
    if link.closed_why == "revoked":
        raise LinkClosed(why=link.closed_why)
    if link.closed_at is None and link.expires_at > clock.now():
        return link
    return (await make(SYSTEM, await Customer.get(id=link.customer_id), for_nothing=True))[0]


async def occasion(customer: Customer) -> Occasion:
    """What a link would be for: what is due, else days to come.

    Raises `NoGateway` where nobody could pay by it, `NothingDue` where there is neither.
    """
    await ways.require(customer.operator_id)
    if await dues.due_of(customer.id):
        return Occasion(notices.PAYMENT_LINK, {})
    to_come = await ahead.of(customer.id)
    if to_come is None:
        raise NothingDue(customer=customer.name)
    return Occasion(notices.RECHARGE_LINK, {"until": to_ms(to_come.until)})


async def make_many(
    customers: Sequence[tuple[int, int]],
    *,
    staff_id: int | None,
    broadcast_id: int | None = None,
) -> dict[int, int]:
    """One link for each (customer, operator) in one statement; customer id -> link id.

    Each lives as long as the longest of its operator's payment gateways says; where nobody could
    pay online there is none.
    """
    if not customers:
        return {}
    key_id, fresh = vault.the().key_id(), list[queries.links.Fresh]()
    for customer_id, operator_id in customers:
        nonce = secrets.token_bytes(16)
        digest = tokens.digest(vault.the().link_token(nonce, key_id))
        fresh.append(queries.links.Fresh(customer_id, operator_id, digest, nonce.hex()))
    made = await queries.links.insert(
        fresh, key_id=key_id, staff_id=staff_id, broadcast_id=broadcast_id, now=to_ms(clock.now())
    )
    return {row.customer_id: row.id for row in made}


def token_of(link: Link) -> str:
    """The link's token, made again from its nonce: it is stored nowhere."""
    return vault.the().link_token(bytes.fromhex(link.nonce), link.key_id)


def url_of(link: Link, public_url: str) -> str:
    """The address that the customer opens."""
    return f"{public_url.rstrip('/')}/p/{token_of(link)}"


async def find(token: str) -> Link:
    """The link of a token, whatever its state; raises `NotFound` for a guess."""
    link = None
    if len(token) == tokens.TOKEN_LENGTH and token.isalnum():
        link = await Link.get_or_none(token_hash=tokens.digest(token))
    if link is None:
        raise NotFound(what="link", given="")
    return link


def require_open(link: Link) -> None:
    """Raises `LinkClosed` or `LinkExpired` when money can't be paid by it any more."""
    if link.closed_at is not None and link.closed_why != "expired":
        raise LinkClosed(why=link.closed_why)
    if link.closed_at is not None or link.expires_at <= clock.now():
        raise LinkExpired(customer_id=link.customer_id)


async def opened(link: Link) -> None:
    """Remember the first time that the page was seen."""
    if link.opened_at is None:
        await Link.filter(id=link.id, opened_at=None).update(opened_at=clock.now())


async def close_settled(*customer_ids: int) -> int:
    """Close the links of those of the customers who owe nothing any more; how many."""
    return await queries.links.close_settled(customer_ids, to_ms(clock.now()))


async def revoke(actor: Actor, link: Link) -> None:
    """Close a link by hand."""
    actor.require("link.send")
    await LINK.get(actor, link.id)
    await Link.filter(id=link.id, closed_at=None).update(
        closed_at=clock.now(), closed_why="revoked"
    )


async def renew(sent: Collection[Link]) -> None:
    """Let links whose days went by while they waited to be sent live as long once more."""
    now = clock.now()
    late = [
        link.id
        for link in sent
        if link.closed_why in {"", "expired"}
        and link.expires_at - now < min(LEAST_LEFT, (link.expires_at - link.made_at) / 2)
    ]
    if late:
        await queries.links.renew(late, to_ms(now))


async def expire_due() -> int:
    """Close what has run out; how many."""
    now = clock.now()
    return await Link.filter(closed_at=None, expires_at__lte=now).update(
        closed_at=now, closed_why="expired"
    )


async def send(actor: Actor, customer: Customer) -> Link:
    """Make a link and put it into the outbox for the customer.

    Raises `NotFound` and `NothingDue` as `make` does, and `NoGateway` when nobody could pay by it
    or no message gateway could carry it: the link can still be copied then, see `make`.
    """
    actor.require("link.send")
    await customer_verbs.require(actor, customer)
    await ways.require(customer.operator_id)
    carriers = [await gateways.enabled(kind, customer.operator_id) for kind in ("whatsapp", "sms")]
    if not any(carriers):
        raise NoGateway(kind="message")
    async with db.transaction():
        notice, about = await occasion(customer)
        link, _ = await _make(actor, customer, for_nothing=True)
        await outbox.put(
            outbox.Draft(
                dedupe=f"link:{link.id}",
                event=notice.key,
                customer_id=customer.id,
                operator_id=customer.operator_id,
                about={"link": link.id, **about},
            ),
            asked=True,
        )
        await audit.note(
            actor, "link.send", "customer", customer.id, operator_id=customer.operator_id
        )
        await events.publish(LinkSent(link.id, customer.id))
    return link
