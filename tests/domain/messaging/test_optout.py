"""Whoever says stop gets nothing that goes to many, until they say start; bills still come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock
from domain.customers.models import Customer
from domain.errors import Refused
from domain.messaging import optout, reports
from domain.messaging.models import Message, Reach
from domain.ports import Inbound
from domain.staff.models import Audit
from locales.catalog import Catalog
from tests.domain.messaging.conftest import FakeGateway, Post

RAHIM = "+8801711111111"


async def says(post: Post, text: str, by: str = "wa", **more: object) -> None:
    word = Inbound("m", RAHIM, text, **{"at": clock.now(), **more})  # type: ignore[arg-type]
    await optout.heed(post.rows[by], [word], Catalog(strict=True))
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


async def test_what_the_provider_understood_counts_and_carriers_take_no_answer(
    post: Post, sms: FakeGateway
) -> None:
    await says(post, "আর পাঠাবেন না", by="sms", wants=False)

    assert await has_opted_out(post)
    assert not await Message.exists()


async def test_a_setting_in_the_app_opens_no_window(post: Post, whatsapp: FakeGateway) -> None:
    await says(post, "", wants=False, is_written=False)

    assert await has_opted_out(post)
    assert not await Reach.exists()


async def test_a_provider_that_refuses_for_a_stop_tells_us_of_it(
    post: Post, sms: FakeGateway
) -> None:
    sms.does = [Refused("opted-out")]
    await post.put()

    await post.work()

    assert await has_opted_out(post)
