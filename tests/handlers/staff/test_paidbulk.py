"""Many payments from a list: seen line by line, confirmed once, each recorded once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from xlsxwriter import Workbook

from domain.bulk import working
from domain.bulk.models import Bulk, BulkLine
from domain.bulk.states import BulkStatus, LineStatus
from domain.chat.models import Card
from domain.customers import search
from domain.payments import posting
from domain.payments.models import Payment
from domain.payments.states import PaymentStatus
from domain.staff import people, rights
from domain.staff.models import Role
from handlers.ui import buttons
from handlers.ui.drawing import Key
from handlers.ui.screens import Button, Text
from tests.builders import a_customer, money
from tests.cast import Cast, Moment
from tests.gateways.papers import spreadsheets
from tests.person import Person

PersonOf = Callable[..., Person]


async def carried_on() -> None:
    """Until nothing is left to do."""
    while await working.carry_on():
        pass


async def paid() -> list[tuple[str, int]]:
    rows = (
        await Payment.filter(status=PaymentStatus.POSTED).order_by("id").select_related("customer")
    )
    return [(row.customer.code, row.amount_minor) for row in rows]


async def test_pasted_lines_are_seen_confirmed_once_and_each_recorded(
    asha: Person, cast: Cast
) -> None:
    await asha.says("/paidbulk 1001 500\n1002 ৳৭০০ bkash 9XK4T2P1QZ\n")
    asha.sees(
        "Nothing is done yet",
        "2 can be recorded: ৳1,200",
    )
    assert await paid() == []
    await asha.taps("Record 2")
    asha.sees("Goes on")
    await carried_on()
    await asha.taps("Refresh")
    asha.sees("Done", "2 recorded: ৳1,200", "Take all of it back")
    assert await paid() == [("1001", 500_00), ("1002", 700_00)]
    second = await Payment.get(txn_id="9XK4T2P1QZ")
    assert (second.method, second.staff_id) == ("bkash", cast.asha.staff_id)


async def test_each_line_keeps_its_own_day_and_method(asha: Person, cast: Cast) -> None:
    await asha.says("/paidbulk\n1001 500 cash 1/11\n1002 700 bank 5/11\n1001 300 nagad 9/11")
    await asha.taps("Record 3")
    await carried_on()
    rows = await Payment.all().order_by("id")
    assert [(str(row.paid_on), row.method) for row in rows] == [
        ("2026-11-01", "cash"), ("2026-11-05", "bank"), ("2026-11-09", "nagad"),
    ]  # fmt: skip


def a_workbook(*rows: tuple[object, ...]) -> bytes:
    def write(book: Workbook) -> None:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return spreadsheets.xlsx(write)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("paid.csv", b"Customer ID,Taka,Method,TrxID,Date\n1001,500,bKash,9XK4T2P1QZ,2026-11-20\n"),
        ("paid.csv", "আইডি;টাকা;মাধ্যম;ট্রানজ্যাকশন;তারিখ\n1001;৫০০;বিকাশ;9XK4T2P1QZ;20/11\n".encode()),
        ("paid.csv", b"1001,500,bkash,9XK4T2P1QZ,2026-11-20\n"),
        ("paid.txt", b"ID AMOUNT\n1001 500 bkash 9XK4T2P1QZ 20/11\n"),
        ("paid.xlsx", a_workbook(("Customer", "Amount", "Method", "TXN", "Date"),
                                 (1001, 500, "bkash", "9XK4T2P1QZ", "2026-11-20"))),
        ("paid.xlsx", a_workbook(("1001", 500, "bkash", "9XK4T2P1QZ"))),
    ],
)  # fmt: skip
async def test_a_file_is_read_with_headings_and_without(
    asha: Person, cast: Cast, name: str, content: bytes
) -> None:
    await asha.says("/paidbulk")
    asha.sees("Paste the lines")
    await asha.sends(name, content)
    asha.sees(name, "1 can be recorded", "Rahim Uddin", "৳500", "9XK4T2P1QZ")
    await asha.taps("Record 1")
    await carried_on()
    assert await paid() == [("1001", 500_00)]


async def test_lines_that_cannot_come_say_why_and_the_others_go(
    asha: Person, cast: Cast, moment: Moment
) -> None:
    stranger = await a_customer("Gulshan Ali", operator=cast.south, code="2001")
    await posting.record(cast.asha, cast.karim, money(900), txn_id="8ABC12345Z")
    moment.move(minutes=30)
    await asha.says(
        "/paidbulk\n1001 500\n9999 500\n1001\n1002 5e9\n1002 $40\n1002 80 cash 1/1/2030"
        "\n1002 900 8ABC12345Z\n1002 60 gibberish\n1002 1500,50"
    )
    asha.sees("1 can be recorded", "8 can't be recorded")
    asha.sees("No customer found for “9999”", "It lacks the amount", "another currency")
    await asha.taps("Every line")
    asha.sees("still to come", "recorded already for Karim Mia, by Asha", "gibberish")
    await asha.taps("Back")
    await asha.taps("Record 1")
    await carried_on()
    assert (await paid())[1:] == [("1001", 500_00)]
    assert stranger.code == "2001"


async def test_of_many_lines_the_first_odd_ones_are_named_and_all_are_a_tap_away(
    asha: Person, cast: Cast
) -> None:
    odd = "\n".join(f"99{number} 500" for number in range(10, 30))
    await asha.says(f"/paidbulk\n1001 500\n{odd}")
    await carried_on()
    await asha.taps("Refresh")
    asha.sees("1 can be recorded", "20 can't be recorded", "“9910”", "… and 12 more")
    asha.does_not_see("“9920”")
    await asha.taps("All 20")
    asha.sees("“9910”", "1–8")
    await asha.taps("▶")
    asha.sees("“9920”")


async def test_who_is_meant_of_two_is_answered_by_a_button(asha: Person, cast: Cast) -> None:
    one = await a_customer("Jamal Uddin", code="3001", zone=cast.mirpur)
    two = await a_customer("Jamal Uddin", code="3002", zone=cast.uttara)
    await search.index([one.id, two.id])
    await asha.says("/paidbulk jamal uddin 500")
    asha.sees("2 customers fit “jamal uddin”: which one?")
    await asha.taps("❓ 1")
    asha.sees("3001", "3002", "Mirpur")
    await asha.taps("3001")
    asha.sees("1 can be recorded")
    await asha.taps("Record 1")
    await carried_on()
    assert await paid() == [(one.code, 500_00)]


async def test_a_line_is_corrected_by_another_line(asha: Person, cast: Cast) -> None:
    await asha.says("/paidbulk 1001 abc")
    asha.does_not_see("Record 1")
    await asha.taps("⛔ 1")
    await asha.taps("Correct")
    asha.sees("Write the whole line anew")
    await asha.says("1001 450")
    asha.sees("1 can be recorded", "৳450")
    await asha.taps("Record 1")
    await carried_on()
    assert await paid() == [("1001", 450_00)]


async def test_the_same_money_twice_is_asked_about(asha: Person, chand: Person, cast: Cast) -> None:
    await posting.record(cast.chand, cast.rahim, money(500))
    await asha.says("/paidbulk\n1001 500\n1002 300\n1002 300")
    asha.sees("1 can be recorded", "2 wait for your word", "a moment ago", "Chand")
    asha.sees("Line 2 has the same customer and amount")
    await asha.taps("❓ 3")
    await asha.taps("it is meant so")
    asha.sees("2 can be recorded", "1 wait for your word")
    await asha.taps("❓ 1")
    await asha.taps("Leave out")
    asha.sees("1 left out")
    await asha.taps("Record 2")
    await carried_on()
    assert (await paid())[1:] == [("1002", 300_00), ("1002", 300_00)]


async def test_a_day_in_a_closed_month_waits_for_a_word(asha: Person, cast: Cast) -> None:
    joined = cast.rahim.joined_on
    await asha.says(f"/paidbulk 1001 500 {joined - timedelta(days=3)}")
    asha.sees("before the customer joined")
    await asha.taps("❓ 1")
    await asha.taps("it is meant so")
    asha.sees("1 can be recorded")


async def test_pressed_twice_and_by_another_it_is_begun_once(
    asha: Person, person_of: PersonOf, cast: Cast
) -> None:
    await asha.says("/paidbulk 1001 500")
    go = asha.key("Record 1")
    await asha.presses(go)
    await asha.presses(go)
    await carried_on()
    await carried_on()
    assert await paid() == [("1001", 500_00)]


async def test_what_was_seen_is_what_is_confirmed(asha: Person, cast: Cast) -> None:
    await asha.says("/paidbulk\n1001 500\n1002 700")
    go = asha.key("Record 2")
    line = await BulkLine.get(number=2)
    await asha.taps("Every line")
    await asha.taps("2 · Karim")
    await asha.taps("Leave out")
    await asha.presses(go)
    assert "changed" in asha.toast.lower()
    await line.refresh_from_db()
    assert line.status is LineStatus.LEFT_OUT
    await carried_on()
    assert await paid() == []


async def test_all_of_it_is_taken_back_within_the_minutes(
    asha: Person, cast: Cast, moment: Moment
) -> None:
    await a_customer("Jamal Uddin", code="3001", owes=500)
    await asha.says("/paidbulk\n3001 500\n1001 200")
    await asha.taps("Record 2")
    await carried_on()
    await posting.reverse(cast.asha, (await Payment.get(amount_minor=200_00)).id, "wrong")
    moment.move(minutes=14)
    await asha.taps("Refresh")
    await asha.taps("Take all of it back")
    asha.sees("Take 2 payments")
    await asha.taps("Yes, take them back")
    moment.move(minutes=5)  # it was asked for in time, however long it takes
    await carried_on()
    await asha.taps("Refresh")
    asha.sees("Taken back", "1 taken back: ৳500", "1 could not be taken back", "taken back already")
    assert await paid() == []
    assert (await Bulk.get()).status is BulkStatus.UNDONE


async def test_after_the_minutes_it_stays(asha: Person, cast: Cast, moment: Moment) -> None:
    await asha.says("/paidbulk 1001 500")
    await asha.taps("Record 1")
    await carried_on()
    await asha.taps("Refresh")
    await asha.taps("Take all of it back")
    moment.move(minutes=16)
    await asha.taps("Yes, take them back")
    assert "minutes" in asha.toast
    await carried_on()
    assert await paid() == [("1001", 500_00)]


async def test_above_the_limit_somebody_else_approves(
    person_of: PersonOf, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = {**rights.LIMITS["bulk.amount"], Role.COLLECTOR: 1000_00}
    monkeypatch.setitem(rights.LIMITS, "bulk.amount", limits)
    chand, bina = person_of(cast.chand), person_of(cast.bina)
    await a_customer("Jamal Uddin", code="3001", zone=cast.mirpur)
    await chand.says("/paidbulk\n1001 600\n3001 600")
    chand.sees("more than you may do alone", "Bina", "Asha")
    await chand.taps("Record 2")
    chand.sees("Waits for approval")
    await carried_on()
    assert await paid() == []
    told = {card.chat_id for card in await Card.filter(screen="bulk.approval")}
    assert told == {str(cast.bina.telegram_id), str(cast.asha.telegram_id)}

    bulk = await Bulk.get()
    screen = await opens(bina, bulk.id)
    assert "Asked for by Chand" in screen
    assert screen.count("Jamal Uddin · 3001") == 1
    await bina.taps("Approve")
    bina.sees("Approved by Bina")
    await carried_on()
    rows = await Payment.all()
    assert {row.staff_id for row in rows} == {cast.chand.staff_id}
    assert len(rows) == 2


async def opens(person: Person, bulk_id: int) -> str:
    """The card that came to somebody, opened as a button would."""
    data = await buttons.pack(Button(Text("open"), "bulk.approval", (bulk_id,)), "")
    await person.says("/start")
    await person.presses(Key("open", data))
    return person.screen


async def test_rejected_it_says_why_and_nothing_is_recorded(
    person_of: PersonOf, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = {**rights.LIMITS["bulk.amount"], Role.COLLECTOR: 100_00}
    monkeypatch.setitem(rights.LIMITS, "bulk.amount", limits)
    chand, bina = person_of(cast.chand), person_of(cast.bina)
    await chand.says("/paidbulk 1001 600")
    await chand.taps("Record 1")
    await opens(bina, (await Bulk.get()).id)
    bina.sees("Asked for by Chand", "Rahim Uddin", "Every line")
    await bina.taps("Reject")
    await bina.taps("The money was not handed in")
    bina.sees("Rejected by Bina", "The money was not handed in")
    await chand.taps("Refresh")
    chand.sees("Rejected by Bina", "nothing was done")
    await carried_on()
    assert await paid() == []


async def test_in_bengali_a_list_is_read_and_told(person_of: PersonOf, cast: Cast) -> None:
    await people.set_language(cast.chand, "bn")
    chand = person_of(cast.chand)
    await chand.says("/paidbulk\n১০০১ ৫০০ বিকাশ 9XK4T2P1QZ গতকাল\n১০০১")
    chand.sees("১টি জমা করা যাবে: ৳৫০০", "বিকাশ", "১টি জমা করা যাবে না", "টাকার অঙ্ক লেখা নেই")
    await chand.taps("১টি জমা করুন")
    await carried_on()
    await chand.taps("রিফ্রেশ")
    chand.sees("১টি জমা হয়েছে: ৳৫০০")
    row = await Payment.get()
    assert (str(row.paid_on), row.method) == ("2026-11-20", "bkash")
