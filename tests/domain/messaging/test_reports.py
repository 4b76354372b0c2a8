"""What providers say later: states only rise, whatever order and however often word comes."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest

from domain import clock
from domain.errors import Busy, Refused, Unsure
from domain.messaging import outbox, recording, reports
from domain.messaging.models import Delivery, Message, Reach
from domain.messaging.states import Channel, MessageStatus
from domain.ports import Handed, Inbound, Report
from tests.cast import Moment
from tests.domain.messaging.conftest import FakeAskedGateway, FakeGateway, Post, fresh

M = MessageStatus
RISING = ("sent", "delivered", "read")


async def sent(post: Post, **given: str) -> tuple[Message, Delivery]:
    """A message that a gateway took on."""
    message = await post.put(**given)
    await post.work()
    return message, (await post.deliveries(message))[0]


async def tell(post: Post, delivery: Delivery, *statuses: str, **more: str) -> None:
    name = {row.id: name for name, row in post.rows.items()}[delivery.gateway_id]
    words = [Report(delivery.provider_id, one, **more) for one in statuses]
    await reports.apply(post.rows[name], words)


@pytest.mark.parametrize("order", list(itertools.permutations(RISING)))
async def test_in_any_order_the_highest_word_stays(
    post: Post, sms: FakeGateway, order: tuple[str, ...]
) -> None:
    message, delivery = await sent(post)

    for status in (*order, *order):
        await tell(post, delivery, status)

    assert (await fresh(message)).status is M.READ
    assert (await post.deliveries(message))[0].status == "read"


@pytest.mark.parametrize("late", ["sent", "failed"])
async def test_what_arrived_does_not_fail_any_more(post: Post, sms: FakeGateway, late: str) -> None:
    message, delivery = await sent(post)

    await tell(post, delivery, "delivered", late)

    assert (await fresh(message)).status is M.DELIVERED
    assert await post.work() == 0


async def test_a_failure_that_is_told_later_brings_the_next_channel_once(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway
) -> None:
    message, delivery = await sent(post)
    for _ in range(3):
        await tell(post, delivery, "failed", reason="window-closed", detail="131047")
        await post.work()

    assert len(whatsapp.sent) == len(sms.sent) == 1
    first, second = await post.deliveries(message)
    assert (first.status, first.error) == ("failed", "window-closed 131047")
    assert second.status == "sent"
    assert (await fresh(message)).status is M.SENT


async def test_a_failure_without_a_next_channel_is_the_end(post: Post, sms: FakeGateway) -> None:
    message, delivery = await sent(post)

    await tell(post, delivery, "failed")
    await post.work()

    assert ((found := await fresh(message)).status, found.error) == (M.FAILED, "not-delivered")


async def test_sent_after_failed_changes_nothing(post: Post, sms: FakeGateway) -> None:
    message, delivery = await sent(post)

    await tell(post, delivery, "failed", "sent")
    await post.work()

    assert (await fresh(message)).status is M.FAILED
    assert (await post.deliveries(message))[0].status == "failed"


async def test_a_phone_that_gets_it_after_all_ends_the_fallback(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway
) -> None:
    message, delivery = await sent(post)

    await tell(post, delivery, "failed", "delivered")

    assert await post.work() == 0
    assert sms.sent == []
    assert (await fresh(message)).status is M.DELIVERED


async def test_an_unreachable_number_is_remembered_from_a_report(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway
) -> None:
    _, delivery = await sent(post)
    await tell(post, delivery, "failed", reason="bad-recipient")
    await post.work()

    reach = await Reach.get(channel=Channel.WHATSAPP, address="+8801711111111")
    assert reach.unreachable_since == clock.now()
    assert len(sms.sent) == 1


async def test_a_word_that_comes_before_the_answer_is_found_by_our_reference(
    post: Post, sms: FakeGateway
) -> None:
    message = await post.put()
    told: list[Report] = []

    async def send(outgoing: object) -> Handed:
        told.append(Report("provider-1", "delivered", ref=getattr(outgoing, "ref")))  # noqa: B009
        await reports.apply(post.rows["sms"], told)
        return Handed("provider-1")

    sms.send = send  # type: ignore[method-assign]
    await post.work()

    (delivery,) = await post.deliveries(message)
    assert (delivery.status, delivery.provider_id) == ("delivered", "provider-1")
    assert (await fresh(message)).status is M.DELIVERED


async def test_a_word_that_comes_before_silence_leaves_no_doubt(
    post: Post, sms: FakeGateway
) -> None:
    message = await post.put()

    async def send(outgoing: object) -> Handed:
        ref = getattr(outgoing, "ref")  # noqa: B009
        await reports.apply(post.rows["sms"], [Report("provider-1", "delivered", ref=ref)])
        raise Unsure("timeout")

    sms.send = send  # type: ignore[method-assign]
    await post.work()

    assert [one.status for one in await post.deliveries(message)] == ["delivered"]
    assert (await fresh(message)).status is M.DELIVERED


async def test_a_failure_that_comes_before_the_answer_still_brings_the_next_channel(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway
) -> None:
    message = await post.put()

    async def send(outgoing: object) -> Handed:
        ref = getattr(outgoing, "ref")  # noqa: B009
        await reports.apply(post.rows["wa"], [Report("w-1", "failed", ref=ref)])
        return Handed("w-1")

    whatsapp.send = send  # type: ignore[method-assign]
    await post.work()
    assert (await fresh(message)).status is M.READY
    await post.work()

    assert len(sms.sent) == 1
    assert [one.status for one in await post.deliveries(message)] == ["failed", "sent"]


async def test_a_failure_that_is_told_while_the_answer_is_written_brings_the_next_channel(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway
) -> None:
    message, delivery = await sent(post)
    as_it_was = await fresh(message)
    as_it_was.status = M.LEASED

    await recording.refused(as_it_was, delivery, Refused("window-closed", "131047"))
    await post.work()

    assert len(whatsapp.sent) == len(sms.sent) == 1
    assert (await fresh(message)).status is M.SENT


async def test_an_unknown_message_is_cleared_up_by_its_reference(
    post: Post, sms: FakeGateway
) -> None:
    message = await post.put()
    sms.does = [Unsure("timeout")]
    await post.work()
    (delivery,) = await post.deliveries(message)

    await reports.apply(post.rows["sms"], [Report("p-9", "sent", ref=str(delivery.id))])

    assert (await fresh(message)).status is M.SENT
    assert (await post.deliveries(message))[0].provider_id == "p-9"


async def test_a_word_on_a_message_that_nobody_knows_is_asked_for_again(
    post: Post, sms: FakeGateway, whatsapp: FakeGateway
) -> None:
    _, delivery = await sent(post, channels="sms")

    for word in (
        Report("nobody", "sent"),
        Report("", "sent", ref="999999"),
        Report("", "sent", ref="9" * 40),
        Report("", "sent", ref="²"),
    ):
        with pytest.raises(Busy):
            await reports.apply(post.rows["sms"], [word])
    with pytest.raises(Busy):
        await reports.apply(post.rows["wa"], [Report("", "read", ref=str(delivery.id))])
    assert (await post.deliveries(await Message.get(id=delivery.message_id)))[0].status == "sent"


async def test_one_stranger_in_a_batch_does_not_hide_the_others(
    post: Post, sms: FakeGateway
) -> None:
    message, delivery = await sent(post)

    with pytest.raises(Busy):
        await reports.apply(
            post.rows["sms"], [Report("nobody", "sent"), Report(delivery.provider_id, "delivered")]
        )

    assert (await fresh(message)).status is M.DELIVERED


async def test_a_word_that_means_nothing_to_us_is_passed_over(post: Post, sms: FakeGateway) -> None:
    message, delivery = await sent(post)

    await tell(post, delivery, "handed", "unknown", "played")

    assert (await fresh(message)).status is M.SENT


async def test_the_provider_says_when(post: Post, sms: FakeGateway) -> None:
    message, delivery = await sent(post)
    at = datetime(2026, 11, 21, 5, 59, tzinfo=UTC)

    await reports.apply(post.rows["sms"], [Report(delivery.provider_id, "delivered", at=at)])

    assert (await post.deliveries(message))[0].delivered_at == at


async def test_whoever_writes_is_reachable_and_opens_the_window(
    post: Post, whatsapp: FakeGateway, moment: Moment
) -> None:
    await Reach.create(
        channel=Channel.WHATSAPP, address="+8801711111111", unreachable_since=clock.now()
    )
    moment.move(minutes=1)

    await reports.apply(post.rows["wa"], [Inbound("m-1", "+8801711111111", "bill?")])

    reach = await Reach.get(channel=Channel.WHATSAPP, address="+8801711111111")
    assert reach.heard_at == clock.now()
    assert reach.unreachable_since is None


async def test_a_late_failure_of_a_former_try_does_not_disturb_what_a_person_sent_again(
    post: Post, sms: FakeGateway
) -> None:
    message, delivery = await sent(post)
    await tell(post, delivery, "failed")
    await post.work()
    await outbox.resend(post.cast.bina, message.id)
    await post.work()

    await tell(post, delivery, "failed")

    assert len(sms.sent) == 2
    assert (await fresh(message)).status is M.SENT
    assert await post.work() == 0


async def test_a_provider_that_tells_nothing_is_asked_until_it_is_final(
    post: Post, moment: Moment
) -> None:
    gateway = FakeAskedGateway()
    await post.open("sms", "sms", gateway)
    message, delivery = await sent(post)
    assert await reports.ask_due(post.ports) == 0

    moment.move(minutes=1)
    gateway.knows[delivery.provider_id] = Refused("auth")
    assert await reports.ask_due(post.ports) == 1
    assert await reports.ask_due(post.ports) == 0
    moment.move(minutes=4)
    gateway.knows[delivery.provider_id] = Report(delivery.provider_id, "sent")
    await reports.ask_due(post.ports)
    moment.move(minutes=25)
    gateway.knows[delivery.provider_id] = Report(delivery.provider_id, "delivered")
    await reports.ask_due(post.ports)
    moment.move(days=2)
    assert await reports.ask_due(post.ports) == 0

    assert gateway.asked == [delivery.provider_id] * 3
    assert (await fresh(message)).status is M.DELIVERED


async def test_asking_ends_after_a_day(post: Post, moment: Moment) -> None:
    gateway = FakeAskedGateway()
    await post.open("sms", "sms", gateway)
    await sent(post)

    asked = 0
    for _ in range(8):
        moment.move(days=1)
        asked += await reports.ask_due(post.ports)

    assert asked == len(gateway.asked) == 1


async def test_a_provider_that_tells_by_itself_is_not_asked(
    post: Post, sms: FakeGateway, moment: Moment
) -> None:
    await sent(post)
    moment.move(minutes=10)

    assert await reports.ask_due(post.ports) == 0
