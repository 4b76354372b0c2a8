"""SQLite, as the configuration names it: Tortoise's client, made safe and quick.

Where a task is cancelled while a transaction begins, Tortoise 1.1.9 leaves the lock of the one
connection taken for ever. It begins transactions deferred, so that a read followed by a write fails
at once with 'database is locked' when another process wrote between. And it looks for each column
of a row that becomes a dict among all the names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tortoise.backends.base.client import NestedTransactionContext, TransactionContext
from tortoise.backends.sqlite import client
from tortoise.connection import get_connections

from domain.backends.ending import finish


class SqliteClient(client.SqliteClient):
    """The connection of this process."""

    def _in_transaction(self) -> TransactionContext:
        return _Context(_Transaction(self), self._lock)

    async def fetch(self, query: str, values: list[Any]) -> Any:
        """The rows, each with its columns in their order."""
        return (await self.execute_query(query, values))[1]

    async def execute_query_dict(
        self, query: str, values: list[Any] | None = None
    ) -> list[dict[str, Any]]:
        return await _dicts(self, query, values)

    @client.translate_exceptions
    async def execute_many(self, query: str, values: Sequence[Any]) -> None:
        async with self.acquire_connection() as raw:

            async def run() -> None:
                await raw.execute("BEGIN IMMEDIATE")
                try:
                    await raw.executemany(query, values)
                except BaseException:
                    await raw.rollback()
                    raise
                await raw.commit()

            await finish(run())


class _Transaction(client.SqliteTransactionWrapper):
    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(_Transaction(self))

    async def execute_query_dict(
        self, query: str, values: list[Any] | None = None
    ) -> list[dict[str, Any]]:
        return await _dicts(self, query, values)

    async def fetch(self, query: str, values: list[Any]) -> Any:
        return (await self.execute_query(query, values))[1]

    async def begin(self) -> None:
        await self._connection.execute("BEGIN IMMEDIATE")


class _Context(client.SqliteTransactionContext):
    connection: Any

    async def __aenter__(self) -> Any:
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            if self.connection._connection.in_transaction:
                await finish(self.connection._connection.rollback())
            await finish(self.connection.begin())
        except BaseException:
            try:
                raw = self.connection._connection
                if raw is not None and raw.in_transaction:
                    await finish(raw.rollback())
            finally:
                self._trxlock.release()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        return self.connection

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            if not self.connection._finalized:
                await finish(self.connection.rollback() if kind else self.connection.commit())
        finally:
            get_connections().reset(self.token)
            self._trxlock.release()


async def _dicts(
    connected: client.SqliteClient, query: str, values: list[Any] | None
) -> list[dict[str, Any]]:
    _, found = await connected.execute_query(query, values)
    names = found[0].keys() if found else []
    return [dict(zip(names, row, strict=True)) for row in found]


client_class = SqliteClient
