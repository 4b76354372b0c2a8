"""Choosing a package: an order with its bill, which is bought when that is paid, however.

A customer has one order; another choice takes its place, and its bill is void.
"""

from __future__ import annotations

from datetime import timedelta

from domain import calendar, clock, db, events
from domain.billing import bills, settling, single
from domain.billing.models import Bill, BillingProfile
from domain.billing.states import BillStatus, LineKind
from domain.calendar import Span
from domain.customers.models import Customer, CustomerStatus, Package
from domain.errors import InvalidState
from domain.events import BillsMade, DuesChanged
from domain.fields import to_ms
from domain.hotspot import offers, queries, running
from domain.hotspot.models import Purchase
from domain.hotspot.states import PurchaseStatus
from domain.money import Money
from domain.staff import operators
from domain.staff.rights import SYSTEM

STANDS = timedelta(hours=24)  # so long an order waits for its money
_AT_ONCE = 100
BUYS = (CustomerStatus.PENDING, CustomerStatus.ACTIVE, CustomerStatus.EXPIRED)


async def place(customer_id: int, package_id: int, staff_id: int | None = None) -> Purchase:
    """Order a package for a customer; advance pays for it at once, as far as it goes.

    Who chooses the same again has the same order. Raises `NotFound` for what is not sold to them,
    and `InvalidState` for who has left or was suspended by a person.
    """
    async with db.transaction():
        await settling.lock(customer_id)
        customer = await Customer.get(id=customer_id)
        if customer.status not in BUYS:
            raise InvalidState(what="customer", state=customer.status.value)
        offer = await offers.one(customer, package_id)
        known = await Purchase.get_or_none(customer_id=customer_id, status=PurchaseStatus.ORDERED)
        if known is not None and await _is_still(known, offer.id, offer.price):
            return known
        if known is not None:
            await _drop(known)
        purchase = await _ordered(customer, package_id, staff_id)
        await events.publish(BillsMade(None, purchase.bill_id, purchase.bill_id))
        await running.review(customer_id)
        await purchase.refresh_from_db()
    return purchase


async def choose(customer_id: int, package_id: int) -> None:
    """The same by the customer, whose page then says what there is to pay."""
    await place(customer_id, package_id)


async def _is_still(known: Purchase, package_id: int, price: Money) -> bool:
    bill = await Bill.get(id=known.bill_id)
    return known.package_id == package_id and bill.total_minor == price.minor


async def _ordered(customer: Customer, package_id: int, staff_id: int | None) -> Purchase:
    now = clock.now()
    package = await Package.get(id=package_id)
    profile = await BillingProfile.get(id=customer.billing_profile_id)
    worth = offers.worth(Money(package.price_minor, package.currency), profile)
    lines = [single.Line(LineKind.PACKAGE, package.name, worth.amount)]
    if worth.on_top:
        lines.append(single.Line(LineKind.VAT, "", worth.on_top))
    operator = await operators.get(customer.operator_id)
    today = calendar.today(now, operator.timezone)
    draft = single.Draft(customer, Span(today, today), lines, worth.net, worth.vat)
    bill = await single.write(draft, now, staff_id)
    return await Purchase.create(
        customer_id=customer.id,
        operator_id=customer.operator_id,
        package_id=package.id,
        bill_id=bill.id,
        validity=package.validity,
        validity_unit=package.validity_unit,
        valid_from=package.valid_from,
        cap_mb=package.cap_mb,
        ordered_at=now,
        staff_id=staff_id,
    )


async def _drop(order: Purchase) -> bool:
    """Let an order go that nobody has paid; its bill is void, money on it is advance."""
    bill = await Bill.get(id=order.bill_id)
    if bill.status is BillStatus.PAID or not await db.advance(
        order, PurchaseStatus.DROPPED, of=[PurchaseStatus.ORDERED], ended_at=clock.now()
    ):
        return False
    if bill.status is not BillStatus.VOID:
        await bills.take_back(bill, clock.now(), SYSTEM, "")
    return True


async def drop_unpaid() -> int:
    """Let orders go that wait for their money for too long; how many."""
    since, dropped = to_ms(clock.now() - STANDS), 0
    for row in await queries.unpaid_since(since, _AT_ONCE):
        async with db.transaction():
            await settling.lock(row.customer_id)
            if await _drop(await Purchase.get(id=row.id)):
                dropped += 1
                await events.publish(DuesChanged((row.customer_id,)))
    return dropped
