"""Whether and by what an operator tells an event: its own setting, else the nearest above it."""

from __future__ import annotations

import pytest

from domain.errors import InvalidValue, NotFound, RightLacking
from domain.messaging import notices, outbox, telling
from domain.messaging.models import EventSetting
from tests.domain.messaging.conftest import FakeGateway, Post

EVENT = "payment-received"


def draft(post: Post) -> outbox.Draft:
    return outbox.Draft("one", EVENT, post.cast.rahim.id, post.cast.north.id)


async def test_an_event_that_the_isp_switched_off_is_told_by_no_operator(post: Post) -> None:
    await telling.save(post.cast.asha, EVENT, enabled=False)

    assert not await telling.is_enabled(EVENT, post.cast.north.id)
    assert not await outbox.put(draft(post))


async def test_an_operators_own_setting_goes_before_the_isps(post: Post) -> None:
    await telling.save(post.cast.asha, EVENT, enabled=False)
    await telling.save(post.cast.bina, EVENT)
    await telling.save(post.cast.esha, EVENT, enabled=False)

    assert await telling.is_enabled(EVENT, post.cast.north.id)
    assert not await telling.is_enabled(EVENT, post.cast.south.id)
    assert await outbox.put(draft(post))


async def test_what_is_not_optional_can_not_be_switched_off(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = notices.Notice(EVENT, is_optional=False)
    monkeypatch.setattr(notices, "NOTICES", {**notices.NOTICES, EVENT: code})

    with pytest.raises(InvalidValue):
        await telling.save(post.cast.asha, EVENT, enabled=False)
    await telling.save(post.cast.asha, EVENT, channels=["sms"])

    assert await telling.is_enabled(EVENT, post.cast.north.id)


async def test_what_a_person_asks_for_is_told_though_it_is_switched_off(post: Post) -> None:
    await telling.save(post.cast.asha, EVENT, enabled=False)

    assert await outbox.put(draft(post), asked=True)


async def test_the_isps_order_of_channels_holds_for_its_operators(
    post: Post, sms: FakeGateway, whatsapp: FakeGateway
) -> None:
    mail = await post.open("mail", "email")
    await telling.save(post.cast.asha, EVENT, channels=["email", "sms"])

    await post.put()
    await post.work()

    assert (len(mail.sent), len(sms.sent), len(whatsapp.sent)) == (1, 0, 0)


async def test_saving_the_same_again_changes_nothing(post: Post) -> None:
    _, first = await telling.save(post.cast.bina, EVENT, channels=["sms"])
    _, second = await telling.save(post.cast.bina, EVENT, channels=["sms"])

    assert (first, second) == (True, False)
    assert await EventSetting.all().count() == 1


@pytest.mark.parametrize(
    ("event", "channels", "nearest"),
    [("payment-recieved", [], EVENT), (EVENT, ["whatsap"], "whatsapp")],
)
async def test_what_does_not_exist_is_refused_with_the_nearest(
    post: Post, event: str, channels: list[str], nearest: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        await telling.save(post.cast.bina, event, channels=channels)

    assert refused.value.values["example"] == nearest


async def test_only_who_may_send_decides_and_only_for_their_own(post: Post) -> None:
    with pytest.raises(RightLacking):
        await telling.save(post.cast.chand, EVENT)
    with pytest.raises(NotFound):
        await telling.save(post.cast.esha, EVENT, operator_code=post.cast.north.code)
