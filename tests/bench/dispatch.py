"""Messages to a local provider, beside a bare client posting to the same one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from bot.app import opened
from bot.settings import load
from domain import clock, db
from domain.billing import billrun
from domain.calendar import Period
from domain.messaging.dispatcher import IN_FLIGHT
from domain.messaging.models import Message
from domain.messaging.states import MessageStatus
from domain.staff.models import Gateway
from domain.staff.rights import SYSTEM
from domain.vault import Vault
from scheduler.workers import SENDERS, start_senders
from tests.bench import seeds, sink
from tests.bench.frame import RUNS, Lab, Row, timed

CUSTOMERS = 3_000
KEY = "a key that only benches use"
CONCURRENCY = SENDERS * IN_FLIGHT
DELAYS = {"at_once": 0.0, "after_50_ms": 0.05}
CORES_FOR_TWO = 5  # two workers, a server process for each, and the sink
TEXT = "প্রিয় Abdul Khan, November 2026 এর বিল: ৮৪০ টাকা। শেষ তারিখ 10 Nov 2026। বিল নং OP2-2026-000123"


async def _bills_to_tell() -> None:
    """An outbox as a bill run leaves it, to be sent at any hour of the day."""
    await seeds.an_isp(CUSTOMERS)
    await db.run("UPDATE billing_profile SET quiet_from_hour = 0, quiet_to_hour = 0")
    await billrun.start(SYSTEM, Period(2026, 11))
    await billrun.carry_on()
    clock.use(None)
    await Gateway.create(
        name="sms",
        kind="sms",
        provider="sms.net.bd",
        rate=1_000_000,
        credentials=Vault([KEY]).seal({"api_key": "secret"}),
    )


@asynccontextmanager
async def _worker(url: str) -> AsyncIterator[None]:
    """The senders of a worker, at work on the open database."""
    settings = load({"NETKHATA_DATABASE_URL": url, "NETKHATA_SECRET_KEY": KEY})
    async with opened(settings) as app:
        stop = asyncio.Event()
        start_senders(app.process, app.ports, stop)
        try:
            yield
        finally:
            stop.set()


async def _all_sent() -> None:
    """Until nothing waits and everything was recorded as sent."""
    while await db.value(
        "SELECT COUNT(*) AS n FROM (SELECT 1 AS n FROM message WHERE status = 'ready' OR"
        " status = 'leased' LIMIT 1) AS waiting"
    ):
        await asyncio.sleep(0.02)
    assert await Message.exclude(status=MessageStatus.SENT).count() == 0


async def _dispatched(lab: Lab, pattern: str, address: str) -> float:
    """Messages a second of one worker, from the first claim until the last is recorded."""
    async with lab.copy_of(pattern) as url:
        await db.run("UPDATE gateway SET base_url = $1", address)
        count = await Message.all().count()
        async with _worker(url):
            return float(count / await timed(_all_sent))


async def _posted(address: str) -> float:
    """Posts a second of a bare client with as many under way at once."""
    left = iter(range(CUSTOMERS))
    form = {"api_key": "secret", "to": "8801700000001", "msg": TEXT}

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def post() -> None:
            for _ in left:
                async with session.post(f"{address}/sendsms", data=form) as answer:
                    await answer.read()

        async def posts() -> None:
            await asyncio.gather(*(post() for _ in range(CONCURRENCY)))

        return CUSTOMERS / await timed(posts)


async def measure(lab: Lab) -> list[Row]:
    pattern = await lab.pattern(_bills_to_tell)
    rows = []
    for name, delay in DELAYS.items():
        ours: list[float] = []
        bare: list[float] = []
        async with sink.elsewhere(delay=delay) as address:
            for _ in range(RUNS):
                bare.append(await _posted(address))
                ours.append(await _dispatched(lab, pattern, address))
        rows.append(Row(f"dispatch_{name}", "messages/s", ours, bare, ">= 0.6"))
    return rows
