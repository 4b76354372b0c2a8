"""The Telegram side of a process: updates by polling, or from the inbox where the web puts them."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace

from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError

from bot.serving.app import App
from bot.serving.telegram_hook import NAME, PATH, secrets_of
from bot.settings import Settings, SettingsWrong
from domain import wakes
from handlers.carriers.telegram.cards import TelegramCards
from handlers.carriers.telegram.carrier import Telegram as Carrier
from handlers.carriers.telegram.session import Session
from handlers.carriers.telegram.updates import Updates
from handlers.ui import commands
from handlers.ui.conversation import Conversation
from scheduler.workers import keep_doing

log = logging.getLogger(__name__)
HASTE = (0.3, 1.0)  # seconds between the first tries
PATIENCE_SECONDS = 5.0


class Telegram:
    """The bot of this process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        server = TelegramAPIServer.from_base(settings.telegram_api_base)
        self._bot = Bot(settings.telegram_token, session=Session(api=server))
        self._updates: Updates | None = None

    async def username(self) -> str:
        """The bot's own name, which also shows that the token is good.

        Raises `TelegramAPIError` where Telegram can't be reached.
        """
        for pause in (*HASTE, None):
            try:
                return (await self._bot.get_me()).username or ""
            except TelegramUnauthorizedError as why:
                raise SettingsWrong(
                    ["NETKHATA_TELEGRAM_TOKEN is refused by Telegram: ask @BotFather for it"]
                ) from why
            except TelegramAPIError as why:
                if pause is None:
                    raise
                log.warning("telegram-away %s", type(why).__name__)
                await asyncio.sleep(pause)
        raise AssertionError

    async def check(self) -> None:
        """Raise `SettingsWrong` where Telegram answers that it knows no such bot."""
        with suppress(TelegramAPIError):
            await self.username()

    async def start(self, app: App, stop: asyncio.Event) -> None:
        """Serve from when Telegram answers on; nothing else of the process waits for that."""
        try:
            await self._start(app, stop)
        except TelegramAPIError:
            app.nursery.spawn("telegram start", lambda: self._start_later(app, stop))

    async def _start_later(self, app: App, stop: asyncio.Event) -> None:
        while not stop.is_set():
            log.warning("telegram-away: the bot starts when it is back")
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await stop.wait()
            with suppress(TelegramAPIError):
                await self._start(app, stop)
                return

    async def _start(self, app: App, stop: asyncio.Event) -> None:
        """Begin to take updates and to keep cards true."""
        commands.load("handlers.staff", "handlers.customer")
        app = replace(app, ports=replace(app.ports, bot_username=await self.username()))
        carrier = Carrier(Conversation(app.ports), self._bot)
        updates = Updates(self._bot, carrier.dispatcher, app.nursery.spawn, NAME, app.process)
        polls = self._settings.telegram_mode == "polling"
        if not polls:
            secret = secrets_of(app.ports.vault, self._settings.telegram_token)[0]
            await updates.be_brought(f"{self._settings.public_url}{PATH}", secret)
        self._updates = updates
        cards = TelegramCards(app.ports, carrier.sender, app.process)
        app.nursery.spawn("telegram greeting", carrier.greet)
        app.nursery.spawn("cards", lambda: keep_doing("cards", cards.begin, stop, wake=wakes.CARDS))
        app.nursery.spawn(
            "telegram updates",
            lambda: keep_doing("telegram updates", updates.take, stop, wake=wakes.UPDATES),
        )
        if polls:
            app.nursery.spawn("telegram polling", updates.fetch)

    async def finish(self) -> None:
        """Take no more updates, and answer those that were taken."""
        if self._updates is not None:
            await self._updates.stop()

    async def close(self) -> None:
        """Give the connection back."""
        await self._bot.session.close()
