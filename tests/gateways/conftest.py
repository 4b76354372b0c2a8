"""What tests of adapters share: a clock moved by hand, a merchant's site, the door to HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from domain import clock
from gateways.http import Http
from gateways.provider import Tools
from tests.gateways.payments.tools import MemoryTokens
from tests.sandbox.payments.shop import Hand, Shop

HASTY = 0.3  # seconds after which a hasty program gives up


@pytest.fixture
def hand() -> Iterator[Hand]:
    moved = Hand()
    clock.use(moved)
    yield moved
    clock.use(None)


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    merchant = Shop()
    await merchant.open()
    yield merchant
    await merchant.close()


@pytest.fixture
async def tools() -> AsyncIterator[Tools]:
    http = Http()
    yield Tools(http, MemoryTokens())
    await http.close()


@pytest.fixture
async def hasty_tools(tools: Tools) -> AsyncIterator[Tools]:
    http = Http(seconds=HASTY)
    yield Tools(http, tools.tokens)
    await http.close()
