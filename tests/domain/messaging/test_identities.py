"""Whose a name on WhatsApp is: ids of people who hide the number, numbers that were left."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from domain import clock, events
from domain.customers.models import Customer, SearchTerm
from domain.errors import Refused
from domain.events import CustomersChanged, Event, StrangerPlaced, StrangerStopped
from domain.messaging import notices, optout, reports
from domain.messaging.models import Delivery, Identity, Message, Reach
from domain.messaging.states import MessageStatus
from domain.ports import Handed, Inbound, Moved, Report, Word
from domain.staff.models import Audit
from tests import builders
from tests.cast import Moment
from tests.domain.messaging.conftest import Post, fresh
from tests.texts import TEXTS

PHONE, OTHER = "+8801711111111", "+8801799999999"
ID, PARENT = "BD.1", "BD.ENT.9"
alerts: list[Event] = []


@pytest.fixture(autouse=True)
async def by_whatsapp(post: Post) -> None:
    await post.open("wa", "whatsapp")
    alerts.clear()

    async def note(event: Event) -> None:
        alerts.append(event)

    events.listen({StrangerStopped: [note], StrangerPlaced: [note]})


async def told(post: Post, *words: Word) -> None:
    await optout.heed(post.rows["wa"], words, TEXTS)
    await reports.apply(post.rows["wa"], words)


def said(text: str, *names: str, at: datetime | None = None) -> Inbound:
    return Inbound("m", names[0], text, at=at or clock.now(), names=names)


async def stopped(*customers: Customer) -> list[bool]:
    return [(await Customer.get(id=one.id)).opted_out_at is not None for one in customers]


@pytest.mark.parametrize("name", [ID, PARENT])
async def test_a_stop_by_an_id_alone_is_that_of_whom_it_was_learned(post: Post, name: str) -> None:
    await told(post, said("hello", PHONE, ID, PARENT))
    await told(post, said("STOP", name))

    assert await stopped(post.cast.rahim, post.cast.karim) == [True, False]
    await told(post, said("START", name, at=clock.now() + timedelta(seconds=1)))
    assert await stopped(post.cast.rahim) == [False]


async def test_an_id_is_learned_from_the_report_of_a_message_to_the_number(post: Post) -> None:
    message = await post.put(channels="whatsapp")
    await post.work()
    delivery = await Delivery.get(message_id=message.id)
    report = Report("p", "delivered", str(delivery.id), at=clock.now(), names=(ID,))
    for _ in range(2):
        await told(post, report)
    await told(post, said("STOP", ID))

    assert await stopped(post.cast.rahim) == [True]


async def test_an_id_is_learned_from_the_answer_to_the_sending(post: Post) -> None:
    post.gateways["wa"].does = [lambda _: Handed("p", names=(PHONE, ID))]
    await post.put(channels="whatsapp")
    await post.work()
    await told(post, said("STOP", ID))

    assert await stopped(post.cast.rahim) == [True]


async def test_a_stop_of_nobody_known_is_told_to_staff_and_holds_once_it_is_known_whose_it_is(
    post: Post,
) -> None:
    for _ in range(2):
        await told(post, said("STOP", ID, PARENT))
    assert await stopped(post.cast.rahim) == [False]
    assert alerts == [StrangerStopped(ID, None)]

    for _ in range(2):
        await told(post, said("hello", PHONE, ID))
    assert await stopped(post.cast.rahim) == [True]
    assert alerts[1:] == [StrangerPlaced(ID)]
    assert await Message.filter(event="opted-out").count() == 1


async def test_a_stranger_who_wants_it_again_is_forgotten(post: Post) -> None:
    await told(post, said("STOP", ID))
    await told(post, said("START", ID, at=clock.now() + timedelta(seconds=1)))
    await told(post, said("hello", PHONE, ID, at=clock.now() + timedelta(seconds=2)))

    assert await stopped(post.cast.rahim) == [False]
    assert (await Reach.get(address=PHONE)).declined_at is None
    assert alerts == [StrangerStopped(ID, None), StrangerPlaced(ID)]


async def test_offers_are_kept_from_a_stopped_id_whose_customer_comes_later(post: Post) -> None:
    await told(post, said("STOP", ID), said("hello", OTHER, ID))
    late = await builders.a_customer("Late", mobile=OTHER)
    post.facts = {"whatsapp": OTHER}
    offer = await post.put(late, body="Offer", priority=notices.BULK)
    await Message.filter(id=offer.id).update(broadcast_id=1)
    await post.work()

    assert (await fresh(offer)).status is MessageStatus.DROPPED
    await told(post, said("hello", OTHER, ID))
    assert await stopped(late) == [True]


async def test_two_customers_with_one_number_stop_together(post: Post) -> None:
    await Customer.filter(id=post.cast.karim.id).update(whatsapp=PHONE)
    await told(post, said("hello", PHONE, ID), said("STOP", ID))

    assert await stopped(post.cast.rahim, post.cast.karim) == [True, True]


async def test_an_id_stays_with_its_customer_whose_number_an_import_changes(post: Post) -> None:
    await told(post, said("hello", PHONE, ID))
    await Customer.filter(id=post.cast.rahim.id).update(mobile=OTHER)
    await told(post, said("STOP", ID))

    assert await stopped(post.cast.rahim) == [True]


async def test_an_id_goes_with_its_number_to_another_card(post: Post) -> None:
    await told(post, said("hello", PHONE, ID))
    await Customer.filter(id=post.cast.rahim.id).update(mobile=OTHER)
    await Customer.filter(id=post.cast.karim.id).update(mobile=PHONE)
    await told(post, said("STOP", ID))

    assert await stopped(post.cast.rahim, post.cast.karim) == [False, True]


NEW_SIM = [
    Moved((PHONE, ID), (OTHER, "BD.2")),
    Moved((PHONE,), (OTHER,)),
]


@pytest.mark.parametrize("move", NEW_SIM)
async def test_a_new_number_is_on_the_card_and_the_open_window_goes_along(
    post: Post, move: Moved
) -> None:
    rahim = post.cast.rahim
    await told(post, said("hello", PHONE, ID))
    for _ in range(2):
        await told(post, Moved(move.before, move.after, clock.now()))

    row = await Customer.get(id=rahim.id)
    assert (row.mobile, row.whatsapp) == (PHONE, OTHER)
    note = await Audit.get(act="customer.change", subject_id=rahim.id)
    assert note.after == {"whatsapp": OTHER}
    assert await SearchTerm.filter(word=OTHER, customer_id=rahim.id).exists()
    assert (await Reach.get(address=OTHER)).heard_at == clock.now()
    await told(post, said("STOP", OTHER))
    assert await stopped(rahim) == [True]


@pytest.mark.parametrize("name", [ID, "BD.2", OTHER])
async def test_after_a_move_every_name_old_and_new_means_the_customer(
    post: Post, name: str, moment: Moment
) -> None:
    await told(post, said("hello", PHONE, ID))
    await told(post, Moved((ID,), ("BD.2", OTHER), clock.now()))
    moment.move(minutes=1)
    await told(post, said("STOP", name))

    assert await stopped(post.cast.rahim) == [True]


async def test_a_new_id_without_a_number_takes_over_whose_it_is(post: Post) -> None:
    await told(post, said("hello", PHONE, ID))
    await told(post, Moved((ID,), ("BD.2",), clock.now()))
    await told(post, said("STOP", "BD.2"))

    assert await stopped(post.cast.rahim) == [True]
    assert (await Customer.get(id=post.cast.rahim.id)).whatsapp == ""


async def test_a_stop_from_the_new_number_before_we_hear_of_the_move_holds(post: Post) -> None:
    now = clock.now()
    await told(post, said("STOP", OTHER, at=now + timedelta(seconds=5)))
    await told(post, Moved((PHONE,), (OTHER,), now))

    assert await stopped(post.cast.rahim) == [True]


async def test_what_was_told_before_the_move_and_comes_after_it_changes_nothing(
    post: Post,
) -> None:
    now = clock.now()
    await told(post, Moved((PHONE, ID), (OTHER, "BD.2"), now))
    await told(post, said("hello", PHONE, ID, at=now - timedelta(minutes=1)))
    await told(post, said("STOP", ID))

    assert await stopped(post.cast.rahim) == [True]
    assert (await Identity.get(address=ID)).phone == OTHER


async def test_whoever_gets_the_left_number_is_not_the_customer_who_left_it(
    post: Post, moment: Moment
) -> None:
    rahim, karim = post.cast.rahim, post.cast.karim
    await told(post, Moved((PHONE,), (OTHER,), clock.now()))
    await Customer.filter(id=karim.id).update(mobile=PHONE)
    moment.move(days=90)
    await told(post, said("STOP", PHONE, "BD.7"))

    assert await stopped(rahim, karim) == [False, True]


async def test_a_move_that_is_told_again_does_not_undo_what_staff_wrote_since(
    post: Post, moment: Moment
) -> None:
    move = Moved((PHONE,), (OTHER,), clock.now())
    await told(post, move)
    await Customer.filter(id=post.cast.rahim.id).update(whatsapp="+8801722222222")
    moment.move(days=2)
    await told(post, move)

    assert (await Customer.get(id=post.cast.rahim.id)).whatsapp == "+8801722222222"


async def test_there_and_back_again(post: Post, moment: Moment) -> None:
    for before, after in ((PHONE, OTHER), (OTHER, PHONE)):
        await told(post, Moved((before,), (after,), clock.now()))
        moment.move(minutes=5)
    await told(post, said("STOP", PHONE))

    assert await stopped(post.cast.rahim) == [True]


async def test_the_id_is_written_to_where_the_number_is_refused(post: Post, moment: Moment) -> None:
    whatsapp, sms = post.gateways["wa"], await post.open("sms", "sms")
    await told(post, said("hello", PHONE, ID, PARENT))
    whatsapp.does = [Refused("bad-recipient")]
    first, later = await post.put(), await post.put()
    for _ in range(2):
        await post.work()
    moment.move(minutes=1)
    await told(post, said("hello again", ID))
    await post.put()
    await post.work()

    assert [one.to for one in whatsapp.sent[:1]] == [PHONE]
    assert {one.to for one in whatsapp.sent[2:]} == {ID}
    assert (await fresh(first)).status is MessageStatus.SENT
    assert not sms.sent, "the number is tried no more, and no SMS is paid for"
    assert (await fresh(later)).status is MessageStatus.SENT


async def test_an_id_that_is_refused_as_well_leaves_it_to_sms(post: Post) -> None:
    whatsapp, sms = post.gateways["wa"], await post.open("sms", "sms")
    await told(post, said("hello", PHONE, ID))
    whatsapp.does = [Refused("bad-recipient")] * 2
    await post.put()
    for _ in range(3):
        await post.work()
    await post.put()
    await post.work()

    assert [one.to for one in whatsapp.sent] == [PHONE, ID]
    assert len(sms.sent) == 2


async def test_a_stop_and_the_word_whose_it_is_at_once_lose_nothing(post: Post) -> None:
    words: Sequence[Word] = [said("STOP", ID), said("hello", PHONE, ID)]
    await asyncio.gather(*(told(post, word) for word in words))

    assert await stopped(post.cast.rahim) == [True]


@pytest.mark.parametrize("names", [(ID,), (OTHER,)])
async def test_a_stop_holds_for_whoever_is_taken_on_later(post: Post, names: Sequence[str]) -> None:
    await told(post, said("hello", OTHER, ID), said("STOP", *names))
    late = await builders.a_customer("Late", mobile=OTHER)
    for _ in range(2):
        await optout.recall(CustomersChanged((late.id,)))

    assert await stopped(late, post.cast.rahim) == [True, False]
    assert await Message.filter(event="opted-out").count() == 1


async def test_who_gave_another_whatsapp_number_keeps_it_and_is_known_by_the_new_one(
    post: Post, moment: Moment
) -> None:
    given = "+8801722222222"
    await Customer.filter(id=post.cast.rahim.id).update(whatsapp=given)
    await told(post, Moved((PHONE,), (OTHER,), clock.now()))
    moment.move(minutes=1)
    await told(post, said("STOP", OTHER))

    assert (await Customer.get(id=post.cast.rahim.id)).whatsapp == given
    assert await stopped(post.cast.rahim) == [True]


async def test_a_move_that_two_processes_hear_at_once_is_one(post: Post) -> None:
    move = Moved((PHONE, ID), (OTHER, "BD.2"), clock.now())
    await asyncio.gather(told(post, move), told(post, move))

    assert (await Customer.get(id=post.cast.rahim.id)).whatsapp == OTHER
    assert await Audit.filter(act="customer.change").count() == 1


async def test_a_number_alone_is_looked_up_nowhere(post: Post) -> None:
    await told(post, said("hello", PHONE))

    assert not await Identity.exists()
