"""A message goes out once, by the first channel that can carry it, or says why it did not."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest

from domain import clock, db, events, jobs
from domain.accounts.models import Gateway
from domain.errors import Busy, Refused, Unsure
from domain.events import GatewayTroubled, MessagesMoved
from domain.messaging import dispatcher, notices, outbox
from domain.messaging.models import Delivery, Message, Reach
from domain.messaging.states import Channel, DeliveryStatus, MessageStatus
from domain.ports import Handed
from tests.cast import Moment
from tests.domain.messaging.conftest import FakeGateway, Post, fresh

M = MessageStatus


async def test_a_message_is_sent_once_and_its_try_is_on_record(
    post: Post, sms: FakeGateway
) -> None:
    message = await post.put()

    assert await post.work() == 1
    assert await post.work() == 0

    (sent,) = sms.sent
    (delivery,) = await post.deliveries(message)
    assert (sent.to, sent.text) == ("+8801711111111", "Dear Rahim, 500 BDT.")
    assert sent.ref == str(delivery.id)
    assert sent.report_url == "https://isp.example.com/webhooks/sms/sms"
    assert (delivery.status, delivery.provider_id) == ("sent", f"provider-{sent.ref}")
    assert (delivery.segments, delivery.cost_minor) == (1, 25)
    assert (await fresh(message)).status is M.SENT


async def test_the_try_is_written_down_before_the_provider_is_called(
    post: Post, sms: FakeGateway
) -> None:
    message = await post.put()
    seen: list[str] = []

    async def look() -> None:
        seen.extend(one.status for one in await post.deliveries(message))

    async def send(outgoing: object) -> Handed:
        assert not db.inside_transaction()
        await look()
        return Handed("x")

    sms.send = send  # type: ignore[method-assign]
    await post.work()

    assert seen == ["handed"]


async def test_segments_that_the_provider_counts_are_what_is_paid(
    post: Post, sms: FakeGateway
) -> None:
    message = await post.put()
    sms.does = [lambda one: Handed("x", segments=3)]

    await post.work()

    (delivery,) = await post.deliveries(message)
    assert (delivery.segments, delivery.cost_minor) == (3, 75)


async def test_secrets_of_links_are_not_kept(post: Post, sms: FakeGateway) -> None:
    message = await post.put(body="Pay at {payment_link}")

    await post.work()

    assert sms.sent[0].text == "Pay at https://x/p/SECRET"
    assert (await post.deliveries(message))[0].text == "Pay at https://x/p/…"


async def test_a_channel_that_refuses_gives_way_to_the_next_and_both_are_in_the_history(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway
) -> None:
    message = await post.put()
    whatsapp.does = [Refused("window-closed", "131047")]

    await post.work()
    await post.work()

    assert len(whatsapp.sent) == len(sms.sent) == 1
    first, second = await post.deliveries(message)
    assert (first.channel, first.status, first.error) == (
        Channel.WHATSAPP, "failed", "window-closed 131047",
    )  # fmt: skip
    assert (second.channel, second.status) == (Channel.SMS, "sent")
    assert (await fresh(message)).status is M.SENT


async def test_when_no_channel_can_it_failed_and_is_tried_no_more(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway
) -> None:
    message = await post.put()
    whatsapp.does = [Refused("content-rejected")]
    sms.does = [Refused("content-rejected")]

    for _ in range(4):
        await post.work()

    found = await fresh(message)
    assert (found.status, found.error) == (M.FAILED, "not-delivered")
    assert len(whatsapp.sent) == len(sms.sent) == 1


async def test_whoever_said_stop_gets_it_by_no_other_channel(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway
) -> None:
    message = await post.put()
    whatsapp.does = [Refused("opted-out")]

    await post.work()
    await post.work()

    assert sms.sent == []
    assert ((found := await fresh(message)).status, found.error) == (M.FAILED, "opted-out")


async def test_a_number_that_is_not_on_whatsapp_is_not_tried_there_again(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway, moment: Moment
) -> None:
    await post.put()
    whatsapp.does = [Refused("bad-recipient")]
    await post.work()
    await post.work()
    await post.put()
    await post.work()
    assert (len(whatsapp.sent), len(sms.sent)) == (1, 2)

    moment.move(days=31)
    await post.put()
    await post.work()
    assert len(whatsapp.sent) == 2


async def test_a_busy_channel_is_tried_again_after_a_pause(
    post: Post, sms: FakeGateway, moment: Moment
) -> None:
    message = await post.put()
    sms.does = [Busy("throttled"), Busy("throttled", retry_after=600)]

    await post.work()
    assert await post.work() == 0
    moment.move(seconds=11)
    await post.work()
    moment.move(seconds=599)
    assert await post.work() == 0
    moment.move(seconds=2)
    await post.work()

    assert len(sms.sent) == 3
    assert [one.status for one in await post.deliveries(message)] == ["failed", "failed", "sent"]
    assert (await fresh(message)).status is M.SENT


async def test_a_channel_that_stays_busy_gives_way_at_last(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway, moment: Moment
) -> None:
    message = await post.put()
    whatsapp.does = [Busy("throttled")] * 9

    for _ in range(9):
        await post.work()
        moment.move(hours=1)

    assert len(whatsapp.sent) == 6
    assert len(sms.sent) == 1
    assert (await fresh(message)).status is M.SENT


async def test_what_may_have_been_sent_is_unknown_until_a_person_decides(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway, moment: Moment
) -> None:
    message = await post.put()
    whatsapp.does = [Unsure("timeout")]

    await post.work()
    moment.move(days=2)
    await dispatcher.recover()
    assert await post.work() == 0
    assert ((found := await fresh(message)).status, found.error) == (M.UNKNOWN, "timeout")
    assert (await post.deliveries(message))[0].status is DeliveryStatus.UNKNOWN

    await outbox.resend(post.cast.bina, message.id)
    await post.work()

    assert len(whatsapp.sent) == 2
    assert sms.sent == []
    assert (await fresh(message)).status is M.SENT


class Killed(BaseException):
    """The process ends here."""


async def test_a_kill_between_handing_and_recording_leaves_it_unknown_and_sends_it_no_more(
    post: Post, sms: FakeGateway, moment: Moment
) -> None:
    message = await post.put()
    sms.does = [Killed()]

    with pytest.raises(Killed):
        await post.work()
    assert await post.work("another") == 0
    assert await dispatcher.recover() == 0, "its lease still runs"
    moment.move(milliseconds=dispatcher.LEASE_MS + 1)
    assert await dispatcher.recover() == 1

    assert await post.work("another") == 0
    assert len(sms.sent) == 1
    assert ((found := await fresh(message)).status, found.error) == (M.UNKNOWN, "interrupted")
    assert (await post.deliveries(message))[0].status is DeliveryStatus.UNKNOWN


async def test_what_a_silent_process_holds_is_taken_back_before_its_lease_ends(
    post: Post, sms: FakeGateway, moment: Moment
) -> None:
    sent, waiting = await post.put(), await post.put()
    sms.does = [Killed()]
    await jobs.beat("dead", "worker", clock.now())
    with pytest.raises(Killed):
        await post.work("dead/0", limit=1)
    await dispatcher.claim("dead/1", 10)

    moment.move(seconds=19)
    assert await dispatcher.recover("alive") == 0, "it was heard of a moment ago"
    moment.move(seconds=1)
    assert await dispatcher.recover("dead") == 0, "who asks is alive"
    assert await dispatcher.recover("alive") == 2

    assert (await fresh(sent)).status is M.UNKNOWN
    assert (await fresh(waiting)).status is M.READY


async def test_a_kill_before_the_try_was_written_down_loses_nothing(
    post: Post, sms: FakeGateway, moment: Moment
) -> None:
    message = await post.put()

    assert len(await dispatcher.claim("dead", 10)) == 1
    assert await post.work("another") == 0
    moment.move(milliseconds=dispatcher.LEASE_MS + 1)
    await dispatcher.recover()
    assert await post.work("another") == 1

    assert len(sms.sent) == 1
    assert (await fresh(message)).status is M.SENT


async def test_a_bug_before_the_call_is_worth_another_try(
    post: Post, sms: FakeGateway, moment: Moment
) -> None:
    message = await post.put()
    adapter = post.gateways.pop("sms")

    await post.work()
    assert (await fresh(message)).status is M.READY

    post.gateways["sms"] = adapter
    moment.move(seconds=11)
    await post.work()
    assert (await fresh(message)).status is M.SENT


async def test_a_bug_in_the_call_leaves_it_unknown_and_the_rest_is_sent(
    post: Post, sms: FakeGateway
) -> None:
    first, second = await post.put(), await post.put(post.cast.karim)
    sms.does = [KeyError("sid")]

    await post.work()

    assert (await fresh(first)).status is M.UNKNOWN
    assert (await fresh(second)).status is M.SENT


async def test_the_urgent_go_first(post: Post, sms: FakeGateway) -> None:
    await post.put(dedupe="bulk", priority=notices.BULK, body="bulk")
    await post.put(dedupe="notice", body="notice")
    await post.put(dedupe="receipt", priority=notices.URGENT, body="receipt")

    for _ in range(3):
        await post.work(limit=1)

    assert [one.text for one in sms.sent] == ["receipt", "notice", "bulk"]


async def test_what_is_due_later_waits(post: Post, sms: FakeGateway, moment: Moment) -> None:
    await post.put(due=clock.now() + timedelta(hours=1))

    assert await post.work() == 0
    moment.move(minutes=61)
    assert await post.work() == 1


async def test_two_workers_send_each_message_once(post: Post, sms: FakeGateway) -> None:
    messages = [await post.put() for _ in range(30)]

    done = await asyncio.gather(*(post.work(f"w{i}", limit=10) for i in range(4)))
    while await post.work():
        pass

    assert sum(done) <= 30
    assert len({one.ref for one in sms.sent}) == len(sms.sent) == 30
    assert {(await fresh(one)).status for one in messages} == {M.SENT}


async def test_at_night_only_the_urgent_is_sent(
    post: Post, sms: FakeGateway, moment: Moment
) -> None:
    post.facts["quiet_hours"] = (22, 8)
    moment.move(hours=11)  # 23:00 in Dhaka
    notice = await post.put(body="notice")
    await post.put(body="receipt", priority=notices.URGENT)

    await post.work()
    moment.move(hours=8, minutes=59)
    assert await post.work() == 0
    assert [one.text for one in sms.sent] == ["receipt"]
    assert (await fresh(notice)).tries == 0

    moment.move(minutes=1)
    await post.work()
    assert [one.text for one in sms.sent] == ["receipt", "notice"]


async def test_a_gateway_that_refuses_us_is_known_to_be_in_trouble_until_it_serves_us(
    post: Post, sms: FakeGateway, moment: Moment
) -> None:
    heard: list[GatewayTroubled] = []

    async def hear(event: GatewayTroubled) -> None:
        heard.append(event)

    events.listen({GatewayTroubled: [hear]})
    for _ in range(2):
        await post.put()
        sms.does = [Refused("no-credit")]
        await post.work()
    gateway = await Gateway.get(name="sms")
    assert heard == [GatewayTroubled(gateway.id, "no-credit")]
    assert gateway.troubled_since == clock.now()

    await post.put(post.cast.karim)
    await post.work()
    assert (await Gateway.get(name="sms")).troubled_since is None


async def test_people_hear_of_each_message_when_it_is_settled(post: Post, sms: FakeGateway) -> None:
    heard: list[MessagesMoved] = []

    async def hear(event: MessagesMoved) -> None:
        heard.append(event)

    events.listen({MessagesMoved: [hear]})
    await post.put()
    await post.put(post.cast.karim)
    await post.work()

    assert heard == [MessagesMoved((post.cast.rahim.id, post.cast.karim.id))]


async def test_a_try_costs_nothing_when_no_sms_went(post: Post, whatsapp: FakeGateway) -> None:
    message = await post.put(body="x" * 500)
    await post.work()

    (delivery,) = await post.deliveries(message)
    assert (delivery.segments, delivery.cost_minor) == (1, 0)
    assert await Reach.all().count() == 0
    assert json.loads(json.dumps((await fresh(message)).about)) == {}
    assert await Delivery.all().count() == await Message.all().count() == 1
