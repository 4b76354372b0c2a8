"""From a gateway's notification to the router's commands read back, while all its rows are read.

The router is 20 ms away and holds 50,000 secrets, which are read without a pause; the limit is its
own answer to one look-up in the same moment. What is to be reached is that 99 of 100 customers are
back within a second, whatever that answer took, and that their sessions are seen within ten.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from dataclasses import dataclass, replace

import aiohttp

from domain import db, events, reactions, vault
from domain.accounts.models import Gateway
from domain.billing import enforcement
from domain.customers.models import Customer
from domain.money import Money
from domain.network import routers as router_rows
from domain.network import services
from domain.network.models import Router, Service
from domain.payments import beginning, links
from domain.ports import Ports, access
from domain.ports.access import Desired
from domain.staff.rights import SYSTEM
from handlers.web.app import build
from scheduler import inbox
from scheduler.nursery import Nursery
from scheduler.routers import serve_router
from tests import builders, emulator
from tests.bench import routers
from tests.bench.frame import RUNS, Lab, Row
from tests.bench.payment_page import FREE, serving
from tests.fake_web import FakePay, signature, web_ports
from tests.sealing import VAULT

ON_ROUTER, CUSTOMERS, PAYING = 50_000, 500, 10
LATENCY = 0.02
REACH_MS = 1_000.0
SEEN_SECONDS = 10.0


@dataclass
class _Scene:
    """The parts of one measurement."""

    ports: Ports
    pay: FakePay
    gateway: Gateway
    router: Router
    address: str


async def _seed() -> None:
    vault.use(VAULT)
    await routers.an_isp(CUSTOMERS)
    await builders.a_gateway("bkash-main", kind="payment")


async def _suspended(scene: _Scene, numbers: list[int]) -> list[str]:
    """Customers who owe, are cut on the router, and have begun to pay; their references."""
    refs = []
    for number in numbers:
        customer = await Customer.get(id=number)
        await builders.a_bill(customer, total=500)
        await enforcement.suspend_by_hand(SYSTEM, customer.id)
        link, _ = await links.make(SYSTEM, customer)
        attempt = await beginning.begin(link, scene.gateway, Money(500_00), "en", scene.ports)
        refs.append(attempt.ref)
    await _until_all_are("suspended", numbers)
    return refs


async def _until_all_are(desired: str, numbers: list[int]) -> None:
    """Until the router was read back with that state for each of them."""
    confirmed = (
        "SELECT COUNT(*) AS n FROM service WHERE generation = applied AND desired = $1"
        f" AND customer_id IN ({db.marks(len(numbers), after=1)})"
    )
    async with asyncio.timeout(120):
        while await db.value(confirmed, desired, *numbers) < len(numbers):
            await asyncio.sleep(0.005)


async def _seconds_until_seen() -> list[float]:
    """For each who is back, from the wish to the session seen with the paid service."""
    async with asyncio.timeout(120):
        while await db.value("SELECT COUNT(*) AS n FROM service WHERE urgent AND seen_at IS NULL"):
            await asyncio.sleep(0.1)
    found = await db.rows(
        "SELECT seen_at - asked_at AS ms FROM service WHERE generation > 2 AND seen_at IS NOT NULL"
    )
    return [row["ms"] / 1000 for row in found]


async def _pay(scene: _Scene, session: aiohttp.ClientSession, number: int, ref: str) -> float:
    """Milliseconds from the gateway's word to the service read back as active."""
    scene.pay.paid(ref, f"TX{ref}")
    body = json.dumps({"ref": ref}).encode()
    start = time.perf_counter()
    async with session.post(
        scene.address, data=body, headers={"X-Signature": signature(body)}
    ) as answer:
        assert answer.status == 200
    await _until_all_are("active", [number])
    return (time.perf_counter() - start) * 1000


async def _look_up(scene: _Scene, number: int) -> float:
    """Milliseconds of the router's own answer about one customer."""
    element = router_rows.backend(scene.router, scene.ports)
    sought = access.wanted(number, "pppoe", f"user{number}", "", state=Desired.ACTIVE, rate="10M")
    start = time.perf_counter()
    await element.observe([sought])
    return (time.perf_counter() - start) * 1000


async def _read_for_ever(scene: _Scene, stop: asyncio.Event) -> None:
    element = router_rows.backend(scene.router, scene.ports)
    while not stop.is_set():
        assert (await element.observe()).account_count == ON_ROUTER


async def _runs(scene: _Scene) -> tuple[list[float], list[float]]:
    """The slowest payment of each run, and the router's answers beside them."""
    ours, bare = [], []
    numbers = list(range(1, (RUNS + 1) * PAYING + 1))
    paying = list(zip(numbers, await _suspended(scene, numbers), strict=True))
    async with aiohttp.ClientSession() as session:
        for run in range(-1, RUNS):
            mine = paying[(run + 1) * PAYING : (run + 2) * PAYING]
            answers = [await _look_up(scene, number) for number, _ in mine[:5]]
            took = [await _pay(scene, session, *one) for one in mine]
            if run >= 0:  # the one before warms everything up
                bare.append(statistics.median(answers))
                ours.append(max(took))
    return ours, bare


async def measure(lab: Lab) -> list[Row]:
    pattern = await lab.pattern(_seed)
    vault.use(VAULT)
    events.listen(reactions.MAP)
    pay, stop, nursery = FakePay(), asyncio.Event(), Nursery()
    far = emulator.elsewhere(ON_ROUTER, latency=LATENCY)
    async with far as router_port, lab.copy_of(pattern), routers.wire() as wire:
        await services.ensure()
        await Service.all().update(applied=1)
        ports = replace(web_ports(pay), access=wire.access, spawn=nursery.spawn)
        async with serving(build(ports, rates=FREE)) as port:
            scene = _Scene(
                ports,
                pay,
                await Gateway.get(name="bkash-main"),
                await routers.at(router_port),
                f"http://127.0.0.1:{port}/webhooks/payment/bkash-main",
            )
            inbox.start_readers("bench", ports, stop)
            nursery.spawn("router", lambda: serve_router(scene.router.id, ports, stop))
            nursery.spawn("reads", lambda: _read_for_ever(scene, stop))
            ours, bare = await _runs(scene)
            seen = await _seconds_until_seen()
            stop.set()
            await nursery.wind_down(20)
    reach = f"<= {REACH_MS / statistics.median(bare):.1f}"
    return [
        Row("webhook_to_router", "ms, slowest of 10", ours, bare, reach),
        Row("webhook_to_session_seen", "s, slowest", [max(seen)], [SEEN_SECONDS], "<= 1"),
    ]
