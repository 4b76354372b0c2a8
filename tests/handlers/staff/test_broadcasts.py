"""Telling many from the chat: composed by a line or buttons, seen, approved, steered, counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.accounts.models import Gateway
from domain.chat import groups
from domain.chat.models import Purpose
from domain.customers.models import CustomerStatus
from domain.errors import Unsure
from domain.messaging.models import Message
from domain.messaging.states import MessageStatus
from domain.outreach import sending
from domain.outreach.models import Broadcast
from domain.outreach.states import BroadcastStatus as B
from domain.ports import Output
from domain.staff.models import Role
from domain.staff.rights import SYSTEM
from handlers.ui import commands
from handlers.ui.drawing import Reader, draw
from tests.builders import a_bill, a_customer, a_person
from tests.cast import Cast, Moment
from tests.domain.outreach.conftest import House, crowd
from tests.domain.outreach.conftest import house as house
from tests.person import Person

PersonOf = Callable[..., Person]
GROUP = -100777


@pytest.fixture(autouse=True)
def _can_send(house: House) -> None:
    """Gateways are there."""


async def approval_card(person: Person, cast: Cast, row: Broadcast) -> None:
    """The card as it was raised in the group lies before the person."""
    screen = await commands.SCREENS["broadcast.approval"](SYSTEM, person.conversation.ports, row.id)
    texts = person.conversation.ports.texts
    person.messages[0] = await draw(screen, Reader("en", "Asia/Dhaka"), texts, Output.PLAIN)


async def asked_for(cast: Cast, person_of: PersonOf) -> Broadcast:
    """Bina asks to tell more than she may alone."""
    await groups.bind(cast.asha, str(GROUP), Purpose.BROADCASTS, "Approvals")
    await crowd(cast, 101)
    bina = person_of(cast.bina)
    await bina.says("/broadcast text: No line tomorrow, {customer_name}")
    bina.sees("103 recipients", "somebody else will be asked")
    await bina.taps("Send")
    bina.sees("Waits for approval")
    return await Broadcast.get()


async def test_one_line_and_one_tap_tell_everybody_who_owes(asha: Person, cast: Cast) -> None:
    await a_bill(cast.rahim, total=500)
    await asha.says("/broadcast link")
    asha.sees(
        "Payment link", "To: everybody", "1 recipient", "Left out: 1 · owe nothing",
        "Rahim Uddin would read:", "https://pay.example/p/", "1 segment", "At once",
    )  # fmt: skip
    assert await Broadcast.all().count() == 0
    await asha.taps("Send")
    asha.sees("Running", "0 of 1")
    assert (await Broadcast.get()).status is B.RUNNING


async def test_step_by_step_the_text_is_checked_in_plain_words(asha: Person) -> None:
    await asha.says("/broadcast")
    await asha.taps("Text")
    await asha.says("Dear {custmer_name}, no line tomorrow")
    asha.sees("no variable “custmer_name”", "Did you mean “customer_name”")
    await asha.says("Dear {customer_name")
    asha.sees("position 6 has no partner")
    await asha.says("Dear {customer_name}, no line tomorrow")
    asha.sees("2 recipients", "Dear Rahim Uddin, no line tomorrow")


async def test_a_line_narrows_it_with_names_and_words(asha: Person, cast: Cast) -> None:
    await a_customer("Cut", status=CustomerStatus.SUSPENDED)
    await asha.says("/broadcast text suspended mirpur home: Pay: and you are back, {customer_name}")
    asha.sees(
        "To: 🔴 Suspended", "Zones: Mirpur", "Packages: Home", "1 recipient",
        "Pay: and you are back, Cut",
    )  # fmt: skip


@pytest.mark.parametrize("typed", ["zzz", "mirpur zzz", "tomorrow", "link"])
async def test_what_is_not_understood_is_asked_and_sends_to_nobody(
    asha: Person, cast: Cast, typed: str
) -> None:
    await asha.says(f"/broadcast text {typed}: Hello")
    asha.sees("means here", "nothing goes out on a guess")
    asha.does_not_see("recipient", "Send")
    await asha.says("yyy")
    asha.sees("“yyy” doesn't fit")
    asha.does_not_see("recipient", "Send")
    await asha.says("mirpur suspended")
    asha.sees("To: 🔴 Suspended", "Zones: Mirpur", "0 recipients")


async def test_what_is_not_understood_may_be_left_out(asha: Person, cast: Cast) -> None:
    await asha.says("/broadcast text zzz: Hello")
    await asha.taps("Leave it out")
    asha.sees("To: everybody", "2 recipients", "Hello")


async def test_filters_are_ticked_and_the_count_follows(asha: Person, cast: Cast) -> None:
    await a_customer("Owing", owes=800, overdue_days=10, zone=cast.uttara)
    await asha.says("/broadcast text: Hello")
    asha.sees("3 recipients")
    await asha.taps("Zones")
    await asha.taps("Uttara")
    asha.sees("✅ Uttara")
    await asha.taps("Done")
    asha.sees("2 recipients", "Zones: Uttara")
    await asha.taps("Least due")
    await asha.taps("৳500")
    asha.sees("1 recipient", "Due at least ৳500")
    await asha.taps("Overdue")
    await asha.taps("15 days")
    asha.sees("0 recipients", "Nobody fits")
    await asha.taps("Send")
    asha.sees("Nobody fits these filters")
    await asha.taps("Overdue")
    await asha.says("৭")
    asha.sees("1 recipient", "Overdue for more than 7 days")
    assert await Broadcast.all().count() == 0


async def test_channel_and_time_are_chosen_or_typed(
    asha: Person, cast: Cast, moment: Moment
) -> None:
    await asha.says("/broadcast text: Hello")
    for label, choice in (("Channel", "SMS only"), ("Time", "22 Nov 2026, 10:00")):
        await asha.taps("Change")
        await asha.taps(label)
        await asha.taps(choice)
    asha.sees("🕐 22 Nov 2026, 10:00")
    await asha.taps("Change")
    await asha.taps("Time")
    await asha.says("yesterday 10:00")
    asha.sees("“yesterday 10:00”", "18:30")
    await asha.says("২৩/১১ 9:30")
    asha.sees("🕐 23 Nov 2026, 09:30")
    await asha.taps("Send")
    asha.sees("Scheduled", "🕐 23 Nov 2026, 09:30")
    row = await Broadcast.get()
    assert (row.status, row.channels) == (B.SCHEDULED, "sms")


async def test_a_half_filled_broadcast_is_taken_up_again(asha: Person) -> None:
    await asha.says("/broadcast text")
    await asha.says("/find 1001")
    await asha.taps("Go on with: a broadcast")
    asha.sees("Write the text")


async def test_the_approvers_group_decides_and_the_author_can_not(
    cast: Cast, person_of: PersonOf
) -> None:
    row = await asked_for(cast, person_of)
    bina, asha = person_of(cast.bina, GROUP), person_of(cast.asha, GROUP)
    for person in (bina, asha):
        await approval_card(person, cast, row)
    asha.sees("Asked for by Bina", "103 recipients", "No line tomorrow, Rahim Uddin", "Approve")
    await bina.taps("Approve")
    assert "right" in bina.toast
    assert (await Broadcast.get(id=row.id)).status is B.ASKED
    await asha.taps("Approve")
    asha.sees("Approved by Asha", "Running")
    assert (await Broadcast.get(id=row.id)).status is B.RUNNING


async def test_who_decides_second_is_told_that_it_was_decided(
    cast: Cast, person_of: PersonOf
) -> None:
    row = await asked_for(cast, person_of)
    second = await a_person("Second", Role.ADMIN, cast.isp)
    asha, other = person_of(cast.asha, GROUP), person_of(second, GROUP)
    for person in (asha, other):
        await approval_card(person, cast, row)
    await other.taps("Reject")
    await asha.taps("Approve")
    await other.taps("wrong people")
    assert "Asha was first: it is approved" in other.toast
    assert (await Broadcast.get(id=row.id)).status is B.RUNNING


async def test_a_rejection_has_its_reason_and_sends_nothing(
    cast: Cast, person_of: PersonOf
) -> None:
    row = await asked_for(cast, person_of)
    asha = person_of(cast.asha, GROUP)
    await approval_card(asha, cast, row)
    await asha.taps("Reject")
    await asha.taps("Another reason")
    await asha.says("The line is fine tomorrow")
    asha.sees("Rejected by Asha", "The line is fine tomorrow")
    bina = person_of(cast.bina)
    await bina.says("/broadcasts")
    await bina.taps("✖️")
    bina.sees("Rejected by Asha", "The line is fine tomorrow")
    assert await Message.all().count() == 0


async def test_the_time_is_changed_before_it_is_approved(cast: Cast, person_of: PersonOf) -> None:
    row = await asked_for(cast, person_of)
    asha = person_of(cast.asha, GROUP)
    await approval_card(asha, cast, row)
    await asha.taps("Change time")
    await asha.taps("22 Nov 2026, 10:00")
    asha.sees("Waits for approval", "🕐 22 Nov 2026, 10:00")
    await asha.taps("Approve")
    asha.sees("Scheduled")


async def test_it_is_paused_resumed_and_ended_from_its_card(
    asha: Person, cast: Cast, house: House
) -> None:
    await crowd(cast, 8)
    await asha.says("/broadcast text: Hello")
    await asha.taps("Send")
    await sending.tick()
    await house.work(limit=5)
    await asha.taps("Refresh")
    asha.sees("5 of 10", "50 %", "a minute", "left", "Sent: 5")
    await asha.taps("Pause")
    asha.sees("Paused", "Resume")
    await asha.taps("Resume")
    asha.sees("Running")
    await asha.taps("Cancel")
    asha.sees("5 will get nothing", "(5) stays sent")
    assert (await Broadcast.get()).status is B.RUNNING
    await asha.taps("Yes, cancel it")
    asha.sees("Cancelled", "Not needed any more: 5")
    await house.finish()
    assert len(house.numbers) == 5


async def test_the_report_counts_what_came_of_it(asha: Person, cast: Cast, house: House) -> None:
    await a_bill(cast.rahim, total=500)
    await a_bill(cast.karim, total=700)
    await asha.says("/broadcast link")
    await asha.taps("Send")
    await house.finish()
    await asha.taps("Refresh")
    asha.sees("Done", "2 of 2", "Sent: 2", "Cost: ৳0.50", "Opened: 0 · 💰 paid: 0, ৳0")


async def test_what_is_unknown_is_sent_again_by_a_person_only(
    asha: Person, cast: Cast, house: House
) -> None:
    await asha.says("/broadcast text: Hello")
    await asha.taps("Send")
    house.sms.does = [Unsure("silence")]
    await house.finish()
    await asha.taps("Refresh")
    asha.sees("Not known whether sent: 1")
    await asha.taps("Not sure: 1")
    asha.sees("Rahim Uddin")
    await asha.taps("Resend")
    asha.sees("Nothing is in doubt")
    await house.finish()
    assert await Message.filter(status=MessageStatus.SENT).count() == 2


async def test_the_list_shows_how_each_stands(asha: Person, cast: Cast) -> None:
    await asha.says("/broadcasts")
    asha.sees("No broadcast yet")
    await asha.says("/broadcast text: Hello")
    await asha.taps("Send")
    await asha.says("/broadcasts")
    asha.sees("▶️ ✉️ Text · 2 · 21 Nov 2026, 12:00")


async def test_without_a_gateway_the_reason_is_said(asha: Person, cast: Cast) -> None:
    await Gateway.all().update(enabled=False)
    await asha.says("/broadcast text: Hello")
    asha.sees("No message gateway is switched on", "/gateways")


@pytest.mark.parametrize("who", ["chand", "dipa"])
async def test_who_has_not_the_right_composes_nothing(
    cast: Cast, person_of: PersonOf, who: str
) -> None:
    person = person_of(getattr(cast, who))
    await person.says("/broadcast text: Hello")
    person.sees("don't have the right")
    assert await Broadcast.all().count() == 0


async def test_another_operators_staff_see_no_broadcast_of_ours(
    asha: Person, esha: Person, cast: Cast
) -> None:
    await a_customer("Southern", operator=cast.south, zone=cast.gulshan)
    await asha.says("/broadcast text: Hello")
    card = await asha.taps("Send")
    assert card is not None
    await esha.says("/broadcasts")
    esha.sees("No broadcast yet")
    await esha.says("/broadcast text north: Hello {customer_name}")
    esha.sees("“north”")
    await esha.taps("Leave it out")
    esha.sees("1 recipient", "Hello Southern")
    esha.messages[1] = card
    await esha.taps("Pause", 1)
    assert (await Broadcast.get()).status is B.RUNNING


async def test_it_speaks_bengali(asha: Person, cast: Cast) -> None:
    await a_bill(cast.rahim, total=500)
    await asha.says("/language")
    await asha.taps("বাংলা")
    await asha.says("/broadcast লিংক mirpur")
    asha.sees("পেমেন্ট লিংক", "এলাকা: Mirpur", "১ জন পাবেন")
    await asha.taps("পাঠান")
    asha.sees("চলছে", "১ জনের মধ্যে ০")


async def test_what_a_downtime_made_late_waits_for_send_now_on_its_card(
    asha: Person, cast: Cast, house: House, moment: Moment
) -> None:
    row = await house.send_off(send_at=moment.now + timedelta(hours=2))
    await groups.bind(cast.asha, str(GROUP), Purpose.BROADCASTS, "Approvals")
    moment.move(days=2)
    await sending.tick()
    assert house.numbers == []
    await approval_card(asha, cast, row)
    asha.sees("NetKhata was not running", "Nothing more is sent before you say so")
    await asha.taps("Send now")
    asha.sees("Running")
    await house.finish()
    assert len(house.numbers) == 2


async def test_what_a_downtime_made_late_can_be_cancelled(
    asha: Person, cast: Cast, house: House, moment: Moment
) -> None:
    row = await house.send_off(send_at=moment.now + timedelta(hours=2))
    moment.move(days=2)
    await sending.tick()
    await approval_card(asha, cast, row)
    await asha.taps("Cancel")
    await asha.taps("Yes, cancel it")
    asha.sees("Cancelled")
    await house.finish()
    assert house.numbers == []


async def test_the_list_lets_those_decide_who_may(cast: Cast, person_of: PersonOf) -> None:
    row = await asked_for(cast, person_of)
    bina, asha = person_of(cast.bina), person_of(cast.asha)
    await bina.says("/broadcasts")
    bina.does_not_see("Approve", "Reject")
    await asha.says("/broadcasts")
    asha.sees("Asked for by Bina", "No line tomorrow", "Reject")
    await asha.taps("Approve")
    assert (await Broadcast.get(id=row.id)).status is B.RUNNING
