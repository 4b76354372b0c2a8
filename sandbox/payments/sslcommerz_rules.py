"""What the SSLCommerz stand-in demands of the form that opens a session."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from urllib.parse import urlsplit

BAD_STORE = "Store Credential Error Or Store is De-active"

MANDATORY: Mapping[str, int] = {
    "store_id": 30,
    "store_passwd": 30,
    "total_amount": 13,
    "currency": 3,
    "tran_id": 30,
    "success_url": 255,
    "fail_url": 255,
    "cancel_url": 255,
    "cus_name": 50,
    "cus_email": 50,
    "cus_phone": 20,
    "cus_add1": 50,
    "cus_city": 50,
    "cus_postcode": 30,
    "cus_country": 50,
    "shipping_method": 50,
    "product_name": 255,
    "product_category": 100,
    "product_profile": 100,
}
SHIPPED: Mapping[str, int] = {
    "num_of_item": 4,
    "ship_name": 50,
    "ship_add1": 50,
    "ship_city": 50,
    "ship_postcode": 50,
    "ship_country": 50,
}
TOP_UP: Mapping[str, int] = {"product_type": 30, "topup_number": 150, "country_topup": 30}
OPTIONAL: Mapping[str, int] = {
    "ipn_url": 255,
    "multi_card_name": 30,
    "emi_option": 1,
    **{f"value_{letter}": 255 for letter in "abcd"},
}
PROFILES = (
    "general",
    "physical-goods",
    "non-physical-goods",
    "airline-tickets",
    "travel-vertical",
    "telecom-vertical",
)
LEAST, MOST = Decimal("10.00"), Decimal("500000.00")
_AMOUNT = re.compile(r"\d{1,10}(\.\d{1,2})?")


def complaint(
    form: Mapping[str, str], rates: Mapping[str, Decimal], used: Collection[str]
) -> str | None:
    """Why a session is refused; None for a form in order."""
    return (
        _lengths(form, MANDATORY, mandatory=True)
        or _lengths(form, OPTIONAL, mandatory=False)
        or _amount(form, rates)
        or _addresses(form)
        or _product(form)
        or ("Invalid Information! 'tran_id' is already used." if form["tran_id"] in used else None)
    )


def _lengths(form: Mapping[str, str], limits: Mapping[str, int], *, mandatory: bool) -> str | None:
    for name, limit in limits.items():
        value = form.get(name, "")
        if mandatory and not value.strip():
            return f"Invalid Information! '{name}' is missing or empty."
        if len(value) > limit:
            return f"Invalid Information! '{name}' is longer than {limit} characters."
    return None


def _amount(form: Mapping[str, str], rates: Mapping[str, Decimal]) -> str | None:
    if form["currency"] not in rates:
        return "Invalid Information! 'currency' is not allowed."
    if _AMOUNT.fullmatch(form["total_amount"]) is None:
        return "Invalid Information! 'total_amount' is not a decimal(10,2)."
    taka = Decimal(form["total_amount"]) * rates[form["currency"]]
    if not LEAST <= taka <= MOST:
        return "Invalid Information! 'total_amount' must be from 10.00 to 500000.00 BDT."
    return None


def _addresses(form: Mapping[str, str]) -> str | None:
    for name in ("success_url", "fail_url", "cancel_url", "ipn_url"):
        url = urlsplit(form.get(name, ""))
        optional = name == "ipn_url" and not form.get(name)
        if not optional and (url.scheme not in ("http", "https") or not url.hostname):
            return f"Invalid Information! '{name}' is not a URL."
    if re.fullmatch(r"[^@\s]+@[^@\s]+", form["cus_email"]) is None:
        return "Invalid Information! 'cus_email' is not an e-mail address."
    return None


def _product(form: Mapping[str, str]) -> str | None:
    if form["product_profile"] not in PROFILES:
        return "Invalid Information! 'product_profile' is not known."
    if form.get("emi_option", "") not in ("", "0", "1"):
        return "Invalid Information! 'emi_option' must be 0 or 1."
    top_up = TOP_UP if form["product_profile"] == "telecom-vertical" else {}
    shipped = SHIPPED if form["shipping_method"] == "YES" else {}
    return _lengths(form, {**top_up, **shipped}, mandatory=True)
