"""Billing profiles in the chat: read in words, changed by taps, and what it does seen before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain import clock
from domain.billing.models import BillingProfile
from domain.customers.models import Customer
from domain.staff.models import Audit
from tests import builders
from tests.cast import Cast
from tests.person import Person

PersonOf = Callable[..., Person]


async def opened(person: Person, name: str = "Standard", part: str = "") -> None:
    await person.says("/profiles")
    await person.taps(name)
    if part:
        await person.taps(f"✏️ {part}")


async def standard(cast: Cast) -> BillingProfile:
    return await BillingProfile.get(id=cast.standard.id)


async def test_a_profile_is_read_in_plain_words(asha: Person, cast: Cast) -> None:
    await asha.says("/profiles")
    asha.sees("Billing profiles", f"{cast.standard.name} · 2")
    await asha.taps(cast.standard.name)
    asha.sees(
        "Cycle: a bill for each month of the calendar", "Bill hour: 0:00", "Grace days: 3 days",
        "Reminder days: 5 days before, on the due day, 1 day after", "Suspend over: none",
        "Suspends by itself: yes", "VAT rate: 0 %", "2 customers are on it", "For all operators",
    )  # fmt: skip


async def test_grace_says_who_would_be_suspended_before_it_is_saved(
    asha: Person, cast: Cast
) -> None:
    for days in (1, 2, 3):
        await builders.a_customer(owes=1000, overdue_days=days)
    await opened(asha, cast.standard.name, "Suspension")
    await asha.taps("Grace days")
    await asha.says("0")
    asha.sees("Grace days: 3 days → 0 days", "3 customers are suspended by it (as it is: 0)")
    assert (await standard(cast)).grace_days == 3, "nothing is saved by looking at it"
    await asha.taps("Save")
    asha.sees("Grace days: 0 days")
    assert (await standard(cast)).grace_days == 0
    (noted,) = await Audit.filter(subject="billing_profile", act="billing_profile.save")
    assert (noted.before, noted.after) == ({"grace_days": 3}, {"grace_days": 0})


async def test_a_threshold_below_a_fresh_bill_says_how_many_it_would_cut(
    asha: Person, cast: Cast
) -> None:
    await opened(asha, cast.standard.name, "Suspension")
    await asha.taps("Suspend over")
    await asha.says("৯০০")
    asha.sees("Suspend over: none → ৳900", "A fresh bill alone would cut 2 customers")
    await asha.taps("Save")
    assert (await standard(cast)).suspend_over_minor == 90_000
    await asha.taps("Suspend over")
    await asha.taps("none")
    await asha.taps("Save")
    assert (await standard(cast)).suspend_over_minor is None


async def test_vat_shows_what_the_next_bills_come_to(asha: Person, cast: Cast) -> None:
    await opened(asha, cast.standard.name, "VAT")
    await asha.taps("VAT rate")
    await asha.says("7.5 %")
    asha.sees("VAT rate: 0 % → 7.5 %", "2 bills, ৳2,150 (as it is: 2, ৳2,000)")
    await asha.taps("Save")
    assert (await standard(cast)).vat_rate_bp == 750


async def test_another_bill_day_and_days_to_pay_say_the_days(asha: Person, cast: Cast) -> None:
    await opened(asha, cast.standard.name, "Bills")
    await asha.taps("Bill day")
    await asha.says("25")
    asha.sees("They are made on 25 Nov 2026 (as it is: 21 Nov 2026)")
    await asha.taps("Back")
    await asha.taps("Days to pay")
    await asha.says("14")
    asha.sees("They are due on 5 Dec 2026 (as it is: 30 Nov 2026)", "stay as they are")


async def test_what_does_not_read_is_asked_again_with_the_reason(asha: Person, cast: Cast) -> None:
    await opened(asha, cast.standard.name, "Bills")
    await asha.taps("Days to pay")
    for wrong, said in (("soon", "a whole number of days from 0 to 366"), ("367", "0 to 366")):
        await asha.says(wrong)
        asha.sees(said, "How many days after the bill")
    await asha.says("9")
    asha.sees("It is so already")


async def test_the_second_of_two_who_change_it_is_told(asha: Person, cast: Cast) -> None:
    await opened(asha, cast.standard.name, "Suspension")
    await asha.taps("Grace days")
    await asha.says("5")
    await BillingProfile.filter(id=cast.standard.id).update(auto_suspend=False)

    await asha.taps("Save")

    assert (await standard(cast)).grace_days == 3
    assert "changed this profile meanwhile" in " ".join(asha.toasts)
    asha.sees("Nobody is suspended by the clock any more")
    await asha.taps("Save")
    assert (await standard(cast)).grace_days == 5


async def test_a_save_button_saves_once(asha: Person, cast: Cast) -> None:
    await opened(asha, cast.standard.name, "Suspension")
    await asha.taps("Grace days")
    await asha.says("5")
    key = asha.key("Save")
    await asha.presses(key)
    await BillingProfile.filter(id=cast.standard.id).update(grace_days=3)
    await asha.presses(key)
    assert (await standard(cast)).grace_days == 3


async def test_a_new_profile_is_a_copy_to_which_customers_are_moved(
    asha: Person, cast: Cast
) -> None:
    await BillingProfile.filter(id=cast.standard.id).update(grace_days=7)
    await opened(asha, cast.standard.name)
    await asha.taps("New one like it")
    await asha.says("Shops of Mirpur")
    await asha.taps("Confirm")
    asha.sees("The profile Shops of Mirpur is there", "Grace days: 7 days", "Nobody is on it")
    made = await BillingProfile.get(code="shops-of-mirpur")

    await asha.taps("Move customers here")
    await asha.says(cast.rahim.code)
    asha.sees("Move 1 customer to Shops of Mirpur?")
    await asha.taps("Confirm")
    asha.sees("1 customer was moved", "1 customer is on it")
    assert (await Customer.get(id=cast.rahim.id)).billing_profile_id == made.id
    noted = await Audit.get(subject="customer", subject_id=cast.rahim.id)
    assert noted.after == {"billing_profile_id": made.id}


async def test_moving_everybody_of_a_package_says_whom_the_other_rules_would_suspend(
    asha: Person, cast: Cast
) -> None:
    strict = await BillingProfile.create(code="strict", name="Strict", grace_days=0)
    late = await builders.a_customer(owes=1000, overdue_days=2, package=cast.swift)
    await opened(asha, "Strict")
    await asha.taps("Move customers here")
    await asha.taps(f"All on {cast.standard.name}")
    await asha.taps(cast.swift.name)
    asha.sees("1 customer is suspended by it (as it is: 0)")
    await asha.taps("Confirm")
    assert (await Customer.get(id=late.id)).billing_profile_id == strict.id
    assert (await Customer.get(id=cast.rahim.id)).billing_profile_id == cast.standard.id


async def test_the_office_reads_and_does_not_change(person_of: PersonOf, cast: Cast) -> None:
    bina = person_of(cast.bina)
    await opened(bina, cast.standard.name)
    bina.sees("Grace days: 3 days", "Whoever administers the ISP changes it")
    bina.does_not_see("✏️", "New one like it", "Move customers here")


@pytest.mark.usefixtures("cast")
async def test_a_collector_has_nothing_to_do_with_it(chand: Person) -> None:
    await chand.says("/profiles")
    chand.sees("You don't have the right to do that")


async def test_what_was_warned_too_late_is_told_first(asha: Person, cast: Cast) -> None:
    customer = await builders.a_customer()
    due_on = clock.now().date() - timedelta(days=2)
    await builders.a_bill(customer, due_on=due_on, warned=False)
    await opened(asha, cast.standard.name, "Suspension")
    await asha.taps("Grace days")
    await asha.says("0")
    asha.sees("Nobody is suspended by it", "1 customer is warned first, and suspended a day later")


async def test_a_late_fee_says_whom_it_would_be_charged_to(asha: Person, cast: Cast) -> None:
    await builders.a_customer(owes=1000, overdue_days=10)
    await BillingProfile.filter(id=cast.standard.id).update(late_fee_percent_bp=250)
    await opened(asha, cast.standard.name, "Late fee")
    await asha.taps("Late fee: none")
    await asha.taps("a share of what is overdue")
    asha.sees("1 customer would be charged a late fee tomorrow, ৳25 (as it is: ৳0)")
    await asha.taps("Save")
    await asha.taps("Share of what is overdue: 2.5 %")
    await asha.says("১০%")
    asha.sees("৳100 (as it is: ৳25)")
    await asha.taps("Save")
    row = await standard(cast)
    assert (row.late_fee, row.late_fee_percent_bp) == ("percent", 1000)


async def test_holidays_are_written_as_people_write_them(asha: Person, cast: Cast) -> None:
    await opened(asha, cast.standard.name, "Suspension")
    await asha.taps("Holidays without suspension")
    await asha.says("16 dec, ২২/১১")
    asha.sees("none → 22 Nov 2026, 16 Dec 2026", "The next look is on 21 Nov 2026")
    await asha.taps("Save")
    await asha.taps("Weekdays without suspension")
    await asha.taps("Friday, Saturday")
    asha.sees("The next look is on 23 Nov 2026")
    await asha.taps("Save")
    row = await standard(cast)
    assert row.spared_days == ["2026-11-22", "2026-12-16"]
    assert row.spared_weekdays == ["fri", "sat"]


async def test_what_brings_back_is_a_named_choice(asha: Person, cast: Cast) -> None:
    await opened(asha, cast.standard.name, "Coming back")
    await asha.taps("What brings back")
    await asha.taps("at least the amount below was paid")
    await asha.taps("Save")
    assert (await standard(cast)).restores == "paid"


async def test_steps_are_typed_on_one_line(asha: Person, cast: Cast) -> None:
    await opened(asha, cast.standard.name, "Reminders")
    await asha.taps("Expiry reminder days")
    await asha.says("-3 9:00 sms+email, 0 soon")
    asha.sees("behind one may stand an hour", "On which days is the end of validity told?")
    await asha.says("-৩ ৯:০০ sms+email, 0")
    asha.sees(
        "3 days before, 1 day before → 3 days before (9:00, SMS, email each), on the last day"
    )
    await asha.taps("Save")
    assert (await standard(cast)).expiry_days == ["-3 9:00 sms+email", 0]


async def test_a_step_gets_its_hour_and_channels_by_taps(asha: Person, cast: Cast) -> None:
    await opened(asha, cast.standard.name, "Reminders")
    await asha.taps("🔔 5 days before")
    asha.sees("It goes at 10:00", "By the channels of the event")
    await asha.taps("18:00")
    asha.sees("5 days before (18:00)")
    await asha.taps("Save")
    await asha.taps("🔔 5 days before (18:00)")
    await asha.taps("SMS, email each")
    await asha.taps("Save")
    assert (await standard(cast)).reminder_days == ["-5 18:00 sms+email", 0, 1]
    await asha.taps("🔔 5 days before (18:00")
    await asha.taps("The usual hour")
    await asha.taps("Save")
    await asha.taps("🔔 on the due day")
    await asha.taps("Leave this step out")
    await asha.taps("Save")
    assert (await standard(cast)).reminder_days == ["-5 sms+email", 1]


async def test_the_last_step_may_go_too(asha: Person, cast: Cast) -> None:
    await BillingProfile.all().update(expiry_days=[-1])
    await opened(asha, cast.standard.name, "Reminders")
    await asha.taps("🔔 1 day before")
    await asha.taps("Leave this step out")
    asha.sees("1 day before → none")
    await asha.taps("Save")
    assert (await standard(cast)).expiry_days == []


async def test_a_word_that_is_no_choice_leads_to_the_buttons_not_to_words_of_the_code(
    asha: Person, cast: Cast
) -> None:
    await opened(asha, cast.standard.name, "Late fee")
    await asha.taps("Late fee: none")
    await asha.says("sometimes")
    asha.sees("“sometimes” doesn't fit.", "button", "a fixed amount")
    asha.does_not_see("percent", "late_fee")
