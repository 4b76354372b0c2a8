"""Work apart: its own thread, its own context, nothing of it left at the end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from domain import db
from domain.errors import Busy, Refused
from scheduler.apart import Apart


@pytest.fixture
async def apart() -> AsyncIterator[Apart]:
    made = Apart()
    yield made
    await made.close()


async def _thread() -> int:
    return threading.get_ident()


async def test_work_is_done_by_one_other_thread(apart: Apart) -> None:
    first, second = await apart.run(_thread), await apart.run(_thread)

    assert first == second != threading.get_ident()


async def test_what_fails_there_fails_here(apart: Apart) -> None:
    async def refuse() -> None:
        raise Refused("gone", "no such item")

    with pytest.raises(Refused, match="gone"):
        await apart.run(refuse)


async def test_what_is_cancelled_here_is_cancelled_there(apart: Apart) -> None:
    ended = threading.Event()

    async def hang() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await apart.run(hang)

    assert await asyncio.to_thread(ended.wait, 10)


async def test_it_is_never_inside_the_transaction_of_who_asks(apart: Apart, database: None) -> None:
    async def inside() -> bool:
        return db.inside_transaction()

    async with db.transaction():
        assert db.inside_transaction()
        assert not await apart.run(inside)


async def test_a_task_there_lives_on_until_the_end(apart: Apart) -> None:
    ended, done = threading.Event(), asyncio.Event()

    async def stay() -> None:
        try:
            await done.wait()
        finally:
            ended.set()

    async def start() -> None:
        apart.spawn("stay", stay)

    await apart.run(start)
    assert not ended.is_set()

    await apart.close()
    assert ended.is_set()


async def test_who_waits_when_it_ends_is_told_that_it_is_closed(apart: Apart) -> None:
    async def hang() -> None:
        await asyncio.Event().wait()

    waiting = asyncio.gather(apart.run(hang), return_exceptions=True)
    await apart.run(_thread)
    await apart.close()

    (error,) = await waiting
    assert isinstance(error, Busy)
    assert error.reason == "closed"
    with pytest.raises(Busy):
        await apart.run(_thread)
