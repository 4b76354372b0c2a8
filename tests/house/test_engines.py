"""Every test gets a database of its own, on whichever engine the run is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from domain import db
from tests import engines
from tests.engines import Databases, Engine

pytestmark = pytest.mark.both_engines


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[None]:
    await db.open_database(url)
    try:
        yield
    finally:
        await db.close_database()


async def test_the_run_is_on_the_engine_it_names(empty_database: str, engine: Engine) -> None:
    async with opened(empty_database):
        assert db.on_postgres() is (engine is Engine.POSTGRES)


async def test_a_copy_has_the_rows_and_goes_its_own_way(databases: Databases) -> None:
    pattern = databases.empty()
    async with opened(pattern):
        await db.rows("CREATE TABLE zone (name TEXT)")
        await db.rows("INSERT INTO zone VALUES ('Mirpur')")
    copy = databases.copy(pattern)
    async with opened(copy):
        await db.rows("INSERT INTO zone VALUES ('Uttara')")
        assert len(await db.rows("SELECT name FROM zone")) == 2

    databases.drop(copy)

    async with opened(pattern):
        assert await db.rows("SELECT name FROM zone") == [{"name": "Mirpur"}]
    databases.drop(pattern)


def test_an_engine_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETKHATA_TEST_ENGINE", "mysql")

    with pytest.raises(ValueError, match="mysql"):
        engines.chosen()
