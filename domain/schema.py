"""Bringing the database to the version of the code, from one process or from several at once."""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from pkgutil import iter_modules
from typing import IO
from urllib.parse import urlsplit

from tortoise.connection import get_connection
from tortoise.context import get_current_context
from tortoise.migrations.autodetector import MigrationAutodetector

from domain import db, migrations
from domain.backends.migrating import Executor
from domain.fields import Line
from domain.tables import Model


class OldestProgram(Model):
    """The migration that a program must know to open the database, in one row."""

    migration = Line(80, primary_key=True)

    class Meta:
        table = "oldest_program"


def _locked_file(path: str) -> IO[str]:
    lock = Path(path).open("w")  # noqa: SIM115 - it is the lock itself, closed by the caller
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


@asynccontextmanager
async def _alone(url: str) -> AsyncIterator[None]:
    """Only one process migrates; the others wait and then find nothing to do."""
    if db.on_postgres():
        import asyncpg

        plain = urlsplit(url)._replace(query="").geturl()
        guard = await asyncpg.connect(plain)
        try:
            await guard.execute("SELECT pg_advisory_lock(hashtext('netkhata migrate'))")
            yield
        finally:
            await guard.close()
        return
    path = db.file_of(url)
    if path is None:
        yield
        return
    lock = await asyncio.to_thread(_locked_file, f"{path}.migrating")
    try:
        yield
    finally:
        lock.close()


def _executor(url: str) -> Executor:
    return Executor(get_connection("default"), db.config(url)["apps"])


async def missing(url: str) -> list[str]:
    """The migrations that the database lacks, in order; `open_database` comes before."""
    executor = _executor(url)
    await executor.recorder.ensure_schema(executor._schema_editor(atomic=False))
    return [f"{step.migration.name}" for step in await executor.plan()]


async def from_later(url: str) -> list[str]:
    """The migrations of the database that this version does not know and would have to.

    None where the later version that made them has only added what earlier ones do not miss.
    """
    unknown = await _unknown(url)
    return [] if unknown and await _oldest() in _known() else unknown


async def _unknown(url: str) -> list[str]:
    executor = _executor(url)
    await executor.recorder.ensure_schema(executor._schema_editor(atomic=False))
    applied = await executor.recorder.applied_migrations()
    return sorted(key.name for key in applied if key.name not in _known())


def _known() -> set[str]:
    return {module.name for module in iter_modules(migrations.__path__)}


async def _oldest() -> str:
    row = await OldestProgram.first()
    return row.migration if row else ""


async def _keep_oldest() -> None:
    """Write down which programs may open what this version has made."""
    if await _oldest() != migrations.OLDEST:
        async with db.transaction():
            await OldestProgram.all().delete()
            await OldestProgram.create(migration=migrations.OLDEST)


async def migrate(url: str) -> list[str]:
    """Apply what is missing and name it; safe to repeat and to run from several processes."""
    async with _alone(url):
        names = await missing(url)
        if names:
            await _executor(url).migrate()
        if not await _unknown(url):
            await _keep_oldest()
    return names


async def write_migration(url: str) -> list[str]:
    """Write a migration for what the models say beyond the migrations; the paths written."""
    context = get_current_context()
    if context is None or context.apps is None:
        raise RuntimeError("open the database first")
    return await MigrationAutodetector(context.apps, db.config(url)["apps"]).write()


async def undescribed(url: str) -> bool:
    """Whether the models say something that no migration does."""
    context = get_current_context()
    if context is None or context.apps is None:
        raise RuntimeError("open the database first")
    return bool(await MigrationAutodetector(context.apps, db.config(url)["apps"]).changes())
