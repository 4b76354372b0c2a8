"""SSLCommerz v4 on the wire: what is sent, and what answers and posts mean. Nothing is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from domain.errors import Refused, Unsure
from domain.money import Money
from domain.ports import (
    Hint,
    PayRefusal,
    PayRequest,
    PayState,
    Pending,
    Refunded,
    RefundRequest,
    RefundState,
    Verified,
)
from gateways.http import Reply
from gateways.payments import amounts, brands

HOSTS = {
    "sandbox": "https://sandbox.sslcommerz.com",
    "live": "https://securepay.sslcommerz.com",
}
CREATE = "/gwprocess/v4/api.php"
VALIDATE = "/validator/api/validationserverAPI.php"
TRANSACTIONS = "/validator/api/merchantTransIDvalidationAPI.php"

LEAST, MOST = Money(1000, "BDT"), Money(50_000_000, "BDT")
LONGEST_ADDRESS = 255
PAID = frozenset({"VALID", "VALIDATED"})
STATES = {
    "VALID": PayState.PAID,
    "VALIDATED": PayState.PAID,
    "PENDING": PayState.PENDING,
    "FAILED": PayState.FAILED,
    "CANCELLED": PayState.CANCELLED,
    "EXPIRED": PayState.EXPIRED,
    "UNATTEMPTED": PayState.EXPIRED,
}
_REFUNDS = {
    "refunded": RefundState.DONE,
    "processing": RefundState.PENDING,
    "cancelled": RefundState.REFUSED,
}
_INSTRUMENTS = {"DBBLMOBILEB": "rocket", "MASTER": "mastercard"}


def session_form(request: PayRequest, options: Mapping[str, str]) -> dict[str, str]:
    """The form that opens a session, without the credentials.

    `options`: fallback_email, multi_card_name, city, postcode. Raises `Refused` for an amount
    out of the limits or an address that is too long.
    """
    amount = request.amount
    if amount.currency == "BDT" and not LEAST <= amount <= MOST:
        raise Refused(PayRefusal.AMOUNT, f"{LEAST.wire()} to {MOST.wire()}")
    if max(len(request.return_url), len(request.webhook_url)) > LONGEST_ADDRESS:
        raise Refused("config", "the public address is too long")
    host = urlsplit(request.return_url).hostname or "localhost"
    mail = request.customer_email or options.get("fallback_email") or f"billing@{host}"
    form = {
        "total_amount": amount.wire(),
        "currency": amount.currency,
        "tran_id": request.ref,
        "success_url": request.return_url,
        "fail_url": request.return_url,
        "cancel_url": request.return_url,
        "ipn_url": request.webhook_url,
        "cus_name": request.customer_name.strip()[:50] or request.customer_ref[:50],
        "cus_email": mail[:50],
        "cus_phone": request.customer_mobile[:20] or "-",
        "cus_add1": options.get("city") or "Dhaka",
        "cus_city": options.get("city") or "Dhaka",
        "cus_postcode": options.get("postcode") or "1000",
        "cus_country": "Bangladesh",
        "shipping_method": "NO",
        "product_name": request.description.strip()[:255] or request.ref,
        "product_category": "internet",
        "product_profile": "non-physical-goods",
        "emi_option": "0",
        "value_a": request.customer_ref[:255],
    }
    methods = options.get("multi_card_name", "")
    return form | ({"multi_card_name": methods} if methods else {})


def read(reply: Reply) -> dict[str, Any]:
    """The object of an answer; refusals, too, come with status 200.

    Raises `Refused` for an address where SSLCommerz is not, `Unsure` for anything else unreadable.
    """
    if reply.status in {403, 404}:
        raise Refused("config", f"HTTP {reply.status}: is the address right?")
    if reply.status != 200:
        raise Unsure("junk", f"HTTP {reply.status}")
    return reply.object()


def text(fields: Mapping[str, Any], name: str) -> str:
    """A field of an answer as text, empty where it is absent or null."""
    value = fields.get(name)
    return "" if value is None else str(value).strip()


def require_connected(fields: Mapping[str, Any]) -> None:
    """Raise for an answer that did not look at the question: `Refused` or `Unsure`."""
    said = text(fields, "APIConnect").upper()
    if said == "FAILED":
        raise Refused("auth", "store id or password not accepted")
    if said == "INACTIVE":
        raise Refused("config", "the store is switched off")
    if said == "INVALID_REQUEST":
        raise Refused("rejected", "invalid request")
    if said not in {"", "DONE"}:
        raise Unsure("junk", said[:40])


def not_opened(fields: Mapping[str, Any]) -> Refused:
    """Why a session was refused."""
    reason = text(fields, "failedreason")[:120]
    store = "store" in reason.lower() and "credential" in reason.lower()
    return Refused("auth" if store else "rejected", reason)


def paid(fields: Mapping[str, Any], store_id: str, asked: Money) -> Verified | None:
    """The payment that the validation call vouches for; None when it vouches for none.

    That of another store has that store before its reference, so that it never fits ours.
    """
    if text(fields, "status") not in PAID:
        return None
    theirs, ref = text(fields, "store_id"), text(fields, "tran_id")
    wanted = _misfitting(fields, asked) or _amount(fields)
    settled = amounts.read(fields.get("amount"), fields.get("currency") or "BDT")
    stored = amounts.read(fields.get("store_amount"), fields.get("currency") or "BDT")
    fee = None
    if settled and stored and wanted and settled.currency == wanted.currency:
        fee = settled - stored
    brand = instrument(text(fields, "card_type"))
    return Verified(
        PayState.PAID,
        ref=ref if theirs in {"", store_id} else f"{theirs}/{ref}",
        amount=wanted,
        txn_id=text(fields, "bank_tran_id"),
        fee=fee if fee and fee.minor > 0 else None,
        instrument=brand,
        method=brands.method_of(brand),
        risky=text(fields, "risk_level") == "1",
        reason=text(fields, "risk_title")[:80] if text(fields, "risk_level") == "1" else "",
    )


def _amount(fields: Mapping[str, Any]) -> Money | None:
    """What the customer was asked for; `amount` and `currency` are its value in taka."""
    if text(fields, "currency_amount"):
        return amounts.read(fields["currency_amount"], fields.get("currency_type"))
    return amounts.read(fields.get("amount"), fields.get("currency"))


def _misfitting(fields: Mapping[str, Any], asked: Money) -> Money | None:
    """The value in taka where it is not what was asked for in taka, as both have to be."""
    if asked.currency != "BDT" or not text(fields, "amount"):
        return None
    settled = amounts.read(fields["amount"], fields.get("currency") or "BDT")
    return settled if settled != asked else None


def instrument(card_type: str) -> str:
    """How it was paid: bkash, nagad, rocket, upay, visa, mastercard, amex, ..."""
    kind = card_type.partition("-")[0].strip().upper()
    return _INSTRUMENTS.get(kind, kind.lower())[:20]


def elements(fields: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The tries to pay of a query by tran_id; raises `Unsure` for an answer without the list."""
    found = fields.get("element")
    if isinstance(found, Mapping):
        found = [found]
    if not found and text(fields, "no_of_trans_found") == "0":
        return []
    if not isinstance(found, list):
        raise Unsure("junk", "no elements")
    return [each for each in found if isinstance(each, Mapping)]


