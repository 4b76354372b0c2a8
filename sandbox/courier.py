"""Callbacks in the background: what a provider posts to its customer's server, and posts again."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp


@dataclass(frozen=True)
class Posted:
    """One attempt to deliver a callback; `status` 0 means that nobody answered."""

    url: str
    body: bytes
    headers: Mapping[str, str]
    status: int
    answer: bytes = b""
    content_type: str = ""

    @property
    def accepted(self) -> bool:
        return 200 <= self.status < 300


class Courier:
    """Owns the HTTP client and the running deliveries of one stand-in."""

    def __init__(self) -> None:
        self.attempts: list[Posted] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
        return self._session

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Let `work` run beside the request that caused it."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settle(self) -> None:
        """Return when nothing is under way any more, redeliveries included."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def post(
        self,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        *,
        gaps: Sequence[float] = (),
        only_unreachable: bool = False,
    ) -> Posted:
        """POST until it is accepted, waiting `gaps` seconds between the attempts.

        With `only_unreachable` an answer of any status ends it: only a failed connection is
        tried again.
        """
        posted = await self._once(url, body, headers)
        for gap in gaps:
            if posted.accepted or (only_unreachable and posted.status):
                break
            await asyncio.sleep(gap)
            posted = await self._once(url, body, headers)
        return posted

    async def _once(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        try:
            async with self.session.post(
                url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                posted = Posted(
                    url, body, headers, answer.status, await answer.read(), answer.content_type
                )
        except (aiohttp.ClientError, TimeoutError):
            posted = Posted(url, body, headers, 0)
        self.attempts.append(posted)
        return posted

    async def close(self) -> None:
        """Give up what is under way and close the client."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
