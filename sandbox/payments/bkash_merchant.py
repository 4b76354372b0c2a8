"""One merchant wallet at bKash: checkouts, money received, refunds, and what is refused."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sandbox.payments import bkash_refunds as refunds
from sandbox.payments import bkash_replies as replies
from sandbox.payments import bkash_rules as rules
from sandbox.payments.bkash_rules import Body
from sandbox.payments.bkash_state import (
    SETTLED,
    Payment,
    Receipt,
    Refund,
    Refused,
    State,
    new_id,
)
from sandbox.payments.standin import Clock, PageRefusal

DEMO_OTP = "123456"
DEMO_PIN = "12121"
DEMO_WALLET = "01770618575"
_PAYING = (DEMO_WALLET, "01929918378", "01770618576", "01877722345", "01619777282", "01619777283")
DEMO_WALLETS: Mapping[str, str] = {
    **dict.fromkeys(_PAYING, "0000"),
    "01823074817": "2023",
    "01823074818": "2038",
}
MOST_PINS = 3


class Merchant:
    """`payments` by paymentID, `receipts` by trxID.

    `wallets` maps a customer's wallet to the code that its execute ends with ("0000" pays).
    `duplicate_window` zero switches the 2029 rule off. `completed_code` (2062 or 2117) answers
    a second execute. `refund_status` is given to new refunds.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.payments: dict[str, Payment] = {}
        self.receipts: dict[str, Receipt] = {}
        self.wallets = dict(DEMO_WALLETS)
        self.duplicate_window = timedelta(minutes=5)
        self.refund_window = timedelta(days=60)
        self.refund_status = "Completed"
        self.completed_code = "2062"
        self.short_code = "50022"
        self.name = "Demo Internet"
        self.coupon = Decimal(0)

    def create(self, body: Body) -> Payment:
        """Open a checkout."""
        rules.check_create(body, {payment.invoice for payment in self.payments.values()})
        payment = Payment(
            payment_id=f"TR0011{new_id(14)}",
            page_hash=secrets.token_urlsafe(24),
            payer_reference=body["payerReference"],
            callback_url=body["callbackURL"],
            amount=body["amount"],
            currency=body["currency"],
            intent=body["intent"],
            invoice=body["merchantInvoiceNumber"],
            created_at=self.clock(),
        )
        self.payments[payment.payment_id] = payment
        return payment

    def approve(self, payment: Payment, wallet: str, otp: str, pin: str) -> None:
        """The customer confirms; PageRefusal keeps the page open, Refused ends the payment."""
        if wallet not in self.wallets:
            raise PageRefusal(Refused("2057").text)
        if otp != DEMO_OTP:
            raise PageRefusal(Refused("2010").text)
        if pin != DEMO_PIN:
            payment.wrong_pins += 1
            if payment.wrong_pins < MOST_PINS:
                raise PageRefusal(Refused("2014").text)
            payment.state = State.FAILED
            raise Refused("2015")
        payment.wallet = wallet
        payment.state = State.APPROVED

    def execute(self, payment: Payment) -> Receipt:
        """Take the money; a refusal by the wallet or the duplicate rule ends the payment."""
        now = self.clock()
        if payment.state in SETTLED:
            raise Refused(self.completed_code)
        if payment.state in (State.FAILED, State.CANCELLED) or payment.expired(now):
            raise Refused("2056")
        if payment.state is State.INITIATED:
            raise Refused("2060")
        code = self.wallets.get(payment.wallet, "2057")
        if code == "0000" and self._is_duplicate(payment, now):
            code = "2029"
        if code != "0000":
            payment.state = State.FAILED
            raise Refused(code)
        payment.state = State.AUTHORIZED if payment.intent == "authorization" else State.COMPLETED
        payment.receipt = Receipt(
            new_id(10),
            payment.wallet,
            payment.amount,
            payment.currency,
            payment.created_at,
            now,
            reference=payment.payer_reference,
            invoice=payment.invoice,
            status=payment.state.value,
        )
        self.receipts[payment.receipt.trx_id] = payment.receipt
        return payment.receipt

    def receive(self, wallet: str, amount: str, reference: str, transaction_type: str) -> Receipt:
        """Money that a customer sends to the wallet by hand, without any checkout."""
        now = self.clock()
        receipt = Receipt(
            new_id(10), wallet, amount, "BDT", now, now, transaction_type, reference=reference
        )
        self.receipts[receipt.trx_id] = receipt
        return receipt

    def find(self, body: Body, field: str = "paymentID") -> Payment:
        """The payment that a body names."""
        rules.need(body, field)
        payment = self.payments.get(body[field])
        if payment is None:
            raise Refused("2002")
        return payment

    def query(self, body: Body) -> dict[str, Any]:
        """Answer to the query call."""
        return replies.queried(self.find(body))

    def search(self, body: Body) -> dict[str, Any]:
        """Answer to the search call, which knows only this wallet's transactions."""
        rules.need(body, "trxID")
        receipt = self.receipts.get(body["trxID"])
        if receipt is None:
            raise Refused("2033")
        return replies.found(receipt, self.short_code)

    def refund(self, body: Body) -> dict[str, Any]:
        """Answer to the v1 refund call, or to its status when only the ids are given."""
        receipt = self._paid(body, "paymentID", "trxID")
        if body.keys() == {"paymentID", "trxID"}:
            if not receipt.refunds:
                raise Refused("2033")
            return replies.refunded(receipt, receipt.refunds[0])
        if receipt.refunds:
            raise Refused("2034")
        return replies.refunded(receipt, self._give(receipt, body, "amount"))

    def refund_v2(self, body: Body) -> dict[str, Any]:
        """Answer to the v2 refund call."""
        receipt = self._paid(body, "paymentId", "trxId")
        if len(receipt.refunds) >= refunds.MOST_PARTS:
            raise Refused("2074")
        return replies.refunded_v2(receipt, self._give(receipt, body, "refundAmount"))

    def refund_v2_status(self, body: Body) -> dict[str, Any]:
        """Answer to the v2 refund status call."""
        return replies.refunds_v2(self._paid(body, "paymentId", "trxId"))

    def ipn(self, receipt: Receipt) -> dict[str, Any]:
        """The message that announces a receipt."""
        return replies.ipn(receipt, self.short_code, self.name, self.coupon)

    def _give(self, receipt: Receipt, body: Body, amount_field: str) -> Refund:
        rules.need(body, amount_field)
        return refunds.give(
            receipt,
            amount=body[amount_field],
            sku=body.get("sku", ""),
            reason=body.get("reason", ""),
            now=self.clock(),
            window=self.refund_window,
            status=self.refund_status,
        )

    def _paid(self, body: Body, payment_field: str, trx_field: str) -> Receipt:
        rules.need(body, payment_field, trx_field)
        payment = self.find(body, payment_field)
        if payment.receipt is None or payment.receipt.trx_id != body[trx_field]:
            raise Refused("2077")
        return payment.receipt

    def _is_duplicate(self, payment: Payment, now: datetime) -> bool:
        return any(
            receipt.wallet == payment.wallet
            and Decimal(receipt.amount) == Decimal(payment.amount)
            and now - receipt.at < self.duplicate_window
            for receipt in self.receipts.values()
        )
