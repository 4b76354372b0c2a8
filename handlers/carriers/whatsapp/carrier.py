"""The conversation on WhatsApp: customers only, and each answer is a message of its own."""

from __future__ import annotations

from typing import Protocol

from domain.accounts import gateways
from domain.chat.principals import CustomerSelf, Principal
from domain.errors import NotFound
from domain.ports import Answer, Limits, Offering, Output, Ports, Spoken
from handlers.carriers.whatsapp import rendering, turns
from handlers.ui import drawing, numbered
from handlers.ui.conversation import Reply
from handlers.ui.screens import Text
from handlers.ui.turns import Turn


def _customer(principal: Principal | None) -> CustomerSelf | None:
    """Staff work in another app, and strangers are not talked to."""
    return principal if isinstance(principal, CustomerSelf) else None


class Converses(Protocol):
    """Whatever answers turns."""

    async def handle(self, turn: Turn) -> Reply:
        """What is shown for the turn, and to whom."""


class WhatsApp:
    """Answers what is said to accounts of ours (`ports.Talk`)."""

    def __init__(self, conversation: Converses, ports: Ports) -> None:
        self._conversation = conversation
        self._ports = ports

    async def talk(self, spoken: Spoken) -> Answer | None:
        """What a customer is told; None where there is nothing to say, or it is no customer."""
        row = await gateways.find(spoken.gateway)
        if row is None:
            raise NotFound(what="gateway", given=spoken.gateway)
        gateway = self._ports.message_gateway(gateways.account(row, self._ports.vault))
        turn = await numbered.read(turns.of_spoken(spoken, gateway))
        reply = await self._conversation.handle(turn)
        customer = _customer(reply.principal)
        if customer is None:
            return None
        limits = gateway.limits if isinstance(gateway, Offering) else None
        return await self._answer(turn, reply, customer, limits)

    async def _answer(
        self, turn: Turn, reply: Reply, customer: CustomerSelf, limits: Limits | None
    ) -> Answer | None:
        texts, language = self._ports.texts, reply.reader.language
        drawn = await drawing.draw(reply.screen, reply.reader, texts, Output.PLAIN)
        shown = rendering.render(drawn, limits)
        if not shown.text:
            return None
        return Answer(
            shown.text,
            language,
            choices=shown.options,
            opens=drawing.say(texts, reply.reader, Text("choose")) if shown.options else "",
            customer_id=customer.customer_ids[0],
            is_greeting=reply.screen.is_greeting,
            remember=lambda: numbered.remember(turn, drawn),
        )
