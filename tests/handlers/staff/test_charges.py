"""Charges, bills by hand and credit notes in the chat: typed, picked, seen before, taken back."""

from __future__ import annotations

from domain.billing.models import Bill, Charge, CreditNote
from tests.builders import a_bill
from tests.cast import Cast
from tests.person import Person


async def test_one_line_charges_with_the_next_bill(asha: Person, cast: Cast) -> None:
    await asha.says("/charge 1001 Router 1,500 tk")
    asha.sees("On the next bill", "Rahim Uddin", "Router: ৳1,500")
    await asha.taps("Charge it")
    asha.sees("Besides the package: Rahim Uddin", "Router, ৳1,500")
    await asha.says("1001")
    asha.sees("On the next bill: Router, ৳1,500")


async def test_lines_typed_on_the_card_become_a_bill_at_once(asha: Person, cast: Cast) -> None:
    await asha.says("1001")
    await asha.taps("Charge")
    await asha.taps("Charge for something")
    await asha.says("Router 1500\nCable 20 m ৳২০০")
    await asha.taps("A bill now")
    asha.sees("A bill of its own, now", "Router: ৳1,500", "Cable 20 m: ৳200", "Total: ৳1,700")
    assert await Bill.all().count() == 0
    await asha.taps("Charge it")
    asha.sees("NORTH-2026-000001", "Due: ৳1,700")
    assert await Charge.all().count() == 0


async def test_what_is_charged_often_is_picked_and_dropped(asha: Person, cast: Cast) -> None:
    await asha.says("/charge 1002 Router 1500")
    await asha.taps("Charge it")
    await asha.says("1001")
    await asha.taps("Charge")
    await asha.taps("Charge for something")
    await asha.taps("Router · ৳1,500")
    await asha.taps("Charge it")
    await asha.taps("🗑 Router")
    asha.sees("Nothing waits for the next bill")


async def test_what_does_not_read_is_asked_again(asha: Person, cast: Cast) -> None:
    await asha.says("/charge 1001 Router")
    asha.sees("What for, and how much?")
    await asha.says("1500")
    asha.sees("What for, and how much?")
    await asha.says("Router 1500")
    asha.sees("Router: ৳1,500")


async def test_a_credit_note_is_given_from_the_bill_and_withdrawn(asha: Person, cast: Cast) -> None:
    await a_bill(cast.rahim, total=1050, vat=50)
    await asha.says("/bill 000001")
    await asha.taps("Credit note")
    asha.sees("At most ৳1,050")
    await asha.says("2000")
    asha.sees("At most ৳1,050 can still be taken off")
    await asha.says("210")
    await asha.taps("The service was down")
    asha.sees("Take ৳210 off bill NORTH-2026-000001", "VAT within: ৳10", "Due after this: ৳840")
    assert await CreditNote.all().count() == 0
    await asha.taps("Give it")
    asha.sees("Credit note NORTH-CN-2026-000001", "Total: ৳210", "The service was down")
    await asha.taps("NORTH-2026-000001")
    asha.sees("NORTH-CN-2026-000001: -৳210", "Due: ৳840")
    await asha.taps("NORTH-CN-2026-000001")
    await asha.taps("Withdraw")
    await asha.taps("Made by mistake")
    asha.sees("Withdraw credit note NORTH-CN-2026-000001 over ৳210")
    await asha.taps("Withdraw it")
    asha.sees("Withdrawn: it holds no more")
