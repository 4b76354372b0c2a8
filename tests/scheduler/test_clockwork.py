"""Ticks go on and nothing waits for ever when the machine's clock is moved."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

import pytest
from apscheduler.schedulers import base

from domain import clock, inbox, jobs
from domain.ports import Hook, Ports
from scheduler import clockwork
from scheduler.clockwork import Clockwork
from scheduler.jobs import Job
from scheduler.nursery import Nursery
from tests.cast import Cast, Moment
from tests.fake_web import web_ports
from tests.waiting import LIMIT

HOUR = timedelta(hours=1)
LEASE = timedelta(seconds=15)


class Machine:
    """A machine whose clock runs, and can be set."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now().astimezone() + self.ahead


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine()

    class Seen(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return made.now().astimezone(tz)

    monkeypatch.setattr(base, "datetime", Seen)
    monkeypatch.setattr(clock, "machine", made.now)
    monkeypatch.setattr(clockwork, "WATCH_SECONDS", 0.01)
    return made


async def test_a_clock_that_is_set_back_does_not_stop_the_ticks(
    cast: Cast, machine: Machine
) -> None:
    looked = asyncio.Event()

    async def look(holder: str, ports: Ports) -> None:
        looked.set()

    nursery = Nursery()
    ports = replace(web_ports(), spawn=nursery.spawn)
    clocks = Clockwork("here", ports, (Job("a job", 0.05, look),))
    clocks.start()
    try:
        async with asyncio.timeout(LIMIT):
            await looked.wait()
            machine.ahead -= HOUR
            looked.clear()
            await looked.wait()
    finally:
        await clocks.stop()
        await nursery.close()


async def test_who_died_before_the_clock_was_set_back_leads_no_more(
    cast: Cast, moment: Moment
) -> None:
    assert await jobs.elect("lead", "dead", clock.now(), lease=LEASE)
    assert not await jobs.elect("lead", "alive", clock.now(), lease=LEASE)
    assert await jobs.claim("a job", "today", "dead", clock.now())
    assert await jobs.claim("a job", "today", "alive", clock.now()) is None

    moment.move(hours=-1)

    assert await jobs.elect("lead", "alive", clock.now(), lease=LEASE)
    assert await jobs.claim("a job", "today", "alive", clock.now())


async def test_the_job_of_a_process_that_fell_silent_is_done_by_the_next(
    cast: Cast, moment: Moment
) -> None:
    await jobs.beat("dead", "scheduler", clock.now())
    await jobs.beat("dead", "web", clock.now())
    assert await jobs.claim("a job", "today", "dead", clock.now())

    moment.move(seconds=19)
    assert await jobs.claim("a job", "today", "alive", clock.now()) is None
    moment.move(seconds=1)
    assert await jobs.claim("a job", "today", "dead", clock.now()) is None, "it is busy with it"
    assert await jobs.claim("a job", "today", "alive", clock.now())

    moment.move(days=8)
    await jobs.tidy(clock.now())
    assert await jobs.gone(clock.now(), but="alive") == []


async def test_what_was_done_is_given_to_nobody_again(cast: Cast, moment: Moment) -> None:
    run = await jobs.claim("a job", "today", "one", clock.now())
    assert run
    await jobs.finish(run, clock.now())

    moment.move(hours=1)

    assert await jobs.claim("a job", "today", "another", clock.now()) is None


async def test_who_lost_a_job_to_another_does_not_end_it(cast: Cast, moment: Moment) -> None:
    slow = await jobs.claim("a job", "today", "slow", clock.now())
    moment.move(minutes=6)
    assert await jobs.claim("a job", "today", "fast", clock.now())
    assert slow

    await jobs.give_back(slow, clock.now(), "it took too long")
    assert (await jobs.JobRun.get(name="a job")).status is jobs.JobStatus.RUNNING
    await jobs.finish(slow, clock.now())
    assert (await jobs.JobRun.get(name="a job")).status is jobs.JobStatus.RUNNING


async def test_clocks_that_differ_a_little_do_not_make_two_leaders(
    cast: Cast, moment: Moment
) -> None:
    assert await jobs.elect("lead", "fast", clock.now(), lease=LEASE)

    moment.move(seconds=-30)

    assert not await jobs.elect("lead", "slow", clock.now(), lease=LEASE)


async def test_a_notification_in_hand_when_the_clock_was_set_back_is_read(
    cast: Cast, moment: Moment
) -> None:
    hook = Hook("POST", "", {}, {}, b"{}")
    await inbox.store([inbox.received("payment", "bkash", hook)], clock.now())
    assert await inbox.due(clock.now(), {"payment": 60})

    moment.move(hours=-2)

    assert await inbox.due(clock.now(), {"payment": 60})


async def test_a_look_that_was_begun_is_ended_and_not_cut_off_by_the_stop(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    begun, let_go, looks = asyncio.Event(), asyncio.Event(), []

    async def look(holder: str, ports: Ports) -> None:
        begun.set()
        await let_go.wait()
        looks.append(holder)

    nursery = Nursery()
    ports = replace(web_ports(), spawn=nursery.spawn)
    clocks = Clockwork("here", ports, (Job("a job", 0.02, look),))
    clocks.start()
    async with asyncio.timeout(LIMIT):
        await begun.wait()
        await clocks.stop()
        asyncio.get_running_loop().call_later(0.05, let_go.set)
        await nursery.wind_down(LIMIT)

    assert looks == ["here"]
    assert not [record for record in caplog.records if record.exc_info]
