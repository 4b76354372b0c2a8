"""What a message needs is made before it counts as handed over: a kill meanwhile loses nothing."""

from __future__ import annotations

import asyncio

import pytest

from domain import clock
from domain.errors import Busy, Refused
from domain.messaging import dispatcher
from domain.messaging.models import Delivery, Message
from domain.messaging.reports import heard_from
from domain.messaging.states import Channel, MessageStatus
from domain.ports import Document
from tests.cast import Moment
from tests.domain.messaging.conftest import FakeGateway, Post, fresh
from tests.waiting import until

M = MessageStatus


class FakeUploading(FakeGateway):
    """A provider that takes the document before the message."""

    def __init__(self) -> None:
        super().__init__()
        self.tries_on_record: list[int] = []
        self.refuses: Refused | Busy | None = None

    async def upload(self, document: Document) -> str:
        self.tries_on_record.append(await Delivery.all().count())
        if self.refuses:
            raise self.refuses
        return "media-1"


async def a_paper() -> Document:
    return Document("receipt.pdf", "application/pdf", b"%PDF-1.7")


@pytest.fixture
async def uploading(post: Post) -> FakeUploading:
    """WhatsApp to somebody who wrote lately, with a paper in every message."""
    gateway = FakeUploading()
    await post.open("wa", "whatsapp", gateway)
    await heard_from(Channel.WHATSAPP, "+8801711111111", clock.now())
    post.facts["document"] = a_paper
    return gateway


async def test_a_paper_is_made_and_uploaded_before_the_try_is_on_record(
    post: Post, uploading: FakeUploading
) -> None:
    made: list[int] = []

    async def paper() -> Document:
        made.append(await Delivery.all().count())
        return await a_paper()

    post.facts["document"] = paper
    await post.put()
    await post.work()

    assert (made, uploading.tries_on_record) == ([0], [0])
    (sent,) = uploading.sent
    assert (sent.media_id, sent.document) == ("media-1", await a_paper())
    assert sent.ref == str((await Delivery.get()).id)


async def test_whoever_dies_over_a_paper_has_sent_nothing_and_it_goes_once(
    post: Post, uploading: FakeUploading
) -> None:
    begun = asyncio.Event()

    async def endless() -> Document:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    post.facts["document"] = endless
    message = await post.put()
    working = asyncio.create_task(post.work("dead/1"))
    await begun.wait()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    assert (await fresh(message)).status is M.LEASED

    await Message.filter(id=message.id).update(locked_ms=0)
    await dispatcher.recover()
    assert (await fresh(message)).status is M.READY
    post.facts["document"] = a_paper
    await post.work()
    assert (await fresh(message)).status is M.SENT
    assert len(uploading.sent) == 1


async def test_nobody_waits_for_the_paper_of_another(post: Post, uploading: FakeUploading) -> None:
    papers, ready = [asyncio.Event(), asyncio.Event()], iter([0, 1])

    async def paper() -> Document:
        await papers[next(ready)].wait()
        return await a_paper()

    post.facts["document"] = paper
    for _ in papers:
        await post.put()
    working = asyncio.create_task(post.work())
    papers[1].set()
    await until(lambda: len(uploading.sent) == 1)
    papers[0].set()
    await working
    assert len(uploading.sent) == 2


@pytest.mark.parametrize("why", [Busy("upload"), Refused("auth"), None])
async def test_what_can_not_be_made_is_never_unknown(
    post: Post, uploading: FakeUploading, sms: FakeGateway, moment: Moment, why: Refused | None
) -> None:
    async def broken() -> Document:
        raise ZeroDivisionError

    uploading.refuses = why
    if why is None:
        post.facts["document"] = broken
    message = await post.put()
    await post.work()

    (delivery,) = await post.deliveries(message)
    assert delivery.status == "failed"
    for _ in range(8):
        moment.move(minutes=20)
        await post.work()
    assert (await fresh(message)).status is M.SENT
    assert len(sms.sent) == 1
    assert uploading.sent == []
