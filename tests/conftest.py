"""One engine a run, and nothing of the developer's own settings."""

from __future__ import annotations

import asyncio
import copy
import gc
import os
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from domain import batches, clock, db, events
from locales.catalog import Catalog
from tests import cast as the_cast
from tests import engines, strange
from tests.cast import Cast, Moment
from tests.engines import Databases, Engine
from tests.postgres import QUIET, LocalPostgres, memory

HERE = Path(__file__).parent
ON_BOTH_ENGINES = (HERE / "domain", HERE / "scheduler")
LONG = (
    HERE / "journeys",
    HERE / "world",
    HERE / "domain" / "test_reach.py",
    HERE / "domain" / "network" / "test_remnants.py",
    HERE / "domain" / "billing" / "test_killed.py",
    HERE / "domain" / "bulk" / "test_killed.py",
    HERE / "domain" / "outreach" / "test_killed.py",
    HERE / "gateways" / "papers" / "test_pdf.py",
    HERE / "handlers" / "test_long_words.py",
    HERE / "scheduler" / "test_year.py",
)

for name in [name for name in os.environ if name.startswith("NETKHATA_")]:
    if not name.startswith("NETKHATA_TEST_"):
        del os.environ[name]

engines.prepare_models_once()


def pytest_collection_finish() -> None:
    """What was imported stays: to go through it time and again is a fifth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones come first: else the last of them have the machine to themselves."""
    items.sort(key=lambda item: not any(item.path.is_relative_to(place) for place in LONG))
    for item in items:
        here = any(item.path.is_relative_to(place) for place in ON_BOTH_ENGINES)
        if here and item.get_closest_marker("any_engine") is None:
            item.add_marker("both_engines")


@pytest.fixture(scope="session")
def strange_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a language lies that only tests speak."""
    return strange.make(tmp_path_factory.mktemp("languages"))


@pytest.fixture(scope="session")
def strange_texts(strange_folder: Path) -> Catalog:
    """The texts of every language, and of that one."""
    return strange.texts(strange_folder)


@pytest.fixture
def strange_is_spoken(strange_folder: Path) -> Iterator[None]:
    """That language is understood as well."""
    with strange.spoken(strange_folder):
        yield


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine of this run."""
    return engines.chosen()


@pytest.fixture(scope="session")
def postgres() -> Iterator[LocalPostgres]:
    """A PostgreSQL server of this process, for tests that need one whatever the engine."""
    server = LocalPostgres(memory(), QUIET)
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


@pytest.fixture(scope="session", autouse=True)
def _nothing_takes_time() -> None:
    """How many fit into a batch never depends on the machine."""
    clock.measure_by(lambda: 0.0)


@pytest.fixture(autouse=True)
def _no_batch_stands_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that stands back does so for its process, which in tests others share."""
    monkeypatch.setattr(batches, "_rest", 0.0)


@pytest.fixture
def empty_database(databases: Databases) -> Iterator[str]:
    """The address of a database without tables."""
    url = databases.empty()
    yield url
    databases.drop(url)


@pytest.fixture(scope="session")
def pattern(databases: Databases) -> Iterator[str]:
    """The address of a migrated database that copies are taken of; nobody stays connected."""
    url = databases.empty()
    with asyncio.Runner() as runner:
        runner.run(engines.migrate(url))
    yield url
    databases.drop(url)


async def _assemble(url: str) -> Cast:
    events.listen({})
    Moment()
    await db.open_database(url)
    try:
        return await the_cast.assemble()
    finally:
        await db.close_database()
        clock.use(None)


@pytest.fixture(scope="session")
def assembled(databases: Databases, pattern: str) -> Iterator[tuple[str, Cast]]:
    """The address of a database with the cast in it, that copies are taken of, and the cast."""
    url = databases.copy(pattern)
    with asyncio.Runner() as runner:
        yield url, runner.run(_assemble(url))
    databases.drop(url)


@pytest.fixture
async def database(
    request: pytest.FixtureRequest, databases: Databases, pattern: str
) -> AsyncIterator[str]:
    """A fresh migrated database of this test's own, open; with the cast where it is asked for."""
    if "cast" in request.fixturenames:
        pattern, _ = request.getfixturevalue("assembled")
    url = await databases.lend(pattern)
    await db.open_database(url)
    yield url
    await db.close_database()
    await databases.take_back(url, pattern)


@pytest.fixture
def moment() -> Iterator[Moment]:
    """The clock stands at `tests.cast.NOW` until the test moves it."""
    yield Moment()
    clock.use(None)


@pytest.fixture
def cast(database: str, moment: Moment, assembled: tuple[str, Cast]) -> Iterator[Cast]:
    """The fixed cast in a fresh database, at a moment that stands still, without reactions."""
    events.listen({})
    yield copy.deepcopy(assembled[1])
    events.listen({})


@pytest.fixture(autouse=True)
def _what_only_some_tests_declare(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Commands, screens and flows that the tests of the conversation declare are theirs alone."""
    if any(request.path.is_relative_to(HERE / "handlers" / room) for room in ("ui", "carriers")):
        return
    known = sys.modules.get("handlers.ui.commands")
    flows = sys.modules.get("handlers.ui.flows")
    if known is None or flows is None:
        return
    for table in (known.COMMANDS, known.ACTIONS, known.SCREENS, flows.FLOWS):
        for name, made in list(table.items()):
            declared = getattr(made, "handler", getattr(made, "do", made))
            if declared.__module__.startswith("tests."):
                monkeypatch.delitem(table, name)
