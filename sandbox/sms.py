"""An SMS provider as Bangladeshi ones are: HTTP 200 for everything, the error inside."""

from __future__ import annotations

import hmac
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from sandbox.faults import Kind
from sandbox.messenger import Messenger, Numbers, Outlet, utc_now
from sandbox.phone import Phones, Received
from sandbox.segments import is_gsm, segments

ERRORS = {
    400: "The request was rejected, due to a missing or invalid parameter.",
    403: "You don't have permissions to perform the request.",
    404: "The requested resource not found.",
    405: "Authorization required.",
    409: "Unknown error occurred on Server end.",
    410: "Account expired",
    412: "Invalid Schedule",
    413: "Invalid Sender ID",
    414: "Message is empty",
    415: "Message is too long",
    416: "No valid number found",
    417: "Insufficient balance",
    420: "Content Blocked",
    421: "You can only send SMS to your registered phone number until first balance recharge",
}
NUMBER = re.compile(r"8801[3-9]\d{8}")
LONGEST = 1080
DHAKA = timezone(timedelta(hours=6))
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class SmsError(Exception):
    """A refusal; `code` is what stands in `error`."""

    def __init__(self, code: int) -> None:
        super().__init__(ERRORS[code])
        self.code = code


@dataclass
class Message:
    """One message to one number; `charge` is in paisa."""

    id: int
    to: str
    sender: str
    text: str
    at: datetime
    due: datetime
    charge: int
    status: str = "Pending"

    @property
    def unicode(self) -> bool:
        return not is_gsm(self.text)


@dataclass
class Account:
    """What the provider knows of its customer; money is in paisa.

    `registered_only` is the one number that may be written to before the first recharge;
    `allowed_addresses` the IP allow-list (None: everybody).
    """

    balance: int = 50_000
    price: int = 35
    sender_ids: frozenset[str] = frozenset()
    expired: bool = False
    registered_only: str | None = None
    allowed_addresses: frozenset[str] | None = None
    blocked_words: frozenset[str] = field(default_factory=frozenset)


