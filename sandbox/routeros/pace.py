"""How fast a router is: distance, work per command, work per row, commands at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_SHORTEST_SLEEP = 0.002


@dataclass
class Pace:
    """Seconds: `latency` per answer (the way there and back), `work` per command, `per_row` for
    each row looked at. At most `parallel` commands are worked on at once, None for no bound.
    """

    latency: float = 0.0
    work: float = 0.0
    per_row: float = 0.0
    parallel: int | None = None
    _slots: asyncio.Semaphore | None = field(default=None, repr=False)
    _owed: float = 0.0

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """One of the router's hands, for as long as a command is worked on."""
        if self.parallel is None:
            await self._spend(self.work)
            yield
            return
        if self._slots is None:
            self._slots = asyncio.Semaphore(self.parallel)
        async with self._slots:
            await self._spend(self.work)
            yield

    async def travel(self) -> None:
        if self.latency:
            await asyncio.sleep(self.latency)

    async def rows(self, count: int) -> None:
        """The work of looking at that many rows; small amounts are saved up for one sleep."""
        self._owed += count * self.per_row
        if self._owed >= _SHORTEST_SLEEP:
            owed, self._owed = self._owed, 0.0
            await self._spend(owed)

    @staticmethod
    async def _spend(seconds: float) -> None:
        if seconds:
            await asyncio.sleep(seconds)
