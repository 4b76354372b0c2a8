"""Opening the database for a process: behind is refused with the command that mends it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from domain import db, schema, wakes

log = logging.getLogger(__name__)
CHANNEL = "netkhata"


class DatabaseWrong(Exception):
    """The database can't be used as it is; the text says what to do."""


@asynccontextmanager
async def opened(url: str, *, current: bool = True) -> AsyncIterator[None]:
    """The database, open; raises `DatabaseWrong` when it is away or (if `current`) behind."""
    try:
        await db.open_database(url)
        await db.is_alive()
    except Exception as why:
        await db.close_database()
        raise DatabaseWrong(
            f"the database does not open ({type(why).__name__}): check NETKHATA_DATABASE_URL"
            f" ({safe(url)}) and that it is running"
        ) from why
    try:
        if current and (lacking := await schema.missing(url)):
            raise DatabaseWrong(
                f"the database is behind this version by {len(lacking)} migration(s)"
                f" ({', '.join(lacking)}): run `netkhata migrate` first"
            )
        yield
    finally:
        await db.close_database()


def safe(url: str) -> str:
    """The address without its password."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    return parts._replace(netloc=f"{parts.username}:…@{host}").geturl()


class Relay:
    """Carries wakes between the processes of one PostgreSQL; nothing depends on its arriving."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)._replace(query="").geturl()
        self._waiting: asyncio.Queue[str] = asyncio.Queue(maxsize=1000)

    def send(self, what: str) -> None:
        """Tell the others, soon."""
        with suppress(asyncio.QueueFull):
            self._waiting.put_nowait(what)

    async def run(self, stop: asyncio.Event) -> None:
        """Send and hear until the process stops, through losses of the connection."""
        import asyncpg

        while not stop.is_set():
            try:
                connection = await asyncpg.connect(self._url)
                try:
                    await self._carry(connection, stop)
                finally:
                    await connection.close(timeout=2)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                log.warning("relay-lost")
                await asyncio.sleep(1)

    async def _carry(self, connection: Any, stop: asyncio.Event) -> None:
        own = connection.get_server_pid()

        def heard(_: object, pid: int, channel: str, what: str) -> None:
            if pid != own:
                wakes.rouse(what)

        await connection.add_listener(CHANNEL, heard)
        while not stop.is_set():
            try:
                async with asyncio.timeout(1):
                    what = await self._waiting.get()
            except TimeoutError:
                if connection.is_closed():
                    return
                continue
            await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, what)
