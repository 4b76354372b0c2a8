from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox.faults import Kind
from sandbox.segments import segments
from sandbox.sms import Account, Sms
from tests.sandbox.callback import Callback, MovableClock

RAHIM, KARIM = "8801711111111", "8801822222222"
BENGALI = "প্রিয় গ্রাহক, আপনার জুন মাসের ইন্টারনেট বিল ৫০০ টাকা। পরিশোধের শেষ তারিখ ১০ জুন।"
FORM = {"api_key": "key-1", "to": RAHIM, "msg": "Your bill is due"}


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
async def sms(clock: MovableClock, callback: Callback) -> AsyncIterator[Sms]:
    account = Account(balance=1_000, price=35, sender_ids=frozenset({"DemoISP"}))
    sms = Sms(api_key="key-1", account=account, report_url=callback.url, clock=clock)
    await sms.start()
    yield sms
    await sms.stop()


async def call(sms: Sms, method: str, path: str, **request: Any) -> Any:
    """The parsed answer, which is HTTP 200 whatever happened."""
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, sms.base_url + path, **request) as answer,
    ):
        assert answer.status == 200
        return json.loads((await answer.read()).decode("utf-8-sig"))


async def send(sms: Sms, **changes: str | None) -> Any:
    form = {key: value for key, value in {**FORM, **changes}.items() if value is not None}
    answer = await call(sms, "POST", "/sendsms", data=form)
    await sms.settle()
    return answer


async def report(sms: Sms, identity: object, api_key: str = "key-1") -> Any:
    return await call(sms, "GET", f"/report/request/{identity}/", params={"api_key": api_key})


async def balance(sms: Sms, api_key: str = "key-1") -> Any:
    return await call(sms, "GET", "/user/balance/", params={"api_key": api_key})


class TestSending:
    async def test_a_text_arrives_and_is_paid(self, sms: Sms) -> None:
        answer = await send(sms, sender_id="DemoISP")
        assert answer["error"] == 0
        received = sms.phones.of("+" + RAHIM)[0]
        assert (received.channel, received.sender) == ("sms", "DemoISP")
        assert (received.text, received.id) == (FORM["msg"], str(answer["data"]["request_id"]))
        assert sms.received == [received]
        assert (await balance(sms))["data"] == {"balance": "9.65"}

    async def test_bengali_is_unicode_and_costs_more(self, sms: Sms) -> None:
        await send(sms, msg=BENGALI)
        assert (sms.messages[0].unicode, sms.messages[0].charge) == (True, 70)
        assert sms.received[0].text == BENGALI

    async def test_a_campaign_reaches_several(self, sms: Sms) -> None:
        answer = await send(sms, to=f"{RAHIM},{KARIM}", content_id="june")
        found = await report(sms, answer["data"]["request_id"])
        assert [one["number"] for one in found["data"]["recipients"]] == [RAHIM, KARIM]
        assert found["data"]["request_charge"] == "0.70"

    async def test_a_scheduled_text_waits(self, sms: Sms, clock: MovableClock) -> None:
        await send(sms, schedule="2026-06-01 13:00:00")
        assert sms.received == []
        clock.forward(hours=1)
        await sms.deliver_due()
        assert len(sms.received) == 1

    @pytest.mark.parametrize(
        ("code", "changes"),
        [
            (400, {"msg": None}),
            (400, {"to": None}),
            (405, {"api_key": "other"}),
            (405, {"api_key": None}),
            (412, {"schedule": "tomorrow"}),
            (412, {"schedule": "2026-06-01 12:00:00"}),
            (413, {"sender_id": "Other"}),
            (414, {"msg": " "}),
            (415, {"msg": "x" * 1081}),
            (416, {"to": "01711111111"}),
            (416, {"to": "+8801711111111"}),
            (416, {"to": "8801211111111"}),
            (416, {"to": f"{RAHIM},{KARIM}"}),
            (416, {"to": f"{RAHIM},1", "content_id": "june"}),
        ],
    )
    async def test_a_bad_request_is_refused_inside_a_200(
        self, sms: Sms, code: int, changes: dict[str, str | None]
    ) -> None:
        answer = await send(sms, **changes)
        assert (answer["error"], "data" in answer) == (code, False)
        assert sms.messages == []
        assert sms.account.balance == 1_000

    @pytest.mark.parametrize(
        ("code", "setting"),
        [
            (403, {"allowed_addresses": frozenset({"203.0.113.7"})}),
            (410, {"expired": True}),
            (417, {"balance": 34}),
            (420, {"blocked_words": frozenset({"bill"})}),
            (421, {"registered_only": KARIM}),
        ],
    )
    async def test_the_account_may_forbid_it(
        self, sms: Sms, code: int, setting: dict[str, Any]
    ) -> None:
        for name, value in setting.items():
            setattr(sms.account, name, value)
        assert (await send(sms))["error"] == code

    async def test_the_key_in_the_query_is_not_read(self, sms: Sms) -> None:
        answer = await call(sms, "POST", "/sendsms", params=FORM)
        assert answer["error"] == 405

    @pytest.mark.parametrize(
        ("method", "path"), [("GET", "/sendsms"), ("POST", "/sendsms/"), ("GET", "/")]
    )
    async def test_an_unknown_path_is_refused(self, sms: Sms, method: str, path: str) -> None:
        assert (await call(sms, method, path))["error"] == 404

    async def test_a_byte_order_mark_may_come_first(self, sms: Sms) -> None:
        sms.with_bom = True
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{sms.base_url}/sendsms", data=FORM) as answer,
        ):
            assert (await answer.read()).startswith(b"\xef\xbb\xbf{")


