"""What the domain expects of the database holds on both engines."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tortoise.connection import get_connection

from domain import db
from domain.customers.models import Zone
from domain.errors import DatabaseAway
from tests.cast import Cast
from tests.engines import Engine

_INSERT = (
    "INSERT INTO search_word (word, customers) VALUES ('rahim', 1), ('karim', 1)"
    " ON CONFLICT (word) DO NOTHING"
)


async def test_a_change_says_how_many_rows_it_touched(database: str) -> None:
    assert await db.run(_INSERT) == 2
    assert await db.run(_INSERT) == 0
    assert await db.run("UPDATE search_word SET customers = $1", 2) == 2
    assert await db.run("DELETE FROM search_word WHERE word = $1", "rahim") == 1


async def test_rows_are_counted_inside_a_transaction_too(database: str) -> None:
    async with db.transaction():
        assert await db.run(_INSERT) == 2


async def test_a_connection_that_the_server_ends_is_told_as_the_databases_absence(
    database: str, engine: Engine
) -> None:
    if engine is Engine.SQLITE:
        assert await db.is_alive()
        return
    with pytest.raises(DatabaseAway):
        await db.rows("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(DatabaseAway):
        async with db.transaction():
            await db.rows("SELECT pg_terminate_backend(pg_backend_pid())")
    assert await db.is_alive(), "the next statement gets another connection"


async def test_a_connection_that_is_lost_while_it_is_given_back_is_given_back_once(
    database: str, engine: Engine
) -> None:
    if engine is Engine.SQLITE:
        assert await db.is_alive()
        return
    client: Any = get_connection("default")
    await db.is_alive()
    connection = await client._pool.acquire()
    giving_back = asyncio.ensure_future(client._pool.release(connection))
    asyncio.get_running_loop().call_soon(connection._con.terminate)

    await giving_back

    assert await db.is_alive()


async def test_a_connection_that_is_lost_before_its_first_statement_is_told_as_lost(
    database: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine is Engine.SQLITE:
        assert await db.is_alive()
        return
    client: Any = get_connection("default")
    await db.is_alive()
    pool = type(client._pool)
    take = pool.acquire

    async def take_and_lose(self: Any) -> Any:
        connection = await take(self)
        connection._con.terminate()
        while connection._con is not None:  # the pool takes it back by itself
            await asyncio.sleep(0)
        return connection

    with monkeypatch.context() as losing:
        losing.setattr(pool, "acquire", take_and_lose)
        with pytest.raises(DatabaseAway):
            async with db.transaction():
                await db.is_alive()

    assert await db.is_alive()


async def test_who_reads_for_long_sees_one_moment_and_keeps_nobody_from_writing(
    database: str, engine: Engine
) -> None:
    if engine is Engine.SQLITE:
        async with db.unmoved():
            assert not db.inside_transaction()
        return
    seen, other = "SELECT COUNT(*) AS n FROM search_word", asyncio.Event()

    async def read() -> tuple[int, int]:
        async with db.unmoved():
            before = await db.value(seen)
            other.set()
            await asyncio.sleep(0.2)
            return before, await db.value(seen)

    reading = asyncio.get_running_loop().create_task(read())
    await other.wait()
    await db.run(_INSERT)
    assert not reading.done()
    assert await reading == (0, 0)
    assert await db.value(seen) == 2


async def test_what_is_tried_is_seen_within_and_never_stays(cast: Cast) -> None:
    async with db.tried():
        await Zone.filter(id=cast.mirpur.id).update(name="Elsewhere")
        assert (await Zone.get(id=cast.mirpur.id)).name == "Elsewhere"
    assert (await Zone.get(id=cast.mirpur.id)).name == cast.mirpur.name

    with pytest.raises(LookupError):
        async with db.tried():
            raise LookupError
