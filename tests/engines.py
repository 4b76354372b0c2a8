"""Databases for tests on the engine of this run: made empty, copied from a pattern, thrown away."""

from __future__ import annotations

import itertools
import os
import shutil
from enum import StrEnum
from pathlib import Path
from typing import Protocol

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


class PostgresDatabases:
    """Databases of one server."""

    _numbers = itertools.count(1)  # whoever makes some: the server may be the same

    def __init__(self, server: LocalPostgres) -> None:
        self._server = server

    def empty(self) -> str:
        return self._server.create_database(self._name())

    def copy(self, url: str) -> str:
        return self._server.create_database(self._name(), template=url.rpartition("/")[2])

    def drop(self, url: str) -> None:
        self._server.drop_database(url.rpartition("/")[2])

    def _name(self) -> str:
        return f"test_{next(self._numbers)}"


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite://"))
