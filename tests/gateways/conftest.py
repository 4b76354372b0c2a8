"""What tests of adapters share: a clock moved by hand, a merchant's site, the door to HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from domain import clock
from domain.ports import PaymentGateway
from gateways import registry
from gateways.http import Http
from gateways.provider import DONE, Tools
from tests import small_gateways
from tests.gateways.payments import peers
from tests.gateways.payments.peers import Peer
from tests.gateways.payments.tools import MemoryTokens
from tests.sandbox.payments.shop import Hand, Shop

SANDBOXED = [
    *(
        name
        for name in registry.names("payment")
        if registry.find("payment", name).scale["sandbox"] == DONE
    ),
    *small_gateways.PROVIDERS,
]
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


@pytest.fixture(params=SANDBOXED)
async def peer(request: pytest.FixtureRequest, shop: Shop, hand: Hand) -> AsyncIterator[Peer]:
    made = peers.make(request.param, shop, hand)
    await made.stand_in.start()
    await made.ready()
    yield made
    await made.stand_in.stop()


@pytest.fixture
def gateway(peer: Peer, tools: Tools) -> PaymentGateway:
    return peer.gateway(tools)


@pytest.fixture
def hasty(peer: Peer, hasty_tools: Tools) -> PaymentGateway:
    """The same account in a process that doesn't wait for slow answers."""
    return peer.gateway(hasty_tools)
