"""Everything around a small ISP, played by stand-ins on the test's side of the sockets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Protocol

from sandbox.mail import Mail, Security
from sandbox.payments.bkash import BkashStandIn
from sandbox.payments.sslcommerz import SslcommerzStandIn
from sandbox.phone import Phones
from sandbox.routeros import RouterOs
from sandbox.sms import Account, Sms
from sandbox.telegram import TelegramServer
from sandbox.whatsapp import Limiter, WhatsApp
from tests.journeys import ports

TOKEN = "700200:AAtokenThatOpensOnlyThisWorld"
ASHA, BINA, CHAND, DIPA, ESHA = 6001, 6002, 6003, 6004, 6005
OFFICE, PAYMENTS, NOC = -1002001, -1002002, -1002003
STAFF = (
    (ASHA, "Asha", "admin", "isp"),
    (BINA, "Bina", "operator", "north"),
    (CHAND, "Chand", "collector", "north"),
    (DIPA, "Dipa", "noc", "isp"),
    (ESHA, "Esha", "operator", "south"),
)
GROUPS = (
    (OFFICE, "Office", "broadcasts"),
    (PAYMENTS, "Payments", "payments"),
    (NOC, "NOC", "alerts"),
)
NUMBER_ID = "106540352242922"
TOPIC = "arn:aws:sns:ap-southeast-1:354285716021:pgw-merchant-ipn"  # the stand-in's own
VERIFY = "words-for-the-handshake"


class Places:
    """The port of each stand-in and of our own web, the same for all worlds of a run."""

    def __init__(self) -> None:
        free: Iterator[int] = ports.free()
        self.web = next(free)
        self.webs = (next(free), next(free))  # where two web processes share the public address
        self.telegram = next(free)
        self.whatsapp = next(free)
        self.sms = next(free)
        self.mail = next(free)
        self.bkash = next(free)
        self.sslcommerz = next(free)
        self.router = next(free)

    @property
    def public_url(self) -> str:
        return f"http://{ports.HOST}:{self.web}"


class _StandIn(Protocol):
    async def start(self, host: str, port: int) -> None: ...

    async def stop(self) -> None: ...


class Outside:
    """The stand-ins of one world."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.phones = Phones()
        self.telegram = TelegramServer(webhook_retry_seconds=0.2)
        self.whatsapp = WhatsApp(
            token="wa-token",
            app_secret="wa-app-secret",
            phone_number_id=NUMBER_ID,
            phones=self.phones,
        )
        self.whatsapp.account.throughput = 10_000
        self.whatsapp.account.pair = Limiter(burst=1000, seconds=0.01)
        hooks = f"{places.public_url}/webhooks"
        self.whatsapp.account.notifier.callback = f"{hooks}/whatsapp/whatsapp"
        self.whatsapp.account.notifier.gaps = (0.2, 1, 5)
        self.sms = Sms(api_key="sms-key", account=Account(balance=10_000_000), phones=self.phones)
        self.mail = Mail(security=Security.NONE, phones=self.phones)
        self.bkash = BkashStandIn(webhook_url=f"{hooks}/payment/bkash")
        self.bkash.tokens.issues_an_hour = self.bkash.tokens.refreshes_an_hour = None
        self.bkash.merchant.duplicate_window = timedelta(0)  # the wallets are all the same one
        self.bkash.pushes.pause = 0.2
        self.bkash.sns.confirmed = True
        self.sslcommerz = SslcommerzStandIn(panel_ipn_url=f"{hooks}/payment/sslcommerz")
        self.sslcommerz.pushes.retries = 3
        self.sslcommerz.pushes.pause = 0.2
        self.router = RouterOs(name="core", password="router-secret", redial_after=0.1)

    def _places(self) -> list[tuple[_StandIn, int]]:
        return [
            (self.telegram, self.places.telegram),
            (self.whatsapp, self.places.whatsapp),
            (self.sms, self.places.sms),
            (self.mail, self.places.mail),
            (self.bkash, self.places.bkash),
            (self.sslcommerz, self.places.sslcommerz),
            (self.router, self.places.router),
        ]

    async def start(self) -> None:
        """Open them all, with staff and groups in Telegram and profiles on the router."""
        for standin, port in self._places():
            await standin.start(ports.HOST, port)
        world = self.telegram.world
        world.bot(TOKEN, username="nagar_bot", first_name="Nagar")
        for person, name, _, _ in STAFF:
            world.person(person, name, name.lower(), "en")
        for chat, title, _ in GROUPS:
            world.group(chat, title, members=[ASHA, BINA, DIPA])
            self.telegram.users.presence.add_bot(ASHA, chat, world.first_bot(), admin=True)
        self.router.network.add_pool("homes", "172.16.0.2-172.16.15.250")
        self.router.network.add_pool("held", "172.31.0.2-172.31.3.250")
        self.router.network.add_profile("10M", remote_address="homes", rate_limit="10M/10M")
        self.router.network.add_profile(
            "suspended", remote_address="held", address_list="suspended"
        )

    async def stop(self) -> None:
        for standin, _ in reversed(self._places()):
            with suppress(OSError):
                await standin.stop()
