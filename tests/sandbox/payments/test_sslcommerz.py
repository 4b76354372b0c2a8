from __future__ import annotations

import re
from html import unescape

import aiohttp
import pytest

from sandbox.payments.sslcommerz_rules import MANDATORY
from sandbox.payments.sslcommerz_signing import signed
from tests.sandbox.payments.callers import (
    FORM,
    SslcommerzCaller,
    expected_hash,
)

BAD_STORE = "Store Credential Error Or Store is De-active"

VECTOR = {
    "tran_id": "ISP-20260115-000042",
    "val_id": "2601151012330aBcDeFgHiJkLmN",
    "amount": "1150.00",
    "card_type": "BKASH-BKash",
    "store_amount": "1124.13",
    "card_no": "",
    "bank_tran_id": "260115101233XyZ0123456789",
    "status": "VALID",
    "tran_date": "2026-01-15 10:12:29",
    "error": "",
    "currency": "BDT",
    "card_issuer": "BKash Mobile Banking",
    "card_brand": "MOBILEBANKING",
    "card_sub_brand": "Classic",
    "card_issuer_country": "Bangladesh",
    "card_issuer_country_code": "BD",
    "store_id": "demoisp0001live",
    "currency_type": "BDT",
    "currency_amount": "1150.00",
    "currency_rate": "1.0000",
    "base_fair": "0.00",
    "value_a": "inv:42",
    "value_b": "",
    "value_c": "",
    "value_d": "",
    "risk_level": "0",
    "risk_title": "Safe",
}
VERIFY_KEY = (
    "amount,bank_tran_id,base_fair,card_brand,card_issuer,card_issuer_country,"
    "card_issuer_country_code,card_no,card_sub_brand,card_type,currency,currency_amount,"
    "currency_rate,currency_type,error,risk_level,risk_title,status,store_amount,store_id,"
    "tran_date,tran_id,val_id,value_a,value_b,value_c,value_d"
)


def test_the_signer_reproduces_the_known_vector() -> None:
    fields = signed(VECTOR, "demoisp0001live@ssl")
    assert fields["verify_key"] == VERIFY_KEY
    assert fields["verify_sign"] == "13e3a5b3195aeb006aeae6170cd59f26"
    assert fields["verify_sign_sha2"] == (
        "7ac2e3b220f8137d5d5f54339f3d8a17f6f9aa9e56684890e15d5f11b408b165"
    )


async def test_a_session_opens_with_tiles(seller: SslcommerzCaller) -> None:
    answer = await seller.create(multi_card_name="bkash,internetbank")
    assert answer["status"] == "SUCCESS"
    assert (
        answer["GatewayPageURL"] == f"{seller.gateway.origin}/EasyCheckOut/{answer['sessionkey']}"
    )
    assert [tile["gw"] for tile in answer["desc"]] == ["bkash", "citytouch"]
    async with seller.session.get(answer["GatewayPageURL"]) as shown:
        page = await shown.text()
    assert re.findall(r'name=method value="(\w+)"', page) == ["bkash", "citytouch"]


async def test_multipart_is_refused_with_a_misleading_reason(seller: SslcommerzCaller) -> None:
    url = f"{seller.gateway.base_url}/gwprocess/v4/api.php"
    with aiohttp.MultipartWriter("form-data") as writer:
        for name, value in FORM.items():
            writer.append(value).set_content_disposition("form-data", name=name)
        async with seller.session.post(url, data=writer) as answer:
            assert (await answer.json())["failedreason"] == BAD_STORE
    async with seller.session.post(url, json=FORM) as answer:
        assert (await answer.json())["failedreason"] == BAD_STORE


@pytest.mark.parametrize("name", list(MANDATORY))
async def test_a_mandatory_field_may_be_neither_missing_nor_too_long(
    seller: SslcommerzCaller, name: str
) -> None:
    for value in ("", "9" * (MANDATORY[name] + 1)):
        answer = await seller.create(**{name: value})
        assert answer["status"] == "FAILED"
        assert BAD_STORE in answer["failedreason"] or f"'{name}'" in answer["failedreason"]
        assert answer["GatewayPageURL"] == ""
    assert not seller.gateway.payments


@pytest.mark.parametrize(
    ("change", "blamed"),
    [
        ({"store_passwd": "no"}, "Store Credential"),
        ({"total_amount": "9.99"}, "total_amount"),
        ({"total_amount": "500000.01"}, "total_amount"),
        ({"total_amount": "12.345"}, "total_amount"),
        ({"total_amount": "0.05", "currency": "USD"}, "total_amount"),
        ({"currency": "ABC"}, "currency"),
        ({"success_url": "isp.example"}, "success_url"),
        ({"ipn_url": "ftp://isp.example"}, "ipn_url"),
        ({"cus_email": "none"}, "cus_email"),
        ({"product_profile": "internet"}, "product_profile"),
        ({"product_profile": "telecom-vertical"}, "product_type"),
        ({"shipping_method": "YES"}, "num_of_item"),
        ({"emi_option": "2"}, "emi_option"),
        ({"value_d": "x" * 256}, "value_d"),
        ({"multi_card_name": "cash"}, "payment method"),
        ({"tran_id": "USED"}, "tran_id"),
    ],
)
async def test_a_session_is_refused_with_a_reason(
    seller: SslcommerzCaller, change: dict[str, str], blamed: str
) -> None:
    await seller.open(tran_id="USED")
    answer = await seller.create(**change)
    assert answer["status"] == "FAILED"
    assert blamed in answer["failedreason"]


async def test_a_payment_comes_back_signed_twice(seller: SslcommerzCaller) -> None:
    fields = await seller.buy()
    assert (fields["tran_id"], fields["status"], fields["value_a"]) == ("T1", "VALID", "inv:42")
    assert (fields["amount"], fields["store_amount"]) == ("1150.00", "1124.13")
    assert fields["tran_date"] == "2026-01-15 10:12:29"
    assert set(fields) == set(VECTOR) | {"verify_key", "verify_sign", "verify_sign_sha2"}
    assert fields["verify_sign"] == expected_hash(fields, "md5", "qwerty")
    assert fields["verify_sign_sha2"] == expected_hash(fields, "sha256", "qwerty")


async def test_the_page_posts_back_from_another_site(seller: SslcommerzCaller) -> None:
    answer = await seller.create()
    press = {"method": "nagad", "button": "confirm"}
    async with seller.session.post(answer["GatewayPageURL"], data=press) as shown:
        page = await shown.text()
    assert 'action="https://isp.example/ok"' in page
    assert "submit()" in page
    assert "<button" in page
    fields = {
        name: unescape(value)
        for name, value in re.findall(r'type=hidden name="(\w+)" value="([^"]*)"', page)
    }
    assert fields["card_type"] == "NAGAD-Nagad"
    assert fields["verify_sign"] == expected_hash(fields, "md5", "qwerty")
    async with seller.session.get(answer["GatewayPageURL"]) as shown:
        assert "closed" in await shown.text()


async def test_failed_and_cancelled_come_back_without_val_id(seller: SslcommerzCaller) -> None:
    for button, status, url in (
        ("fail", "FAILED", "https://isp.example/fail"),
        ("cancel", "CANCELLED", "https://isp.example/cancel"),
    ):
        sessionkey = await seller.open(tran_id=button)
        back = await seller.gateway.pay(sessionkey, button=button)
        assert back is not None
        assert (back.url, back.fields["status"]) == (url, status)
        assert "val_id" not in back.fields
        assert "val_id" not in back.fields["verify_key"]
        assert (await seller.ask(sessionkey=sessionkey))["status"] == "FAILED"
