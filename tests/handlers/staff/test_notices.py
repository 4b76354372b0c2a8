"""What customers are told by itself, in the chat: switched, sent otherwise, in other words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import calendar, clock
from domain.billing.models import BillingProfile
from domain.errors import InvalidValue, RightLacking
from domain.messaging import telling, templates
from domain.messaging.models import EventSetting, Message, Template
from domain.messaging.states import Channel
from domain.outreach import notifiers
from domain.staff.models import Audit
from tests import builders
from tests.cast import Cast
from tests.person import Person


async def opened(person: Person, *labels: str) -> None:
    await person.says("/notices")
    for label in labels:
        await person.taps(label)


async def test_an_event_is_switched_off_and_on(asha: Person, cast: Cast) -> None:
    await opened(asha, "✅ Welcome")
    asha.sees("It is told", "So it is without a setting of your own")
    await asha.taps("Tell it no more")
    asha.sees("It is not told", "So you have set it")
    assert not await telling.is_enabled("welcome", cast.north.id)
    await opened(asha, "🔕 Welcome")
    await asha.taps("Tell it")
    assert await telling.is_enabled("welcome", cast.north.id)
    assert await Audit.filter(act="event.save").count() == 2


async def test_its_channels_are_chosen_and_stay_when_it_is_switched(
    asha: Person, cast: Cast
) -> None:
    await opened(asha, "✅ New bill")
    asha.sees("By WhatsApp, SMS")
    await asha.taps("📨 email, SMS")
    asha.sees("By email, SMS")
    await asha.taps("Tell it no more")
    row = await EventSetting.get(event="bill-created")
    assert (row.enabled, row.channels) == (False, "email,sms")


async def test_words_are_seen_as_a_customer_reads_them_before_they_hold(
    asha: Person, cast: Cast
) -> None:
    await builders.a_gateway("sms", kind="sms", options={"price_minor": 25})
    await builders.a_bill(cast.rahim, total=700)
    await opened(asha, "✅ New bill", "SMS · English")
    asha.sees("bill {bill_no}", "the words that there are without your own", "would read:")

    await asha.taps("Other words")
    asha.sees("{bill_no}", "{due_date}")
    await asha.says("Dear {custmer_name}")
    asha.sees("custmer_name", "customer_name")
    await asha.says("Dear {customer_name}, {bill_no}: {amount}")
    asha.sees(f"Dear {cast.rahim.name}", "Tk 700", "1 message, cost ৳0.25")
    assert not await Template.exists()
    await asha.taps("Confirm")

    asha.sees("These are your own words", "Dear {customer_name}")
    (row,) = await Template.all()
    assert (row.event, row.language, row.channel) == ("bill-created", "en", Channel.SMS)
    await asha.taps("Without our own words")
    asha.sees("the words that there are without your own")
    assert not await Template.exists()


async def test_of_a_mail_the_first_line_is_the_subject(asha: Person, cast: Cast) -> None:
    await opened(asha, "✅ Welcome", "email · বাংলা")
    await asha.taps("Other words")
    asha.sees("its subject in the first line")
    await asha.says("স্বাগতম {customer_name}\n\nআপনার ID {customer_id}।")
    await asha.taps("Confirm")
    (row,) = await Template.all()
    assert (row.subject, row.text) == ("স্বাগতম {customer_name}", "আপনার ID {customer_id}।")


async def test_a_step_has_words_of_its_own(asha: Person, cast: Cast) -> None:
    for days in (5, 2):
        customer = await builders.a_customer()
        today = calendar.today(clock.now(), "Asia/Dhaka")
        await builders.a_bill(customer, due_on=today + timedelta(days=days))
    await BillingProfile.all().update(reminder_days=[-5, -2])
    await asha.says("/profiles")
    for label in ("Standard", "✏️ Reminders", "🔔 2 days before", "Its words", "SMS · English"):
        await asha.taps(label)
    await asha.taps("Other words")
    await asha.says("Only two days left, {customer_name}!")
    await asha.taps("Confirm")

    assert (await Template.get()).event == "due-reminder:-2"
    await notifiers.remind_due("a")
    assert {one.about["days"] for one in await Message.filter(event="due-reminder")} == {-5, -2}


async def test_who_has_no_right_to_it_neither_sees_nor_changes_it(
    chand: Person, cast: Cast
) -> None:
    await chand.says("/notices")
    chand.does_not_see("What customers are told by itself")
    with pytest.raises(RightLacking):
        await telling.switch(cast.chand, "welcome", on=False)
    with pytest.raises(RightLacking):
        await templates.save(cast.chand, "welcome", "en", Channel.SMS, "Hello")


@pytest.mark.parametrize(
    "event", ["welcome:3", "due-reminder:x", "due-reminder:", "due-reminder:-05", "no"]
)
async def test_what_has_no_words_is_refused(cast: Cast, event: str) -> None:
    with pytest.raises(InvalidValue):
        await templates.save(cast.asha, event, "en", Channel.SMS, "Hello")
