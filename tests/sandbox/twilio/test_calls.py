from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client

from sandbox.faults import Kind
from sandbox.twilio import Twilio
from tests.sandbox.callback import Callback
from tests.sandbox.twilio.calls import (
    ACCOUNT,
    BASIC,
    RAHIM,
    SERVICE,
    SMS,
    SMS_FROM,
    sent,
    statuses,
)


class TestCalls:
    async def test_an_sms_goes_out(
        self, client: Client, standin: Twilio, callback: Callback
    ) -> None:
        message = await sent(client, standin, **SMS, status_callback=callback.url)
        assert (message.status, message.num_segments, message.sid[:2]) == ("queued", "1", "SM")
        assert statuses(callback) == ["sent", "delivered"]
        received = standin.phones.of(RAHIM)[0]
        assert (received.channel, received.text) == ("sms", "Your bill is due")
        assert standin.received == [received]
        found = await client.messages(message.sid).fetch_async()
        assert (found.status, found.error_code) == ("delivered", None)

    async def test_a_bengali_text_takes_more_segments(self, client: Client) -> None:
        message = await client.messages.create_async(**{**SMS, "body": "ক" * 71})
        assert message.num_segments == "2"

    async def test_the_service_picks_the_number(self, client: Client, standin: Twilio) -> None:
        fields = {"to": RAHIM, "messaging_service_sid": SERVICE, "body": "Hi"}
        message = await sent(client, standin, **fields)
        assert (message.status, message.from_, message.num_segments) == ("accepted", None, "0")
        assert standin.account.messages[0].sender == SMS_FROM

    async def test_the_account_token_is_a_credential_too(self, standin: Twilio) -> None:
        async with AsyncTwilioHttpClient() as http:
            client = Client(ACCOUNT, "12345", http_client=http)
            client.api.base_url = standin.base_url
            balance = await client.api.v2010.accounts(ACCOUNT).balance.fetch_async()
        assert (balance.balance, balance.currency) == ("12.34", "USD")

    @pytest.mark.parametrize(
        ("user", "secret", "account", "status", "code"),
        [
            ("SK1", "wrong", ACCOUNT, 401, 20003),
            ("SK2", "key-secret", ACCOUNT, 401, 20003),
            ("SK1", "key-secret", "AC" + "f" * 32, 404, 20404),
        ],
    )
    async def test_bad_credentials_are_refused(
        self, standin: Twilio, user: str, secret: str, account: str, status: int, code: int
    ) -> None:
        async with AsyncTwilioHttpClient() as http:
            client = Client(user, secret, account, http_client=http)
            client.api.base_url = standin.base_url
            with pytest.raises(TwilioRestException) as raised:
                await client.messages.create_async(**SMS)
        assert (raised.value.status, raised.value.code) == (status, code)

    async def test_an_unknown_message_is_not_found(self, client: Client) -> None:
        with pytest.raises(TwilioRestException) as raised:
            await client.messages("SM" + "0" * 32).fetch_async()
        assert raised.value.code == 20404

    async def test_an_unknown_path_is_not_found(self, standin: Twilio) -> None:
        async with (
            aiohttp.ClientSession(headers=BASIC) as session,
            session.post(f"{standin.base_url}/Messages.json") as answer,
        ):
            assert (answer.status, (await answer.json())["code"]) == (404, 20404)

    async def test_json_is_not_read(self, standin: Twilio) -> None:
        url = f"{standin.base_url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
        body = {"To": RAHIM, "From": SMS_FROM, "Body": "Hi"}
        async with (
            aiohttp.ClientSession(headers=BASIC) as session,
            session.post(url, json=body) as answer,
        ):
            assert (answer.status, (await answer.json())["code"]) == (400, 21604)


class TestFaults:
    @pytest.mark.parametrize(
        ("kind", "status", "code"),
        [(Kind.REFUSE, 400, 21612), (Kind.HTTP_429, 429, 20429), (Kind.HTTP_500, 502, 502)],
    )
    async def test_refused_as_planned(
        self, client: Client, standin: Twilio, kind: Kind, status: int, code: int
    ) -> None:
        standin.faults.plan("messages", kind)
        with pytest.raises(TwilioRestException) as raised:
            await client.messages.create_async(**SMS)
        assert (raised.value.status, raised.value.code or status) == (status, code)
        assert standin.account.messages == []

    async def test_a_broken_gateway_answers_in_html(self, standin: Twilio) -> None:
        standin.faults.plan("*", Kind.HTTP_500)
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{standin.base_url}/anything") as answer,
        ):
            assert (answer.status, answer.content_type) == (502, "text/html")

    @pytest.mark.parametrize(("kind", "count"), [(Kind.RESET_BEFORE, 0), (Kind.RESET_AFTER, 1)])
    async def test_the_connection_drops(
        self, client: Client, standin: Twilio, kind: Kind, count: int
    ) -> None:
        standin.faults.plan("messages", kind)
        with pytest.raises(aiohttp.ClientError):
            await client.messages.create_async(**SMS)
        assert len(standin.account.messages) == count

    async def test_junk_after_the_act(self, client: Client, standin: Twilio) -> None:
        standin.faults.plan("messages", Kind.JUNK)
        with pytest.raises(json.JSONDecodeError):
            await client.messages.create_async(**SMS)
        assert len(standin.account.messages) == 1

    async def test_silence(self, client: Client, standin: Twilio) -> None:
        standin.faults.plan("messages", Kind.SILENCE)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await client.messages.create_async(**SMS)
        assert standin.account.messages == []


async def test_changes_are_announced(client: Client, standin: Twilio) -> None:
    seen: list[str] = []
    standin.on_change = lambda: seen.append("changed")
    await sent(client, standin, **SMS)
    assert seen
