from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client

from sandbox.phone import Choice
from sandbox.twilio import Content, Twilio
from tests.sandbox.callback import Callback, MovableClock
from tests.sandbox.twilio.calls import (
    ACCOUNT,
    CONTENT,
    DRAFT,
    SERVICE,
    SMS_FROM,
    WHATSAPP_FROM,
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
async def standin(clock: MovableClock, callback: Callback) -> AsyncIterator[Twilio]:
    standin = Twilio(
        account_sid=ACCOUNT,
        auth_token="12345",
        api_keys={"SK1": "key-secret"},
        numbers=(SMS_FROM, WHATSAPP_FROM),
        services=(SERVICE,),
        clock=clock,
    )
    choices = (Choice("paid", "Paid"), Choice("", "Pay", url="https://pay.example"))
    standin.account.contents[CONTENT] = Content(CONTENT, "Dear {{1}}, {{2}} taka.", choices=choices)
    standin.account.contents[DRAFT] = Content(DRAFT, "Choose", approved=False, choices=choices)
    standin.account.inbound_url = f"{callback.url}/in"
    await standin.start()
    yield standin
    await standin.stop()


@pytest.fixture
async def client(standin: Twilio) -> AsyncIterator[Client]:
    async with AsyncTwilioHttpClient() as http:
        client = Client("SK1", "key-secret", ACCOUNT, http_client=http)
        client.api.base_url = standin.base_url
        yield client
