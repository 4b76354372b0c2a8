"""A house that can send: gateways that do what a test says, real texts, and all consequences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from domain import events, reactions, vault
from domain.messaging import dispatcher
from domain.messaging.models import Message
from domain.outreach import broadcasts, facts, queries, sending
from domain.outreach.audience import Audience
from domain.outreach.models import Broadcast
from domain.ports import Account, Ports
from domain.staff.rights import Actor
from tests import builders
from tests.cast import Cast
from tests.domain.messaging.conftest import FakeGateway
from tests.sealing import VAULT
from tests.texts import TEXTS

missing: Any = None


@dataclass
class House:
    """What sends, and short ways to have it done."""

    cast: Cast
    sms: FakeGateway = field(default_factory=FakeGateway)

    @property
    def ports(self) -> Ports:
        def gateway(account: Account) -> FakeGateway:
            return self.sms

        return Ports(
            texts=TEXTS,
            papers=missing,
            lists=missing,
            tables=missing,
            vault=VAULT,
            message_gateway=gateway,
            payment_gateway=missing,
            pay_choice=missing,
            access=missing,
            spawn=missing,
            public_url="https://pay.example",
        )

    async def compose(
        self, actor: Actor | None = None, *, kind: str = "text",
        body: str = "Hello {customer_name}", audience: Audience | None = None, **values: Any,
    ) -> Broadcast:  # fmt: skip
        """What Asha, or somebody else, would send."""
        return await broadcasts.compose(
            actor or self.cast.asha,
            kind=kind,
            body=body if kind == "text" else "",
            audience=audience or Audience(),
            **values,
        )

    async def send_off(self, actor: Actor | None = None, **values: Any) -> Broadcast:
        """Composed, and sent or asked for."""
        row = await self.compose(actor, **values)
        return await broadcasts.ask(actor or self.cast.asha, row, self.ports)

    async def work(self, limit: int = 100) -> int:
        """A batch of the worker that sends."""
        return await dispatcher.work(
            "worker",
            facts.gather,
            self.ports,
            allowed=queries.sending.allowed(self.ports),
            limit=limit,
        )

    async def finish(self) -> None:
        """Everything that the background has to do."""
        for _ in range(50):
            await sending.tick()
            if not await self.work():
                break
        await sending.tick()
        await sending.tick()

    @property
    def numbers(self) -> Sequence[str]:
        """Whom the provider was given a message for, in order."""
        return [message.to for message in self.sms.sent]


async def statuses(row: Broadcast) -> dict[str, int]:
    """Messages of a broadcast by state."""
    counted: dict[str, int] = {}
    for message in await Message.filter(broadcast_id=row.id):
        counted[message.status.value] = counted.get(message.status.value, 0) + 1
    return counted


@pytest.fixture
async def house(cast: Cast) -> House:
    """North can send SMS at 0.25 a segment, and be paid online."""
    vault.use(VAULT)
    events.listen(reactions.MAP)
    await builders.a_gateway("sms", kind="sms", rate=10_000, options={"price_minor": 25})
    await builders.a_gateway("bkash", kind="payment", provider="bkash")
    return House(cast)


async def crowd(cast: Cast, number: int, **values: Any) -> None:
    """So many more customers of North."""
    for _ in range(number):
        await builders.a_customer(operator=cast.north, **values)
