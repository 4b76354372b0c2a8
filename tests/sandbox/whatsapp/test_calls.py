from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest

from sandbox.faults import Kind
from sandbox.whatsapp import WhatsApp
from tests.sandbox.whatsapp.calls import (
    NUMBER,
    PAY_SUFFIX,
    RAHIM,
    TEXT,
    Caller,
    body_values,
    template,
)


class TestCalls:
    async def test_a_wrong_token_is_refused(self, caller: Caller) -> None:
        caller.headers = {"Authorization": "Bearer other"}
        status, answer = await caller.send(TEXT)
        assert (status, answer["error"]["code"]) == (401, 190)
        assert answer["error"]["type"] == "OAuthException"

    async def test_no_token_is_refused(self, caller: Caller) -> None:
        caller.headers = {}
        assert (await caller.send(TEXT))[0] == 401

    @pytest.mark.parametrize("version", ["", "/v16.0", "/v27.0", "/23.0"])
    async def test_a_path_without_a_served_version_is_refused(
        self, caller: Caller, version: str
    ) -> None:
        status, answer = await caller.call("POST", f"{NUMBER}/messages", version=version, json=TEXT)
        assert (status, answer["error"]["code"]) == (400, 2500)

    async def test_another_number_is_unknown(self, caller: Caller) -> None:
        status, answer = await caller.call("POST", "999/messages", json=TEXT)
        assert (status, answer["error"]["code"]) == (400, 2500)

    @pytest.mark.parametrize(
        ("data", "mime"),
        [
            (json.dumps(TEXT), "text/plain"),
            ("{", "application/json"),
            ("[]", "application/json"),
            ("type=text&to=1", "application/x-www-form-urlencoded"),
        ],
    )
    async def test_only_a_json_object_is_taken(self, caller: Caller, data: str, mime: str) -> None:
        status, answer = await caller.call(
            "POST", f"{NUMBER}/messages", data=data, headers={"Content-Type": mime}
        )
        assert (status, answer["error"]["code"]) == (400, 100)


class TestHealth:
    async def test_the_number_shows_what_is_asked_for(self, caller: Caller) -> None:
        fields = "quality_rating,display_phone_number"
        _, answer = await caller.call("GET", NUMBER, params={"fields": fields})
        assert answer == {
            "quality_rating": "GREEN",
            "display_phone_number": "8801700000000",
            "id": NUMBER,
        }

    async def test_an_unknown_field_is_refused(self, caller: Caller) -> None:
        _, answer = await caller.call("GET", NUMBER, params={"fields": "mood"})
        assert answer["error"]["code"] == 100


@pytest.mark.usefixtures("talking")
class TestFaults:
    @pytest.mark.parametrize(
        ("kind", "status", "code"),
        [(Kind.REFUSE, 403, 131031), (Kind.HTTP_429, 429, 4), (Kind.HTTP_500, 500, 1)],
    )
    async def test_refused_as_planned(
        self, caller: Caller, whatsapp: WhatsApp, kind: Kind, status: int, code: int
    ) -> None:
        whatsapp.faults.plan("messages", kind)
        given, answer = await caller.send(TEXT)
        assert (given, answer["error"]["code"]) == (status, code)
        assert whatsapp.account.messages == []
        assert (await caller.send(TEXT))[0] == 200

    @pytest.mark.parametrize(("kind", "sent"), [(Kind.RESET_BEFORE, 0), (Kind.RESET_AFTER, 1)])
    async def test_the_connection_drops(
        self, caller: Caller, whatsapp: WhatsApp, kind: Kind, sent: int
    ) -> None:
        whatsapp.faults.plan("messages", kind)
        with pytest.raises(aiohttp.ClientError):
            await caller.send(TEXT)
        await whatsapp.settle()
        assert len(whatsapp.phones.of(RAHIM)) == sent

    async def test_junk_after_the_act(self, caller: Caller, whatsapp: WhatsApp) -> None:
        whatsapp.faults.plan("messages", Kind.JUNK)
        with pytest.raises(json.JSONDecodeError):
            await caller.send(TEXT)
        assert len(whatsapp.account.messages) == 1

    async def test_silence(self, caller: Caller, whatsapp: WhatsApp) -> None:
        whatsapp.faults.plan("messages", Kind.SILENCE)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await caller.send(TEXT)
        assert whatsapp.account.messages == []

    async def test_a_slow_one_answers_all_the_same(
        self, caller: Caller, whatsapp: WhatsApp
    ) -> None:
        whatsapp.faults.plan("messages", Kind.SLOW, seconds=0.01)
        assert (await caller.send(TEXT))[0] == 200


async def test_changes_are_announced(whatsapp: WhatsApp, caller: Caller) -> None:
    seen: list[str] = []
    whatsapp.on_change = lambda: seen.append("whatsapp")
    whatsapp.phones.on_change = lambda: seen.append("phone")
    await caller.sent(template(body_values("R", "5"), PAY_SUFFIX))
    assert {"whatsapp", "phone"} <= set(seen)
