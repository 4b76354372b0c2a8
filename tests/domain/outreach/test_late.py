"""A broadcast that is late because nobody was up, or we stood still, goes by a word only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain import events, reactions
from domain.chat.models import Card
from domain.events import BroadcastChanged
from domain.messaging import dispatcher, pacing
from domain.messaging.models import Delivery, Message
from domain.outreach import broadcasts, facts, queries, sending
from domain.outreach.models import Broadcast
from domain.outreach.states import BroadcastStatus
from tests.cast import Cast, Moment
from tests.domain.outreach.conftest import House, crowd

B = BroadcastStatus


async def test_a_broadcast_that_comes_late_after_a_downtime_is_held_and_asked_about(
    house: House, cast: Cast, moment: Moment
) -> None:
    row = await house.send_off(send_at=moment.now + timedelta(hours=1))
    moment.move(days=7)
    await house.finish()
    row = await Broadcast.get(id=row.id)
    assert (row.status, row.started_at) == (BroadcastStatus.PAUSED, None)
    assert await Message.filter(broadcast_id=row.id).count() == 0
    card = await Card.get(subject=f"broadcast:{row.id}", chat_id=str(cast.asha.telegram_id))
    assert card.screen == "broadcast"
    await broadcasts.resume(cast.asha, row.id)
    await house.finish()
    assert (await Broadcast.get(id=row.id)).status is BroadcastStatus.DONE
    assert len(house.numbers) == 2


async def test_a_little_late_it_goes_by_itself(house: House, moment: Moment) -> None:
    row = await house.send_off(send_at=moment.now + timedelta(hours=1))
    moment.move(hours=3)
    await house.finish()
    assert (await Broadcast.get(id=row.id)).status is BroadcastStatus.DONE


async def test_quiet_hours_do_not_make_a_late_one_a_day_late_in_silence(
    house: House, moment: Moment
) -> None:
    row = await house.send_off(send_at=moment.now + timedelta(hours=9, minutes=30))  # 21:30
    moment.move(hours=10, minutes=30)  # would go at eight in the morning
    await sending.tick()
    assert (await Broadcast.get(id=row.id)).held_at == moment.now


async def test_one_that_was_meant_for_the_night_waits_for_the_morning_as_ever(
    house: House, moment: Moment
) -> None:
    row = await house.send_off(send_at=moment.now + timedelta(hours=11))  # 23:00
    moment.move(hours=12)
    await sending.tick()
    assert (await Broadcast.get(id=row.id)).status is BroadcastStatus.RUNNING


async def test_one_that_a_downtime_stopped_half_way_is_held_too(
    house: House, cast: Cast, moment: Moment
) -> None:
    row = await house.send_off()
    await sending.tick()
    await house.work(limit=1)
    moment.move(days=2)
    await house.finish()
    row = await Broadcast.get(id=row.id)
    assert (row.status, len(house.numbers)) == (BroadcastStatus.PAUSED, 1)
    await broadcasts.resume(cast.asha, row.id)
    await house.finish()
    assert ((await Broadcast.get(id=row.id)).status, len(house.numbers)) == ("done", 2)


async def test_what_waits_in_the_outbox_of_a_broadcast_that_stood_still_is_not_sent_before_its_hold(
    house: House, cast: Cast, moment: Moment
) -> None:
    row = await house.send_off()
    await sending.tick()
    moment.move(days=1)
    await house.work()
    assert house.numbers == []
    await house.finish()
    assert (await Broadcast.get(id=row.id)).held_at == moment.now
    await broadcasts.resume(cast.asha, row.id)
    await house.work()
    assert len(house.numbers) == 2


async def test_the_allowed_lateness_is_the_settings_for_the_outbox_too(
    house: House, moment: Moment
) -> None:
    await house.send_off()
    await sending.tick()
    moment.move(days=1)
    patient = replace(house.ports, broadcast_late_hours=48)
    await dispatcher.work("worker", facts.gather, patient, allowed=queries.sending.allowed(patient))
    assert len(house.numbers) == 2


async def test_one_that_was_written_down_to_be_sent_before_we_stood_still_is_given_back(
    house: House, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.send_off()
    await sending.tick()

    async def stand_still(*given: object) -> pacing.Turns:
        turns = await reserve(*given)  # type: ignore[arg-type]
        moment.move(days=1)
        return turns

    reserve = pacing.reserve
    monkeypatch.setattr(pacing, "reserve", stand_still)
    await house.work()
    assert house.numbers == []
    assert await Delivery.all().count() == 0


async def test_one_that_we_stood_still_over_while_it_was_started_is_held(
    house: House, cast: Cast, moment: Moment
) -> None:
    row = await house.send_off(send_at=moment.now + timedelta(hours=1))
    moment.move(hours=1)

    async def stand_still(event: BroadcastChanged) -> None:
        if (await Broadcast.get(id=event.broadcast_id)).status is B.RUNNING:
            moment.move(days=1)

    events.listen({**reactions.MAP, BroadcastChanged: [stand_still]})
    await sending.tick()
    await house.work()
    assert house.numbers == []
    assert (await Broadcast.get(id=row.id)).status is B.PAUSED


@pytest.mark.parametrize("how", ["sent off", "resumed"])
async def test_one_that_nobody_was_up_for_since_it_was_let_go_is_held(
    house: House, cast: Cast, moment: Moment, how: str
) -> None:
    row = await house.send_off()
    if how == "resumed":
        await sending.tick()
        await broadcasts.pause(cast.asha, row.id)
        await broadcasts.resume(cast.asha, row.id)
    moment.move(days=1)
    await house.finish()
    assert (await Broadcast.get(id=row.id)).held_at == moment.now
    assert house.numbers == []


async def test_one_that_is_approved_long_after_its_hour_asks_before_it_goes(
    house: House, cast: Cast, moment: Moment
) -> None:
    await crowd(cast, 101)
    row = await house.send_off(cast.bina, send_at=moment.now + timedelta(hours=1))
    assert row.status is B.ASKED
    moment.move(hours=6)
    await broadcasts.decide(cast.asha, row.id, approve=True)
    await house.finish()
    assert (await Broadcast.get(id=row.id)).held_at == moment.now
    assert house.numbers == []
