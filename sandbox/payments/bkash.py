"""A strict stand-in for bKash Tokenized Checkout: its API, its hosted page, its notifications."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from hmac import compare_digest
from typing import Any

from aiohttp import web

from sandbox.payments import bkash_replies as replies
from sandbox.payments import bkash_rules as rules
from sandbox.payments import pages
from sandbox.payments.bkash_merchant import DEMO_OTP, DEMO_PIN, DEMO_WALLET, Merchant
from sandbox.payments.bkash_rules import Body
from sandbox.payments.bkash_state import Payment, Receipt, Refused, State, TurnedAway
from sandbox.payments.bkash_tokens import TokenDesk
from sandbox.payments.sns import SnsTopic
from sandbox.payments.standin import Clock, Handler, PageRefusal, PaymentStandIn, utc_now

Act = Callable[[Body], dict[str, Any]]
TokenAct = Callable[[Mapping[str, str], Body], dict[str, Any]]

VERSION = "/v1.2.0-beta"
CHECKOUT = f"{VERSION}/tokenized/checkout"
REFUND_V2 = "/v2/tokenized-checkout/refund/payment"
NEEDS_CREDENTIAL = (
    "Authorization header requires 'Credential' parameter. Authorization header requires "
    "'Signature' parameter. Authorization header requires 'SignedHeaders' parameter."
)
TITLE, BRAND = "bKash (demonstration)", "#d12053"


class BkashStandIn(PaymentStandIn):
    """bKash for one merchant; rules and state in `merchant`, `tokens` and `sns`.

    `refuse_with` is the code under the REFUSE fault; `old_envelope` says errorCode and
    errorMessage in place of statusCode and statusMessage. With `pushes.before_return` the page
    takes the money itself, so that the notification precedes both the return and the execute.
    Notifications go to `webhook_url` once `sns.confirmed`.
    """

    def __init__(
        self,
        *,
        username: str = "sandboxTokenizedUser",
        password: str = "sandbox-password",  # noqa: S107
        app_key: str = "sandbox-app-key",
        app_secret: str = "sandbox-app-secret",  # noqa: S107
        webhook_url: str | None = None,
        public_url: str | None = None,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__(clock, public_url)
        self.tokens = TokenDesk(
            clock, username=username, password=password, app_key=app_key, app_secret=app_secret
        )
        self.merchant = Merchant(clock)
        self.sns = SnsTopic(clock)
        self.webhook_url = webhook_url
        self.pushes.retries = 3
        self.refuse_with = "2003"
        self.old_envelope = False

    @property
    def payments(self) -> dict[str, Payment]:
        """Every checkout by its paymentID."""
        return self.merchant.payments

    @property
    def base_url(self) -> str:
        """The merchant's base; the v2 refund calls hang below `origin`, without the version."""
        return self.origin + VERSION

    @property
    def certificate_pem(self) -> str:
        """The certificate that verifies the notifications."""
        return self.sns.certificate_pem

    def add_routes(self, app: web.Application) -> None:
        post, merchant = app.router.add_post, self.merchant
        post(f"{CHECKOUT}/token/grant", self._token_call("grant", self.tokens.grant))
        post(f"{CHECKOUT}/token/refresh", self._token_call("refresh", self.tokens.refresh))
        for operation, path, act in (
            ("create", f"{CHECKOUT}/create", self._create),
            ("execute", f"{CHECKOUT}/execute", self._execute),
            ("query", f"{CHECKOUT}/payment/status", self._query),
            ("search", f"{CHECKOUT}/general/searchTransaction", self._search),
            ("refund", f"{CHECKOUT}/payment/refund", merchant.refund),
            ("refund_v2", f"{REFUND_V2}/transaction", merchant.refund_v2),
            ("refund_v2_status", f"{REFUND_V2}/status", merchant.refund_v2_status),
        ):
            post(path, self._call(operation, act))
        app.router.add_get("/checkout", self._show_page)
        post("/checkout", self._press)
        app.router.add_get(self.sns.certificate_path, self._certificate)
        app.router.add_get("/", self._confirm_subscription)
        app.router.add_route("*", "/{anything:.*}", self._unknown_path)

    def refusal(self, operation: str) -> web.Response:
        return self._error(operation, Refused(self.refuse_with))

    async def pay(
        self,
        payment_id: str,
        *,
        button: str = "confirm",
        wallet: str = DEMO_WALLET,
        otp: str = DEMO_OTP,
        pin: str = DEMO_PIN,
    ) -> str | None:
        """What a customer does on the page; `button` is confirm, fail or cancel.

        Returns the address to which the browser goes, None when the return is lost. Raises
        PageRefusal when the page stays open, with what it tells the customer.
        """
        payment = self.payments[payment_id]
        if payment.state is not State.INITIATED or payment.expired(self.clock()):
            raise PageRefusal("This payment is closed.")
        if self.forge_success:
            return self.return_url(payment, "success")
        status = self._decide(payment, button, wallet, otp, pin)
        if status == "success" and self.pushes.before_return:
            status = await self._take_on_page(payment)
        self.changed()
        return None if self.lose_redirect else self.return_url(payment, status)

    def return_url(self, payment: Payment, status: str) -> str:
        """The callback with a hint, true or not: success, failure or cancel."""
        return payment.return_url(status, secrets.token_urlsafe(8))

    def reopen(self, payment_id: str) -> None:
        """Whoever gave up goes back in the browser, and finds the page as it was."""
        self.payments[payment_id].state = State.INITIATED
        self.changed()

    async def subscribe(self) -> None:
        """Send the SubscriptionConfirmation that precedes every notification."""
        if self.webhook_url is None:
            raise RuntimeError("no webhook_url to confirm")
        await self.pushes.send(self.webhook_url, *self.sns.wire(self.sns.confirmation()))

    async def receive(
        self, wallet: str, amount: str, *, reference: str = "", transaction_type: str = "10002175"
    ) -> Receipt:
        """A customer sends money by hand; it can be searched for and is announced."""
        receipt = self.merchant.receive(wallet, amount, reference, transaction_type)
        self.changed()
        await self.notify(receipt)
        return receipt

    async def notify(self, receipt: Receipt) -> None:
        """Publish a receipt to the subscriber, if there is a confirmed one."""
        if self.webhook_url is not None and self.sns.confirmed:
            message = self._disguised(self.merchant.ipn(receipt))
            await self.pushes.send(self.webhook_url, *self.sns.wire(self.sns.notification(message)))

    def _token_call(self, operation: str, act: TokenAct) -> Handler:
        async def perform(request: web.Request) -> web.Response:
            try:
                return self.json(act(request.headers, await rules.read_body(request)))
            except (Refused, TurnedAway) as error:
                return self._error(operation, error)
            finally:
                self.changed()

        return self.under_faults(operation, perform)

    def _call(self, operation: str, act: Act) -> Handler:
        async def perform(request: web.Request) -> web.Response:
            try:
                self.tokens.check(request.headers)
                return self.json(act(await rules.read_body(request)))
            except (Refused, TurnedAway) as error:
                return self._error(operation, error)
            finally:
                self.changed()

        return self.under_faults(operation, perform)

    def _error(self, operation: str, error: Refused | TurnedAway) -> web.Response:
        if isinstance(error, TurnedAway):
            return self.json({"message": error.message}, error.status)
        if operation.startswith("refund_v2"):
            body = {
                "internalCode": f"PGW-{error.code}",
                "externalCode": error.code,
                "errorMessageEn": error.text,
                "errorMessageBn": "অনুরোধটি সম্পন্ন করা যায়নি",
            }
            return self.json(body, 400)
        if self.old_envelope:
            return self.json({"errorCode": error.code, "errorMessage": error.text})
        return self.json({"statusCode": error.code, "statusMessage": error.text})

    def _create(self, body: Body) -> dict[str, Any]:
        payment = self.merchant.create(body)
        page = (
            f"{self.public_url}/checkout?paymentId={payment.payment_id}&hash={payment.page_hash}"
            f"&mode={payment.mode}&apiVersion=v1.2.0-beta"
        )
        return replies.created(payment, page, secrets.token_urlsafe(8))

    def _execute(self, body: Body) -> dict[str, Any]:
        payment = self.merchant.find(body)
        receipt = self.merchant.execute(payment)
        self.pushes.in_background(self.notify(receipt))
        return self._disguised(replies.executed(payment, receipt))

    def _query(self, body: Body) -> dict[str, Any]:
        return self._disguised(self.merchant.query(body))

    def _search(self, body: Body) -> dict[str, Any]:
        return self._disguised(self.merchant.search(body))

    def _disguised(self, reply: dict[str, Any]) -> dict[str, Any]:
        if self.answers.amount is not None:
            reply["amount"] = self.answers.amount
        if self.answers.currency is not None:
            reply["currency"] = self.answers.currency
        return reply

    def _decide(self, payment: Payment, button: str, wallet: str, otp: str, pin: str) -> str:
        if button == "confirm":
            try:
                self.merchant.approve(payment, wallet, otp, pin)
            except Refused:
                return "failure"
            return "success"
        payment.state = State.CANCELLED if button == "cancel" else State.FAILED
        return payment.state.value

    async def _take_on_page(self, payment: Payment) -> str:
        try:
            receipt = self.merchant.execute(payment)
        except Refused:
            return "failure"
        await self.notify(receipt)
        return "success"

    async def _show_page(self, request: web.Request) -> web.Response:
        return self._page(self._payment_of_page(request))

    async def _press(self, request: web.Request) -> web.Response:
        payment = self._payment_of_page(request)
        form = {name: str(value) for name, value in (await request.post()).items()}
        button = form.pop("button", "confirm")
        entered = {name: form.get(name, "").strip() for name in ("wallet", "otp", "pin")}
        try:
            url = await self.pay(payment.payment_id, button=button, **entered)
        except PageRefusal as refusal:
            return self._page(payment, str(refusal), entered["wallet"])
        if url is None:
            return _html(pages.notice(TITLE, BRAND, "Done. You may close this page."))
        return web.Response(status=303, headers={"Location": url})

    def _payment_of_page(self, request: web.Request) -> Payment:
        payment = self.payments.get(request.query.get("paymentId", ""))
        given = request.query.get("hash", "").encode()
        if payment is None or not compare_digest(given, payment.page_hash.encode()):
            raise web.HTTPNotFound(text="No such payment.")
        return payment

    def _page(self, payment: Payment, wrong: str = "", wallet: str = "") -> web.Response:
        if payment.state is not State.INITIATED or payment.expired(self.clock()):
            return _html(pages.notice(TITLE, BRAND, "This payment is closed."))
        known = payment.payer_reference in self.merchant.wallets
        return _html(
            pages.wallet_page(
                merchant=self.merchant.name,
                invoice=payment.invoice,
                amount=payment.amount,
                wallet=wallet or (payment.payer_reference if known else DEMO_WALLET),
                otp=DEMO_OTP,
                pin=DEMO_PIN,
                wrong=wrong,
            )
        )

    async def _certificate(self, request: web.Request) -> web.Response:
        return web.Response(text=self.certificate_pem, content_type="application/x-pem-file")

    async def _confirm_subscription(self, request: web.Request) -> web.Response:
        if await self.sns.confirm(str(request.url)):
            self.changed()
            return web.Response(text="<ConfirmSubscriptionResponse/>", content_type="text/xml")
        return await self._unknown_path(request)

    async def _unknown_path(self, request: web.Request) -> web.Response:
        known_base = request.path.startswith((f"{VERSION}/", "/v2/"))
        if "Authorization" in request.headers and not known_base:
            return self.json({"message": NEEDS_CREDENTIAL}, 403)
        return self.json({"message": "Missing Authentication Token"}, 403)


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html")
