"""The ISP of the journeys: the files that `netkhata apply` and `netkhata import` are given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tests.journeys.outside import GROUPS, NUMBER_ID, STAFF, TOPIC, VERIFY, Places

_FILE = """
[isp]
code = "isp"
name = "Nagar Net"
currency = "BDT"
timezone = "Asia/Dhaka"
language = "en"

[[operator]]
code = "north"
name = "North Net"

[[operator]]
code = "south"
name = "South Net"

[[zone]]
code = "mirpur"
name = "Mirpur"
operator = "north"

[[zone]]
code = "gulshan"
name = "Gulshan"
operator = "south"

[[package]]
code = "home"
name = "Home 10 Mbps"
price = 800
profile = "10M"

[[billing_profile]]
code = "standard"
name = "Standard"
bill_day = {bill_day}
quiet_from_hour = 0
quiet_to_hour = 0
reminder_days = []

[[router]]
name = "core"
host = "127.0.0.1"
port = {places.router}
username = "netkhata"
password = "router-secret"

[[gateway]]
name = "whatsapp"
kind = "whatsapp"
provider = "meta"
base_url = "http://127.0.0.1:{places.whatsapp}"
rate = 500
[gateway.credentials]
phone_number_id = "{number_id}"
token = "wa-token"
app_secret = "wa-app-secret"
verify_token = "{verify}"

[[gateway]]
name = "sms"
kind = "sms"
provider = "sms.net.bd"
base_url = "http://127.0.0.1:{places.sms}"
rate = 500
credentials = {{ api_key = "sms-key" }}

[[gateway]]
name = "mail"
kind = "email"
provider = "smtp"
[gateway.credentials]
host = "127.0.0.1"
port = {places.mail}
security = "none"
sender = "bills@nagar.example"

[[gateway]]
name = "bkash"
kind = "payment"
provider = "bkash"
base_url = "http://127.0.0.1:{places.bkash}/v1.2.0-beta"
[gateway.credentials]
username = "sandboxTokenizedUser"
password = "sandbox-password"
app_key = "sandbox-app-key"
app_secret = "sandbox-app-secret"
topic_arn = "{topic}"

[[gateway]]
name = "sslcommerz"
kind = "payment"
provider = "sslcommerz"
base_url = "http://127.0.0.1:{places.sslcommerz}"
credentials = {{ store_id = "testbox", store_passwd = "qwerty", title = "Card, Nagad" }}

[[gateway]]
name = "send-money"
kind = "payment"
provider = "manual"
credentials = {{ method = "nagad", number = "01700-123456" }}
"""


def _bill_day(today: date) -> int:
    """A day whose bill run is not due now, nor where it is tomorrow already: what is owed is what
    the test says."""
    if today.day < 20:
        return 28
    return 1 if today.day < 25 else 6


def file(places: Places, today: date) -> str:
    """Operators, packages, router, gateways, staff and groups."""
    text = _FILE.format(
        places=places,
        number_id=NUMBER_ID,
        verify=VERIFY,
        topic=TOPIC,
        bill_day=_bill_day(today),
    )
    for number, name, role, operator in STAFF:
        text += (
            f'\n[[staff]]\nname = "{name}"\nrole = "{role}"\ntelegram_id = {number}\n'
            f'operator = "{operator}"\nlanguage = "en"\n'
        )
    for chat, title, purpose in GROUPS:
        text += f'\n[[group]]\npurpose = "{purpose}"\nchat_id = {chat}\ntitle = "{title}"\n'
    return text


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the file of customers."""

    code: str
    name: str
    mobile: str
    zone: str = "mirpur"
    operator: str = "north"
    connection: str = "pppoe"
    username: str = ""
    ip: str = ""
    due: int = 0
    status: str = "active"
    router: str = "core"

    @property
    def row(self) -> str:
        return ",".join(
            (
                self.code, self.name, self.mobile, "en", self.zone, self.operator, "home",
                "standard", self.connection, self.username, self.ip, self.router, str(self.due),
                self.status,
            )
        )  # fmt: skip


HEADINGS = (
    "customer_id,name,mobile,language,zone,operator,package,billing_profile,connection,username,"
    "ip,router,opening_due,status"
)
RAHIM = Person("1001", "Rahim Uddin", "+8801711111111", username="rahim", due=800)
KARIM = Person("1002", "Karim Mia", "+8801722222222", username="karim", due=800)
SALMA = Person("1003", "Salma Akter", "+8801733333333", username="salma", due=800)
NAZMA = Person(
    "2001", "Nazma Begum", "+8801744444444", zone="gulshan", operator="south", username="nazma",
    due=500,
)  # fmt: skip
FAMILY = (RAHIM, KARIM, SALMA, NAZMA)


def crowd(count: int) -> list[Person]:
    """So many more customers of North who owe, without a router."""
    return [
        Person(
            f"C{number:05d}", f"Customer {number}", f"+88018{number:08d}",
            username=f"user{number}", due=500, router="",
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


def customers(people: Iterable[Person]) -> str:
    """The file for `netkhata import customers`."""
    return "\n".join([HEADINGS, *(person.row for person in people)]) + "\n"
