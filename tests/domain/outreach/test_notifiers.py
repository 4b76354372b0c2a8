"""Reminders go once on each of their days, also when nobody was up at the hour."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain import db, events, jobs
from domain.accounts.models import Gateway
from domain.billing import enforcement
from domain.billing.models import Bill, BillingProfile
from domain.billing.steps import Step
from domain.customers.models import Customer, CustomerStatus
from domain.events import ServicesHeld
from domain.messaging.models import EventSetting, Message
from domain.money import Money
from domain.network import services
from domain.outreach import notifiers
from domain.payments import links, posting
from domain.payments.models import Link
from domain.staff.rights import SYSTEM
from tests.builders import a_bill, a_customer, a_gateway
from tests.cast import Cast, Moment
from tests.domain.outreach.conftest import House
from tests.paces import fixed

TODAY = date(2026, 11, 21)  # noon in Dhaka; reminders are due from 10 o'clock


async def events_of(customer_id: int) -> list[str]:
    found = await Message.filter(customer_id=customer_id).order_by("id")
    return [message.event for message in found if message.event != "payment-received"]


async def owing(days: int, **values: object) -> int:
    """A customer whose bill is due so many days from today."""
    customer = await a_customer(**values)
    await a_bill(customer, due_on=TODAY + timedelta(days=days))
    return int(customer.id)


async def test_each_day_has_its_reminder(house: House) -> None:
    before, on, after = await owing(5), await owing(0), await owing(-1)
    others = [await owing(days) for days in (6, 4, 1, -2)]
    assert await notifiers.remind_due("a") == 3
    assert await events_of(before) == ["due-reminder"]
    assert await events_of(on) == ["due-today"]
    assert await events_of(after) == ["suspension-warning"]
    assert [await events_of(each) for each in others] == [[]] * 4


async def test_its_link_lives_as_long_as_the_gateway_says(house: House, moment: Moment) -> None:
    await a_gateway(kind="payment", provider="sslcommerz", options={"link_days": 21})
    customer = await owing(5)
    await notifiers.remind_due("a")

    assert ((await Link.get(customer_id=customer)).expires_at - moment.now).days == 21


async def test_so_does_the_link_of_a_suspension(house: House, cast: Cast, moment: Moment) -> None:
    await a_gateway(kind="payment", provider="sslcommerz", options={"link_days": 21})
    await services.suspend(SYSTEM, cast.rahim.id, "overdue", {})
    async with db.transaction():
        await events.publish(ServicesHeld((cast.rahim.id,)))

    assert ((await Link.get(customer_id=cast.rahim.id)).expires_at - moment.now).days == 21


async def test_who_is_off_is_reminded_of_what_is_due(house: House) -> None:
    for status in (CustomerStatus.SUSPENDED, CustomerStatus.EXPIRED):
        await owing(5, status=status)
    assert await notifiers.remind_due("a") == 2


async def test_a_day_is_reminded_once_by_however_many(house: House, moment: Moment) -> None:
    customer = await owing(5)
    assert [await notifiers.remind_due(holder) for holder in "abab"] == [1, 0, 0, 0]
    moment.move(hours=5)
    assert await notifiers.remind_due("c") == 0
    assert await events_of(customer) == ["due-reminder"]


async def test_before_its_hour_nothing_goes(house: House, moment: Moment) -> None:
    await owing(5)
    moment.move(hours=-3)
    assert await notifiers.remind_due("a") == 0
    moment.move(hours=1, minutes=1)
    assert await notifiers.remind_due("a") == 1


async def test_a_missed_hour_is_made_up_for_the_same_day_but_not_the_next(
    house: House, moment: Moment
) -> None:
    customer = await owing(5)
    moment.move(hours=11)  # 23:00
    assert await notifiers.remind_due("a") == 1
    late = await owing(5)
    moment.move(hours=14)  # the next day, at 13:00: four days before its due date
    assert await notifiers.remind_due("a") == 0
    assert await events_of(late) == []
    assert await events_of(customer) == ["due-reminder"]


async def test_a_process_that_died_in_the_middle_is_made_up_for(
    house: House, cast: Cast, moment: Moment
) -> None:
    first, second = await owing(5), await owing(5)
    run = await jobs.claim("remind", f"{cast.standard.id}:{TODAY}", "dead", moment.now)
    assert run is not None
    of = notifiers._Pass(cast.standard, "Asia/Dhaka", TODAY)
    await notifiers._remind(of, TODAY, Step(-5))
    await Message.filter(customer_id=second).delete()
    assert await notifiers.remind_due("alive") == 0
    moment.move(minutes=6)
    assert await notifiers.remind_due("alive") == 1
    assert [await events_of(each) for each in (first, second)] == [["due-reminder"]] * 2


async def test_who_paid_left_or_never_came_is_not_reminded(house: House, cast: Cast) -> None:
    for status in (CustomerStatus.LEFT, CustomerStatus.PENDING):
        await owing(5, status=status)
    paid = await a_customer()
    await a_bill(paid, due_on=TODAY + timedelta(days=5))
    await posting.record(cast.asha, paid, Money(1000_00))
    assert await notifiers.remind_due("a") == 0


async def test_a_link_sent_by_hand_goes_to_who_left_and_still_owes(
    house: House, cast: Cast
) -> None:
    gone = await a_customer(mobile="+8801811111112", status=CustomerStatus.LEFT, owes=500)
    await links.send(cast.asha, gone)
    await house.work()
    assert house.sms.sent[-1].to == "+8801811111112"


async def test_two_bills_of_a_day_are_one_reminder_that_names_what_they_come_to(
    house: House,
) -> None:
    customer = await a_customer(mobile="+8801811111111", language="en")
    for _ in range(2):
        await a_bill(customer, total=1000, due_on=TODAY + timedelta(days=5))
    assert await notifiers.remind_due("a") == 1
    assert await Link.filter(customer_id=customer.id).count() == 1
    await house.work()
    assert "2,000" in house.sms.sent[-1].text


async def test_one_of_two_bills_paid_meanwhile_leaves_the_other_reminded(
    house: House, cast: Cast
) -> None:
    customer = await a_customer()
    for _ in range(2):
        await a_bill(customer, total=1000, due_on=TODAY + timedelta(days=5))
    await notifiers.remind_due("a")
    await posting.record(cast.asha, customer, Money(1000_00))
    await house.work()
    assert await Message.filter(event="due-reminder", status="sent").count() == 1


async def test_a_missed_day_is_made_up_for_with_the_last_step_that_was_missed(
    house: House, cast: Cast, moment: Moment
) -> None:
    moment.move(days=-7)
    waits = [await owing(days) for days in (4, 0, -2, 5)]
    paid = await owing(4)
    await notifiers.remind_due("a")
    moment.move(days=7)
    await posting.record(cast.asha, await Customer.get(id=paid), Money(1000_00))
    told = [len(await events_of(each)) for each in waits]
    await notifiers.remind_due("b")
    assert [(await events_of(each))[n:] for each, n in zip(waits, told, strict=True)] == [
        ["due-reminder"], ["due-today"], ["suspension-warning"], ["due-reminder"],
    ]  # fmt: skip
    assert await notifiers.remind_due("c") == 0


async def test_of_several_late_bills_one_warning_is_made_up(house: House, moment: Moment) -> None:
    moment.move(days=-20)
    customer = await a_customer()
    for days in (-10, -12, -14):
        await a_bill(customer, due_on=TODAY + timedelta(days=days))
    await notifiers.remind_due("a")
    moment.move(days=20)
    assert await notifiers.remind_due("b") == 1
    assert await events_of(customer.id) == ["suspension-warning"]


async def test_what_was_made_up_puts_the_cut_off_by_a_day(
    house: House, cast: Cast, moment: Moment
) -> None:
    moment.move(days=-9)
    late = await owing(-4)  # by the rules cut today
    await notifiers.remind_due("a")
    await Bill.filter(customer_id=late).update(warned_at=moment.now)
    moment.move(days=9)
    assert (await enforcement.suspend_due(moment.now, "a")).done == 0
    await notifiers.remind_due("b")
    assert (await enforcement.suspend_due(moment.now, "b")).done == 0
    moment.move(days=1)
    assert (await enforcement.suspend_due(moment.now, "b")).done == 1


async def test_where_today_has_a_step_of_its_own_nothing_is_made_up_before_it(
    house: House, cast: Cast, moment: Moment
) -> None:
    moment.move(days=-3)
    customer = await owing(-1)  # yesterday was its day, today is the step after
    await notifiers.remind_due("a")
    moment.move(days=3, hours=-4)  # eight in the morning
    assert await notifiers.remind_due("b") == 0
    moment.move(hours=4)
    assert await notifiers.remind_due("b") == 1
    assert await events_of(customer) == ["suspension-warning"]


async def test_a_step_before_the_bills_issue_is_left_out(house: House, moment: Moment) -> None:
    moment.move(days=-4)
    await notifiers.remind_due("a")
    moment.move(days=4)
    young = await owing(3)  # five days before is the day before yesterday
    await notifiers.remind_due("b")
    assert await events_of(young) == []


async def test_without_reminder_days_a_warning_goes_before_the_cut(
    house: House, cast: Cast, moment: Moment
) -> None:
    await BillingProfile.all().update(reminder_days=[])
    for event in ("suspension-warning", "due-reminder", "due-today"):
        await EventSetting.create(operator_id=cast.north.id, event=event, enabled=False)
    customer = await a_customer()
    await a_bill(customer, due_on=TODAY + timedelta(days=-4), warned=False)
    await enforcement.suspend_due(moment.now, "a")
    assert await events_of(customer.id) == ["suspension-warning"]
    moment.move(days=1)
    assert (await enforcement.suspend_due(moment.now, "a")).done == 1


async def test_a_profile_names_its_own_days(house: House, cast: Cast) -> None:
    await BillingProfile.filter(id=cast.standard.id).update(reminder_days=[-3])
    asked, usual = await owing(3), await owing(5)
    assert await notifiers.remind_due("a") == 1
    assert (await events_of(asked), await events_of(usual)) == (["due-reminder"], [])


async def test_an_event_that_the_operator_switched_off_is_not_sent(
    house: House, cast: Cast
) -> None:
    await EventSetting.create(operator_id=cast.north.id, event="due-reminder", enabled=False)
    await owing(5)
    today = await owing(0)
    assert await notifiers.remind_due("a") == 1
    assert await events_of(today) == ["due-today"]


async def test_more_than_a_batch_is_reminded_to_the_last(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifiers, "a_pace", lambda: fixed(3))
    for _ in range(8):
        await owing(5)
    assert await notifiers.remind_due("a") == 8


async def test_where_nobody_can_pay_online_the_reminder_goes_without_a_link(house: House) -> None:
    await Gateway.filter(kind="payment").update(enabled=False)
    await owing(5)
    await notifiers.remind_due("a")
    await house.work()
    assert await Link.all().count() == 0
    assert "pay.example" not in house.sms.sent[0].text
    assert house.sms.sent[0].text.rstrip()[-1] == "."


async def test_a_way_to_pay_that_was_shut_meanwhile_is_named_in_no_text(
    house: House, cast: Cast
) -> None:
    await a_bill(cast.rahim)
    await links.send(cast.asha, cast.rahim)
    await Gateway.filter(kind="payment").update(enabled=False)
    await house.work()
    assert "due for ID 1001." in house.sms.sent[0].text
    assert "Pay" not in house.sms.sent[0].text
