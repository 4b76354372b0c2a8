from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox.payments.bkash import BkashStandIn
from sandbox.payments.sslcommerz import SslcommerzStandIn
from tests.sandbox.payments.callers import BkashCaller, SslcommerzCaller
from tests.sandbox.payments.shop import Hand, Shop


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    merchant = Shop()
    await merchant.open()
    yield merchant
    await merchant.close()


@pytest.fixture
async def bkash(hand: Hand) -> AsyncIterator[BkashStandIn]:
    stand_in = BkashStandIn(clock=hand)
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
async def caller(bkash: BkashStandIn) -> AsyncIterator[BkashCaller]:
    async with aiohttp.ClientSession() as session:
        program = BkashCaller(session, bkash)
        await program.login()
        yield program


@pytest.fixture
async def gateway(hand: Hand) -> AsyncIterator[SslcommerzStandIn]:
    stand_in = SslcommerzStandIn(clock=hand)
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
async def seller(gateway: SslcommerzStandIn) -> AsyncIterator[SslcommerzCaller]:
    async with aiohttp.ClientSession() as session:
        yield SslcommerzCaller(session, gateway)
