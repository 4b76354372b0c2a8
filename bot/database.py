"""Opening the database for a process: what it can't work with is refused with what mends it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from urllib.parse import urlsplit

from bot.failure import Failure
from bot.redaction import redact
from domain import db, schema
from domain.errors import DatabaseAway

# SQLite's own numbers: busy, locked, read-only, input or output, damaged, full, not to be opened.
_FILE_FAILS = {5, 6, 8, 10, 11, 13, 14}
# PostgreSQL's classes: connection, resources, intervention of an operator, system.
_SERVER_FAILS = {"08", "53", "57", "58"}


class DatabaseWrong(Failure):
    """The database can't be used as it is; the text says what to do."""


@asynccontextmanager
async def opened(url: str, *, current: bool = True) -> AsyncIterator[None]:
    """The database, open.

    Raises `DatabaseWrong` when it is away, fails later, is newer than the code, or (if `current`)
    behind it.
    """
    await _open(url, makes=not current)
    try:
        if later := await schema.from_later(url):
            raise DatabaseWrong(
                f"the database is newer than this version of NetKhata ({', '.join(later)}):"
                " run the version that made it, or a later one"
            )
        if current and (lacking := await schema.missing(url)):
            raise DatabaseWrong(
                f"the database is behind this version by {len(lacking)} migration(s)"
                f" ({', '.join(lacking)}): run `netkhata migrate` first"
            )
        yield
    except Exception as why:
        if _is_its_own(why):
            raise DatabaseWrong(
                f"the database failed ({_reason(why)}): what was not finished is undone; mend it"
                " and run this again"
            ) from why
        raise
    finally:
        await db.close_database()


async def _open(url: str, *, makes: bool) -> None:
    try:
        if path := db.file_of(url):
            if wrong := _wrong_place(path):
                raise OSError(wrong)
            _prepare(path, makes=makes)
            _read_from(path)
        await db.open_database(url)
        await db.is_alive()
    except DatabaseWrong:
        raise
    except Exception as why:
        await db.close_database()
        raise DatabaseWrong(
            f"the database does not open ({_reason(why)}): check NETKHATA_DATABASE_URL"
            f" ({safe(url)}) and that it is running"
        ) from why


def _prepare(path: Path, *, makes: bool) -> None:
    """A new file is for its owner alone; raises `DatabaseWrong` where none is to be made."""
    if path.exists():
        return
    if not makes:
        raise DatabaseWrong(
            f"there is no database {path.absolute()}: run this in the folder in which it lies; to"
            " make one here, run `netkhata migrate` first"
        )
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def _read_from(path: Path) -> None:
    """Fail as the driver would, which leaves a thread behind that complains of it later."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("SELECT 1 FROM sqlite_master LIMIT 1")


def _wrong_place(path: Path) -> str:
    """Why a database can't lie there, empty when it can: its driver tells that badly."""
    folder = path.parent
    if path.is_dir():
        return f"{path} is a folder"
    if not folder.is_dir():
        return f"there is no folder {folder}"
    if not os.access(path if path.exists() else folder, os.R_OK | os.W_OK):
        return f"no right to read and write {path}"
    return ""


def _is_its_own(why: BaseException) -> bool:
    """Whether the database itself failed, and not what was asked of it."""
    from tortoise.exceptions import DBConnectionError

    inner = why.args[0] if why.args and isinstance(why.args[0], BaseException) else why
    number = getattr(inner, "sqlite_errorcode", None)
    state = getattr(inner, "sqlstate", None)
    if number is not None or state is not None:
        return (number or 0) & 0xFF in _FILE_FAILS or (state or "")[:2] in _SERVER_FAILS
    return isinstance(inner, DBConnectionError | DatabaseAway)


def _reason(why: BaseException) -> str:
    said = redact(str(why)).strip().partition("\n")[0][:200]
    return said or type(why).__name__


def safe(url: str) -> str:
    """The address without its password."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    return parts._replace(netloc=f"{parts.username}:…@{host}").geturl()
