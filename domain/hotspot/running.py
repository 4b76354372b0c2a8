"""What follows for purchases from money, time and use: they begin, run one after the other, end.

A purchase is good for as long as its bill is paid. What is bought while one runs waits for its end
and begins in that instant, whatever of it was used up: so each lasts as long as it was sold for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain import calendar, clock, db, events
from domain.billing.states import BillStatus
from domain.customers import logins, served, standing
from domain.customers.models import HELD, Customer, CustomerStatus, ValidFrom
from domain.events import (
    AllowancesSpent,
    CustomerReconnected,
    CustomersChanged,
    DuesChanged,
    LoginsSeen,
    PaymentPosted,
    PaymentRefunded,
    PaymentReversed,
    PurchaseBegun,
)
from domain.fields import from_ms, to_ms
from domain.hotspot import queries
from domain.hotspot.models import Purchase
from domain.hotspot.queries import Ended
from domain.hotspot.states import NOW, EndedBy, PurchaseStatus
from domain.network import allowances, services
from domain.network.services import Cut
from domain.network.states import DATA_USED, TIME_OVER, UNBOUGHT, UNPAID
from domain.staff import operators
from domain.staff.rights import SYSTEM

BOUGHT = "bought"  # the rule of a reconnection
MEGABYTE = 1_000_000
_AT_ONCE = 200
_STOPS = (PurchaseStatus.WAITING, PurchaseStatus.OPEN, PurchaseStatus.RUNNING)


async def follow(
    event: PaymentPosted | PaymentReversed | PaymentRefunded | CustomerReconnected,
) -> None:
    """What was bought is good for as long as it is paid, and begins once nobody holds them."""
    await review(event.customer_id)


async def follow_all(event: DuesChanged) -> None:
    """The same for each of them."""
    for customer_id in event.customer_ids:
        await review(customer_id)


async def review(customer_id: int) -> None:
    """Let the customer's purchases follow how their bills stand now."""
    found = await queries.open_of(customer_id)
    if not found:
        return
    async with db.transaction():
        await standing.hold([customer_id])
        stopped = False
        for row in await queries.open_of(customer_id):
            is_paid = row.bill == BillStatus.PAID
            if row.status == PurchaseStatus.ORDERED:
                await _follow_bill(row.id, row.bill)
            elif not is_paid:
                stopped |= await _stop(row.id)
        if not await _turn(customer_id, clock.now()) and stopped:
            await services.suspend_many([Cut(customer_id, UNPAID)])


async def _follow_bill(purchase_id: int, bill: str) -> None:
    order, now = await Purchase.get(id=purchase_id), clock.now()
    if bill == BillStatus.PAID:
        await db.advance(order, PurchaseStatus.WAITING, of=[PurchaseStatus.ORDERED], paid_at=now)
    elif bill == BillStatus.VOID:
        await db.advance(order, PurchaseStatus.DROPPED, of=[PurchaseStatus.ORDERED], ended_at=now)


async def _stop(purchase_id: int) -> bool:
    purchase = await Purchase.get(id=purchase_id)
    was_now = purchase.status in NOW
    moved = await db.advance(purchase, PurchaseStatus.STOPPED, of=_STOPS, ended_at=clock.now())
    return moved and was_now


async def _turn(customer_id: int, at: datetime) -> bool:
    """Whether something serves the customer: what does already, or what waited, from `at` on."""
    if await Purchase.exists(customer_id=customer_id, status__in=NOW):
        await _show_end(customer_id)
        return True
    waiting = Purchase.filter(customer_id=customer_id, status=PurchaseStatus.WAITING)
    purchase = await waiting.order_by("id").first()
    customer = await Customer.get(id=customer_id)
    if purchase is None or customer.status in (CustomerStatus.SUSPENDED, CustomerStatus.LEFT):
        return False
    await _begin(purchase, customer, at)
    return True


