"""Prepared databases for the journeys: made by the command line once a run, copied for each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from tests import chromium, engines
from tests.engines import Databases
from tests.journeys import isp, processes
from tests.journeys.harness import World, settings
from tests.journeys.isp import Person
from tests.journeys.outside import Places


class Builder:
    """Makes worlds; what they start from is prepared once for each number of customers."""

    def __init__(self, databases: Databases, places: Places, folder: Path) -> None:
        self._databases = databases
        self._places = places
        self._folder = folder
        self._patterns: dict[int, str] = {}

    def database(self, crowd: int = 0) -> str:
        """The address of a new database with the ISP, its family of customers, and a crowd."""
        if crowd not in self._patterns:
            with asyncio.Runner() as runner:
                self._patterns[crowd] = runner.run(self._prepare(crowd))
        return self._databases.copy(self._patterns[crowd])

    def drop(self, url: str) -> None:
        self._databases.drop(url)

    async def _prepare(self, crowd: int) -> str:
        url = self._databases.empty()
        file, people = self._folder / "isp.toml", self._folder / "customers.csv"
        file.write_text(isp.file(self._places, datetime.now(UTC).date()))
        rows: Sequence[Person] = (*isp.FAMILY, *isp.crowd(crowd))
        people.write_text(isp.customers(rows))
        for command in (
            ["migrate"], ["apply", str(file)], ["import", "customers", str(people)],
        ):  # fmt: skip
            done = await processes.finish(
                *command, settings=settings(url, self._places), folder=self._folder
            )
            assert done.code == 0, f"{command}: {done.err or done.out}"
        return url

    def world(self, url: str, folder: Path) -> World:
        return World(url, self._places, folder)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(**chromium.launch_options())
        yield started
        await started.close()


@pytest.fixture
def has_script() -> bool:
    """Whether the browser runs scripts; no page may need them."""
    return False


@pytest.fixture(scope="session")
def places() -> Places:
    """Where everything listens in this run."""
    return Places()


@pytest.fixture(scope="session")
def builder(
    databases: Databases, places: Places, tmp_path_factory: pytest.TempPathFactory
) -> Builder:
    """Worlds on the engine of this run."""
    return Builder(databases, places, tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="session")
def postgres_builder(
    places: Places, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Builder:
    """Worlds on PostgreSQL whatever the engine of this run, for what needs several processes."""
    databases = engines.PostgresDatabases(request.getfixturevalue("postgres"))
    return Builder(databases, places, tmp_path_factory.mktemp("prepared-postgres"))


@pytest.fixture
def crowd(request: pytest.FixtureRequest) -> int:
    """How many customers there are beside the family; `@pytest.mark.parametrize` says more."""
    return int(getattr(request, "param", 0))


@pytest.fixture
def own_database(builder: Builder, crowd: int) -> Iterator[str]:
    """The database of a world, dropped after it."""
    url = builder.database(crowd)
    yield url
    builder.drop(url)


@pytest.fixture
async def world(builder: Builder, own_database: str, tmp_path: Path) -> AsyncIterator[World]:
    """A world on the engine of this run; nothing of ours runs in it yet."""
    async with AsyncExitStack() as stack:
        yield await stack.enter_async_context(builder.world(own_database, tmp_path))


@pytest.fixture
def postgres_database(postgres_builder: Builder, crowd: int) -> Iterator[str]:
    """The same on PostgreSQL."""
    url = postgres_builder.database(crowd)
    yield url
    postgres_builder.drop(url)


@pytest.fixture
async def postgres_world(
    postgres_builder: Builder, postgres_database: str, tmp_path: Path
) -> AsyncIterator[World]:
    """A world on PostgreSQL."""
    async with AsyncExitStack() as stack:
        yield await stack.enter_async_context(postgres_builder.world(postgres_database, tmp_path))
