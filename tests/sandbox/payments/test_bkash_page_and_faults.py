from __future__ import annotations

import asyncio
import json
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from sandbox.faults import Kind
from sandbox.payments.bkash_state import State
from sandbox.payments.standin import Junk, PageRefusal
from tests.sandbox.payments.callers import (
    ORDER,
    BkashCaller,
)


async def test_the_page_works_in_a_browser_without_script(caller: BkashCaller) -> None:
    answer = await caller.call("create", **ORDER)
    async with caller.session.get(answer["bkashURL"]) as shown:
        page = await shown.text()
    assert "<script" not in page
    values = dict(re.findall(r'name=(\w+)[^>]* value="([^"]*)"', page))
    form = {name: unescape(values[name]) for name in ("wallet", "otp", "pin")}
    async with caller.session.post(
        answer["bkashURL"], data=form | {"button": "confirm"}, allow_redirects=False
    ) as back:
        assert back.status == 303
        query = parse_qs(urlsplit(back.headers["Location"]).query)
    assert query["attempt"] == ["7"]
    assert query["paymentID"] == [answer["paymentID"]]
    assert query["status"] == ["success"]
    assert query.keys() == {"attempt", "paymentID", "status", "apiVersion", "signature"}
    async with caller.session.get(answer["bkashURL"]) as shown:
        assert "closed" in await shown.text()
    async with caller.session.get(answer["bkashURL"].replace("hash=", "hash=x")) as shown:
        assert shown.status == 404


async def test_fail_and_cancel_come_back_as_hints(caller: BkashCaller) -> None:
    for invoice, button, status in (("A", "fail", "failure"), ("B", "cancel", "cancel")):
        payment_id = await caller.create(invoice, callbackURL="https://isp.example/back")
        url = await caller.bkash.pay(payment_id, button=button)
        assert url is not None
        assert url.startswith(f"https://isp.example/back?paymentID={payment_id}&status={status}&")


async def test_wrong_entries_keep_the_page_open_until_the_third_pin(caller: BkashCaller) -> None:
    payment_id = await caller.create()
    for entry in ({"wallet": "01500000000"}, {"otp": "0"}, {"pin": "1"}, {"pin": "2"}):
        with pytest.raises(PageRefusal):
            await caller.bkash.pay(payment_id, **entry)
    assert "status=failure" in str(await caller.bkash.pay(payment_id, pin="3"))
    assert caller.bkash.payments[payment_id].state is State.FAILED


async def test_a_lost_return_leaves_an_approved_payment(caller: BkashCaller) -> None:
    caller.bkash.lose_redirect = True
    answer = await caller.call("create", **ORDER)
    entered = {"wallet": "01770618575", "otp": "123456", "pin": "12121"}
    async with caller.session.post(answer["bkashURL"], data=entered) as shown:
        assert "Done" in await shown.text()
    done = await caller.call("execute", paymentID=answer["paymentID"])
    assert done["transactionStatus"] == "Completed"


async def test_a_forged_success_leads_to_an_execute_that_fails(caller: BkashCaller) -> None:
    caller.bkash.forge_success = True
    payment_id = await caller.create()
    assert "status=success" in str(await caller.bkash.pay(payment_id, button="cancel"))
    assert (await caller.call("execute", paymentID=payment_id))["statusCode"] == "2060"


async def test_answers_may_name_another_amount_and_currency(caller: BkashCaller) -> None:
    caller.bkash.answers.amount, caller.bkash.answers.currency = "1.00", "USD"
    done = await caller.buy()
    query = await caller.call("payment/status", paymentID=done["paymentID"])
    search = await caller.call("general/searchTransaction", trxID=done["trxID"])
    for answer in (done, query, search):
        assert (answer["amount"], answer["currency"]) == ("1.00", "USD")


@pytest.mark.parametrize("kind", [Kind.RESET_BEFORE, Kind.RESET_AFTER])
async def test_a_dropped_execute_tells_nothing(caller: BkashCaller, kind: Kind) -> None:
    payment_id = await caller.create()
    await caller.bkash.pay(payment_id)
    caller.bkash.faults.plan("execute", kind)
    with pytest.raises(aiohttp.ClientError):
        await caller.call("execute", paymentID=payment_id)
    query = await caller.call("payment/status", paymentID=payment_id)
    taken = kind is Kind.RESET_AFTER
    assert query["transactionStatus"] == ("Completed" if taken else "Initiated")


async def test_a_late_answer_comes_after_the_capture(caller: BkashCaller) -> None:
    payment_id = await caller.create()
    await caller.bkash.pay(payment_id)
    caller.bkash.faults.plan("execute:answer", Kind.SLOW, seconds=5)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(caller.call("execute", paymentID=payment_id), 0.2)
    assert caller.bkash.payments[payment_id].state is State.COMPLETED


async def test_silence_lasts_until_the_caller_gives_up(caller: BkashCaller) -> None:
    caller.bkash.faults.plan("query", Kind.SILENCE)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(caller.call("payment/status", paymentID="x"), 0.2)


@pytest.mark.parametrize(
    ("kind", "status"), [(Kind.HTTP_500, 500), (Kind.HTTP_429, 429), (Kind.REFUSE, 200)]
)
async def test_an_outage_shows_as_planned(caller: BkashCaller, kind: Kind, status: int) -> None:
    caller.bkash.refuse_with = "503"
    caller.bkash.faults.plan("create", kind)
    url = f"{caller.bkash.base_url}/tokenized/checkout/create"
    async with caller.session.post(url, json=ORDER, headers=caller.headers) as answer:
        assert answer.status == status
        text = await answer.text()
    assert {500: "<html>", 429: "Too Many", 200: '"503"'}[status] in text
    assert not caller.bkash.payments


@pytest.mark.parametrize("junk", list(Junk))
async def test_junk_hides_an_act_that_was_done(caller: BkashCaller, junk: Junk) -> None:
    caller.bkash.junk = junk
    caller.bkash.faults.plan("create", Kind.JUNK)
    with pytest.raises(json.JSONDecodeError):
        await caller.call("create", **ORDER)
    assert len(caller.bkash.payments) == 1


async def test_watchers_hear_of_changes(caller: BkashCaller) -> None:
    heard: list[int] = []
    caller.bkash.on_change = lambda: heard.append(len(caller.bkash.payments))
    await caller.create()
    assert heard[-1] == 1
