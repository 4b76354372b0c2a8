"""No gateway is called faster than its rate, however many workers there are."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from domain import clock
from domain.accounts.models import Gateway
from domain.errors import Busy
from domain.fields import to_ms
from domain.messaging import dispatcher, notices, pacing
from domain.messaging.content import Choice
from domain.messaging.models import Message
from domain.messaging.states import Channel, MessageStatus
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

    assert turns.now == {1: now_us(), 2: now_us() + 550_000, 3: now_us() + 1_100_000}
    assert turns.later == {}


async def test_two_workers_share_one_rate(post: Post) -> None:
    batches = [await choices(range(i * 10, i * 10 + 10), 20) for i in range(2)]

    first, second = await asyncio.gather(*(pacing.reserve(batch) for batch in batches))

    starts = sorted([*first.now.values(), *second.now.values()])
    assert len(starts) == 20
    assert {b - a for a, b in pairwise(starts)} == {55_000}


async def test_gateways_do_not_wait_for_each_other(post: Post) -> None:
    turns = await pacing.reserve(
        {**await choices(range(1, 3), 1), **await choices(range(3, 5), 1, "other")}
    )

    assert turns.now[1] == turns.now[3] == now_us()


async def test_what_would_wait_long_goes_back_and_takes_no_turn(post: Post) -> None:
    turns = await pacing.reserve(await choices(range(1, 101), 2))

    assert list(turns.now) == list(range(1, 4))
    assert set(turns.later) == set(range(4, 101))
    assert (await Gateway.get(name="slow")).slot_us == now_us() + 1_650_000


async def test_what_goes_back_asks_again_about_when_its_turn_will_be(post: Post) -> None:
    turns = await pacing.reserve(await choices(range(1, 25), 2))

    asked_again = [(turns.later[one] - to_ms(clock.now())) / 1000 for one in range(4, 24)]
    assert asked_again == [1.65] * 10 + [7.15] * 10


async def test_a_gateway_that_is_booked_out_gives_no_turn_at_all(
    post: Post, moment: Moment
) -> None:
    await pacing.reserve(await choices(range(1, 101), 2))
    await pacing.reserve(await choices(range(101, 201), 2))
    turns = await pacing.reserve(await choices(range(201, 203), 2))

    assert turns.now == {}
    assert set(turns.later.values()) == {to_ms(clock.now()) + 3_300}

    moment.move(seconds=4)
    turns = await pacing.reserve(await choices(range(201, 203), 2))
    assert turns.now == {201: now_us(), 202: now_us() + 550_000}


async def test_turns_booked_before_the_clock_was_set_back_hold_up_nobody(
    post: Post, moment: Moment
) -> None:
    await pacing.reserve(await choices(range(1, 3), 2))

    moment.move(hours=-1)
    turns = await pacing.reserve(await choices(range(3, 5), 2))

    assert turns.now == {3: now_us(), 4: now_us() + 550_000}


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
    bulk = [await post.put(body="bulk", priority=notices.BULK) for _ in range(40)]

    assert await post.work() == 40
    assert len(sms.sent) == 1
    waiting = await Message.filter(status=MessageStatus.READY)
    assert len(waiting) == 39
    assert {one.tries for one in waiting} == {0}

    moment.move(seconds=2)
    receipt = await post.put(body="receipt", priority=notices.URGENT)
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


async def test_too_much_silences_the_gateway_for_everybody_then_slows_it_and_it_recovers(
    post: Post, moment: Moment
) -> None:
    sms = await post.open("sms", "sms", FakeGateway(), rate=100)
    messages = [await post.put(priority=notices.URGENT) for _ in range(3)]
    sms.does = [Busy("throttled", retry_after=30)]
    await post.work(limit=1)
    await post.work()
    assert len(sms.sent) == 1
    assert {(await fresh(one)).status for one in messages} == {MessageStatus.READY}

    moment.move(seconds=29)
    await post.work()
    assert len(sms.sent) == 1
    moment.move(seconds=2)
    await post.work()
    assert {(await fresh(one)).status for one in messages} == {MessageStatus.SENT}
    assert {one.tries for one in messages[1:]} == {0}

    gateway = await Gateway.get(name="sms")
    slowed = pacing.gap_of(gateway)
    assert 20_000 < slowed <= 22_000
    moment.move(minutes=1)
    assert pacing.gap_of(gateway) == 11_000


async def test_a_provider_that_names_no_time_is_left_alone_longer_each_time(
    post: Post, moment: Moment
) -> None:
    await post.open("sms", "sms", FakeGateway(), rate=1000)
    pauses = []
    for _ in range(3):
        gateway = await Gateway.get(name="sms")
        await pacing.slow(gateway, None, to_ms(clock.now()))
        gateway = await Gateway.get(name="sms")
        pauses.append((gateway.paused_us - now_us()) / 1_000_000)
        moment.move(milliseconds=gateway.paused_us // 1000 - to_ms(clock.now()) + 1)

    assert pauses[0] == 1
    assert pauses[0] < pauses[1] < pauses[2] <= 4


async def test_those_that_were_under_way_slow_it_down_no_further(
    post: Post, moment: Moment
) -> None:
    await post.open("sms", "sms", FakeGateway(), rate=1000)
    handed_ms = to_ms(clock.now())
    moment.move(seconds=1)
    for _ in range(5):
        await pacing.slow(await Gateway.get(name="sms"), 10, handed_ms)

    gateway = await Gateway.get(name="sms")
    assert gateway.slowness == 2
    assert gateway.paused_us == now_us() + 10_000_000


async def test_only_so_many_turns_are_given_as_the_slowed_gateway_takes(
    post: Post, moment: Moment
) -> None:
    (choice,) = (await choices(range(1, 2), 2)).values()
    await pacing.slow(choice.gateway, 5, to_ms(clock.now()))
    turns = await pacing.reserve(await choices(range(1, 4), 2))
    assert turns.now == {}
    assert set(turns.later.values()) == {to_ms(clock.now()) + 5_000}

    moment.move(seconds=5)
    turns = await pacing.reserve(await choices(range(1, 3), 2))
    assert turns.now == {1: now_us()}


async def test_who_wakes_late_takes_turns_from_now_on_and_not_all_at_once(
    post: Post, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await choices(range(1, 4), 20)
    turns = await pacing.reserve(found)
    gateway = found[1].gateway
    asked: list[int] = []

    async def sleep(instant_us: int) -> None:
        """The first sleep takes three seconds, as when a process is stopped."""
        asked.append(instant_us - now_us())
        if len(asked) == 1:
            moment.move(seconds=3)

    monkeypatch.setattr(pacing, "until", sleep)
    pace = pacing.Pace(turns)
    begun = now_us() + 3_000_000
    for one in (1, 2, 3):
        await pace.turn(one, gateway)

    assert (await Gateway.get(name="slow")).slot_us == begun + 3 * 55_000


async def test_a_provider_that_wants_silence_for_long_gives_way_to_another_channel(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway
) -> None:
    whatsapp.does = [Busy("throttled", retry_after=3600)]
    first, second = await post.put(), await post.put()
    await post.work(limit=1)
    await post.work()
    await post.work()

    assert len(whatsapp.sent) == 1
    assert len(sms.sent) == 2
    assert {(await fresh(one)).status for one in (first, second)} == {MessageStatus.SENT}


def test_a_lease_outlasts_the_longest_wait_for_a_turn() -> None:
    assert dispatcher.LEASE_MS * 1000 > 2 * pacing.HORIZON_US + 60_000_000
