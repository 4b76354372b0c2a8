"""The cast's router, with the cast's customers on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from domain import events
from domain.customers.models import Customer
from domain.events import Event
from domain.network import reconciler, services
from domain.network.models import Router, Service
from domain.ports import Ports
from domain.staff.rights import SYSTEM
from tests import builders
from tests.cast import Cast, Moment
from tests.fakes import FakeRouter, router_ports
from tests.sealing import VAULT


class Heard(list[Event]):
    """The events that were published, in order."""

    async def note(self, event: Event) -> None:
        self.append(event)

    def of(self, kind: type[Event]) -> list[Event]:
        return [event for event in self if type(event) is kind]


@pytest.fixture
def heard() -> Iterator[Heard]:
    """What happens is only written down."""
    notes = Heard()
    events.listen({kind: [notes.note] for kind in Event.__subclasses__()})
    yield notes
    events.listen({})


@dataclass
class Site:
    """A router of the cast, its fake, and ports that lead to it."""

    router: Router
    fake: FakeRouter
    ports: Ports
    moment: Moment

    async def urgent(self) -> int:
        return await reconciler.urgent_pass(await Router.get(id=self.router.id), self.ports)

    async def full(self) -> None:
        self.moment.move(seconds=1)
        await reconciler.full_pass(await Router.get(id=self.router.id), self.ports)


@pytest.fixture
async def site(cast: Cast, heard: Heard, moment: Moment) -> Site:
    """Rahim and Karim online on core-1, and everything confirmed."""
    fake = FakeRouter()
    fake.add("rahim")
    fake.add("karim")
    ports, _ = router_ports(VAULT, core_1=fake)
    made = Site(cast.router, fake, ports, moment)
    await services.ensure()
    await made.full()
    fake.applied.clear()
    fake.asked.clear()
    heard.clear()
    return made


async def service_of(customer_id: int) -> Service:
    return await Service.get(customer_id=customer_id)


async def suspend(customer: Customer) -> None:
    await services.suspend(SYSTEM, customer.id, "overdue", {})


async def reconnect(customer: Customer) -> None:
    await services.reconnect(SYSTEM, customer.id, "paid", {})


async def crowd(site: Site, count: int) -> list[Customer]:
    """More customers on the router, all confirmed."""
    made = [await builders.a_customer(username=f"crowd{number}") for number in range(count)]
    for customer in made:
        site.fake.add(customer.username)
    await services.ensure()
    await site.full()
    site.fake.applied.clear()
    return made
