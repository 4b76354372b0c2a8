"""Suspending 10,000 at once over a router 5 ms away, beside the router's own rate."""

from __future__ import annotations

import asyncio

from domain import db
from domain.customers.models import Customer
from domain.network import reconciler, services
from domain.network.models import Service
from domain.network.services import Cut
from sandbox.routeros.wire import Reader, sentence
from tests import emulator
from tests.bench import routers
from tests.bench.frame import RUNS, Lab, Row, timed

CUSTOMERS = 10_000
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
    pattern = await lab.pattern(lambda: routers.an_isp(CUSTOMERS))
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(RUNS):
        async with emulator.elsewhere(CUSTOMERS, latency=LATENCY) as port:
            bare.append(CUSTOMERS / await timed(lambda: bare_commands(port)))
        async with emulator.elsewhere(CUSTOMERS, latency=LATENCY) as port:
            ours.append(CUSTOMERS / await _suspended(lab, pattern, port))
    return [Row("suspend", "customers/s", ours, bare, ">= 0.5")]


async def _suspended(lab: Lab, pattern: str, port: int) -> float:
    """Seconds from what is desired to what the router was read to have."""
    async with lab.copy_of(pattern), routers.wire() as ports:
        router = await routers.at(port)
        await services.ensure()
        await db.run("UPDATE service SET asked_at = 0, applied = 1")
        await reconciler.full_pass(router, ports)
        ids = await Customer.filter(router_id=router.id).values_list("id", flat=True)
        await services.suspend_many([Cut(number, "overdue") for number in ids])
        seconds = await timed(lambda: reconciler.urgent_pass(router, ports))
        assert await Service.filter(applied=2).count() == CUSTOMERS
    return seconds
