"""Who is online for the first time is told that it works, once; nobody who was online before."""

from __future__ import annotations

import asyncio

import pytest

from domain import clock, db, events, reactions, vault
from domain.customers import first_sessions
from domain.customers.models import Customer, CustomerStatus
from domain.events import FirstSessionsSeen
from domain.messaging import outbox
from domain.messaging.models import EventSetting, Message
from domain.network import services
from tests import builders
from tests.cast import Cast
from tests.domain.network.conftest import Site, reconnect, suspend
from tests.sealing import VAULT


@pytest.fixture(autouse=True)
def _consequences(site: Site) -> None:
    vault.use(VAULT)
    events.listen(reactions.MAP)


async def new(site: Site, **values: object) -> Customer:
    """A customer whom nobody has seen online yet; their router dials when it is told to."""
    customer = await builders.a_customer(username="jamal", online_at=None, **values)
    site.fake.add("jamal")
    site.fake.hang_up("jamal")
    await services.ensure()
    await site.full()
    return customer


async def told(customer: Customer) -> list[str]:
    return [each.event for each in await Message.filter(customer_id=customer.id).order_by("id")]


async def test_the_first_session_is_told_when_it_is_seen(site: Site) -> None:
    customer = await new(site)
    assert await told(customer) == []

    site.fake.dial("jamal")
    await site.full()

    assert await told(customer) == ["first-online"]
    assert (await Customer.get(id=customer.id)).online_at == clock.now()


async def test_no_later_session_is_told(cast: Cast, site: Site) -> None:
    customer = await new(site)
    site.fake.dial("jamal")
    await site.full()
    first = (await Customer.get(id=customer.id)).online_at

    await suspend(customer)
    await site.urgent()
    await reconnect(customer)
    await site.urgent()
    site.fake.hang_up("jamal")
    await site.full()
    site.fake.dial("jamal")
    await site.full()

    assert (await told(customer)).count("first-online") == 1
    assert (await Customer.get(id=customer.id)).online_at == first
    assert await told(cast.karim) == []


async def test_who_dies_before_it_is_written_down_sees_it_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await new(site)
    site.fake.dial("jamal")

    async def dies(*given: object, **more: object) -> int:
        raise OSError("killed")

    with monkeypatch.context() as killed:
        killed.setattr(outbox, "put_each", dies)
        with pytest.raises(OSError, match="killed"):
            await site.full()
    assert (await Customer.get(id=customer.id)).online_at is None

    await site.full()

    assert await told(customer) == ["first-online"]


async def test_of_two_who_see_it_at_once_one_tells_it(site: Site) -> None:
    customer = await new(site)

    async def see() -> None:
        async with db.transaction():
            if found := await first_sessions.note([customer.id]):
                await events.publish(FirstSessionsSeen(tuple(found)))

    await asyncio.gather(*(see() for _ in range(4)))

    assert await told(customer) == ["first-online"]


async def test_an_operator_may_switch_it_off(cast: Cast, site: Site) -> None:
    await EventSetting.create(operator_id=cast.north.id, event="first-online", enabled=False)
    customer = await new(site)
    site.fake.dial("jamal")
    await site.full()

    assert await told(customer) == []
    assert (await Customer.get(id=customer.id)).online_at is not None


async def test_who_is_suspended_again_by_then_is_not_told(site: Site) -> None:
    customer = await new(site, status=CustomerStatus.SUSPENDED)
    site.fake.dial("jamal")
    await site.full()

    assert "first-online" not in await told(customer)
