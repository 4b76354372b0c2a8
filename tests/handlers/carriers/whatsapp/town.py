"""Our web and workers with WhatsApp around them, on real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from aiohttp.test_utils import TestClient, TestServer

from domain import clock, vault
from domain.messaging import dispatcher
from domain.outreach import facts
from domain.ports import Account, MessageGateway, Ports
from gateways import registry
from gateways.http import Http
from gateways.provider import Tools
from handlers.carriers.whatsapp.carrier import WhatsApp as Carrier
from handlers.web.app import build
from sandbox.phone import Received
from sandbox.whatsapp import WhatsApp
from scheduler import heard as listener
from scheduler import inbox as reader
from tests import builders
from tests.fake_web import FakePay, web_ports
from tests.sealing import VAULT

RAHIM, KARIM, STRANGER = "8801711111111", "8801722222222", "8801799999999"
NUMBER_ID = "106540352242922"


class Town:
    """Our web and workers, and WhatsApp around them."""

    def __init__(self, ports: Ports, conversation: Any, whatsapp: Any) -> None:
        self.ports, self.whatsapp = ports, whatsapp
        self.talks = {"whatsapp": Carrier(conversation, ports).talk}

    async def goes_on(self) -> None:
        """Everything that waits is done."""
        await self.whatsapp.settle()
        while await reader.work(self.ports):
            pass
        while await listener.work(self.talks):
            pass
        while await dispatcher.work("worker", facts.gather, self.ports, allowed=None):
            pass
        await self.whatsapp.settle()

    def screens(self, phone: str = RAHIM) -> list[Received]:
        received: list[Received] = self.whatsapp.phones.of(phone)
        return received


@asynccontextmanager
async def a_town(
    conversing: Callable[[Ports], Any], whatsapp: Any, port: int, provider: str, **fields: str
) -> AsyncIterator[Town]:
    """Where that provider's stand-in calls our web, and whoever converses answers."""
    vault.use(VAULT)
    http = Http()
    tools = Tools(http, None)  # type: ignore[arg-type]
    adapters: dict[str, MessageGateway] = {}

    def gateway(account: Account) -> MessageGateway:
        if account.name not in adapters:
            adapters[account.name] = registry.message_gateway(account, tools)
        return adapters[account.name]

    await whatsapp.start()
    await builders.a_gateway(
        "wa",
        kind="whatsapp",
        provider=provider,
        base_url=whatsapp.base_url,
        credentials=fields,
        rate=1000,
    )
    public_url = f"http://127.0.0.1:{port}"
    ports = replace(web_ports(FakePay()), message_gateway=gateway, public_url=public_url)
    try:
        async with TestClient(TestServer(build(ports), port=port)):
            yield Town(ports, conversing(ports), whatsapp)
    finally:
        await whatsapp.stop()
        await http.close()


@asynccontextmanager
async def by_meta(conversing: Callable[[Ports], Any], port: int) -> AsyncIterator[Town]:
    """A town whose WhatsApp is Meta's."""
    whatsapp = WhatsApp(
        token="t", app_secret="s", phone_number_id=NUMBER_ID, clock=lambda: clock.now()
    )
    fields = {"token": "t", "app_secret": "s", "phone_number_id": NUMBER_ID, "verify_token": "v"}
    async with a_town(conversing, whatsapp, port, "meta", **fields) as made:
        callback = f"{made.ports.public_url}/webhooks/whatsapp/wa"
        await whatsapp.account.notifier.subscribe(callback, "v")
        yield made
