"""A bot without any ISP behind it: answers a tap and edits the message, at once and no more."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

KEYBOARD = {
    "inline_keyboard": [
        [{"text": name, "callback_data": f"press:{name}"}] for name in ("One", "Two")
    ]
}


class _Bot:
    def __init__(self, session: aiohttp.ClientSession, address: str, token: str) -> None:
        self._session = session
        self._base = f"{address}/bot{token}"
        self._taps = 0
        self._busy: set[asyncio.Task[None]] = set()

    async def call(self, method: str, **params: Any) -> Any:
        async with self._session.post(f"{self._base}/{method}", json=params) as answer:
            return (await answer.json())["result"]

    async def serve(self) -> None:
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=10):
                offset = update["update_id"] + 1
                task = asyncio.create_task(self._take(update))
                self._busy.add(task)
                task.add_done_callback(self._busy.discard)

    async def _take(self, update: dict[str, Any]) -> None:
        if message := update.get("message"):
            chat = message["chat"]["id"]
            await self.call("sendMessage", chat_id=chat, text="Hello", reply_markup=KEYBOARD)
            return
        query = update["callback_query"]
        self._taps += 1
        chat, number = query["message"]["chat"]["id"], query["message"]["message_id"]
        text = f"<b>Tap {self._taps}</b>\n" + "As long as the card of a customer is. " * 8
        await asyncio.gather(
            self.call("answerCallbackQuery", callback_query_id=query["id"]),
            self.call(
                "editMessageText", chat_id=chat, message_id=number, text=text, parse_mode="HTML",
                reply_markup=KEYBOARD,
            ),
        )  # fmt: skip


async def _serve(address: str, token: str) -> None:
    timeout = aiohttp.ClientTimeout(total=60)
    connector = aiohttp.TCPConnector(limit=100)
    async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
        await _Bot(session, address, token).serve()


def _run(address: str, token: str) -> None:
    asyncio.run(_serve(address, token))


@asynccontextmanager
async def elsewhere(address: str, token: str) -> AsyncIterator[None]:
    """Such a bot in a process of its own."""
    process = multiprocessing.get_context("spawn").Process(
        target=_run, args=(address, token), daemon=True
    )
    process.start()
    try:
        yield
    finally:
        process.kill()
        await asyncio.to_thread(process.join)
