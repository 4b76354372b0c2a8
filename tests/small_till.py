"""What stands behind the small gateways of the tests: sessions paid by a form or on the phone."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from sandbox.payments.standin import Clock, PageRefusal, PaymentStandIn

KEY = "till-key-6f0c"
STATES = {"confirm": "paid", "fail": "failed", "cancel": "cancelled"}


def signature(key: str, body: bytes) -> str:
    """What whoever knows the key writes under a body."""
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


@dataclass
class Session:
    """One try to pay, as the merchant opened it."""

    number: str
    asked: Mapping[str, Any]
    state: str = "pending"
    txn_id: str = ""
    refunds: dict[str, str] = field(default_factory=dict)  # amounts by the shop's reference


class SmallTill(PaymentStandIn):
    """A gateway that any shop with the key may use; its customers pay when the test says so."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, None)
        self.sessions: dict[str, Session] = {}
        self.refund_state = "pending"  # until it is told otherwise
        self.posted: list[dict[str, str]] = []  # the forms that browsers have brought

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post("/open", self.under_faults("create", self._open))
        app.router.add_get("/status", self.under_faults("status", self._status))
        app.router.add_post("/cancel", self.under_faults("cancel", self._cancel))
        app.router.add_post("/refund", self.under_faults("refund", self._refund))
        app.router.add_get("/refund", self.under_faults("refund_status", self._refund_status))
        app.router.add_post("/page", self._page)
        app.router.add_post("/press", self._press)

    def refusal(self, operation: str) -> web.Response:
        return self.json({"error": "refused"}, 422)

    def _is_known(self, request: web.Request) -> bool:
        return request.headers.get("Authorization") == KEY

    async def _open(self, request: web.Request) -> web.Response:
        if not self._is_known(request):
            return self.json({"error": "key"}, 401)
        session = Session(f"S{len(self.sessions) + 1}", await request.json())
        self.sessions[session.number] = session
        return self.json({"session": session.number})

    async def _status(self, request: web.Request) -> web.Response:
        if not self._is_known(request):
            return self.json({"error": "key"}, 401)
        session = self._found(request.query)
        if session is None:
            return self.json({"error": "unknown"}, 404)
        return self.json(self._told(session))

    def _found(self, asked: Mapping[str, str]) -> Session | None:
        if "session" in asked:
            return self.sessions.get(asked["session"])
        named = [one for one in self.sessions.values() if one.asked["ref"] == asked.get("ref")]
        return named[-1] if named else None

    def _told(self, session: Session) -> dict[str, str]:
        told = {name: str(session.asked[name]) for name in ("ref", "amount", "currency")}
        told["amount"] = self.answers.amount or told["amount"]
        told["currency"] = self.answers.currency or told["currency"]
        return told | {"state": session.state, "txn_id": session.txn_id}

    async def _cancel(self, request: web.Request) -> web.Response:
        session = self.sessions[request.query["session"]]
        if session.state == "pending":
            session.state = "cancelled"
        return self.json(self._told(session))

    async def _refund(self, request: web.Request) -> web.Response:
        asked = await request.json()
        session = self.sessions[asked["session"]]
        given = sum(map(float, session.refunds.values())) + float(asked["amount"])
        if given > float(session.asked["amount"]) or asked["ref"] in session.refunds:
            return self.json({"error": "more than was paid, or told before"}, 422)
        session.refunds[asked["ref"]] = asked["amount"]
        return self._refund_told(asked["ref"])

    async def _refund_status(self, request: web.Request) -> web.Response:
        ref = request.query["ref"]
        if not any(ref in session.refunds for session in self.sessions.values()):
            return self.json({"error": "unknown"}, 404)
        return self._refund_told(ref)

    def _refund_told(self, ref: str) -> web.Response:
        return self.json({"refund": f"RF-{ref}", "state": self.refund_state})

    async def _page(self, request: web.Request) -> web.Response:
        """The gateway's own page, for whoever brings the form that we signed."""
        brought = {name: str(value) for name, value in (await request.post()).items()}
        self.posted.append(brought)
        session = self.sessions.get(brought.get("session", ""))
        if session is None or brought.get("sign") != signature(KEY, session.number.encode()):
            return web.Response(status=403, text="not our shop")
        hidden = f'<input type=hidden name=session value="{escape(session.number)}">'
        page = f"<title>Till</title><form method=post action=/press>{hidden}"
        page += "<button name=button value=confirm>Take my money</button></form>"
        return web.Response(text=page, content_type="text/html")

    async def _press(self, request: web.Request) -> web.Response:
        pressed = await request.post()
        try:
            query = await self.press(str(pressed["session"]), str(pressed["button"]))
        except PageRefusal as why:
            return web.Response(status=409, text=str(why))
        asked = self.sessions[str(pressed["session"])].asked
        raise web.HTTPSeeOther(f"{asked['return_url']}?{urlencode(query)}")

    async def press(self, number: str, button: str = "confirm") -> dict[str, str]:
        """The customer decides, on a page or on the phone; what a browser brings back of it."""
        session = self.sessions[number]
        if session.state != "pending":
            raise PageRefusal("This payment is over.")
        claimed = "paid" if self.forge_success else STATES[button]
        if not self.forge_success:
            session.state = claimed
        if session.state == "paid":
            session.txn_id = f"TX{session.number}"
            body = json.dumps(self._told(session)).encode()
            headers = {"X-Signature": signature(KEY, body)}
            url = str(session.asked["webhook_url"])
            self.pushes.in_background(self.pushes.send(url, body, headers))
        return {"ref": str(session.asked["ref"]), "status": claimed}
