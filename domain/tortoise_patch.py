"""Makes Tortoise 1.1.9 transactions safe against cancellation and against a second writer.

What breaks the connection to PostgreSQL is told as `DatabaseAway` by whoever noticed it, since a
broken connection of anything else looks the same a floor higher.

Three faults of the library are mended. A task cancelled while a transaction begins leaves the
SQLite lock or the pooled connection taken for ever. SQLite transactions begin deferred, so that a
read followed by a write fails at once with 'database is locked' when another process wrote between.
On PostgreSQL an INSERT always counts as no row, since its tag `INSERT 0 2` has the count last.

One slowness, too: a row of SQLite that becomes a dict looks for each column among all the names.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

from tortoise.backends.base import client as base
from tortoise.backends.sqlite import client as sqlite
from tortoise.connection import get_connections

from domain.errors import DatabaseAway

T = TypeVar("T")


async def _finish(step: Coroutine[Any, Any, T]) -> T:
    """Run to the end although the caller is cancelled, then pass the cancellation on."""
    task = asyncio.ensure_future(step)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


async def _sqlite_begin(self: Any) -> None:
    await self._connection.execute("BEGIN IMMEDIATE")


async def _sqlite_enter(self: Any) -> Any:
    await self._trxlock.acquire()
    try:
        await self.ensure_connection()
        if self.connection._connection.in_transaction:
            await _finish(self.connection._connection.rollback())
        await _finish(self.connection.begin())
    except BaseException:
        try:
            raw = self.connection._connection
            if raw is not None and raw.in_transaction:
                await _finish(raw.rollback())
        finally:
            self._trxlock.release()
        raise
    self.token = get_connections().set(self.connection_name, self.connection)
    return self.connection


async def _sqlite_exit(self: Any, kind: Any, error: Any, trace: Any) -> None:
    try:
        if not self.connection._finalized:
            end = self.connection.rollback if kind else self.connection.commit
            await _finish(end())
    finally:
        get_connections().reset(self.token)
        self._trxlock.release()


async def _sqlite_dicts(
    self: Any, query: str, values: list[Any] | None = None
) -> list[dict[str, Any]]:
    _, found = await self.execute_query(query, values)
    names = found[0].keys() if found else []
    return [dict(zip(names, row, strict=True)) for row in found]


async def _sqlite_many(self: Any, query: str, values: Sequence[Any]) -> None:
    async with self.acquire_connection() as raw:

        async def run() -> None:
            await raw.execute("BEGIN IMMEDIATE")
            try:
                await raw.executemany(query, values)
            except BaseException:
                await raw.rollback()
                raise
            await raw.commit()

        await _finish(run())


class _Connected:
    """Raises `DatabaseAway` for what only a lost connection to PostgreSQL can be."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, why: BaseException | None, trace: Any) -> None:
        if why is not None and _is_lost(why):
            raise DatabaseAway(f"{type(why).__name__}: {why}") from why


def _is_lost(why: BaseException) -> bool:
    from asyncpg import InterfaceError, OperatorInterventionError, PostgresConnectionError

    if isinstance(why, InterfaceError):  # it "is closed", "is closing", or the pool took it back
        return "is clos" in str(why) or "released back to the pool" in str(why)
    return isinstance(why, OSError | PostgresConnectionError | OperatorInterventionError)


_connected = _Connected()


async def _pooled_enter(self: Any) -> Any:
    await self.ensure_connection()
    pool = self.client._parent._pool
    with _connected:
        self.client._connection = await pool.acquire()
    try:
        await _finish(self.client.begin())
    except BaseException:
        await asyncio.shield(pool.release(self.client._connection))
        raise
    self.token = get_connections().set(self.connection_name, self.client)
    return self.client


async def _pooled_exit(self: Any, kind: Any, error: Any, trace: Any) -> None:
    try:
        if not self.client._finalized:
            end = self.client.rollback if kind else self.client.commit
            with _connected:
                await _finish(end())
    finally:
        get_connections().reset(self.token)
        if self.client._parent._pool:
            await asyncio.shield(self.client._parent._pool.release(self.client._connection))


def install() -> None:
    """Put the safe versions in place; harmless when repeated."""
    wrapper: Any = sqlite.SqliteTransactionWrapper
    context: Any = sqlite.SqliteTransactionContext
    plain: Any = sqlite.SqliteClient
    pooled: Any = base.TransactionContextPooled
    wrapper.begin = _sqlite_begin
    context.__aenter__ = _sqlite_enter
    context.__aexit__ = _sqlite_exit
    plain.execute_query_dict = _sqlite_dicts
    plain.execute_many = sqlite.translate_exceptions(_sqlite_many)
    pooled.__aenter__ = _pooled_enter
    pooled.__aexit__ = _pooled_exit


def install_on_postgres() -> None:
    """What concerns asyncpg alone, which SQLite need not load; harmless when repeated.

    asyncpg 0.32 gives a lost connection back by itself. When that falls into the moment between
    `Pool.release` and its holder's, the second one must not hide why the connection was lost.
    """
    from asyncpg import Connection
    from asyncpg.pool import PoolConnectionHolder
    from tortoise.backends.asyncpg import client
    from tortoise.backends.base_postgres.client import translate_exceptions

    async def execute_query(
        self: Any, query: str, values: list[Any] | None = None
    ) -> tuple[int, list[Any]]:
        async with self.acquire_connection() as connection:
            if query.lstrip().upper().startswith(("UPDATE", "DELETE", "INSERT")):
                tag: str = await connection.execute(query, *(values or ()))
                return int(tag.rpartition(" ")[2]), []
            rows = await connection.fetch(query, *(values or ()))
            return len(rows), rows

    told = client.AsyncpgDBClient._translate_exceptions

    async def translated(self: Any, call: Any, *args: Any, **more: Any) -> Any:
        with _connected:
            return await told(self, call, *args, **more)

    class Kept(Connection):  # type: ignore[misc]
        """A connection whose session nobody changes: there is nothing to be asked back from the
        server after every statement. A transaction that was left open is ended all the same."""

        def get_reset_query(self) -> str:
            return ""

    async def release(self: Any, timeout: float | None) -> None:
        if self._in_use is not None:
            await give_back(self, timeout)

    holder: Any = PoolConnectionHolder
    give_back = holder.release
    holder.release = release
    postgres: Any = client.AsyncpgDBClient
    postgres.connection_class = Kept
    postgres._translate_exceptions = translated
    postgres.execute_query = translate_exceptions(execute_query)
