"""What is wrong with our account is nobody's fault who should get a message: it waits, or goes by
another channel, and staff hear of it once."""

from __future__ import annotations

import pytest

from domain import events
from domain.accounts import gateways
from domain.errors import Refused
from domain.events import GatewayRecovered, GatewayTroubled
from domain.messaging import outbox
from domain.messaging.models import Reach
from domain.messaging.states import MessageStatus
from tests.cast import Moment
from tests.domain.messaging.conftest import FakeGateway, Post, fresh

M = MessageStatus
OURS = pytest.mark.parametrize("reason", ["auth", "no-credit", "config", "template-problem"])


@pytest.fixture
def told() -> list[str]:
    """What staff are told of gateways; a recovery takes up again what waits."""
    words: list[str] = []

    async def trouble(event: GatewayTroubled) -> None:
        words.append(event.reason)

    async def recovery(event: GatewayRecovered) -> None:
        words.append("well")
        await outbox.take_up(event.gateway_id)

    events.listen({GatewayTroubled: [trouble], GatewayRecovered: [recovery]})
    return words


@OURS
async def test_it_goes_by_the_next_channel_and_the_number_stays_good(
    reason: str, post: Post, whatsapp: FakeGateway, sms: FakeGateway, told: list[str]
) -> None:
    whatsapp.does = [Refused(reason)] * 2
    messages = [await post.put() for _ in range(2)]
    for _ in range(2):
        await post.work()

    assert {(await fresh(one)).status for one in messages} == {M.SENT}
    assert (len(whatsapp.sent), len(sms.sent)) == (2, 2)
    assert not await Reach.exists()
    assert told == [reason]


@OURS
async def test_without_another_channel_it_waits_and_goes_once_the_account_is_put_right(
    reason: str, post: Post, sms: FakeGateway, moment: Moment, told: list[str]
) -> None:
    sms.does = [Refused(reason)] * 3
    messages = [await post.put() for _ in range(3)]
    for _ in range(3):
        await post.work()
    assert {(await fresh(one)).status for one in messages} == {M.READY}
    assert len(sms.sent) == 3

    moment.move(minutes=5)
    await post.work()
    assert len(sms.sent) == 3, "nobody asks again and again meanwhile"
    await gateways.well(post.rows["sms"].id)
    await post.work()

    assert {(await fresh(one)).status for one in messages} == {M.SENT}
    assert told == [reason, "well"]


async def test_an_account_that_nobody_puts_right_is_tried_now_and_then_for_a_day(
    post: Post, sms: FakeGateway, moment: Moment, told: list[str]
) -> None:
    sms.does = [Refused("no-credit")] * 100
    message = await post.put()
    for _ in range(40):
        await post.work()
        moment.move(hours=1)

    found = await fresh(message)
    assert (found.status, found.error) == (M.FAILED, "not-delivered")
    assert 5 <= len(sms.sent) <= 14
    assert told == ["no-credit"]


async def test_a_wrong_recipient_is_still_the_recipients(
    post: Post, whatsapp: FakeGateway, sms: FakeGateway, told: list[str]
) -> None:
    whatsapp.does = [Refused("bad-recipient")]
    await post.put()
    for _ in range(2):
        await post.work()

    assert (await Reach.get(channel="whatsapp")).unreachable_since is not None
    assert told == []


async def test_refusals_for_reasons_that_nobody_knows_are_told_when_they_are_all_there_is(
    post: Post, sms: FakeGateway, told: list[str]
) -> None:
    sms.does = [Refused("refused", "5000")] * 12
    messages = [await post.put() for _ in range(12)]
    await post.work()
    await post.work()

    assert {(await fresh(one)).error for one in messages} == {"not-delivered"}
    assert told == ["no-answer"]
