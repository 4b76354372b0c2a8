"""Somebody who is no staff, before their phone: what they write, tap, and are shown."""

from __future__ import annotations

from dataclasses import replace

from domain.chat.addresses import WHATSAPP
from domain.customers.models import Customer
from domain.ports import Output
from handlers.ui.conversation import Conversation, Reply
from handlers.ui.drawing import Drawn, Key, draw
from handlers.ui.turns import Turn
from tests.cast import Cast


class Chat:
    """Somebody who is no staff, in their own chat of an app."""

    def __init__(self, conversation: Conversation, app: str, person: str) -> None:
        self.conversation = conversation
        self.turn = Turn(app, person, person, person_name="Somebody")
        self.reply: Reply | None = None
        self.drawn = Drawn(())

    async def does(self, **did: object) -> str:
        self.reply = await self.conversation.handle(replace(self.turn, **did))  # type: ignore[arg-type]
        texts = self.conversation.ports.texts
        self.drawn = await draw(self.reply.screen, self.reply.reader, texts, Output.PLAIN)
        return f"{self.drawn.text}\n{self.drawn.toast}"

    async def says(self, text: str) -> str:
        return await self.does(text=text)

    async def taps(self, label: str) -> str:
        return await self.does(choice=self.key(label).data)

    def key(self, label: str) -> Key:
        return next(key for row in self.drawn.keys for key in row if label in key.label)


async def known(conversation: Conversation, cast: Cast, app: str) -> Chat:
    """Rahim, whom we know there, spoken to in English."""
    phone = (await Customer.get(id=cast.rahim.id)).mobile
    await Customer.filter(id=cast.rahim.id).update(language="en")
    if app == WHATSAPP:
        return Chat(conversation, app, phone)
    chat = Chat(conversation, app, "4242")
    await chat.does(contact=phone)
    return chat
