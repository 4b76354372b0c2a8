"""What providers tell us is believed by its signature, stored once, answered after the commit."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from domain import clock, inbox, vault
from domain.accounts.models import Gateway
from domain.errors import Busy
from domain.inbox import Inbox, InboxStatus, Received
from domain.incidents.models import Incident
from domain.ports import Hook
from handlers import webhooks
from handlers.web.app import build
from handlers.webhooks import INTAKE
from tests import builders
from tests.cast import Cast
from tests.fake_web import FakePay, signature, web_ports
from tests.sealing import VAULT

Client = TestClient[Any, Any]
TELEGRAM_SECRETS = ["newest-secret", "older-secret"]


@pytest.fixture
def pay() -> FakePay:
    return FakePay()


@pytest.fixture
async def client(cast: Cast, pay: FakePay) -> AsyncIterator[Client]:
    vault.use(VAULT)
    await builders.a_gateway("bkash-main", kind="payment", provider="bkash")
    await builders.a_gateway("meta-main", kind="whatsapp", provider="meta")
    await builders.a_gateway("sms-main", kind="sms", provider="fake")
    application = build(web_ports(pay), telegram_secrets=TELEGRAM_SECRETS)
    async with TestClient(TestServer(application)) as made:
        yield made


async def send(
    client: Client, body: bytes, path: str = "/webhooks/payment/bkash-main", **headers: str
) -> int:
    signed = {
        "X-Signature": signature(body),
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    async with client.post(path, data=body, headers=signed) as came:
        assert came.headers["X-Content-Type-Options"] == "nosniff"
        return came.status


async def test_what_is_signed_is_stored_as_it_came_before_it_is_answered(client: Client) -> None:
    body = '{"ref": "NK1", "name": "রহিম"}'.encode()

    assert await send(client, body, Content_Type="application/json") == 200

    row = await Inbox.get()
    assert (row.kind, row.gateway, row.status) == ("payment", "bkash-main", InboxStatus.NEW)
    hook = inbox.hook_of(row)
    assert hook.body == body
    assert hook.headers == {"content-type": "application/json"}


async def test_what_is_not_text_is_kept_byte_for_byte(client: Client) -> None:
    for body in (b"\xff\xfe\x00", b"a\0b", b""):
        assert await send(client, body) == 200

    assert [inbox.hook_of(row).body for row in await Inbox.all().order_by("id")] == [
        b"\xff\xfe\x00", b"a\0b", b"",
    ]  # fmt: skip


async def test_the_same_request_is_stored_once(client: Client) -> None:
    for _ in range(3):
        assert await send(client, b'{"ref": "NK1"}') == 200
    assert await send(client, b'{"ref": "NK2"}') == 200

    assert await Inbox.all().count() == 2


async def test_a_forgery_is_refused_and_stored_nowhere(client: Client) -> None:
    assert await send(client, b"{}", X_Signature="wrong") == 403
    async with client.get("/webhooks/payment/bkash-main") as came:
        assert came.status == 403

    assert await Inbox.all().count() == 0


async def test_who_is_not_known_is_nobody(client: Client) -> None:
    for path in (
        "/webhooks/payment/nobody",
        "/webhooks/whatsapp/bkash-main",
        "/webhooks/router/bkash-main",
        "/webhooks/payment/bkash-main/more",
    ):
        assert await send(client, b"{}", path) in {404, 405}
    assert await Inbox.all().count() == 0


async def test_a_gateway_out_of_use_is_still_heard(client: Client) -> None:
    await Gateway.all().update(enabled=False)

    assert await send(client, b"{}") == 200


async def test_a_body_without_end_is_refused(client: Client) -> None:
    endless = io.BytesIO(b"x" * 3_000_001)
    async with client.post("/webhooks/payment/bkash-main", data=endless) as came:
        assert came.status == 413
    assert await Inbox.all().count() == 0


async def test_a_handshake_is_answered_and_a_wrong_one_refused(client: Client) -> None:
    path = "/webhooks/whatsapp/meta-main"
    async with client.get(path, params={"verify": "known", "challenge": "4711"}) as came:
        assert (came.status, await came.text()) == (200, "4711")
    async with client.get(path, params={"verify": "wrong", "challenge": "4711"}) as came:
        assert came.status == 403
    assert await Inbox.all().count() == 0


async def test_a_report_may_come_by_get_and_its_secret_is_not_kept(client: Client) -> None:
    async with client.get(
        "/webhooks/sms/sms-main",
        params={"id": "77", "status": "delivered", "token": "secret"},
        headers={"X-Signature": signature(b"")},
    ) as came:
        assert came.status == 200

    hook = inbox.hook_of(await Inbox.get())
    assert hook.method == "GET"
    assert hook.query == {"id": "77", "status": "delivered"}


async def test_the_adapter_sees_the_address_that_the_provider_called(
    client: Client, pay: FakePay, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Hook] = []

    async def authentic(hook: Hook) -> bool:
        seen.append(hook)
        return True

    monkeypatch.setattr(pay, "authentic", authentic)
    await send(client, b"{}", "/webhooks/payment/bkash-main?ref=1&x=%26")

    assert seen[0].url == "http://pay.test/webhooks/payment/bkash-main?ref=1&x=%26"
    assert seen[0].headers["x-signature"] == signature(b"{}")


async def test_a_signature_that_cannot_be_checked_now_is_asked_for_again(
    client: Client, pay: FakePay, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(hook: Hook) -> bool:
        raise Busy("unreachable")

    monkeypatch.setattr(pay, "authentic", away)

    assert await send(client, b"{}") == 503


async def test_a_burst_of_forgeries_is_told_once_and_the_all_clear_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(client.app[INTAKE]._forgeries, "_now", lambda: now[0])
    for _ in range(19):
        await send(client, b"{}", X_Signature="wrong")
    assert await Incident.all().count() == 0

    for _ in range(30):
        await send(client, b"{}", X_Signature="wrong")
    incident = await Incident.get()
    assert (incident.kind, incident.subject) == ("webhook-forged", "bkash-main")

    assert await send(client, b"{}") == 200
    assert (await Incident.get()).closed_at is None
    now[0] += webhooks.CALM_SECONDS + 1
    assert await send(client, b"{}") == 200
    assert (await Incident.get()).closed_at is not None


async def test_a_few_forgeries_a_day_are_no_burst(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(client.app[INTAKE]._forgeries, "_now", lambda: now[0])
    for _ in range(60):
        now[0] += 10
        await send(client, b"{}", X_Signature="wrong")

    assert await Incident.all().count() == 0


async def test_telegram_is_believed_by_any_secret_in_use(client: Client) -> None:
    path = "/webhooks/telegram/main"
    body = b'{"update_id": 1}'
    for secret, status in ((TELEGRAM_SECRETS[0], 200), (TELEGRAM_SECRETS[1], 200), ("x", 403)):
        async with client.post(
            path, data=body, headers={"X-Telegram-Bot-Api-Secret-Token": secret}
        ) as came:
            assert came.status == status
    async with client.post(path, data=body) as came:
        assert came.status == 403

    row = await Inbox.get()
    assert (row.kind, row.gateway, json.loads(row.body)) == ("telegram", "main", {"update_id": 1})


async def test_without_a_bot_there_is_no_telegram_route(cast: Cast) -> None:
    async with (
        TestClient(TestServer(build(web_ports()))) as client,
        client.post("/webhooks/telegram/main", data=b"{}") as came,
    ):
        assert came.status == 404


async def test_outcomes_are_counted(client: Client) -> None:
    await send(client, b"{}")
    await send(client, b"{}", X_Signature="wrong")

    async with client.get("/metrics") as came:
        text = await came.text()
    for outcome in ("stored", "forged"):
        labels = f'gateway="bkash-main",kind="payment",outcome="{outcome}"'
        assert f"netkhata_webhooks_total{{{labels}}} 1.0" in text


async def test_a_database_that_does_not_answer_is_not_hidden(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(batch: Sequence[Received], now: datetime) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(inbox, "store", broken)

    assert await send(client, b"{}") == 503


async def test_many_at_once_over_the_wire(client: Client) -> None:
    bodies = [json.dumps({"ref": f"NK{number}"}).encode() for number in range(60)]

    assert set(await asyncio.gather(*(send(client, body) for body in bodies))) == {200}

    assert {row.body for row in await Inbox.all()} == {body.decode() for body in bodies}
    assert all(row.received_at == clock.now() for row in await Inbox.all())
