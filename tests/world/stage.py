"""Where sequences are played: one database, brought back to its beginning time and again.

On SQLite it lies in memory and is read and written in the thread of the event loop: nothing
depends on how fast a thread is, and the same sequence does the same every time.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar
from unittest import mock

import aiosqlite
import asyncpg
from tortoise.connection import get_connection

from domain import db
from tests.engines import Databases, Engine
from tests.world.death import Death

T = TypeVar("T")
_READS = {"fetchall", "fetchone", "close", "rollback", "cursor"}


class Stage(Protocol):
    """A database that is as it was in the beginning whenever it is asked to be."""

    death: Death

    async def open(self) -> None:
        """Connect to a database without a world in it."""

    async def keep(self) -> None:
        """What is there now is the beginning."""

    async def back(self) -> None:
        """Everything is as in the beginning."""

    async def close(self) -> None:
        """Leave nothing behind."""

    def played(self) -> Any:
        """A context in which the database is this one, and death counts."""


class InMemory:
    """SQLite."""

    def __init__(self, pattern: str) -> None:
        self.death = Death()
        self._pattern = Path(pattern.removeprefix("sqlite://"))
        self._kept = sqlite3.connect(":memory:")

    async def open(self) -> None:
        with sqlite3.connect(self._pattern) as made:
            made.backup(self._kept)
        made.close()
        await db.open_database("sqlite://:memory:")
        await db.is_alive()
        raw = self._raw()
        pragmas = ("busy_timeout", "foreign_keys", "temp_store", "cache_size")
        set_ = {name: await self._pragma(raw, name) for name in pragmas}
        await raw._execute(raw._conn.close)
        raw._connection = sqlite3.connect(":memory:", isolation_level=None)
        raw._connection.row_factory = sqlite3.Row
        for name, value in set_.items():
            raw._connection.execute(f"PRAGMA {name}={value}")
        await self.back()

    async def keep(self) -> None:
        self._raw()._conn.backup(self._kept)

    async def back(self) -> None:
        self._kept.backup(self._raw()._conn)

    async def close(self) -> None:
        await db.close_database()
        self._kept.close()

    @contextmanager
    def played(self) -> Iterator[None]:
        death = self.death

        async def execute(raw: Any, work: Any, *given: Any, **named: Any) -> Any:
            if work.__name__ not in _READS:
                says = given[0].lstrip().upper() if given else "COMMIT"
                await death.meet(says, lambda: undone(raw))
            return work(*given, **named)

        async def undone(raw: Any) -> None:
            raw._conn.rollback()

        with mock.patch.object(aiosqlite.Connection, "_execute", execute):
            yield

    @staticmethod
    def _raw() -> Any:
        return get_connection("default")._connection

    @staticmethod
    async def _pragma(raw: Any, name: str) -> Any:
        return (await raw.execute_fetchall(f"PRAGMA {name}"))[0][0]


class OnServer:
    """PostgreSQL: each beginning is a copy of the database that was kept."""

    def __init__(self, databases: Databases, pattern: str) -> None:
        self.death = Death()
        self._databases, self._pattern = databases, pattern
        self._url = ""

    async def open(self) -> None:
        await self.back()

    async def keep(self) -> None:
        await db.close_database()
        self._pattern, self._url = self._url, ""
        await self.back()

    async def back(self) -> None:
        await self.close()
        self._url = self._databases.copy(self._pattern)
        await db.open_database(self._url)

    async def close(self) -> None:
        if self._url:
            await db.close_database()
            self._databases.drop(self._url)
            self._url = ""

    @contextmanager
    def played(self) -> Iterator[None]:
        death = self.death

        def counted(plain: Any) -> Any:
            async def call(raw: Any, query: str, *given: Any, **named: Any) -> Any:
                says = query.lstrip().upper()
                if not says.startswith("ROLLBACK"):
                    await death.meet(says, lambda: execute(raw, "ROLLBACK"))
                return await plain(raw, query, *given, **named)

            return call

        execute = asyncpg.Connection.execute
        names = ("execute", "executemany", "fetch", "fetchrow", "fetchval")
        every = {name: counted(getattr(asyncpg.Connection, name)) for name in names}
        with mock.patch.multiple(asyncpg.Connection, **every):
            yield


def made(engine: Engine, databases: Databases, pattern: str) -> Stage:
    """The stage of an engine; `pattern` is a migrated database."""
    return InMemory(pattern) if engine is Engine.SQLITE else OnServer(databases, pattern)


class Playing:
    """A stage with its event loop, as what is not asynchronous sees it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._runner = asyncio.Runner()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it to its end."""
        return self._runner.run(work)

    def close(self) -> None:
        """End the loop."""
        self.run(self.stage.close())
        self._runner.close()
