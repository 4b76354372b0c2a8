"""The answers of the bKash stand-in, field by field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.payments.bkash_state import DHAKA, Payment, Receipt, Refund, bare_time, wire_time

Reply = dict[str, Any]

OK = {"statusCode": "0000", "statusMessage": "Successful"}


def two_decimals(amount: Decimal) -> str:
    """An amount as the wire shows it."""
    return f"{amount:.2f}"


def created(payment: Payment, page_url: str, signature: str) -> Reply:
    """Answer to create."""
    return {
        **OK,
        "paymentID": payment.payment_id,
        "bkashURL": page_url,
        "callbackURL": payment.callback_url,
        "successCallbackURL": payment.return_url("success", signature),
        "failureCallbackURL": payment.return_url("failure", signature),
        "cancelledCallbackURL": payment.return_url("cancel", signature),
        "amount": payment.amount,
        "intent": payment.intent,
        "currency": payment.currency,
        "paymentCreateTime": wire_time(payment.created_at),
        "transactionStatus": payment.shown_state,
        "merchantInvoiceNumber": payment.invoice,
    }


def executed(payment: Payment, receipt: Receipt) -> Reply:
    """Answer to an execute that took the money."""
    return {
        **OK,
        "paymentID": payment.payment_id,
        "payerReference": payment.payer_reference,
        "customerMsisdn": receipt.wallet,
        "trxID": receipt.trx_id,
        "amount": payment.amount,
        "transactionStatus": payment.shown_state,
        "paymentExecuteTime": wire_time(receipt.at),
        "currency": payment.currency,
        "intent": payment.intent,
        "merchantInvoiceNumber": payment.invoice,
    }


def queried(payment: Payment) -> Reply:
    """Answer to query; the invoice's field has another name here than in create and execute."""
    verification = "Complete" if payment.verified else "Incomplete"
    reply = {
        **OK,
        "paymentID": payment.payment_id,
        "mode": payment.mode,
        "paymentCreateTime": wire_time(payment.created_at),
        "amount": payment.amount,
        "currency": payment.currency,
        "intent": payment.intent,
        "merchantInvoice": payment.invoice,
        "transactionStatus": payment.shown_state,
        "verificationStatus": verification,
        "userVerificationStatus": verification,
        "payerReference": payment.payer_reference,
    }
    if payment.receipt is not None:
        reply["trxID"] = payment.receipt.trx_id
        reply["paymentExecuteTime"] = wire_time(payment.receipt.at)
        reply["maxRefundableAmount"] = two_decimals(payment.receipt.refundable)
    return reply


def found(receipt: Receipt, organization: str) -> Reply:
    """Answer to a search by transaction id."""
    return {
        **OK,
        "trxID": receipt.trx_id,
        "initiationTime": wire_time(receipt.started_at),
        "completedTime": wire_time(receipt.at),
        "transactionType": "bKash Tokenized Checkout via API"
        if receipt.invoice
        else "Merchant Payment",
        "customerMsisdn": receipt.wallet,
        "payerAccount": receipt.wallet,
        "payerType": "Customer",
        "transactionStatus": receipt.status,
        "amount": receipt.amount,
        "currency": receipt.currency,
        "organizationShortCode": organization,
        "serviceFee": "0.00",
        "creditedAmount": receipt.amount,
        "maxRefundableAmount": two_decimals(receipt.refundable),
    }


def refunded(receipt: Receipt, refund: Refund) -> Reply:
    """Answer to a v1 refund and to its status."""
    return {
        **OK,
        "originalTrxID": receipt.trx_id,
        "refundTrxID": refund.trx_id,
        "transactionStatus": refund.status,
        "amount": refund.amount,
        "currency": receipt.currency,
        "charge": "0.00",
        "completedTime": wire_time(refund.at),
    }


def refunded_v2(receipt: Receipt, refund: Refund) -> Reply:
    """Answer to a v2 refund."""
    return {
        "originalTrxId": receipt.trx_id,
        "refundTrxId": refund.trx_id,
        "refundTransactionStatus": refund.status,
        "originalTrxAmount": receipt.amount,
        "refundAmount": refund.amount,
        "currency": receipt.currency,
        "completedTime": bare_time(refund.at),
        "sku": refund.sku,
        "reason": refund.reason,
    }


def refunds_v2(receipt: Receipt) -> Reply:
    """Answer to a v2 refund status."""
    return {
        "originalTrxId": receipt.trx_id,
        "originalTrxAmount": receipt.amount,
        "originalTrxCompletedTime": bare_time(receipt.at),
        "refundTransactions": [
            {
                "refundTrxId": refund.trx_id,
                "refundTransactionStatus": refund.status,
                "refundAmount": refund.amount,
                "completedTime": bare_time(refund.at),
            }
            for refund in receipt.refunds
        ],
    }


def ipn(receipt: Receipt, organization: str, name: str, coupon: Decimal) -> Reply:
    """The message inside a notification; with a coupon, `saleAmount` is what was sold."""
    paid = Decimal(receipt.amount) - coupon
    message = {
        "dateTime": f"{receipt.at.astimezone(DHAKA):%Y%m%d%H%M%S}",
        "debitMSISDN": f"88{receipt.wallet}",
        "creditOrganizationName": name,
        "creditShortCode": organization,
        "trxID": receipt.trx_id,
        "transactionStatus": receipt.status,
        "transactionType": receipt.transaction_type,
        "amount": two_decimals(paid) if coupon else receipt.amount,
        "currency": receipt.currency,
        "transactionReference": receipt.reference,
        "merchantInvoiceNumber": receipt.invoice,
    }
    if coupon:
        message["couponAmount"] = two_decimals(coupon)
        message["merchantShareAmount"] = "0.00"
        message["saleAmount"] = receipt.amount
    return message