def standing(attempt: Pending, tries: Sequence[Mapping[str, Any]]) -> PayState:
    """What tries without money say of an attempt; PENDING where they say nothing final."""
    ours = [each for each in tries if text(each, "tran_id") in {"", attempt.ref}]
    states = {STATES.get(text(each, "status"), PayState.PENDING) for each in ours}
    for state in (PayState.PENDING, PayState.FAILED, PayState.CANCELLED, PayState.EXPIRED):
        if state in states:
            return state
    return PayState.PENDING


def refund_query(request: RefundRequest) -> dict[str, str]:
    """The parameters of a refund; raises `Refused` for money that goes back in taka only."""
    if request.amount.currency != "BDT":
        raise Refused("currency", request.amount.currency)
    return {
        "bank_tran_id": request.txn_id,
        "refund_trans_id": request.ref,
        "refund_amount": request.amount.wire(),
        "refund_remarks": request.reason.strip()[:255] or "refund",
        "refe_id": request.attempt.ref[:50],
    }


def refund_taken(fields: Mapping[str, Any]) -> Refunded:
    """What a refund call says; accepted says nothing yet of the money's arrival."""
    status, refund_id = text(fields, "status"), text(fields, "refund_ref_id")
    if status == "failed":
        return Refunded(RefundState.REFUSED, reason=text(fields, "errorReason")[:80])
    if status not in {"success", "processing"} or not refund_id:
        return Refunded(RefundState.UNKNOWN, reason="junk")
    return Refunded(RefundState.PENDING, refund_id)


def refund_standing(fields: Mapping[str, Any], refund_id: str) -> Refunded:
    """What a query says of the refund with this id."""
    state = _REFUNDS.get(text(fields, "status"), RefundState.UNKNOWN)
    return Refunded(state, refund_id, text(fields, "errorReason")[:80])


def posted(body: bytes) -> dict[str, str] | None:
    """The fields of a post, exactly as they came; None for what is no form with each field once."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, strict_parsing=True, max_num_fields=100
        )
    except ValueError:
        return None
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else None


def read_post(fields: Mapping[str, str]) -> Hint:
    """What a return or IPN claims; the key of the session is not among it."""
    status = fields.get("status", "")
    return Hint(
        ref=fields.get("tran_id", ""),
        txn_id=fields.get("bank_tran_id", ""),
        claimed=STATES.get(status, PayState.UNKNOWN),
        amount=_amount(fields),
        detail={"val_id": fields.get("val_id", "")[:80]},
    )
