"""No gateway is called faster than its rate, however many workers there are."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from domain import clock
from domain.fields import to_ms
from domain.messaging import dispatcher, outbox, pacing
from domain.messaging.choosing import Choice
from domain.messaging.models import Message
from domain.messaging.states import Channel, MessageStatus
from domain.staff.models import Gateway
from tests.cast import Moment
from tests.domain.messaging.conftest import FakeGateway, Post, fresh


async def choices(ids: range, rate: float, name: str = "slow") -> dict[int, Choice]:
    gateway, _ = await Gateway.get_or_create(
        name=name, defaults={"kind": "sms", "provider": "fake", "rate": rate}
    )
    return {
        one: Choice(Channel.SMS, gateway, "+8801711111111", "en", "text", "text") for one in ids
    }


def now_us() -> int:
    return to_ms(clock.now()) * 1000


async def test_turns_are_as_far_apart_as_the_rate_says(post: Post) -> None:
    turns = await pacing.reserve(await choices(range(1, 4), 2))

    assert turns.now == {1: now_us(), 2: now_us() + 500_000, 3: now_us() + 1_000_000}
    assert turns.later == {}


async def test_two_workers_share_one_rate(post: Post) -> None:
    batches = [await choices(range(i * 10, i * 10 + 10), 20) for i in range(2)]

    first, second = await asyncio.gather(*(pacing.reserve(batch) for batch in batches))

    starts = sorted([*first.now.values(), *second.now.values()])
    assert len(starts) == 20
    assert {b - a for a, b in pairwise(starts)} == {50_000}


async def test_gateways_do_not_wait_for_each_other(post: Post) -> None:
    turns = await pacing.reserve(
        {**await choices(range(1, 3), 1), **await choices(range(3, 5), 1, "other")}
    )

    assert turns.now[1] == turns.now[3] == now_us()


async def test_what_would_wait_long_goes_back_and_takes_no_turn(post: Post) -> None:
    turns = await pacing.reserve(await choices(range(1, 101), 2))

    assert list(turns.now) == list(range(1, 5))
    assert set(turns.later) == set(range(5, 101))
    assert (await Gateway.get(name="slow")).slot_us == now_us() + 2_000_000


async def test_what_goes_back_asks_again_about_when_its_turn_will_be(post: Post) -> None:
    turns = await pacing.reserve(await choices(range(1, 25), 2))

    asked_again = [(turns.later[one] - to_ms(clock.now())) / 1000 for one in range(5, 25)]
    assert asked_again == [2.0] * 10 + [7.0] * 10


async def test_a_gateway_that_is_booked_out_gives_no_turn_at_all(
    post: Post, moment: Moment
) -> None:
    await pacing.reserve(await choices(range(1, 101), 2))
    await pacing.reserve(await choices(range(101, 201), 2))
    turns = await pacing.reserve(await choices(range(201, 203), 2))

    assert turns.now == {}
    assert set(turns.later.values()) == {to_ms(clock.now()) + 4_000}

    moment.move(seconds=4)
    turns = await pacing.reserve(await choices(range(201, 203), 2))
    assert turns.now == {201: now_us(), 202: now_us() + 500_000}


async def test_turns_booked_before_the_clock_was_set_back_hold_up_nobody(
    post: Post, moment: Moment
) -> None:
    await pacing.reserve(await choices(range(1, 3), 2))

    moment.move(hours=-1)
    turns = await pacing.reserve(await choices(range(3, 5), 2))

    assert turns.now == {3: now_us(), 4: now_us() + 500_000}


async def test_a_very_slow_gateway_still_moves(post: Post) -> None:
    turns = await pacing.reserve(await choices(range(1, 4), 0.01))

    assert turns.now == {1: now_us()}
    assert set(turns.later) == {2, 3}


async def test_a_broadcast_on_a_slow_gateway_leaves_room_for_a_receipt(
    post: Post, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def turn(instant_us: int) -> None:
        """The turn comes at once: the clock stands still."""

    monkeypatch.setattr(pacing, "until", turn)
    sms = await post.open("sms", "sms", FakeGateway(), rate=1)
    bulk = [await post.put(body="bulk", priority=outbox.BULK) for _ in range(40)]

    assert await post.work() == 40
    assert len(sms.sent) == 2
    waiting = await Message.filter(status=MessageStatus.READY)
    assert len(waiting) == 38
    assert {one.tries for one in waiting} == {0}

    moment.move(seconds=2)
    receipt = await post.put(body="receipt", priority=outbox.RECEIPT)
    await post.work()
    assert (await fresh(receipt)).status is MessageStatus.SENT

    for _ in range(60):
        moment.move(seconds=2)
        await post.work()
    assert {(await fresh(one)).status for one in bulk} == {MessageStatus.SENT}
    assert len(sms.sent) == 41


async def test_turns_that_come_together_are_one_wave(post: Post) -> None:
    quick = await pacing.reserve(await choices(range(1, 101), 1000, "quick"))
    slow = await pacing.reserve(await choices(range(1, 5), 10))

    assert quick.waves() == [list(range(1, 101))]
    assert slow.waves() == [[1, 2], [3, 4]]


def test_a_lease_outlasts_the_longest_wait_for_a_turn() -> None:
    assert dispatcher.LEASE_MS * 1000 > 2 * pacing.HORIZON_US + 60_000_000
