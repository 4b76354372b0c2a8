"""Whoever finds our address may send anything: no adapter stumbles over what it did not expect."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from domain.errors import Outside
from domain.ports import Account, Hint, Hook, Inbound, Moved, Report
from gateways import registry
from gateways.provider import Tools
from tests.gateways.messaging.accounts import EVERY, an_account

HERE = Path(__file__).parent
TOPIC = "arn:aws:sns:ap-southeast-1:123456789012:ipn"
ENVELOPE = {
    "Type": "Notification",
    "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
    "TopicArn": TOPIC,
    "Message": '{"trxID": "9XK4T2P1QZ", "transactionStatus": "Completed", "amount": "500"}',
    "Timestamp": "2026-11-21T06:00:00.000Z",
    "SignatureVersion": "2",
    "Signature": "AAAA",
    "SigningCertURL": "https://sns.ap-southeast-1.amazonaws.com/cert.pem",
}
REPORT = {"id": "M1", "status": "delivered", "to": "8801711111111", "results": [{"status": "x"}]}
PAYING = [("payment", name) for name in registry.names("payment")]


def bodies(provider: str) -> list[Any]:
    """What a provider does send, as far as it is JSON; what others send where it sends none."""
    found = [ENVELOPE] if provider == "bkash" else []
    for file in sorted(HERE.glob(f"messaging/{provider}/*/body.json")):
        try:
            found.append(json.loads(file.read_text()))
        except ValueError:
            continue
    return found or [ENVELOPE, REPORT]


VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1e400, [], {}, [[]], [{}], {"a": []}, "", "\0", "\ud800", "9" * 400, "é",
)  # fmt: skip
BODIES = (b"", b"\xff", b"null", b"[]", b"[" * 100_000, b"1" * 5_000, b"a=%ff&a=b", b'"\\ud800"')
WORDS = ("", "é", "sha256=é", "\ud800", "9" * 400, "a\0b")


def places(within: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    if isinstance(within, dict | list):
        for key in within if isinstance(within, dict) else range(len(within)):
            yield from places(within[key], (*at, key))


def changed(within: Any, at: tuple[Any, ...], value: Any) -> Any:
    if not at:
        return value
    made = dict(within) if isinstance(within, dict) else list(within)
    made[at[0]] = changed(within[at[0]], at[1:], value)
    return made


def hook(body: bytes, word: str = "", method: str = "POST") -> Hook:
    names = (
        "content-type",
        "x-hub-signature-256",
        "x-twilio-signature",
        "x-signature",
        "x-timestamp",
    )
    return Hook(
        method=method,
        url="https://isp.example.com/webhooks/x/main",
        query=dict.fromkeys(("ref", "token", "bodySHA256", "hub.verify_token"), word),
        headers=dict.fromkeys(names, word),
        body=body,
    )


def requests(provider: str) -> Iterator[Hook]:
    """What a provider sends with something else in each place, and what nobody would send."""
    for body in bodies(provider):
        for place in places(body):
            for value in VALUES:
                yield hook(json.dumps(changed(body, place, value)).encode())
    for strange in BODIES:
        for word in WORDS:
            yield hook(strange, word)
            yield hook(strange, word, "GET")


def an_open_account(kind: str, provider: str) -> Account:
    more = {"topic_arn": TOPIC} if provider == "bkash" else {}
    return an_account(kind, provider, "http://127.0.0.1:9", **more)


class NoHttp:
    async def call(self, *asked: object, **more: object) -> None:
        raise Outside("away")


TOOLS = Tools(NoHttp(), None)  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "provider"), EVERY)
def test_a_provider_of_messages_takes_any_request_without_stumbling(
    kind: str, provider: str
) -> None:
    gateway = registry.message_gateway(an_open_account(kind, provider), TOOLS)

    for each in requests(provider):
        assert gateway.authentic(each) is False
        assert gateway.greet(each) is None
        assert all(isinstance(word, Report | Inbound | Moved) for word in gateway.parse(each))


@pytest.mark.parametrize(("kind", "provider"), PAYING)
async def test_a_payment_gateway_takes_any_request_without_stumbling(
    kind: str, provider: str
) -> None:
    gateway = registry.payment_gateway(an_open_account(kind, provider), TOOLS)

    for each in requests(provider):
        with suppress(Outside):  # what judges it can't be asked here
            assert await gateway.authentic(each) is False
            assert all(isinstance(hint, Hint) for hint in await gateway.read_notification(each))
