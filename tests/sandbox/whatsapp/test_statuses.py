from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.whatsapp import WhatsApp
from tests.sandbox.callback import Callback, MovableClock
from tests.sandbox.whatsapp.calls import (
    NUMBER,
    PAY_SUFFIX,
    RAHIM,
    TEXT,
    Caller,
    body_values,
    changed,
    events,
    statuses,
    template,
)


class TestStatuses:
    @pytest.mark.usefixtures("talking")
    async def test_a_text_in_the_window_arrives(
        self, caller: Caller, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        wamid = await caller.sent(changed(TEXT, biz_opaque_callback_data="our-uuid"))
        assert statuses(callback) == ["sent", "delivered"]
        assert {one["biz_opaque_callback_data"] for one in events(callback, "statuses")} == {
            "our-uuid"
        }
        await whatsapp.account.read(wamid)
        assert statuses(callback)[-1] == "read"
        assert whatsapp.account.message(wamid).status == "read"
        assert whatsapp.phones.of("+" + RAHIM)[0].text == "বিল ready"
        assert whatsapp.received == whatsapp.phones.received

    async def test_free_text_outside_the_window_is_accepted_and_fails(
        self, caller: Caller, whatsapp: WhatsApp, callback: Callback, clock: MovableClock
    ) -> None:
        await whatsapp.customers.say(RAHIM, "hello")
        clock.forward(hours=24)
        callback.calls.clear()
        await caller.sent(TEXT)
        (status,) = events(callback, "statuses")
        assert (status["status"], status["errors"][0]["code"]) == ("failed", 131047)
        assert whatsapp.phones.of(RAHIM) == []

    @pytest.mark.usefixtures("talking")
    async def test_a_number_without_whatsapp_is_accepted_and_fails(
        self, caller: Caller, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        whatsapp.account.not_on_whatsapp.add(RAHIM)
        await caller.sent(TEXT)
        assert events(callback, "statuses")[0]["errors"][0]["code"] == 131026

    async def test_any_other_failure_can_be_marked(
        self, caller: Caller, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        whatsapp.account.fails_with[RAHIM] = 131049
        await caller.sent(template(body_values("R", "5"), PAY_SUFFIX))
        assert events(callback, "statuses")[0]["errors"][0]["code"] == 131049

    @pytest.mark.usefixtures("talking")
    async def test_a_phone_that_is_off_gets_no_further_than_sent(
        self, caller: Caller, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        whatsapp.account.unreachable.add(RAHIM)
        await caller.sent(TEXT)
        assert statuses(callback) == ["sent"]
        assert whatsapp.phones.of(RAHIM) == []

    @pytest.mark.parametrize(
        ("habits", "expected"),
        [
            ({"skip_delivered": True, "reads": True}, ["sent", "read"]),
            ({"reorder": True, "reads": True}, ["read", "delivered", "sent"]),
            ({"duplicate": True}, ["sent", "sent", "delivered", "delivered"]),
            ({"delay": 0.01}, ["sent", "delivered"]),
        ],
    )
    @pytest.mark.usefixtures("talking")
    async def test_statuses_misbehave_as_told(
        self,
        caller: Caller,
        whatsapp: WhatsApp,
        callback: Callback,
        habits: Any,
        expected: list[str],
    ) -> None:
        for name, value in habits.items():
            setattr(whatsapp.account.habits, name, value)
        await caller.sent(TEXT)
        assert statuses(callback) == expected

    @pytest.mark.usefixtures("talking")
    async def test_statuses_may_come_before_the_answer(
        self, caller: Caller, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        whatsapp.account.habits.before_response = True
        await caller.send(TEXT)
        assert statuses(callback) == ["sent", "delivered"]

    @pytest.mark.usefixtures("talking")
    async def test_events_are_batched_over_all_nesting_levels(
        self, caller: Caller, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        whatsapp.account.habits.batch = 9
        for _ in range(4):
            await caller.send(TEXT)
        await whatsapp.customers.say(RAHIM, "thanks")
        await whatsapp.settle()
        (call,) = callback.calls
        entries = json.loads(call.raw)["entry"]
        assert len(entries) > 1
        assert len(entries[0]["changes"]) == 2
        assert len(entries[0]["changes"][0]["value"].keys() & {"messages", "statuses"}) == 1
        assert len(events(callback, "statuses")) == 8
        assert len(events(callback, "messages")) == 1

    @pytest.mark.usefixtures("talking")
    async def test_the_newer_shape_names_the_user_id(
        self, caller: Caller, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        whatsapp.account.habits.user_ids = True
        _, answer = await caller.send(changed(changed(TEXT, to=None), recipient="BD.1"))
        await whatsapp.settle()
        assert answer["contacts"] == [{"input": RAHIM, "wa_id": RAHIM, "user_id": "BD.1"}]
        value = json.loads(callback.calls[0].raw)["entry"][0]["changes"][0]["value"]
        assert value["contacts"] == [{"wa_id": RAHIM, "user_id": "BD.1"}]
        assert value["statuses"][0]["recipient_user_id"] == "BD.1"

    @pytest.mark.usefixtures("talking")
    async def test_what_is_refused_comes_again(
        self, caller: Caller, whatsapp: WhatsApp, callback: Callback
    ) -> None:
        whatsapp.account.notifier.gaps = (0, 0)
        callback.statuses = [500, 503]
        await caller.sent(TEXT)
        assert sorted(statuses(callback)) == ["delivered", "delivered", "sent", "sent"]

    @pytest.mark.usefixtures("talking")
    async def test_history_tells_what_became_of_a_message(
        self, caller: Caller, whatsapp: WhatsApp
    ) -> None:
        await caller.sent(TEXT)
        wamid = await caller.sent(TEXT)
        path = f"{NUMBER}/message_history"
        _, answer = await caller.call("GET", path, params={"message_id": wamid})
        (entry,) = answer["data"]
        assert entry["message_id"] == wamid
        assert [one["delivery_status"] for one in entry["events"]["data"]] == [
            "ACCEPTED",
            "SENT",
            "DELIVERED",
        ]
        assert (await caller.call("GET", path, params={"message_id": "x"}))[1] == {"data": []}
