"""Each step of a reminder goes at its own hour and by its own channels, once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from domain.billing.models import BillingProfile
from domain.customers.models import Customer
from domain.messaging import outbox, templates
from domain.messaging.models import Delivery, Message
from domain.messaging.states import Channel, MessageStatus
from domain.outreach import notifiers
from tests.builders import a_bill, a_customer, a_gateway
from tests.cast import Cast, Moment
from tests.domain.outreach.conftest import House
from tests.paces import fixed

TODAY = date(2026, 11, 21)  # noon in Dhaka


async def owing(days: int = 5, **values: Any) -> Customer:
    """A customer whose bill is due so many days from today."""
    customer = await a_customer(**values)
    await a_bill(customer, due_on=TODAY + timedelta(days=days))
    return customer


async def told(customer: Customer) -> list[tuple[str, str]]:
    """The messages of a customer, each with its channels."""
    found = await Message.filter(customer_id=customer.id).order_by("id")
    return [(message.event, message.channels) for message in found]


async def steps(*kept: int | str) -> None:
    await BillingProfile.all().update(reminder_days=list(kept), expiry_days=[])


async def test_a_step_waits_for_its_own_hour(house: House, moment: Moment) -> None:
    await steps("-5 18:00", 0)
    late, now = await owing(5), await owing(0)

    assert await notifiers.remind_due("a") == 1
    assert (await told(late), await told(now)) == ([], [("due-today", "")])
    moment.move(hours=6)
    assert [await notifiers.remind_due(holder) for holder in "ab"] == [1, 0]
    assert await told(late) == [("due-reminder", "")]


async def test_an_hour_that_nobody_was_there_for_is_made_up_for_the_same_day(
    house: House, moment: Moment
) -> None:
    await steps("-5 6:00", "0 20:00")
    late, later = await owing(5), await owing(0)

    assert await notifiers.remind_due("a") == 1
    moment.move(hours=11)  # 23:00, and the next morning
    assert await notifiers.remind_due("a") == 1
    moment.move(hours=9)
    assert await notifiers.remind_due("a") == 0
    assert [len(await told(each)) for each in (late, later)] == [1, 1]


async def test_of_a_day_that_broke_off_after_its_first_hour_the_rest_is_made_up_for(
    house: House, moment: Moment
) -> None:
    await steps("-5 9:00", "0 20:00")
    first, second = await owing(5), await owing(0)

    assert await notifiers.remind_due("a") == 1
    moment.move(hours=20)  # the next day, at eight

    assert await notifiers.remind_due("a") == 1
    assert [len(await told(each)) for each in (first, second)] == [1, 1]


async def test_a_step_that_was_told_is_not_told_again_at_a_later_hour(
    house: House, moment: Moment
) -> None:
    customer = await owing(5)
    await steps("-5 11:00", "0 18:00")
    assert await notifiers.remind_due("a") == 1
    await steps("-5 17:00", "0 18:00")
    moment.move(hours=7)

    assert await notifiers.remind_due("a") == 0
    assert len(await told(customer)) == 1


async def test_by_both_means_a_message_by_each(house: House) -> None:
    await a_gateway("mail", kind="email", provider="smtp")
    await steps("-5 sms+email")
    both, mobile = await owing(email="karim@example.com"), await owing(email="")

    assert await notifiers.remind_due("a") == 3
    await house.work()

    assert await told(both) == [("due-reminder", "sms"), ("due-reminder", "email")]
    assert await told(mobile) == [("due-reminder", "sms")]
    links = {one.about["link"] for one in await Message.filter(customer_id=both.id)}
    assert len(links) == 1
    tried = await Delivery.filter(message__customer_id=both.id)
    assert {one.channel.value: one.cost_minor for one in tried} == {"sms": 25, "email": 0}


async def test_by_one_of_them_the_next_is_tried_where_the_first_cannot(house: House) -> None:
    await a_gateway("mail", kind="email", provider="smtp")
    await steps("-5 email/sms")
    mail, mobile = await owing(email="karim@example.com"), await owing(email="")

    assert await notifiers.remind_due("a") == 2
    await house.work()

    for customer, channel in ((mail, "email"), (mobile, "sms")):
        (tried,) = await Delivery.filter(message__customer_id=customer.id)
        assert tried.channel.value == channel


@pytest.mark.parametrize("dies_at", [1, 2, 3, 4])
async def test_whoever_dies_between_two_channels_doubles_neither(
    house: House, moment: Moment, monkeypatch: pytest.MonkeyPatch, dies_at: int
) -> None:
    await steps("-5 sms+email")
    everybody = [await owing(email="karim@example.com"), await owing(email="rahim@example.com")]
    monkeypatch.setattr(notifiers, "a_pace", lambda: fixed(1))
    put_many, put = outbox.put_many, list[object]()

    async def dies(drafts: Sequence[outbox.Draft], *, channels: str) -> int:
        put.append(drafts)
        if len(put) == dies_at:
            raise OSError("killed")
        return await put_many(drafts, channels=channels)

    with monkeypatch.context() as killed:
        killed.setattr(outbox, "put_many", dies)
        with pytest.raises(OSError, match="killed"):
            await notifiers.remind_due("dead")
    moment.move(minutes=6)
    await notifiers.remind_due("alive")

    by_both = [("due-reminder", "sms"), ("due-reminder", "email")]
    assert [await told(each) for each in everybody] == [by_both, by_both]


async def test_two_schedulers_at_once_tell_it_once(house: House) -> None:
    await steps("-5 9:00 sms+email", "0 10:00")
    customers = [await owing(email="karim@example.com") for _ in range(3)]

    made = await asyncio.gather(*(notifiers.remind_due(holder) for holder in "abc"))

    assert sum(made) == 6
    assert [len(await told(each)) for each in customers] == [2, 2, 2]


async def test_in_the_quiet_hours_a_step_waits_for_the_morning(
    house: House, moment: Moment
) -> None:
    await steps("-5 23:00")
    customer = await owing()
    moment.move(hours=11, minutes=30)

    assert await notifiers.remind_due("a") == 1
    await house.work()
    assert house.sms.sent == []
    moment.move(hours=9)
    await house.work()

    assert [message.to for message in house.sms.sent] == [customer.mobile]


async def test_whose_validity_is_longer_by_then_is_not_told_of_its_end(
    house: House, cast: Cast
) -> None:
    await BillingProfile.all().update(reminder_days=[], expiry_days=[-3])
    ends = await a_customer(expires_on=TODAY + timedelta(days=3))
    goes_on = await a_customer(expires_on=TODAY + timedelta(days=3))

    assert await notifiers.remind_due("a") == 2
    await Customer.filter(id=goes_on.id).update(expires_on=TODAY + timedelta(days=33))
    await house.work()

    states = {one.customer_id: one.status for one in await Message.all()}
    assert states == {ends.id: MessageStatus.SENT, goes_on.id: MessageStatus.DROPPED}


async def test_after_the_end_it_is_said_to_be_over(house: House) -> None:
    await BillingProfile.all().update(reminder_days=[], expiry_days=[1])
    over = await a_customer(expires_on=TODAY - timedelta(days=1), mobile="+8801811111111")

    assert await notifiers.remind_due("a") == 1
    await house.work()

    assert await told(over) == [("service-expired", "")]
    assert "ended on 20 Nov 2026" in house.sms.sent[-1].text


async def test_its_own_words_go_at_that_step_and_the_others_elsewhere(
    house: House, cast: Cast
) -> None:
    await steps(-5, -2)
    save = templates.save
    await save(cast.asha, "due-reminder:-2", "en", Channel.SMS, "Two days, {customer_name}")
    await save(cast.asha, "due-reminder", "en", Channel.SMS, "Soon, {customer_name}")
    first, second = await owing(5), await owing(2)

    assert await notifiers.remind_due("a") == 2
    await house.work()

    said = {message.to: message.text for message in house.sms.sent}
    assert said == {
        first.mobile: f"Soon, {first.name}",
        second.mobile: f"Two days, {second.name}",
    }
