"""PostgreSQL, as the configuration names it: Tortoise's client over asyncpg, made safe and quick.

Where a task is cancelled while a transaction begins, Tortoise 1.1.9 leaves the pooled connection
taken for ever; and an INSERT always counts as no row, since its tag `INSERT 0 2` has the count
last. What breaks the connection is told as `DatabaseAway` by whoever noticed it, since a broken
connection of anything else looks the same a floor higher.
"""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import asyncpg
from asyncpg.exceptions import InternalClientError
from asyncpg.pool import Pool
from tortoise.backends.asyncpg import client
from tortoise.backends.base.client import (
    NestedTransactionContext,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.backends.base_postgres.client import translate_exceptions
from tortoise.connection import get_connections

from domain.backends.ending import finish
from domain.errors import DatabaseAway

_USUAL = {
    name: given.default
    for name, given in inspect.signature(asyncpg.create_pool).parameters.items()
    if given.kind is inspect.Parameter.KEYWORD_ONLY
}


class _Connected:
    """Raises `DatabaseAway` for what only a lost connection to PostgreSQL can be."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, why: BaseException | None, trace: Any) -> None:
        if why is not None and _is_lost(why):
            raise DatabaseAway(f"{type(why).__name__}: {why}") from why


def _is_lost(why: BaseException) -> bool:
    if isinstance(why, asyncpg.InterfaceError):  # it "is closed", "is closing", or was taken back
        return "is clos" in str(why) or "released back to the pool" in str(why)
    lost = OSError | asyncpg.PostgresConnectionError | asyncpg.OperatorInterventionError
    return isinstance(why, lost)


_connected = _Connected()


class _Connection(asyncpg.Connection):  # type: ignore[misc]
    """A connection whose session nobody changes: there is nothing to be asked back from the
    server after every statement. A transaction that was left open is ended all the same."""

    def get_reset_query(self) -> str:
        return ""


class _Pool(Pool):  # type: ignore[misc]
    """asyncpg 0.32 gives a lost connection back by itself. When that falls into the moment in which
    it is given back, the second one must not hide why the connection was lost."""

    async def release(self, connection: Any, *, timeout: float | None = None) -> None:
        try:
            await super().release(connection, timeout=timeout)
        except InternalClientError:
            if connection._con is not None:
                raise


class PostgresClient(client.AsyncpgDBClient):
    """The connections of this process."""

    connection_class = _Connection

    async def create_pool(self, **given: Any) -> Any:
        return await _Pool(None, **{**_USUAL, **given})

    def _in_transaction(self) -> TransactionContext:
        return _Context(_Transaction(self), self._pool_init_lock)

    async def _translate_exceptions(self, func: Any, *args: Any, **kwargs: Any) -> Any:
        with _connected:
            return await super()._translate_exceptions(func, *args, **kwargs)

    @translate_exceptions
    async def fetch(self, query: str, values: list[Any]) -> Any:
        """The rows, each with its columns in their order."""
        async with self.acquire_connection() as connection:
            return await connection.fetch(query, *values)

    @translate_exceptions
    async def execute_query(
        self, query: str, values: list[Any] | None = None
    ) -> tuple[int, list[Any]]:
        async with self.acquire_connection() as connection:
            if query.lstrip().upper().startswith(("UPDATE", "DELETE", "INSERT")):
                tag: str = await connection.execute(query, *(values or ()))
                return int(tag.rpartition(" ")[2]), []
            rows = await connection.fetch(query, *(values or ()))
            return len(rows), rows


class _Transaction(PostgresClient, client.TransactionWrapper):
    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(_Transaction(self))


class _Context(TransactionContextPooled):
    client: Any

    async def __aenter__(self) -> Any:
        await self.ensure_connection()
        pool = self.client._parent._pool
        with _connected:
            self.client._connection = await pool.acquire()
        try:
            await finish(self.client.begin())
        except BaseException:
            await asyncio.shield(pool.release(self.client._connection))
            raise
        self.token = get_connections().set(self.connection_name, self.client)
        return self.client

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            if not self.client._finalized:
                with _connected:
                    await finish(self.client.rollback() if kind else self.client.commit())
        finally:
            get_connections().reset(self.token)
            if self.client._parent._pool:
                await asyncio.shield(self.client._parent._pool.release(self.client._connection))


client_class = PostgresClient
