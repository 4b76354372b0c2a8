"""Paces of long work in tests: always the same, by chance, or of a machine that is made up."""

from __future__ import annotations

import random

from domain.batches import Pace


def fixed(size: int) -> Pace:
    """So many in every batch."""
    return Pace(size, least=size, most=size)


class Chance(Pace):
    """Another size for each batch."""

    def __init__(self, seed: int, most: int) -> None:
        super().__init__(1, least=1, most=most)
        self._random, self._largest = random.Random(seed), most

    @property
    def size(self) -> int:  # type: ignore[override]
        return self._random.randint(1, self._largest)

    @size.setter
    def size(self, size: int) -> None:
        """What was learnt decides nothing."""


class Machine:
    """A machine that takes so many seconds for an item, and for a batch by itself; its watch."""

    def __init__(self, item: float, batch: float = 0.0) -> None:
        self.item, self.batch = item, batch
        self._now = 0.0

    def __call__(self) -> float:
        return self._now

    def passes(self, items: int) -> None:
        """So many items were done."""
        self._now += items * self.item

    async def works(self, pace: Pace, *, items: int | None = None, stall: float = 0.0) -> float:
        """Do a batch, full if nothing else is said; the seconds that it took."""
        async with pace.batch() as batch:
            batch.items = batch.size if items is None else items
            took = self.batch + batch.items * self.item + stall
            self._now += took
        return took

    async def fails(self, pace: Pace) -> None:
        """Do a batch, and fail at its end."""
        async with pace.batch() as batch:
            batch.items = batch.size
            self._now += 5
            raise RuntimeError("disk full")
