"""From what is owed to what the router does, over real sockets to a stand-in router."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from domain import clock, db, events, reactions, vault
from domain.customers.models import Customer
from domain.errors import Outside
from domain.incidents import incidents
from domain.incidents.models import Incident
from domain.network import monitoring, reconciler, routers, services
from domain.network.models import Router, Service
from domain.network.services import Cut
from domain.payments import posting
from domain.ports import Account, Ports
from domain.staff.rights import SYSTEM
from gateways.mikrotik import MikroTik, RouterOsAccess, endpoint, terms
from gateways.mikrotik.transport import Limits
from sandbox.faults import Kind
from sandbox.routeros import RouterOs
from scheduler.apart import Apart
from scheduler.routers import Supervisor
from tests import builders, emulator
from tests.cast import Cast, Moment
from tests.fakes import Outsides, router_ports
from tests.sealing import VAULT
from tests.waiting import until

QUICK = Limits(connect=5, command=3, table=60, quiet=3, cancel=1)
PATIENT = Limits(connect=20, command=60, table=300, quiet=300)


@dataclass
class Wire:
    """Ports that lead to a router over a socket; `fresh` is what another process would have."""

    limits: Limits
    tasks: Outsides
    apart: Apart = field(default_factory=Apart)
    clients: list[MikroTik] = field(default_factory=list)

    def fresh(self) -> Ports:
        made: dict[int, RouterOsAccess] = {}

        def of(account: Account) -> RouterOsAccess:
            if account.id not in made:
                client = MikroTik(
                    account.name, endpoint(account), self.tasks.spawn, self.apart,
                    limits=self.limits,
                )  # fmt: skip
                made[account.id] = RouterOsAccess(client, terms(account))
                self.clients.append(client)
            return made[account.id]

        return replace(router_ports(VAULT)[0], access=of, spawn=self.tasks.spawn)


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    made = Wire(QUICK, router_ports(VAULT)[1])
    yield made
    for client in made.clients:
        await client.close()
    for task in list(made.tasks.tasks):
        task.cancel()
    await asyncio.gather(*made.tasks.tasks, return_exceptions=True)
    await made.apart.close()


@dataclass
class Site:
    """The cast's router and its stand-in."""

    router: Router
    os: RouterOs
    ports: Ports
    moment: Moment

    async def urgent(self) -> None:
        await reconciler.urgent_pass(self.router, self.ports)

    async def full(self) -> None:
        self.moment.move(seconds=1)
        await reconciler.full_pass(self.router, self.ports)


@pytest.fixture
async def site(cast: Cast, moment: Moment, wire: Wire) -> AsyncIterator[Site]:
    events.listen(reactions.MAP)
    vault.use(VAULT)
    os = RouterOs(username="netkhata", password="router-secret", redial_after=0.05)
    emulator.furnish(os)
    os.network.load(["rahim", "karim"], profile="10M")
    await os.start()
    router = await behind(cast, os.port, "router-secret")
    await services.ensure()
    made = Site(router, os, wire.fresh(), moment)
    await until(lambda: os.network.service_of("karim") == "paid")
    await made.full()
    yield made
    await os.stop()


async def behind(cast: Cast, port: int, password: str) -> Router:
    """The cast's router, now at that port."""
    sealed = VAULT.seal({"password": password})
    await Router.filter(id=cast.router.id).update(credentials=sealed)
    await builders.set_router(cast.router, host="127.0.0.1", port=port)
    return await Router.get(id=cast.router.id)


async def suspend(*customers: Customer) -> None:
    await services.suspend_many([Cut(customer.id, "overdue") for customer in customers])


async def is_settled(customer: Customer) -> bool:
    service = await Service.get(customer_id=customer.id)
    return bool(service.generation == service.applied)


async def crowd(count: int, *, connection: str = "pppoe") -> None:
    """Customers `user1`, `user2` ... behind the cast's router."""
    await db.run(
        "INSERT INTO customer (code, operator_id, zone_id, package_id, billing_profile_id,"
        " name, mobile, whatsapp, email, language, address, connection, router_id, username, ip,"
        " mac, discount_minor, exempt, status, joined_on, online_at)"
        f" WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
        " SELECT 'M' || i, c.operator_id, c.zone_id, c.package_id, c.billing_profile_id,"
        f" 'Customer', '+8801', '', '', 'en', '', '{connection}', c.router_id, 'user' || i, '',"
        " '', 0, FALSE, 'active', '2026-01-01', 0 FROM n JOIN customer c ON c.code = '1001'"
    )


