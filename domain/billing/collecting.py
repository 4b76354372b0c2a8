"""Where a customer stands in collection, apart from where their bills do."""

from __future__ import annotations

from domain import calendar, clock, reach
from domain.billing import queries
from domain.billing.states import CollectionStatus
from domain.customers import customers
from domain.staff.rights import Actor


async def of(actor: Actor, customer_id: int) -> CollectionStatus:
    """Where the customer stands; raises `NotFound`."""
    await customers.named(actor, customer_id)
    found = await queries.collecting.of(customer_id, today(actor.timezone))
    return CollectionStatus(found or CollectionStatus.CLEAR)


async def counted(actor: Actor) -> dict[CollectionStatus, int]:
    """How many of whom something is open stand where, as far as the actor sees."""
    actor.require("customer.see")
    which, values = reach.sql(actor, first=2)
    found = await queries.collecting.counted(which, [today(actor.timezone), *values])
    by_status = {CollectionStatus(row.stands): row.customers for row in found}
    return {each: by_status[each] for each in CollectionStatus if each in by_status}


def today(timezone: str) -> str:
    """The day by which it is reckoned, by that clock."""
    return calendar.today(clock.now(), timezone).isoformat()
