"""A gateway that customers pay through, and Rahim, who owes 1,000.00 and has a link."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from domain import events, vault
from domain.accounts.models import Gateway
from domain.customers.models import Customer
from domain.events import Event
from domain.money import Money
from domain.payments import links, starting
from domain.payments.models import Attempt, Link
from domain.ports import Ports
from domain.staff.rights import SYSTEM
from tests import builders
from tests.cast import Cast
from tests.fake_refunds import RefundingPay
from tests.fake_web import FakePay, web_ports
from tests.sealing import VAULT


@dataclass
class Shop:
    """What a payment needs, and what was published meanwhile."""

    pay: FakePay
    ports: Ports
    gateway: Gateway
    manual: Gateway
    customer: Customer
    link: Link
    published: list[Event]

    async def start(self, amount: Money | None = None) -> Attempt:
        """One more attempt at the gateway, the whole due unless said otherwise."""
        made = await starting.create(
            self.customer, self.link, self.gateway, amount or Money(1000_00), "bn"
        )
        return await starting.send(made, self.customer, self.gateway, self.link, self.ports, {})

    def told(self, kind: type[Event]) -> list[Event]:
        """The events of a kind, in order."""
        return [event for event in self.published if type(event) is kind]


@pytest.fixture
async def shop(cast: Cast) -> Shop:
    vault.use(VAULT)
    published: list[Event] = []

    async def note(event: Event) -> None:
        published.append(event)

    events.listen({kind: [note] for kind in Event.__subclasses__()})
    pay = FakePay()
    gateway = await builders.a_gateway("bkash-main", kind="payment", provider="bkash")
    manual = await builders.a_gateway(
        "nagad-hand",
        kind="payment",
        provider="manual",
        options={"method": "nagad", "number": "01700-000000"},
    )
    await builders.a_bill(cast.rahim, total=1000)
    link, _ = await links.make(SYSTEM, cast.rahim)
    return Shop(pay, web_ports(pay), gateway, manual, cast.rahim, link, published)


@pytest.fixture
def till(shop: Shop) -> RefundingPay:
    made = RefundingPay()
    shop.pay, shop.ports = made, replace(shop.ports, payment_gateway=lambda account: made)
    return made
