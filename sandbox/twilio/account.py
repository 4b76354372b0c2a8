"""One Twilio account: what it may send, and the course of its messages."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urldefrag, urlencode, urlsplit

import aiohttp

from sandbox.courier import Posted
from sandbox.messenger import Numbers, Outlet
from sandbox.phone import Choice, Document, Received, same_address
from sandbox.segments import segments
from sandbox.twilio.errors import TwilioError
from sandbox.twilio.requests import Content, Outgoing, Senders, fill
from sandbox.twilio.signing import signature

WINDOW = timedelta(hours=24)


@dataclass
class Message:
    """A message that was taken on; `sender` is filled in when a service picked it."""

    sid: str
    request: Outgoing
    sender: str
    text: str
    at: datetime
    choices: list[Choice] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    history: list[tuple[str, datetime]] = field(default_factory=list)
    fails_with: int | None = None

    @property
    def to(self) -> str:
        return self.request.to

    @property
    def status(self) -> str:
        return self.history[-1][0]


@dataclass
class Habits:
    """How status callbacks behave; `reads` applies to WhatsApp only."""

    reorder: bool = False
    duplicate: bool = False
    skip_delivered: bool = False
    reads: bool = False
    before_response: bool = False


class Account:
    """Numbers, services, Content templates, windows, opt-outs and callbacks of one account."""

    def __init__(
        self,
        outlet: Outlet,
        *,
        account_sid: str,
        auth_token: str,
        api_keys: Mapping[str, str] | None = None,
        numbers: tuple[str, ...] = ("+15005550006",),
        services: tuple[str, ...] = (),
    ) -> None:
        self.outlet = outlet
        self.clock = outlet.clock
        self.account_sid = account_sid
        self.auth_token = auth_token
        self.keys = {**(api_keys or {}), account_sid: auth_token}
        self.numbers = numbers
        self.services = services
        self.contents: dict[str, Content] = {}
        self.balance = "12.34"
        self.currency = "USD"
        self.habits = Habits()
        self.messages: list[Message] = []
        self.last_inbound: dict[str, datetime] = {}
        self.inbound_url = ""
        self.base_url = ""  # where the server that holds the account is found
        self.files: dict[str, tuple[str, bytes]] = {}
        self.complaints: list[str] = []
        self.opted_out = Numbers()
        self.not_on_whatsapp = Numbers()
        self.unreachable = Numbers()
        self.fails_with: dict[str, int] = {}
        self.refuses_with = 21612

    def senders(self) -> Senders:
        return Senders(self.numbers, self.services, self.contents)

    def window_open(self, phone: str) -> bool:
        """Whether that person wrote on WhatsApp within the last 24 hours."""
        last = self.last_inbound.get(same_address(phone))
        return last is not None and self.clock() - last < WINDOW

    def keep(self, mime: str, data: bytes) -> str:
        """Store what somebody sends; the address by which its MediaUrl names it."""
        name = f"ME{self.outlet.serial():032x}"
        self.files[name] = (mime, data)
        account = f"{self.base_url}/2010-04-01/Accounts/{self.account_sid}"
        return f"{account}/Messages/MM{0:032x}/Media/{name}"

    def accept(self, request: Outgoing) -> Message:
        """Take a checked request on. Raises TwilioError 21610 for somebody who said STOP."""
        if not request.whatsapp and request.to in self.opted_out:
            raise TwilioError(21610)
        kind = "MM" if request.media else "SM"
        message = Message(
            f"{kind}{self.outlet.serial():032x}",
            request,
            request.sender,
            request.body,
            self.clock(),
        )
        message.fails_with = self._failure(message)
        # A messaging service takes a message on before it has chosen the number to send from.
        message.history.append(("queued" if request.sender else "accepted", message.at))
        self.messages.append(message)
        self.outlet.changed()
        return message

    def _failure(self, message: Message) -> int | None:
        request, number = message.request, same_address(message.to)
        if request.content is not None:
            text = fill(request.content, request.variables)
            message.choices = list(request.content.choices)
            message.text = text or ""
            if text is None:
                return 63028
        if number in self.fails_with:
            return self.fails_with[number]
        if not request.whatsapp:
            return 30003 if number in self.unreachable else None
        if number in self.not_on_whatsapp:
            return 63003
        approved = request.content is not None and request.content.approved
        return None if approved or self.window_open(number) else 63016

    async def deliver(self, message: Message) -> None:
        """Let an accepted message take its course."""
        if not message.sender:
            message.sender = next(
                number
                for number in self.numbers
                if number.startswith("whatsapp:") == message.request.whatsapp
            )
        urls = message.request.media
        if message.request.content is not None and message.request.content.media_url:
            urls = (message.request.content.media_url,)
        if message.fails_with is None:
            for url in urls:
                await self._fetch(message, url)
        for status in self._course(message):
            await self.announce(message, status)

    def _course(self, message: Message) -> list[str]:
        if message.fails_with is not None:
            return ["sent", "undelivered"]
        if same_address(message.to) in self.unreachable:
            return ["sent"]
        self.outlet.hand_over(
            Received(
                "whatsapp" if message.request.whatsapp else "sms",
                same_address(message.to),
                same_address(message.sender),
                message.text,
                message.documents,
                self.clock(),
                message.sid,
                message.choices,
            )
        )
        course = ["sent"] if self.habits.skip_delivered else ["sent", "delivered"]
        course += ["read"] if self.habits.reads and message.request.whatsapp else []
        return course[::-1] if self.habits.reorder else course

    async def _fetch(self, message: Message, url: str) -> None:
        name = unquote(urlsplit(url).path.rsplit("/", 1)[-1])
        try:
            async with self.outlet.courier.session.get(url) as answer:
                data = await answer.read()
                mime = mimetypes.guess_type(name)[0] or answer.content_type
                message.documents.append((name, mime, data))
                if answer.status != 200:
                    message.fails_with = 63019
        except (aiohttp.ClientError, TimeoutError):
            message.fails_with = 63019

    async def announce(self, message: Message, status: str) -> None:
        """Record a status and call the message's StatusCallback."""
        message.history.append((status, self.clock()))
        self.outlet.changed()
        if message.request.callback:
            for _ in range(2 if self.habits.duplicate else 1):
                await self.call(message.request.callback, self._status_params(message, status))

    async def read(self, sid: str) -> None:
        """The customer opens a WhatsApp message."""
        await self.announce(self.message(sid), "read")

    def message(self, sid: str) -> Message:
        """The message with this sid. Raises KeyError."""
        for message in self.messages:
            if message.sid == sid:
                return message
        raise KeyError(sid)

    def _status_params(self, message: Message, status: str) -> dict[str, str]:
        params = {
            "MessageSid": message.sid,
            "SmsSid": message.sid,
            "MessageStatus": status,
            "SmsStatus": status,
            "AccountSid": self.account_sid,
            "From": message.sender,
            "To": message.to,
            "ApiVersion": "2010-04-01",
            "CarrierHint": "added without notice",
        }
        failed = status in ("undelivered", "failed")
        if failed and message.fails_with is not None:
            params["ErrorCode"] = str(message.fails_with)
        if message.request.whatsapp:
            params |= {"ChannelInstallSid": f"XE{1:032x}", "ChannelPrefix": "whatsapp"}
            params |= {"ChannelStatusMessage": "Channel error"} if failed else {}
            if status in ("read", "delivered", "undelivered"):
                params["EventType"] = status.upper()
        elif status == "delivered":
            params["RawDlrDoneDate"] = self.clock().strftime("%y%m%d%H%M")
        return params

    async def call(self, url: str, params: Mapping[str, str]) -> Posted:
        """POST a signed form; only a connection that fails is tried once more."""
        address = urldefrag(url).url
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "X-Twilio-Signature": signature(self.auth_token, address, params),
        }
        raw = urlencode(params).encode()
        return await self.outlet.courier.post(
            address, raw, headers, gaps=(0.1,), only_unreachable=True
        )

    def as_json(self, message: Message) -> dict[str, Any]:
        """The message as the REST API shows it."""
        uri = f"/2010-04-01/Accounts/{self.account_sid}/Messages/{message.sid}.json"
        failed = message.status in ("undelivered", "failed")
        stamp = message.history[-1][1].strftime("%a, %d %b %Y %H:%M:%S +0000")
        return {
            "sid": message.sid,
            "account_sid": self.account_sid,
            "messaging_service_sid": message.request.service or None,
            "to": message.to,
            "from": message.sender or None,
            "body": message.text,
            "status": message.status,
            "num_segments": str(segments(message.text)) if message.sender else "0",
            "num_media": str(len(message.request.media)),
            "direction": "outbound-api",
            "api_version": "2010-04-01",
            "price": None,
            "price_unit": "USD",
            "error_code": message.fails_with if failed else None,
            "error_message": "Channel error" if failed else None,
            "date_created": message.at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
            "date_updated": stamp,
            "date_sent": stamp if message.status != "queued" else None,
            "uri": uri,
            "subresource_uris": {"media": uri.replace(".json", "/Media.json")},
        }
