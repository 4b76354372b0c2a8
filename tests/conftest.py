"""One engine a run, and nothing of the developer's own settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import engines
from tests.engines import Databases, Engine
from tests.postgres import LocalPostgres

HERE = Path(__file__).parent
ON_BOTH_ENGINES = (HERE / "domain", HERE / "scheduler")

for name in [name for name in os.environ if name.startswith("NETKHATA_")]:
    if not name.startswith("NETKHATA_TEST_"):
        del os.environ[name]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(item.path.is_relative_to(place) for place in ON_BOTH_ENGINES):
            item.add_marker("both_engines")


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine of this run."""
    return engines.chosen()


@pytest.fixture(scope="session")
def postgres() -> Iterator[LocalPostgres]:
    """A PostgreSQL server of this process, for tests that need one whatever the engine."""
    server = LocalPostgres()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def databases(
    engine: Engine, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Databases:
    """Where this run's databases are made."""
    if engine is Engine.POSTGRES:
        return engines.PostgresDatabases(request.getfixturevalue("postgres"))
    return engines.SqliteDatabases(tmp_path_factory.mktemp("databases"))


@pytest.fixture
def empty_database(databases: Databases) -> Iterator[str]:
    """The address of a database without tables."""
    url = databases.empty()
    yield url
    databases.drop(url)
