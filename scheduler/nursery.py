"""The one place that starts tasks: each in a clean context, named, and ended with the process.

A task inherits the context that it is born in. Born inside a transaction it would write into it
and be rolled back with it, so every task here gets the context of the process's start.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)


class Nursery:
    """Holds the tasks of a process until they end or the process stops."""

    def __init__(self) -> None:
        self._context = contextvars.copy_context()
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Start `work`; an error that it does not handle is logged and ends it alone."""

        async def run() -> None:
            try:
                await work()
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("task-failed name=%s", name)

        task = asyncio.create_task(run(), name=name, context=self._context.copy())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def wind_down(self, seconds: float) -> None:
        """Let the tasks end by themselves for a while, then cancel what is left."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=2)
