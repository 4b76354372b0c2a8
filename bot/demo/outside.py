"""Everything around the demo ISP: stand-ins on their own ports, levers that trouble them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from bot.demo import people
from bot.demo.clock import DemoClock
from bot.demo.memory import Memory
from domain.outreach import notifiers
from sandbox.board import Lever
from sandbox.faults import Kind
from sandbox.mail import Mail, Security
from sandbox.payments.bkash import BkashStandIn
from sandbox.payments.sslcommerz import SslcommerzStandIn
from sandbox.phone import Phones
from sandbox.routeros import RouterOs
from sandbox.sms import Account, Sms
from sandbox.telegram import TelegramServer
from sandbox.whatsapp import WhatsApp

BOT_TOKEN = "700100:AAnetkhataDemoTokenThatOpensNothing"  # noqa: S105 - good in the demo only
PROFILES = {"starter": "5M", "home": "10M", "family": "20M", "office": "50M"}
ROUTER_PASSWORD = "demo-router"  # noqa: S105


class StandIn(Protocol):
    """What all of them can do."""

    async def start(self) -> None:
        """Open on a free port."""

    async def stop(self) -> None:
        """Close."""


class Outside:
    """The stand-ins of the demo."""

    def __init__(self, clock: DemoClock, public_url: str) -> None:
        now = clock.now
        self.phones = Phones()
        self.telegram = TelegramServer(BOT_TOKEN, clock=now)
        self.whatsapp = WhatsApp(
            token="demo-token",  # noqa: S106
            app_secret="demo-app-secret",  # noqa: S106
            phone_number_id="106540352242922",
            clock=now,
            phones=self.phones,
        )
        self.sms = Sms(
            api_key="demo-sms-key",
            account=Account(balance=10_000_000),
            clock=now,
            phones=self.phones,
        )
        self.mail = Mail(security=Security.NONE, clock=now, phones=self.phones)
        self.bkash = BkashStandIn(clock=now)
        self.bkash.tokens.issues_an_hour = self.bkash.tokens.refreshes_an_hour = None
        self.bkash.merchant.duplicate_window = timedelta(0)
        self.sslcommerz = SslcommerzStandIn(
            clock=now, panel_ipn_url=f"{public_url}/webhooks/payment/sslcommerz"
        )
        self.routers = {
            name: RouterOs(name=name, password=ROUTER_PASSWORD, clock=now, redial_after=2.0)
            for name in people.ROUTERS.values()
        }

    async def start(self) -> None:
        """Open every stand-in on a free port, and let staff and groups exist in Telegram."""
        for standin in self._standins():
            await standin.start()
        for router in self.routers.values():
            self._fit(router)
        world = self.telegram.world
        world.bot(BOT_TOKEN, username="netkhata_demo_bot", first_name="NetKhata", inline=True)
        for telegram_id, name, _, _, language in people.STAFF:
            world.person(telegram_id, name, name.lower(), language)
        rahim = next(people.customers(1))
        world.person(people.RAHIM, rahim.name, language_code="en", phone=rahim.mobile)
        for chat_id, title, _ in people.GROUPS:
            world.group(chat_id, title, members=[one[0] for one in people.STAFF[:4]])
            self.telegram.users.presence.add_bot(
                people.ASHA, chat_id, world.first_bot(), admin=True
            )

    @staticmethod
    def _fit(router: RouterOs) -> None:
        router.network.add_pool("customers", "172.16.0.2-172.16.15.250")
        router.network.add_pool("held", "172.31.0.2-172.31.3.250")
        for name, rate in PROFILES.items():
            router.network.add_profile(
                f"{name}-{rate}", remote_address="customers", rate_limit=f"{rate}/{rate}"
            )
        router.network.add_profile("suspended", remote_address="held", address_list="suspended")

    async def stop(self) -> None:
        """Close them all."""
        for standin in reversed(self._standins()):
            await standin.stop()

    def _standins(self) -> list[StandIn]:
        return [
            self.telegram,
            self.whatsapp,
            self.sms,
            self.mail,
            self.bkash,
            self.sslcommerz,
            *self.routers.values(),
        ]

    def connect(
        self, customers: list[people.Neighbour], packages: dict[str, str], memory: Memory
    ) -> None:
        """Plug customers in behind the router of their zone; `packages` are profiles by code."""
        for one in customers:
            name = people.ROUTERS[one.zone]
            router = self.routers[name]
            if one.connection == "static":
                router.network.add_host(f"customer{one.number}", one.ip)
            else:
                stored = {"profile": packages[one.package], **memory.secret(name, one.username)}
                router.network.add_secret(one.username, "pw", **stored)
                router.network.dial(one.username)

    def file(self, public_url: str) -> str:
        """The gateways, routers, groups and staff of the demo, as `netkhata apply` reads them."""
        template = (Path(__file__).parent / "demo.toml").read_text()
        ports = {name: router.port for name, router in self.routers.items()}
        return template.format(
            whatsapp=self.whatsapp.base_url,
            sms=self.sms.base_url,
            mail_host=self.mail.host,
            mail_port=self.mail.port,
            bkash=self.bkash.base_url,
            sslcommerz=self.sslcommerz.base_url,
            password=ROUTER_PASSWORD,
            public_url=public_url,
            **{name.replace("-", "_"): port for name, port in ports.items()},
        )

    def levers(self, clock: DemoClock, moved: Callable[[], Awaitable[None]]) -> list[Lever]:
        """What a person may do to this world from the board."""
        gateways = (self.bkash, self.sslcommerz)
        pushes = [one.pushes for one in gateways]
        return [
            *_times(clock, moved),
            *(self._power(name) for name in self.routers),
            self._switch("bkash-silent", "bKash silent", "Gateways", self._silence),
            self._flag("lose-redirect", "lose redirect", gateways, "lose_redirect"),
            self._flag("lose-webhook", "lose webhook", pushes, "lost"),
            self._flag("webhook-times", "webhook five times", pushes, "times", 1, 5),
            self._switch("whatsapp-down", "WhatsApp fails", "Messages", self._whatsapp_fails),
        ]

    def _power(self, name: str) -> Lever:
        router = self.routers[name]

        async def pull() -> None:
            await router.power(not router.powered)

        return Lever(f"power-{name}", f"{name} down", "Routers", pull, lambda: not router.powered)

    def _switch(self, name: str, label: str, group: str, turn: Callable[[bool], None]) -> Lever:
        state = {"on": False}

        async def pull() -> None:
            state["on"] = not state["on"]
            turn(state["on"])

        return Lever(name, label, group, pull, lambda: state["on"])

    def _flag(
        self,
        name: str,
        label: str,
        parts: Sequence[object],
        attribute: str,
        off: object = False,
        on: object = True,
    ) -> Lever:
        def is_on() -> bool:
            return bool(getattr(parts[0], attribute) == on)

        async def pull() -> None:
            wanted = off if is_on() else on
            for part in parts:
                setattr(part, attribute, wanted)

        return Lever(name, label, "Gateways", pull, is_on)

    def _silence(self, on: bool) -> None:
        for gateway in (self.bkash, self.sslcommerz):
            gateway.faults.lift()
            if on:
                gateway.faults.plan("*", Kind.HTTP_500, times=None)

    def _whatsapp_fails(self, on: bool) -> None:
        self.whatsapp.faults.lift()
        if on:
            self.whatsapp.faults.plan("messages", Kind.REFUSE, times=None)


def _times(clock: DemoClock, moved: Callable[[], Awaitable[None]]) -> list[Lever]:
    def lever(name: str, label: str, move: Callable[[], None]) -> Lever:
        async def pull() -> None:
            move()
            await moved()

        return Lever(name, label, "Time", pull)

    async def past_grace() -> None:
        """Nobody is cut who was not warned: what was to be told on the way is told on the way."""
        the_15th = clock.next_day(15)
        for at in (the_15th - timedelta(days=2), the_15th):
            clock.to(at)
            await notifiers.remind_due("board")
        await moved()

    return [
        lever("tomorrow", "tomorrow", clock.to_tomorrow),
        Lever("past-grace", "past due + grace (the 15th)", "Time", past_grace),
        lever("first", "the 1st", clock.to_the_first),
    ]
