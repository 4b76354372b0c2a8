"""Long work over a table goes in batches, each about a tenth of a second, whatever the machine.

Nobody else writes meanwhile (SQLite) or changes the same rows (PostgreSQL), so a batch is as long
as somebody who taps a button may wait. Each is one transaction; where a row has a `cursor`, the
work goes on from there, whoever died.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from tortoise.queryset import QuerySet

from domain import clock, db
from domain.tables import Model

BATCH_SECONDS = 0.1
_COUNTED_SECONDS = 4 * BATCH_SECONDS  # of one batch at most: a stall says nothing of the machine
_rest = 0.0  # of a batch's time, after it


def stand_back() -> None:
    """Pause after each batch in this process, which works beside the one that serves people: on
    SQLite, who waits until another process has written looks only ten times a second."""
    global _rest
    _rest = 0.0 if db.on_postgres() else 0.5


@dataclass(slots=True)
class Batch:
    """One batch: it may take up to `size` items, and says how many it has done."""

    size: int
    items: int = 0


class Pace:
    """How many items of one kind of work make a batch on this machine.

    It begins with `first`, which is small enough for a slow machine, and follows a running average
    of what an item takes: between `least` and `most`, and from one batch to the next to the half or
    the double at most.
    """

    def __init__(
        self, first: int, *, least: int, most: int, seconds: Callable[[], float] = clock.seconds
    ) -> None:
        self.size = first
        self._least, self._most, self._seconds = least, most, seconds
        self._items = self._took = 0.0  # of the last batches, the older the less they count

    @asynccontextmanager
    async def batch(self) -> AsyncIterator[Batch]:
        """The next batch; whoever waits has a turn after it."""
        batch, began = Batch(self.size), self._seconds()
        yield batch
        took = self._seconds() - began
        self._learn(batch, took)
        await asyncio.sleep(took * _rest)

    def _learn(self, batch: Batch, took: float) -> None:
        """A batch that was not full tells only that it took too long: what it costs by itself
        weighs on few items."""
        if not batch.items or (batch.items < batch.size and took < BATCH_SECONDS):
            return
        self._items = self._items / 2 + batch.items
        self._took = self._took / 2 + min(took, _COUNTED_SECONDS)
        fitting = BATCH_SECONDS * self._items / self._took if self._took else self._most
        fitting = min(max(fitting, self.size / 2), self.size * 2)
        self.size = round(min(max(fitting, self._least), self._most))


async def take(row: Model, after: int, upto: int, **still: object) -> bool:
    """Move the row's cursor in the caller's transaction: the batch between is ours, unless another
    process took it first or the row is not `still` so."""
    ours = type(row).filter(pk=row.pk, cursor=after, **still)
    return bool(await ours.update(cursor=upto))


async def delete(rows: QuerySet[Any], *, pace: Pace | None = None) -> None:
    """Delete what a query finds; a row that it finds no longer when its batch comes stays."""
    pace, key = pace or Pace(500, least=50, most=2_000), rows.model._meta.pk_attr
    is_done = False
    while not is_done:
        async with pace.batch() as batch:
            keys = await rows.limit(batch.size).values_list(key, flat=True)
            if keys:
                await rows.filter(pk__in=keys).delete()
            batch.items, is_done = len(keys), len(keys) < batch.size
