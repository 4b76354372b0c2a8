"""What customers get back for what they said: sent and done, or neither."""

from __future__ import annotations

import pytest

from domain.customers.models import Customer
from domain.errors import Unsure
from domain.incidents.models import Incident
from domain.messaging import heard, replies
from domain.messaging.models import Heard, Message
from domain.messaging.states import HeardStatus
from domain.ports import Answer, Ports, Spoken
from scheduler import heard as worker
from tests.cast import Cast, Moment
from tests.scheduler.clerk import Clerk, arrives, read, replied, says


async def test_an_answer_is_sent_and_done_or_neither(
    ports: Ports, clerk: Clerk, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    await arrives(says("hi"))
    await read(ports)

    async def killed(*told: object) -> None:
        raise RuntimeError("the process ends here")

    with monkeypatch.context() as patch:
        patch.setattr(replies, "put", killed)
        await worker.work(clerk.talks)
    assert (await Heard.get()).status is HeardStatus.NEW
    assert await replied() == []

    moment.move(seconds=61)
    await worker.work(clerk.talks)
    assert await replied() == ["You said hi"]


async def test_what_can_not_be_answered_is_given_up_and_shown_and_the_rest_goes_on(
    ports: Ports, clerk: Clerk, moment: Moment
) -> None:
    def broken(spoken: Spoken) -> Answer:
        raise Unsure("timeout")

    await arrives(says("poison"), says("next"))
    await read(ports)
    clerk.does = [broken] * heard.GIVE_UP_AFTER
    for _ in range(heard.GIVE_UP_AFTER):
        assert await worker.work(clerk.talks) == 1
        assert "next" not in clerk.words
        moment.move(minutes=11)
    await worker.work(clerk.talks)

    assert clerk.words[-1] == "next"
    assert (await Heard.get(id=1)).status is HeardStatus.FAILED
    assert (await Incident.get()).kind == "inbox-given-up"
    assert await replied() == ["You said next"]


async def test_a_greeting_is_sent_once_a_day(ports: Ports, clerk: Clerk, moment: Moment) -> None:
    def greeting(spoken: Spoken) -> Answer:
        return Answer("Welcome", "en", is_greeting=True)

    for number in range(3):
        clerk.does = [greeting]
        await arrives(says(f"thanks {number}"))
        await read(ports)
        await worker.work(clerk.talks)
    assert await replied() == ["Welcome"]

    moment.move(days=1)
    clerk.does = [greeting]
    await arrives(says("hello again"))
    await read(ports)
    await worker.work(clerk.talks)
    assert await replied() == ["Welcome", "Welcome"]


async def test_what_is_not_sent_is_not_remembered_as_being_on_show(
    ports: Ports, clerk: Clerk
) -> None:
    shown: list[str] = []

    def greeting(spoken: Spoken) -> Answer:
        async def remember() -> None:
            shown.append(spoken.said.text)

        return Answer("Welcome", "en", is_greeting=True, remember=remember)

    for number in range(2):
        clerk.does = [greeting]
        await arrives(says(f"thanks {number}"))
        await read(ports)
        await worker.work(clerk.talks)
    assert await replied() == ["Welcome"]
    assert shown == ["thanks 0"]


async def test_a_reply_is_of_the_customers_operator(ports: Ports, clerk: Clerk, cast: Cast) -> None:
    clerk.customer_id = cast.rahim.id
    await arrives(says("hi"))
    await read(ports)
    await worker.work(clerk.talks)

    message = await Message.get(event=replies.EVENT)
    assert (message.customer_id, message.operator_id) == (cast.rahim.id, cast.north.id)
    assert (await Customer.get(id=cast.rahim.id)).opted_out_at is None
