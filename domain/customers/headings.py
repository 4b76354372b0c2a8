"""What the headings of a file of customers may be called: ours, other programs', in Bengali."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from difflib import get_close_matches

from domain.customers import cells

NEEDED = ("name", "mobile")
_LIKE = 0.75
_CALLED = {
    "customer_id": "client_id client_code customer_code customer_no customer_number client_no"
    " subscriber_id account_no account_number গ্রাহক_আইডি গ্রাহক_নম্বর কাস্টমার_আইডি আইডি",
    "name": "customer_name client_name full_name subscriber subscriber_name customer client"
    " নাম গ্রাহকের_নাম গ্রাহক কাস্টমারের_নাম",
    "mobile": "mobile_no mobile_number phone phone_no phone_number contact contact_no"
    " contact_number cell cell_no cell_phone msisdn মোবাইল মোবাইল_নং মোবাইল_নম্বর মোবাইল_নাম্বার"
    " ফোন ফোন_নম্বর ফোন_নাম্বার",
    "whatsapp": "whatsapp_no whatsapp_number হোয়াটসঅ্যাপ",
    "email": "e-mail mail email_address ইমেইল ই-মেইল",
    "language": "lang ভাষা",
    "address": "home_address full_address location ঠিকানা",
    "connection": "connection_type conn_type সংযোগ সংযোগের_ধরন",
    "username": "user_name user login login_name pppoe pppoe_name pppoe_user pppoe_username"
    " ppp_name user_id ইউজারনেম ইউজার_নেম ইউজার_আইডি ইউজার",
    "ip": "ip_address static_ip remote_address framed-ip-address আইপি",
    "mac": "mac_address caller_id caller-id ম্যাক",
    "joined_on": "join_date joining_date joined date_joined connection_date activation_date"
    " সংযোগের_তারিখ যোগদানের_তারিখ",
    "expires_on": "expiry expiry_date expire_date expiration expiration_date expires মেয়াদ মেয়াদ_শেষ",
    "price": "monthly_bill monthly_fee monthly_rent bill_amount rate মাসিক_বিল মূল্য দাম",
    "discount": "concession ছাড়",
    "status": "client_status customer_status অবস্থা স্ট্যাটাস",
    "opening_due": "due due_amount previous_due total_due arrears বকেয়া বাকি",
    "advance": "advance_amount paid_ahead অগ্রিম",
    "operator": "reseller pop অপারেটর রিসেলার",
    "zone": "area এলাকা জোন",
    "package": "plan package_name service_plan internet_package tariff প্যাকেজ",
    "billing_profile": "billing_cycle বিলিং_প্রোফাইল",
    "router": "mikrotik nas router_name server রাউটার",
}


def _plain(heading: str) -> str:
    return unicodedata.normalize("NFKC", heading).strip("*:._ #").replace("._", "_")


_MEANING = {_plain(called): ours for ours, names in _CALLED.items() for called in names.split()} | {
    ours: ours for ours in cells.HEADINGS
}


def meaning(heading: str) -> str:
    """Our word for a heading in small letters with `_` between its words; empty if unknown."""
    return _MEANING.get(heading) or _MEANING.get(_plain(heading), "")


def nearest(heading: str) -> str:
    """Our word for the heading that this one is a slip of, empty if it is like none."""
    near = get_close_matches(_plain(heading), _MEANING, 1, _LIKE)
    return _MEANING[near[0]] if near else ""


def slips(unknown: Collection[str], known: Collection[str]) -> dict[str, str]:
    """What each unknown heading may have been meant for, as far as nothing else says it."""
    meant = {heading: nearest(heading) for heading in unknown}
    return {heading: ours for heading, ours in meant.items() if ours and ours not in known}
