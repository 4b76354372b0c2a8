"""Nila buys at the hotspot of the cast's router: a day, a week by login, and a bit of data."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from domain import events, reactions, vault
from domain.billing import proof as billing_proof
from domain.billing.models import BillingProfile
from domain.customers.models import Connection, Customer, CustomerStatus, Package
from domain.hotspot import proof, selling
from domain.hotspot.models import Purchase
from domain.ledger import proof as ledger_proof
from domain.network import reconciler, services
from domain.network.models import Router
from domain.payments import proof as payments_proof
from domain.ports import Ports
from domain.staff.rights import Actor
from tests import builders
from tests.cast import Cast, Moment
from tests.fakes import FakeRouter, router_ports
from tests.sealing import VAULT


@dataclass
class Shop:
    """A hotspot with its customer and what is sold there."""

    nila: Customer
    day: Package
    week: Package
    data: Package
    fake: FakeRouter
    router: Router
    ports: Ports
    moment: Moment
    bina: Actor = field(repr=False)

    async def sell(self, package: Package, *, again: bool = True) -> Purchase:
        sold = await selling.sell(self.bina, self.nila.id, package.id, again=again)
        return await Purchase.get(id=sold.purchase_id)

    async def full(self) -> None:
        self.moment.move(seconds=1)
        await reconciler.full_pass(await Router.get(id=self.router.id), self.ports)

    async def urgent(self) -> int:
        return await reconciler.urgent_pass(await Router.get(id=self.router.id), self.ports)

    async def status(self) -> CustomerStatus:
        return (await Customer.get(id=self.nila.id)).status


async def a_hotspot_package(code: str, price: int, validity: str, **values: object) -> Package:
    count, unit = validity.split()
    terms = {"validity": int(count), "validity_unit": unit, "valid_from": "purchase", **values}
    return await builders.a_package(
        code, price=price, kind=Connection.HOTSPOT, profile="hot-5M", **terms
    )


@pytest.fixture
async def shop(cast: Cast, moment: Moment) -> Shop:
    vault.use(VAULT)
    events.listen(reactions.MAP)
    by_purchase = await BillingProfile.create(
        code="by-purchase", name="By purchase", cycle="hotspot"
    )
    day = await a_hotspot_package("day-pass", 20, "24 hour")
    nila = await Customer.create(
        code="NK-7001", operator_id=cast.north.id, package_id=day.id,
        billing_profile_id=by_purchase.id, name="Nila", mobile="+8801711000701",
        connection=Connection.HOTSPOT, router_id=cast.router.id, username="nila",
        status=CustomerStatus.EXPIRED, joined_on=cast.rahim.joined_on, language="en",
    )  # fmt: skip
    fake = FakeRouter()
    fake.add("rahim")
    fake.add("karim")
    fake.user_profile_names = ["hot-5M"]
    ports, _ = router_ports(VAULT, core_1=fake)
    await services.ensure()
    made = Shop(
        nila=nila,
        day=day,
        week=await a_hotspot_package("week", 100, "7 day", valid_from="login"),
        data=await a_hotspot_package("data", 50, "30 day", cap_mb=500),
        fake=fake,
        router=cast.router,
        ports=ports,
        moment=moment,
        bina=cast.bina,
    )
    await made.full()
    return made


async def assert_it_holds() -> None:
    """Ledger, bills, payments and purchases say the same."""
    for room in (ledger_proof, billing_proof, payments_proof, proof):
        assert await room.faults(5) == []
