"""Two small payment gateways: one wants a form from the browser, one asks the customer's phone.

They are what a gateway of their kind costs, and prove that nothing but an adapter is needed.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from domain import clock, kinds
from domain.errors import Outside, Refused, Unsure
from domain.forms import Field
from domain.phone import MOBILE
from domain.ports import (
    Account,
    Ending,
    Health,
    Hint,
    Hook,
    PayRequest,
    PayState,
    Pending,
    PostForm,
    Prompt,
    Refunded,
    RefundRequest,
    RefundState,
    Started,
    Verified,
    Wait,
)
from gateways import health
from gateways.payments import amounts
from gateways.provider import DONE, PAYMENT_SCALE, Provider, Tools
from tests.small_till import signature

PROMPTED = timedelta(minutes=2)  # how long the phone shows what it asks


WALLET = Field("wallet", kind=MOBILE.where(lambda number: "+8801" in number))


class SmallGateway:
    """What both kinds do alike."""

    def __init__(self, account: Account, tools: Tools) -> None:
        self._base = account.base_url
        self._key = account.credentials["key"]
        self._http = tools.http

    async def _call(self, method: str, path: str, **sent: Any) -> dict[str, Any]:
        headers = {"Authorization": self._key}
        reply = await self._http.call(method, self._base + path, headers=headers, **sent)
        if reply.status == 401:
            raise Refused("auth")
        if reply.status in {404, 422}:
            raise Refused("rejected" if reply.status == 422 else "unknown")
        if reply.status != 200:
            raise Unsure("junk", f"HTTP {reply.status}")
        return reply.object()

    async def _open(self, request: PayRequest, **more: str) -> str:
        wanted = {
            "ref": request.ref,
            "amount": request.amount.wire(),
            "currency": request.amount.currency,
            "return_url": request.return_url,
            "webhook_url": request.webhook_url,
        }
        return str((await self._call("POST", "/open", json=wanted | more)).get("session", ""))

    async def ask(self, attempt: Pending, hint: Hint | None) -> Verified:
        if not attempt.session:  # nobody was ever sent anywhere
            return Verified(PayState.FAILED, attempt.ref, reason="not-started", final=True)
        return await self._ask(session=attempt.session)

    async def _ask(self, **asked: str) -> Verified:
        try:
            told = await self._call("GET", "/status", params=asked)
        except Outside as why:
            return Verified(PayState.UNKNOWN, reason=why.reason)
        amount = amounts.read(told["amount"], told["currency"])
        state = PayState(told["state"])
        return Verified(state, told["ref"], amount, told["txn_id"], instrument="nagad")

    def read_return(self, query: Mapping[str, str], form: Mapping[str, str]) -> Hint:
        return Hint(ref=query.get("ref", ""))

    async def authentic(self, hook: Hook) -> bool:
        signed = hook.headers.get("x-signature", "")
        return hmac.compare_digest(signed, signature(self._key, hook.body))

    async def read_notification(self, hook: Hook) -> Sequence[Hint]:
        try:
            told = json.loads(hook.body)
            amount = amounts.read(told["amount"], told["currency"])
            return [Hint(told["ref"], "", told["txn_id"], PayState(told["state"]), amount)]
        except (ValueError, LookupError, TypeError):
            return []

    async def refund(self, request: RefundRequest) -> Refunded:
        wanted = {
            "session": request.attempt.session,
            "ref": request.ref,
            "amount": request.amount.wire(),
            "reason": request.reason,
        }
        try:
            return self._refunded(await self._call("POST", "/refund", json=wanted))
        except Unsure as why:
            return Refunded(RefundState.UNKNOWN, reason=why.reason)

    async def refund_status(self, request: RefundRequest) -> Refunded:
        try:
            return self._refunded(await self._call("GET", "/refund", params={"ref": request.ref}))
        except Outside as why:
            absent = why.reason == "unknown"
            state = RefundState.ABSENT if absent else RefundState.UNKNOWN
            return Refunded(state, reason="" if absent else why.reason)

    def _refunded(self, told: Mapping[str, str]) -> Refunded:
        return Refunded(RefundState(told["state"]), told["refund"])

    async def check(self) -> Health:
        return await health.tested(self._check())

    async def _check(self) -> Health:
        try:
            await self._call("GET", "/status", params={"ref": "NETKHATACHECK"})
        except Refused as why:
            if why.reason != "unknown":
                raise
        return Health(ok=True, key="health-ok")


class FormGateway(SmallGateway):
    """The browser brings a signed form; a session can be ended."""

    async def start(self, request: PayRequest) -> Started:
        session = await self._open(request)
        sign = signature(self._key, session.encode())
        # A field may have any name, also that of what a browser's form can do itself.
        brought = {"session": session, "sign": sign, "submit": '"Pay" & <go>'}
        return Started(PostForm(f"{self._base}/page", brought), session)

    async def cancel(self, attempt: Pending) -> Verified:
        await self._call("POST", "/cancel", params={"session": attempt.session})
        return replace(await self.ask(attempt, None), final=True)


class PhoneGateway(SmallGateway):
    """The customer's phone shows a window that wants the PIN."""

    async def start(self, request: PayRequest) -> Started:
        phone = request.answers["wallet"]
        session = await self._open(request, phone=phone)
        return Started(Wait(Prompt.PIN, phone), session, clock.now() + PROMPTED)

    async def ask(self, attempt: Pending, hint: Hint | None) -> Verified:
        """The phone may have been asked though nobody answered us, or be asked yet."""
        if attempt.session:
            return await self._ask(session=attempt.session)
        said = await self._ask(ref=attempt.ref)
        if said.reason != "unknown":
            return said
        return Verified(PayState.FAILED, attempt.ref, reason="not-started")


def _provider(name: str, make: type[SmallGateway], *asks: Field) -> Provider[Any]:
    scale = {word: DONE for word in PAYMENT_SCALE} | {"fixtures": "exempt: tests only"}
    if not issubclass(make, Ending):
        scale["cancel"] = "exempt: what the phone shows can't be taken back"
    return Provider(
        name=name,
        title=name.title(),
        kind="payment",
        fields=(Field("key", "till-key", kinds.like(r"\S{1,30}"), secret=True),),
        make=make,
        asks=asks,
        scale=MappingProxyType(scale),
    )


PROVIDERS: Mapping[str, Provider[Any]] = {
    "form": _provider("form", FormGateway),
    "phone": _provider("phone", PhoneGateway, WALLET),
}