async def _begin(purchase: Purchase, customer: Customer, at: datetime) -> None:
    """The customer is served by it from `at` on, or from their first login."""
    timezone = (await operators.get(purchase.operator_id)).timezone
    ends_at = purchase.lasts.end(at, timezone)
    by_login = purchase.valid_from is ValidFrom.LOGIN
    if not await db.advance(
        purchase,
        PurchaseStatus.OPEN if by_login else PurchaseStatus.RUNNING,
        of=[PurchaseStatus.WAITING],
        starts_at=None if by_login else at,
        ends_at=None if by_login else ends_at,
    ):
        return
    await logins.give(customer.id)
    await served.with_package(customer.id, purchase.package_id)
    cap = None if purchase.cap_mb is None else purchase.cap_mb * MEGABYTE
    seconds = int((ends_at - at).total_seconds())
    await allowances.grant(customer.id, seconds=seconds, octets=cap)
    await _serve(customer)
    await _show_end(customer.id)
    await events.publish(PurchaseBegun(purchase.id, customer.id))
    await events.publish(CustomersChanged((customer.id,)))


async def _serve(customer: Customer) -> None:
    if customer.status in HELD:
        await services.reconnect(SYSTEM, customer.id, BOUGHT, {})
    elif customer.status is CustomerStatus.PENDING:
        await standing.move([customer.id], CustomerStatus.ACTIVE, of=[CustomerStatus.PENDING])


async def _show_end(customer_id: int) -> None:
    """The day on which all that was bought is over; none while a first login is waited for."""
    open_now = Purchase.filter(customer_id=customer_id, status__in=_STOPS)
    until: datetime | None = None
    for purchase in await open_now.order_by("id"):
        timezone = (await operators.get(purchase.operator_id)).timezone
        if purchase.status is PurchaseStatus.RUNNING:
            until = purchase.ends_at
        elif until is not None and purchase.valid_from is ValidFrom.PURCHASE:
            until = purchase.lasts.end(until, timezone)
        else:
            until = None
            break
    on = None if until is None else calendar.today(until, timezone)
    await served.until(customer_id, on)


async def start(event: LoginsSeen) -> None:
    """The clock of what was open for a first login runs from then on."""
    first = dict(event.begun)
    for purchase in await Purchase.filter(
        customer_id__in=sorted(first), status=PurchaseStatus.OPEN
    ).order_by("customer_id"):
        at = from_ms(first[purchase.customer_id])
        timezone = (await operators.get(purchase.operator_id)).timezone
        if await db.advance(
            purchase, PurchaseStatus.RUNNING, of=[PurchaseStatus.OPEN],
            starts_at=at, ends_at=purchase.lasts.end(at, timezone),
        ):  # fmt: skip
            await _show_end(purchase.customer_id)
            await events.publish(CustomersChanged((purchase.customer_id,)))


async def end_spent(event: AllowancesSpent) -> None:
    """Whose data is used up has nothing more of what runs, whatever time is left of it."""
    await standing.hold(event.customer_ids)
    running = await queries.running_of(event.customer_ids)
    await _after(await queries.end(running, EndedBy.DATA, to_ms(clock.now())))


async def end_due() -> int:
    """End what is over by now, each once, and let what waits begin where it ended; how many."""
    ended = 0
    while found := await queries.due(to_ms(clock.now()), _AT_ONCE):
        async with db.transaction():
            await standing.hold({row.customer_id for row in found})
            over = await queries.end([row.id for row in found], EndedBy.TIME, to_ms(clock.now()))
            await _after(over)
        ended += len(over)
    return ended


async def _after(ended: Sequence[Ended]) -> None:
    """What follows of purchases that ended: the next one begins, or the service ends."""
    more = await queries.with_more([row.customer_id for row in ended])
    served = set()
    for row in ended:
        if row.customer_id in more and await _turn(row.customer_id, from_ms(row.ended_at)):
            served.add(row.customer_id)
    cuts = [_cut(row) for row in ended if row.customer_id not in served]
    if cuts:
        await services.suspend_many(cuts)


def _cut(row: Ended) -> Cut:
    figures = {"package": row.package, "starts_at": row.starts_at, "ends_at": row.ends_at}
    rule = TIME_OVER if row.ended_by == EndedBy.TIME else DATA_USED
    return Cut(row.customer_id, rule, {**figures, "ended_at": row.ended_at})


async def keep_out(event: CustomersChanged) -> None:
    """Who is served by what they buy, and has bought nothing yet, is not online for nothing; their
    accounts are ours to make."""
    for customer_id in await queries.buyers_without_password(event.customer_ids):
        await logins.give(customer_id)
    found = await queries.served_for_nothing(event.customer_ids)
    await services.suspend_many([Cut(customer_id, UNBOUGHT) for customer_id in found])
