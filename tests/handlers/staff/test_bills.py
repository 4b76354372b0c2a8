"""Bills in the chat: lists by words and buttons, the card, the paper, taking one back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from domain.billing.models import Bill
from domain.billing.states import BillStatus
from domain.customers import search
from domain.payments.models import Link, Payment
from domain.ports import InvoiceFacts
from handlers.ui.conversation import Conversation
from tests.builders import a_bill, a_customer, a_gateway
from tests.cast import Cast
from tests.person import Person
from tests.printer import Printer

PersonOf = Callable[..., Person]


@pytest.fixture
def printer(conversation: Conversation) -> Printer:
    printer = Printer()
    conversation.ports = replace(conversation.ports, papers=printer)
    return printer


async def test_the_list_shows_first_what_is_still_owed(asha: Person, cast: Cast) -> None:
    await a_bill(cast.rahim, total=1000)
    paid = await a_bill(cast.karim, total=700)
    await Bill.filter(id=paid.id).update(status=BillStatus.PAID, paid_minor=700_00)
    await asha.says("/bills")
    asha.sees(
        "Unpaid, Partly paid", "1 bill: ৳1,000", "Rahim Uddin · ৳1,000 · 30 Nov 2026"
    )  # fmt: skip
    asha.does_not_see("Karim")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("/bills mirpur", {"Rahim"}),
        ("/bills unpaid MIRPUR", {"Rahim"}),
        ("/bills mirpr", {"Rahim"}),
        ("/bills all", {"Rahim", "Karim"}),
        ("/bills paid", {"Karim"}),
        ("/bills all north net", {"Rahim", "Karim"}),
        ("/bills all south", set()),
        ("/bills all 2026-11", {"Rahim", "Karim"}),
        ("/bills all 2026-10", set()),
        ("/bills all ২১/১১", {"Rahim", "Karim"}),
        ("/bills all 1/11 20/11", set()),
        ("/bills all home", {"Rahim", "Karim"}),
        ("/bills all swift", set()),
    ],
)
async def test_typed_words_narrow_it_in_any_order(
    asha: Person, cast: Cast, line: str, names: set[str]
) -> None:
    await a_bill(cast.rahim, total=1000)
    paid = await a_bill(cast.karim, total=700)
    await Bill.filter(id=paid.id).update(status=BillStatus.PAID, paid_minor=700_00)
    await asha.says(line)
    assert {name for name in ("Rahim", "Karim") if name in asha.screen} == names


async def test_a_word_that_means_nothing_is_named_and_left_out(asha: Person, cast: Cast) -> None:
    await a_bill(cast.rahim)
    await asha.says("/bills mirpur zzqq")
    asha.sees("“zzqq”", "Rahim Uddin")


async def test_buttons_narrow_it_too_and_mark_what_is_chosen(asha: Person, cast: Cast) -> None:
    await a_bill(cast.rahim, total=1000)
    await a_bill(cast.karim, total=700)
    await asha.says("/bills")
    await asha.taps("Zone")
    await asha.taps("Uttara")
    asha.sees("📍 Uttara", "Karim")
    asha.does_not_see("Rahim")
    await asha.taps("Zone")
    asha.sees("✅ Uttara")
    await asha.taps("Every zone")
    await asha.taps("Status")
    await asha.taps("Void")
    asha.sees("No bill fits")


async def test_a_long_list_has_pages(asha: Person, cast: Cast) -> None:
    for number in range(10):
        await a_bill(await a_customer(f"Customer {number:02d}"))
    await asha.says("/bills")
    asha.sees("1–8 of 10", "Customer 09")
    await asha.taps("▶")
    asha.sees("9–10 of 10", "Customer 00")
    asha.does_not_see("Customer 09")


async def test_a_collector_sees_the_bills_of_his_zone_alone(chand: Person, cast: Cast) -> None:
    await a_bill(cast.rahim)
    hidden = await a_bill(cast.karim)
    await chand.says("/bills")
    chand.sees("Rahim")
    chand.does_not_see("Karim")
    await chand.says(f"/bill {hidden.number}")
    chand.sees("No bill found")


async def test_a_bill_opens_by_its_number_or_the_end_of_it(asha: Person, cast: Cast) -> None:
    bill = await a_bill(cast.rahim, total=1050, vat=50)
    for said in (bill.number.lower(), str(bill.serial), f"{bill.serial:06d}"):
        await asha.says(f"/bill {said}")
        asha.sees(
            bill.number, "Rahim Uddin", "Unpaid", "Package: ৳1,000", "VAT: ৳50", "Total: ৳1,050",
            "Due: ৳1,050", "Due on 30 Nov 2026",
        )  # fmt: skip


async def test_the_end_of_a_number_that_two_operators_share_is_not_guessed(
    asha: Person, cast: Cast
) -> None:
    await a_bill(cast.rahim)
    await a_bill(await a_customer("Other", operator=cast.south, zone=cast.gulshan))
    await asha.says("/bill 1")
    asha.sees("Several bills fit", "Rahim", "Other")
    await asha.taps("Other")
    asha.sees("Total:", "Other")


async def test_a_bill_opens_by_the_id_of_its_customer(asha: Person, cast: Cast) -> None:
    bill = await a_bill(cast.rahim)
    await search.index([cast.rahim.id])
    await asha.says("/bill 1001")
    asha.sees(bill.number, "Rahim Uddin")
    await a_bill(cast.rahim)
    for said in ("/bill ১০০১", "/bill rahim"):
        await asha.says(said)
        asha.sees("Several bills fit", "Rahim Uddin")


async def test_the_invoice_carries_a_link_while_something_is_due(
    asha: Person, cast: Cast, printer: Printer
) -> None:
    bill = await a_bill(cast.rahim)
    await a_gateway(kind="payment", provider="bkash")
    await asha.says(f"/bill {bill.number}")
    sent = await asha.taps("Invoice PDF")
    assert sent is not None
    assert sent.document is not None
    assert sent.document.filename == f"invoice-{bill.number}.pdf"
    facts = printer.printed[0]
    assert isinstance(facts, InvoiceFacts)
    assert facts.pay_url.startswith("https://pay.example/p/")
    assert await Link.filter(customer_id=cast.rahim.id).count() == 1


async def test_without_a_payment_gateway_the_invoice_has_no_code(
    asha: Person, cast: Cast, printer: Printer
) -> None:
    bill = await a_bill(cast.rahim)
    await asha.says(f"/bill {bill.number}")
    await asha.taps("Invoice PDF")
    facts = printer.printed[0]
    assert isinstance(facts, InvoiceFacts)
    assert facts.pay_url == ""


async def test_mark_paid_asks_with_everything_filled_and_records_it(
    asha: Person, cast: Cast
) -> None:
    bill = await a_bill(cast.rahim, total=1150)
    await asha.says(f"/bill {bill.number}")
    await asha.taps("Mark paid")
    asha.sees("Record ৳1,150 from Rahim Uddin", "Due after this: ৳0")
    await asha.taps("Confirm")
    assert (await Bill.get(id=bill.id)).status is BillStatus.PAID
    await asha.says(f"/bill {bill.number}")
    asha.sees("Paid", "Due: ৳0")
    assert "💵 Mark paid" not in asha.labels


async def test_mark_paid_says_when_an_older_bill_is_settled_instead(
    asha: Person, cast: Cast
) -> None:
    older = await a_bill(cast.rahim, total=500, period="2026-10", due_on=date(2026, 10, 10))
    newer = await a_bill(cast.rahim, total=500, period="2026-11", due_on=date(2026, 11, 10))
    await asha.says(f"/bill {newer.number}")
    await asha.taps("Mark paid")
    asha.sees(
        f"Settles {older.number} · October 2026: ৳500",
        f"Of {newer.number}, which you chose, ৳500 stays open",
    )
    await asha.says(f"/bill {older.number}")
    await asha.taps("Mark paid")
    asha.sees(f"Settles {older.number} · October 2026: ৳500")
    asha.does_not_see("which you chose")


async def test_a_bill_is_taken_back_with_a_reason_and_after_asking(
    asha: Person, cast: Cast
) -> None:
    bill = await a_bill(cast.rahim, total=1150)
    await asha.says(f"/bill {bill.number}")
    await asha.taps("Void")
    await asha.taps("Made by mistake")
    asha.sees(f"Take back {bill.number} of Rahim Uddin over ৳1,150", "Reason: Made by mistake")
    assert (await Bill.get(id=bill.id)).status is BillStatus.UNPAID
    await asha.taps("Take it back")
    asha.sees("Taken back", "Due: ৳0")
    assert (await Bill.get(id=bill.id)).status is BillStatus.VOID


async def test_a_reason_that_is_too_long_is_refused_by_name_and_asked_for_again(
    asha: Person, cast: Cast
) -> None:
    bill = await a_bill(cast.rahim, total=1150)
    await asha.says(f"/bill {bill.number}")
    await asha.taps("Void")
    await asha.says("no" * 101)
    asha.sees("Reason: at most 200 letters; this has 202")
    await asha.says("no" * 100)
    asha.sees("no" * 100)
    await asha.taps("Take it back")
    assert (await Bill.get(id=bill.id)).status is BillStatus.VOID


async def test_a_collector_can_not_take_a_bill_back(chand: Person, cast: Cast) -> None:
    bill = await a_bill(cast.rahim)
    await chand.says(f"/bill {bill.number}")
    assert not [label for label in chand.labels if "Void" in label]


async def test_the_customer_card_leads_to_bills_payments_and_their_papers(
    asha: Person, cast: Cast, printer: Printer
) -> None:
    bill = await a_bill(cast.rahim, total=1150)
    await asha.says("/paid 1001 400")
    await asha.taps("Confirm")
    await asha.says("/find 1001")
    await asha.taps("Bills")
    asha.sees("Bills of Rahim Uddin", bill.number, "Partly paid", "Paid ৳400 · due ৳750")
    await asha.taps("Payments")
    asha.sees("21 Nov 2026 · ৳400 · Cash")
    await asha.taps("৳400")
    sent = await asha.taps("Receipt PDF")
    assert sent is not None
    assert sent.document is not None
    payment = await Payment.get(customer_id=cast.rahim.id)
    assert sent.document.filename == f"receipt-R{payment.id:07d}.pdf"


async def test_the_list_and_the_card_speak_bengali(person_of: PersonOf, cast: Cast) -> None:
    bill = await a_bill(cast.rahim, total=1150, due_on=date(2026, 11, 30))
    asha = person_of(cast.asha)
    await asha.says("/language")
    await asha.taps("বাংলা")
    await asha.says("/bills বাকি mirpur")
    asha.sees("১টি বিল: ৳১,১৫০", "৩০ নভে ২০২৬")
    await asha.taps("Rahim")
    asha.sees(bill.number, "মোট: ৳১,১৫০")


async def test_another_operators_staff_see_no_bill(
    esha: Person, asha: Person, cast: Cast, printer: Printer
) -> None:
    bill = await a_bill(cast.rahim)
    card = await asha.says(f"/bill {bill.number}")
    assert card is not None
    await esha.says("/bills all")
    esha.does_not_see("Rahim")
    esha.messages[1] = card
    for label in ("Invoice PDF", "Mark paid", "Void", "Customer"):
        await esha.taps(label, 1)
        esha.does_not_see("Take back", "Record ৳")
    assert printer.printed == []
