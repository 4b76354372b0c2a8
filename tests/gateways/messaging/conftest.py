from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from gateways.http import Http
from gateways.provider import Tools
from tests.gateways.messaging.ours import Ours


@pytest.fixture
def tools() -> Tools:
    return Tools(Http(), None)  # type: ignore[arg-type]


@pytest.fixture
async def ours() -> AsyncIterator[tuple[Ours, str]]:
    made = Ours()
    app = web.Application()
    app.router.add_route("*", "/hook", made.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield made, f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()
