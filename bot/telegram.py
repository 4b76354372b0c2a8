"""The Telegram side of a process: updates by polling, or from the inbox where the web puts them."""

from __future__ import annotations

import asyncio
import logging

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError

from bot.app import App
from bot.settings import Settings, SettingsWrong
from bot.telegram_hook import NAME, PATH, secrets_of
from domain import wakes
from handlers.ui import commands
from handlers.ui.conversation import Conversation
from handlers.ui.telegram import Telegram as Carrier
from handlers.ui.telegram_cards import TelegramCards
from handlers.ui.telegram_updates import Updates
from scheduler.workers import keep_doing

log = logging.getLogger(__name__)


class Telegram:
    """The bot of this process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        server = TelegramAPIServer.from_base(settings.telegram_api_base)
        self._bot = Bot(settings.telegram_token, session=AiohttpSession(api=server))
        self._updates: Updates | None = None

    async def username(self) -> str:
        """The bot's own name, which also shows that the token is good."""
        for pause in (1, 2, 4, 8, 0):
            try:
                return (await self._bot.get_me()).username or ""
            except TelegramUnauthorizedError as why:
                raise SettingsWrong(
                    ["NETKHATA_TELEGRAM_TOKEN is refused by Telegram: ask @BotFather for it"]
                ) from why
            except TelegramAPIError as why:
                if not pause:
                    raise
                log.warning("telegram-away %s", type(why).__name__)
                await asyncio.sleep(pause)
        return ""

    async def start(self, app: App, stop: asyncio.Event) -> None:
        """Begin to take updates and to keep cards true."""
        commands.load("handlers.staff")
        carrier = Carrier(Conversation(app.ports), self._bot)
        updates = Updates(self._bot, carrier.dispatcher, app.nursery.spawn, NAME)
        self._updates = updates
        cards = TelegramCards(app.ports, carrier.sender, app.process)
        app.nursery.spawn("telegram greeting", carrier.greet)
        app.nursery.spawn("cards", lambda: keep_doing("cards", cards.step, stop, wake=wakes.CARDS))
        app.nursery.spawn(
            "telegram updates",
            lambda: keep_doing("telegram updates", updates.take, stop, wake=wakes.UPDATES),
        )
        if self._settings.telegram_mode == "polling":
            app.nursery.spawn("telegram polling", updates.fetch)
            return
        secret = secrets_of(app.ports.vault, self._settings.telegram_token)[0]
        await updates.be_brought(f"{self._settings.public_url}{PATH}", secret)

    async def finish(self) -> None:
        """Take no more updates, and answer those that were taken."""
        if self._updates is not None:
            await self._updates.stop()

    async def close(self) -> None:
        """Give the connection back."""
        await self._bot.session.close()
