"""Gateways that do what a test says, and the ports around them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from domain.accounts.models import Gateway
from domain.customers.models import Customer
from domain.messaging import dispatcher, notices, outbox
from domain.messaging.content import Claimed, Facts
from domain.messaging.models import Delivery, Message
from domain.outreach import queries
from domain.ports import (
    Account,
    Handed,
    Health,
    Hook,
    Inbound,
    Outgoing,
    Ports,
    Report,
    TemplateText,
)
from tests import builders
from tests.cast import Cast
from tests.sealing import VAULT


class FakeGateway:
    """Takes everything on, unless `does` has something else for the next message."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.does: list[BaseException | Callable[[Outgoing], Handed] | None] = []

    async def send(self, message: Outgoing) -> Handed:
        self.sent.append(message)
        does = self.does.pop(0) if self.does else None
        if isinstance(does, BaseException):
            raise does
        return does(message) if does else Handed(f"provider-{message.ref}")

    async def check(self) -> Health:
        return Health(ok=True, key="health-ok")

    def authentic(self, hook: Hook) -> bool:
        return True

    def greet(self, hook: Hook) -> str | None:
        return None

    def parse(self, hook: Hook) -> Sequence[Report | Inbound]:
        return []


class FakeAskedGateway(FakeGateway):
    """A provider that tells only when it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.knows: dict[str, Report | BaseException] = {}

    async def ask(self, provider_id: str) -> Report | None:
        self.asked.append(provider_id)
        known = self.knows.get(provider_id)
        if isinstance(known, BaseException):
            raise known
        return known


class FakeTexts:
    """One short text for every event and channel, in English and Bengali."""

    def __init__(self) -> None:
        self.shipped: dict[tuple[str, str, str], TemplateText] = {}

    def template(self, language: str, event: str, channel: str) -> TemplateText | None:
        return self.shipped.get((language, event, channel))


@dataclass
class Post:
    """Everything that a test of messages needs at hand."""

    cast: Cast
    gateways: dict[str, FakeGateway] = field(default_factory=dict)
    rows: dict[str, Gateway] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)  # replaces values of every message's facts
    texts: FakeTexts = field(default_factory=FakeTexts)

    @property
    def ports(self) -> Ports:
        def gateway(account: Account) -> FakeGateway:
            assert account.credentials == {"api_key": "gateway-secret"}
            return self.gateways[account.name]

        return Ports(
            texts=self.texts,
            papers=None,
            lists=None,
            tables=None,
            vault=VAULT,
            message_gateway=gateway,
            payment_gateway=None,
            pay_choice=None,
            access=None,
            spawn=None,
            public_url="https://isp.example.com/",
        )  # type: ignore[arg-type]

    async def open(
        self, name: str, kind: str, gateway: FakeGateway | None = None, **values: Any
    ) -> FakeGateway:
        """A gateway of that name and kind, fast enough for everybody."""
        self.rows[name] = await builders.a_gateway(name, kind=kind, **{"rate": 1000, **values})
        self.gateways[name] = gateway or FakeGateway()
        return self.gateways[name]

    async def put(self, customer: Customer | None = None, **given: Any) -> Message:
        """A message in the outbox."""
        customer = customer or self.cast.rahim
        draft = {
            "dedupe": f"test:{await Message.all().count()}",
            "event": "payment-received",
            "customer_id": customer.id,
            "operator_id": customer.operator_id,
        }
        options = {"priority": notices.USUAL} | {
            name: given.pop(name) for name in ("priority", "channels", "body") if name in given
        }
        draft |= given
        assert await outbox.put(outbox.Draft(**draft), **options)
        return await Message.get(dedupe=draft["dedupe"])

    async def gather(self, messages: Sequence[Claimed], ports: Ports) -> Mapping[int, Facts]:
        usual = Facts(
            wanted=True,
            language="en",
            timezone="Asia/Dhaka",
            mobile="+8801711111111",
            whatsapp="+8801711111111",
            email="rahim@example.com",
            values={
                "customer_name": "Rahim",
                "amount": "500",
                "payment_link": "https://x/p/SECRET",
            },
            masked={"payment_link": "https://x/p/…"},
        )
        return {message.id: replace(usual, **self.facts) for message in messages}

    async def work(self, holder: str = "worker", **given: Any) -> int:
        """One batch of one worker."""
        allowed = queries.sending.allowed(self.ports)
        return await dispatcher.work(holder, self.gather, self.ports, allowed=allowed, **given)

    async def deliveries(self, message: Message) -> list[Delivery]:
        return await Delivery.filter(message_id=message.id).order_by("id")


@pytest.fixture
async def post(cast: Cast) -> Post:
    """The post office of the cast, without any gateway yet."""
    made = Post(cast)
    for language, text in (
        ("en", "Dear {customer_name}, {amount} BDT."),
        ("bn", "{customer_name}"),
    ):
        for channel in ("sms", "email"):
            for event in ("payment-received", "payment-link", "due-reminder"):
                made.texts.shipped[language, event, channel] = TemplateText(
                    text, "Bill of {amount}"
                )
    return made


@pytest.fixture
async def whatsapp(post: Post) -> FakeGateway:
    return await post.open("wa", "whatsapp")


@pytest.fixture
async def sms(post: Post) -> FakeGateway:
    return await post.open("sms", "sms", options={"price_minor": 25})


async def fresh(message: Message) -> Message:
    """The message as it is committed now."""
    return await Message.get(id=message.id)
