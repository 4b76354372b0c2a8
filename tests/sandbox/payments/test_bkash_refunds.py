from __future__ import annotations

from tests.sandbox.payments.callers import (
    BkashCaller,
)
from tests.sandbox.payments.shop import Hand


async def test_an_old_refund_is_single_and_has_a_status(caller: BkashCaller) -> None:
    done = await caller.buy()
    ids = {"paymentID": done["paymentID"], "trxID": done["trxID"]}
    terms = ids | {"amount": "150.00", "sku": "net", "reason": "outage"}
    assert (await caller.call("payment/refund", **ids))["statusCode"] == "2033"
    for change, code in (
        ({"trxID": "OTHER"}, "2077"),
        ({"amount": "1150.01"}, "2026"),
        ({"amount": "x"}, "2072"),
        ({"sku": ""}, "2073"),
        ({"reason": ""}, "2078"),
        ({"sku": "x" * 256}, "2075"),
        ({"reason": "x" * 256}, "2076"),
    ):
        assert (await caller.call("payment/refund", **terms | change))["statusCode"] == code
    refund = await caller.call("payment/refund", **terms)
    assert (refund["originalTrxID"], refund["amount"]) == (done["trxID"], "150.00")
    assert await caller.call("payment/refund", **ids) == refund
    assert (await caller.call("payment/refund", **terms))["statusCode"] == "2034"
    query = await caller.call("payment/status", paymentID=done["paymentID"])
    assert query["maxRefundableAmount"] == "1000.00"


async def test_new_refunds_come_in_up_to_ten_parts(caller: BkashCaller, hand: Hand) -> None:
    done = await caller.buy()
    ids = {"paymentId": done["paymentID"], "trxId": done["trxID"]}
    terms = ids | {"refundAmount": "100.00", "sku": "net", "reason": "outage"}
    base = "/v2/tokenized-checkout/refund/payment"
    status, refused = await caller.post(f"{base}/transaction", terms | {"sku": ""})
    assert (status, refused["externalCode"]) == (400, "2073")
    assert refused.keys() == {"internalCode", "externalCode", "errorMessageEn", "errorMessageBn"}
    for _ in range(10):
        status, refund = await caller.post(f"{base}/transaction", terms)
        assert (status, refund["refundTransactionStatus"]) == (200, "Completed")
    assert refund["completedTime"] == "2026-01-15T10:12:29"
    assert (await caller.post(f"{base}/transaction", terms))[1]["externalCode"] == "2074"
    _, parts = await caller.post(f"{base}/status", ids)
    assert len(parts["refundTransactions"]) == 10
    assert parts["originalTrxAmount"] == "1150.00"


async def test_the_refund_window_closes(caller: BkashCaller, hand: Hand) -> None:
    done = await caller.buy()
    hand.passes(days=61)
    await caller.login()
    answer = await caller.call(
        "payment/refund",
        paymentID=done["paymentID"],
        trxID=done["trxID"],
        amount="1",
        sku="net",
        reason="late",
    )
    assert answer["statusCode"] == "2071"
