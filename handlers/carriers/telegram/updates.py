"""Updates on their way in: kept before Telegram hears that we have them, handled until done.

Fetched or brought by a webhook, they wait in the inbox, so that a process that dies loses none.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import Update

from domain import clock, inbox, wakes
from domain.fields import to_json
from domain.inbox import TELEGRAM, Inbox, Received
from domain.ports import Spawn
from handlers.carriers.telegram.sending import patiently
from handlers.carriers.telegram.troubles import OtherPoller
from handlers.together import Together

log = logging.getLogger(__name__)

AT_ONCE = 100
MOST_TRIES = 5
HELD_SECONDS = 15  # so long after its process has died, an update is another's
RENEWED_SECONDS = 5.0
FETCH_SECONDS, ANSWER_SECONDS = 20, 10
PAUSES = (1.0, 2.0, 5.0, 15.0)
LINE_DOWN = (TelegramNetworkError, TelegramServerError, TelegramRetryAfter, ClientDecodeError)


class _Fetch(TelegramMethod[list[dict[str, Any]]]):
    """`getUpdates`, with the updates as they came: they are kept before anybody reads them."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None
    timeout: int
    allowed_updates: list[str]


class Updates:
    """The updates of one bot: `fetch` or a webhook keeps them, `take` handles what waits.

    Sleep on `wakes.UPDATES` after a `take` that found none.
    """

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        spawn: Spawn,
        name: str = "main",
        process: str = "",
    ) -> None:
        self._others = OtherPoller(process)
        self._bot = bot
        self._dispatcher = dispatcher
        self._spawn = spawn
        self._name = name
        self._done = Together(inbox.done_all)
        self._under_way: set[int] = set()
        self._held_at = monotonic()
        self._idle = asyncio.Event()
        self._idle.set()
        self._stopping = asyncio.Event()
        self._waiting: asyncio.Timeout | None = None

    @property
    def kinds(self) -> list[str]:
        """What Telegram is to tell us of."""
        return self._dispatcher.resolve_used_update_types()

    async def be_brought(self, url: str, secret: str) -> None:
        """Have Telegram bring the updates to our public address."""
        await patiently(
            lambda: self._bot.set_webhook(url, secret_token=secret, allowed_updates=self.kinds)
        )

    async def fetch(self) -> None:
        """Fetch and keep updates until `stop`; a webhook that was set is taken away.

        Nobody else fetches for this bot: what a dead process had begun is ours at once.
        """
        await inbox.free(TELEGRAM)
        wakes.wake(wakes.UPDATES)
        offset, failures, alone = None, 0, False
        while not self._stopping.is_set():
            try:
                alone = alone or await self._bot.delete_webhook()
                offset = await self._fetch_from(offset)
                failures = 0
                await self._others.fetched()
            except Exception as why:
                log.warning("updates-not-fetched why=%s", type(why).__name__)
                pause = PAUSES[min(failures, len(PAUSES) - 1)]
                failures += 1
                if isinstance(why, TelegramConflictError):
                    await self._tell_of_another()
                await self._rest(pause)

    async def _tell_of_another(self) -> None:
        try:
            await self._others.refused()
        except Exception:
            log.exception("the second bot could not be told of")

    async def _fetch_from(self, offset: int | None) -> int | None:
        """Keep what there is; the offset that confirms it with the next call."""
        try:
            async with asyncio.timeout(None) as self._waiting:
                found = await self._bot(
                    _Fetch(offset=offset, timeout=FETCH_SECONDS, allowed_updates=self.kinds),
                    request_timeout=FETCH_SECONDS + ANSWER_SECONDS,
                )
        except TimeoutError:
            if self._stopping.is_set():
                return offset
            raise
        finally:
            self._waiting = None
        if not found:
            return offset
        await self._keep(found)
        return int(found[-1]["update_id"]) + 1

    async def _keep(self, found: Sequence[Mapping[str, Any]]) -> None:
        bodies = [to_json(each) for each in found]
        await inbox.store(
            [Received(TELEGRAM, self._name, "{}", body) for body in bodies], clock.now()
        )
        wakes.wake(wakes.UPDATES)

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            pass

    async def take(self) -> int:
        """Begin what waits as far as there are hands for it; how many.

        One that takes long, as when Telegram asks to wait, holds up nobody else's.
        """
        await self._hold()
        free = AT_ONCE - len(self._under_way)
        if free <= 0 or self._stopping.is_set():
            return 0
        due = await inbox.due(clock.now(), {TELEGRAM: HELD_SECONDS}, free)
        fresh = [row for row in due if row.id not in self._under_way]
        for row in fresh:
            self._under_way.add(row.id)
            self._idle.clear()

            async def handle(row: Inbox = row) -> None:
                await self._handle(row)

            self._spawn(f"update {row.id}", handle)
        return len(fresh)

    async def _hold(self) -> None:
        """Keep from other processes what takes long here."""
        now = monotonic()
        if self._under_way and now - self._held_at > RENEWED_SECONDS:
            self._held_at = now
            await inbox.renew(list(self._under_way), clock.now(), seconds=HELD_SECONDS)

    async def _handle(self, row: Inbox) -> None:
        try:
            update = Update.model_validate_json(row.body, context={"bot": self._bot})
            await self._dispatcher.feed_update(self._bot, update)
        except LINE_DOWN as why:
            log.warning("update-not-answered id=%s why=%s", row.id, type(why).__name__)
            await inbox.put_off(row, clock.now(), type(why).__name__, give_up_after=MOST_TRIES)
        except Exception:
            log.exception("update-failed id=%s", row.id)
            await self._done.do(row.id)
        else:
            await self._done.do(row.id)
        finally:
            self._under_way.discard(row.id)
            if len(self._under_way) == AT_ONCE - 1:
                wakes.wake(wakes.UPDATES)
            if not self._under_way:
                self._idle.set()

    async def stop(self) -> None:
        """Take no more updates and finish those that were begun."""
        self._stopping.set()
        if self._waiting is not None and not self._waiting.expired():
            self._waiting.reschedule(asyncio.get_running_loop().time())
        await self._idle.wait()
