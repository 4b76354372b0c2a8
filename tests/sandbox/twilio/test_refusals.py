from __future__ import annotations

import json
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from sandbox.twilio import Twilio
from tests.sandbox.callback import Callback
from tests.sandbox.twilio.calls import (
    RAHIM,
    SMS,
    SMS_FROM,
    TEMPLATE,
    WHATSAPP,
    WHATSAPP_FROM,
    sent,
)


class TestRefusals:
    @pytest.mark.parametrize(
        ("code", "fields"),
        [
            (21604, {**SMS, "to": ""}),
            (21211, {**SMS, "to": "01711111111"}),
            (21211, {**SMS, "to": "+15005550001"}),
            (21612, {**SMS, "to": "+15005550002"}),
            (21408, {**SMS, "to": "+15005550003"}),
            (21610, {**SMS, "to": "+15005550004"}),
            (21614, {**SMS, "to": "+15005550009"}),
            (21212, {**SMS, "from_": "+15005550001"}),
            (21606, {**SMS, "from_": "+15005550007"}),
            (21611, {**SMS, "from_": "+15005550008"}),
            (21606, {**SMS, "from_": "+15559999999"}),
            (21603, {"to": RAHIM, "body": "Hi"}),
            (21705, {"to": RAHIM, "body": "Hi", "messaging_service_sid": "MG1"}),
            (21602, {"to": RAHIM, "from_": SMS_FROM}),
            (21617, {**SMS, "body": "x" * 1601}),
            (21609, {**SMS, "status_callback": "status"}),
            (21620, {**SMS, "media_url": ["bill.pdf"]}),
            (21623, {**SMS, "media_url": ["https://e.example/a.png"] * 11}),
            (21623, {**WHATSAPP, "media_url": ["https://e.example/a.png"] * 2}),
            (21910, {**WHATSAPP, "from_": SMS_FROM}),
            (21910, {**SMS, "from_": WHATSAPP_FROM}),
            (63007, {**WHATSAPP, "from_": "whatsapp:+15559999999"}),
            (21655, {**TEMPLATE, "content_sid": "HX1"}),
            (21655, {**TEMPLATE, "content_sid": "HX" + "e" * 32}),
            (21655, {**TEMPLATE, "body": "and a text"}),
            (92007, {**TEMPLATE, "content_variables": "{"}),
            (92007, {**TEMPLATE, "content_variables": "[]"}),
            (92007, {**TEMPLATE, "content_variables": '{"1": ""}'}),
            (92007, {**TEMPLATE, "content_variables": '{"1": "a\\nb"}'}),
            (92007, {**TEMPLATE, "content_variables": '{"1": 7}'}),
            (92002, {**TEMPLATE, "content_variables": json.dumps(dict.fromkeys(range(101), "x"))}),
            (21656, {**TEMPLATE, "content_variables": json.dumps({"k" * 17: "x"})}),
            (21656, {**TEMPLATE, "content_variables": json.dumps({"1": "x" * 1601})}),
        ],
    )
    async def test_each_has_its_code(
        self, client: Client, standin: Twilio, code: int, fields: dict[str, Any]
    ) -> None:
        with pytest.raises(TwilioRestException) as raised:
            await client.messages.create_async(**fields)
        assert (raised.value.status, raised.value.code) == (400, code)
        assert standin.account.messages == []

    async def test_stop_means_no_more_sms_until_start(
        self, client: Client, standin: Twilio, callback: Callback
    ) -> None:
        await standin.customers.say(RAHIM, "Stop")
        assert callback.calls[-1].form["OptOutType"] == "STOP"
        with pytest.raises(TwilioRestException) as raised:
            await client.messages.create_async(**SMS)
        assert raised.value.code == 21610
        await standin.customers.say(RAHIM, "START")
        await sent(client, standin, **SMS)
        assert len(standin.phones.of(RAHIM)) == 1
