"""Customers are told of their service what the router was read to have, once, and nothing else."""

from __future__ import annotations

import pytest

from domain import events, reactions, vault
from domain.billing import enforcement
from domain.billing.models import Bill
from domain.customers.models import Connection, Customer, CustomerStatus
from domain.errors import Unsure
from domain.messaging.models import EventSetting, Message
from domain.network import services
from domain.network.models import Router, Service
from domain.network.states import Desired
from domain.staff.rights import SYSTEM
from tests import builders
from tests.cast import Cast
from tests.domain.network.conftest import Site, crowd, reconnect, suspend
from tests.domain.outreach.conftest import House
from tests.sealing import VAULT


@pytest.fixture(autouse=True)
def _consequences(site: Site) -> None:
    vault.use(VAULT)
    events.listen(reactions.MAP)


async def told(customer: Customer) -> list[str]:
    """Events of the customer's messages, in order."""
    return [each.event for each in await Message.filter(customer_id=customer.id).order_by("id")]


async def test_a_suspension_is_told_when_the_router_was_read_back(cast: Cast, site: Site) -> None:
    await builders.a_gateway(kind="payment")
    await suspend(cast.rahim)
    assert await told(cast.rahim) == []

    await site.urgent()

    assert await told(cast.rahim) == ["customer-suspended"]
    message = await Message.get(customer_id=cast.rahim.id)
    assert message.about["link"]
    await site.full()
    assert await told(cast.rahim) == ["customer-suspended"]


async def test_what_was_not_read_back_is_told_when_it_is(cast: Cast, site: Site) -> None:
    await suspend(cast.rahim)
    site.fake.fail("apply", Unsure("timeout"))
    with pytest.raises(Unsure):
        await site.urgent()
    assert await told(cast.rahim) == []

    await site.urgent()
    assert await told(cast.rahim) == ["customer-suspended"]


@pytest.mark.parametrize(
    "values",
    [
        {"username": ""},
        {"router_id": None},
        {"connection": Connection.HOTSPOT},
        {"connection": Connection.STATIC, "ip": ""},
        {"connection": Connection.DHCP, "ip": ""},
        {"username": "\u0995\u09b0\u09bf\u09ae"},
        {"username": "nobody"},
    ],
)
async def test_who_can_not_be_held_is_told_nothing_and_is_not_confirmed(
    cast: Cast, site: Site, values: dict[str, object]
) -> None:
    await Customer.filter(id=cast.rahim.id).update(**values)
    await suspend(cast.rahim)
    await site.urgent()
    await site.full()

    assert await told(cast.rahim) == []
    service = await Service.get_or_none(customer_id=cast.rahim.id)
    assert service is None or service.applied != service.generation
    await reconnect(cast.rahim)
    await site.urgent()
    await site.full()
    assert await told(cast.rahim) == []


async def test_on_a_router_that_is_only_watched_nobody_is_told_anything(
    cast: Cast, site: Site
) -> None:
    many = await crowd(site, 30)
    await Router.filter(id=site.router.id).update(watch_only=True)
    await services.suspend_many([services.Cut(each.id, "overdue") for each in many])
    await site.urgent()
    await site.full()
    assert await Message.all().count() == 0
    await reconnect(many[0])
    await site.urgent()
    assert await Message.all().count() == 0

    await Router.filter(id=site.router.id).update(watch_only=False)
    await Service.all().update(due_ms=0)
    await site.urgent()

    assert await Message.filter(event="customer-suspended").count() == 29


async def test_who_has_left_is_not_looked_for_and_told_nothing(cast: Cast, site: Site) -> None:
    await Customer.filter(id=cast.rahim.id).update(status=CustomerStatus.LEFT)
    site.fake.secrets.pop("rahim")
    site.fake.hang_up("rahim")
    await services.ensure([cast.rahim.id])
    await site.urgent()

    service = await Service.get(customer_id=cast.rahim.id)
    assert (service.desired, service.applied) == (Desired.ABSENT, service.generation)
    assert await told(cast.rahim) == []


