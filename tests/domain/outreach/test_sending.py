"""The background of a broadcast: once each, whoever works, and counted to the end."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from domain import clock
from domain.chat import cards
from domain.chat.models import Card
from domain.customers.models import Customer, CustomerStatus
from domain.errors import Busy, Refused, Unsure
from domain.messaging import dispatcher, outbox, reports
from domain.messaging.models import Delivery, Message
from domain.messaging.states import Channel, MessageStatus
from domain.money import Money
from domain.outreach import broadcasts, progress, queries, rules, sending
from domain.outreach.models import Broadcast
from domain.outreach.states import BroadcastStatus
from domain.payments import links, posting
from domain.payments.links import LinkClosed
from domain.payments.models import Link
from domain.payments.posting import Incoming
from domain.payments.states import Method
from domain.ports import Report
from domain.staff.models import Operator
from tests.at_once import meet_at
from tests.builders import a_bill, a_customer, a_gateway
from tests.cast import Cast, Moment
from tests.domain.outreach.conftest import House, crowd, statuses
from tests.paces import fixed

B = BroadcastStatus


async def test_everybody_is_told_once_and_it_ends(house: House, cast: Cast) -> None:
    await crowd(cast, 30)
    row = await house.send_off()
    await house.finish()
    assert len(set(house.numbers)) == len(house.numbers) == 32
    assert house.sms.sent[0].text == "Hello Rahim Uddin"
    kept = await Broadcast.get(id=row.id)
    assert (kept.status, kept.ended_at) == (B.DONE, clock.now())


async def test_two_workers_fill_once(
    house: House, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "FILLING", fixed(5))
    await crowd(cast, 20)
    row = await house.send_off()
    await asyncio.gather(*(sending.tick() for _ in range(4)))
    await asyncio.gather(*(sending.tick() for _ in range(4)))
    assert await Message.filter(broadcast_id=row.id).count() == 22
    assert (await Broadcast.get(id=row.id)).filled


async def test_links_are_made_once_for_each_though_two_fill(
    house: House, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "FILLING", fixed(3))
    await crowd(cast, 10, owes=500)
    row = await house.send_off(kind="link")
    await asyncio.gather(*(sending.tick() for _ in range(4)))
    await sending.tick()
    assert await Link.filter(broadcast_id=row.id).count() == 10


async def test_its_links_live_as_long_as_the_gateway_says(
    house: House, cast: Cast, moment: Moment
) -> None:
    await a_gateway(kind="payment", provider="sslcommerz", options={"link_days": 21})
    await crowd(cast, 1, owes=500)
    row = await house.send_off(kind="link")
    await sending.tick()

    (link,) = await Link.filter(broadcast_id=row.id)
    assert (link.expires_at - moment.now).days == 21


@pytest.mark.parametrize("days", [6, 7, 30])
async def test_a_link_that_waited_too_long_to_be_sent_opens_all_the_same(
    house: House, cast: Cast, moment: Moment, days: int
) -> None:
    await a_gateway(kind="payment", provider="sslcommerz", options={"link_days": 7})
    await a_bill(cast.rahim)
    link = await links.send(cast.asha, cast.rahim)
    house.sms.does = [Busy("away")]
    await house.work()
    moment.move(days=days)
    await links.expire_due()

    await house.work()

    assert links.token_of(link) in house.sms.sent[-1].text
    opened = await links.find(links.token_of(link))
    links.require_open(opened)
    assert (opened.expires_at - moment.now).days == (1 if days == 6 else 7)


async def test_a_link_that_was_closed_meanwhile_stays_closed(
    house: House, cast: Cast, moment: Moment
) -> None:
    await a_gateway(kind="payment", provider="sslcommerz")
    await a_bill(cast.rahim)
    link = await links.send(cast.asha, cast.rahim)
    await links.revoke(cast.asha, link)
    moment.move(days=30)
    await house.work()
    with pytest.raises(LinkClosed):
        links.require_open(await links.find(links.token_of(link)))


async def test_recipients_are_put_in_some_way_ahead_only(
    house: House, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "FILLING", fixed(4))
    monkeypatch.setattr(rules, "AHEAD", 8)
    await crowd(cast, 30)
    row = await house.send_off()
    await sending.tick()
    assert await Message.filter(broadcast_id=row.id).count() == 8
    seen = await progress.of(await Broadcast.get(id=row.id))
    assert (seen.recipients, seen.done) == (32, 0)
    await house.finish()
    assert len(set(house.numbers)) == 32


async def test_what_a_provider_gives_back_after_a_pause_waits_with_the_rest(
    house: House, cast: Cast, moment: Moment
) -> None:
    row = await house.send_off()
    await sending.tick()
    house.sms.does = [Busy("slow down"), Busy("slow down")]
    await house.work()
    await broadcasts.pause(cast.asha, row.id)
    moment.move(minutes=10)
    await house.finish()
    assert len(house.numbers) == 2
    assert await statuses(row) == {"paused": 2}
    await broadcasts.resume(cast.asha, row.id)
    await house.finish()
    assert await statuses(row) == {"sent": 2}


async def test_what_came_back_to_the_outbox_behind_a_pause_is_not_claimed(
    house: House, cast: Cast
) -> None:
    row = await house.send_off()
    await sending.tick()
    await broadcasts.pause(cast.asha, row.id)
    await Message.filter(broadcast_id=row.id).update(status=MessageStatus.READY)
    assert await dispatcher.claim("worker", 10, allowed=queries.sending.allowed(house.ports)) == []
    await sending.tick()
    assert await statuses(row) == {"paused": 2}


@pytest.mark.parametrize("is_late", [False, True])
async def test_who_cancels_at_the_hour_itself_is_heard(
    house: House, cast: Cast, moment: Moment, monkeypatch: pytest.MonkeyPatch, is_late: bool
) -> None:
    row = await house.send_off(send_at=clock.now() + timedelta(hours=1))
    moment.move(hours=1)

    async def cancelled_meanwhile(*_: object) -> bool:
        await broadcasts.cancel(cast.asha, row.id)
        return is_late

    monkeypatch.setattr(sending, "_would_be_late", cancelled_meanwhile)
    await sending.tick()

    assert (await Broadcast.get(id=row.id)).status is B.CANCELLED
    assert await Message.all().count() == 0


async def test_who_resumes_while_stragglers_are_looked_for_is_heard(
    house: House, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await house.send_off()
    await sending.tick()
    await broadcasts.pause(cast.asha, row.id)

    class Looking:
        """Broadcasts, of which one is resumed once the paused ones were read."""

        @staticmethod
        async def filter(**wanted: Any) -> list[Broadcast]:
            if wanted.get("status") is B.CANCELLED:
                await broadcasts.resume(cast.asha, row.id)
            return await Broadcast.filter(**wanted)

    monkeypatch.setattr(sending, "Broadcast", Looking)
    await sending._catch_stragglers()
    assert await statuses(row) == {"ready": 2}


async def test_who_resumes_while_stragglers_are_held_lets_all_go(
    house: House, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await house.send_off()
    await sending.tick()
    await broadcasts.pause(cast.asha, row.id)
    straggler = await Message.filter(broadcast_id=row.id).first()
    assert straggler
    await Message.filter(id=straggler.id).update(status=MessageStatus.READY)

    await meet_at(
        monkeypatch, broadcasts, "move_waiting",
        sending._catch_stragglers, partial(broadcasts.resume, cast.asha, row.id),
    )  # fmt: skip

    assert await statuses(row) == {"ready": 2}


async def test_what_came_back_after_a_cancel_is_dropped_but_a_person_may_send_it(
    house: House, cast: Cast
) -> None:
    row = await house.send_off()
    await sending.tick()
    house.sms.does = [Unsure("silence"), Busy("later")]
    await house.work()
    await broadcasts.cancel(cast.asha, row.id)
    await sending.tick()
    assert await statuses(row) == {"unknown": 1, "dropped": 1}
    doubtful = await Message.get(status=MessageStatus.UNKNOWN)
    await outbox.resend(cast.asha, doubtful.id)
    await sending.tick()
    await house.work()
    assert (await Message.get(id=doubtful.id)).status is MessageStatus.SENT


async def test_who_paid_or_said_stop_meanwhile_is_not_told(house: House, cast: Cast) -> None:
    first, second = await a_customer(owes=500), await a_customer(owes=500)
    third = await a_customer(owes=500)
    row = await house.send_off(kind="link")
    await sending.tick()
    await posting.record(cast.asha, first, Money(500_00))
    second.opted_out_at = clock.now()
    await second.save()
    await house.finish()
    told = await Message.filter(broadcast_id=row.id, status=MessageStatus.SENT)
    assert [message.customer_id for message in told] == [third.id]
    assert (await statuses(row))["dropped"] == 2


async def test_progress_counts_every_state_and_what_it_cost(
    house: House, cast: Cast, moment: Moment
) -> None:
    await crowd(cast, 4)
    row = await house.send_off()
    await sending.tick()
    house.sms.does = [Refused("bad-recipient"), Unsure("silence")]
    moment.move(seconds=30)
    await house.work(limit=5)
    seen = await progress.of(await Broadcast.get(id=row.id))
    assert (seen.recipients, seen.sent, seen.done) == (6, 3, 4)
    assert seen.counts == {"sent": 3, "unknown": 1, "ready": 2}
    assert (seen.cost, seen.per_minute) == ((Money(100),), 10)
    assert seen.left == timedelta(minutes=2) / 10
    await house.finish()
    ended = await progress.of(await Broadcast.get(id=row.id))
    assert (ended.sent, ended.count(MessageStatus.FAILED), ended.done) == (4, 1, 6)


async def test_payers_are_counted_by_their_link_and_in_time(
    house: House, cast: Cast, moment: Moment
) -> None:
    for customer in (cast.rahim, cast.karim):
        await a_bill(customer, total=500)
    other = await a_customer(owes=500)
    row = await house.send_off(kind="link")
    await house.finish()
    links = {link.customer_id: link for link in await Link.filter(broadcast_id=row.id)}
    await Link.filter(id=links[cast.rahim.id].id).update(opened_at=clock.now())
    await _paid(cast.rahim.id, 300_00, links[cast.rahim.id].id)
    await _paid(cast.rahim.id, 200_00, links[cast.rahim.id].id)
    await posting.record(cast.asha, other, Money(500_00))
    moment.move(days=8)
    await _paid(cast.karim.id, 500_00, links[cast.karim.id].id)
    seen = await progress.of(await Broadcast.get(id=row.id))
    assert (seen.opened, seen.payers, seen.paid) == (1, 1, (Money(500_00),))


async def _paid(customer_id: int, minor: int, link_id: int) -> None:
    operator = await Operator.get(code="north")
    await posting.post(
        Incoming(
            customer_id=customer_id, operator_id=operator.id, amount=Money(minor),
            method=Method.BKASH, paid_on=clock.now().date(), link_id=link_id,
        )
    )  # fmt: skip


async def test_what_is_unknown_is_listed_for_a_person(house: House, cast: Cast) -> None:
    row = await house.send_off()
    await sending.tick()
    house.sms.does = [Unsure("silence")]
    await house.finish()
    found, total = await progress.doubtful(cast.asha, row.id)
    assert (total, found[0].customer, found[0].code) == (1, "Rahim Uddin", "1001")
    assert (await Broadcast.get(id=row.id)).status is B.DONE


async def test_reports_that_come_after_the_end_are_shown(
    house: House, cast: Cast, moment: Moment
) -> None:
    row = await house.send_off()
    await house.finish()
    await cards.keep(cards.Kept(
        key="final", screen="broadcast", args={"broadcast_id": row.id},
        subject=f"broadcast:{row.id}", app="telegram", chat_id="5", language="en", message_id="1",
    ))  # fmt: skip
    before = (await Card.get(key="final")).wanted
    moment.move(minutes=30)
    assert await sending.follow_up() == 1
    assert (await Card.get(key="final")).wanted > before
    moment.move(days=2)
    assert await sending.follow_up() == 0


async def test_what_a_later_failure_brings_back_after_the_end_can_be_paused(
    house: House, cast: Cast
) -> None:
    wa = await a_gateway("wa", kind="whatsapp", rate=10_000)
    for one in (cast.rahim, cast.karim):
        await reports.heard_from(Channel.WHATSAPP, one.mobile, clock.now())
    row = await house.send_off()
    await house.finish()
    assert (await Broadcast.get(id=row.id)).status is B.DONE
    for delivery in await Delivery.filter(gateway_id=wa.id):
        await reports.apply(wa, [Report(delivery.provider_id, "failed")])

    await sending.tick()
    await broadcasts.pause(cast.asha, row.id)
    await house.finish()
    assert await statuses(row) == {"paused": 2}

    await broadcasts.resume(cast.asha, row.id)
    await house.finish()
    assert await statuses(row) == {"sent": 2}
    assert (await Broadcast.get(id=row.id)).status is B.DONE


async def test_whoever_falls_out_between_the_asking_and_the_sending_is_named_with_the_reason(
    house: House, cast: Cast, moment: Moment
) -> None:
    left, silent = await a_customer(), await a_customer()
    row = await house.send_off(send_at=moment.now + timedelta(hours=1))
    assert row.recipients == 4
    await Customer.filter(id=left.id).update(status=CustomerStatus.LEFT)
    await Customer.filter(id=silent.id).update(opted_out_at=clock.now())
    moment.move(hours=1)
    await house.finish()
    row = await Broadcast.get(id=row.id)
    assert (row.status, len(house.numbers)) == (B.DONE, 2)
    assert row.fell_out == {"opted-out": 1, "not-meant": 1}


async def test_nobody_is_said_to_have_fallen_out_who_was_not_counted(
    house: House, cast: Cast
) -> None:
    await a_customer(opted_out_at=clock.now())
    row = await house.send_off()
    await a_customer()
    await house.finish()
    row = await Broadcast.get(id=row.id)
    assert (row.fell_out, len(house.numbers)) == ({}, 3)
