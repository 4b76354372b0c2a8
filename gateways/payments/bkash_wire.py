"""bKash Tokenized Checkout on the wire: what is sent, and what answers mean. Nothing is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from domain.errors import Busy, Refused, Unsure
from domain.money import Money
from domain.ports import Hint, PayRefusal, PayRequest, PayState, Verified
from gateways.http import Reply
from gateways.payments import amounts

BASES = {
    "sandbox": "https://tokenized.sandbox.bka.sh/v1.2.0-beta",
    "live": "https://tokenized.pay.bka.sh/v1.2.0-beta",
}
GRANT = "/tokenized/checkout/token/grant"
REFRESH = "/tokenized/checkout/token/refresh"
CREATE = "/tokenized/checkout/create"
EXECUTE = "/tokenized/checkout/execute"
QUERY = "/tokenized/checkout/payment/status"
SEARCH = "/tokenized/checkout/general/searchTransaction"

OK = "0000"
BAD_TOKEN = "2079"  # noqa: S105 - a code
NO_SUCH_PAYMENT = "2002"
SETTLED_ALREADY = frozenset({"2062", "2068", "2116", "2117", "2119"})
IN_DOUBT = frozenset({"2003", "2020", "2024", "503", "9999"})
NOT_YET = frozenset({"2056", "2060", "2127"})  # the payment's state does not allow it (yet)
OURS_TO_MEND = frozenset(
    {"2001", "2006", "2007", "2008", "2025", "2031", "2048", "2049", "2063", "2064", "2065"}
)
# What a customer can mend, in the words of `PayRefusal`.
_WORDS = {
    "2029": PayRefusal.REPEATED,
    "2023": PayRefusal.BALANCE,
    **dict.fromkeys(("2010", "2011", "2014", "2015", "2016", "2018", "2019"), PayRefusal.PIN),
    **dict.fromkeys(
        ("2009", "2037", "2038", "2039", "2040", "2041", "2043", "2044", "2045", "2057", "2058"),
        PayRefusal.WALLET,
    ),
}
# By these bKash has not taken the money; of any other code nobody knows.
REFUSED = frozenset(_WORDS) | {
    "2012", "2013", "2017", "2046", "2059", "2061", "2066", "2067", "2069",
}  # fmt: skip
VALIDITY = timedelta(hours=24)
_CREATED = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)[:.]\d+ GMT([+-]\d{4})")
_FORBIDDEN = re.compile("[<>&]")


def url(base: str, path: str) -> str:
    """Where a call goes; the version belongs to the base, and v2 paths leave it out."""
    if path.startswith("/v2/"):
        parts = urlsplit(base)
        return f"{parts.scheme}://{parts.netloc}{path}"
    return base.rstrip("/") + path


def create_body(request: PayRequest) -> dict[str, str]:
    """The body that opens a payment; raises `Refused` for what bKash never takes."""
    if request.amount.currency != "BDT":
        raise Refused("currency", request.amount.currency)
    if request.amount < Money(100, "BDT"):
        raise Refused(PayRefusal.AMOUNT, "below 1.00")
    # A payer reference that is a wallet's number is filled in on the page.
    mobile = request.customer_mobile
    payer = "0" + mobile.removeprefix("+880") if mobile.startswith("+880") else ""
    return {
        "mode": "0011",
        "payerReference": payer or plain(request.customer_ref) or request.ref,
        "callbackURL": request.return_url,
        "amount": request.amount.wire(),
        "currency": "BDT",
        "intent": "sale",
        "merchantInvoiceNumber": request.ref,
    }


def plain(text: str) -> str:
    """The text without what bKash forbids in it."""
    return _FORBIDDEN.sub(" ", text).strip()[:255]


@dataclass(frozen=True, slots=True)
class Answer:
    """A readable answer: its code and fields."""

    code: str
    fields: Mapping[str, Any] = field(repr=False)

    def text(self, *names: str) -> str:
        """The first of the fields that is there; bKash names one thing differently by call."""
        found = (self.fields.get(name) for name in names)
        return next((str(value).strip() for value in found if value not in (None, "")), "")


class TokenDead(Exception):
    """bKash does not know our token any more: renew it once and call again."""


def read(reply: Reply) -> Answer:
    """What a call answered.

    Raises `TokenDead`, `Refused` for a wrong path or account, `Unsure` for everything from which
    nothing follows: other statuses than 200, no JSON, or nothing but a message.
    """
    if reply.status == 401:
        raise TokenDead
    if reply.status in {403, 404}:
        raise Refused("config", f"HTTP {reply.status}: is the address right?")
    fields = reply.object()
    code = str(
        fields.get("statusCode") or fields.get("errorCode") or fields.get("externalCode") or ""
    )
    if code == BAD_TOKEN:
        raise TokenDead
    if not code and reply.status == 200 and "originalTrxId" in fields:
        code = OK  # the v2 refund answers carry no code when all is well
    if reply.status not in {200, 400} or not code:
        raise Unsure("junk", f"HTTP {reply.status}")
    return Answer(code, fields)


def reason(code: str) -> str:
    """Why a payment was refused: the word that the page explains, where there is one, and the
    code."""
    return f"{_WORDS[code]} {code}" if code in _WORDS else code


def refusal(answer: Answer) -> Refused | Busy | Unsure:
    """The failure that an answer to create or to a token call stands for."""
    said = answer.text("statusMessage", "errorMessage", "errorMessageEn")[:80]
    if answer.code in IN_DOUBT:
        return Busy("away", answer.code)
    if answer.code == "2001":
        return Refused("auth", f"{answer.code} {said}")
    if answer.code in OURS_TO_MEND:
        return Refused("config", f"{answer.code} {said}")
    if answer.code == "2029":
        return Refused(PayRefusal.REPEATED, f"{answer.code} {said}")
    return Refused("rejected", f"{answer.code} {said}")


def paid(answer: Answer) -> Verified | None:
    """The payment that an execute or query reports as taken; None when it reports none."""
    if answer.code != OK or answer.text("transactionStatus") != "Completed":
        return None
    txn_id = answer.text("trxID")
    if not txn_id:
        return None
    return Verified(
        PayState.PAID,
        ref=answer.text("merchantInvoiceNumber", "merchantInvoice"),
        amount=amounts.read(answer.text("amount"), answer.text("currency")),
        txn_id=txn_id,
        payer=answer.text("customerMsisdn", "payerAccount"),
        instrument="bkash",
        final=True,
    )


def is_approved(answer: Answer) -> bool:
    """Whether the customer has agreed and only the execute is missing."""
    status = answer.text("verificationStatus", "userVerificationStatus")
    return is_open(answer) and status == "Complete"


def is_open(answer: Answer) -> bool:
    """Whether nothing was taken so far."""
    return answer.code == OK and answer.text("transactionStatus") == "Initiated"


def is_expired(answer: Answer, now: datetime) -> bool:
    """Whether a payment is older than bKash lets it be executed."""
    found = _CREATED.match(answer.text("paymentCreateTime"))
    if found is None:
        return False
    created = datetime.strptime(found[1] + found[2], "%Y-%m-%dT%H:%M:%S%z")
    return now - created > VALIDITY


def read_return(query: Mapping[str, str]) -> Hint:
    """What the browser brings: `success` means that the customer agreed, not that money moved."""
    claims = {
        "success": PayState.PAID,
        "failure": PayState.FAILED,
        "cancel": PayState.CANCELLED,
    }
    return Hint(
        session=str(query.get("paymentID", "")),
        claimed=claims.get(str(query.get("status", "")), PayState.UNKNOWN),
    )


def read_receipt(message: Mapping[str, Any]) -> Hint:
    """What a notification tells of money in the wallet, whoever started it.

    With a coupon `saleAmount` is what was sold; `amount` then is what the customer paid of it.
    """

    def text(name: str) -> str:
        return str(message.get(name) or "").strip()

    done = text("transactionStatus") == "Completed"
    return Hint(
        ref=(text("merchantInvoiceNumber") or text("transactionReference")),
        txn_id=text("trxID"),
        claimed=PayState.PAID if done else PayState.UNKNOWN,
        amount=amounts.read(text("saleAmount") or text("amount"), text("currency") or "BDT"),
        detail={name: text(name) for name in ("debitMSISDN", "transactionType", "dateTime")},
    )
