"""Bills that are chosen from a list: paid, sent a link, taken back, each once and seen before."""

from __future__ import annotations

from datetime import date

import pytest

from domain.billing.models import Bill
from domain.billing.states import BillStatus
from domain.bulk import working
from domain.bulk.models import Bulk, BulkLine
from domain.messaging.models import Message
from domain.payments import posting
from domain.payments.models import Payment
from tests.builders import a_bill, a_customer, a_gateway, money
from tests.cast import Cast
from tests.domain.billing import books
from tests.person import Person


async def carried_on() -> None:
    while await working.carry_on():
        pass


async def standing() -> dict[str, BillStatus]:
    return {bill.number: bill.status for bill in await Bill.all()}


@pytest.fixture
async def owed(cast: Cast) -> list[Bill]:
    """Rahim owes two bills, one in part; Karim one; Jamal has paid his."""
    jamal = await a_customer("Jamal Uddin", code="3001", zone=cast.uttara)
    made = [
        await a_bill(cast.rahim, total=1000), await a_bill(cast.rahim, total=400),
        await a_bill(cast.karim, total=700), await a_bill(jamal, total=900),
    ]  # fmt: skip
    await posting.record(cast.asha, cast.rahim, money(300), txn_id="8ABC12345Z")
    await posting.record(cast.asha, jamal, money(900), txn_id="8ABC12346Z")
    return made


async def test_all_that_the_filter_finds_is_marked_paid_by_one_payment_a_customer(
    asha: Person, cast: Cast, owed: list[Bill]
) -> None:
    await asha.says("/bills")
    await asha.taps("Choose bills")
    asha.sees("All that the filter finds: 3")
    await asha.taps("Mark paid")
    asha.sees("Nothing is done yet", "2 can be recorded: ৳1,800", "Rahim Uddin · 1001 · ৳1,100")
    assert await Payment.all().count() == 2
    await asha.taps("bKash")
    await asha.taps("Record 2")
    await carried_on()
    await asha.taps("Refresh")
    asha.sees("Bills marked as paid", "2 recorded: ৳1,800")
    paid = await Payment.filter(txn_id="").order_by("customer_id")
    assert [(row.amount_minor, row.method) for row in paid] == [
        (1100_00, "bkash"),
        (700_00, "bkash"),
    ]
    assert set((await standing()).values()) == {BillStatus.PAID}
    await books.assert_they_hold()


async def test_those_that_are_tapped_alone_are_taken_back_with_a_reason(
    asha: Person, cast: Cast, owed: list[Bill]
) -> None:
    await asha.says("/bills")
    await asha.taps("Choose bills")
    await asha.taps("Karim Mia")
    asha.sees("Chosen: 1")
    await asha.taps("Void")
    asha.sees("Why is it taken back?")
    await asha.taps("Made by mistake")
    asha.sees("Reason: Made by mistake", "1 can be taken back: ৳700")
    await asha.taps("Take 1 back")
    await carried_on()
    await asha.taps("Refresh")
    asha.sees("1 taken back: ৳700")
    assert [number for number, status in (await standing()).items() if status == "void"] == [
        owed[2].number
    ]
    asha.does_not_see("Take all of it back")
    await books.assert_they_hold()


async def test_whoever_can_get_a_link_gets_one_and_of_the_others_it_says_why(
    asha: Person, cast: Cast, owed: list[Bill]
) -> None:
    await a_gateway("bkash", kind="payment", provider="bkash")
    await a_gateway("sms", kind="sms")
    await asha.says("/bills all")
    await asha.taps("Choose bills")
    await asha.taps("Send link")
    asha.sees("2 can get a link", "1 get none", "owes nothing")
    await asha.taps("Send 2")
    await carried_on()
    told = await Message.filter(event="payment-link")
    assert {row.customer_id for row in told} == {cast.rahim.id, cast.karim.id}
    assert len(told) == 2


async def test_a_bill_that_was_paid_meanwhile_is_not_paid_again(
    asha: Person, cast: Cast, owed: list[Bill]
) -> None:
    await asha.says("/bills uttara")
    await asha.taps("Choose bills")
    await asha.taps("Mark paid")
    await asha.taps("Record 1")
    await posting.record(cast.bina, cast.karim, money(700), txn_id="8ABC12347Z")
    await carried_on()
    await asha.taps("Refresh")
    asha.sees("1 could not be recorded any more", "Nothing is due")
    assert await Payment.filter(customer_id=cast.karim.id).count() == 1


async def test_what_is_not_asked_of_whoever_may_not(
    chand: Person, cast: Cast, owed: list[Bill]
) -> None:
    await chand.says("/bills")
    await chand.taps("Choose bills")
    chand.sees("Mark paid", "Send link")
    chand.does_not_see("Void", "Karim")
    await chand.taps("Mark paid")
    lines = await BulkLine.all()
    assert [line.customer_id for line in lines] == [cast.rahim.id]


async def test_the_list_is_narrowed_to_what_is_overdue(asha: Person, cast: Cast) -> None:
    late = await a_bill(cast.rahim, total=1000)
    await a_bill(cast.karim, total=700)
    await Bill.filter(id=late.id).update(due_on=date(2026, 11, 20))
    await asha.says("/bills overdue")
    asha.sees("Overdue", "Rahim Uddin")
    asha.does_not_see("Karim")
    await asha.taps("Status")
    await asha.taps("Overdue")
    asha.sees("1 bill: ৳1,000")


async def test_who_has_no_bill_this_month_is_billed_from_the_list(asha: Person, cast: Cast) -> None:
    await asha.says("/bills")
    await asha.taps("Customers without a bill")
    asha.sees("Rahim Uddin", "can be billed now")
    await asha.taps("Make 2 bills")
    asha.sees("Bill run")


async def test_a_page_is_picked_by_one_tap_and_kept_on_the_next(asha: Person, cast: Cast) -> None:
    for number in range(10):
        await a_bill(await a_customer(f"Jamal {number}"), total=100)
    await asha.says("/bills")
    await asha.taps("Choose bills")
    await asha.taps("This page")
    asha.sees("Chosen: 8")
    await asha.taps("▶")
    await asha.taps("Jamal 0")
    asha.sees("Chosen: 9")
    await asha.taps("Mark paid")
    assert (await Bulk.get()).lines == 9
