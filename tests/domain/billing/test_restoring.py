"""Who is held comes back by paying, or a person hears that they do not."""

from __future__ import annotations

from datetime import date

import pytest

from domain import events
from domain.billing import enforcement, restoring
from domain.billing.models import Bill
from domain.customers.models import Customer, CustomerStatus
from domain.events import Event, StillHeld
from domain.network import services
from domain.network.models import Service
from domain.network.states import Desired
from tests import builders
from tests.cast import Cast


async def status_of(customer: Customer) -> CustomerStatus:
    return (await Customer.get(id=customer.id)).status


async def pay(customer: Customer) -> None:
    """All that is owed, without the ledger's part."""
    for bill in await Bill.filter(customer_id=customer.id):
        await Bill.filter(id=bill.id).update(paid_minor=bill.total_minor, status="paid")


async def brought_over(**values: object) -> Customer:
    """Expired, as old systems call it, and owing a bill."""
    return await builders.a_customer(owes=1000, status=CustomerStatus.EXPIRED, **values)


@pytest.mark.parametrize("until", [None, date(2026, 11, 21), date(2027, 1, 1)])
async def test_who_came_as_expired_is_back_by_paying(cast: Cast, until: date | None) -> None:
    customer = await brought_over(overdue_days=30, expires_on=until)
    await services.ensure([customer.id])
    assert not await enforcement.review(customer.id)

    await pay(customer)

    assert await enforcement.review(customer.id)
    assert await status_of(customer) == CustomerStatus.ACTIVE
    service = await Service.get(customer_id=customer.id)
    assert (service.desired, service.urgent) == (Desired.ACTIVE, True)


async def test_paying_an_old_bill_makes_no_validity_longer_but_a_person_hears_of_it(
    cast: Cast,
) -> None:
    heard: list[Event] = []

    async def note(event: Event) -> None:
        heard.append(event)

    events.listen({StillHeld: [note]})
    customer = await brought_over(expires_on=date(2026, 11, 20))
    assert not await enforcement.review(customer.id)
    assert heard == []

    await pay(customer)

    assert not await enforcement.review(customer.id)
    assert heard == [StillHeld(customer.id)]
    assert [each.id for each in await restoring.waiting(cast.asha, limit=9)] == [customer.id]
    assert await restoring.count_waiting(cast.esha) == 0


async def test_who_pays_while_suspended_for_another_reason_is_made_known(cast: Cast) -> None:
    heard: list[Event] = []

    async def note(event: Event) -> None:
        heard.append(event)

    await enforcement.suspend_by_hand(cast.bina, cast.rahim.id, "misuse")
    events.listen({StillHeld: [note]})
    assert not await enforcement.review(cast.rahim.id)
    assert heard == [StillHeld(cast.rahim.id)]
    (waiting,) = await restoring.waiting(cast.asha, limit=9)
    assert (waiting.id, waiting.rule, waiting.reason) == (cast.rahim.id, "manual", "misuse")


async def test_an_old_reconnection_by_hand_does_not_stand_in_the_way(cast: Cast) -> None:
    customer = await builders.a_customer()
    await enforcement.suspend_by_hand(cast.bina, customer.id, "misuse")
    await enforcement.reconnect_by_hand(cast.bina, customer.id, "sorry")
    await Customer.filter(id=customer.id).update(status=CustomerStatus.EXPIRED)

    assert await enforcement.review(customer.id)
