"""What ISPs call a status, a kind of connection or a language, in Bengali and in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Mapping

from domain.customers import letters
from domain.customers.models import Connection, CustomerStatus
from domain.errors import InvalidValue

_STATUS: dict[str, str] = {
    CustomerStatus.ACTIVE: "সক্রিয়, চালু, চলমান, চালু আছে, একটিভ, এক্টিভ, অ্যাকটিভ, অ্যাক্টিভ, actived,"
    " activated, enable, enabled, on, online, running, live, chalu, sokriyo",
    CustomerStatus.SUSPENDED: "স্থগিত, বন্ধ, লাইন বন্ধ, সাময়িক বন্ধ, সাময়িকভাবে বন্ধ, নিষ্ক্রিয়, সাসপেন্ড,"
    " সাসপেন্ডেড, ইনঅ্যাকটিভ, ইনএকটিভ, ইনএক্টিভ, suspend, inactive, in active, deactive,"
    " deactivated, disable, disabled, off, hold, on hold, locked,"
    " bondho, bandha, sthogit",
    CustomerStatus.EXPIRED: "মেয়াদ শেষ, মেয়াদোত্তীর্ণ, মেয়াদ উত্তীর্ণ, মেয়াদ নেই, এক্সপায়ার,"
    " এক্সপায়ার্ড, expire, expired, meyad shesh, meyad sesh",
    CustomerStatus.LEFT: "ছেড়ে গেছেন, ছেড়ে গেছে, ছেড়ে দিয়েছে, ছেড়ে দিয়েছেন, চলে গেছে,"
    " চলে গেছেন, বাতিল, লেফট, leave, leaved, terminated, cancelled, canceled, batil",
    CustomerStatus.PENDING: "অপেক্ষমাণ, অপেক্ষমান, অপেক্ষায়, এখনো সংযোগ হয়নি, সংযোগ হয়নি, নতুন,"
    " পেন্ডিং, new, waiting, in progress, notun",
}
_CONNECTION: dict[str, str] = {
    Connection.PPPOE: "পিপিপিওই, পিপিপিওয়ি, ppp, pppoe client, pppoe user",
    Connection.STATIC: "স্ট্যাটিক, স্ট্যাটিক আইপি, স্থির, static ip, fixed ip",
    Connection.DHCP: "ডিএইচসিপি, dhcp client",
    Connection.HOTSPOT: "হটস্পট, hot spot, hotspot user",
}
_LANGUAGE = {
    "bn": "বাংলা, bangla, bengali, bn-bd, ben",
    "en": "ইংরেজি, ইংলিশ, english, en-us, en-gb, eng",
}


def _fold(text: str) -> str:
    return re.sub(r"[\s_.-]+", " ", letters.plain(text).casefold()).strip()


def _read(named: Mapping[str, str]) -> dict[str, str]:
    said = {_fold(word): meant for meant, words in named.items() for word in words.split(",")}
    return said | {meant: meant for meant in named}


_STATUSES, _CONNECTIONS = _read(_STATUS), _read(_CONNECTION)
_LANGUAGES = _read(_LANGUAGE)


def status(text: str) -> CustomerStatus:
    """The status that is meant; raises `InvalidValue` with those that are understood."""
    return CustomerStatus(_meant("status", text, _STATUSES, _STATUS))


def connection(text: str) -> Connection:
    """The kind of connection that is meant; raises `InvalidValue` as `status` does."""
    return Connection(_meant("connection", text, _CONNECTIONS, _CONNECTION))


def language(text: str) -> str:
    """The code of a language that is named, what was said where it is none of ours."""
    return _LANGUAGES.get(_fold(text), text)


def _meant(field: str, text: str, said: Mapping[str, str], named: Mapping[str, str]) -> str:
    found = said.get(_fold(text))
    if found is None:
        understood = (f"{meant} ({words.partition(',')[0]})" for meant, words in named.items())
        raise InvalidValue(field=field, given=text[:40], example=", ".join(understood))
    return found
