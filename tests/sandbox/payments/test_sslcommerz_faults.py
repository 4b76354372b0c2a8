from __future__ import annotations

import asyncio
import json
from urllib.parse import parse_qsl

import aiohttp
import pytest

from sandbox.faults import Kind
from sandbox.payments.standin import Junk, PageRefusal
from tests.sandbox.payments.callers import (
    FORM,
    SslcommerzCaller,
    expected_hash,
)
from tests.sandbox.payments.shop import Hand, Shop


async def test_the_ipn_is_the_same_form(seller: SslcommerzCaller, shop: Shop) -> None:
    fields = await seller.buy(ipn_url=f"{shop.url}/ipn")
    await seller.gateway.pushes.settled()
    [post] = shop.posts
    assert post.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert dict(parse_qsl(post.body.decode(), keep_blank_values=True)) == fields


async def test_the_panel_s_listener_serves_sessions_without_one(
    seller: SslcommerzCaller, shop: Shop
) -> None:
    seller.gateway.panel_ipn_url = f"{shop.url}/panel"
    await seller.buy()
    await seller.gateway.pushes.settled()
    assert shop.posts[0].path == "/panel"


async def test_ipns_are_repeated_lost_and_delayed(seller: SslcommerzCaller, shop: Shop) -> None:
    ipn_url = f"{shop.url}/ipn"
    seller.gateway.pushes.times = 5
    await seller.buy(ipn_url=ipn_url)
    await seller.gateway.pushes.settled()
    assert len(shop.posts) == 5
    seller.gateway.pushes.lost = True
    await seller.buy(tran_id="T2", ipn_url=ipn_url)
    await seller.gateway.pushes.settled()
    assert len(shop.posts) == 5
    seller.gateway.pushes.lost, seller.gateway.pushes.delay = False, 0.3
    await seller.buy(tran_id="T3", ipn_url=ipn_url)
    assert len(shop.posts) == 5
    await seller.gateway.pushes.settled()
    assert len(shop.posts) == 10


async def test_the_ipn_may_come_first_or_alone(seller: SslcommerzCaller, shop: Shop) -> None:
    seller.gateway.pushes.before_return = True
    await seller.buy(ipn_url=f"{shop.url}/ipn")
    assert len(shop.posts) == 1
    seller.gateway.lose_redirect = True
    answer = await seller.create(tran_id="T2", ipn_url=f"{shop.url}/ipn")
    press = {"method": "bkash", "button": "confirm"}
    async with seller.session.post(answer["GatewayPageURL"], data=press) as shown:
        assert "Done" in await shown.text()
    assert len(shop.posts) == 2


async def test_an_unused_session_ends_by_ipn(
    seller: SslcommerzCaller, shop: Shop, hand: Hand
) -> None:
    sessionkey = await seller.open(ipn_url=f"{shop.url}/ipn")
    await seller.gateway.close(sessionkey, "UNATTEMPTED")
    assert b"status=UNATTEMPTED" in shop.posts[0].body
    old = await seller.open(tran_id="T2")
    hand.passes(hours=24)
    with pytest.raises(PageRefusal):
        await seller.gateway.pay(old)
    assert (await seller.ask(sessionkey=old))["status"] == "FAILED"


async def test_a_wrong_signature_is_sent_on_demand(seller: SslcommerzCaller) -> None:
    seller.gateway.wrong_signature = True
    fields = await seller.buy()
    assert fields["verify_sign"] != expected_hash(fields, "md5", "qwerty")
    assert fields["verify_sign_sha2"] != expected_hash(fields, "sha256", "qwerty")


async def test_a_forged_success_is_not_known_to_the_server(seller: SslcommerzCaller) -> None:
    seller.gateway.forge_success = True
    sessionkey = await seller.open()
    back = await seller.gateway.pay(sessionkey, button="cancel")
    assert back is not None
    assert (back.url, back.fields["status"]) == ("https://isp.example/ok", "VALID")
    assert back.fields["verify_sign"] != expected_hash(back.fields, "md5", "qwerty")
    answer = await seller.validate(val_id=back.fields["val_id"])
    assert answer["status"] == "INVALID_TRANSACTION"
    assert (await seller.ask(sessionkey=sessionkey))["status"] == "PENDING"


