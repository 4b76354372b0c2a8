"""What payment providers are sent and what they answer, case by case: one folder each.

`case.json` holds what is asked of the adapter, the answers (files beside it with their status), the
requests that it has to make, and what it comes to. Bodies are as they come over the wire.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from domain import clock, money
from domain.errors import Busy, Outside, Refused, Unsure
from domain.ports import (
    Account,
    Hint,
    Hook,
    PaymentGateway,
    PayRequest,
    Pending,
    Redirect,
    Refunding,
    RefundRequest,
    Verified,
)
from gateways import registry
from gateways.provider import DONE, Tools
from tests.gateways.messaging.wire import Wire
from tests.gateways.payments.tools import MemoryTokens

HERE = Path(__file__).parent
CASES = sorted(path.parent.relative_to(HERE).as_posix() for path in HERE.glob("*/*/case.json"))
CREDENTIALS = {
    "bkash": {
        "username": "user-1",
        "password": "pass-1",
        "app_key": "key-1",
        "app_secret": "secret-1",
    },
    "sslcommerz": {"store_id": "store-1", "store_passwd": "pass-1"},
}
BASES = {"bkash": "/v1.2.0-beta", "sslcommerz": ""}
TOPIC = "arn:aws:sns:ap-southeast-1:354285716021:pgw-merchant-ipn"
TOKEN = {"id_token": "token-1", "refresh_token": "refresh-1"}


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    made = Wire()
    await made.start()
    yield made
    await made.stop()
    clock.use(None)


def body_of(case: str, name: str) -> bytes:
    """The body beside a case, without the last line's end that editors want."""
    return (HERE / case / name).read_bytes().removesuffix(b"\n")


def a_gateway(case: str, told: dict[str, Any], wire: Wire, tools: Tools) -> PaymentGateway:
    provider = case.split("/")[0]
    tokens = MemoryTokens()
    if told.get("token", True):
        tokens.kept[7] = (TOKEN, clock.now().timestamp() + 600)
    account = Account(
        id=7,
        name="main",
        kind="payment",
        provider=provider,
        base_url=wire.base_url + BASES[provider],
        rate=10,
        credentials=CREDENTIALS[provider] | told.get("account", {}),
        options={"topic_arn": TOPIC, **told.get("options", {})},
    )
    return registry.payment_gateway(account, Tools(tools.http, tokens))


def request_of(told: dict[str, Any]) -> PayRequest:
    return PayRequest(
        ref=told["ref"],
        amount=money.parse(told["amount"]),
        return_url="https://isp.example/p/tok/return/main",
        webhook_url="https://isp.example/webhooks/payment/main",
        description="C-0042",
        customer_ref="C-0042",
        customer_name="রহিম Uddin",
        customer_mobile="+8801770618575",
        customer_email="",
    )


def attempt_of(told: dict[str, Any]) -> Pending:
    return Pending(told["ref"], told["session"], money.parse(told["amount"]))


def refund_of(told: dict[str, Any]) -> RefundRequest:
    return RefundRequest(
        attempt=attempt_of(told),
        txn_id=told["txn_id"],
        amount=money.parse(told["give"]),
        ref="NR7Q2M4T9XH3C5B1",
        reason=told["reason"],
        refund_id=told.get("refund_id", ""),
        known=frozenset(told.get("known", [])),
    )


def written(amount: money.Money | None) -> str | None:
    return f"{amount.wire()} {amount.currency}" if amount else None


def as_told(said: Verified) -> dict[str, Any]:
    """What a gateway said, as cases write it: what is empty is left out."""
    told = {name: getattr(said, name) for name in ("ref", "txn_id", "payer", "instrument")}
    told |= {"risky": said.risky, "reason": said.reason, "state": said.state.value}
    told |= {"amount": written(said.amount), "fee": written(said.fee)}
    return {name: value for name, value in told.items() if value}


def hint_as_told(hint: Hint) -> dict[str, Any]:
    told = {"ref": hint.ref, "session": hint.session, "txn_id": hint.txn_id}
    told |= {"claimed": hint.claimed.value, "amount": written(hint.amount) or ""}
    told["val_id"] = hint.detail.get("val_id", "")
    return {name: value for name, value in told.items() if value}


async def act(case: str, told: dict[str, Any], gateway: PaymentGateway) -> dict[str, Any]:
    if "start" in told:
        started = await gateway.start(request_of(told["start"]))
        assert isinstance(started.way, Redirect)
        found = {"way": started.way.url, "session": started.session}
        return found | ({"ends_at": started.ends_at.isoformat()} if started.ends_at else {})
    if "ask" in told:
        back = told.get("return")
        hint = gateway.read_return(back.get("query", {}), back.get("form", {})) if back else None
        return as_told(await gateway.ask(attempt_of(told["ask"]), hint))
    if "refund" in told:
        asked = told["refund"]
        assert isinstance(gateway, Refunding)
        verb = gateway.refund_status if asked.get("ask") else gateway.refund
        back = await verb(refund_of(asked))
        found = {"state": back.state.value, "refund_id": back.refund_id, "reason": back.reason}
        return {name: value for name, value in found.items() if value}
    if "check" in told:
        health = await gateway.check()
        return {"ok": health.ok, "key": health.key}
    hook = Hook(
        "POST",
        "https://isp.example/webhooks/payment/main",
        {},
        {},
        body_of(case, told["notification"]),
    )
    heard = {"hints": [hint_as_told(hint) for hint in await gateway.read_notification(hook)]}
    if "authentic" in told["comes_to"]:
        return {"authentic": await gateway.authentic(hook), **heard}
    return heard


@pytest.mark.parametrize("case", CASES)
async def test_a_case_is_as_its_provider_says(case: str, wire: Wire, tools: Tools) -> None:
    told = json.loads((HERE / case / "case.json").read_text())
    now = datetime.fromisoformat(told["now"])
    clock.use(lambda: now)
    gateway = a_gateway(case, told, wire, tools)
    wire.answers = [(status, body_of(case, name)) for name, status in told.get("answers", [])]
    try:
        came_to = await act(case, told, gateway)
    except Outside as why:
        kinds: dict[type[Outside], str] = {Refused: "refused", Busy: "busy", Unsure: "unsure"}
        came_to = {kinds[type(why)]: why.reason}

    assert came_to == {name: value for name, value in told["comes_to"].items() if value is not None}
    asked = [
        comparable(made, wanted)
        for made, wanted in zip(wire.asked, told.get("requests", []), strict=True)
    ]
    assert asked == told.get("requests", [])


def comparable(made: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """A request as cases write it, with the headers that the case names."""
    shown = {name: value for name, value in made.items() if value and name != "headers"}
    if "headers" in wanted:
        shown["headers"] = {name: made["headers"].get(name) for name in wanted["headers"]}
    return shown


@pytest.mark.parametrize("provider", registry.names("payment"))
def test_every_provider_with_fixtures_brings_them(provider: str) -> None:
    has = {case.split("/")[1].split("-")[0] for case in CASES if case.startswith(f"{provider}/")}
    says_done = registry.find("payment", provider).scale["fixtures"] == DONE

    assert says_done == ({"refund", "ipn", "check"} <= has)
