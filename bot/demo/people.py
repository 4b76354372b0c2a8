"""The people of the demo: staff with their Telegram accounts, and customers by the hundred."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

ASHA, BINA, CHAND, DIPA, ESHA = 5001, 5002, 5003, 5004, 5005
RAHIM = 6001  # the first customer, who is on Telegram as well
OFFICE, NOC, PAYMENTS, REPORTS = -1001001, -1001002, -1001003, -1001004

STAFF = (
    (ASHA, "Asha", "admin", "isp", "en"),
    (BINA, "Bina", "operator", "north", "bn"),
    (CHAND, "Chand", "collector", "north", "en"),
    (DIPA, "Dipa", "noc", "isp", "en"),
    (ESHA, "Esha", "operator", "south", "en"),
)
GROUPS = (
    (OFFICE, "Office: broadcasts", "broadcasts"),
    (PAYMENTS, "Office: payments", "payments"),
    (NOC, "NOC", "alerts"),
    (REPORTS, "Office: reports", "reports"),
)

_FIRST = (
    ("Rahim", "রহিম"), ("Karim", "করিম"), ("Fatema", "ফাতেমা"), ("Nusrat", "নুসরাত"),
    ("Tanvir", "তানভীর"), ("Sumaiya", "সুমাইয়া"), ("Jahid", "জাহিদ"), ("Shirin", "শিরীন"),
    ("Imran", "ইমরান"), ("Salma", "সালমা"), ("Rubel", "রুবেল"), ("Mitu", "মিতু"),
    ("Habib", "হাবিব"), ("Farzana", "ফারজানা"), ("Sohel", "সোহেল"), ("Nasrin", "নাসরিন"),
    ("Anwar", "আনোয়ার"), ("Parvin", "পারভীন"), ("Masud", "মাসুদ"), ("Rokeya", "রোকেয়া"),
    ("Biplob", "বিপ্লব"), ("Shapla", "শাপলা"), ("Delwar", "দেলোয়ার"), ("Lipi", "লিপি"),
)  # fmt: skip
_LAST = (
    ("Uddin", "উদ্দিন"), ("Hossain", "হোসেন"), ("Ahmed", "আহমেদ"), ("Begum", "বেগম"),
    ("Islam", "ইসলাম"), ("Akter", "আক্তার"), ("Chowdhury", "চৌধুরী"), ("Sarkar", "সরকার"),
    ("Mia", "মিয়া"), ("Khan", "খান"), ("Das", "দাস"), ("Rahman", "রহমান"),
)  # fmt: skip
ZONES = {"mirpur": "north", "uttara": "north", "gulshan": "south"}
ROUTERS = {"mirpur": "mirpur-core", "uttara": "uttara-core", "gulshan": "gulshan-core"}
PACKAGES = ("starter", "home", "family", "office")
WITHOUT_WHATSAPP = 5  # every fifth customer is not on WhatsApp
HOUSES = ("House", "Flat", "Shop")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One row of the demo's customer file."""

    number: int
    name: str
    language: str
    mobile: str
    email: str
    zone: str
    package: str
    connection: str
    username: str
    ip: str
    address: str


def customers(count: int) -> Iterator[Neighbour]:
    """The same people every time: the first is Rahim Uddin of Mirpur, the second Karim Hossain."""
    dice = random.Random(41)  # noqa: S311 - a demo wants to be repeatable, not secret
    zones = tuple(ZONES)
    for number in range(1, count + 1):
        first = _FIRST[number - 1] if number <= len(_FIRST) else dice.choice(_FIRST[2:])
        if number % 150 == 0:  # a few more who are called like the first two
            first = _FIRST[number // 150 % 2]
        last = _LAST[number - 1] if number <= len(_LAST) else dice.choice(_LAST)
        bengali = number > 2 and dice.random() < 0.45
        zone = "mirpur" if number <= 2 else dice.choice(zones)
        static = number > 2 and dice.random() < 0.12
        yield Neighbour(
            number=number,
            name=" ".join(part[1] if bengali else part[0] for part in (first, last)),
            language="bn" if bengali or dice.random() < 0.5 else "en",
            mobile=f"+88017{10_000_000 + number * 7:08d}",
            email=f"customer{number}@example.com" if dice.random() < 0.3 else "",
            zone=zone,
            package="home" if number <= 2 else dice.choice(PACKAGES),
            connection="static" if static else "pppoe",
            username="" if static else f"{first[0].lower()}{number}",
            ip=f"10.{20 + zones.index(zone)}.{number // 250}.{number % 250 + 2}" if static else "",
            address=f"{dice.choice(HOUSES)} {dice.randint(1, 90)}, Road {dice.randint(1, 30)}",
        )
