"""What still waits for its turn is nobody's try yet: a kill, a sleep or a pause finds it so."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from domain import clock
from domain.fields import to_ms
from domain.messaging import dispatcher, notices, outbox, pacing
from domain.messaging.content import Claimed, Facts
from domain.messaging.models import Message
from domain.messaging.states import MessageStatus
from domain.outreach.models import Broadcast
from domain.outreach.states import BroadcastStatus
from domain.ports import Ports
from tests.cast import Moment
from tests.domain.messaging.conftest import Post, fresh

M = MessageStatus


@pytest.fixture
def second_wave(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """At a gateway that takes two a second, what comes after the first waits for this."""
    turn, first = asyncio.Event(), to_ms(clock.now()) * 1000

    async def until(instant_us: int) -> None:
        if instant_us > first:
            await turn.wait()

    monkeypatch.setattr(pacing, "until", until)
    return turn


async def test_a_kill_leaves_what_waited_for_its_turn_to_the_next_worker(
    post: Post, moment: Moment, second_wave: asyncio.Event
) -> None:
    sms = await post.open("sms", "sms", rate=2)
    first, *rest = [await post.put() for _ in range(3)]
    working = asyncio.create_task(post.work("dead"))
    while (await fresh(first)).status is not M.SENT:
        await asyncio.sleep(0)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)

    moment.move(milliseconds=dispatcher.LEASE_MS + 1)
    assert await dispatcher.recover() == 2
    assert [(await fresh(one)).status for one in rest] == [M.READY] * 2
    second_wave.set()
    await post.work("alive")

    assert len(sms.sent) == 3
    assert {(await fresh(one)).status for one in (first, *rest)} == {M.SENT}


async def test_a_worker_that_slept_through_its_lease_sends_nothing_twice(
    post: Post, moment: Moment, second_wave: asyncio.Event
) -> None:
    sms = await post.open("sms", "sms", rate=2)
    first, _ = [await post.put() for _ in range(2)]
    working = asyncio.create_task(post.work("asleep"))
    while (await fresh(first)).status is not M.SENT:
        await asyncio.sleep(0)

    moment.move(milliseconds=dispatcher.LEASE_MS + 1)
    await dispatcher.recover()
    second_wave.set()
    await post.work("awake")
    await working

    assert len(sms.sent) == 2


async def test_who_slept_through_a_lease_leaves_what_another_has(
    post: Post, moment: Moment, second_wave: asyncio.Event
) -> None:
    sms = await post.open("sms", "sms", rate=2)
    first, second = [await post.put() for _ in range(2)]
    working = asyncio.create_task(post.work("asleep"))
    while (await fresh(first)).status is not M.SENT:
        await asyncio.sleep(0)

    moment.move(milliseconds=dispatcher.LEASE_MS + 1)
    await dispatcher.recover()
    await dispatcher.claim("awake", 10)
    second_wave.set()
    await working

    assert len(sms.sent) == 1
    assert ((await fresh(second)).status, (await fresh(second)).holder) == (M.LEASED, "awake")


async def test_who_slept_while_choosing_puts_off_nothing_of_another(
    post: Post, moment: Moment
) -> None:
    await post.open("sms", "sms")
    message = await post.put()
    post.facts["quiet_hours"] = (0, 23)

    async def asleep(messages: Sequence[Claimed], ports: Ports) -> Mapping[int, Facts]:
        moment.move(milliseconds=dispatcher.LEASE_MS + 1)
        await dispatcher.recover()
        await dispatcher.claim("awake", 10)
        return await post.gather(messages, ports)

    await dispatcher.work("asleep", asleep, post.ports, allowed=None)

    assert ((await fresh(message)).status, (await fresh(message)).holder) == (M.LEASED, "awake")


async def test_a_pause_takes_back_what_still_waits_for_its_turn(
    post: Post, second_wave: asyncio.Event
) -> None:
    sms = await post.open("sms", "sms", rate=2)
    row = await Broadcast.create(
        operator_id=post.cast.north.id, author_id=post.cast.bina.staff_id, kind="text",
        status=BroadcastStatus.RUNNING, made_at=clock.now(),
    )  # fmt: skip
    drafts = [
        outbox.Draft(f"b:{n}", "payment-received", post.cast.rahim.id, post.cast.north.id)
        for n in range(3)
    ]
    await outbox.put_many(drafts, priority=notices.BULK, broadcast_id=row.id)
    working = asyncio.create_task(post.work())
    while not await Message.filter(status=M.SENT).exists():
        await asyncio.sleep(0)

    await Broadcast.filter(id=row.id).update(status=BroadcastStatus.PAUSED)
    second_wave.set()
    await working

    assert len(sms.sent) == 1
    held = await Message.filter(status=M.READY)
    assert [one.tries for one in held] == [0, 0]
