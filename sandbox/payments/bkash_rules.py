"""What the bKash stand-in demands of a request body."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from urllib.parse import urlsplit

from aiohttp import web

from sandbox.payments.bkash_state import Refused, TurnedAway

Body = dict[str, str]

CREATE_FIELDS = (
    "mode",
    "payerReference",
    "callbackURL",
    "amount",
    "currency",
    "intent",
    "merchantInvoiceNumber",
)
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?")
_FORBIDDEN = re.compile("[<>&]")


async def read_body(request: web.Request) -> Body:
    """The JSON object of a call; anything but an object of strings is turned away."""
    bad = TurnedAway(400, "Invalid request body")
    if request.content_type != "application/json":
        raise bad
    try:
        body = json.loads(await request.read())
    except ValueError as cause:
        raise bad from cause
    if not isinstance(body, dict) or not all(isinstance(value, str) for value in body.values()):
        raise bad
    return body


def need(body: Mapping[str, str], *names: str) -> None:
    """Refuse a body in which one of `names` is absent or empty."""
    if not all(body.get(name) for name in names):
        raise Refused("2065")


def amount_is_valid(amount: str) -> bool:
    """At least 1 and at most two decimals."""
    return _AMOUNT.fullmatch(amount) is not None and Decimal(amount) >= 1


def check_create(body: Mapping[str, str], used_invoices: Collection[str]) -> None:
    """Refuse a create call that breaks a rule of the field table."""
    if body.get("mode") in ("0000", "0001"):
        raise Refused("2064")
    need(body, *CREATE_FIELDS)
    if body["mode"] != "0011":
        raise Refused("2063")
    if not _is_plain(body["payerReference"]):
        raise Refused("2048")
    callback = urlsplit(body["callbackURL"])
    if callback.scheme not in ("http", "https") or not callback.hostname:
        raise Refused("2049")
    if not amount_is_valid(body["amount"]):
        raise Refused("2006")
    if body["currency"] != "BDT":
        raise Refused("2007")
    if body["intent"] not in ("sale", "authorization"):
        raise Refused("2008")
    invoice = body["merchantInvoiceNumber"]
    if not _is_plain(invoice) or invoice in used_invoices:
        raise Refused("2031")


def check_refund_words(sku: str, reason: str) -> None:
    """Refuse a refund without, or with too long, a SKU and a reason."""
    for text, missing, long in ((sku, "2073", "2075"), (reason, "2078", "2076")):
        if not text:
            raise Refused(missing)
        if len(text) > 255:
            raise Refused(long)


def _is_plain(text: str) -> bool:
    return len(text) <= 255 and _FORBIDDEN.search(text) is None
