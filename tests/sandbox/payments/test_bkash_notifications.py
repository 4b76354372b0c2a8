from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import load_pem_x509_certificate

from sandbox.payments.bkash import BkashStandIn
from tests.sandbox.payments.callers import BkashCaller
from tests.sandbox.payments.shop import Hand, Post, Shop


@pytest.fixture
async def bkash(shop: Shop, hand: Hand) -> AsyncIterator[BkashStandIn]:
    stand_in = BkashStandIn(clock=hand, webhook_url=f"{shop.url}/ipn")
    stand_in.pushes.pause = 0.0
    stand_in.sns.confirmed = True
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


def verify(envelope: dict[str, str], pem: bytes) -> None:
    """Check a signature by the published rule, apart from the sender's own code."""
    if envelope["Type"] == "Notification":
        keys = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
    else:
        keys = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
    text = "".join(f"{key}\n{envelope[key]}\n" for key in keys if key in envelope)
    digest = {"1": hashes.SHA1(), "2": hashes.SHA256()}[envelope["SignatureVersion"]]  # noqa: S303
    public = load_pem_x509_certificate(pem).public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    public.verify(
        base64.b64decode(envelope["Signature"]), text.encode(), padding.PKCS1v15(), digest
    )


def read(post: Post) -> tuple[dict[str, str], dict[str, str]]:
    envelope = json.loads(post.body)
    return envelope, json.loads(envelope["Message"])


@pytest.mark.parametrize("version", ["1", "2"])
async def test_a_payment_is_announced_and_signed(
    caller: BkashCaller, bkash: BkashStandIn, shop: Shop, version: str
) -> None:
    bkash.sns.signature_version = version
    done = await caller.buy()
    await bkash.pushes.settled()
    [post] = shop.posts
    assert post.headers["Content-Type"] == "text/plain; charset=UTF-8"
    assert post.headers["x-amz-sns-message-type"] == "Notification"
    envelope, message = read(post)
    verify(envelope, await bkash.sns.fetch_certificate(envelope["SigningCertURL"]))
    assert message["trxID"] == done["trxID"]
    assert message["merchantInvoiceNumber"] == "INV1"
    assert message["debitMSISDN"] == "8801770618575"
    assert message["dateTime"] == "20260115101229"
    assert (message["amount"], message["transactionType"]) == ("1150.00", "10002294")


async def test_the_subscription_is_confirmed_before_anything_is_published(
    caller: BkashCaller, bkash: BkashStandIn, shop: Shop
) -> None:
    bkash.sns.confirmed = False
    await bkash.receive("01770618575", "10.00")
    assert shop.posts == []
    await bkash.subscribe()
    envelope = json.loads(shop.posts[0].body)
    assert envelope["Type"] == "SubscriptionConfirmation"
    verify(envelope, bkash.certificate_pem.encode())
    assert envelope["SubscribeURL"].startswith("https://sns.ap-southeast-1.amazonaws.com/?")
    assert not await bkash.sns.confirm(envelope["SubscribeURL"] + "x")
    url = envelope["SubscribeURL"].replace(f"https://{bkash.sns.host}", bkash.origin)
    async with caller.session.get(url) as answer:
        assert answer.status == 200
    assert bkash.sns.confirmed


async def test_only_the_topic_s_own_certificate_is_served(
    caller: BkashCaller, bkash: BkashStandIn
) -> None:
    with pytest.raises(LookupError):
        await bkash.sns.fetch_certificate("https://sns.evil.example/x.pem")
    async with caller.session.get(bkash.origin + bkash.sns.certificate_path) as answer:
        assert await answer.text() == bkash.certificate_pem
    async with caller.session.get(f"{bkash.origin}/other.pem") as answer:
        assert answer.status == 403


async def test_a_spoiled_signature_does_not_verify(bkash: BkashStandIn, shop: Shop) -> None:
    bkash.sns.wrong_signature = True
    await bkash.receive("01770618575", "10.00")
    envelope, _ = read(shop.posts[0])
    with pytest.raises(InvalidSignature):
        verify(envelope, bkash.certificate_pem.encode())


async def test_money_sent_by_hand_is_announced_and_searchable(
    caller: BkashCaller, bkash: BkashStandIn, shop: Shop
) -> None:
    receipt = await bkash.receive("01999999999", "500.00", reference="flat 4")
    _, message = read(shop.posts[0])
    assert message["transactionReference"] == "flat 4"
    assert message["merchantInvoiceNumber"] == ""
    found = await caller.call("general/searchTransaction", trxID=receipt.trx_id)
    assert found["amount"] == "500.00"


async def test_a_coupon_leaves_the_sale_amount(bkash: BkashStandIn, shop: Shop) -> None:
    bkash.merchant.coupon = Decimal(50)
    await bkash.receive("01770618575", "500.00")
    _, message = read(shop.posts[0])
    assert (message["amount"], message["saleAmount"]) == ("450.00", "500.00")


async def test_repeats_arrive_with_one_message_id(bkash: BkashStandIn, shop: Shop) -> None:
    bkash.pushes.times = 5
    await bkash.receive("01770618575", "10.00")
    assert len(shop.posts) == 5
    assert len({read(post)[0]["MessageId"] for post in shop.posts}) == 1


async def test_refused_notifications_are_sent_again(bkash: BkashStandIn, shop: Shop) -> None:
    shop.answers = [500, 503]
    await bkash.receive("01770618575", "10.00")
    assert [delivery.status for delivery in bkash.pushes.made] == [500, 503, 200]


async def test_a_lost_notification_is_not_sent(bkash: BkashStandIn, shop: Shop) -> None:
    bkash.pushes.lost = True
    await bkash.receive("01770618575", "10.00")
    assert shop.posts == []


async def test_a_delayed_notification_waits_behind_the_answer(
    caller: BkashCaller, bkash: BkashStandIn, shop: Shop
) -> None:
    bkash.pushes.delay = 0.3
    await caller.buy()
    assert shop.posts == []
    await bkash.pushes.settled()
    assert len(shop.posts) == 1


async def test_a_notification_may_precede_the_return_and_the_execute(
    caller: BkashCaller, bkash: BkashStandIn, shop: Shop
) -> None:
    bkash.pushes.before_return = True
    payment_id = await caller.create()
    url = await bkash.pay(payment_id)
    assert len(shop.posts) == 1
    assert "status=success" in str(url)
    assert (await caller.call("execute", paymentID=payment_id))["statusCode"] == "2062"
    query = await caller.call("payment/status", paymentID=payment_id)
    assert query["transactionStatus"] == "Completed"


async def test_timestamps_can_be_stale(bkash: BkashStandIn, shop: Shop) -> None:
    bkash.sns.backdate = bkash.merchant.refund_window
    await bkash.receive("01770618575", "10.00")
    assert read(shop.posts[0])[0]["Timestamp"] == "2025-11-16T04:12:29.978Z"
