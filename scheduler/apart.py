"""A thread with an event loop of its own, for work that would keep all else from its turns."""

from __future__ import annotations

import asyncio
import contextvars
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

from domain.errors import Busy
from scheduler.nursery import Nursery

T = TypeVar("T")

_TURN_SECONDS = 0.001  # how long a thread computes before another gets its turn


class Apart:
    """Starts its thread when it is first needed; `run` and `close` belong to one event loop.

    Nothing of a caller's context goes with the work, so that none of it is inside a transaction.
    """

    def __init__(self) -> None:
        self._context = contextvars.Context()
        self._nursery: Nursery | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop = asyncio.Event()
        self._thread: Thread | None = None
        self._closed = False

    async def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do `work` there and wait for what comes of it; cancelled, it is cancelled there.

        Raises Busy once this is closed.
        """
        if self._closed:
            raise Busy("closed")

        async def whole() -> T:
            return await work()

        # Not within the caller's context, which a task takes over from whoever asks for it.
        started: Future[T] = self._context.copy().run(
            asyncio.run_coroutine_threadsafe, whole(), self._begun()
        )
        try:
            return await asyncio.wrap_future(started)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            raise Busy("closed") from None

    def spawn(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Start a task that outlives its caller; called by what runs there."""
        if self._nursery is None:
            raise RuntimeError("nothing runs there yet")
        self._nursery.spawn(name, work)

    async def close(self) -> None:
        """End what still runs there, and the thread; safe to repeat."""
        closed, self._closed = self._closed, True
        if not closed and self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
            await asyncio.to_thread(self._thread.join)

    def _begun(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            ready: Future[asyncio.AbstractEventLoop] = Future()
            self._thread = Thread(
                target=lambda: asyncio.run(self._live(ready)), name="apart", daemon=True
            )
            self._thread.start()
            self._loop = ready.result()
        return self._loop

    async def _live(self, ready: Future[asyncio.AbstractEventLoop]) -> None:
        sys.setswitchinterval(_TURN_SECONDS)
        self._nursery = Nursery()
        ready.set_result(asyncio.get_running_loop())
        await self._stop.wait()
        await self._nursery.close()
