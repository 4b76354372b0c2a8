from __future__ import annotations

from typing import Any

import pytest
from twilio.rest import Client

from sandbox.twilio import Content, Twilio
from tests.sandbox.callback import Callback, MovableClock
from tests.sandbox.twilio.calls import (
    CONTENT,
    DRAFT,
    RAHIM,
    SMS,
    TEMPLATE,
    WHATSAPP,
    WHATSAPP_FROM,
    WHATSAPP_TO,
    sent,
    statuses,
)


class TestCourse:
    async def test_free_text_outside_the_window_is_undelivered(
        self, client: Client, standin: Twilio, callback: Callback, clock: MovableClock
    ) -> None:
        await standin.customers.say(RAHIM, "hello", to=WHATSAPP_FROM)
        clock.forward(hours=24)
        callback.calls.clear()
        message = await sent(client, standin, **WHATSAPP, status_callback=callback.url)
        assert statuses(callback) == ["sent", "undelivered"]
        assert callback.calls[-1].form["ErrorCode"] == "63016"
        assert callback.calls[-1].form["EventType"] == "UNDELIVERED"
        assert (await client.messages(message.sid).fetch_async()).error_code == 63016
        assert standin.received == []

    async def test_free_text_inside_the_window_is_read(
        self, client: Client, standin: Twilio, callback: Callback
    ) -> None:
        await standin.customers.say(RAHIM, "hello", to=WHATSAPP_FROM)
        callback.calls.clear()
        message = await sent(client, standin, **WHATSAPP, status_callback=callback.url)
        await standin.account.read(message.sid)
        assert statuses(callback) == ["sent", "delivered", "read"]
        assert standin.phones.of(WHATSAPP_TO)[0].channel == "whatsapp"

    async def test_an_approved_template_needs_no_window(
        self, client: Client, standin: Twilio
    ) -> None:
        await sent(client, standin, **TEMPLATE)
        received = standin.phones.of(RAHIM)[0]
        assert received.text == "Dear Rahim, 500 taka."
        assert [one.title for one in received.choices] == ["Paid", "Pay"]

    @pytest.mark.parametrize(
        ("code", "fields"),
        [
            (63016, {**TEMPLATE, "content_sid": DRAFT, "content_variables": "{}"}),
            (63028, {**TEMPLATE, "content_variables": '{"1": "Rahim"}'}),
        ],
    )
    async def test_a_template_that_does_not_fit_is_undelivered(
        self, client: Client, standin: Twilio, code: int, fields: dict[str, Any]
    ) -> None:
        await sent(client, standin, **fields)
        (message,) = standin.account.messages
        assert (message.status, message.fails_with) == ("undelivered", code)

    async def test_marked_numbers_fail(self, client: Client, standin: Twilio) -> None:
        standin.account.not_on_whatsapp.add(RAHIM)
        standin.account.unreachable.add(RAHIM)
        await sent(client, standin, **TEMPLATE)
        await sent(client, standin, **SMS)
        standin.account.fails_with["8801711111111"] = 30007
        await sent(client, standin, **SMS)
        assert [one.fails_with for one in standin.account.messages] == [63003, 30003, 30007]
        assert {one.status for one in standin.account.messages} == {"undelivered"}

    async def test_a_whatsapp_phone_that_is_off(self, client: Client, standin: Twilio) -> None:
        standin.account.unreachable.add(RAHIM)
        await sent(client, standin, **TEMPLATE)
        assert standin.account.messages[0].status == "sent"
        assert standin.received == []

    async def test_media_is_fetched(
        self, client: Client, standin: Twilio, callback: Callback
    ) -> None:
        await standin.customers.say(RAHIM, "hello", to=WHATSAPP_FROM)
        root = f"http://127.0.0.1:{callback.port}/files"
        await sent(client, standin, **WHATSAPP, media_url=[f"{root}/bill.pdf"])
        assert standin.received[0].documents == [("bill.pdf", "application/pdf", b"%PDF-1.7")]
        for url in (f"{root}/gone.pdf", "http://127.0.0.1:9/gone.pdf"):
            message = await sent(client, standin, **WHATSAPP, media_url=[url])
            assert standin.account.message(message.sid).fails_with == 63019
        assert len(standin.received) == 1

    async def test_a_template_brings_its_own_media(
        self, client: Client, standin: Twilio, callback: Callback
    ) -> None:
        url = f"http://127.0.0.1:{callback.port}/files/bill.pdf"
        standin.account.contents[CONTENT] = Content(
            CONTENT, "Dear {{1}}, {{2}} taka.", media_url=url
        )
        await sent(client, standin, **TEMPLATE)
        assert standin.received[0].documents == [("bill.pdf", "application/pdf", b"%PDF-1.7")]

    @pytest.mark.parametrize(
        ("habits", "expected"),
        [
            ({"reorder": True}, ["delivered", "sent"]),
            ({"duplicate": True}, ["sent", "sent", "delivered", "delivered"]),
            ({"skip_delivered": True, "reads": True}, ["sent", "read"]),
        ],
    )
    async def test_callbacks_misbehave_as_told(
        self,
        client: Client,
        standin: Twilio,
        callback: Callback,
        habits: dict[str, bool],
        expected: list[str],
    ) -> None:
        for name, value in habits.items():
            setattr(standin.account.habits, name, value)
        await sent(client, standin, **TEMPLATE, status_callback=callback.url)
        assert statuses(callback) == expected

    async def test_callbacks_may_come_before_the_answer(
        self, client: Client, standin: Twilio, callback: Callback
    ) -> None:
        standin.account.habits.before_response = True
        await client.messages.create_async(**SMS, status_callback=callback.url)
        assert statuses(callback) == ["sent", "delivered"]

    async def test_a_refused_callback_is_not_repeated(
        self, client: Client, standin: Twilio, callback: Callback
    ) -> None:
        callback.status = 500
        await sent(client, standin, **SMS, status_callback=callback.url)
        assert statuses(callback) == ["sent", "delivered"]

    async def test_an_unreachable_callback_is_tried_once_more(
        self, client: Client, standin: Twilio
    ) -> None:
        await sent(client, standin, **SMS, status_callback="http://127.0.0.1:9/status")
        assert [one.status for one in standin.courier.attempts] == [0, 0, 0, 0]
