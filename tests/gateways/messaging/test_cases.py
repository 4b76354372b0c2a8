"""What providers are sent and what they answer, case by case: one folder each.

`case.json` holds the message and the request that it makes, or the HTTP status and what the answer
beside it comes to, or a hook with what its body tells. Bodies are as they come over the wire.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from domain.errors import Busy, Outside, Refused, Unsure
from domain.ports import (
    ApprovedTemplate,
    Asked,
    Document,
    Hook,
    MessageGateway,
    Option,
    Word,
)
from gateways import registry
from gateways.http import Http
from gateways.provider import Tools
from tests.gateways.messaging.accounts import EVERY, a_message, an_account
from tests.gateways.messaging.wire import Wire

HERE = Path(__file__).parent
CASES = sorted(path.parent.relative_to(HERE).as_posix() for path in HERE.glob("*/*/case.json"))


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    made = Wire()
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    made = Http()
    yield made
    await made.close()


def body_of(case: str, what: str) -> bytes:
    """The body beside a case, without the last line's end that editors want."""
    found = next((HERE / case).glob(f"{what}.*"), None)
    return found.read_bytes().removesuffix(b"\n") if found else b""


def a_gateway(case: str, told: dict[str, Any], wire: Wire, http: Http) -> MessageGateway:
    provider = case.split("/")[0]
    kind = told.get("kind") or next(kind for kind, name in EVERY if name == provider)
    account = an_account(kind, provider, wire.base_url, **told.get("account", {}))
    return registry.message_gateway(account, Tools(http, None))  # type: ignore[arg-type]


def outgoing(told: dict[str, Any]) -> Any:
    given = dict(told.get("message", {}))
    if "document" in given:
        given["document"] = Document(**{**given["document"], "content": b"%PDF-1.7"})
    if "template" in given:
        given["template"] = ApprovedTemplate(**given["template"])
    if "choices" in given:
        given["choices"] = [Option(**one) for one in given["choices"]]
    return a_message(told.get("kind", "sms"), **given)


async def come_to(call: Any) -> dict[str, Any]:
    """What a call ended in, as cases write it."""
    try:
        handed = await call
    except Refused as why:
        return {"refused": why.reason}
    except Busy as why:
        return {"busy": why.retry_after}
    except Unsure as why:
        return {"unsure": why.reason}
    except Outside as why:
        return {"unknown": why.reason}
    return {"handed": handed.provider_id} | (
        {"segments": handed.segments} if handed.segments else {}
    )


def as_told(word: Word) -> dict[str, Any]:
    """A word of a hook as cases write it: what is empty is left out."""
    names = (
        "provider_id",
        "status",
        "ref",
        "reason",
        "detail",
        "sender",
        "text",
        "choice",
        "reply_to",
    )
    told = {name: getattr(word, name, "") for name in names}
    told["at"] = word.at.isoformat() if word.at else ""
    told |= {name: list(getattr(word, name, ())) for name in ("before", "after")}
    told["names"] = list(named) if len(named := getattr(word, "names", ())) > 1 else []
    for name in ("media", "place"):
        part = getattr(word, name, None)
        told[name] = {key: value for key, value in asdict(part).items() if value} if part else {}
    wants = getattr(word, "wants", None)
    return {name: value for name, value in told.items() if value} | (
        {} if wants is None else {"wants": wants}
    )


@pytest.mark.parametrize("case", CASES)
async def test_a_case_is_as_its_provider_says(case: str, wire: Wire, http: Http) -> None:
    told = json.loads((HERE / case / "case.json").read_text())
    gateway = a_gateway(case, told, wire, http)
    wire.answers = [(told.get("status", 200), body_of(case, "answer"))]

    if "words" in told:
        hook = Hook(
            method=told.get("method", "POST"),
            url="https://isp.example.com/webhooks/x/main",
            query=told.get("query", {}),
            headers=told.get("headers", {}),
            body=body_of(case, "body"),
        )
        assert [as_told(word) for word in gateway.parse(hook)] == told["words"]
    elif "report" in told:
        assert isinstance(gateway, Asked)
        report = await gateway.ask("M1")
        assert (as_told(report) if report else None) == told["report"]
    elif "health" in told:
        health = await gateway.check()
        assert {"ok": health.ok, "key": health.key, "balance": health.balance} == told["health"]
    else:
        assert await come_to(gateway.send(outgoing(told))) == told["comes_to"]

    for asked, expected in zip(wire.asked, told.get("requests", []), strict=False):
        asked["headers"] = {
            name: asked["headers"].get(name) for name in expected.get("headers", {})
        }
        assert {name: value for name, value in asked.items() if value} == expected
    if "requests" in told:
        assert len(wire.asked) == len(told["requests"])


@pytest.mark.parametrize(("kind", "provider"), EVERY)
def test_every_provider_brings_its_cases(kind: str, provider: str) -> None:
    cases = [case for case in CASES if case.startswith(f"{provider}/")]
    if provider == "smtp":  # speaks no HTTP: its cases run against a relay
        return
    told = [json.loads((HERE / case / "case.json").read_text()) for case in cases]

    assert any("handed" in one.get("comes_to", {}) and "requests" in one for one in told)
    assert any("refused" in one.get("comes_to", {}) for one in told)
    assert any("unsure" in one.get("comes_to", {}) for one in told)
    has_reports = registry.find(kind, provider).scale["reports"] == "done"
    assert has_reports == any("words" in one or "report" in one for one in told)