class Sms(Messenger):
    """A stand-in for a provider's HTTP API in the manner of sms.net.bd.

    Operations of its `faults`: sendsms, report, balance. Numbers in `unreachable` fail after
    they were accepted, numbers in `silent` stay pending for ever. Delivery reports are pushed
    as a form to `report_url` when that is set.
    """

    def __init__(
        self,
        *,
        api_key: str,
        account: Account | None = None,
        report_url: str = "",
        clock: Callable[[], datetime] = utc_now,
        phones: Phones | None = None,
    ) -> None:
        super().__init__(Outlet(clock=clock, phones=phones))
        self.clock = clock
        self.api_key = api_key
        self.account = account or Account()
        self.report_url = report_url
        self.with_bom = False
        self.report_gaps: tuple[float, ...] = (1, 10, 60)
        self.refuses_with = 409
        self.messages: list[Message] = []
        self.unreachable = Numbers()
        self.silent = Numbers()

    def routes(self) -> Iterable[web.RouteDef]:
        return [
            web.post("/sendsms", self._call("sendsms", self._send)),
            web.get("/report/request/{id}/", self._call("report", self._report)),
            web.get("/user/balance/", self._call("balance", self._balance)),
            web.route("*", "/{tail:.*}", self._call("unknown", self._unknown)),
        ]

    def refusal(self, kind: Kind) -> web.StreamResponse:
        if kind is Kind.REFUSE:
            return self._answer(self.refuses_with, ERRORS[self.refuses_with])
        status = 429 if kind is Kind.HTTP_429 else 500
        return web.Response(
            status=status, text=f"<html><h1>{status}</h1></html>", content_type="text/html"
        )

    def _call(self, operation: str, act: Handler) -> Handler:
        async def handler(request: web.Request) -> web.StreamResponse:
            async def guarded() -> web.StreamResponse:
                try:
                    return await act(request)
                except SmsError as error:
                    return self._answer(error.code, ERRORS[error.code])

            return await self.perform(operation, request, guarded)

        return handler

    def _answer(self, error: int, msg: str, data: Any = None) -> web.Response:
        body: dict[str, Any] = {"error": error, "msg": msg}
        if data is not None:
            body["data"] = data
        answer = web.json_response(body)
        if self.with_bom:
            answer.body = b"\xef\xbb\xbf" + (answer.text or "").encode()
        return answer

    def _authorise(self, api_key: object, remote: str | None) -> None:
        if not hmac.compare_digest(str(api_key).encode(), self.api_key.encode()):
            raise SmsError(405)
        allowed = self.account.allowed_addresses
        if allowed is not None and remote not in allowed:
            raise SmsError(403)
        if self.account.expired:
            raise SmsError(410)

    async def _unknown(self, _request: web.Request) -> web.StreamResponse:
        raise SmsError(404)

    async def _send(self, request: web.Request) -> web.StreamResponse:
        form = {key: str(value) for key, value in (await request.post()).items()}
        self._authorise(form.get("api_key", ""), request.remote)
        if "msg" not in form or "to" not in form:
            raise SmsError(400)
        identity, messages = self.accept(form)
        self.courier.later(self._deliver(messages, self.clock()))
        return self._answer(0, "Request successfully submitted", {"request_id": identity})

    def accept(self, form: Mapping[str, str]) -> tuple[int, list[Message]]:
        """Take a request on and charge it. Raises SmsError."""
        text, sender = form["msg"], form.get("sender_id", "")
        if not text.strip():
            raise SmsError(414)
        if len(text) > LONGEST:
            raise SmsError(415)
        if sender and sender not in self.account.sender_ids:
            raise SmsError(413)
        if any(word in text.lower() for word in self.account.blocked_words):
            raise SmsError(420)
        due = self._due(form.get("schedule"))
        numbers = self._numbers(form)
        charge = self.account.price * segments(text)
        if charge * len(numbers) > self.account.balance:
            raise SmsError(417)
        self.account.balance -= charge * len(numbers)
        identity, now = self.outlet.serial(), self.clock()
        messages = [Message(identity, to, sender, text, now, due, charge) for to in numbers]
        self.messages += messages
        self.outlet.changed()
        return identity, messages

    def _numbers(self, form: Mapping[str, str]) -> list[str]:
        numbers = form["to"].split(",")
        # Only a campaign, which has a content_id, may name several numbers.
        if len(numbers) > 1 and "content_id" not in form:
            raise SmsError(416)
        if not all(NUMBER.fullmatch(number) for number in numbers):
            raise SmsError(416)
        only = self.account.registered_only
        if only is not None and numbers != [only]:
            raise SmsError(421)
        return numbers

    def _due(self, schedule: str | None) -> datetime:
        if schedule is None:
            return self.clock()
        try:
            due = datetime.strptime(schedule, "%Y-%m-%d %H:%M:%S").replace(tzinfo=DHAKA)
        except ValueError as error:
            raise SmsError(412) from error
        if due <= self.clock():
            raise SmsError(412)
        return due

    async def deliver_due(self) -> None:
        """Deliver the scheduled messages whose time has come."""
        now = self.clock()
        await self._deliver([one for one in self.messages if one.status == "Pending"], now)

    async def _deliver(self, messages: list[Message], now: datetime) -> None:
        for message in messages:
            if message.to in self.silent or message.due > now:
                continue
            reached = message.to not in self.unreachable
            message.status = "Sent" if reached else "Failed"
            if reached:
                self.outlet.hand_over(
                    Received(
                        "sms",
                        message.to,
                        message.sender or "8809600000000",
                        message.text,
                        [],
                        self.clock(),
                        str(message.id),
                    )
                )
            self.outlet.changed()
            await self._push(message)

    async def _push(self, message: Message) -> None:
        if not self.report_url:
            return
        report = {
            "request_id": message.id,
            "number": message.to,
            "status": message.status,
            "charge": taka(message.charge),
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        raw = urlencode(report).encode()
        await self.courier.post(self.report_url, raw, headers, gaps=self.report_gaps)

    async def _report(self, request: web.Request) -> web.StreamResponse:
        self._authorise(request.query.get("api_key", ""), request.remote)
        wanted = [one for one in self.messages if str(one.id) == request.match_info["id"]]
        if not wanted:
            raise SmsError(404)
        pending = any(one.status == "Pending" for one in wanted)
        data = {
            "request_id": wanted[0].id,
            "request_status": "Processing" if pending else "Complete",
            "request_charge": taka(sum(one.charge for one in wanted)),
            "recipients": [
                {"number": one.to, "charge": taka(one.charge), "status": one.status}
                for one in wanted
            ],
        }
        return self._answer(0, "Success", data)

    async def _balance(self, request: web.Request) -> web.StreamResponse:
        self._authorise(request.query.get("api_key", ""), request.remote)
        return self._answer(0, "Success", {"balance": taka(self.account.balance)})


def taka(paisa: int) -> str:
    return f"{paisa // 100}.{paisa % 100:02d}"
