"""A Bot API server, a bot that talks to it through aiogram, and people."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from sandbox.telegram import TelegramServer

TOKEN = "700100:AAsandbox"
RAHIM = 1001
KARIM = 1002
GROUP = -1001234567890


class HandClock:
    """A clock that moves only by hand."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.instant

    def forward(self, **by: float) -> None:
        self.instant += timedelta(**by)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def telegram(clock: HandClock) -> AsyncIterator[TelegramServer]:
    server = TelegramServer(TOKEN, clock=clock, webhook_retry_seconds=0.01)
    server.world.person(RAHIM, "Rahim", "rahim", "bn", phone="+8801712345678")
    server.world.person(KARIM, "Karim")
    await server.start()
    yield server
    await server.stop()


class PlainSession(AiohttpSession):
    """Closes at once: there is no TLS here that aiogram would have to wait for."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def client_of(server: TelegramServer, token: str = TOKEN) -> Bot:
    """An aiogram bot whose API server is the stand-in."""
    session = PlainSession(api=TelegramAPIServer.from_base(server.base_url), timeout=30)
    return Bot(token, session=session)


@pytest.fixture
async def bot(telegram: TelegramServer) -> AsyncIterator[Bot]:
    client = client_of(telegram)
    yield client
    await client.session.close()


@asynccontextmanager
async def polling(dispatcher: Dispatcher, bot: Bot) -> AsyncIterator[None]:
    """Let a dispatcher poll, as it does in production."""
    running = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
    )
    try:
        yield
    finally:
        # stop_polling raises until polling has begun.
        while not running.done():
            try:
                await dispatcher.stop_polling()
                break
            except RuntimeError:
                await asyncio.sleep(0)
        await running
