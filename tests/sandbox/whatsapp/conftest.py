from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox.phone import Phones
from sandbox.whatsapp import Button, Template, WhatsApp
from tests.sandbox.callback import Callback, MovableClock
from tests.sandbox.whatsapp.calls import (
    RAHIM,
    Caller,
)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
async def callback() -> AsyncIterator[Callback]:
    callback = Callback()
    await callback.start()
    yield callback
    await callback.stop()


@pytest.fixture
async def whatsapp(clock: MovableClock, callback: Callback) -> AsyncIterator[WhatsApp]:
    whatsapp = WhatsApp(token="token-1", app_secret="app-secret", clock=clock, phones=Phones())
    await whatsapp.start()
    whatsapp.account.add_template(
        Template(
            "bill_due",
            "bn",
            "Dear {{1}}, {{2}} taka is due.",
            footer="Demo ISP",
            buttons=(
                Button("QUICK_REPLY", "Paid"),
                Button("URL", "Pay", "https://pay.example/{{1}}"),
            ),
        )
    )
    await whatsapp.account.notifier.subscribe(callback.url, callback.verify_token)
    yield whatsapp
    await whatsapp.stop()


@pytest.fixture
async def caller(whatsapp: WhatsApp) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(whatsapp, session)


@pytest.fixture
async def talking(whatsapp: WhatsApp, callback: Callback) -> None:
    """Rahim has written, so that the window is open."""
    await whatsapp.customers.say(RAHIM, "hello")
    callback.calls.clear()