async def test_who_pays_is_online_again(cast: Cast, site: Site) -> None:
    debtor = cast.rahim
    await builders.a_bill(debtor, total=1000)
    await suspend(debtor)
    await site.urgent()
    assert site.os.network.service_of("rahim") == "suspended"
    address = site.os.network.dialer.sessions["rahim"].address

    await posting.record(cast.bina, debtor, builders.money(1000))
    await site.urgent()

    assert site.os.network.service_of("rahim") == "paid"
    assert site.os.network.dialer.sessions["rahim"].address == address
    service = await Service.get(customer_id=debtor.id)
    assert service.applied == service.generation
    assert service.seen_at is not None


async def test_who_dialled_in_while_suspended_is_online_after_one_new_dial_in(
    cast: Cast, site: Site
) -> None:
    await builders.a_bill(cast.rahim, total=1000)
    await suspend(cast.rahim)
    await site.urgent()
    site.os.network.hang_up("rahim")
    site.os.network.dial("rahim")
    await site.full()
    assert site.os.network.service_of("rahim") == "suspended"

    await posting.record(cast.bina, cast.rahim, builders.money(1000))
    await site.urgent()

    await until(lambda: site.os.network.service_of("rahim") == "paid")
    await site.urgent()
    assert (await Service.get(customer_id=cast.rahim.id)).seen_at is not None


async def test_a_full_pass_without_differences_writes_nothing(cast: Cast, site: Site) -> None:
    await suspend(cast.rahim)
    await site.urgent()
    writes = site.os.world.writes

    await site.full()

    assert site.os.world.writes == writes


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        ("connect", Kind.RESET_BEFORE),
        ("login", Kind.RESET_AFTER),
        ("/ppp/secret/print", Kind.HTTP_500),
        ("/ppp/secret/print", Kind.SILENCE),
        ("/ppp/secret/print", Kind.JUNK),
        ("/ppp/secret/print midway", Kind.RESET_BEFORE),
        ("/ppp/secret/print early", Kind.REFUSE),
        ("/ppp/secret/print empty", Kind.REFUSE),
        ("/ppp/secret/set", Kind.RESET_BEFORE),
        ("/ppp/secret/set", Kind.RESET_AFTER),
        ("/ppp/secret/set after", Kind.SILENCE),
        ("/ppp/secret/set after", Kind.REFUSE),
        ("/ip/firewall/address-list/add", Kind.RESET_AFTER),
        ("/ip/firewall/address-list/add after", Kind.SILENCE),
        ("/ip/firewall/address-list/print", Kind.RESET_BEFORE),
    ],
)
async def test_however_the_router_fails_the_work_is_done_when_it_answers(
    cast: Cast, site: Site, wire: Wire, operation: str, kind: Kind
) -> None:
    site.ports = wire.fresh()
    site.os.faults.plan(operation, kind, times=2, seconds=2.0)
    await suspend(cast.rahim)

    for _ in range(12):
        with suppress(Outside):
            await site.urgent()
        site.moment.move(seconds=2)
        if await is_settled(cast.rahim):
            break

    site.os.faults.lift()
    assert await is_settled(cast.rahim)
    assert site.os.network.service_of("rahim") == "suspended"
    assert site.os.network.service_of("karim") == "paid"


@pytest.mark.parametrize("stage", ["early", "empty", "midway"])
async def test_a_table_that_ends_too_soon_frees_and_holds_nobody(
    cast: Cast, site: Site, stage: str
) -> None:
    await suspend(cast.rahim)
    await site.urgent()
    writes = site.os.world.writes
    for menu in ("/ppp/secret", "/ppp/active", "/ip/firewall/address-list"):
        site.os.faults.plan(f"{menu}/print {stage}", Kind.RESET_BEFORE, times=None)
        with suppress(Outside):
            await site.full()
        site.os.faults.lift()

    assert site.os.world.writes == writes
    assert site.os.network.service_of("rahim") == "suspended"
    assert site.os.network.service_of("karim") == "paid"


async def test_a_router_without_power_is_told_once_and_its_work_done_after(
    cast: Cast, site: Site
) -> None:
    await site.os.power(False)
    await suspend(cast.rahim)
    for _ in range(monitoring.MISSES + 2):
        await monitoring.check(site.router, site.ports)
    with pytest.raises(Outside):
        await site.urgent()
    incident = await Incident.get(kind=monitoring.DOWN)
    assert incident.data["customers"] == 2

    await site.os.power(True)
    for _ in range(monitoring.ANSWERS):
        await monitoring.check(site.router, site.ports)
    await site.urgent()

    assert (await Incident.get(subject=incidents.of_router(site.router.id))).closed_at is not None

    async def is_held_again() -> bool:  # who dials in between two looks is held by the next one
        site.moment.move(seconds=10)
        await site.urgent()
        return site.os.network.service_of("rahim") == "suspended"

    await until(is_held_again)


