from __future__ import annotations

import asyncio
import json
import re
from datetime import timedelta

import pytest

from tests.sandbox.payments.callers import (
    KEYS,
    NAMES,
    ORDER,
    BkashCaller,
)
from tests.sandbox.payments.shop import Hand


async def test_a_token_is_granted_and_refreshed(caller: BkashCaller) -> None:
    token = await caller.login()
    assert (token["statusCode"], token["token_type"]) == ("0000", "Bearer")
    assert token["expires_in"] == 3600
    body = KEYS | {"refresh_token": token["refresh_token"]}
    _, again = await caller.post("/tokenized/checkout/token/refresh", body, NAMES)
    assert again["id_token"] != token["id_token"]
    body = KEYS | {"refresh_token": "made-up"}
    _, refused = await caller.post("/tokenized/checkout/token/refresh", body, NAMES)
    assert refused["statusCode"] == "2079"


@pytest.mark.parametrize(
    ("names", "keys", "status", "answer"),
    [
        (NAMES | {"password": "no"}, KEYS, 401, {"message": "Unauthorized"}),
        ({}, KEYS, 401, {"message": "Unauthorized"}),
        (
            NAMES,
            KEYS | {"app_key": "no"},
            200,
            {"statusCode": "2001", "statusMessage": "Invalid App Key"},
        ),
        (
            NAMES,
            {"app_key": "x"},
            200,
            {"statusCode": "2065", "statusMessage": "Mandatory field missing"},
        ),
        (NAMES, ["x"], 400, {"message": "Invalid request body"}),
    ],
)
async def test_wrong_credentials_bring_no_token(
    caller: BkashCaller, names: dict[str, str], keys: object, status: int, answer: object
) -> None:
    assert await caller.post("/tokenized/checkout/token/grant", keys, names) == (status, answer)


async def test_too_many_tokens_block_issuing_for_an_hour(caller: BkashCaller, hand: Hand) -> None:
    for _ in range(4):
        await caller.login()
    path = "/tokenized/checkout/token/grant"
    assert (await caller.post(path, KEYS, NAMES))[0] == 429
    hand.passes(minutes=59)
    assert (await caller.post(path, KEYS, NAMES))[0] == 429
    hand.passes(minutes=1)
    assert (await caller.post(path, KEYS, NAMES))[0] == 200


async def test_calls_want_a_living_token_and_the_app_key(caller: BkashCaller, hand: Hand) -> None:
    good = dict(caller.headers)
    unauthorized = (401, {"message": "Unauthorized"})
    path, body = "/tokenized/checkout/payment/status", {"paymentID": "x"}
    assert await caller.post(path, body, {}) == unauthorized
    assert await caller.post(path, body, good | {"X-APP-Key": "no"}) == unauthorized
    bearer = good | {"Authorization": f"Bearer {good['Authorization']}"}
    assert (await caller.post(path, body, bearer))[1]["statusCode"] == "2002"
    hand.passes(seconds=3599)
    assert (await caller.post(path, body))[0] == 200
    hand.passes(seconds=1)
    assert await caller.post(path, body) == unauthorized


async def test_wrong_paths_are_refused_as_the_gateway_does(caller: BkashCaller) -> None:
    missing = (403, {"message": "Missing Authentication Token"})
    assert await caller.post("/tokenized/checkout/nowhere", {}) == missing
    async with caller.session.get(f"{caller.bkash.base_url}/tokenized/checkout/create") as answer:
        assert answer.status == 403
    url = f"{caller.bkash.origin}/tokenized/checkout/create"
    async with caller.session.post(url, json={}, headers=caller.headers) as answer:
        assert "'Credential' parameter" in (await answer.json())["message"]


async def test_malformed_bodies_are_turned_away(caller: BkashCaller) -> None:
    url = f"{caller.bkash.base_url}/tokenized/checkout/create"
    json_type = caller.headers | {"Content-Type": "application/json"}
    for data, headers in (
        (b"{", json_type),
        (json.dumps(ORDER | {"amount": 1150}).encode(), json_type),
        (json.dumps(ORDER).encode(), caller.headers | {"Content-Type": "text/plain"}),
    ):
        async with caller.session.post(url, data=data, headers=headers) as answer:
            assert answer.status == 400
            assert await answer.json() == {"message": "Invalid request body"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"mode": "0001"}, "2064"),
        ({"mode": "9"}, "2063"),
        ({"mode": ""}, "2065"),
        ({"payerReference": ""}, "2065"),
        ({"payerReference": "a&b"}, "2048"),
        ({"payerReference": "x" * 256}, "2048"),
        ({"callbackURL": "isp.example/back"}, "2049"),
        ({"amount": "0.99"}, "2006"),
        ({"amount": "10.001"}, "2006"),
        ({"amount": "1,150"}, "2006"),
        ({"currency": "USD"}, "2007"),
        ({"intent": "gift"}, "2008"),
        ({"merchantInvoiceNumber": "<1>"}, "2031"),
        ({"merchantInvoiceNumber": "USED"}, "2031"),
    ],
)
async def test_create_refuses_a_broken_field(
    caller: BkashCaller, change: dict[str, str], code: str
) -> None:
    await caller.create("USED")
    answer = await caller.call("create", **ORDER | change)
    assert answer["statusCode"] == code
    assert len(caller.bkash.payments) == 1


