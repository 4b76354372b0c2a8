"""Twilio's REST API over HTTP."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any

from aiohttp import web
from multidict import MultiDict

from sandbox.faults import Kind
from sandbox.messenger import Messenger, Outlet, utc_now
from sandbox.phone import Phones
from sandbox.twilio.account import Account
from sandbox.twilio.customers import Customers
from sandbox.twilio.errors import BAD_GATEWAY, TwilioError
from sandbox.twilio.requests import parse

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Twilio(Messenger):
    """A stand-in for api.twilio.com with one account and the customers who write to it.

    What is given beside clock and phones is what the `Account` is made with.
    Operations of its `faults`: messages, message, balance, media.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = utc_now,
        phones: Phones | None = None,
        **account: Any,
    ) -> None:
        super().__init__(Outlet(clock=clock, phones=phones))
        self.account = Account(self.outlet, **account)
        self.customers = Customers(self.account)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen, and let the account know where."""
        await super().start(host, port)
        self.account.base_url = self.base_url

    def routes(self) -> Iterable[web.RouteDef]:
        account = "/2010-04-01/Accounts/{account}"
        return [
            web.post(f"{account}/Messages.json", self._call("messages", self._send)),
            web.get(f"{account}/Messages/{{sid}}.json", self._call("message", self._get)),
            web.get(f"{account}/Balance.json", self._call("balance", self._balance)),
            web.get(f"{account}/Messages/{{sid}}/Media/{{id}}", self._call("media", self._media)),
            web.get("/files/{id}", self._file),
            web.route("*", "/{tail:.*}", self._call("unknown", self._unknown)),
        ]

    def refusal(self, kind: Kind) -> web.StreamResponse:
        if kind is Kind.HTTP_429:
            return self._answer(TwilioError(20429))
        if kind is Kind.HTTP_500:
            return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
        return self._answer(TwilioError(self.account.refuses_with))

    def _call(self, operation: str, act: Handler) -> Handler:
        async def handler(request: web.Request) -> web.StreamResponse:
            async def guarded() -> web.StreamResponse:
                try:
                    self._check(request)
                    return await act(request)
                except TwilioError as error:
                    return self._answer(error)

            return await self.perform(operation, request, guarded)

        return handler

    def _answer(self, error: TwilioError) -> web.Response:
        return web.json_response(error.body(), status=error.status)

    def _check(self, request: web.Request) -> None:
        given = request.headers.get("Authorization", "")
        if not any(
            hmac.compare_digest(given.encode(), basic(user, secret).encode())
            for user, secret in self.account.keys.items()
        ):
            raise TwilioError(20003)
        if request.match_info.get("account", self.account.account_sid) != self.account.account_sid:
            raise TwilioError(20404, f"The requested resource {request.path} was not found")

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        raise TwilioError(20404, f"The requested resource {request.path} was not found")

    async def _send(self, request: web.Request) -> web.StreamResponse:
        # Another content type isn't parsed at all, so that "To" is what Twilio misses first.
        is_form = request.content_type == "application/x-www-form-urlencoded"
        form = await request.post() if is_form else MultiDict[str]()
        message = self.account.accept(parse(form, self.account.senders()))
        answer = web.json_response(self.account.as_json(message), status=201)
        if self.account.habits.before_response:
            await self.account.deliver(message)
        else:
            self.courier.later(self.account.deliver(message))
        return answer

    async def _get(self, request: web.Request) -> web.StreamResponse:
        try:
            message = self.account.message(request.match_info["sid"])
        except KeyError:
            raise TwilioError(
                20404, f"The requested resource {request.path} was not found"
            ) from None
        return web.json_response(self.account.as_json(message))

    async def _media(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["id"] not in self.account.files:
            raise TwilioError(20404, f"The requested resource {request.path} was not found")
        raise web.HTTPTemporaryRedirect(f"{self.base_url}/files/{request.match_info['id']}")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        mime, data = self.account.files[request.match_info["id"]]
        return web.Response(body=data, content_type=mime)

    async def _balance(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response(
            {
                "account_sid": self.account.account_sid,
                "balance": self.account.balance,
                "currency": self.account.currency,
            }
        )


def basic(user: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{secret}".encode()).decode()
