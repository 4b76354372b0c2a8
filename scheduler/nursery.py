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
RESIDENT = "connection "  # tasks of this name live as long as what they serve is open


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
        """Let the work end by itself for a while, then cancel what is left of it.

        Connections stay, since the work needs them to its end: `close` ends them.
        """
        await self._end(
            [task for task in self._tasks if not task.get_name().startswith(RESIDENT)], seconds
        )

    async def close(self) -> None:
        """End whatever still runs."""
        await self._end(list(self._tasks), 1.0)

    @staticmethod
    async def _end(tasks: list[asyncio.Task[None]], seconds: float) -> None:
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            log.warning("task-cancelled name=%s", task.get_name())
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=2)
