"""Our bot on a Telegram of ours, and the texts that the till needs on top of the shipped ones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer

from domain import wakes
from handlers.carriers.telegram.carrier import Telegram
from handlers.carriers.telegram.session import Session
from handlers.carriers.telegram.updates import Updates
from handlers.ui.conversation import Conversation
from sandbox.telegram import TelegramServer
from scheduler.nursery import Nursery
from scheduler.workers import keep_doing
from tests.cast import Cast
from tests.handlers.ui.conftest import a_fresh_till, ports

__all__ = ["a_fresh_till", "ports"]

TOKEN = "700100:AAsandbox"
GROUP = -1001234567890


@pytest.fixture
async def server(cast: Cast) -> AsyncIterator[TelegramServer]:
    """Telegram, with the cast's staff and one stranger on it, and a group of theirs."""
    server = TelegramServer(TOKEN, webhook_retry_seconds=0.01)
    for actor in (cast.asha, cast.bina, cast.chand, cast.dipa):
        assert actor.telegram_id is not None
        server.world.person(actor.telegram_id, actor.name, language_code="en")
    server.world.person(42, "Sumon", language_code="bn")
    people = [cast.asha.telegram_id or 0, cast.chand.telegram_id or 0, 42]
    server.world.group(GROUP, "NOC", members=people, forum=True)
    server.users.presence.add_bot(people[0], GROUP, admin=True)
    await server.start()
    yield server
    await server.stop()


class PlainSession(Session):
    """Closes at once: there is no TLS here that aiogram would have to wait for."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


@pytest.fixture
async def telegram(server: TelegramServer, conversation: Conversation) -> AsyncIterator[Telegram]:
    """Our bot there; it takes no updates yet."""
    session = PlainSession(api=TelegramAPIServer.from_base(server.base_url), timeout=30)
    made = Telegram(conversation, Bot(TOKEN, session=session))
    yield made
    await made.bot.session.close()


@dataclass
class Line:
    """The bot taking updates; what it is given is handled in tasks of its own."""

    updates: Updates
    nursery: Nursery = field(default_factory=Nursery)
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)

    def open(self) -> None:
        self.nursery.spawn("fetch", self.updates.fetch)
        self.listen()

    def listen(self) -> None:
        """Handle what the inbox holds."""
        self.nursery.spawn("take", self._take)

    async def _take(self) -> None:
        await keep_doing("take", self.updates.take, self.hung_up, wake=wakes.UPDATES)

    async def close(self) -> None:
        await self.updates.stop()
        self.hung_up.set()
        wakes.wake(wakes.UPDATES)
        await self.nursery.wind_down(5)


@pytest.fixture
def line_of() -> Callable[[Telegram], Line]:
    """A line for the bot, not open yet."""

    def made(telegram: Telegram) -> Line:
        nursery = Nursery()
        return Line(Updates(telegram.bot, telegram.dispatcher, nursery.spawn), nursery)

    return made


@pytest.fixture
async def polled(
    telegram: Telegram, line_of: Callable[[Telegram], Line]
) -> AsyncIterator[Telegram]:
    """Our bot, fetching its updates."""
    line = line_of(telegram)
    line.open()
    yield telegram
    await line.close()
