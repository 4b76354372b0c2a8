"""Those who wait together are served together, and nobody is left behind."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from handlers import together
from handlers.together import Together


class Work:
    """Doubles numbers, slowly; refuses those that it is told to."""

    def __init__(self, *refused: int) -> None:
        self.refused = refused
        self.batches: list[int] = []
        self.begun = asyncio.Event()

    async def __call__(self, batch: Sequence[int]) -> list[int]:
        self.batches.append(len(batch))
        self.begun.set()
        await asyncio.sleep(0.01)
        if set(batch) & set(self.refused):
            raise ValueError(min(set(batch) & set(self.refused)))
        return [2 * number for number in batch]


async def test_each_gets_its_own_result_of_few_batches() -> None:
    work = Work()
    helper = Together(work)

    results = await asyncio.gather(*(helper.do(number) for number in range(1200)))

    assert results == [2 * number for number in range(1200)]
    assert max(work.batches) == together.MOST
    assert len(work.batches) <= 4


async def test_one_that_fails_fails_alone() -> None:
    helper = Together(Work(3))

    ends = await asyncio.gather(*(helper.do(number) for number in range(6)), return_exceptions=True)

    assert [end for end in ends if isinstance(end, int)] == [0, 2, 4, 8, 10]
    assert isinstance(ends[3], ValueError)
    with pytest.raises(ValueError, match="3"):
        await helper.do(3)


async def test_one_who_goes_away_at_work_leaves_the_others_to_the_next() -> None:
    work = Work()
    helper = Together(work)
    leader = asyncio.create_task(helper.do(1))
    await work.begun.wait()
    others = [asyncio.create_task(helper.do(number)) for number in (2, 3)]
    await asyncio.sleep(0)
    leader.cancel()

    assert await asyncio.gather(*others) == [4, 6]
    with pytest.raises(asyncio.CancelledError):
        await leader


async def test_one_who_goes_away_while_waiting_costs_nothing() -> None:
    helper = Together(Work())
    tasks = [asyncio.create_task(helper.do(number)) for number in range(4)]
    await asyncio.sleep(0)
    tasks[2].cancel()

    ends = await asyncio.gather(*tasks, return_exceptions=True)

    assert [ends[0], ends[1], ends[3]] == [0, 2, 6]
    assert isinstance(ends[2], asyncio.CancelledError)


async def test_it_works_again_after_everything_failed() -> None:
    work = Work(1, 2)
    helper = Together(work)
    await asyncio.gather(helper.do(1), helper.do(2), return_exceptions=True)
    work.refused = ()

    assert await helper.do(1) == 2
