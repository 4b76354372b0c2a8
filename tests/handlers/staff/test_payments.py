"""Recording money in the chat: one line or a few taps, seen first, taken back for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date

import pytest

from domain import events, reactions
from domain.customers import search
from domain.customers.models import Customer
from domain.ledger import entries
from domain.payments import posting
from domain.payments.models import Payment
from domain.payments.states import PaymentStatus
from domain.staff import people
from domain.staff.models import Role, Staff
from tests.builders import a_bill, a_customer
from tests.cast import Cast, Moment
from tests.person import Person

PersonOf = Callable[..., Person]


@pytest.fixture(autouse=True)
def _consequences() -> None:
    events.listen(reactions.MAP)


@pytest.fixture
def chand(person_of: PersonOf, cast: Cast) -> Person:
    return person_of(cast.chand)


@pytest.fixture
async def bangla(person_of: PersonOf, cast: Cast) -> Person:
    """Chand, who has chosen Bengali."""
    await people.set_language(cast.chand, "bn")
    return person_of(cast.chand)


async def test_a_payment_is_recorded_by_one_line_and_one_tap(chand: Person, cast: Cast) -> None:
    customer = await a_customer("Jamal Uddin", owes=500)
    await chand.says(f"/paid {customer.code} 500")
    chand.sees("Jamal Uddin", "৳500", "Due after this: ৳0")
    await chand.taps("Confirm")
    chand.sees("Recorded", "Undo")
    payment = await Payment.get(customer_id=customer.id)
    assert (payment.amount_minor, payment.staff_id) == (500_00, cast.chand.staff_id)
    assert await entries.receivable(customer.id) == 0


async def test_the_line_takes_method_transaction_and_day_in_bengali_digits(
    chand: Person, cast: Cast
) -> None:
    customer = await a_customer("Jamal Uddin", owes=500)
    await chand.says(f"/paid {customer.code} ৫০০ bkash 9xk4t2p1qz yesterday")
    chand.sees("bKash", "9xk4t2p1qz")
    await chand.taps("Confirm")
    payment = await Payment.get(customer_id=customer.id)
    assert (payment.method, payment.txn_id) == ("bkash", "9XK4T2P1QZ")


@pytest.mark.parametrize("amount", ["-5", "5e9", "0", "abc.def", "1.005", "4,50"])
async def test_what_is_no_amount_is_refused_and_nothing_is_lost(
    chand: Person, cast: Cast, amount: str
) -> None:
    customer = await a_customer("Jamal Uddin", owes=500)
    await chand.says("/paid")
    await chand.says(customer.code)
    await chand.says(amount)
    chand.sees("Jamal Uddin")
    assert not await Payment.all().exists()
    await chand.says("300")
    chand.sees("৳300", "Due after this: ৳200")


async def test_the_same_amount_within_minutes_is_asked_again(chand: Person, cast: Cast) -> None:
    customer = await a_customer("Jamal Uddin", owes=900)
    for _ in range(2):
        await chand.says(f"/paid {customer.code} 300")
        await chand.taps("Confirm")
    chand.sees("Again?")
    assert await Payment.all().count() == 1
    again = chand.key("another payment")
    await chand.taps("another payment")
    chand.sees("Recorded")
    await chand.presses(again)
    assert await Payment.all().count() == 2


@pytest.mark.parametrize("first", ["collector", "office"])
async def test_whoever_types_the_same_cash_second_is_asked(
    person_of: PersonOf, cast: Cast, first: str
) -> None:
    await a_bill(cast.rahim, total=900)
    both = {"collector": person_of(cast.chand), "office": person_of(cast.bina)}
    name = {"collector": "Chand", "office": "Bina"}[first]
    earlier = both.pop(first)
    later = next(iter(both.values()))
    for person in (earlier, later):
        await person.says("/paid 1001 300")
    await earlier.taps("Confirm")
    await later.taps("Confirm")
    later.sees(f"{name} has recorded ৳300", "12:00", "Cash")
    assert await Payment.all().count() == 1
    await later.taps("another payment")
    later.sees("Recorded")
    assert await Payment.all().count() == 2


async def test_of_two_who_confirm_in_one_moment_one_is_asked(
    person_of: PersonOf, cast: Cast
) -> None:
    await a_bill(cast.rahim, total=900)
    both = [person_of(cast.chand), person_of(cast.bina)]
    for person in both:
        await person.says("/paid 1001 300")
    await asyncio.gather(*(person.taps("Confirm") for person in both))
    assert await Payment.all().count() == 1
    assert sum("has recorded ৳300" in person.screen for person in both) == 1


async def test_what_a_second_line_said_is_kept_when_it_is_meant(chand: Person, cast: Cast) -> None:
    await a_bill(cast.rahim, total=900)
    await chand.says("/paid 1001 300")
    await chand.taps("Confirm")
    await chand.says("/paid 1001 300 bkash 9XK4T2P1QZ 2025-12-30")
    await chand.taps("Yes, on")
    await chand.taps("Confirm")
    chand.sees("You recorded ৳300", "Cash")
    await chand.taps("another payment")
    payment = await Payment.get(method="bkash")
    assert (payment.txn_id, payment.paid_on) == ("9XK4T2P1QZ", date(2025, 12, 30))


async def test_two_transaction_ids_are_two_payments(chand: Person, cast: Cast) -> None:
    await a_bill(cast.rahim, total=900)
    for txn in ("9XK4T2P1QZ", "9XK4T2P1QY"):
        await chand.says(f"/paid 1001 300 bkash {txn}")
        await chand.taps("Confirm")
    assert await Payment.all().count() == 2


async def test_a_wallets_money_is_recorded_in_four_taps_from_the_customers_card(
    chand: Person, cast: Cast
) -> None:
    await a_bill(cast.rahim, total=900)
    await chand.says("1001")
    for label in ("Record payment", "All of it", "bKash", "Confirm"):
        await chand.taps(label)
    payment = await Payment.get()
    assert (payment.method, payment.amount_minor) == ("bkash", 900_00)


async def test_a_way_of_paying_is_chosen_anew_as_often_as_one_likes(
    chand: Person, cast: Cast
) -> None:
    await a_bill(cast.rahim, total=900)
    await chand.says("/paid 1001 300")
    chand.sees("✅ Cash")
    confirm = chand.key("Confirm")
    await chand.taps("Nagad")
    await chand.taps("Rocket")
    chand.sees("✅ Rocket", "Method: Rocket")
    await chand.presses(confirm)
    assert not await Payment.all().exists(), "what was shown with that button was cash"
    await chand.taps("Confirm")
    assert (await Payment.get()).method == "rocket"


async def test_a_way_of_paying_pressed_after_the_end_does_nothing(
    chand: Person, cast: Cast
) -> None:
    await a_bill(cast.rahim, total=900)
    await chand.says("/paid 1001 300")
    nagad = chand.key("Nagad")
    await chand.taps("Confirm")
    await chand.presses(nagad)
    assert (await Payment.get()).method == "cash"


async def test_the_confirmation_names_the_bills_that_the_money_settles(
    chand: Person, cast: Cast
) -> None:
    older = await a_bill(cast.rahim, total=500, period="2026-10", due_on=date(2026, 10, 10))
    newer = await a_bill(cast.rahim, total=500, period="2026-11", due_on=date(2026, 11, 10))
    await chand.says("/paid 1001 700")
    chand.sees(
        f"Settles {older.number} · October 2026: ৳500",
        f"Goes to {newer.number} · November 2026: ৳200; ৳300 of it stays open",
    )
    await chand.taps("Confirm")
    chand.sees(f"{older.number}: ৳500", f"{newer.number}: ৳200")
    await chand.says("/paid 1001 400")
    chand.sees(f"Settles {newer.number} · November 2026: ৳300", "Kept as advance: ৳100")
    chand.does_not_see(older.number)


async def test_who_left_is_named_as_such_before_and_after(chand: Person, cast: Cast) -> None:
    await Customer.filter(id=cast.rahim.id).update(status="left")
    await chand.says("/paid 1001 300")
    chand.sees("This customer has left", "Kept as advance: ৳300")
    await chand.taps("Confirm")
    chand.sees("This customer has left", "In advance: ৳300")


@pytest.mark.parametrize("amount", ["0", "5e9", "100.555", "999999999999999", "-5"])
async def test_a_wrong_amount_in_the_line_is_not_taken_for_a_part_of_the_name(
    chand: Person, cast: Cast, amount: str
) -> None:
    customer = await a_customer("Jamal Uddin", owes=500)
    await chand.says(f"/paid {customer.code} {amount}")
    chand.sees(f"“{amount}”", "as an amount", "How much did Jamal Uddin pay?")


async def test_a_name_that_ends_in_a_number_keeps_it(chand: Person, cast: Cast) -> None:
    named = [await a_customer(f"Abdul Hoque {number}", owes=500) for number in (7, 77)]
    await search.index([each.id for each in named])
    await chand.says("/paid abdul hoque 77 500 nagad")
    chand.sees("Record ৳500", "Abdul Hoque 77", "Nagad")
    chand.does_not_see("TxnID")


async def test_the_line_takes_bengali_words_and_leaves_the_unit_out(
    bangla: Person, cast: Cast
) -> None:
    customer = await a_customer("Jamal Uddin", owes=500)
    await bangla.says(f"/paid {customer.code} ৫০০ টাকা বিকাশ")
    bangla.sees("৳৫০০", "মাধ্যম: বিকাশ")
    bangla.does_not_see("TxnID")


async def test_more_than_is_due_becomes_advance(chand: Person, cast: Cast) -> None:
    customer = await a_customer("Jamal Uddin", owes=500)
    await chand.says(f"/paid {customer.code} 800")
    chand.sees("Kept as advance: ৳300")
    await chand.taps("Confirm")
    chand.sees("In advance: ৳300")


async def test_undo_takes_the_payment_back_once(chand: Person, cast: Cast) -> None:
    customer = await a_customer("Jamal Uddin", owes=500)
    await chand.says(f"/paid {customer.code} 500")
    await chand.taps("Confirm")
    undo = chand.key("Undo")
    await chand.taps("Undo")
    chand.sees("Taken back")
    await chand.presses(undo)
    assert "pressed before" in chand.toast
    payment = await Payment.get(customer_id=customer.id)
    assert payment.status is PaymentStatus.REVERSED
    assert await entries.receivable(customer.id) == 500_00


async def test_a_refused_undo_says_why_and_not_that_it_was_done(
    chand: Person, cast: Cast, moment: Moment
) -> None:
    customer = await a_customer("Jamal Uddin", owes=500)
    await chand.says(f"/paid {customer.code} 500")
    await chand.taps("Confirm")
    undo = chand.key("Undo")
    moment.move(minutes=45)
    await chand.presses(undo)
    assert "can be undone for" in chand.toast
    assert "done already" not in chand.toast
    payment = await Payment.get(customer_id=customer.id)
    assert payment.status is PaymentStatus.POSTED

    await posting.reverse(cast.asha, payment.id, "wrong customer")
    moment.move(minutes=-44)
    await chand.presses(undo)
    assert "taken back already" in chand.toast


async def test_an_undo_without_the_right_to_it_any_more_says_so(chand: Person, cast: Cast) -> None:
    customer = await a_customer("Jamal Uddin", owes=500)
    await chand.says(f"/paid {customer.code} 500")
    await chand.taps("Confirm")
    await Staff.filter(id=cast.chand.staff_id).update(role=Role.SUPPORT)
    await chand.taps("Undo")
    assert "the right" in chand.toast
    assert (await Payment.get(customer_id=customer.id)).status is PaymentStatus.POSTED


async def test_an_admin_takes_a_payment_back_with_a_reason_long_after(
    person_of: PersonOf, chand: Person, cast: Cast, moment: Moment
) -> None:
    customer = await a_customer("Jamal Uddin", owes=500)
    await chand.says(f"/paid {customer.code} 500")
    await chand.taps("Confirm")
    moment.move(days=3)
    asha = person_of(cast.asha)
    await asha.says(customer.code)
    await asha.taps("Bills")
    await asha.taps("Payments")
    await asha.taps("৳500")
    await asha.taps("Take back")
    await asha.taps("another customer's")
    asha.sees("Take back ৳500 of Jamal Uddin", "Due now: ৳0", "Due after this: ৳500")
    await asha.taps("Take it back")
    asha.sees("This payment was taken back")
    payment = await Payment.get(customer_id=customer.id)
    assert (payment.status, payment.reversed_why) == (
        PaymentStatus.REVERSED, "It was another customer's",
    )  # fmt: skip
    assert await entries.receivable(customer.id) == 500_00


async def test_who_may_not_reverse_is_not_offered_it(chand: Person, cast: Cast) -> None:
    customer = await a_customer("Jamal Uddin", owes=500)
    await chand.says(f"/paid {customer.code} 500")
    await chand.taps("Confirm")
    await chand.says(customer.code)
    await chand.taps("Bills")
    await chand.taps("Payments")
    await chand.taps("৳500")
    chand.sees("Jamal Uddin", "৳500")
    assert not [label for label in chand.labels if "Take back" in label]


async def test_noc_can_not_record_money(person_of: PersonOf, cast: Cast) -> None:
    customer = await a_customer("Jamal Uddin", owes=500)
    dipa = person_of(cast.dipa)
    await dipa.says(f"/paid {customer.code} 500")
    assert not await Payment.all().exists()
    dipa.does_not_see("৳")


async def test_another_operators_staff_find_nobody_to_pay_for(
    person_of: PersonOf, cast: Cast
) -> None:
    customer = await a_customer("Jamal Uddin", owes=500)
    esha = person_of(cast.esha)
    await esha.says(f"/paid {customer.code} 500")
    esha.does_not_see("Jamal")
    assert not await Payment.all().exists()


async def test_what_is_too_long_is_refused_with_how_long_it_may_be(
    chand: Person, person_of: PersonOf, cast: Cast
) -> None:
    customer = await a_customer("Jamal Uddin", owes=500)
    await chand.says(f"/paid {customer.code} 500 bkash {'9XK4T2P1QZ' * 9}")
    chand.sees("Transaction ID: at most 80 letters; this has 90")
    assert not await Payment.filter(customer_id=customer.id).exists()

    await chand.says(f"/paid {customer.code} 500 bkash 9XK4\x00T2P1QZ\ud800")
    await chand.taps("Confirm")
    payment = await Payment.get(customer_id=customer.id)
    assert payment.txn_id == "9XK4T2P1QZ"