async def test_create_answers_with_the_page_and_an_odd_time(caller: BkashCaller) -> None:
    answer = await caller.call("create", **ORDER)
    assert answer["paymentID"].startswith("TR0011")
    assert answer["paymentCreateTime"] == "2026-01-15T10:12:29:978 GMT+0600"
    assert answer["transactionStatus"] == "Initiated"
    assert answer["successCallbackURL"].startswith(f"{ORDER['callbackURL']}&paymentID=")
    assert answer["bkashURL"].startswith(caller.bkash.origin)


async def test_money_moves_on_execute_and_is_found_by_query_and_search(caller: BkashCaller) -> None:
    payment_id = await caller.create()
    before = await caller.call("payment/status", paymentID=payment_id)
    assert (before["transactionStatus"], before["verificationStatus"]) == (
        "Initiated",
        "Incomplete",
    )
    await caller.bkash.pay(payment_id)
    approved = await caller.call("payment/status", paymentID=payment_id)
    assert (approved["transactionStatus"], approved["verificationStatus"]) == (
        "Initiated",
        "Complete",
    )
    assert "trxID" not in approved
    done = await caller.call("execute", paymentID=payment_id)
    assert (done["statusCode"], done["transactionStatus"]) == ("0000", "Completed")
    assert (done["amount"], done["currency"]) == ("1150.00", "BDT")
    assert done["merchantInvoiceNumber"] == "INV1"
    assert re.fullmatch("[A-Z0-9]{10}", done["trxID"])
    after = await caller.call("payment/status", paymentID=payment_id)
    assert (after["merchantInvoice"], after["trxID"]) == ("INV1", done["trxID"])
    assert "merchantInvoiceNumber" not in after
    found = await caller.call("general/searchTransaction", trxID=done["trxID"])
    assert (found["amount"], found["customerMsisdn"]) == ("1150.00", "01770618575")
    unknown = await caller.call("general/searchTransaction", trxID="NOTHING123")
    assert unknown["statusCode"] == "2033"


async def test_an_authorization_is_not_completed(caller: BkashCaller) -> None:
    answer = await caller.buy(intent="authorization")
    assert answer["transactionStatus"] == "Authorized"


async def test_execute_follows_the_state(caller: BkashCaller, hand: Hand) -> None:
    payment_id = await caller.create()
    assert (await caller.call("execute"))["statusCode"] == "2065"
    assert (await caller.call("execute", paymentID="TR0011"))["statusCode"] == "2002"
    assert (await caller.call("execute", paymentID=payment_id))["statusCode"] == "2060"
    await caller.bkash.pay(payment_id)
    assert (await caller.call("execute", paymentID=payment_id))["statusCode"] == "0000"
    assert (await caller.call("execute", paymentID=payment_id))["statusCode"] == "2062"
    caller.bkash.merchant.completed_code = "2117"
    assert (await caller.call("execute", paymentID=payment_id))["statusCode"] == "2117"
    cancelled = await caller.create("INV2")
    await caller.bkash.pay(cancelled, button="cancel")
    assert (await caller.call("execute", paymentID=cancelled))["statusCode"] == "2056"
    late = await caller.create("INV3")
    await caller.bkash.pay(late)
    hand.passes(hours=24)
    await caller.login()
    assert (await caller.call("execute", paymentID=late))["statusCode"] == "2056"
    assert caller.bkash.payments[late].receipt is None


async def test_concurrent_executes_take_the_money_once(caller: BkashCaller) -> None:
    payment_id = await caller.create()
    await caller.bkash.pay(payment_id)
    answers = await asyncio.gather(
        *(caller.call("execute", paymentID=payment_id) for _ in range(5))
    )
    assert sorted(answer["statusCode"] for answer in answers) == ["0000"] + ["2062"] * 4
    assert len(caller.bkash.merchant.receipts) == 1


@pytest.mark.parametrize(("wallet", "code"), [("01823074817", "2023"), ("01823074818", "2038")])
async def test_wallets_drive_the_outcome(caller: BkashCaller, wallet: str, code: str) -> None:
    payment_id = await caller.create()
    await caller.bkash.pay(payment_id, wallet=wallet)
    assert (await caller.call("execute", paymentID=payment_id))["statusCode"] == code
    assert (await caller.call("execute", paymentID=payment_id))["statusCode"] == "2056"


async def test_the_same_wallet_and_amount_soon_again_is_a_duplicate(
    caller: BkashCaller, hand: Hand
) -> None:
    assert (await caller.buy("A"))["statusCode"] == "0000"
    assert (await caller.buy("B"))["statusCode"] == "2029"
    assert (await caller.buy("C", amount="1150.01"))["statusCode"] == "0000"
    hand.passes(minutes=5)
    assert (await caller.buy("D"))["statusCode"] == "0000"
    caller.bkash.merchant.duplicate_window = timedelta(0)
    assert (await caller.buy("E"))["statusCode"] == "0000"


async def test_older_products_say_error_code(caller: BkashCaller) -> None:
    caller.bkash.old_envelope = True
    answer = await caller.call("execute", paymentID="x")
    assert answer == {"errorCode": "2002", "errorMessage": "Invalid Payment ID"}
