"""What a customer waits for, a link or a receipt, waits for no channel that does not work now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock
from domain.accounts.models import Gateway
from domain.errors import Busy, Refused, Unsure
from domain.messaging import notices
from domain.messaging.models import Message
from domain.messaging.states import MessageStatus
from tests.cast import Moment
from tests.domain.messaging.conftest import FakeGateway, Post, fresh

M = MessageStatus


async def _work_for(post: Post, moment: Moment, seconds: int) -> None:
    until = moment.now + timedelta(seconds=seconds)
    while moment.now < until:
        await post.work()
        moment.move(seconds=5)


async def _urgent(post: Post) -> Message:
    return await post.put(priority=notices.URGENT)


async def test_the_next_channel_has_its_turn_within_seconds_of_one_that_does_not_work(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway, moment: Moment
) -> None:
    message = await _urgent(post)
    whatsapp.does = [Busy("provider", "HTTP 500")] * 9
    await _work_for(post, moment, 30)
    assert (len(whatsapp.sent), len(sms.sent)) == (2, 1)
    assert (await fresh(message)).status is M.SENT
    await _work_for(post, moment, 900)
    assert (len(whatsapp.sent), len(sms.sent)) == (2, 1)


async def test_a_moment_of_trouble_does_not_change_the_channel(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway, moment: Moment
) -> None:
    await _urgent(post)
    whatsapp.does = [Busy("provider", "HTTP 503")]
    await _work_for(post, moment, 30)
    assert (len(whatsapp.sent), len(sms.sent)) == (2, 0)


async def test_whoever_wants_to_hear_nothing_for_longer_is_not_waited_for(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway, moment: Moment
) -> None:
    await _urgent(post)
    whatsapp.does = [Busy("throttled", retry_after=60)]
    await _work_for(post, moment, 10)
    await _urgent(post)
    await _work_for(post, moment, 10)
    assert (len(whatsapp.sent), len(sms.sent)) == (1, 2)


async def test_what_may_have_been_sent_goes_by_no_other_channel(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway, moment: Moment
) -> None:
    message = await _urgent(post)
    whatsapp.does = [Unsure("junk", "HTTP 500")]
    await _work_for(post, moment, 900)
    assert (len(whatsapp.sent), len(sms.sent)) == (1, 0)
    assert (await fresh(message)).status is M.UNKNOWN


@pytest.mark.parametrize("other", ["none", "no number"])
async def test_without_another_channel_it_is_tried_on(
    post: Post, whatsapp: FakeGateway, moment: Moment, other: str
) -> None:
    if other == "no number":
        await post.open("sms", "sms")
        post.facts["mobile"] = ""
    message = await _urgent(post)
    whatsapp.does = [Busy("provider")] * 4
    await _work_for(post, moment, 400)
    assert len(whatsapp.sent) == 5
    assert (await fresh(message)).status is M.SENT


async def test_when_the_others_refuse_it_comes_back_to_the_one_that_did_not_work(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway, moment: Moment
) -> None:
    message = await _urgent(post)
    whatsapp.does = [Busy("provider")] * 2
    sms.does = [Refused("bad-recipient")]
    await _work_for(post, moment, 300)
    assert (len(whatsapp.sent), len(sms.sent)) == (3, 1)
    assert (await fresh(message)).status is M.SENT


async def test_where_all_fail_it_ends(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway, moment: Moment
) -> None:
    message = await _urgent(post)
    whatsapp.does = [Busy("provider")] * 20
    sms.does = [Refused("bad-recipient")] * 20
    await _work_for(post, moment, 3600)
    assert ((found := await fresh(message)).status, found.error) == (M.FAILED, "not-delivered")
    assert (len(whatsapp.sent), len(sms.sent)) == (5, 1)


async def test_what_can_wait_is_given_the_time(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway, moment: Moment
) -> None:
    await post.put(priority=notices.USUAL)
    whatsapp.does = [Busy("provider")] * 3
    await _work_for(post, moment, 120)
    assert (len(whatsapp.sent), len(sms.sent)) == (4, 0)


async def test_a_gateway_that_is_silent_now_is_passed_over(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway, moment: Moment
) -> None:
    silent = int((clock.now() + timedelta(minutes=1)).timestamp() * 1_000_000)
    await Gateway.filter(name="wa").update(paused_us=silent)
    await _urgent(post)
    await post.work()
    assert (len(whatsapp.sent), len(sms.sent)) == (0, 1)
