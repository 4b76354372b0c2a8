"""What customers say is answered in order for each of them, once, whoever is killed meanwhile."""

from __future__ import annotations

import asyncio

import pytest

from domain import clock, inbox
from domain.inbox import Inbox, InboxStatus
from domain.messaging import heard
from domain.messaging.models import Heard
from domain.messaging.states import HeardStatus
from domain.ports import Answer, Place, Ports, Spoken
from scheduler import heard as worker
from scheduler import inbox as reader
from tests.cast import Moment
from tests.scheduler.clerk import KARIM, RAHIM, Clerk, arrives, read, replied, says


async def test_a_customer_writes_and_is_answered_once(ports: Ports, clerk: Clerk) -> None:
    for _ in range(2):
        await arrives(says("hi"))
    await arrives(says("hi"), says("bill"))
    await read(ports)

    assert [await worker.work(clerk.talks) for _ in range(3)] == [1, 1, 0]

    assert clerk.words == ["hi", "bill"]
    assert await replied() == ["You said hi", "You said bill"]
    assert {row.status for row in await Heard.all()} == {HeardStatus.DONE}


async def test_both_shapes_of_one_message_are_one(ports: Ports, clerk: Clerk) -> None:
    await arrives(says("hi", from_user_id="BD.1"))
    await arrives(says("hi"))
    await read(ports)

    assert await Heard.all().count() == 1


async def test_reports_leave_nothing_to_answer(ports: Ports, clerk: Clerk) -> None:
    status = {"id": "wamid.X", "status": "delivered", "timestamp": "1750000000"}
    await arrives(statuses=[status])
    await read(ports)

    assert not await Heard.exists()


async def test_who_speaks_does_not_wait_for_a_report_of_others(ports: Ports, clerk: Clerk) -> None:
    status = {"id": "wamid.X", "status": "delivered", "timestamp": "1750000000"}
    await arrives(says("hi"), statuses=[status])
    await read(ports)
    assert (await Inbox.get()).status is InboxStatus.NEW

    assert await worker.work(clerk.talks) == 1
    assert clerk.words == ["hi"]


@pytest.mark.parametrize("text", ["STOP", "start", "বন্ধ করুন"])
async def test_who_wants_news_or_none_is_heeded_and_not_answered_here(
    ports: Ports, clerk: Clerk, text: str
) -> None:
    await arrives(says(text))
    await read(ports)

    assert not await Heard.exists()


async def test_a_choice_a_file_and_a_place_come_whole(ports: Ports, clerk: Clerk) -> None:
    await arrives(
        says("", id="1", type="image", image={"id": "M", "mime_type": "image/png", "caption": "x"}),
        says("", id="2", type="location", location={"latitude": 23.7, "longitude": 90.4}),
        says(
            "",
            id="3",
            type="interactive",
            interactive={"type": "list_reply", "list_reply": {"id": "bill", "title": "My bill"}},
            context={"id": "wamid.OURS"},
        ),
    )
    await read(ports)
    while await worker.work(clerk.talks):
        pass

    image, place, choice = (spoken.said for spoken in clerk.asked)
    assert image.media is not None
    assert (image.media.kind, image.media.id, image.text) == ("image", "M", "x")
    assert place.place == Place(23.7, 90.4)
    assert (choice.choice, choice.text, choice.reply_to) == ("bill", "My bill", "wamid.OURS")


async def test_one_persons_words_wait_for_each_other_and_anothers_do_not(
    ports: Ports, clerk: Clerk
) -> None:
    await arrives(says("one"), says("two"), says("three", by=KARIM))
    await read(ports)

    first = await heard.claim(10)
    assert [one.spoken.said.text for one in first] == ["one", "three"]
    assert await heard.claim(10) == []
    assert await heard.answered(first[0], None)

    assert [one.spoken.said.text for one in await heard.claim(10)] == ["two"]


async def test_what_was_said_first_is_answered_first_whenever_it_arrives(
    ports: Ports, clerk: Clerk, moment: Moment
) -> None:
    early = says("early")
    moment.move(seconds=2)
    await arrives(says("late"))
    await arrives(early)
    await read(ports)
    while await worker.work(clerk.talks):
        pass

    assert clerk.words == ["early", "late"]


