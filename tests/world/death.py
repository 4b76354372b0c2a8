"""A process that ends, or a verb that is cancelled, at a chosen statement of the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any, NoReturn

_EDGES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
pause = asyncio.sleep  # the world's own clock stands for it elsewhere


class Killed(BaseException):
    """The process is no more: nothing of it goes on."""


class End(StrEnum):
    """How it ends."""

    KILLED = "killed"
    CANCELLED = "cancelled"


class Death:
    """Counts the statements that we make, and ends us at the one that was chosen.

    Who was killed makes no statement any more, until a fresh process is there: `revive`.
    """

    def __init__(self) -> None:
        self.left: int | None = None
        self.how = End.KILLED
        self.is_watching = False  # whoever looks on from outside lives
        self.is_dead = False
        self.has_struck = False

    def comes(self, after: int, how: End) -> None:
        """So many statements go well from now on."""
        self.left, self.how = after, how

    def revive(self) -> None:
        """A fresh process begins."""
        self.left, self.is_dead, self.has_struck = None, False, False

    async def meet(self, says: str, undo: Callable[[], Awaitable[Any]]) -> None:
        """Before a statement. `undo` takes back what a commit would keep.

        A cancellation waits for a statement that neither begins nor ends a transaction: those are
        shielded.
        """
        await pause(0)
        if self.is_dead:
            await self._die(says, undo)
        if self.left is None or not self.is_watching:
            return
        if self.left > 0:
            self.left -= 1
        elif self.how is End.KILLED:
            self.is_dead = self.has_struck = True
            await self._die(says, undo)
        elif not says.startswith(_EDGES):
            self.left, self.has_struck = None, True
            task = asyncio.current_task()
            assert task is not None
            task.cancel()
            await pause(0)

    async def _die(self, says: str, undo: Callable[[], Awaitable[Any]]) -> NoReturn:
        if says.startswith("COMMIT"):
            await undo()
        raise Killed