class TestReports:
    async def test_delivery_is_pushed_and_polled(self, sms: Sms, callback: Callback) -> None:
        identity = (await send(sms))["data"]["request_id"]
        assert callback.calls[0].form == {
            "request_id": str(identity),
            "number": RAHIM,
            "status": "Sent",
            "charge": "0.35",
        }
        assert (await report(sms, identity))["data"] == {
            "request_id": identity,
            "request_status": "Complete",
            "request_charge": "0.35",
            "recipients": [{"number": RAHIM, "charge": "0.35", "status": "Sent"}],
        }

    async def test_an_unreachable_phone_fails(self, sms: Sms, callback: Callback) -> None:
        sms.unreachable.add(RAHIM)
        assert (await send(sms))["error"] == 0
        assert callback.calls[0].form["status"] == "Failed"
        assert sms.received == []

    async def test_some_are_never_reported(self, sms: Sms, callback: Callback) -> None:
        sms.silent.add(RAHIM)
        identity = (await send(sms))["data"]["request_id"]
        assert (await report(sms, identity))["data"]["request_status"] == "Processing"
        assert callback.calls == []

    async def test_a_refused_push_comes_again(self, sms: Sms, callback: Callback) -> None:
        sms.report_gaps = (0, 0)
        callback.statuses = [500]
        await send(sms)
        assert len(callback.calls) == 2

    async def test_without_a_url_nothing_is_pushed(self, sms: Sms, callback: Callback) -> None:
        sms.report_url = ""
        await send(sms)
        assert callback.calls == []

    async def test_asking_needs_the_key_and_a_known_request(self, sms: Sms) -> None:
        identity = (await send(sms))["data"]["request_id"]
        assert (await report(sms, identity, "other"))["error"] == 405
        assert (await report(sms, 999))["error"] == 404
        assert (await balance(sms, "other"))["error"] == 405


class TestFaults:
    async def test_refused_inside_a_200(self, sms: Sms) -> None:
        sms.faults.plan("sendsms", Kind.REFUSE)
        assert (await send(sms))["error"] == 409
        assert (await send(sms))["error"] == 0

    @pytest.mark.parametrize(("kind", "status"), [(Kind.HTTP_429, 429), (Kind.HTTP_500, 500)])
    async def test_the_web_server_refuses_in_html(self, sms: Sms, kind: Kind, status: int) -> None:
        sms.faults.plan("sendsms", kind)
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{sms.base_url}/sendsms", data=FORM) as answer,
        ):
            assert (answer.status, answer.content_type) == (status, "text/html")
        assert sms.messages == []

    @pytest.mark.parametrize(("kind", "count"), [(Kind.RESET_BEFORE, 0), (Kind.RESET_AFTER, 1)])
    async def test_the_connection_drops(self, sms: Sms, kind: Kind, count: int) -> None:
        sms.faults.plan("sendsms", kind)
        with pytest.raises(aiohttp.ClientError):
            await send(sms)
        assert len(sms.messages) == count

    async def test_junk_after_the_act(self, sms: Sms) -> None:
        sms.faults.plan("sendsms", Kind.JUNK)
        with pytest.raises(json.JSONDecodeError):
            await send(sms)
        assert len(sms.messages) == 1

    async def test_silence(self, sms: Sms) -> None:
        sms.faults.plan("sendsms", Kind.SILENCE)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await send(sms)
        assert sms.messages == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 159 + "€", 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ক" * 70, 1),
        ("ক" * 71, 2),
        ("ক" * 134, 2),
        ("ক" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("ক" * 66 + "😀" + "ক" * 4, 2),
        (BENGALI, 2),
        ("it’s", 1),
    ],
)
def test_segments_are_counted_as_they_are_billed(text: str, count: int) -> None:
    assert segments(text) == count


async def test_changes_are_announced(sms: Sms) -> None:
    seen: list[str] = []
    sms.on_change = lambda: seen.append("changed")
    await send(sms)
    assert seen