async def test_each_suspension_of_one_minute_is_told(cast: Cast, site: Site) -> None:
    for _ in range(2):
        await suspend(cast.rahim)
        await site.urgent()
        await reconnect(cast.rahim)
        await site.urgent()

    assert await told(cast.rahim) == ["customer-suspended", "customer-activated"] * 2


async def test_paid_before_the_router_knew_of_it_neither_is_told(cast: Cast, site: Site) -> None:
    await suspend(cast.rahim)
    await reconnect(cast.rahim)
    await site.urgent()
    assert await told(cast.rahim) == []


async def test_who_was_brought_over_suspended_is_told_of_the_reconnection_only(
    cast: Cast, site: Site
) -> None:
    await Customer.filter(id=cast.rahim.id).update(status=CustomerStatus.SUSPENDED)
    await services.ensure([cast.rahim.id])
    await site.urgent()
    assert site.fake.service_of("rahim") == "held"
    assert await told(cast.rahim) == []

    await reconnect(cast.rahim)
    await site.urgent()
    assert await told(cast.rahim) == ["customer-activated"]


async def test_moved_to_another_router_while_suspended_it_is_told_once(
    cast: Cast, site: Site
) -> None:
    await suspend(cast.rahim)
    await site.urgent()
    await Service.filter(customer_id=cast.rahim.id).update(generation=9)
    await site.urgent()
    assert await told(cast.rahim) == ["customer-suspended"]

    await Service.filter(customer_id=cast.rahim.id).update(generation=10)
    await reconnect(cast.rahim)
    await site.urgent()
    assert await told(cast.rahim) == ["customer-suspended", "customer-activated"]


async def test_told_before_under_the_old_key_it_is_not_told_again(cast: Cast, site: Site) -> None:
    await suspend(cast.rahim)
    await Message.create(
        dedupe=f"service:{cast.rahim.id}:customer-suspended:202611210600",
        event="customer-suspended",
        customer_id=cast.rahim.id,
        operator_id=cast.rahim.operator_id,
        made_at=site.moment.now,
    )
    await site.urgent()
    assert await told(cast.rahim) == ["customer-suspended"]


@pytest.mark.parametrize("event", ["customer-suspended", "customer-suspended-by-hand"])
async def test_an_operator_who_does_not_tell_it_does_not_tell_it(
    cast: Cast, site: Site, event: str
) -> None:
    await EventSetting.create(operator_id=cast.rahim.operator_id, event=event, enabled=False)
    await enforcement.suspend_by_hand(SYSTEM, cast.rahim.id, "noise")
    await site.urgent()
    assert await told(cast.rahim) == []


@pytest.fixture
async def house(cast: Cast) -> House:
    """The cast's ISP can send SMS."""
    await builders.a_gateway("sms", kind="sms", rate=10_000, options={"price_minor": 25})
    return House(cast)


async def test_by_hand_with_nothing_due_it_is_told_in_its_own_words(
    cast: Cast, site: Site, house: House
) -> None:
    await enforcement.suspend_by_hand(SYSTEM, cast.rahim.id, "misuse")
    await site.urgent()
    await house.work()
    await enforcement.reconnect_by_hand(SYSTEM, cast.rahim.id)
    await site.urgent()
    await house.work()

    assert await told(cast.rahim) == ["customer-suspended-by-hand", "customer-activated"]
    first, second = (each.text for each in house.sms.sent)
    assert "suspended by our office" in first
    assert "৳" not in first
    assert "Tk" not in first
    assert "is on again" in second


async def test_what_is_no_longer_so_when_it_is_sent_is_not_sent(
    cast: Cast, site: Site, house: House
) -> None:
    late = await builders.a_customer(owes=1000, username="late")
    site.fake.add("late")
    await services.ensure()
    await site.full()
    await suspend(late)
    await site.urgent()
    for bill in await Bill.filter(customer_id=late.id):
        await Bill.filter(id=bill.id).update(paid_minor=bill.total_minor, status="paid")
    await enforcement.review(late.id)
    await house.work()
    assert house.numbers == []

    await site.urgent()
    await house.work()
    (only,) = house.sms.sent
    assert "is on again" in only.text
