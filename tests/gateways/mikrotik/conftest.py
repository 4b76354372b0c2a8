"""A router in small, and our client of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from gateways.mikrotik import MikroTik
from gateways.mikrotik.login import Endpoint
from gateways.mikrotik.transport import Limits
from sandbox.routeros import RouterOs
from scheduler.apart import Apart

QUICK = Limits(connect=5, command=3, table=30, quiet=3, cancel=1)  # for who falls silent
PATIENT = Limits(connect=120, command=120, table=120, quiet=120, cancel=30)

Make = Callable[..., MikroTik]


class Tasks:
    """The nursery's part: starts tasks, and ends them with the test."""

    def __init__(self) -> None:
        self.running: set[asyncio.Task[None]] = set()
        self.crashed: list[BaseException] = []

    def spawn(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        async def run() -> None:
            await work()

        task = asyncio.create_task(run(), name=name)
        self.running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.running.discard(task)
        error = None if task.cancelled() else task.exception()
        if error:
            self.crashed.append(error)

    async def stop(self) -> None:
        for task in list(self.running):
            task.cancel()
        await asyncio.gather(*self.running, return_exceptions=True)


@pytest.fixture
async def tasks() -> AsyncIterator[Tasks]:
    tasks = Tasks()
    yield tasks
    await tasks.stop()
    assert tasks.crashed == []


@pytest.fixture
async def apart() -> AsyncIterator[Apart]:
    apart = Apart()
    yield apart
    await apart.close()


@pytest.fixture
async def router() -> AsyncIterator[RouterOs]:
    router = RouterOs(redial_after=0.01)
    router.network.add_pool("homes", "10.20.0.0/16")
    router.network.add_profile("gold", rate_limit="10M/20M", remote_address="homes")
    router.network.add_profile("suspended", address_list="suspended", remote_address="homes")
    names = (f"c{number}" for number in range(300))
    router.network.load(names, profile="gold", comment="nk:{name}")
    await router.start()
    yield router
    await router.stop()


@pytest.fixture
async def make(router: RouterOs, tasks: Tasks, apart: Apart) -> AsyncIterator[Make]:
    """Makes clients of the router, or of another port."""
    made: list[MikroTik] = []

    def make(limits: Limits = PATIENT, **other: Any) -> MikroTik:
        endpoint = Endpoint("127.0.0.1", router.port, "netkhata", "secret")
        client = MikroTik("mirpur", replace(endpoint, **other), tasks.spawn, apart, limits=limits)
        made.append(client)
        return client

    yield make
    for client in made:
        await client.close()


@pytest.fixture
def client(make: Make) -> MikroTik:
    return make()
