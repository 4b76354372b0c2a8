"""What the headings of a file of customers may be called: ours, other programs', in Bengali."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from difflib import get_close_matches

from domain.customers import letters
from domain.onboarding import cells

NEEDED = ("name", "mobile")
_LIKE = 0.75
_CALLED = {
    "customer_id": "client_id client_code customer_code customer_no customer_number client_no"
    " subscriber_id account_no account_number গ্রাহক_আইডি গ্রাহক_নম্বর কাস্টমার_আইডি আইডি"
    " গ্রাহকের_আইডি আইডি_নম্বর গ্রাহক_কোড ক্রেতা_আইডি grahok_id",
    "name": "customer_name client_name full_name subscriber subscriber_name customer client"
    " নাম গ্রাহকের_নাম গ্রাহক কাস্টমারের_নাম"
    " পুরো_নাম পূর্ণ_নাম নাম_(বাংলা) naam nam grahoker_naam grahok",
    "mobile": "mobile_no mobile_number phone phone_no phone_number contact contact_no"
    " contact_number cell cell_no cell_phone msisdn মোবাইল মোবাইল_নং মোবাইল_নম্বর মোবাইল_নাম্বার"
    " ফোন ফোন_নম্বর ফোন_নাম্বার"
    " মুঠোফোন মুঠোফোন_নম্বর সেল_নম্বর যোগাযোগ যোগাযোগের_নম্বর mobail mobile_num phone_num mob mob_no",
    "whatsapp": "whatsapp_no whatsapp_number হোয়াটসঅ্যাপ হোয়াটসঅ্যাপ_নম্বর হোয়াটস্যাপ wa_number",
    "email": "e-mail mail email_address ইমেইল ই-মেইল ইমেইল_ঠিকানা",
    "language": "lang ভাষা",
    "address": "home_address full_address location ঠিকানা"
    " বাসার_ঠিকানা পূর্ণ_ঠিকানা বাড়ির_ঠিকানা বর্তমান_ঠিকানা thikana present_address",
    "connection": "connection_type conn_type সংযোগ সংযোগের_ধরন কানেকশন কানেকশনের_ধরন লাইনের_ধরন",
    "username": "user_name user login login_name pppoe pppoe_name pppoe_user pppoe_username"
    " ppp_name user_id ইউজারনেম ইউজার_নেম ইউজার_আইডি ইউজার"
    " পিপিপিওই পিপিপিওই_আইডি লগইন লগইন_আইডি pppoe_id",
    "ip": "ip_address static_ip remote_address framed-ip-address আইপি"
    " আইপি_ঠিকানা আইপি_অ্যাড্রেস ip_addr ip_no",
    "mac": "mac_address caller_id caller-id ম্যাক ম্যাক_ঠিকানা ম্যাক_অ্যাড্রেস mac_addr",
    "joined_on": "join_date joining_date joined date_joined connection_date activation_date"
    " সংযোগের_তারিখ যোগদানের_তারিখ"
    " সংযোগ_তারিখ কানেকশনের_তারিখ যোগদান যোগ_দানের_তারিখ line_date",
    "renewal_day": "renewal billing_day bill_day cycle_day রিনিউ_তারিখ নবায়নের_দিন বিলের_দিন",
    "expires_on": "expiry expiry_date expire_date expiration expiration_date expires মেয়াদ মেয়াদ_শেষ"
    " মেয়াদ_শেষের_তারিখ মেয়াদোত্তীর্ণ_তারিখ শেষ_তারিখ meyad valid_till valid_until",
    "price": "monthly_bill monthly_fee monthly_rent bill_amount rate মাসিক_বিল মূল্য দাম"
    " মাসিক_ফি মাসিক_চার্জ মাসিক_ভাড়া বিলের_পরিমাণ প্যাকেজ_মূল্য প্যাকেজের_দাম"
    " masik_bill mashik_bill monthly_charge package_price",
    "discount": "concession ছাড় ডিসকাউন্ট chhar",
    "status": "client_status customer_status অবস্থা স্ট্যাটাস স্টেটাস লাইনের_অবস্থা সংযোগের_অবস্থা obostha",
    "opening_due": "due due_amount previous_due total_due arrears বকেয়া বাকি"
    " আগের_বকেয়া পূর্বের_বকেয়া পূর্ববর্তী_বকেয়া মোট_বকেয়া বকেয়া_টাকা বকেয়ার_পরিমাণ বকেয়া_বিল আগের_বাকি"
    " prev_due old_due last_due outstanding bokeya baki ager_bokeya",
    "advance": "advance_amount paid_ahead অগ্রিম অগ্রিম_টাকা অগ্রিম_জমা advance_payment agrim",
    "operator": "reseller pop অপারেটর রিসেলার",
    "zone": "area এলাকা জোন এরিয়া অঞ্চল মহল্লা elaka",
    "package": "plan package_name service_plan internet_package tariff প্যাকেজ"
    " প্যাকেজের_নাম প্যাকেজ_নাম প্ল্যান ইন্টারনেট_প্যাকেজ package_er_nam pkg",
    "billing_profile": "billing_cycle বিলিং_প্রোফাইল বিলিং_সাইকেল",
    "router": "mikrotik nas router_name server রাউটার মাইক্রোটিক সার্ভার",
}


_UNIT = re.compile(r"_?[(\[](?:tk\.?|bdt|taka|টাকা|৳)[)\]]$")
_WHOSE = re.compile(
    r"^(?:customer|client|subscriber|গ্রাহকের|গ্রাহক|কাস্টমারের|কাস্টমার|ক্লায়েন্টের|ক্লায়েন্ট)(?:'s)?_"
)
_NUMBER = re.compile("(?:নাম্বার|নম্বার|নং)(?=_|$)")


def _plain(heading: str) -> str:
    """The heading without what differs in how one is written."""
    seen = letters.plain(unicodedata.normalize("NFKC", heading)).replace("\u200c", "")
    tidy = "_".join(seen.replace("\u200d", "").replace("_", " ").split())
    tidy = tidy.strip("*:._ #।").replace("._", "_")
    return _NUMBER.sub("নম্বর", _UNIT.sub("", tidy))


_MEANING = {_plain(called): ours for ours, names in _CALLED.items() for called in names.split()} | {
    ours: ours for ours in cells.HEADINGS
}


def meaning(heading: str) -> str:
    """Our word for a heading in small letters with `_` between its words; empty if unknown."""
    plain = _plain(heading)
    return _MEANING.get(heading) or _MEANING.get(plain) or _MEANING.get(_WHOSE.sub("", plain)) or ""


def nearest(heading: str) -> str:
    """Our word for the heading that this one is a slip of, empty if it is like none."""
    near = get_close_matches(_plain(heading), _MEANING, 1, _LIKE)
    return _MEANING[near[0]] if near else ""


def slips(unknown: Collection[str], known: Collection[str]) -> dict[str, str]:
    """What each unknown heading may have been meant for, as far as nothing else says it."""
    meant = {heading: nearest(heading) for heading in unknown}
    return {heading: ours for heading, ours in meant.items() if ours and ours not in known}
