"""Ways to pay that are no page of a gateway: a form that is brought there, a prompt on a phone."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from domain.payments import attempts
from domain.payments.models import Attempt, Payment
from domain.payments.states import AttemptStatus
from domain.ports import Hook, PayRequest, PayState, PostForm, Prompt, Verified, Wait
from handlers.web.app import build
from tests.cast import Moment
from tests.fake_web import signature
from tests.handlers.web.conftest import Visitor

PAGE = "https://till.test:8443/page"


def _a_form(request: PayRequest) -> PostForm:
    return PostForm(PAGE, {"sign": f"sealed-{request.ref}", "name": '"Rahim" <b> & যাত্রী'})


def _a_prompt(request: PayRequest) -> Wait:
    return Wait(Prompt.PIN, "+8801711111111")


@pytest.fixture
def by_form(visitor: Visitor) -> Visitor:
    visitor.pay.leads = _a_form
    return visitor


@pytest.fixture
def by_phone(visitor: Visitor) -> Visitor:
    visitor.pay.leads = _a_prompt
    visitor.pay.sessions_end_after = timedelta(minutes=2)
    return visitor


async def _in_another_process(visitor: Visitor, path: str) -> str:
    async with TestClient(TestServer(build(visitor.ports))) as client:
        return await (await client.get(path)).text()


async def test_a_form_goes_to_its_gateway_as_it_was_given(by_form: Visitor) -> None:
    page = await by_form.get((await by_form.fill("/pay", gateway="bkash-main")).location)

    ref = (await Attempt.get()).ref
    assert f'<form id="onward" method="post" action="{PAGE}">' in page.html
    assert page.value("sign") == f"sealed-{ref}"
    assert page.value("name") == "&#34;Rahim&#34; &lt;b&gt; &amp; যাত্রী"
    assert "Go on and pay" in page.text


async def test_the_page_of_a_form_leads_nowhere_else_and_has_no_script_of_its_own(
    by_form: Visitor,
) -> None:
    page = await by_form.get((await by_form.fill("/pay", gateway="bkash-main")).location)

    policy = dict(
        part.strip().split(" ", 1) for part in page.headers["Content-Security-Policy"].split(";")
    )
    assert policy["form-action"] == "https://till.test:8443"
    assert policy["script-src"] == "'self'"
    assert policy["default-src"] == "'none'"
    assert re.findall(r"<script[^>]*>[^<]*", page.html) == ['<script src="/p/send.js" defer>']
    script = await by_form.get("/p/send.js")
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "till.test" not in (await by_form.get()).headers["Content-Security-Policy"]


async def test_a_second_tap_a_second_tab_and_another_process_get_the_same_form(
    by_form: Visitor,
) -> None:
    taps = await asyncio.gather(*(by_form.fill("/pay", gateway="bkash-main") for _ in range(3)))
    [address] = {tap.location for tap in taps}

    here = (await by_form.get(address)).html
    assert await _in_another_process(by_form, address) == here
    assert len(by_form.pay.started) == 1


async def test_a_form_that_is_good_for_nothing_any_more_is_not_shown(
    by_form: Visitor, moment: Moment
) -> None:
    by_form.pay.sessions_end_after = timedelta(minutes=10)
    address = (await by_form.fill("/pay", gateway="bkash-main")).location
    moment.move(minutes=11)

    assert (await by_form.get(address)).location == address.removesuffix("/form")


async def test_who_is_asked_on_the_phone_waits_on_a_page_that_says_so(by_phone: Visitor) -> None:
    sent = await by_phone.fill("/pay", gateway="bkash-main")
    page = await by_phone.get(sent.location)

    assert "bKash has sent a request for ৳1,000 to the phone •••••••••••111." in page.text
    assert '<meta http-equiv="refresh" content="5">' in page.html
    assert "1711" not in page.html
    again = await by_phone.fill("/pay", gateway="bkash-main")
    assert again.location == sent.location
    assert "the phone •••••••••••111" in await _in_another_process(by_phone, sent.location)
    assert len(by_phone.pay.started) == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (PayState.FAILED, "The payment did not go through"),
        (PayState.CANCELLED, "You stopped the payment"),
        (PayState.EXPIRED, "The time for this payment ran out"),
    ],
)
async def test_a_page_that_waits_ends_as_the_phone_does(
    by_phone: Visitor, said: PayState, words: str
) -> None:
    sent = await by_phone.fill("/pay", gateway="bkash-main")
    ref = (await Attempt.get()).ref
    by_phone.pay.says(ref, Verified(said, ref=ref))

    over = await by_phone.get((await by_phone.get(sent.location)).location)

    assert words in over.text
    assert "refresh" not in over.html


async def test_a_page_that_waits_sees_the_money_without_a_notification(by_phone: Visitor) -> None:
    sent = await by_phone.fill("/pay", gateway="bkash-main")
    by_phone.pay.paid((await Attempt.get()).ref)

    done = await by_phone.get((await by_phone.get(sent.location)).location)

    assert "We have received ৳1,000 by bKash" in done.text
    assert "You owe" not in done.text
    assert await Payment.all().count() == 1


async def test_a_page_that_waits_does_not_trouble_the_gateway_each_time(by_phone: Visitor) -> None:
    sent = await by_phone.fill("/pay", gateway="bkash-main")
    for _ in range(4):
        await by_phone.get(sent.location)

    assert len(by_phone.pay.asked) == 1


async def test_money_that_comes_after_the_time_ran_out_is_posted(
    by_phone: Visitor, moment: Moment
) -> None:
    sent = await by_phone.fill("/pay", gateway="bkash-main")
    ref = (await Attempt.get()).ref
    by_phone.pay.says(ref, Verified(PayState.EXPIRED, ref=ref))
    await by_phone.get(sent.location)
    assert (await Attempt.get()).status is AttemptStatus.EXPIRED
    moment.move(minutes=3)

    by_phone.pay.paid(ref)
    body = json.dumps({"ref": ref, "txn_id": "TX1", "state": "paid"}).encode()
    hook = Hook("POST", "https://isp.test", {}, {"x-signature": signature(body)}, body)
    await attempts.heard(by_phone.gateway, hook, by_phone.ports)

    assert (await Payment.get()).attempt_id == (await Attempt.get()).id
    assert "We have received" in (await by_phone.get(sent.location)).text


async def test_who_let_the_time_run_out_is_asked_anew(by_phone: Visitor, moment: Moment) -> None:
    first = await by_phone.fill("/pay", gateway="bkash-main")
    moment.move(minutes=3)

    assert "Waiting for the payment" in (await by_phone.get(first.location)).text
    assert (await by_phone.fill("/pay", gateway="bkash-main")).location != first.location
    assert len(by_phone.pay.started) == 2


@pytest.mark.parametrize("leads", [_a_form, _a_prompt])
async def test_what_leads_to_a_gateway_stays_out_of_logs(
    visitor: Visitor, leads: object, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    visitor.pay.leads = leads
    await visitor.get((await visitor.fill("/pay", gateway="bkash-main")).location)

    told = caplog.text + repr(leads(visitor.pay.started[0]))
    assert "sealed-" not in told
    assert "1711111111" not in told