async def test_after_a_reboot_nobody_is_freed_and_nobody_else_held(cast: Cast, site: Site) -> None:
    await suspend(cast.rahim)
    await site.urgent()
    site.os.reboot()
    await until(lambda: site.os.boots == 1 and site.os.powered)
    await until(lambda: site.os.network.service_of("karim") != "offline")
    await until(lambda: site.os.network.service_of("rahim") != "offline")

    await site.full()

    assert site.os.network.service_of("rahim") == "suspended"
    assert site.os.network.service_of("karim") == "paid"


async def test_killed_in_the_middle_of_many_the_next_process_finishes(
    cast: Cast, site: Site, wire: Wire
) -> None:
    await crowd(400)
    site.os.network.load(emulator.names(400), profile="10M")
    await services.ensure()
    await site.full()
    everybody = await Customer.filter(code__startswith="M")
    await suspend(*everybody)
    site.os.service.pace.latency = 0.002
    for attempt in range(1, 6):
        ports = wire.fresh()
        work = asyncio.create_task(reconciler.urgent_pass(site.router, ports))
        await asyncio.sleep(0.05 * attempt)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        await ports.access(routers.account(site.router, VAULT)).close()

    site.moment.move(minutes=5)
    await reconciler.urgent_pass(site.router, wire.fresh())

    held = [one for one in site.os.network.online() if one.service == "suspended"]
    assert len(held) == 400
    entries = [
        entry.values["address"] for entry in site.os["/ip/firewall/address-list"].items.values()
    ]
    assert len(entries) == len(set(entries)) == 400
    assert await Service.filter(generation=2, applied=2).count() == 400


async def test_two_processes_at_once_come_to_the_same(cast: Cast, site: Site, wire: Wire) -> None:
    await crowd(120)
    site.os.network.load(emulator.names(120), profile="10M")
    await services.ensure()
    await site.full()
    everybody = await Customer.filter(code__startswith="M").order_by("id")
    await suspend(*everybody)

    async def work(ports: Ports) -> None:
        for _ in range(4):
            await reconciler.urgent_pass(site.router, ports)
            await reconciler.full_pass(site.router, ports)

    async def pay() -> None:
        for customer in everybody[::2]:
            await services.reconnect(SYSTEM, customer.id, "paid", {})
            await asyncio.sleep(0.002)

    await asyncio.gather(work(site.ports), work(wire.fresh()), pay())
    site.moment.move(minutes=10)
    await site.urgent()
    await site.full()

    for number, customer in enumerate(everybody):
        expected = "paid" if number % 2 == 0 else "suspended"
        assert site.os.network.service_of(customer.username) == expected
        assert await is_settled(customer)


async def test_a_read_of_50000_rows_does_not_hold_up_a_reconnection(
    cast: Cast, site: Site, wire: Wire
) -> None:
    wire.limits = PATIENT
    site.ports = wire.fresh()
    site.os.network.load(emulator.names(50_000), profile="10M", online=False)
    await suspend(cast.rahim)
    await site.urgent()
    site.os.faults.plan("/ppp/secret/print midway", Kind.SLOW, seconds=60)
    whole = asyncio.create_task(site.full())
    await until(lambda: not site.os.faults.planned["/ppp/secret/print midway"][0].times)

    await services.reconnect(SYSTEM, cast.rahim.id, "paid", {})
    await site.urgent()

    assert await is_settled(cast.rahim)
    assert site.os.network.service_of("rahim") == "paid"
    assert not whole.done()
    whole.cancel()
    await asyncio.gather(whole, return_exceptions=True)


async def test_ten_thousand_are_suspended_by_two_workers_and_stay_so(
    cast: Cast, moment: Moment, wire: Wire
) -> None:
    count = 10_000
    wire.limits = PATIENT
    await crowd(count)
    await Customer.filter(code__in=["1001", "1002"]).update(router_id=None)
    clock.use(None)
    async with emulator.elsewhere(count) as port:
        router = await behind(cast, port, "secret")
        await services.ensure()
        await db.run("UPDATE service SET applied = 1, asked_at = 0")
        ids = await Customer.filter(code__startswith="M").values_list("id", flat=True)
        await services.suspend_many([Cut(number, "overdue") for number in ids])
        workers = [Supervisor(name, wire.fresh()) for name in ("one", "two")]
        for worker in workers:
            await worker.look()

        async def all_done() -> bool:
            return await Service.filter(applied=2).count() == count

        await until(all_done)
        for worker in workers:
            await worker.end()
        snapshot = await routers.backend(router, wire.fresh()).observe()

    assert {secret.profile for secret in snapshot.secrets} == {"suspended"}
    assert len(snapshot.entries) == len(snapshot.sessions) == count
    assert clock.now() - timedelta(hours=1) < (await Service.first()).done_at
