"""Whoever says stop gets nothing that goes to many, until they say start; bills still come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock
from domain.customers.models import Customer
from domain.errors import Refused
from domain.messaging import notices, optout, outbox, reports
from domain.messaging.models import Message, Reach
from domain.messaging.states import Channel, MessageStatus
from domain.ports import Inbound
from domain.staff.models import Audit
from tests.cast import Moment
from tests.domain.messaging.conftest import FakeGateway, Post, fresh
from tests.texts import TEXTS

RAHIM = "+8801711111111"


async def says(post: Post, text: str, by: str = "wa", **more: object) -> None:
    word = Inbound("m", RAHIM, text, **{"at": clock.now(), **more})  # type: ignore[arg-type]
    await optout.heed(post.rows[by], [word], TEXTS)
    await reports.apply(post.rows[by], [word])


async def has_opted_out(post: Post) -> bool:
    return (await Customer.get(id=post.cast.rahim.id)).opted_out_at is not None


@pytest.mark.parametrize("text", ["STOP", " stop! ", "Stop all", "unsubscribe", "বন্ধ করুন", "স্টপ"])
async def test_stop_in_either_language_ends_what_goes_to_many(
    post: Post, whatsapp: FakeGateway, text: str
) -> None:
    await says(post, text)

    assert await has_opted_out(post)
    assert await Audit.filter(act="customer.opt_out", subject_id=post.cast.rahim.id).exists()


@pytest.mark.parametrize("text", ["", "please stop calling", "my line has stopped", "👍", "start"])
async def test_other_words_change_nothing(post: Post, whatsapp: FakeGateway, text: str) -> None:
    await says(post, text)

    assert not await has_opted_out(post)


async def test_they_are_told_once_and_start_brings_it_back(
    post: Post, whatsapp: FakeGateway
) -> None:
    for text in ("STOP", "STOP", "চালু"):
        await says(post, text)

    assert not await has_opted_out(post)
    told = await Message.filter(customer_id=post.cast.rahim.id).order_by("id")
    assert [(one.event, one.channels) for one in told] == [
        ("opted-out", "whatsapp"), ("opted-in", "whatsapp"),
    ]  # fmt: skip


async def test_a_stop_that_is_told_again_after_a_start_counts_no_more(
    post: Post, whatsapp: FakeGateway
) -> None:
    before = clock.now() - timedelta(minutes=5)
    await says(post, "STOP", at=before)
    await says(post, "START")
    await says(post, "STOP", at=before)

    assert not await has_opted_out(post)


async def test_a_stop_that_comes_after_what_was_written_later_is_heeded(
    post: Post, whatsapp: FakeGateway
) -> None:
    await says(post, "hello?")
    await says(post, "STOP", at=clock.now() - timedelta(seconds=8))

    assert await has_opted_out(post)
    assert await Message.filter(event="opted-out").count() == 1


async def test_a_stop_that_is_told_again_after_staff_have_taken_it_back_counts_no_more(
    post: Post, whatsapp: FakeGateway
) -> None:
    at = clock.now()
    await says(post, "STOP", at=at)
    await Customer.filter(id=post.cast.rahim.id).update(opted_out_at=None)
    await says(post, "STOP", at=at)

    assert not await has_opted_out(post)


async def test_a_stop_that_could_not_be_written_down_is_heeded_when_it_is_told_again(
    post: Post, whatsapp: FakeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> bool:
        raise OSError("the disk is full")

    at = clock.now()
    with monkeypatch.context() as broken:
        broken.setattr(outbox, "put", fail)
        with pytest.raises(OSError, match="full"):
            await says(post, "STOP", at=at)
    assert not await has_opted_out(post)
    await says(post, "STOP", at=at)

    assert await has_opted_out(post)


async def test_what_the_provider_understood_counts_and_carriers_take_no_answer(
    post: Post, sms: FakeGateway
) -> None:
    await says(post, "আর পাঠাবেন না", by="sms", wants=False)

    assert await has_opted_out(post)
    assert not await Message.exists()


async def test_a_setting_in_the_app_holds_there_and_opens_no_window(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway
) -> None:
    await says(post, "", wants=False, is_written=False)

    assert not await has_opted_out(post)
    assert (await Reach.get(address=RAHIM)).heard_at is None
    await post.put()
    await post.work()
    assert (len(whatsapp.sent), len(sms.sent)) == (1, 0), "a receipt goes on as before"


async def broadcast(post: Post, channels: str) -> Message:
    """A message that goes to many, to somebody who wrote lately."""
    await reports.heard_from(Channel.WHATSAPP, RAHIM, clock.now())
    message = await post.put(channels=channels, body="Offer", priority=notices.BULK)
    await Message.filter(id=message.id).update(broadcast_id=1)
    return message


async def test_who_declines_offers_by_whatsapp_gets_receipts_by_sms_and_no_more_offers_there(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway
) -> None:
    whatsapp.does = [Refused("marketing-declined")] * 2
    receipt, offer = await post.put(), await broadcast(post, "")
    for _ in range(3):
        await post.work()

    assert not await has_opted_out(post)
    assert [one.text for one in sms.sent] == ["Dear Rahim, 500 BDT."]
    assert (await fresh(receipt)).status is MessageStatus.SENT
    found = await fresh(offer)
    assert (found.status, found.error) == (MessageStatus.FAILED, "marketing-declined")

    later, by_sms = await broadcast(post, ""), await broadcast(post, "sms")
    await post.work()
    assert (await fresh(later)).status is MessageStatus.DROPPED
    assert (await fresh(by_sms)).status is MessageStatus.SENT
    assert len(whatsapp.sent) == 2


async def test_offers_by_whatsapp_come_again_when_they_are_wanted_again(
    post: Post, whatsapp: FakeGateway, moment: Moment
) -> None:
    await says(post, "", wants=False, is_written=False)
    moment.move(minutes=1)
    await says(post, "", wants=True, is_written=False)
    offer = await broadcast(post, "")
    await post.work()

    assert (await fresh(offer)).status is MessageStatus.SENT


async def test_a_provider_that_refuses_for_a_stop_tells_us_of_it(
    post: Post, sms: FakeGateway
) -> None:
    sms.does = [Refused("opted-out")]
    await post.put()

    await post.work()

    assert await has_opted_out(post)
