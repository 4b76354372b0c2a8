"""One typed line: words of both languages count, and what is not understood is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from domain.customers.models import Customer
from domain.money import Money
from domain.payments.models import Payment
from domain.staff import people
from tests.builders import a_customer, a_package, an_operator
from tests.cast import Cast
from tests.person import Person

PersonOf = Callable[..., Person]


@pytest.fixture
def chand(person_of: PersonOf, cast: Cast) -> Person:
    return person_of(cast.chand)


@pytest.fixture
async def jamal(cast: Cast) -> Customer:
    return await a_customer("Jamal Uddin", owes=500, code="J77")


@pytest.mark.parametrize(
    ("rest", "method", "txn", "on"),
    [
        ("নগদ", "cash", "", date(2026, 11, 21)),
        ("বিকাশ 9XK4T2P1QZ গতকাল", "bkash", "9XK4T2P1QZ", date(2026, 11, 20)),
        ("Rocket 1234567890 আজ", "rocket", "1234567890", date(2026, 11, 21)),
        ("ব্যাংক ২০/১১/২৬", "bank", "", date(2026, 11, 20)),
        ("yesterday bkash, 9XYZ", "bkash", "9XYZ", date(2026, 11, 20)),
        ("taka cash 2026-10-31", "cash", "", date(2026, 10, 31)),
        ("nagad 20 nov", "nagad", "", date(2026, 11, 20)),
        ("nagad ২০ নভেম্বর 2026", "nagad", "", date(2026, 11, 20)),
        ("nagad 20-Nov-26", "nagad", "", date(2026, 11, 20)),
        ("bkash TrxID 9XK4T2P1QZ", "bkash", "9XK4T2P1QZ", date(2026, 11, 21)),
        ("bkash trx: 9XK4T2P1QZ", "bkash", "9XK4T2P1QZ", date(2026, 11, 21)),
        ("bkash txn id 9XK4T2P1QZ", "bkash", "9XK4T2P1QZ", date(2026, 11, 21)),
        ("TxnID:9XK4T2P1QZ bkash", "bkash", "9XK4T2P1QZ", date(2026, 11, 21)),
        ("বিকাশ ট্রানজেকশন আইডি 9XK4T2P1QZ", "bkash", "9XK4T2P1QZ", date(2026, 11, 21)),
        ("bkash ট্রান্সজ্যাকশন নাম্বার: 9XK4T2P1QZ", "bkash", "9XK4T2P1QZ", date(2026, 11, 21)),
        ("bkash transaction no 9XK4T2P1QZ", "bkash", "9XK4T2P1QZ", date(2026, 11, 21)),
    ],
)
@pytest.mark.parametrize("language", ["en", "bn"])
async def test_words_of_both_languages_are_read_whatever_the_readers_is(
    person_of: PersonOf, cast: Cast, jamal: Customer,
    language: str, rest: str, method: str, txn: str, on: date,
) -> None:  # fmt: skip
    await people.set_language(cast.chand, language)
    chand = person_of(cast.chand)
    await chand.says(f"/paid J77 500 {rest}")
    await chand.taps("Confirm" if language == "en" else "নিশ্চিত")
    payment = await Payment.get()
    assert (payment.method, payment.txn_id, payment.paid_on) == (method, txn, on)


async def test_the_words_before_an_id_are_never_offered_as_the_id(
    chand: Person, jamal: Customer
) -> None:
    await chand.says("/paid J77 500 bkash TrxID")
    chand.sees("I don't understand “TrxID”", "leave it out")
    assert not any(label.startswith("TxnID") for label in chand.labels)
    await chand.says("Trx ID: 9xk4t2p1qz")
    await chand.taps("Confirm")
    assert (await Payment.get()).txn_id == "9XK4T2P1QZ"


@pytest.mark.parametrize("word", ["tomorow", "01711111111", "done", "২য়"])
async def test_a_word_that_is_not_understood_is_asked_about(
    chand: Person, jamal: Customer, word: str
) -> None:
    await chand.says(f"/paid J77 500 bkash {word}")
    chand.sees(f"I don't understand “{word}”", f"TxnID {word}", "leave it out")
    await chand.taps("leave it out")
    chand.sees("Record ৳500", "bKash")
    chand.does_not_see(word)


async def test_an_unusual_transaction_id_is_taken_once_it_is_said_to_be_one(
    chand: Person, jamal: Customer
) -> None:
    await chand.says("/paid J77 500 bank cheque-no")
    await chand.taps("TxnID cheque-no")
    await chand.taps("Confirm")
    assert (await Payment.get()).txn_id == "CHEQUE-NO"


async def test_what_is_understood_stays_when_a_word_beside_it_is_not(
    chand: Person, jamal: Customer
) -> None:
    await chand.says("/paid J77 500 bkash 9XYZ12AB thanks yesterday")
    chand.sees("“thanks”")
    await chand.taps("TxnID 9XYZ12AB")
    chand.sees("bKash", "9XYZ12AB", "20 Nov")


@pytest.mark.parametrize(
    ("rest", "question", "choices"),
    [
        ("600", "several amounts", ["৳500", "৳600"]),
        ("12.50", "several amounts", ["৳500", "৳12.50"]),
        ("bkash nagad", "several ways of paying", ["bKash", "Nagad"]),
        ("yesterday 19/11", "several days", ["Yes, on 20 Nov 2026", "Yes, on 19 Nov 2026"]),
        ("9XYZ12AB 9XYZ12AC", "several transaction IDs", ["TxnID 9XYZ12AB", "TxnID 9XYZ12AC"]),
    ],
)
async def test_of_two_of_a_kind_the_person_says_which(
    chand: Person, jamal: Customer, rest: str, question: str, choices: list[str]
) -> None:
    await chand.says(f"/paid J77 500 {rest}")
    chand.sees(question)
    assert set(choices) <= set(chand.labels)
    await chand.taps(choices[1])
    chand.sees("Record ৳")
    await chand.taps("Confirm")
    assert await Payment.all().count() == 1


@pytest.mark.parametrize("day", ["32/11", "31/02/2026", "2026-13-01"])
async def test_a_day_that_can_not_be_is_asked_again(
    chand: Person, jamal: Customer, day: str
) -> None:
    await chand.says(f"/paid J77 500 {day}")
    chand.sees(f"“{day}”", "as a date", "On which day?")
    await chand.says("yesterday")
    chand.sees("Record ৳500", "20 Nov")


@pytest.mark.parametrize(
    ("day", "because", "kept"),
    [
        ("1990-01-01", "before Jamal Uddin joined", date(1990, 1, 1)),
        ("31/12/2025", "before Jamal Uddin joined", date(2025, 12, 31)),
        ("30/09", "a month that is closed", date(2026, 9, 30)),
        ("25/12", "before Jamal Uddin joined", None),
    ],
)
async def test_an_unlikely_day_is_taken_only_once_it_is_meant(
    chand: Person, jamal: Customer, day: str, because: str, kept: date | None
) -> None:
    if kept is None:
        await chand.says(f"/paid J77 500 {day}")
        chand.sees("still to come")
        assert not [label for label in chand.labels if label.startswith("Yes")]
        return
    await chand.says(f"/paid J77 500 {day}")
    chand.sees(because)
    assert "Confirm" not in chand.screen
    await chand.taps("Yes, on")
    await chand.taps("Confirm")
    assert (await Payment.get()).paid_on == kept


@pytest.mark.parametrize("day", ["tomorrow", "আগামীকাল", "2099-01-01", "22/11"])
async def test_money_is_never_of_a_day_to_come(chand: Person, jamal: Customer, day: str) -> None:
    await chand.says(f"/paid J77 500 {day}")
    chand.sees("still to come")
    await chand.taps("Today")
    await chand.taps("Confirm")
    assert (await Payment.get()).paid_on == date(2026, 11, 21)


async def test_an_unlikely_day_is_meant_for_the_customer_it_was_asked_about(
    chand: Person, jamal: Customer, cast: Cast
) -> None:
    await chand.says("/paid J77 500 1990-01-01")
    await chand.taps("Yes, on")
    await chand.taps("Change")
    await chand.taps("Customer")
    await chand.says("1001")
    await chand.taps("Confirm")
    chand.sees("before this customer joined")
    assert not await Payment.all().exists()


async def test_an_unknown_way_of_paying_is_not_taken_for_another(
    chand: Person, jamal: Customer
) -> None:
    await chand.says("/paid J77 500")
    await chand.taps("Change")
    await chand.taps("Method")
    await chand.says("gold")
    chand.sees("“gold” doesn't fit", "How was it paid?")
    await chand.says("বিকাশ")
    chand.sees("Method: bKash")


async def test_cash_with_a_transaction_id_is_wondered_about(chand: Person, jamal: Customer) -> None:
    await chand.says("/paid J77 500 9XYZ12AB")
    chand.sees("Cash has no transaction ID")
    await chand.taps("Nagad")
    chand.does_not_see("Cash has no transaction ID")


@pytest.mark.parametrize(
    "line",
    [
        "500 nov 20",
        "500 Nov. 20, 2026",
        "500 by cash on 20th nov",
        "500 500 20 nov",
        "500 tk 500 taka 20/11",
        "20 nov 500",
        "nov 20 500",
        "yesterday tk 500",
        "20261120 500",
        "500 20112026",
        "৫০০ টাকা ২০ নভেম্বর",
        "৫০০ নভেম্বর ২০",
        "৫০০ ২০শে নভেম্বর",
        "৫০০ নগদ ২০ নভেম্বরে",
        "৫০০ ২০২৬১১২০",
    ],
)
async def test_a_day_is_read_however_it_is_written_and_wherever_it_stands(
    chand: Person, jamal: Customer, line: str
) -> None:
    await chand.says(f"/paid J77 {line}")
    chand.sees("Record ৳500", "20 Nov 2026")
    await chand.taps("Confirm")
    payment = await Payment.get()
    assert (payment.amount_minor, payment.paid_on) == (500_00, date(2026, 11, 20))
    assert payment.txn_id == ""


async def test_a_day_and_a_way_are_read_with_the_words_between_them(
    chand: Person, jamal: Customer
) -> None:
    await chand.says("/paid J77 500 by bkash on 20 nov 9XYZ12AB")
    chand.sees("Record ৳500", "bKash", "9XYZ12AB", "20 Nov 2026")


async def test_a_small_amount_after_a_day_is_no_year(chand: Person, jamal: Customer) -> None:
    await chand.says("/paid J77 1 nov 90")
    chand.sees("Record ৳90", "1 Nov 2026")

    await chand.says("/paid J77 500 1 nov 90")
    chand.sees("several amounts")
    assert {"৳500", "৳90"} <= set(chand.labels)


@pytest.mark.parametrize("digits", ["20261321", "19991231", "12345678"])
async def test_eight_digits_that_are_no_day_stay_a_transaction_id(
    chand: Person, jamal: Customer, digits: str
) -> None:
    await chand.says(f"/paid J77 500 bank {digits}")
    chand.sees("Record ৳500", digits)


@pytest.mark.parametrize(
    "amount", ["$30", "30$", "30 usd", "usd 30", "30 dollars", "৩০ ডলার", "30 cash usd", "€30"]
)
async def test_an_amount_of_another_currency_is_refused_in_words(
    chand: Person, jamal: Customer, amount: str
) -> None:
    await chand.says(f"/paid J77 {amount}")
    chand.sees("is in another currency", "BDT", "How much did Jamal Uddin pay?")
    assert not await Payment.all().exists()
    await chand.says("300")
    chand.sees("Record ৳300")


@pytest.mark.parametrize("amount", ["$30", "30$", "30 usd", "usd 30", "30", "৩০ ডলার", "US$30"])
async def test_amounts_are_read_in_the_currency_of_the_customer_whatever_the_staff_has(
    cast: Cast, person_of: PersonOf, amount: str
) -> None:
    abroad = await an_operator("abroad", parent=cast.isp, currency="USD")
    package = await a_package(price=Money(20_00, "USD"))
    theirs = await a_customer("Jane Roe", operator=abroad, zone=None, package=package)
    asha = person_of(cast.asha)

    await asha.says(f"/paid {theirs.code} {amount}")
    asha.sees("Record $30")
    await asha.says(f"/paid {theirs.code} 30 taka")
    asha.sees("is in another currency", "USD")
