"""The Telegram side of a process: updates by polling, or from the inbox where the web puts them."""

from __future__ import annotations

import asyncio
import json
import logging

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError

from bot.app import App
from bot.settings import Settings, SettingsWrong
from bot.telegram_hook import PATH, secrets_of
from domain import clock, inbox, wakes
from handlers.ui import commands
from handlers.ui.conversation import Conversation
from handlers.ui.telegram import Telegram as Carrier
from handlers.ui.telegram_cards import TelegramCards
from scheduler.workers import keep_doing

log = logging.getLogger(__name__)


class Telegram:
    """The bot of this process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        server = TelegramAPIServer.from_base(settings.telegram_api_base)
        self._bot = Bot(settings.telegram_token, session=AiohttpSession(api=server))
        self._carrier: Carrier | None = None

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
        self._carrier = carrier
        cards = TelegramCards(app.ports, carrier.sender, app.process)
        app.nursery.spawn("telegram greeting", carrier.greet)
        app.nursery.spawn("cards", lambda: keep_doing("cards", cards.step, stop, wake=wakes.CARDS))
        if self._settings.telegram_mode == "polling":
            app.nursery.spawn("telegram polling", carrier.poll)
            return
        secret = secrets_of(app.ports.vault, self._settings.telegram_token)[0]
        await self._bot.set_webhook(
            f"{self._settings.public_url}{PATH}",
            secret_token=secret,
            allowed_updates=carrier.dispatcher.resolve_used_update_types(),
        )
        app.nursery.spawn(
            "telegram inbox",
            lambda: keep_doing("telegram inbox", self._take, stop, wake=wakes.INBOX),
        )

    async def _take(self) -> int:
        """Feed what the web process stored, in order of arrival for each chat."""
        waiting = await inbox.due(clock.now(), ["telegram"])
        await asyncio.gather(*(self._feed(row) for row in waiting))
        return len(waiting)

    async def _feed(self, row: inbox.Inbox) -> None:
        if self._carrier is None:
            return
        try:
            update = json.loads(row.body)
            await self._carrier.dispatcher.feed_raw_update(self._bot, update)
        except Exception as why:
            log.exception("update-not-processed id=%s", row.id)
            await inbox.put_off(row, clock.now(), type(why).__name__)
        else:
            await inbox.done(row)

    async def finish(self) -> None:
        """Take no more updates, and answer those that were taken."""
        if self._carrier is not None:
            await self._carrier.stop()

    async def close(self) -> None:
        """Give the connection back."""
        await self._bot.session.close()
