"""Payments and customers as lists in the chat, and every list as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest

from domain.customers.models import Customer, CustomerStatus
from domain.money import Money
from domain.payments import posting
from domain.payments.states import Method
from tests.builders import a_bill, a_customer
from tests.cast import Cast
from tests.person import Person

PersonOf = Callable[..., Person]


@pytest.fixture
async def paid(cast: Cast) -> None:
    """Cash of Rahim's by Chand with a note, and bKash of Karim's earlier in the month."""
    await posting.record(cast.chand, cast.rahim, Money(500_00), note="for two months")
    await posting.record(
        cast.asha, cast.karim, Money(700_00), Method.BKASH, txn_id="8TQ1K2P3QZ",
        paid_on=date(2026, 11, 3),
    )  # fmt: skip


def file_of(person: Person) -> list[list[str]]:
    """The rows of the file that came last."""
    document = person.messages[max(person.messages)].document
    assert document is not None
    return list(csv.reader(io.StringIO(document.content.decode("utf-8-sig"), newline="")))


@pytest.mark.usefixtures("paid")
async def test_all_payments_are_listed_with_who_took_them_how_and_the_note(asha: Person) -> None:
    await asha.says("/payments")

    asha.sees(
        "2 payments: ৳1,200", "Cash · Rahim Uddin · 1001", "Taken by Chand", "for two months",
        "bKash · Karim Mia · 1002", "8TQ1K2P3QZ", "Rahim Uddin · ৳500 · 21 Nov 2026",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("/payments cash", {"Rahim"}),
        ("/payments bkash cash", {"Rahim", "Karim"}),
        ("/payments chand", {"Rahim"}),
        ("/payments 3/11", {"Karim"}),
        ("/payments 2026-11 north net", {"Rahim", "Karim"}),
        ("/payments south net", set()),
        ("/payments mirpur", {"Rahim"}),
        ("/payments 8tq1", {"Karim"}),
        ("/payments for two", {"Rahim"}),
        ("/payments bkash 8TQ1K2P3QZ 2026-11", {"Karim"}),
        ("/payments নগদ", {"Rahim"}),
    ],
)
@pytest.mark.usefixtures("paid")
async def test_one_line_narrows_or_searches_them(asha: Person, line: str, names: set[str]) -> None:
    await asha.says(line)

    assert {name for name in ("Rahim", "Karim") if name in asha.screen} == names


@pytest.mark.usefixtures("paid")
async def test_two_taps_narrow_them_by_method_collector_or_date(asha: Person) -> None:
    await asha.says("/payments")
    await asha.taps("Method")
    await asha.taps("bKash")
    asha.sees("1 payment: ৳700")
    await asha.taps("Method")
    await asha.taps("Any method")
    await asha.taps("Taken by")
    await asha.taps("Chand")
    asha.sees("1 payment: ৳500", "📍 Chand")
    await asha.taps("Dates")
    await asha.taps("Last month")
    asha.sees("No payment fits")


@pytest.mark.usefixtures("paid")
async def test_each_opens_its_card(asha: Person) -> None:
    await asha.says("/payments 8TQ1")
    await asha.taps("Karim Mia · ৳700")

    asha.sees("Karim Mia", "৳700", "8TQ1K2P3QZ")
    await asha.says("/payments cash")
    await asha.taps("Rahim Uddin · ৳500")
    asha.sees("📝 for two months", "Receipt PDF")


async def test_a_payment_that_was_taken_back_says_so_and_is_not_summed(
    asha: Person, cast: Cast
) -> None:
    payment = await posting.record(cast.asha, cast.rahim, Money(500_00))
    await posting.reverse(cast.asha, payment.id, "wrong")
    await asha.says("/payments")

    asha.sees("1 payment: ৳0", "↩️ 21 Nov 2026 · ৳500", "↩️ Rahim Uddin")


async def test_they_go_page_by_page(asha: Person, cast: Cast) -> None:
    for number in range(1, 11):
        await posting.record(cast.asha, cast.rahim, Money(number * 100), again=True)
    await asha.says("/payments")
    asha.sees("10 payments", "৳10 ·")
    asha.does_not_see("৳1 ·")
    await asha.taps("▶")
    asha.sees("৳1 ·")


@pytest.mark.usefixtures("paid")
async def test_a_collector_sees_the_payments_of_their_zone_alone(
    chand: Person, dipa: Person
) -> None:
    await chand.says("/payments")
    chand.sees("1 payment: ৳500", "Rahim")
    chand.does_not_see("Karim")
    await dipa.says("/payments")
    dipa.does_not_see("৳", "Rahim")


@pytest.mark.usefixtures("paid")
async def test_what_a_list_of_payments_shows_comes_as_a_file(asha: Person) -> None:
    await asha.says("/payments cash")
    await asha.taps("CSV")

    asha.sees("Payments, as of 21 Nov 2026")
    headings, *rows = file_of(asha)
    assert [row[headings.index("Name")] for row in rows] == ["Rahim Uddin"]
    assert rows[0][headings.index("Amount")] == "500.00"
    assert rows[0][headings.index("Note")] == "for two months"


async def test_what_a_list_of_bills_shows_comes_as_a_file_in_the_readers_language(
    cast: Cast, person_of: PersonOf
) -> None:
    await a_bill(cast.rahim, total=1150)
    await a_bill(cast.karim, total=700)
    asha = person_of(cast.asha)
    await asha.says("/language")
    await asha.taps("বাংলা")
    await asha.says("/bills mirpur")
    await asha.taps("সিএসভি")

    headings, *rows = file_of(asha)
    assert headings[:3] == ["বিল নম্বর", "কাস্টমার আইডি", "নাম"]
    assert [row[2] for row in rows] == ["Rahim Uddin"]
    assert rows[0][headings.index("মোট")] == "1150.00"


async def test_a_spreadsheet_is_named_after_what_it_holds_and_its_day(
    asha: Person, cast: Cast
) -> None:
    await a_bill(cast.rahim, total=1150)
    await asha.says("/bills")
    drawn = await asha.taps("Excel")

    assert drawn is not None
    assert drawn.document is not None
    assert drawn.document.filename == "bills-2026-11-21.xlsx"
    assert drawn.document.content.startswith(b"PK")


async def test_a_list_of_nobody_offers_no_file(asha: Person) -> None:
    await asha.says("/bills")
    assert not {"📊 Excel", "📄 CSV"} & set(asha.labels)


async def test_a_file_holds_what_its_reader_may_see_whoever_made_the_button(
    asha: Person, cast: Cast, person_of: PersonOf
) -> None:
    await a_bill(cast.rahim, total=1150)
    await a_bill(cast.karim, total=700)
    await asha.says("/bills")
    button = asha.key("CSV")
    chand, dipa = person_of(cast.chand), person_of(cast.dipa)
    await chand.says("/bills")
    await chand.presses(button)
    assert [row[2] for row in file_of(chand)[1:]] == ["Rahim Uddin"]
    await dipa.says("/customers")
    await dipa.presses(button)
    dipa.does_not_see("1150")


async def test_customers_are_listed_by_where_and_how_they_stand(asha: Person, cast: Cast) -> None:
    await Customer.filter(id=cast.karim.id).update(status=CustomerStatus.SUSPENDED)
    await a_customer("Gone", status=CustomerStatus.LEFT)
    await asha.says("/customers")
    asha.sees("2 customers", "Rahim Uddin", "Karim Mia")
    asha.does_not_see("Gone")
    await asha.says("/customers uttara cut zzz")
    asha.sees("1 customer", "Karim Mia", "Suspended", "📍 Uttara", "“zzz”")
    await asha.says("/customers left")
    await asha.taps("Gone")
    asha.sees("Left")


async def test_customers_come_as_a_file_without_amounts_for_who_may_not_see_any(
    cast: Cast, person_of: PersonOf
) -> None:
    await a_bill(cast.rahim, total=1150)
    asha, dipa = person_of(cast.asha), person_of(cast.dipa)
    for person in (asha, dipa):
        await person.says("/customers mirpur")
        await person.taps("CSV")
    headings, row = file_of(asha)
    assert row[headings.index("Mobile")] == "+8801711111111"
    assert row[headings.index("Due")] == "1150.00"
    assert "Due" not in file_of(dipa)[0]
    assert "1150" not in str(file_of(dipa))
