from __future__ import annotations

from decimal import Decimal

import pytest

from sandbox.payments.sslcommerz_rules import BAD_STORE
from sandbox.payments.standin import PageRefusal
from tests.sandbox.payments.callers import (
    SslcommerzCaller,
)
from tests.sandbox.payments.shop import Hand


async def test_validation_moves_from_valid_to_validated(seller: SslcommerzCaller) -> None:
    fields = await seller.buy()
    first = await seller.validate(val_id=fields["val_id"])
    assert (first["APIConnect"], first["status"]) == ("DONE", "VALID")
    assert first["currency_amount"] == "1150.00"
    assert (await seller.validate(val_id=fields["val_id"]))["status"] == "VALIDATED"
    unknown = await seller.validate(val_id="made-up")
    assert unknown == {"APIConnect": "DONE", "status": "INVALID_TRANSACTION"}


async def test_validation_wants_its_fields_and_an_active_store(seller: SslcommerzCaller) -> None:
    val_id = (await seller.buy())["val_id"]
    assert (await seller.validate())["APIConnect"] == "INVALID_REQUEST"
    assert (await seller.validate(val_id=val_id, format="xml"))["APIConnect"] == "INVALID_REQUEST"
    assert (await seller.validate(val_id=val_id, store_passwd="x"))["APIConnect"] == "FAILED"
    seller.gateway.store.active = False
    assert (await seller.validate(val_id=val_id))["APIConnect"] == "INACTIVE"
    assert (await seller.create(tran_id="T2"))["failedreason"] == BAD_STORE


async def test_the_validated_store_amount_drops_its_last_zero(seller: SslcommerzCaller) -> None:
    fields = await seller.buy(total_amount="300.00")
    assert fields["store_amount"] == "293.25"
    fields = await seller.buy(tran_id="T2", total_amount="400.00")
    assert fields["store_amount"] == "391.00"
    assert (await seller.validate(val_id=fields["val_id"]))["store_amount"] == "391"
    fields = await seller.buy(tran_id="T3", total_amount="200.00")
    assert fields["store_amount"] == "195.50"
    assert (await seller.validate(val_id=fields["val_id"]))["store_amount"] == "195.5"


async def test_a_foreign_order_is_charged_in_taka(seller: SslcommerzCaller) -> None:
    fields = await seller.buy(total_amount="10.00", currency="USD")
    assert (fields["amount"], fields["currency"]) == ("1200.00", "BDT")
    assert (fields["currency_amount"], fields["currency_type"]) == ("10.00", "USD")
    assert fields["currency_rate"] == "120.0000"


async def test_a_risky_payment_says_so(seller: SslcommerzCaller) -> None:
    seller.gateway.store.risk_level = "1"
    fields = await seller.buy()
    assert fields["risk_level"] == "1"
    assert (await seller.validate(val_id=fields["val_id"]))["risk_level"] == "1"


async def test_query_knows_the_session_and_every_try(seller: SslcommerzCaller) -> None:
    sessionkey = await seller.open()
    assert (await seller.ask(sessionkey=sessionkey))["status"] == "PENDING"
    assert (await seller.ask(tran_id="T1"))["no_of_trans_found"] == 0
    with pytest.raises(PageRefusal):
        await seller.gateway.pay(sessionkey, button="retry", method="nagad")
    back = await seller.gateway.pay(sessionkey)
    assert back is not None
    found = await seller.ask(tran_id="T1")
    assert found["no_of_trans_found"] == 2
    assert [each["status"] for each in found["element"]] == ["FAILED", "VALID"]
    assert found["element"][1]["val_id"] == back.fields["val_id"]
    await seller.validate(val_id=back.fields["val_id"])
    assert (await seller.ask(sessionkey=sessionkey))["status"] == "VALIDATED"
    assert (await seller.ask(sessionkey="unknown"))["status"] == "FAILED"
    assert (await seller.ask())["APIConnect"] == "INVALID_REQUEST"
    assert (await seller.ask(tran_id="T1", store_passwd="x"))["APIConnect"] == "FAILED"


async def test_a_refund_is_processing_then_refunded(seller: SslcommerzCaller, hand: Hand) -> None:
    fields = await seller.buy()
    terms = {
        "bank_tran_id": fields["bank_tran_id"],
        "refund_trans_id": "R1",
        "refund_amount": "150.00",
        "refund_remarks": "outage",
    }
    assert (await seller.ask(**terms | {"refund_trans_id": ""}))["status"] == "failed"
    for change, reason in (
        ({"bank_tran_id": "none"}, "not found"),
        ({"refund_amount": "1150.01"}, "amount"),
        ({"refund_amount": "some"}, "amount"),
        ({"refund_remarks": "x" * 256}, "refund_remarks"),
    ):
        answer = await seller.ask(**terms | change)
        assert answer["status"] == "failed"
        assert reason in answer["errorReason"]
    taken = await seller.ask(**terms)
    assert (taken["APIConnect"], taken["status"], taken["trans_id"]) == ("DONE", "processing", "T1")
    assert "already used" in (await seller.ask(**terms))["errorReason"]
    asked = await seller.ask(refund_ref_id=taken["refund_ref_id"])
    assert (asked["status"], asked["refunded_on"]) == ("processing", "")
    hand.passes(minutes=5)
    asked = await seller.ask(refund_ref_id=taken["refund_ref_id"])
    assert (asked["status"], asked["refunded_on"]) == ("refunded", "2026-01-15 10:17:29")
    assert seller.gateway.store.refunds()[0].amount == Decimal("150.00")


async def test_a_refund_may_be_cancelled_in_the_end(seller: SslcommerzCaller) -> None:
    fields = await seller.buy()
    seller.gateway.store.refund_said = "success"
    taken = await seller.ask(
        bank_tran_id=fields["bank_tran_id"],
        refund_trans_id="R1",
        refund_amount="1150",
        refund_remarks="all",
    )
    assert taken["status"] == "success"
    seller.gateway.store.refunds()[0].status = "cancelled"
    asked = await seller.ask(refund_ref_id=taken["refund_ref_id"])
    assert asked["status"] == "cancelled"
