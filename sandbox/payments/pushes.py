"""Posts from a gateway to the merchant, with the fate that its switches set."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp


@dataclass
class Delivery:
    """One post to the merchant; `status` is None when nobody answered."""

    url: str
    body: bytes
    status: int | None


class Pushes:
    """The notifications of one gateway; those that were made stand in `made`.

    `lost`: none is sent. `times` (all at once) and `delay` (seconds): fate of each. A refused
    one is sent again up to `retries` times, after `pause` seconds. `before_return`: it is
    delivered before the browser may leave the page.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self.lost = False
        self.times = 1
        self.delay = 0.0
        self.retries = 0
        self.pause = 1.0
        self.before_return = False
        self.made: list[Delivery] = []
        self._changed = changed
        self._session: aiohttp.ClientSession | None = None
        self._errands: set[asyncio.Task[None]] = set()

    def open(self) -> None:
        """Be ready to send."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15))

    async def close(self) -> None:
        """Forget what is under way; what was made stays for inspection."""
        for errand in self._errands:
            errand.cancel()
        await asyncio.gather(*self._errands, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def in_background(self, errand: Coroutine[Any, Any, None]) -> None:
        """Run `errand` while the answer goes out; `settled` waits for it, `close` ends it."""
        task = asyncio.create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Deliver a push now, with the fate that the switches set."""
        if self.lost:
            return
        if self.delay:
            await asyncio.sleep(self.delay)
        posts: list[Coroutine[Any, Any, None]] = [
            self._post(url, body, headers) for _ in range(self.times)
        ]
        await asyncio.gather(*posts)

    async def settled(self) -> None:
        """Return when no push is under way any more."""
        while self._errands:
            await asyncio.gather(*self._errands, return_exceptions=True)

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        if self._session is None:
            raise RuntimeError("the stand-in has not been started")
        for turn in range(self.retries + 1):
            if turn:
                await asyncio.sleep(self.pause)
            status: int | None = None
            try:
                async with self._session.post(url, data=body, headers=headers) as answer:
                    status = answer.status
            except (aiohttp.ClientError, TimeoutError):
                status = None
            self.made.append(Delivery(url, body, status))
            self._changed()
            if status is not None and status < 300:
                return
