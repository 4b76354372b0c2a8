"""Twilio's REST API over HTTP, and its calls for inbound messages."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Awaitable, Callable, Iterable, Mapping

from aiohttp import web
from multidict import MultiDict

from sandbox.faults import Kind
from sandbox.phone import same_address
from sandbox.twilio.account import START, STOP, Account, Message
from sandbox.twilio.errors import BAD_GATEWAY, TwilioError
from sandbox.twilio.requests import parse

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Twilio(Account):
    """A stand-in for api.twilio.com with one account.

    Operations of its `faults`: messages, message, balance.
    """

    def routes(self) -> Iterable[web.RouteDef]:
        account = "/2010-04-01/Accounts/{account}"
        return [
            web.post(f"{account}/Messages.json", self._call("messages", self._send)),
            web.get(f"{account}/Messages/{{sid}}.json", self._call("message", self._get)),
            web.get(f"{account}/Balance.json", self._call("balance", self._balance)),
            web.route("*", "/{tail:.*}", self._call("unknown", self._unknown)),
        ]

    def refusal(self, kind: Kind) -> web.StreamResponse:
        if kind is Kind.HTTP_429:
            return self._answer(TwilioError(20429))
        if kind is Kind.HTTP_500:
            return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
        return self._answer(TwilioError(self.refuses_with))

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
            for user, secret in self.keys.items()
        ):
            raise TwilioError(20003)
        if request.match_info.get("account", self.account_sid) != self.account_sid:
            raise TwilioError(20404, f"The requested resource {request.path} was not found")

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        raise TwilioError(20404, f"The requested resource {request.path} was not found")

    async def _send(self, request: web.Request) -> web.StreamResponse:
        # Another content type isn't parsed at all, so that "To" is what Twilio misses first.
        is_form = request.content_type == "application/x-www-form-urlencoded"
        form = await request.post() if is_form else MultiDict[str]()
        message = self.accept(parse(form, self.senders()))
        answer = web.json_response(self.as_json(message), status=201)
        if self.habits.before_response:
            await self.deliver(message)
        else:
            self.courier.later(self.deliver(message))
        return answer

    async def _get(self, request: web.Request) -> web.StreamResponse:
        try:
            message = self.message(request.match_info["sid"])
        except KeyError:
            raise TwilioError(
                20404, f"The requested resource {request.path} was not found"
            ) from None
        return web.json_response(self.as_json(message))

    async def _balance(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response(
            {
                "account_sid": self.account_sid,
                "balance": self.balance,
                "currency": self.currency,
            }
        )

    async def say(self, phone: str, text: str, *, to: str = "", name: str = "Customer") -> str:
        """Somebody writes to one of our numbers (by default the first); returns the sid.

        A `to` with "whatsapp:" makes it a WhatsApp message and opens the 24-hour window. STOP
        and START in an SMS change the opt-out before the webhook is called.
        """
        to = to or self.numbers[0]
        params = {"Body": text}
        if not to.startswith("whatsapp:"):
            word = text.strip().lower()
            if word in STOP:
                self.opted_out.add(phone)
                params["OptOutType"] = "STOP"
            elif word in START:
                self.opted_out.discard(phone)
                params["OptOutType"] = "START"
        return await self._inbound(phone, to, params, name)

    async def tap(self, phone: str, sid: str, choice: str) -> str:
        """A customer taps `choice` below a Content message. Raises KeyError for no such choice."""
        message = self.message(sid)
        titles = {one.id: one.title for one in message.choices if not one.url}
        if same_address(message.to) != same_address(phone) or choice not in titles:
            raise KeyError(choice)
        params = {
            "Body": titles[choice],
            "MessageType": "button",
            "ButtonText": titles[choice],
            "ButtonPayload": choice,
            **self._reply_to(message),
        }
        return await self._inbound(phone, message.sender, params)

    async def choose(self, phone: str, sid: str, row: str) -> str:
        """A customer picks `row` of a list-picker message. Raises KeyError for no such row."""
        message = self.message(sid)
        titles = {one.id: one.title for one in message.choices}
        params = {
            "Body": titles[row],
            "MessageType": "interactive",
            "ListId": row,
            "ListTitle": titles[row],
            **self._reply_to(message),
        }
        return await self._inbound(phone, message.sender, params)

    def _reply_to(self, message: Message) -> dict[str, str]:
        return {
            "OriginalRepliedMessageSid": message.sid,
            "OriginalRepliedMessageSender": message.sender,
        }

    async def _inbound(
        self, phone: str, to: str, params: Mapping[str, str], name: str = "Customer"
    ) -> str:
        sid, digits = f"SM{self.serial():032x}", same_address(phone)
        whatsapp = to.startswith("whatsapp:")
        full = {
            "MessageSid": sid,
            "SmsMessageSid": sid,
            "SmsSid": sid,
            "AccountSid": self.account_sid,
            "From": f"whatsapp:+{digits}" if whatsapp else f"+{digits}",
            "To": to,
            "NumMedia": "0",
            "NumSegments": "1",
            "ApiVersion": "2010-04-01",
            "CarrierHint": "added without notice",
        }
        if whatsapp:
            self.last_inbound[digits] = self.clock()
            full |= {"ProfileName": name, "WaId": digits, "MessageType": "text"}
        if self.inbound_url:
            await self._call_inbound({**full, **params})
        return sid

    async def _call_inbound(self, params: Mapping[str, str]) -> None:
        posted = await self.call(self.inbound_url, params)
        answered = posted.accepted and posted.answer
        if not posted.accepted:
            self.complaints.append(f"11200 HTTP {posted.status}")
        elif answered and posted.content_type not in ("text/xml", "application/xml"):
            self.complaints.append(f"12300 Invalid Content-Type {posted.content_type}")
        elif answered and b"<Response" not in posted.answer:
            self.complaints.append("12100 Document parse failure")


def basic(user: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{secret}".encode()).decode()
