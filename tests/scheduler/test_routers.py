"""Routers are served side by side, by one process each, and taken over from one that died."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from domain import jobs, wakes
from domain.customers.models import Customer
from domain.errors import Busy
from domain.network import services
from domain.network.models import Router, Service
from domain.ports import Ports
from domain.staff.rights import SYSTEM
from scheduler import routers
from scheduler.routers import Supervisor, serve_router
from tests import builders
from tests.cast import Cast, Moment
from tests.fakes import FakeRouter, router_ports
from tests.sealing import VAULT
from tests.waiting import until


@dataclass
class Sites:
    """Rahim behind core-1 and Selim behind core-2, and what leads there."""

    rahim: Customer
    selim: Customer
    first: FakeRouter
    second: FakeRouter
    routers: list[Router]
    ports: Ports

    async def confirmed(self, customer: Customer) -> bool:
        service = await Service.get(customer_id=customer.id)
        return bool(service.generation == service.applied)


@pytest.fixture
async def sites(cast: Cast, moment: Moment) -> AsyncIterator[Sites]:
    second = await builders.a_router("core-2")
    selim = await builders.a_customer(username="selim", router=second)
    made = Sites(
        rahim=cast.rahim,
        selim=selim,
        first=FakeRouter(),
        second=FakeRouter(),
        routers=[cast.router, second],
        ports=router_ports(VAULT)[0],
    )
    for name in ("rahim", "karim"):
        made.first.add(name)
    made.second.add("selim")
    made.ports, outside = router_ports(VAULT, core_1=made.first, core_2=made.second)
    await services.ensure()
    moment.move(seconds=1)
    yield made
    for task in list(outside.tasks):
        task.cancel()
    await asyncio.gather(*outside.tasks, return_exceptions=True)


async def test_a_wish_is_carried_out_when_it_is_made(sites: Sites) -> None:
    stop = asyncio.Event()
    sites.ports.spawn("core-1", lambda: serve_router(sites.routers[0].id, sites.ports, stop))
    await until(lambda: sites.confirmed(sites.rahim))

    await services.suspend(SYSTEM, sites.rahim.id, "overdue", {})
    await until(lambda: sites.confirmed(sites.rahim))
    assert sites.first.service_of("rahim") == "held"
    await services.reconnect(SYSTEM, sites.rahim.id, "paid", {})
    await until(lambda: sites.confirmed(sites.rahim))
    assert sites.first.service_of("rahim") == "paid"

    stop.set()
    wakes.rouse(wakes.NETWORK)


async def test_a_hung_router_holds_up_nobody_else(sites: Sites) -> None:
    sites.first.hang = asyncio.Event()
    supervisor = Supervisor("here", sites.ports)
    await supervisor.look()
    assert supervisor.serving == {router.id for router in sites.routers}

    await services.suspend(SYSTEM, sites.rahim.id, "overdue", {})
    await services.suspend(SYSTEM, sites.selim.id, "overdue", {})
    await until(lambda: sites.confirmed(sites.selim))

    assert sites.second.service_of("selim") == "held"
    assert not await sites.confirmed(sites.rahim)
    sites.first.hang.set()
    sites.first.hang = None
    await until(lambda: sites.confirmed(sites.rahim))
    await supervisor.end()


async def test_a_full_read_does_not_hold_up_a_reconnection(
    sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, go_on = asyncio.Event(), asyncio.Event()
    read_all = sites.first.read_all

    async def read_slowly(lists: list[str]) -> object:
        reading.set()
        await go_on.wait()
        return await read_all(lists)

    await services.suspend(SYSTEM, sites.rahim.id, "overdue", {})
    await services.reconnect(SYSTEM, sites.rahim.id, "paid", {})
    monkeypatch.setattr(sites.first, "read_all", read_slowly)
    supervisor = Supervisor("here", sites.ports)
    await supervisor.look()

    await reading.wait()
    await until(lambda: sites.confirmed(sites.rahim))

    assert not go_on.is_set()
    go_on.set()
    await supervisor.end()


async def test_looking_out_for_a_session_does_not_hold_up_the_next_reconnection(
    sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, go_on = asyncio.Event(), asyncio.Event()
    read_some = sites.first.read_some

    async def look_slowly(names: list[str], *more: list[str]) -> object:
        if names == ["rahim"]:
            looking.set()
            await go_on.wait()
        return await read_some(names, *more)

    karim = await Customer.get(username="karim")
    supervisor = Supervisor("here", sites.ports)
    await supervisor.look()
    for customer in (sites.rahim, karim):
        await until(lambda customer=customer: sites.confirmed(customer))
        await services.suspend(SYSTEM, customer.id, "overdue", {})
        await until(lambda customer=customer: sites.confirmed(customer))
    sites.first.hang_up("rahim")  # and the equipment stays off
    await services.reconnect(SYSTEM, sites.rahim.id, "paid", {})
    await until(lambda: sites.confirmed(sites.rahim))
    monkeypatch.setattr(sites.first, "read_some", look_slowly)
    await looking.wait()

    await services.reconnect(SYSTEM, karim.id, "paid", {})
    await until(lambda: sites.confirmed(karim))

    assert not go_on.is_set()
    go_on.set()
    await supervisor.end()


async def test_what_failed_is_done_when_the_router_is_back(
    sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routers, "_LONGEST_PAUSE_SECONDS", 0.01)
    for operation in ("read_some", "read_all", "apply"):
        sites.first.fail(operation, Busy("unreachable"), times=3)
    await services.suspend(SYSTEM, sites.rahim.id, "overdue", {})
    supervisor = Supervisor("here", sites.ports)
    await supervisor.look()

    await until(lambda: sites.confirmed(sites.rahim))

    assert sites.first.service_of("rahim") == "held"
    await supervisor.end()


async def test_two_processes_share_the_routers(sites: Sites) -> None:
    here, there = Supervisor("here", sites.ports), Supervisor("there", sites.ports)
    await here.look()
    assert len(here.serving) == 2

    async def are_shared() -> bool:
        await there.look()
        await here.look()
        return len(here.serving) == len(there.serving) == 1

    await until(are_shared)

    assert here.serving | there.serving == {router.id for router in sites.routers}
    await here.end()
    await there.end()


async def test_a_router_that_ends_while_its_lease_is_renewed_is_free(
    sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = Supervisor("here", sites.ports), Supervisor("there", sites.ports)
    await here.look()
    elect = jobs.elect

    async def elect_late(name: str, holder: str, now: datetime, *, lease: timedelta) -> bool:
        if name.startswith("router/"):
            number = int(name.removeprefix("router/"))
            while number not in here.serving and number in here._serving:
                await asyncio.sleep(0)
        return await elect(name, holder, now, lease=lease)

    monkeypatch.setattr(jobs, "elect", elect_late)
    await there.look()
    await here.look()
    await there.look()

    assert len(here.serving) == len(there.serving) == 1
    await here.end()
    await there.end()


async def test_the_routers_of_a_dead_process_are_taken_over(sites: Sites, moment: Moment) -> None:
    dead, alive = Supervisor("dead", sites.ports), Supervisor("alive", sites.ports)
    await dead.look()
    await alive.look()
    assert alive.serving == set()

    moment.move(seconds=21)
    await alive.look()

    assert alive.serving == {router.id for router in sites.routers}
    await dead.look()
    assert len(dead.serving) == 0
    await alive.end()
    await dead.end()


async def test_a_disabled_router_is_let_go(sites: Sites) -> None:
    supervisor = Supervisor("here", sites.ports)
    await supervisor.look()

    await Router.filter(id=sites.routers[0].id).update(enabled=False)
    await supervisor.look()

    assert supervisor.serving == {sites.routers[1].id}
    await supervisor.end()


async def test_stopping_gives_everything_back(sites: Sites) -> None:
    first, stop = Supervisor("first", sites.ports), asyncio.Event()
    sites.ports.spawn("first", lambda: first.run(stop))

    async def is_serving() -> bool:
        return len(first.serving) == 2

    async def has_ended() -> bool:
        second = Supervisor("second", sites.ports)
        await second.look()
        taken = len(second.serving)
        await second.end()
        return taken == 2

    await until(is_serving)
    stop.set()
    await until(has_ended)
