"""Each message adapter of the registry beside a provider in small that fails on demand."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from domain.ports import Account
from sandbox.faults import Faults, Kind
from sandbox.mail import Mail
from sandbox.messenger import Messenger, Outlet
from sandbox.sms import Sms
from sandbox.twilio import Twilio
from sandbox.whatsapp import WhatsApp
from tests.gateways.messaging.accounts import an_account

HERE = Path(__file__).parent
SID = "AC" + "0" * 32
NUMBER_ID = "106540352242922"


@dataclass
class Rig:
    """An account, and the stand-in that it is with; `operation` is a send's name there."""

    account: Account
    faults: Faults
    operation: str
    taken: Callable[[], int]
    wrong_key: Account | None = None  # where a test call can tell


class RowStandIn(Messenger):
    """A provider of the catalog, as its cases show it."""

    def __init__(self, name: str) -> None:
        super().__init__(Outlet())
        self.taken = 0
        self._cases = {
            path.parent: json.loads(path.read_text()).get("comes_to", {})
            for path in sorted((HERE / name).glob("*/case.json"))
            if next(path.parent.glob("answer.*"), None)
        }

    def routes(self) -> Iterable[web.RouteDef]:
        return [web.route("*", "/{tail:.*}", self._take)]

    async def _take(self, request: web.Request) -> web.StreamResponse:
        async def act() -> web.StreamResponse:
            self.taken += 1
            return self._answer("handed")

        return await self.perform("send", request, act)

    def _answer(self, how: str) -> web.Response:
        case = next(place for place, comes_to in self._cases.items() if how in comes_to)
        status = json.loads((case / "case.json").read_text()).get("status", 200)
        return web.Response(status=status, body=next(case.glob("answer.*")).read_bytes())

    def refusal(self, kind: Kind) -> web.StreamResponse:
        if kind is Kind.REFUSE:
            return self._answer("refused")
        return web.Response(status=429 if kind is Kind.HTTP_429 else 500, text="<html></html>")


@asynccontextmanager
async def rig(kind: str, provider: str) -> AsyncIterator[Rig]:
    """The rig of a provider, running."""
    stand_in, made = _rigs(kind, provider)
    await stand_in.start()
    try:
        yield made()
    finally:
        await stand_in.stop()


def _rigs(kind: str, provider: str) -> tuple[Any, Callable[[], Rig]]:
    if provider == "meta":
        return _meta()
    if provider == "twilio":
        return _twilio(kind)
    if provider == "smtp":
        return _smtp()
    return _sms(provider) if provider in {"sms.net.bd", "http"} else _row(provider)


def _meta() -> tuple[Any, Callable[[], Rig]]:
    made = WhatsApp(
        token="secret-of-token", app_secret="secret-of-app_secret", phone_number_id=NUMBER_ID
    )
    return made, lambda: Rig(
        an_account("whatsapp", "meta", made.base_url),
        made.faults,
        "messages",
        lambda: len(made.account.messages),
        an_account("whatsapp", "meta", made.base_url, token="another"),
    )


def _twilio(kind: str) -> tuple[Any, Callable[[], Rig]]:
    sender = "+15005550006"
    made = Twilio(
        account_sid=SID, auth_token="secret-of-auth_token", numbers=(sender, f"whatsapp:{sender}")
    )

    def account(**given: object) -> Account:
        return an_account(kind, "twilio", made.base_url, sender=sender, **given)

    return made, lambda: Rig(
        account(),
        made.faults,
        "messages",
        lambda: len(made.account.messages),
        account(auth_token="another"),
    )


def _smtp() -> tuple[Any, Callable[[], Rig]]:
    made = Mail(username="bills@example.com", password="secret-of-password")

    def account(**given: object) -> Account:
        relay = {"host": "localhost", "port": made.port, "username": "bills@example.com"}
        return an_account("email", "smtp", **relay, ca=made.ca_pem, **given)

    return made, lambda: Rig(
        account(),
        made.faults,
        "data",
        lambda: len(made.messages),
        account(password="another"),
    )


def like_sms_net_bd(base_url: str) -> dict[str, Any]:
    """The fields of an account that describes a provider like sms.net.bd by itself."""
    return {
        "url": f"{base_url}/sendsms",
        "params": "api_key={api_key}&to={to}&msg={text}",
        "ok_at": "error",
        "ok_matches": r"\A0\Z",
        "id_at": "data.request_id",
        "error_at": "error",
        "error_codes": "405=auth, 417=no-credit, 416=bad-recipient, 409=busy, 413=config",
        "balance_url": f"{base_url}/user/balance/",
        "balance_params": "api_key={api_key}",
        "balance_at": "data.balance",
        "poll_url": f"{base_url}/report/request/{{message_id}}/",
        "poll_params": "api_key={api_key}",
        "poll_status": "data.recipients.0.status",
        "allow_private": "yes",
    }


def _sms(provider: str) -> tuple[Any, Callable[[], Rig]]:
    made = Sms(api_key="secret-of-api_key")
    made.refuses_with = 417

    def account(**given: object) -> Account:
        if provider == "http":
            return an_account("sms", "http", **like_sms_net_bd(made.base_url), **given)
        return an_account("sms", provider, made.base_url, **given)

    return made, lambda: Rig(
        account(),
        made.faults,
        "sendsms",
        lambda: len(made.messages),
        account(api_key="another"),
    )


def _row(provider: str) -> tuple[Any, Callable[[], Rig]]:
    made = RowStandIn(provider)
    return made, lambda: Rig(
        an_account("sms", provider, made.base_url), made.faults, "send", lambda: made.taken
    )
