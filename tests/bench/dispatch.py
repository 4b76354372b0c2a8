"""Messages that a worker hands to a local provider, beside a bare client posting to the same."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp

from domain import clock, db
from domain.accounts.models import Gateway
from domain.billing import billrun
from domain.calendar import Period
from domain.messaging.dispatcher import IN_FLIGHT
from domain.messaging.models import Message
from domain.staff.rights import SYSTEM
from domain.vault import Vault
from scheduler.workers import SENDERS
from tests.bench import seeds, sink
from tests.bench.frame import RUNS, Lab, Row, timed
from tests.journeys.processes import Process
from tests.waiting import until

CUSTOMERS = 4_000
WARM = 1_000  # messages until everything that is kept has been read and connected
KEY = "a key that only benches use"
CONCURRENCY = SENDERS * IN_FLIGHT
DELAYS = {"at_once": 0.0, "after_50_ms": 0.05}
CORES_FOR_TWO = 5  # two workers, a server process for each, and the sink
TEXT = "প্রিয় Abdul Khan, November 2026 এর বিল ৮৪০ টাকা, শেষ তারিখ 10 Nov 2026, নং OP2-2026-000123"


async def _bills_to_tell() -> None:
    """An outbox as a bill run leaves it, to be sent at any hour of the day."""
    await seeds.an_isp(CUSTOMERS)
    await db.run("UPDATE billing_profile SET quiet_from_hour = 0, quiet_to_hour = 0")
    await billrun.start(SYSTEM, Period(2026, 11))
    await billrun.carry_on()
    clock.use(None)
    await db.run("UPDATE message SET status = 'paused'")
    await Gateway.create(
        name="sms",
        kind="sms",
        provider="sms.net.bd",
        rate=1_000_000,
        credentials=Vault([KEY]).seal({"api_key": "secret"}),
    )


@asynccontextmanager
async def _workers(url: str, count: int) -> AsyncIterator[None]:
    """So many worker processes on the database, ready."""
    settings = {"database_url": url, "secret_key": KEY}
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        started = [
            await Process.start(
                "run", "worker", name=f"worker-{number}", settings=settings, folder=folder
            )
            for number in range(count)
        ]
        for process in started:
            stack.push_async_callback(process.terminate)
        for process in started:
            await process.until_ready()
        yield


async def _until_sent(count: int) -> None:
    async def are_sent() -> bool:
        return await Message.filter(status="sent").count() >= count

    await until(are_sent)


async def _dispatched() -> float:
    """Messages a second of workers that are at work already, until the last is recorded."""
    await db.run("DELETE FROM delivery")
    count = await db.run("UPDATE message SET status = 'ready', tries = 0")
    await _until_sent(WARM)
    begun = await Message.filter(status="sent").count()
    return float((count - begun) / await timed(lambda: _until_sent(count)))


async def _posted(address: str) -> float:
    """Posts a second of a bare client with as many under way at once."""
    form = {"api_key": "secret", "to": "8801700000001", "msg": TEXT}

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def posts(count: int) -> None:
            left = iter(range(count))

            async def post() -> None:
                for _ in left:
                    async with session.post(f"{address}/sendsms", data=form) as answer:
                        await answer.read()

            await asyncio.gather(*(post() for _ in range(CONCURRENCY)))

        await posts(WARM)
        return (CUSTOMERS - WARM) / await timed(lambda: posts(CUSTOMERS - WARM))


async def measure(lab: Lab) -> list[Row]:
    pattern = await lab.pattern(_bills_to_tell)
    rows = []
    for name, delay in DELAYS.items():
        one: list[float] = []
        bare: list[float] = []
        async with (
            sink.elsewhere(delay=delay) as address,
            lab.copy_of(pattern) as url,
            _workers(url, 1),
        ):
            await db.run("UPDATE gateway SET base_url = $1", address)
            for _ in range(RUNS):
                bare.append(await _posted(address))
                one.append(await _dispatched())
        rows.append(Row(f"dispatch_{name}", "messages/s", one, bare, ">= 0.6"))
        if lab.engine == "postgres" and (os.cpu_count() or 1) >= CORES_FOR_TWO:
            two = await _by_two(lab, pattern, delay)
            rows.append(Row(f"dispatch_{name}_by_two", "messages/s", two, one, ">= 1.7"))
    return rows


async def _by_two(lab: Lab, pattern: str, delay: float) -> list[float]:
    async with (
        sink.elsewhere(delay=delay) as address,
        lab.copy_of(pattern) as url,
        _workers(url, 2),
    ):
        await db.run("UPDATE gateway SET base_url = $1", address)
        return [await _dispatched() for _ in range(RUNS)]
