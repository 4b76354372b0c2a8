"""What is written into the outbox, once per cause, and who may have it sent again."""

from __future__ import annotations

import pytest

from domain import db, wakes
from domain.errors import InvalidState, NotFound, RightLacking
from domain.messaging import notices, outbox
from domain.messaging.models import EventSetting, Message
from domain.messaging.states import MessageStatus
from domain.staff.models import Audit
from tests.cast import Cast
from tests.domain.messaging.conftest import Post


def a_draft(cast: Cast, dedupe: str = "bill:1:made", event: str = "bill-created") -> outbox.Draft:
    return outbox.Draft(
        dedupe=dedupe,
        event=event,
        customer_id=cast.rahim.id,
        operator_id=cast.north.id,
        about={"bill": 1, "নাম": "রহিম"},
    )


async def test_one_cause_makes_one_message_however_often_it_is_told(cast: Cast) -> None:
    assert await outbox.put(a_draft(cast))
    assert not await outbox.put(a_draft(cast))
    assert await outbox.put_many([a_draft(cast), a_draft(cast, "bill:2:made")]) == 1

    first, second = await Message.all().order_by("id")
    assert first.about == {"bill": 1, "নাম": "রহিম"}
    assert (first.status, first.priority) == (MessageStatus.READY, notices.USUAL)
    assert second.dedupe == "bill:2:made"


async def test_what_its_cause_took_back_was_never_written(cast: Cast) -> None:
    async def cause() -> None:
        async with db.transaction():
            await outbox.put(a_draft(cast))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await cause()
    assert await Message.all().count() == 0


async def test_an_event_that_is_switched_off_is_not_told(cast: Cast) -> None:
    await EventSetting.create(operator_id=cast.north.id, event="bill-created", enabled=False)

    assert not await outbox.put(a_draft(cast))
    assert await outbox.put(a_draft(cast, "p:1", "payment-received"))


async def test_the_worker_is_woken_after_the_commit_only(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[str] = []
    monkeypatch.setattr(wakes, "rouse", woken.append)

    async with db.transaction():
        await outbox.put(a_draft(cast))
        assert woken == []

    assert woken == [wakes.OUTBOX]


async def test_nothing_to_write_is_no_statement(cast: Cast) -> None:
    assert await outbox.put_many([]) == 0


async def a_failed_one(post: Post) -> Message:
    message = await post.put()
    await Message.filter(id=message.id).update(status=MessageStatus.UNKNOWN, tries=4)
    return message


async def test_what_has_arrived_is_not_given_back(post: Post) -> None:
    message = await post.put()
    await Message.filter(id=message.id).update(status=MessageStatus.DELIVERED)

    await outbox.give_back(message.id, [MessageStatus.LEASED], due_ms=0)

    assert (await Message.get(id=message.id)).status is MessageStatus.DELIVERED


async def test_a_person_sends_again_what_is_unknown_and_the_audit_says_who(post: Post) -> None:
    message = await a_failed_one(post)

    await outbox.resend(post.cast.bina, message.id)

    found = await Message.get(id=message.id)
    assert (found.status, found.tries, found.due_ms) == (MessageStatus.READY, 0, 0)
    assert await Audit.filter(act="message.resend", subject_id=message.id).count() == 1


async def test_nobody_else_has_it_sent_again(post: Post) -> None:
    message = await a_failed_one(post)

    with pytest.raises(RightLacking):
        await outbox.resend(post.cast.chand, message.id)
    with pytest.raises(NotFound):
        await outbox.resend(post.cast.esha, message.id)
    with pytest.raises(NotFound):
        await outbox.resend(post.cast.asha, 999)
    assert (await Message.get(id=message.id)).status is MessageStatus.UNKNOWN


@pytest.mark.parametrize("state", ["ready", "leased", "sent", "delivered", "read"])
async def test_what_is_under_way_or_arrived_is_not_sent_again(post: Post, state: str) -> None:
    message = await post.put()
    await Message.filter(id=message.id).update(status=state)

    with pytest.raises(InvalidState):
        await outbox.resend(post.cast.asha, message.id)
    assert (await Message.get(id=message.id)).status == state
