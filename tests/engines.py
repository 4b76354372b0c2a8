"""Databases for tests on the engine of this run: made empty, copied from a pattern, thrown away."""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
from collections import defaultdict
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from tortoise import Tortoise
from tortoise.apps import Apps
from tortoise.fields import CharField, TextField
from tortoise.models import Model

from domain import db, schema
from tests import renewal
from tests.postgres import LocalPostgres


class Engine(StrEnum):
    """The database engines that NetKhata runs on; one run of the suite uses one of them."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


def chosen() -> Engine:
    """The engine that NETKHATA_TEST_ENGINE names; SQLite unless it is set."""
    return Engine(os.environ.get("NETKHATA_TEST_ENGINE", Engine.SQLITE))


class Databases(Protocol):
    """Makes databases and removes them; nobody may be connected to one that is copied."""

    def empty(self) -> str:
        """The address of a new, empty database."""
        ...

    def copy(self, url: str) -> str:
        """The address of a new database with all that is in another."""
        ...

    def drop(self, url: str) -> None:
        """Remove a database and what belongs to it."""
        ...

    async def lend(self, pattern: str) -> str:
        """The address of a database with all that is in the pattern, and nothing else."""
        ...

    async def take_back(self, url: str, pattern: str) -> None:
        """Nobody uses it any more."""
        ...


class SqliteDatabases:
    """Files in one directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._numbers = itertools.count(1)

    def empty(self) -> str:
        return f"sqlite://{self._directory / f'{next(self._numbers)}.db'}"

    def copy(self, url: str) -> str:
        made = self.empty()
        shutil.copyfile(_file(url), _file(made))
        return made

    def drop(self, url: str) -> None:
        path = _file(url)
        for belonging in path.parent.glob(f"{path.name}*"):
            belonging.unlink()

    async def lend(self, pattern: str) -> str:
        return self.copy(pattern)

    async def take_back(self, url: str, pattern: str) -> None:
        self.drop(url)


class PostgresDatabases:
    """Databases of one server."""

    _numbers = itertools.count(1)  # whoever makes some: the server may be the same

    def __init__(self, server: LocalPostgres) -> None:
        self._server = server
        self._idle: dict[str, list[str]] = defaultdict(list)
        self._originals: dict[str, renewal.Original] = {}

    def empty(self) -> str:
        return self._server.create_database(self._name())

    def copy(self, url: str) -> str:
        return self._server.create_database(self._name(), template=url.rpartition("/")[2])

    def drop(self, url: str) -> None:
        self._server.drop_database(url.rpartition("/")[2])

    async def lend(self, pattern: str) -> str:
        if self._idle[pattern]:
            return self._idle[pattern].pop()
        made = self.copy(pattern)
        if pattern not in self._originals:
            self._originals[pattern] = await renewal.keep(made)
        return made

    async def take_back(self, url: str, pattern: str) -> None:
        if await renewal.renew(url, self._originals[pattern]):
            self._idle[pattern].append(url)
        else:
            self.drop(url)

    def _name(self) -> str:
        return f"test_{next(self._numbers)}"


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite://"))


def heed_lengths(url: str) -> None:
    """Let a database of SQLite refuse what PostgreSQL would: a text with a NUL, or a longer one
    than its column takes. What gets by here is taken by both engines."""
    with closing(sqlite3.connect(_file(url))) as raw:
        for model in Tortoise.apps["domain"].values():
            widths = {
                column.source_field or name: getattr(column, "max_length", 2**31)
                for name, column in model._meta.fields_map.items()
                if isinstance(column, CharField | TextField)
            }
            for act in ("INSERT", "UPDATE") if widths else ():
                checks = "".join(
                    f"SELECT RAISE(ABORT, 'unfit for {model._meta.db_table}.{name}')"
                    f' WHERE length(NEW."{name}") > {most} OR instr(NEW."{name}", char(0));'
                    for name, most in widths.items()
                )
                raw.execute(
                    f"CREATE TRIGGER unfit_{model._meta.db_table}_{act} BEFORE {act}"
                    f' ON "{model._meta.db_table}" BEGIN {checks} END'
                )


async def migrate(url: str) -> None:
    """Bring an empty database to this version; one of SQLite heeds lengths as PostgreSQL does."""
    await db.open_database(url)
    try:
        await schema.migrate(url)
        if not db.on_postgres():
            heed_lengths(url)
    finally:
        await db.close_database()


def prepare_models_once() -> None:
    """Let Tortoise prepare the models once an engine, not with each database: it comes out the
    same, and takes longer than most tests."""
    prepare = Apps._build_initial_querysets
    prepared: dict[type[Model], object] = {}

    def once(apps: Apps) -> None:
        models = [model for app in apps.apps.values() for model in app.values()]
        now = {model: model._meta.db.executor_class for model in models}
        if not now.items() <= prepared.items():
            prepare(apps)
        if type(apps) is Apps:
            prepared.update(now)

    Apps._build_initial_querysets = once  # type: ignore[method-assign, assignment]
