"""Requests that wait at the same moment are served by one statement of the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

MOST = 500

Item = TypeVar("Item")
Result = TypeVar("Result")


class _Waiting(Generic[Item, Result]):
    """One who asked. `told` is set when the result is there, or when it is their turn to lead."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.told: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.leads = False
        self.results: list[Result] = []
        self.error: Exception | None = None

    def tell(self) -> None:
        if not self.told.done():
            self.told.set_result(None)


class Together(Generic[Item, Result]):
    """The first who asks leads: works for itself; those who come meanwhile are the next batch.

    `work` gives a result for each item, in their order. When it fails, each item is tried by
    itself, so that one fails alone. A leader that is cancelled leaves its batch to the next.
    """

    def __init__(self, work: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]]) -> None:
        self._work = work
        self._waiting: list[_Waiting[Item, Result]] = []
        self._is_led = False

    async def do(self, item: Item) -> Result:
        """The item's result; raises what `work` raised for it."""
        mine: _Waiting[Item, Result] = _Waiting(item)
        self._waiting.append(mine)
        if self._is_led:
            try:
                await mine.told
            except asyncio.CancelledError:
                if mine.leads:
                    self._waiting.remove(mine)
                    self._hand_over()
                raise
        else:
            mine.leads = True
        if mine.leads:
            await self._lead()
        if mine.error is not None:
            raise mine.error
        return mine.results[0]

    async def _lead(self) -> None:
        """Work for all who wait now; the leader is the first of them."""
        self._is_led = True
        batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            await self._try(batch)
        except asyncio.CancelledError:
            self._waiting[:0] = batch[1:]
            raise
        finally:
            self._hand_over()
        for each in batch:
            each.tell()

    def _hand_over(self) -> None:
        """Let the next one lead who still waits, if there is one."""
        self._waiting = [each for each in self._waiting if not each.told.cancelled()]
        self._is_led = bool(self._waiting)
        if self._waiting:
            self._waiting[0].leads = True
            self._waiting[0].tell()

    async def _try(self, batch: Sequence[_Waiting[Item, Result]]) -> None:
        try:
            results = await self._work([each.item for each in batch])
            for each, result in zip(batch, results, strict=True):
                each.results = [result]
        except Exception as why:
            if len(batch) == 1:
                batch[0].error = why
                return
            log.warning("batch-failed items=%s why=%s", len(batch), type(why).__name__)
            for each in batch:
                await self._try([each])
