"""The web side of a process: pages, webhooks, health."""

from __future__ import annotations

import os
from contextlib import AsyncExitStack
from typing import Any

from aiohttp import web

from bot.failure import Failure
from bot.serving.app import App
from bot.serving.telegram_hook import secrets_of
from handlers.web.app import build

BACKLOG = 1024
STOP_SECONDS = 5.0


async def start(app: App, stack: AsyncExitStack) -> str:
    """Serve until the stack unwinds; the address that we listen at."""
    settings = app.settings
    application = build(
        app.ports,
        trusted_proxies=settings.trusted_proxies,
        telegram_secrets=secrets_of(app.ports.vault, settings.telegram_token),
        database_url=settings.database_url,
    )
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=STOP_SECONDS)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, settings.host, settings.port, backlog=BACKLOG)
    try:
        await site.start()
    except OSError as why:
        raise Failure(
            f"{settings.host} port {settings.port} can't be listened at"
            f" ({os.strerror(why.errno) if why.errno and why.errno > 0 else why.strerror}):"
            " another program has it, or NETKHATA_HOST or NETKHATA_PORT is wrong"
        ) from why
    return _address(runner.addresses[0])


def _address(bound: Any) -> str:
    host = f"[{bound[0]}]" if ":" in bound[0] else bound[0]
    return f"http://{host}:{bound[1]}"
