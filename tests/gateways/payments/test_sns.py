"""Who may say that bKash received money: Amazon's signature, its hosts, and one pinned topic."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from domain.errors import Busy
from domain.ports import PaymentGateway
from gateways import registry
from gateways.payments import sns
from gateways.payments.bkash import Bkash
from gateways.provider import Tools
from sandbox.payments.sns import SnsTopic
from tests.gateways.payments.peers import BkashPeer, make
from tests.gateways.payments.tools import hook_of
from tests.sandbox.payments.shop import Hand, Shop

GOOD_URL = "https://sns.ap-southeast-1.amazonaws.com/SimpleNotificationService-7ff5.pem"


@pytest.fixture
async def peer(shop: Shop, hand: Hand) -> AsyncIterator[BkashPeer]:
    made = make("bkash", shop, hand)
    assert isinstance(made, BkashPeer)
    await made.stand_in.start()
    yield made
    await made.stand_in.stop()


@pytest.fixture
def gateway(peer: BkashPeer, tools: Tools) -> PaymentGateway:
    return registry.payment_gateway(peer.account(), tools)


@pytest.mark.parametrize(
    "url",
    [
        "http://sns.ap-southeast-1.amazonaws.com/a.pem",
        "https://sns.ap-southeast-1.amazonaws.com:8443/a.pem",
        "https://sns.ap-southeast-1.amazonaws.com@evil.example/a.pem",
        "https://user@sns.ap-southeast-1.amazonaws.com/a.pem",
        "https://sns.ap-southeast-1.amazonaws.com.evil.example/a.pem",
        "https://evil.example/sns.ap-southeast-1.amazonaws.com/a.pem",
        "https://xsns.ap-southeast-1.amazonaws.com/a.pem",
        "https://sns.a.b.amazonaws.com/a.pem",
        "https://sns.amazonaws.com/a.pem",
        "https://bucket.s3.amazonaws.com/a.pem",
        "https://[sns.ap-southeast-1.amazonaws.com/a.pem",
        "",
    ],
)
def test_no_other_host_vouches(url: str) -> None:
    assert not sns.is_of_amazon(url)


@pytest.mark.parametrize("url", [GOOD_URL, "https://sns.cn-north-1.amazonaws.com.cn/?Action=x"])
def test_hosts_of_amazon_vouch(url: str) -> None:
    assert sns.is_of_amazon(url)


def test_another_host_vouches_only_when_it_is_named_with_its_port() -> None:
    assert sns.is_of_amazon("http://127.0.0.1:9001/a.pem", {"127.0.0.1:9001"})
    assert not sns.is_of_amazon("http://127.0.0.1:9002/a.pem", {"127.0.0.1:9001"})
    assert not sns.is_of_amazon("ftp://127.0.0.1:9001/a.pem", {"127.0.0.1:9001"})


@pytest.mark.parametrize("version", ["1", "2"])
async def test_our_signer_and_another_agree_with_the_verifier(hand: Hand, version: str) -> None:
    topic = SnsTopic(hand)
    topic.signature_version = version
    for envelope in (topic.notification({"a": "b"}, subject="s"), topic.confirmation()):
        assert await sns.is_signed(envelope, topic.fetch_certificate)
        for key in ("Message", "MessageId", "Timestamp", "TopicArn"):
            assert not await sns.is_signed(envelope | {key: "other"}, topic.fetch_certificate), key

    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    signed = sns.sign(topic.notification({}) | {"SignatureVersion": version}, stranger, GOOD_URL)
    assert not await sns.is_signed(
        signed | {"SigningCertURL": topic.signing_cert_url}, topic.fetch_certificate
    )


@pytest.mark.parametrize(
    "spoiled",
    [
        {"SignatureVersion": "3"},
        {"SignatureVersion": ""},
        {"Signature": "not base64!"},
        {"Signature": ""},
        {"SigningCertURL": GOOD_URL.removesuffix(".pem")},
        {"SigningCertURL": "https://evil.example/a.pem"},
    ],
)
async def test_a_spoiled_envelope_is_not_signed(hand: Hand, spoiled: dict[str, str]) -> None:
    topic = SnsTopic(hand)
    envelope = topic.notification({}) | spoiled

    assert not await sns.is_signed(envelope, topic.fetch_certificate)


async def test_what_is_no_certificate_signs_nothing(hand: Hand) -> None:
    async def fetch(url: str) -> bytes:
        return b"<html>not a certificate</html>"

    assert not await sns.is_signed(SnsTopic(hand).notification({}), fetch)


async def test_a_certificate_is_fetched_once(hand: Hand) -> None:
    topic, asked = SnsTopic(hand), []

    async def fetch(url: str) -> bytes:
        asked.append(url)
        return await topic.fetch_certificate(url)

    for _ in range(3):
        assert await sns.is_signed(topic.notification({}), fetch)
    assert asked == [topic.signing_cert_url]


async def test_a_subscription_is_confirmed_and_yields_nothing(
    peer: BkashPeer, gateway: PaymentGateway
) -> None:
    await peer.stand_in.subscribe()
    hook = hook_of(peer.shop.posts[-1])

    assert await gateway.authentic(hook)
    assert list(await gateway.read_notification(hook)) == []
    assert peer.stand_in.sns.confirmed


async def test_a_subscription_at_a_strange_host_is_not_confirmed(
    peer: BkashPeer, tools: Tools
) -> None:
    opened = []

    async def fetch(url: str) -> bytes:
        opened.append(url)
        return b""

    gateway = Bkash(peer.account(), tools, fetch)
    await peer.stand_in.subscribe()
    post = peer.shop.posts[-1]
    envelope = json.loads(post.body) | {"SubscribeURL": "https://evil.example/?Token=1"}
    await gateway.read_notification(hook_of(post, json.dumps(envelope).encode()))
    assert opened == []
    await gateway.read_notification(hook_of(post))
    assert opened == [json.loads(post.body)["SubscribeURL"]]


async def test_another_topic_is_refused_unheard(peer: BkashPeer, tools: Tools) -> None:
    async def fetch(url: str) -> bytes:
        raise AssertionError(url)

    other = {"topic_arn": "arn:aws:sns:ap-southeast-1:111111111111:other"}
    gateway = Bkash(peer.account(options=other), tools, fetch)
    await peer.stand_in.subscribe()
    hook = hook_of(peer.shop.posts[-1])

    assert not await gateway.authentic(hook)
    assert list(await gateway.read_notification(hook)) == []


async def test_without_a_topic_all_is_refused_and_the_log_says_what_to_set(
    peer: BkashPeer, tools: Tools, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    gateway = registry.payment_gateway(peer.account(options={}), tools)
    await peer.stand_in.subscribe()
    post = peer.shop.posts[-1]

    assert not await gateway.authentic(hook_of(post))
    assert "topic_arn" in caplog.text
    assert peer.stand_in.sns.topic_arn in caplog.text
    assert not peer.stand_in.sns.confirmed
    caplog.clear()
    forged = json.loads(post.body) | {"TopicArn": "arn:aws:sns:evil"}
    assert not await gateway.authentic(hook_of(post, json.dumps(forged).encode()))
    assert caplog.text == ""


async def test_nobody_can_say_without_the_certificate(peer: BkashPeer, tools: Tools) -> None:
    async def fetch(url: str) -> bytes:
        raise Busy("unreachable")

    await peer.stand_in.subscribe()
    with pytest.raises(Busy):
        await Bkash(peer.account(), tools, fetch).authentic(hook_of(peer.shop.posts[-1]))


async def test_a_wrong_signature_of_the_stand_in_is_found(
    peer: BkashPeer, gateway: PaymentGateway
) -> None:
    peer.stand_in.sns.wrong_signature = True
    await peer.stand_in.subscribe()

    assert not await gateway.authentic(hook_of(peer.shop.posts[-1]))


@pytest.mark.parametrize(
    ("base_url", "options", "fetched"),
    [
        ("", {}, GOOD_URL),
        ("https://tokenized.pay.bka.sh/v1.2.0-beta", {}, GOOD_URL),
        (
            "http://127.0.0.1:9001/v1.2.0-beta",
            {},
            "http://127.0.0.1:9001/SimpleNotificationService-7ff5.pem",
        ),
    ],
)
def test_a_stand_in_under_another_address_stands_in_for_amazon_too(
    peer: BkashPeer, tools: Tools, base_url: str, options: dict[str, object], fetched: str
) -> None:
    gateway = Bkash(peer.account(base_url=base_url, options=options), tools)

    assert gateway.sns_address(GOOD_URL) == fetched
