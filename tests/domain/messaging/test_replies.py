"""An answer goes back the way the question came, word for word, while the window is open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock, db
from domain.errors import Busy, Refused, Unsure
from domain.messaging import dispatcher, replies, reports
from domain.messaging.models import Delivery, Message
from domain.messaging.states import Channel, MessageStatus
from domain.outreach import facts
from domain.ports import Answer, Inbound, Option, Spoken
from tests.cast import Moment
from tests.domain.messaging.conftest import FakeGateway, Post, fresh

RAHIM, STRANGER = "+8801711111111", "+8801799999999"
BILL = Option("bill", "My bill")


async def answers(post: Post, text: str = "Hello", *, to: str = RAHIM, **more: object) -> Message:
    """Somebody wrote, and is answered."""
    await reports.heard_from(Channel.WHATSAPP, to, clock.now())
    said = Inbound("wamid.1", to, "hi")
    answer = Answer(text, "en", **more)  # type: ignore[arg-type]
    number = await Message.all().count() + 1
    async with db.transaction():
        assert await replies.put(Spoken(number, "whatsapp", "wa", to, said), answer)
    return await Message.all().order_by("-id").first()  # type: ignore[return-value]


async def work(post: Post) -> None:
    await dispatcher.work("worker", facts.gather, post.ports, allowed=None)


async def test_a_reply_is_sent_as_it_was_written_with_its_choices(
    post: Post, whatsapp: FakeGateway
) -> None:
    text = "You wrote {customer_name}, {what}?"
    message = await answers(
        post, text, choices=[BILL], opens="Choose", customer_id=post.cast.rahim.id
    )
    await work(post)

    (sent,) = whatsapp.sent
    assert (sent.to, sent.text, sent.choices, sent.opens) == (RAHIM, text, (BILL,), "Choose")
    assert sent.template is None
    assert (await fresh(message)).status is MessageStatus.SENT
    assert (await Delivery.get()).text == text


async def test_a_stranger_is_answered_at_the_number_they_wrote_from(
    post: Post, whatsapp: FakeGateway
) -> None:
    message = await answers(post, to=STRANGER)
    await work(post)

    assert [sent.to for sent in whatsapp.sent] == [STRANGER]
    assert ((await fresh(message)).customer_id, message.operator_id) == (None, post.cast.isp.id)


async def test_a_reply_goes_by_the_account_that_was_written_to_and_by_no_other_channel(
    post: Post, sms: FakeGateway
) -> None:
    nearer = await post.open("nearer", "whatsapp", operator_id=post.cast.north.id)
    ours = await post.open("wa", "whatsapp")
    await answers(post, customer_id=post.cast.rahim.id)
    ours.does = [Refused("refused")]
    message = await answers(post, customer_id=post.cast.rahim.id)
    for _ in range(3):
        await work(post)

    assert (len(ours.sent), nearer.sent, sms.sent) == (2, [], [])
    states = [row.status for row in await Message.all().order_by("id")]
    assert sorted(states) == sorted([MessageStatus.SENT, MessageStatus.FAILED])
    assert (await fresh(message)).channels == "whatsapp"


async def test_the_account_of_another_operator_answers_for_itself(post: Post) -> None:
    souths = await post.open("wa", "whatsapp", operator_id=post.cast.south.id)
    message = await answers(post, customer_id=post.cast.rahim.id)
    await work(post)

    assert len(souths.sent) == 1
    assert message.operator_id == post.cast.south.id


@pytest.mark.parametrize("hours", [24, 48])
async def test_when_the_window_is_shut_nothing_is_tried(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway, moment: Moment, hours: int
) -> None:
    message = await answers(post, customer_id=post.cast.rahim.id)
    moment.now += timedelta(hours=hours)
    await work(post)

    assert (whatsapp.sent, sms.sent) == ([], [])
    assert (await fresh(message)).error == "window-closed"


async def test_who_is_busy_is_asked_again_and_answers_at_night_too(
    post: Post, whatsapp: FakeGateway, moment: Moment
) -> None:
    moment.move(hours=15)  # three at night
    message = await answers(post, customer_id=post.cast.rahim.id)
    whatsapp.does = [Busy("provider")]
    await work(post)
    moment.move(minutes=2)
    await work(post)

    assert len(whatsapp.sent) == 2
    assert (await fresh(message)).status is MessageStatus.SENT


async def test_replies_and_notices_share_a_batch(post: Post, whatsapp: FakeGateway) -> None:
    await reports.heard_from(Channel.WHATSAPP, RAHIM, clock.now())
    await answers(post, to=STRANGER)
    await post.put(body="Dear {customer_name}")
    await work(post)

    assert sorted(sent.text for sent in whatsapp.sent) == ["Dear Rahim Uddin", "Hello"]


async def test_answers_to_one_person_leave_in_order_and_nobody_else_waits_for_them(
    post: Post, whatsapp: FakeGateway, moment: Moment
) -> None:
    for text in ("one", "two", "three"):
        await answers(post, text)
    whatsapp.does = [Busy("provider", retry_after=10)]
    await work(post)
    await answers(post, "another", to=STRANGER)
    await work(post)
    assert [sent.text for sent in whatsapp.sent] == ["one", "another"]

    moment.move(seconds=11)
    for _ in range(3):
        await work(post)
    assert [sent.text for sent in whatsapp.sent][2:] == ["one", "two", "three"]


async def test_an_answer_that_fails_does_not_silence_those_after_it(
    post: Post, whatsapp: FakeGateway
) -> None:
    whatsapp.does = [Refused("refused"), Unsure("timeout")]
    for text in ("one", "two", "three"):
        await answers(post, text)
    for _ in range(5):
        await work(post)

    assert [sent.text for sent in whatsapp.sent] == ["one", "two", "three"]
