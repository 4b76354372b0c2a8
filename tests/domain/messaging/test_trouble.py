"""The outbox goes on through dead and sleeping processes, moved clocks, and what spoils a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from domain import db, events
from domain.errors import RECIPIENT_BUSY, Busy, Unsure
from domain.events import GatewayRecovered, GatewayTroubled, MessageGivenUp
from domain.messaging import dispatcher, pacing
from domain.messaging.content import Choice, Claimed, Facts
from domain.messaging.states import MessageStatus
from domain.ports import Handed, Outgoing, Ports
from tests.cast import Moment
from tests.domain.messaging.conftest import FakeGateway, Post, fresh

M = MessageStatus


async def test_what_a_dead_process_never_tried_has_all_its_tries_left(
    post: Post, sms: FakeGateway, moment: Moment
) -> None:
    message = await post.put()

    for _ in range(20):
        assert len(await dispatcher.claim("dead", 10)) == 1
        moment.move(milliseconds=dispatcher.LEASE_MS + 1)
        await dispatcher.recover()
    await post.work()

    assert (await fresh(message)).status is M.SENT


async def test_who_slept_longer_than_its_lease_does_not_send_what_another_one_has_sent(
    post: Post, sms: FakeGateway, moment: Moment
) -> None:
    message = await post.put()

    async def sleeps(messages: Sequence[Claimed], ports: Ports) -> Mapping[int, Facts]:
        moment.move(milliseconds=dispatcher.LEASE_MS + 1)
        await dispatcher.recover()
        assert await post.work("awake") == 1
        return await post.gather(messages, ports)

    await dispatcher.work("asleep", sleeps, post.ports, allowed=None)

    assert len(sms.sent) == 1
    assert len(await post.deliveries(message)) == 1
    assert (await fresh(message)).status is M.SENT


@pytest.mark.parametrize(("hours", "owes", "status"), [(2, False, M.DROPPED), (11, True, M.READY)])
async def test_who_stood_still_between_looking_and_sending_looks_again(
    post: Post,
    sms: FakeGateway,
    moment: Moment,
    monkeypatch: pytest.MonkeyPatch,
    hours: int,
    owes: bool,
    status: M,
) -> None:
    message = await post.put(event="due-reminder")
    post.facts["quiet_hours"] = (22, 8)
    reserve = pacing.reserve

    async def stands_still(choices: Mapping[int, Choice]) -> pacing.Turns:
        turns = await reserve(choices)
        moment.move(hours=hours)
        post.facts["wanted"] = owes
        return turns

    monkeypatch.setattr(pacing, "reserve", stands_still)
    await post.work()
    monkeypatch.setattr(pacing, "reserve", reserve)
    await post.work()

    assert sms.sent == []
    assert (await fresh(message)).status is status


async def test_a_try_whose_preparation_took_long_is_nobody_elses_while_its_answer_is_awaited(
    post: Post, sms: FakeGateway, moment: Moment
) -> None:
    message = await post.put()
    almost = dispatcher.LEASE_MS - 1

    async def dawdles(messages: Sequence[Claimed], ports: Ports) -> Mapping[int, Facts]:
        moment.move(milliseconds=almost)
        return await post.gather(messages, ports)

    async def send(outgoing: Outgoing) -> Handed:
        moment.move(milliseconds=almost)
        assert await dispatcher.recover() == 0
        return Handed("x")

    sms.send = send  # type: ignore[method-assign]
    await dispatcher.work("slow", dawdles, post.ports, allowed=None)

    assert (await fresh(message)).status is M.SENT


async def test_what_was_claimed_before_the_clock_was_set_back_is_taken_back(
    post: Post, sms: FakeGateway, moment: Moment
) -> None:
    await post.put()
    await dispatcher.claim("dead", 10)

    moment.move(hours=-1)
    await dispatcher.recover()

    assert await post.work("another") == 1


async def test_a_message_that_spoils_its_batch_is_given_up_and_told_and_the_others_go_out(
    post: Post, sms: FakeGateway, moment: Moment
) -> None:
    told: list[int] = []

    async def note(event: MessageGivenUp) -> None:
        told.append(event.message_id)

    events.listen({MessageGivenUp: [note]})
    others = [await post.put() for _ in range(6)]
    poison = await post.put()
    others += [await post.put() for _ in range(6)]

    async def gather(messages: Sequence[Claimed], ports: Ports) -> Mapping[int, Facts]:
        if poison.id in {one.id for one in messages}:
            raise ZeroDivisionError
        return await post.gather(messages, ports)

    await dispatcher.work("worker", gather, post.ports, allowed=None)

    assert len(sms.sent) == 12
    assert {(await fresh(one)).status for one in others} == {M.SENT}
    assert (await fresh(poison)).status is M.READY
    for _ in range(10):
        moment.move(hours=1)
        await dispatcher.work("worker", gather, post.ports, allowed=None)
    found = await fresh(poison)
    assert (found.status, found.error) == (M.FAILED, "not-prepared ZeroDivisionError")
    assert told == [poison.id]
    assert len(sms.sent) == 12


async def test_a_database_that_goes_away_is_no_fault_of_a_message(
    post: Post, sms: FakeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await post.put()

    async def gone(*given: object) -> Mapping[int, Facts]:
        raise ConnectionResetError

    monkeypatch.setattr(db, "is_alive", gone)
    with pytest.raises(ConnectionResetError):
        await dispatcher.work("worker", gone, post.ports, allowed=None)

    assert (await fresh(message)).status is M.LEASED


async def test_a_gateway_that_takes_on_nothing_is_told_once_and_its_recovery_too(
    post: Post, sms: FakeGateway, moment: Moment
) -> None:
    told: list[str] = []

    async def trouble(event: GatewayTroubled) -> None:
        told.append(event.reason)

    async def recovery(event: GatewayRecovered) -> None:
        told.append("well")

    events.listen({GatewayTroubled: [trouble], GatewayRecovered: [recovery]})
    sms.does = [Busy("unreachable"), Unsure("timeout")] * 8
    for _ in range(9):
        await post.put()
    await post.work()
    assert told == []

    for _ in range(3):
        await post.put()
    await post.work()
    assert told == ["no-answer"]

    sms.does = []
    for _ in range(3):
        await post.put()
        await post.work()
    assert told == ["no-answer", "well"]


async def test_who_may_get_nothing_for_a_moment_is_no_trouble_of_the_gateway(
    post: Post, sms: FakeGateway
) -> None:
    told: list[str] = []

    async def trouble(event: GatewayTroubled) -> None:
        told.append(event.reason)

    events.listen({GatewayTroubled: [trouble]})
    sms.does = [Busy(RECIPIENT_BUSY, "131056", 10)] * 30
    for _ in range(30):
        await post.put()
    await post.work()
    assert told == []

    sms.does = [Busy("unreachable")] * 12
    for _ in range(12):
        await post.put()
    await post.work()
    assert told == ["no-answer"]
