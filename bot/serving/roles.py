"""Serving: the four roles, together in one process or apart, and their orderly end."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import signal
from collections.abc import Sequence
from contextlib import AsyncExitStack

from bot import database, extras, keys
from bot.serving import logs
from bot.serving.app import App, opened
from bot.serving.needs import NEEDS
from bot.settings import Settings, load
from domain import db, wakes
from gateways import relays

log = logging.getLogger(__name__)

YOUNG_OBJECTS = 10_000  # so many more are there before they are gone through for garbage


async def run(roles: Sequence[str]) -> int:
    """Serve until SIGTERM or SIGINT, then end what is in flight; the exit code."""
    needs = tuple(sorted({need for role in roles for need in NEEDS[role]}))
    settings = load(needs=needs)
    logs.set_up(settings.log_format, settings.sentry_dsn)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    async with database.opened(settings.database_url):
        await keys.check(settings)
        await serve(settings, roles, stop)
    return 0


async def serve(settings: Settings, roles: Sequence[str], stop: asyncio.Event) -> None:
    """Serve with the database open, until `stop`."""
    async with AsyncExitStack() as stack:
        telegram = None
        if "bot" in roles:
            from bot.serving.telegram import Telegram

            telegram = Telegram(settings)
            stack.push_async_callback(telegram.close)
            await telegram.check()
        app = await stack.enter_async_context(opened(settings))
        stack.callback(stop.set)
        _relay(app, stop)
        address = ""
        if "web" in roles:
            from bot.serving import web

            address = await web.start(app, stack)
        if telegram is not None:
            await telegram.start(app, stop)
        if "scheduler" in roles:
            await _tick(app, stack)
        if "worker" in roles:
            await _work(app, stop)
        _beat(app, roles, stop)
        spare_the_collector()
        _ready(settings, roles, address)
        await stop.wait()
        log.info("stopping")
        if telegram is not None:
            await telegram.finish()


def _relay(app: App, stop: asyncio.Event) -> None:
    if app.settings.redis_url:
        extras.require("redis", "NETKHATA_REDIS_URL")
        relay: relays.RedisRelay | relays.PostgresRelay = relays.RedisRelay(app.settings.redis_url)
    elif db.on_postgres():
        relay = relays.PostgresRelay(app.settings.database_url)
    else:
        return
    wakes.relay_through(relay.send)
    app.nursery.spawn("relay", lambda: relay.run(stop))


async def _tick(app: App, stack: AsyncExitStack) -> None:
    from scheduler.clockwork import Clockwork

    clockwork = Clockwork(app.process, app.ports)
    clockwork.start()
    stack.push_async_callback(clockwork.stop)


async def _work(app: App, stop: asyncio.Event) -> None:
    from bot.serving import talk
    from scheduler import heard, inbox, workers
    from scheduler.routers import Supervisor

    workers.start_senders(app.process, app.ports, stop)
    inbox.start_readers(app.process, app.ports, stop)
    heard.start_listeners(app.process, app.ports, talk.by_app(app.ports), stop)
    supervisor = Supervisor(app.process, app.ports)
    app.nursery.spawn("routers", lambda: supervisor.run(stop))


def _beat(app: App, roles: Sequence[str], stop: asyncio.Event) -> None:
    from scheduler import workers

    for role in roles:

        async def beat(role: str = role) -> None:
            await workers.beat(app.process, role, stop)

        app.nursery.spawn(f"heartbeat {role}", beat)


def spare_the_collector() -> None:
    """What is there now lives as long as the process: it is not gone through time and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)


def _ready(settings: Settings, roles: Sequence[str], address: str) -> None:
    """The one line by which scripts know that it serves, on standard output."""
    if settings.log_format == "json":
        line = json.dumps({"event": "ready", "roles": list(roles), "url": address})
    else:
        line = f"ready roles={','.join(roles)} url={address}"
    print(line, flush=True)  # noqa: T201 - this line is for whoever started us