async def test_answers_may_name_another_amount_and_currency(seller: SslcommerzCaller) -> None:
    seller.gateway.answers.amount, seller.gateway.answers.currency = "11.50", "USD"
    fields = await seller.buy()
    answer = await seller.validate(val_id=fields["val_id"])
    for said in (fields, answer):
        assert (said["currency_amount"], said["currency_type"]) == ("11.50", "USD")


async def test_a_method_outside_the_filter_is_refused(seller: SslcommerzCaller) -> None:
    sessionkey = await seller.open(multi_card_name="visacard")
    with pytest.raises(PageRefusal):
        await seller.gateway.pay(sessionkey, method="bkash")


async def test_unknown_paths_and_methods_are_refused(seller: SslcommerzCaller) -> None:
    origin = seller.gateway.origin
    async with seller.session.get(f"{origin}/EasyCheckOut/none") as answer:
        assert answer.status == 404
    async with seller.session.get(f"{origin}/gwprocess/v3/api.php") as answer:
        assert answer.status == 404
    async with seller.session.post(f"{origin}/validator/api/validationserverAPI.php") as answer:
        assert answer.status == 405


@pytest.mark.parametrize(
    ("kind", "count"), [(Kind.RESET_BEFORE, 0), (Kind.RESET_AFTER, 1), (Kind.JUNK, 1)]
)
async def test_a_create_may_be_done_without_a_readable_answer(
    seller: SslcommerzCaller, kind: Kind, count: int
) -> None:
    seller.gateway.junk = Junk.TRUNCATED
    seller.gateway.faults.plan("create", kind)
    with pytest.raises((aiohttp.ClientError, json.JSONDecodeError)):
        await seller.create()
    assert len(seller.gateway.payments) == count


@pytest.mark.parametrize("junk", [Junk.HTML, Junk.EMPTY])
async def test_validation_may_be_html_or_empty(seller: SslcommerzCaller, junk: Junk) -> None:
    seller.gateway.junk = junk
    seller.gateway.faults.plan("validate", Kind.JUNK)
    with pytest.raises(json.JSONDecodeError):
        await seller.validate(val_id="x")


async def test_refusals_and_outages_take_the_gateway_s_shape(seller: SslcommerzCaller) -> None:
    for operation in ("create", "validate", "refund", "query"):
        seller.gateway.faults.plan(operation, Kind.REFUSE)
    assert (await seller.create())["status"] == "FAILED"
    assert (await seller.validate(val_id="x"))["status"] == "INVALID_TRANSACTION"
    assert (await seller.ask(bank_tran_id="x"))["status"] == "failed"
    assert (await seller.ask(tran_id="x"))["APIConnect"] == "FAILED"
    url = f"{seller.gateway.base_url}/gwprocess/v4/api.php"
    for kind, status in ((Kind.HTTP_500, 500), (Kind.HTTP_429, 429)):
        seller.gateway.faults.plan("create", kind)
        async with seller.session.post(url, data=FORM) as answer:
            assert answer.status == status


@pytest.mark.parametrize("kind", [Kind.SLOW, Kind.SILENCE])
async def test_slow_and_silent_outlast_an_impatient_caller(
    seller: SslcommerzCaller, kind: Kind
) -> None:
    seller.gateway.faults.plan("validate", kind, seconds=5)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(seller.validate(val_id="x"), 0.2)


async def test_watchers_hear_of_changes(seller: SslcommerzCaller) -> None:
    heard: list[int] = []
    seller.gateway.on_change = lambda: heard.append(len(seller.gateway.payments))
    await seller.open()
    assert heard == [1]
