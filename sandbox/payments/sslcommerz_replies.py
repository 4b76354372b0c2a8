"""The answers and posts of the SSLCommerz stand-in, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.payments.sslcommerz_state import Method, Refund, Session, Try, wire_time

Reply = dict[str, Any]


def opened(session: Session, page_url: str, methods: Mapping[str, Method]) -> Reply:
    """Answer to a session that was opened."""
    return {
        **_frame(methods),
        "status": "SUCCESS",
        "sessionkey": session.sessionkey,
        "redirectGatewayURL": f"{page_url}?cardname=",
        "GatewayPageURL": page_url,
        "desc": [
            {
                "name": method.name,
                "type": method.group,
                "logo": "",
                "gw": key,
                "r_flag": "1",
                "redirectGatewayURL": f"{page_url}?cardname={key}",
            }
            for key, method in methods.items()
        ],
    }


def not_opened(reason: str) -> Reply:
    """Answer to a session that was refused; it comes with HTTP 200."""
    return {**_frame({}), "status": "FAILED", "failedreason": reason, "desc": []}


def _frame(methods: Mapping[str, Method]) -> Reply:
    by_group: dict[str, list[str]] = {}
    for key, method in methods.items():
        by_group.setdefault(method.group, []).append(key)
    return {
        "status": "",
        "failedreason": "",
        "sessionkey": "",
        "gw": {
            "visa": ",".join(by_group.get("visacard", [])),
            "master": ",".join(by_group.get("mastercard", [])),
            "amex": ",".join(by_group.get("amexcard", [])),
            "othercards": "",
            "internetbanking": ",".join(by_group.get("internetbank", [])),
            "mobilebanking": ",".join(by_group.get("mobilebank", [])),
        },
        "redirectGatewayURL": "",
        "redirectGatewayURLFailed": "",
        "GatewayPageURL": "",
        "storeBanner": "",
        "storeLogo": "",
        "desc": [],
        "is_direct_pay_enable": "0",
    }


def posted(
    session: Session, attempt: Try, *, amount: str | None = None, currency: str | None = None
) -> dict[str, str]:
    """The unsigned fields of a return or IPN; `val_id` only for money taken.

    `amount` and `currency` stand in for those of the session.
    """
    taka = session.form["currency"] == "BDT"
    wanted = f"{session.amount:.2f}" if amount is None else amount
    fields = {
        "tran_id": session.tran_id,
        "amount": wanted if taka else f"{session.bdt_amount:.2f}",
        "card_type": attempt.method.card_type,
        "store_amount": f"{session.store_amount:.2f}",
        "card_no": attempt.method.card_no,
        "bank_tran_id": attempt.bank_tran_id,
        "status": attempt.status,
        "tran_date": wire_time(attempt.at),
        "error": attempt.error,
        "currency": (currency or "BDT") if taka else "BDT",
        "card_issuer": attempt.method.issuer,
        "card_brand": attempt.method.brand,
        "card_sub_brand": "Classic",
        "card_issuer_country": "Bangladesh",
        "card_issuer_country_code": "BD",
        "store_id": session.form["store_id"],
        "currency_type": currency or session.form["currency"],
        "currency_amount": wanted,
        "currency_rate": f"{session.rate:.4f}",
        "base_fair": "0.00",
        **{f"value_{letter}": session.form.get(f"value_{letter}", "") for letter in "abcd"},
        "risk_level": attempt.risk_level,
        "risk_title": "Safe" if attempt.risk_level == "0" else "High Risk",
    }
    if attempt.val_id:
        fields["val_id"] = attempt.val_id
    return fields


def element(fields: Mapping[str, str], attempt: Try) -> Reply:
    """A try as the validation and query calls show it: `fields` as posted, and more."""
    return {
        **fields,
        "status": attempt.shown_status,
        "val_id": attempt.val_id,
        # The server's calls drop the zero at the end that the posts carry.
        "store_amount": fields["store_amount"].removesuffix("0").removesuffix(".0"),
        "validated_on": wire_time(attempt.validated_at),
        "gw_version": "",
        "emi_instalment": "0",
        "emi_amount": "0.00",
        "emi_description": "",
        "emi_issuer": "",
        "discount_amount": "0.00",
        "discount_percentage": "0.00",
        "discount_remarks": "",
        "account_details": "",
    }


def refund_taken(refund: Refund, said: str) -> Reply:
    """Answer to a refund that was accepted, as `said`: success or processing."""
    return {
        "APIConnect": "DONE",
        "bank_tran_id": refund.bank_tran_id,
        "trans_id": refund.trans_id,
        "refund_ref_id": refund.refund_ref_id,
        "status": said,
        "errorReason": "",
    }


def refund_failed(bank_tran_id: str, reason: str) -> Reply:
    """Answer to a refund that was refused."""
    return {
        "APIConnect": "DONE",
        "bank_tran_id": bank_tran_id,
        "trans_id": "",
        "refund_ref_id": "",
        "status": "failed",
        "errorReason": reason,
    }


def refund_status(refund: Refund) -> Reply:
    """Answer to a refund query."""
    return {
        "APIConnect": "DONE",
        "bank_tran_id": refund.bank_tran_id,
        "tran_id": refund.trans_id,
        "refund_ref_id": refund.refund_ref_id,
        "initiated_on": wire_time(refund.initiated_at),
        "refunded_on": wire_time(refund.refunded_at),
        "status": refund.status,
        "errorReason": "",
    }
