from __future__ import annotations

import pytest
from twilio.rest import Client

from sandbox.twilio import Twilio, signature
from tests.sandbox.callback import Callback
from tests.sandbox.twilio.calls import (
    ACCOUNT,
    RAHIM,
    SMS,
    TEMPLATE,
    WHATSAPP_FROM,
    WHATSAPP_TO,
    is_signed,
    sent,
)


class TestSignature:
    def test_worked_example(self) -> None:
        params = {
            "AccountSid": ACCOUNT,
            "From": "whatsapp:+15550001111",
            "MessageSid": "SM" + "a" * 32,
            "MessageStatus": "delivered",
            "To": "whatsapp:+8801711111111",
        }
        url = "https://isp.example.com/twilio/status?op=7"
        assert signature("12345", url, params) == "9wQLFB+IT5jTuw0LjRwmabUUGt0="

    async def test_the_sdk_finds_every_callback_genuine(
        self, client: Client, standin: Twilio, callback: Callback
    ) -> None:
        url = f"{callback.url}?op=7#rc=3"
        await sent(client, standin, **TEMPLATE, status_callback=url)
        await standin.customers.say(RAHIM, "বিল কত?", to=WHATSAPP_FROM)
        assert len(callback.calls) == 3
        assert all(is_signed(call) for call in callback.calls)
        assert not any(is_signed(call, "other token") for call in callback.calls)

    async def test_a_parameter_comes_without_notice(
        self, client: Client, standin: Twilio, callback: Callback
    ) -> None:
        await sent(client, standin, **SMS, status_callback=callback.url)
        assert "CarrierHint" in callback.calls[0].form
        assert callback.calls[1].form["RawDlrDoneDate"] == "2606010600"


class TestInbound:
    async def test_a_text(self, standin: Twilio, callback: Callback) -> None:
        await standin.customers.say(RAHIM, "বিল কত?", to=WHATSAPP_FROM, name="Rahim")
        form = callback.calls[0].form
        assert (form["From"], form["To"]) == (WHATSAPP_TO, WHATSAPP_FROM)
        assert (form["Body"], form["WaId"]) == ("বিল কত?", "8801711111111")
        assert form["ProfileName"] == "Rahim"

    async def test_a_tap_and_a_row(
        self, client: Client, standin: Twilio, callback: Callback
    ) -> None:
        message = await sent(client, standin, **TEMPLATE)
        await standin.customers.tap(RAHIM, message.sid, "paid")
        tapped = callback.calls[-1].form
        assert (tapped["ButtonPayload"], tapped["ButtonText"]) == ("paid", "Paid")
        assert tapped["OriginalRepliedMessageSid"] == message.sid
        await standin.customers.choose(RAHIM, message.sid, "paid")
        assert callback.calls[-1].form["ListId"] == "paid"
        with pytest.raises(KeyError):
            await standin.customers.tap(RAHIM, message.sid, "other")
        with pytest.raises(KeyError):
            await standin.customers.tap("+8801722222222", message.sid, "paid")

    @pytest.mark.parametrize(
        ("status", "text", "content_type", "complaint"),
        [
            (200, "<Response></Response>", "text/xml", []),
            (204, "", "text/plain", []),
            (200, "OK", "text/plain", ["12300 Invalid Content-Type text/plain"]),
            (200, "<html/>", "text/xml", ["12100 Document parse failure"]),
            (500, "", "text/plain", ["11200 HTTP 500"]),
        ],
    )
    async def test_our_answer_is_judged(
        self,
        standin: Twilio,
        callback: Callback,
        status: int,
        text: str,
        content_type: str,
        complaint: list[str],
    ) -> None:
        callback.status, callback.text, callback.content_type = status, text, content_type
        await standin.customers.say(RAHIM, "hi")
        assert standin.account.complaints == complaint
