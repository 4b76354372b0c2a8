"""A strict stand-in for SSLCommerz v4: sessions, the hosted page, posts back, IPN, validation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from sandbox.payments import pages
from sandbox.payments import sslcommerz_replies as replies
from sandbox.payments.sslcommerz_rules import BAD_STORE
from sandbox.payments.sslcommerz_signing import signed
from sandbox.payments.sslcommerz_state import METHODS, Method, Session, Try, methods_for, new_try
from sandbox.payments.sslcommerz_store import SessionRefused, Store
from sandbox.payments.standin import Clock, Handler, PageRefusal, PaymentStandIn, utc_now

Act = Callable[[Mapping[str, str]], dict[str, Any]]

CREATE = "/gwprocess/v4/api.php"
VALIDATE = "/validator/api/validationserverAPI.php"
TRANSACTIONS = "/validator/api/merchantTransIDvalidationAPI.php"
TITLE, BRAND = "SSLCommerz (demonstration)", "#295cab"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
RETURN_URLS = {"VALID": "success_url", "CANCELLED": "cancel_url", "FAILED": "fail_url"}


@dataclass(frozen=True)
class ReturnForm:
    """What the browser posts to the merchant's site, cross-site and without its cookies."""

    url: str
    fields: dict[str, str]


class SslcommerzStandIn(PaymentStandIn):
    """SSLCommerz for one store; rules and state in `store`.

    `wrong_signature` spoils both hashes of returns and IPNs. `panel_ipn_url` is posted to when
    a session names no `ipn_url`. Under `forge_success` the form claims VALID with a `val_id`
    that nobody issued, signed without knowledge of the store's password.
    """

    def __init__(
        self,
        *,
        store_id: str = "testbox",
        store_passwd: str = "qwerty",  # noqa: S107
        panel_ipn_url: str | None = None,
        public_url: str | None = None,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__(clock, public_url)
        self.store = Store(clock, store_id, store_passwd, self.answers)
        self.panel_ipn_url = panel_ipn_url
        self.wrong_signature = False

    @property
    def payments(self) -> dict[str, Session]:
        """Every session by its sessionkey."""
        return self.store.sessions

    @property
    def base_url(self) -> str:
        """The host that merchants call."""
        return self.origin

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post(CREATE, self.under_faults("create", self._create))
        app.router.add_get(VALIDATE, self._call("validate", self.store.validate), allow_head=False)
        app.router.add_get(TRANSACTIONS, self._transactions, allow_head=False)
        app.router.add_get("/EasyCheckOut/{sessionkey}", self._show_page)
        app.router.add_post("/EasyCheckOut/{sessionkey}", self._press)

    def refusal(self, operation: str) -> web.Response:
        if operation == "create":
            return self.json(replies.not_opened(BAD_STORE))
        if operation == "validate":
            return self.json({"APIConnect": "DONE", "status": "INVALID_TRANSACTION"})
        if operation == "refund":
            return self.json(replies.refund_failed("", "Refund is not allowed"))
        return self.json({"APIConnect": "FAILED"})

    async def pay(
        self, sessionkey: str, *, button: str = "confirm", method: str | None = None
    ) -> ReturnForm | None:
        """What a customer does on the page; `button` is confirm, retry, fail or cancel.

        Returns the form that the browser posts, None when the return is lost. Raises PageRefusal
        when the page stays open: closed session, unknown method, or after `retry`.
        """
        session = self.payments[sessionkey]
        if not self.store.is_open(session):
            raise PageRefusal("This payment is closed.")
        shown = methods_for(session.form.get("multi_card_name", ""))
        chosen = shown.get(next(iter(shown)) if method is None else method)
        if chosen is None:
            raise PageRefusal("Choose a payment method.")
        if self.forge_success:
            return self._forged(session, chosen)
        try:
            attempt = self.store.decide(session, button, chosen)
        finally:
            self.changed()
        fields = self.signed_fields(session, attempt)
        if self.pushes.before_return:
            await self.send_ipn(session, fields)
        else:
            self.pushes.in_background(self.send_ipn(session, fields))
        if self.lose_redirect:
            return None
        return ReturnForm(session.form[RETURN_URLS[attempt.status]], fields)

    async def close(self, sessionkey: str, status: str = "EXPIRED") -> None:
        """End a session that the customer never used: EXPIRED or UNATTEMPTED, told by IPN."""
        session = self.payments[sessionkey]
        attempt = new_try(status, self.clock(), METHODS["bkash"])
        session.status = status
        self.changed()
        await self.send_ipn(session, self.signed_fields(session, attempt))

    def signed_fields(self, session: Session, attempt: Try) -> dict[str, str]:
        """The fields of a return or IPN with both hashes."""
        fields = signed(self.store.fields(session, attempt), self.store.store_passwd)
        if self.wrong_signature:
            for name in ("verify_sign", "verify_sign_sha2"):
                fields[name] = fields[name][::-1]
        return fields

    async def send_ipn(self, session: Session, fields: Mapping[str, str]) -> None:
        """Post `fields` to the session's listener, or to the store's."""
        url = session.form.get("ipn_url") or self.panel_ipn_url
        if url:
            await self.pushes.send(url, urlencode(fields).encode(), FORM)

    def _forged(self, session: Session, method: Method) -> ReturnForm:
        attempt = new_try("VALID", self.clock(), method)
        fields = signed(replies.posted(session, attempt), "guess")
        return ReturnForm(session.form["success_url"], fields)

    def _call(self, operation: str, act: Act) -> Handler:
        async def perform(request: web.Request) -> web.Response:
            answer = self.json(act(request.query))
            self.changed()
            return answer

        return self.under_faults(operation, perform)

    async def _create(self, request: web.Request) -> web.Response:
        # Another content type leaves PHP without fields, hence the complaint about the store.
        if request.content_type != FORM["Content-Type"]:
            return self.json(replies.not_opened(BAD_STORE))
        form = {name: str(value) for name, value in (await request.post()).items()}
        try:
            session = self.store.open(form)
        except SessionRefused as refused:
            return self.json(replies.not_opened(str(refused)))
        self.changed()
        page_url = f"{self.public_url}/EasyCheckOut/{session.sessionkey}"
        return self.json(
            replies.opened(session, page_url, methods_for(form.get("multi_card_name", "")))
        )

    async def _transactions(self, request: web.Request) -> web.Response:
        for field, operation, act in (
            ("refund_ref_id", "refund_status", self.store.refund_status),
            ("bank_tran_id", "refund", self.store.refund),
            ("sessionkey", "query", self.store.find_by_session),
        ):
            if field in request.query:
                return await self._call(operation, act)(request)
        return await self._call("query", self.store.find_by_tran_id)(request)

    async def _show_page(self, request: web.Request) -> web.Response:
        return self._page(self._session_of_page(request))

    async def _press(self, request: web.Request) -> web.Response:
        session = self._session_of_page(request)
        form = await request.post()
        button, method = str(form.get("button", "")), str(form.get("method", ""))
        try:
            back = await self.pay(session.sessionkey, button=button, method=method)
        except PageRefusal as refusal:
            return self._page(session, str(refusal))
        if back is None:
            return _html(pages.notice(TITLE, BRAND, "Done. You may close this page."))
        return _html(pages.posting_page(back.url, back.fields))

    def _session_of_page(self, request: web.Request) -> Session:
        session = self.payments.get(request.match_info["sessionkey"])
        if session is None:
            raise web.HTTPNotFound(text="No such session.")
        return session

    def _page(self, session: Session, wrong: str = "") -> web.Response:
        if not self.store.is_open(session):
            return _html(pages.notice(TITLE, BRAND, "This payment is closed."))
        methods = methods_for(session.form.get("multi_card_name", ""))
        return _html(
            pages.method_page(
                product=session.form["product_name"],
                tran_id=session.tran_id,
                amount=f"{session.form['currency']} {session.amount:.2f}",
                tiles={key: method.name for key, method in methods.items()},
                wrong=wrong,
            )
        )


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html")
