"""Suspending 10,000 at once over a router 5 ms away, beside the router's own rate."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from domain import db, wakes
from domain.customers.models import Customer
from domain.network import reconciler, services
from domain.network.models import Router, Service
from domain.network.services import Cut
from sandbox.routeros.wire import Reader, sentence
from scheduler.routers import serve_router
from tests import builders, emulator
from tests.bench import routers
from tests.bench.frame import RUNS, Lab, Row, timed

CUSTOMERS, FEWER, OTHERS = 10_000, 2_000, 100
IN_FLIGHT = 50
LATENCY = 0.005


async def bare_commands(port: int) -> None:
    """A list entry for each customer, with 50 commands in flight and nothing else."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    parser = Reader()
    writer.write(sentence("/login", "=name=netkhata", "=password=secret"))
    sent = done = 0
    while done <= CUSTOMERS:
        answers = parser.feed(await reader.read(65536))
        done += sum(1 for words in answers if words[0] == "!done")
        while sent < CUSTOMERS and sent - done < IN_FLIGHT - 1:
            writer.write(
                sentence(
                    "/ip/firewall/address-list/add",
                    "=list=bare",
                    f"=address=10.200.{sent // 250}.{sent % 250}",
                    "=comment=bench",
                    f".tag={sent}",
                )
            )
            sent += 1
    writer.close()


async def measure(lab: Lab) -> list[Row]:
    pattern = await lab.pattern(lambda: _an_isp(CUSTOMERS))
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(RUNS):
        async with emulator.elsewhere(CUSTOMERS, latency=LATENCY) as port:
            bare.append(CUSTOMERS / await timed(lambda: bare_commands(port)))
        ours.append(CUSTOMERS / await _suspended(lab, pattern, CUSTOMERS))
    return [Row("suspend", "customers/s", ours, bare, ">= 0.5"), await _beside_a_hung_one(lab)]


async def _beside_a_hung_one(lab: Lab) -> Row:
    """The same work of fewer, while a router that answers nothing is served by the same process."""
    pattern = await lab.pattern(lambda: _an_isp(FEWER))
    alone: list[float] = []
    beside: list[float] = []
    for _ in range(RUNS):
        alone.append(FEWER / await _suspended(lab, pattern, FEWER))
        beside.append(FEWER / await _suspended(lab, pattern, FEWER, hung=True))
    return Row("suspend_beside_hung", "customers/s", beside, alone, ">= 0.9")


async def _an_isp(customers: int) -> None:
    """The customers of the router, and a few of another one."""
    await routers.an_isp(customers + OTHERS)
    other = await builders.a_router("hung")
    await db.run(f"UPDATE customer SET router_id = {other.id} WHERE id > {customers}")


@asynccontextmanager
async def _silence() -> AsyncIterator[int]:
    """The port of something that takes connections and says nothing."""
    open_: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: open_.append(writer), "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for writer in open_:
            writer.close()


async def _suspended(lab: Lab, pattern: str, customers: int, *, hung: bool = False) -> float:
    """Seconds from what is desired to what the router was read to have."""
    async with (
        emulator.elsewhere(customers, latency=LATENCY) as port,
        _silence() as nowhere,
        lab.copy_of(pattern),
        routers.wire() as ports,
    ):
        router = await routers.at(port)
        await services.ensure()
        await db.run("UPDATE service SET asked_at = 0, applied = 1")
        await reconciler.full_pass(router, ports)
        ids = await Customer.filter(status="active").values_list("id", flat=True)
        await services.suspend_many([Cut(number, "overdue") for number in ids])
        stop = asyncio.Event()
        if hung:
            other = await Router.get(name="hung")
            await builders.set_router(other, port=nowhere)
            ports.spawn("hung", lambda: serve_router(other.id, ports, stop))
        seconds = await timed(lambda: reconciler.urgent_pass(router, ports))
        stop.set()
        wakes.rouse(wakes.NETWORK)
        assert await Service.filter(applied=2).count() == customers
    return seconds
