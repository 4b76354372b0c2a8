from __future__ import annotations

import hashlib
import hmac
import json

import pytest

from sandbox.whatsapp import HandshakeRefusedError, Shape, WhatsApp
from sandbox.whatsapp.webhooks import encode, signature
from tests.sandbox.callback import Callback
from tests.sandbox.whatsapp.calls import (
    NUMBER,
    PAY_SUFFIX,
    RAHIM,
    WABA,
    Caller,
    body_values,
    buttons,
    changed,
    events,
    menu,
    reply,
    template,
)


class TestWebhooks:
    async def test_the_handshake_wants_the_challenge_back(
        self, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        with pytest.raises(HandshakeRefusedError):
            await whatsapp.account.notifier.subscribe(callback.url, "wrong")

    async def test_the_handshake_wants_nothing_but_the_challenge(
        self, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        with pytest.raises(HandshakeRefusedError):
            await whatsapp.account.notifier.subscribe(
                f"{callback.url}/elsewhere", callback.verify_token
            )

    async def test_nothing_arrives_before_the_app_is_subscribed(
        self, caller: Caller, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        whatsapp.account.notifier.subscribed = False
        await whatsapp.customers.say(RAHIM, "one")
        assert callback.calls == []
        _, answer = await caller.call("POST", f"{WABA}/subscribed_apps")
        assert answer == {"success": True}
        await whatsapp.customers.say(RAHIM, "two")
        assert len(callback.calls) == 1

    def test_signature_covers_escaped_bytes(self) -> None:
        raw = encode({"t": "বিল"})
        assert raw == b'{"t":"\\u09ac\\u09bf\\u09b2"}'
        assert signature("test_app_secret", raw) == (
            "sha256=798207d00b994942f31aa648408aa8c0e36841be935a36e2f26a9ddd28b8feb3"
        )

    async def test_every_notification_is_signed(
        self, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        await whatsapp.customers.say(RAHIM, "বিল কত?")
        (call,) = callback.calls
        expected = hmac.new(b"app-secret", call.raw, hashlib.sha256).hexdigest()
        assert call.headers["X-Hub-Signature-256"] == f"sha256={expected}"
        assert b"\\u09ac" in call.raw

    @pytest.mark.parametrize(
        ("shape", "sender", "contact"),
        [
            (Shape.CLASSIC, {"from": RAHIM}, {"wa_id"}),
            (
                Shape.PHONE_AND_ID,
                {"from": RAHIM, "from_user_id": "BD.1"},
                {"wa_id", "user_id"},
            ),
            (
                Shape.ID_ONLY,
                {"from_user_id": "BD.1", "from_parent_user_id": "BD.ENT.1"},
                {"user_id", "parent_user_id"},
            ),
            (
                Shape.ID_IN_FROM,
                {"from": "BD.1", "from_user_id": "BD.1"},
                {"wa_id", "user_id"},
            ),
        ],
    )
    async def test_customers_are_named_in_four_shapes(
        self,
        whatsapp: WhatsApp,
        callback: Callback,
        shape: Shape,
        sender: dict[str, str],
        contact: set[str],
    ) -> None:
        await whatsapp.customers.say("+" + RAHIM, "hi", shape=shape)
        value = json.loads(callback.calls[0].raw)["entry"][0]["changes"][0]["value"]
        (message,) = value["messages"]
        named = {key: message[key] for key in message if key.startswith("from")}
        assert named == sender
        assert value["contacts"][0].keys() - {"profile"} == contact
        assert message["text"] == {"body": "hi"}
        assert value["metadata"]["phone_number_id"] == NUMBER

    @pytest.mark.usefixtures("talking")
    async def test_a_tap_on_a_button(
        self, caller: Caller, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        wamid = await caller.sent(buttons(reply("pay", "Pay now")))
        await whatsapp.customers.tap(RAHIM, wamid, "pay")
        message = events(callback, "messages")[-1]
        assert message["interactive"] == {
            "type": "button_reply",
            "button_reply": {"id": "pay", "title": "Pay now"},
        }
        assert message["context"] == {"from": "8801700000000", "id": wamid}
        with pytest.raises(KeyError):
            await whatsapp.customers.tap(RAHIM, wamid, "other")
        with pytest.raises(KeyError):
            await whatsapp.customers.tap("8801722222222", wamid, "pay")

    @pytest.mark.usefixtures("talking")
    async def test_a_row_of_a_list(
        self, caller: Caller, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        row = {"id": "bill", "title": "Bill", "description": "What is due"}
        wamid = await caller.sent(menu({"rows": [row]}))
        await whatsapp.customers.tap(RAHIM, wamid, "bill")
        answered = events(callback, "messages")[-1]["interactive"]
        assert answered == {"type": "list_reply", "list_reply": row}

    async def test_a_quick_reply_of_a_template(
        self, caller: Caller, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        payload = {
            "type": "button",
            "sub_type": "quick_reply",
            "index": "0",
            "parameters": [{"type": "payload", "payload": "paid:7"}],
        }
        wamid = await caller.sent(template(body_values("R", "5"), payload, PAY_SUFFIX))
        await whatsapp.customers.tap(RAHIM, wamid, "paid:7")
        message = events(callback, "messages")[-1]
        assert (message["type"], message["button"]) == (
            "button",
            {"payload": "paid:7", "text": "Paid"},
        )

    async def test_a_place_and_a_picture(
        self, caller: Caller, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        await whatsapp.customers.share_location(RAHIM, 23.7, 90.4)
        await whatsapp.customers.attach(RAHIM, "slip.png", "image/png", b"PNG", caption="paid")
        place, picture = events(callback, "messages")
        assert place["location"] == {"latitude": 23.7, "longitude": 90.4}
        assert picture["image"]["caption"] == "paid"
        _, media = await caller.call("GET", picture["image"]["id"])
        assert media["sha256"] == hashlib.sha256(b"PNG").hexdigest()

    async def test_we_mark_as_read(self, caller: Caller, whatsapp: WhatsApp) -> None:
        wamid = await whatsapp.customers.say(RAHIM, "hello")
        body = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
        typing = {**body, "typing_indicator": {"type": "text"}}
        assert await caller.send(typing) == (200, {"success": True})
        assert whatsapp.account.read_by_us == [wamid]
        assert (await caller.send({**body, "message_id": "7"}))[1]["error"]["code"] == 131009
        assert (await caller.send(changed(body, messaging_product=None)))[0] == 400
        assert (await caller.send({**body, "typing_indicator": {}}))[0] == 400

    async def test_a_new_number_brings_a_new_id_and_is_told_without_contacts(
        self, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        await whatsapp.customers.say(RAHIM, "hi", shape=Shape.PHONE_AND_ID)
        await whatsapp.customers.change_number(RAHIM, "8801733333333")

        value = json.loads(callback.calls[-1].raw)["entry"][0]["changes"][0]["value"]
        assert "contacts" not in value
        told = value["messages"][0]["system"]
        assert (told["wa_id"], told["previous_user_id"], told["user_id"]) == (
            "8801733333333", "BD.1", "BD.2",
        )  # fmt: skip
        assert whatsapp.account.window_open("8801733333333")
