"""APScheduler as a metronome: it only says when to look, and only the elected process looks."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from domain import clock, jobs
from domain.ports import Ports
from scheduler.jobs import JOBS, Job

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=15)
LEAD = "scheduler"
WATCH_SECONDS = 1.0


class Clockwork:
    """The ticks of one process; several processes elect one that acts on them."""

    def __init__(self, holder: str, ports: Ports, table: tuple[Job, ...] = JOBS) -> None:
        self._holder = holder
        self._ports = ports
        self._ticker: Any = AsyncIOScheduler(timezone="UTC")
        self._looking: set[str] = set()
        for job in table:
            self._ticker.add_job(
                self._begin,
                "interval",
                seconds=job.every_seconds,
                args=[job],
                name=job.name,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )

    async def _begin(self, job: Job) -> None:
        """Look beside the ticker, which would cut the look off when it stops."""
        if job.name not in self._looking:
            self._ports.spawn(f"job {job.name}", lambda: self._tick(job))

    async def _tick(self, job: Job) -> None:
        self._looking.add(job.name)
        try:
            if await jobs.elect(LEAD, self._holder, clock.now(), lease=LEASE):
                await job.look(self._holder, self._ports)
        except Exception:
            log.exception("job-failed name=%s", job.name)
        finally:
            self._looking.discard(job.name)

    async def look_now(self) -> None:
        """Look at every line of the table at once: a clock was moved, or a test is in a hurry."""
        for entry in self._ticker.get_jobs():
            await self._tick(*entry.args)

    def start(self) -> None:
        """Begin to tick."""
        self._ticker.start()
        self._ports.spawn("clock watch", self._follow_the_clock)

    async def _follow_the_clock(self) -> None:
        """Tick at once when the machine's clock is set back: the ticker would wait until then."""
        while self._ticker.running:
            before = clock.machine()
            await asyncio.sleep(WATCH_SECONDS)
            if (now := clock.machine()) < before and self._ticker.running:
                log.warning("clock-set-back by=%s", before - now)
                for entry in self._ticker.get_jobs():
                    entry.modify(next_run_time=now)

    async def stop(self) -> None:
        """Stop ticking and give the lead away; a look that was begun goes on to its end."""
        if self._ticker.running:
            self._ticker.shutdown(wait=False)
        await jobs.resign(LEAD, self._holder)
