"""A RouterOS stand-in with many customers in a process of its own, as far away as it is told."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection

from sandbox.routeros import RouterOs
from sandbox.routeros.pace import Pace

POOL = "10.64.0.10-10.127.255.250"
HELD_POOL = "172.16.0.10-172.31.255.250"


def furnish(router: RouterOs) -> None:
    """Profiles and pools as an ISP has them; the suspended profile lists its sessions."""
    router.network.add_pool("homes", POOL)
    router.network.add_pool("held", HELD_POOL)
    for rate in ("10M", "20M"):
        router.network.add_profile(rate, remote_address="homes", rate_limit=f"{rate}/{rate}")
    router.network.add_profile("suspended", remote_address="held", address_list="suspended")


def names(count: int) -> list[str]:
    """The usernames of so many customers."""
    return [f"user{number}" for number in range(1, count + 1)]


async def _serve(pipe: Connection, customers: int, latency: float, per_row: float) -> None:
    router = RouterOs(pace=Pace(latency=latency, per_row=per_row, parallel=None), redial_after=0.05)
    furnish(router)
    router.network.load(names(customers), profile="10M")
    await router.start()
    pipe.send(router.port)
    while not pipe.poll():
        await asyncio.sleep(0.05)
    await router.stop()


def _run(pipe: Connection, customers: int, latency: float, per_row: float) -> None:
    asyncio.run(_serve(pipe, customers, latency, per_row))


@asynccontextmanager
async def elsewhere(
    customers: int, *, latency: float = 0.0, per_row: float = 0.0
) -> AsyncIterator[int]:
    """The port of a router with that many customers online; seconds of way and of work a row."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_run, args=(theirs, customers, latency, per_row), daemon=True
    )
    process.start()
    theirs.close()  # so that a process that dies is noticed
    try:
        yield await asyncio.to_thread(ours.recv)
    finally:
        ours.close()
        await asyncio.to_thread(process.join, 10)
        if process.is_alive():
            process.kill()
            process.join()