async def test_what_came_late_waits_while_its_person_is_being_answered(
    ports: Ports, clerk: Clerk, moment: Moment
) -> None:
    early = says("early")
    moment.move(seconds=2)
    await arrives(says("late"))
    await read(ports)
    (late,) = await heard.claim(10)
    await arrives(early)
    await read(ports)

    assert await heard.claim(10) == []
    await heard.answered(late, None)
    assert [one.spoken.said.text for one in await heard.claim(10)] == ["early"]


async def test_words_wait_for_those_that_came_before_and_are_being_read(
    ports: Ports, clerk: Clerk, moment: Moment
) -> None:
    await arrives(says("one"))
    taken = await inbox.due(clock.now(), reader.KINDS, 1)  # another process is at it
    await arrives(says("two"))
    await read(ports)

    assert await worker.work(clerk.talks) == 1
    assert clerk.words == []
    moment.move(seconds=reader.KINDS["whatsapp"] - 1)
    assert await worker.work(clerk.talks) == 1
    assert clerk.words == []
    moment.move(seconds=2)  # it must have died
    assert await worker.work(clerk.talks) == 1
    await read(ports)
    while await worker.work(clerk.talks):
        pass
    assert clerk.words == ["one", "two"]
    assert [row.id for row in taken] == [1]


async def test_a_request_that_ends_whoever_reads_it_does_not_silence_those_after_it(
    ports: Ports, clerk: Clerk, moment: Moment
) -> None:
    await arrives(says("deadly"))
    for _ in range(3):
        moment.move(seconds=reader.KINDS["whatsapp"] + 1)
        assert await inbox.due(clock.now(), reader.KINDS, 1)  # and the process ends
    await arrives(says("two"))
    await read(ports)

    assert await worker.work(clerk.talks) == 1
    assert clerk.words == ["two"]


async def test_two_processes_never_answer_one_person_at_once(ports: Ports, clerk: Clerk) -> None:
    for number in range(6):
        await arrives(says(f"r{number}"), says(f"k{number}", by=KARIM))
    await read(ports)
    at_work: set[str] = set()

    async def slowly(spoken: Spoken) -> Answer | None:
        assert spoken.sender not in at_work
        at_work.add(spoken.sender)
        await asyncio.sleep(0.01)
        at_work.remove(spoken.sender)
        return await clerk.talk(spoken)

    async def process() -> None:
        while await Heard.filter(status=HeardStatus.NEW).exists():
            await worker.work({"whatsapp": slowly})

    await asyncio.gather(*(process() for _ in range(3)))

    for letter in "rk":
        said = [word for word in clerk.words if word.startswith(letter)]
        assert said == [f"{letter}{number}" for number in range(6)]
    assert {row.tries for row in await Heard.all()} == {1}


async def test_a_killed_process_leaves_its_person_to_the_next_and_nothing_is_sent_twice(
    ports: Ports, clerk: Clerk, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    await arrives(says("hi"), says("more"))
    await read(ports)
    (lost,) = await heard.claim(10)  # and the process ends
    assert await worker.work(clerk.talks) == 0
    moment.move(seconds=61)

    assert await worker.work(clerk.talks) == 1
    assert not await heard.answered(lost, Answer("twice", "en"))  # it had only hung

    assert await replied() == ["You said hi"]


async def test_a_person_is_known_by_the_number_also_where_it_is_hidden(
    ports: Ports, clerk: Clerk
) -> None:
    await arrives(says("hi", from_user_id="BD.1"))
    await read(ports)
    hidden = says("and now", from_user_id="BD.1")
    del hidden["from"]
    await arrives(hidden)
    await read(ports)

    assert {row.sender for row in await Heard.all()} == {f"+{RAHIM}"}


async def test_what_was_answered_long_ago_is_forgotten(
    ports: Ports, clerk: Clerk, moment: Moment
) -> None:
    await arrives(says("hi"))
    await read(ports)
    await worker.work(clerk.talks)
    moment.move(days=31)
    await heard.tidy(clock.now())

    assert not await Heard.exists()
