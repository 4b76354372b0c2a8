"""Opening the database for a process: behind is refused with the command that mends it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from domain import db, schema


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
