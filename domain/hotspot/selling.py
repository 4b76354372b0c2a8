"""Staff sell a package: an order and its money in one act, and what a customer has of purchases."""

from __future__ import annotations

from typing import NamedTuple

from domain import db
from domain.billing import dues
from domain.billing.queries import service
from domain.chat.principals import CustomerSelf
from domain.customers import customers, logins
from domain.customers.models import Customer
from domain.fields import from_ms
from domain.hotspot import offers, ordering, queries
from domain.hotspot.queries import Line
from domain.hotspot.running import MEGABYTE
from domain.hotspot.states import NOW, PurchaseStatus
from domain.hotspot.views import Held, OfferView, PurchaseView
from domain.money import Money
from domain.network import allowances
from domain.payments import links, posting
from domain.payments.states import Method
from domain.staff.rights import SYSTEM, Actor
from domain.validity import Validity, ValidityUnit


class Foreseen(NamedTuple):
    """What would be sold, and what there is to pay: what was owed before too, less advance."""

    offer: OfferView
    to_pay: Money


class Page(NamedTuple):
    """The page by which a customer buys, and what they have."""

    name: str
    code: str
    token: str
    held: Held


class Sold(NamedTuple):
    """What was sold to whom, and the money that was recorded for it; none where advance paid."""

    purchase_id: int
    customer_id: int
    payment_id: int | None


async def foresee(actor: Actor, customer_id: int, package_id: int) -> Foreseen:
    """What `sell` would do now; nothing stays of it. Raises as it does."""
    actor.require("payment.record")
    customer = await customers.get(actor, customer_id)
    offer = await offers.one(customer, package_id)
    async with db.tried():
        await ordering.place(customer_id, package_id, actor.staff_id)
        due = await dues.due_of(customer_id)
    return Foreseen(offer, due)


async def sell(
    actor: Actor,
    customer_id: int,
    package_id: int,
    method: Method = Method.CASH,
    *,
    txn_id: str = "",
    again: bool = False,
) -> Sold:
    """Record that a customer paid for a package: it begins, or waits for what runs.

    All that is due is paid with it; where advance pays it, no money is recorded. Raises what
    `ordering.place` and `posting.record` do.
    """
    actor.require("payment.record")
    customer = await customers.get(actor, customer_id)
    async with db.transaction():
        purchase = await ordering.place(customer_id, package_id, actor.staff_id)
        due = await dues.due_of(customer_id)
        if not due:
            return Sold(purchase.id, customer_id, None)
        paid = await posting.record(actor, customer, due, method, txn_id=txn_id, again=again)
    return Sold(purchase.id, customer_id, paid.id)


async def held(actor: Actor, customer_id: int) -> Held | None:
    """What the customer has of purchases; None where they are billed by another kind."""
    return await held_by(await customers.get(actor, customer_id))


async def held_by(customer: Customer) -> Held | None:
    """The same for whoever is the customer."""
    if not await service.buys(customer.id):
        return None
    found = [_line(row) for row in await queries.lines(customer.id)]
    octets = await allowances.octets_left(customer.id)
    return Held(
        now=next((each for each in found if each.status in NOW), None),
        waiting=tuple(each for each in found if each.status is PurchaseStatus.WAITING),
        left_mb=None if octets is None else octets // MEGABYTE,
        ordered=next((each for each in found if each.status is PurchaseStatus.ORDERED), None),
        username=customer.username,
        password=logins.opened(customer.password) if customer.password else None,
    )


async def pages_of(person: CustomerSelf) -> list[Page]:
    """Where the person buys for each of the connections that they speak for, and what each has."""
    found = []
    for customer_id in person.customer_ids:
        customer = await Customer.get(id=customer_id)
        held = await held_by(customer)
        if held is not None and customer.status in ordering.BUYS:
            _, token = await links.make(SYSTEM, customer, for_nothing=True)
            found.append(Page(customer.name, customer.code, token, held))
    return found


async def held_of(customer_id: int) -> Held | None:
    """The same by row id."""
    return await held_by(await Customer.get(id=customer_id))


def _line(row: Line) -> PurchaseView:
    return PurchaseView(
        id=row.id,
        package=row.package,
        lasts=Validity(row.validity, ValidityUnit(row.validity_unit)),
        cap_mb=row.cap_mb,
        status=PurchaseStatus(row.status),
        starts_at=None if row.starts_at is None else from_ms(row.starts_at),
        ends_at=None if row.ends_at is None else from_ms(row.ends_at),
    )
