"""Papers from a customer's card: two taps to each, sent to the customer, or by a link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from domain.customers.models import Customer
from domain.messaging.models import Message
from domain.money import Money
from domain.payments import posting
from domain.ports import InvoiceFacts, NoteFacts, ReceiptFacts, StatementFacts
from handlers.ui.conversation import Conversation
from tests.builders import a_bill, a_gateway
from tests.cast import Cast
from tests.person import Person
from tests.printer import Printer

PersonOf = Callable[..., Person]


@pytest.fixture
def printer(conversation: Conversation) -> Printer:
    printer = Printer()
    conversation.ports = replace(conversation.ports, papers=printer)
    return printer


async def test_two_taps_from_the_card_bring_any_paper(
    asha: Person, cast: Cast, printer: Printer
) -> None:
    bill = await a_bill(cast.rahim, total=1000)
    await posting.record(cast.asha, cast.rahim, Money(400_00))
    await a_gateway(kind="payment", provider="bkash")

    for label, kind in (
        ("This month", StatementFacts),
        ("Last month", StatementFacts),
        (bill.number, InvoiceFacts),
        ("৳400 · 21 Nov 2026", ReceiptFacts),
    ):
        await asha.says("/find 1001")
        await asha.taps("Papers")
        sent = await asha.taps(label)
        assert sent is not None
        assert sent.document is not None
        assert sent.document.filename.endswith(".pdf")
        made = printer.printed[-1]
        assert isinstance(made, kind)
        assert isinstance(made, InvoiceFacts | ReceiptFacts | StatementFacts)
        owed = label != "Last month"  # nothing was, at its end
        assert made.pay_url.startswith("https://pay.example/p/") == owed
    asha.sees("Receipt R")


async def test_the_statement_is_told_with_its_days_and_what_is_left(
    asha: Person, cast: Cast, printer: Printer
) -> None:
    await a_bill(cast.rahim, total=1000)
    await Customer.filter(id=cast.rahim.id).update(language="bn")
    await asha.says("/statement rahim 2026-10 2026-11")
    asha.sees("Statement of Rahim Uddin, 1 Oct 2026 – 30 Nov 2026", "Balance after it: ৳1,000")
    made = printer.printed[-1]
    assert isinstance(made, StatementFacts)
    assert (made.starts_on, made.ends_on) == (date(2026, 10, 1), date(2026, 11, 30))
    assert made.language == "bn"


async def test_other_days_are_asked_for_and_what_is_none_is_refused_in_words(
    asha: Person, cast: Cast, printer: Printer
) -> None:
    await asha.says("/find 1001")
    await asha.taps("Papers")
    await asha.taps("Other days")
    asha.sees("Of which days?")
    await asha.says("whenever")
    asha.sees("whenever", "2026-11-01 2026-11-30")
    await asha.says("২১/১১ ৫/১১")
    asha.sees("5 Nov 2026 – 21 Nov 2026")


async def test_a_statement_without_days_is_of_three_months_and_asks_whom_it_is_of(
    asha: Person, cast: Cast, printer: Printer
) -> None:
    await asha.says("/statement")
    await asha.says("1002")
    asha.sees("Statement of Karim Mia, 1 Sep 2026 – 21 Nov 2026")


async def test_a_paper_goes_to_the_customer_by_one_tap_once(
    asha: Person, cast: Cast, printer: Printer
) -> None:
    await a_bill(cast.rahim, total=1000)
    await a_gateway("sms", kind="sms")
    await asha.says("/statement 1001 2026-11")
    key = asha.key("Send to the customer")
    await asha.presses(key)
    asha.sees("It goes to the customer")
    await asha.presses(key)
    assert await Message.filter(event="paper", customer_id=cast.rahim.id).count() == 1


async def test_where_nobody_could_carry_it_no_paper_is_offered_to_be_sent(
    asha: Person, cast: Cast, printer: Printer
) -> None:
    await asha.says("/statement 1001 2026-11")
    assert not [label for label in asha.labels if "Send" in label]


async def test_each_paper_has_an_address_behind_the_customers_link(
    asha: Person, cast: Cast, printer: Printer
) -> None:
    bill = await a_bill(cast.rahim, total=1000)
    await a_gateway(kind="payment", provider="bkash")
    await asha.says("/statement 1001 2026-11")
    await asha.taps("Copy the link")
    asha.sees("https://pay.example/p/", "/statement.pdf?since=2026-11-01&until=2026-11-30")
    await asha.says(f"/bill {bill.number}")
    await asha.taps("Invoice PDF")
    await asha.taps("Copy the link")
    asha.sees(f"/invoice.pdf?bill={bill.id}")


async def test_a_credit_note_is_a_paper_too(asha: Person, cast: Cast, printer: Printer) -> None:
    bill = await a_bill(cast.rahim, total=1050, vat=50)
    await asha.says(f"/bill {bill.number}")
    await asha.taps("Credit note")
    await asha.says("105")
    await asha.says("The service was down")
    await asha.taps("Give")
    sent = await asha.taps("PDF")
    assert sent is not None
    assert sent.document is not None
    assert sent.document.filename.startswith("credit-note-NORTH-CN-2026-")
    made = printer.printed[-1]
    assert isinstance(made, NoteFacts)
    assert (made.net, made.vat, made.due) == (Money(100_00), Money(5_00), Money(945_00))


async def test_a_collector_reaches_the_papers_of_the_own_zone_alone(
    chand: Person, cast: Cast, printer: Printer
) -> None:
    await chand.says("/statement 1001 2026-11")
    chand.sees("Statement of Rahim Uddin")
    await chand.says("/statement 1002 2026-11")
    chand.does_not_see("Karim")
    assert len(printer.printed) == 1


async def test_noc_sees_no_papers(person_of: PersonOf, cast: Cast, printer: Printer) -> None:
    dipa = person_of(cast.dipa)
    await dipa.says("/find 1001")
    assert not [label for label in dipa.labels if "Papers" in label]
    await dipa.says("/statement 1001")
    assert printer.printed == []
