"""Workers that take up, send and answer at the same moment never do so twice."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from types import SimpleNamespace

import pytest

from domain import clock, db, jobs
from domain.messaging import dispatcher, heard
from domain.messaging.models import Heard, Message
from tests.at_once import meet_at
from tests.cast import Cast, Moment
from tests.domain.messaging.conftest import FakeGateway, Post, fresh


async def nothing() -> None:
    pass


async def test_of_two_who_claim_at_once_each_gets_others(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = [await post.put() for _ in range(4)]
    point = SimpleNamespace(before_commit=nothing)

    async def claim(holder: str) -> list[int]:
        async with db.transaction():
            taken = await dispatcher.claim(holder, 2)
            await point.before_commit()
        return [each.id for each in taken]

    one, other = await meet_at(
        monkeypatch, point, "before_commit", partial(claim, "one"), partial(claim, "other")
    )

    assert sorted([*one, *other]) == [each.id for each in messages]


async def test_who_is_taken_for_dead_while_a_try_is_written_down_keeps_it(
    post: Post, sms: FakeGateway, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.put()
    await jobs.beat("dead", "worker", clock.now())
    moment.move(seconds=20)

    async def take_over() -> int:
        await dispatcher.recover("alive")
        return len(await dispatcher.claim("alive/0", 10))

    _, taken = await meet_at(
        monkeypatch, dispatcher, "_deliveries", partial(post.work, "dead/0"), take_over
    )

    assert len(sms.sent) + taken == 1


async def test_of_two_who_take_back_what_the_dead_left_one_does(
    post: Post, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await post.put()
    await dispatcher.claim("dead", 10)
    moment.move(milliseconds=dispatcher.LEASE_MS + 1)

    taken = await meet_at(monkeypatch, Message, "get", dispatcher.recover, dispatcher.recover)

    assert sum(taken) == 1
    assert (await fresh(message)).tries == 0


async def test_of_two_who_claim_what_a_person_said_one_gets_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    point = SimpleNamespace(before_commit=nothing)

    async def say(name: str, ago: int) -> None:
        await Heard.create(
            gateway="wa-main", provider_id=name, sender="+8801711111111", inbox_id=1,
            said={"text": name, "choice": "", "reply_to": "", "media": None, "place": None},
            at=clock.now() - timedelta(seconds=ago),
        )  # fmt: skip

    async def claim() -> int:
        async with db.transaction():
            taken = await heard.claim(10)
            await point.before_commit()
        return len(taken)

    async def claim_what_came_late() -> int:
        await say("said before", ago=5)
        return len(await heard.claim(10))

    await say("said after", ago=1)
    taken = await meet_at(monkeypatch, point, "before_commit", claim, claim_what_came_late)

    assert sum(taken) == 1
