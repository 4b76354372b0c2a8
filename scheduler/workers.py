"""Loops that do what waits in the database: woken by a hint, looking by themselves all the same."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from domain import clock, jobs, wakes
from domain.messaging import dispatcher
from domain.outreach import facts, queries
from domain.ports import Ports

log = logging.getLogger(__name__)

SENDERS = 4  # batches of the outbox under way at once, so that a slow answer holds up one only
BEAT_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 10.0


async def keep_doing(
    name: str,
    step: Callable[[], Awaitable[int]],
    stop: asyncio.Event,
    *,
    wake: str,
    idle_seconds: float = 1.0,
) -> None:
    """Repeat `step` while it finds work, else sleep; a failure is logged, not fatal."""
    failures = 0
    while not stop.is_set():
        try:
            done = await step()
            failures = 0
        except Exception:
            failures += 1
            log.exception("worker-failed name=%s failures=%s", name, failures)
            await _sleep(stop, min(0.5 * 2**failures, LONGEST_PAUSE_SECONDS))
            continue
        if not done:
            await wakes.wait(wake, idle_seconds)


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        pass


def start_senders(holder: str, ports: Ports, stop: asyncio.Event) -> None:
    """Start the loops that send what the outbox holds."""
    allowed = queries.sending.allowed(ports)
    for number in range(SENDERS):
        name = f"{holder}/{number}"

        async def send(name: str = name) -> int:
            return await dispatcher.work(name, facts.gather, ports, allowed=allowed)

        async def loop(name: str = name, send: Callable[[], Awaitable[int]] = send) -> None:
            await keep_doing(f"outbox {name}", send, stop, wake=wakes.OUTBOX)

        ports.spawn(f"outbox {name}", loop)


async def beat(process: str, role: str, stop: asyncio.Event) -> None:
    """Leave signs of life of a role until the process stops."""
    missed = 0
    while not stop.is_set():
        try:
            await jobs.beat(process, role, clock.now())
        except Exception:
            missed += 1
            log.exception("heartbeat-failed role=%s", role)
        else:
            if missed:
                log.info("heartbeat-back role=%s missed=%s", role, missed)
            missed = 0
        await _sleep(stop, BEAT_SECONDS)
