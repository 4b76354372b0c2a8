"""Money enters the books by one door, and leaves them only by a later entry."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from domain import db
from domain.billing import dues
from domain.billing.models import Bill
from domain.errors import (
    AlreadyDone,
    AmountTooLarge,
    NotFound,
    RepeatSuspected,
    RightLacking,
)
from domain.events import PaymentPosted, PaymentReversed
from domain.ledger import entries
from domain.ledger.models import Account
from domain.money import Money
from domain.payments import attempts, papers, posting, proof, sights
from domain.payments.models import Link, Payment
from domain.payments.states import Method, PaymentStatus
from domain.staff.models import Audit
from tests.cast import Cast, Moment
from tests.domain.payments import books
from tests.domain.payments.conftest import Shop


async def test_cash_lies_with_whoever_took_it(shop: Shop, cast: Cast) -> None:
    payment = await posting.record(cast.chand, cast.rahim, Money(600_00), note="at the door")

    assert payment.paid_on == date(2026, 11, 21)
    assert await entries.balance(Account.CASH, cast.chand.staff_id or 0) == 600_00
    assert await dues.due_of(cast.rahim.id) == Money(400_00)
    assert (await Bill.get()).status == "partial"
    assert shop.told(PaymentPosted) == [PaymentPosted(payment.id, cast.rahim.id, cast.north.id)]
    assert (await Audit.get(act="payment.record")).after == {"amount": "600.00", "method": "cash"}
    await books.assert_they_hold()


async def test_other_money_lies_with_the_operator(shop: Shop, cast: Cast) -> None:
    await posting.record(cast.bina, cast.rahim, Money(600_00), Method.BANK, txn_id=" tr 77 ")

    assert await entries.balance(Account.BANK, cast.north.id) == 600_00
    assert (await Payment.get()).txn_id == "TR77"


async def test_a_day_to_come_is_no_day_to_have_paid_on(shop: Shop, cast: Cast) -> None:
    with pytest.raises(posting.DayDoubtful):
        await posting.record(
            cast.bina, cast.rahim, Money(1_00), paid_on=date(2026, 11, 22), day_meant=True
        )


@pytest.mark.parametrize("on", [date(1990, 1, 1), date(2025, 12, 31), date(2026, 9, 30)])
async def test_a_day_before_the_customer_or_in_a_closed_month_has_to_be_meant(
    shop: Shop, cast: Cast, on: date
) -> None:
    with pytest.raises(posting.DayDoubtful):
        await posting.record(cast.bina, cast.rahim, Money(1_00), paid_on=on)
    payment = await posting.record(cast.bina, cast.rahim, Money(1_00), paid_on=on, day_meant=True)
    assert payment.paid_on == on


@pytest.mark.parametrize("on", [date(2026, 10, 1), date(2026, 11, 3), date(2026, 11, 21)])
async def test_a_day_of_this_month_or_the_last_is_taken(shop: Shop, cast: Cast, on: date) -> None:
    assert (await posting.record(cast.bina, cast.rahim, Money(1_00), paid_on=on)).paid_on == on


async def test_the_same_amount_again_is_asked_about_whoever_was_first(
    shop: Shop, cast: Cast, moment: Moment
) -> None:
    await posting.record(cast.chand, cast.rahim, Money(300_00))

    for second in (cast.chand, cast.bina, cast.asha):
        with pytest.raises(RepeatSuspected) as asked:
            await posting.record(second, cast.rahim, Money(300_00), Method.BKASH, txn_id="9XYZ")
        assert (asked.value.values["by"], asked.value.values["method"]) == ("Chand", "cash")
    await posting.record(cast.bina, cast.rahim, Money(300_00), again=True)
    await posting.record(cast.chand, cast.rahim, Money(301_00))
    await posting.record(cast.bina, cast.karim, Money(300_00))
    moment.move(minutes=11)
    await posting.record(cast.chand, cast.rahim, Money(300_00))

    assert await Payment.all().count() == 5
    await books.assert_they_hold()


async def test_what_came_online_a_moment_ago_is_not_taken_as_cash_unasked(
    shop: Shop, cast: Cast
) -> None:
    attempt = await shop.start(Money(300_00))
    shop.pay.paid(attempt.ref)
    await attempts.find_out(attempt, shop.gateway, None, shop.ports)

    with pytest.raises(RepeatSuspected) as asked:
        await posting.record(cast.chand, cast.rahim, Money(300_00))
    assert (asked.value.values["staff_id"], asked.value.values["method"]) == (None, "bkash")


async def test_a_payment_that_was_taken_back_is_no_repetition(shop: Shop, cast: Cast) -> None:
    wrong = await posting.record(cast.chand, cast.rahim, Money(300_00))
    await posting.undo(cast.chand, wrong.id)
    right = await posting.record(cast.bina, cast.rahim, Money(300_00))

    assert right.status is PaymentStatus.POSTED
    assert await Payment.filter(status=PaymentStatus.POSTED).count() == 1


async def test_two_taps_at_once_record_one_payment(shop: Shop, cast: Cast) -> None:
    taps = await asyncio.gather(
        *(posting.record(cast.chand, cast.rahim, Money(300_00)) for _ in range(5)),
        return_exceptions=True,
    )

    assert sum(isinstance(tap, RepeatSuspected) for tap in taps) == 4
    assert await Payment.all().count() == 1


async def test_rights_and_limits_of_the_role(shop: Shop, cast: Cast) -> None:
    with pytest.raises(RightLacking):
        await posting.record(cast.dipa, cast.rahim, Money(1))
    with pytest.raises(AmountTooLarge):
        await posting.record(cast.chand, cast.rahim, Money(50_000_01))

    await posting.record(cast.bina, cast.rahim, Money(50_000_01))


async def test_a_transaction_id_is_taken_once_also_of_two_at_once(shop: Shop, cast: Cast) -> None:
    taken = await asyncio.gather(
        *(
            posting.record(cast.bina, customer, Money(100_00), Method.NAGAD, txn_id="7QK")
            for customer in (cast.rahim, cast.karim, cast.rahim, cast.karim)
        ),
        return_exceptions=True,
    )

    assert sum(isinstance(one, sights.TxnUsed) for one in taken) == 3
    used = next(one for one in taken if isinstance(one, sights.TxnUsed))
    holder = await Payment.get()
    code = {cast.rahim.id: "1001", cast.karim.id: "1002"}[holder.customer_id]
    assert used.values == {"customer": code, "on": date(2026, 11, 21), "payment": holder.id}
    await books.assert_they_hold()


async def test_a_transaction_id_is_free_again_once_its_payment_is_taken_back(
    shop: Shop, cast: Cast
) -> None:
    wrong = await posting.record(cast.bina, cast.karim, Money(5_00), Method.NAGAD, txn_id="7QK")
    await posting.undo(cast.bina, wrong.id)

    await posting.record(cast.bina, cast.rahim, Money(5_00), Method.NAGAD, txn_id="7QK")

    assert await dues.due_of(cast.rahim.id) == Money(995_00)


async def test_who_recorded_it_takes_it_back_within_minutes(
    shop: Shop, cast: Cast, moment: Moment
) -> None:
    payment = await posting.record(cast.chand, cast.rahim, Money(1000_00))
    assert (await Bill.get()).status == "paid"
    moment.move(minutes=14)

    undone = await posting.undo(cast.chand, payment.id)

    assert undone.status is PaymentStatus.REVERSED
    assert (await Bill.get()).status == "unpaid"
    assert await dues.due_of(cast.rahim.id) == Money(1000_00)
    assert await entries.balance(Account.CASH, cast.chand.staff_id or 0) == 0
    assert shop.told(PaymentReversed) == [PaymentReversed(payment.id, cast.rahim.id, "undo")]
    with pytest.raises(AlreadyDone):
        await posting.undo(cast.chand, payment.id)
    await books.assert_they_hold()


async def test_undo_ends_after_minutes_and_is_ones_own(
    shop: Shop, cast: Cast, moment: Moment
) -> None:
    payment = await posting.record(cast.chand, cast.rahim, Money(10_00))
    with pytest.raises(RightLacking):
        await posting.undo(cast.bina, payment.id)
    with pytest.raises(NotFound):
        await posting.undo(cast.esha, payment.id)
    moment.move(minutes=16)

    with pytest.raises(posting.UndoTooLate):
        await posting.undo(cast.chand, payment.id)

    await posting.reverse(cast.asha, payment.id, "counted twice")
    assert (await Payment.get()).reversed_why == "counted twice"


async def test_two_who_reverse_at_once_reverse_once(shop: Shop, cast: Cast) -> None:
    payment = await posting.record(cast.chand, cast.rahim, Money(1000_00))

    ends = await asyncio.gather(
        *(posting.reverse(cast.asha, payment.id, "wrong") for _ in range(4)),
        return_exceptions=True,
    )

    assert sum(isinstance(end, AlreadyDone) for end in ends) == 3
    assert await dues.due_of(cast.rahim.id) == Money(1000_00)
    await books.assert_they_hold()


async def test_a_payment_by_link_is_counted_at_the_link_and_uncounted(
    shop: Shop, cast: Cast
) -> None:
    money = posting.Incoming(
        customer_id=cast.rahim.id,
        operator_id=cast.north.id,
        amount=Money(250_00),
        method=Method.BKASH,
        paid_on=date(2026, 11, 21),
        gateway_id=shop.gateway.id,
        txn_id="TX1",
        fee=Money(4_63),
        link_id=shop.link.id,
    )
    async with db.transaction():
        payment = await posting.post(money)
    assert (await Link.get()).paid_minor == 250_00
    assert payment.fee_minor == 4_63
    assert await entries.balance(Account.CLEARING, shop.gateway.id) == 250_00

    await posting.reverse(cast.asha, payment.id, "charged back")

    assert (await Link.get()).paid_minor == 0
    async with db.transaction():
        again = await posting.post(money)
    assert again.id != payment.id
    await books.assert_they_hold()


async def test_the_receipt_says_where_the_money_went(shop: Shop, cast: Cast) -> None:
    payment = await posting.record(cast.chand, cast.rahim, Money(1200_00))

    facts = await papers.receipt_facts(payment)

    assert facts.taken_by == "Chand"
    assert [(line.label, line.amount) for line in facts.settled] == [
        ((await Bill.get()).number, Money(1000_00))
    ]
    assert (facts.advance, facts.due) == (Money(200_00), Money(0))
    assert (facts.language, facts.method) == ("en", "method-cash")


@pytest.mark.parametrize(
    ("tampering", "kind"),
    [
        ("UPDATE payment SET amount_minor = amount_minor + 1", "payment-entries"),
        ("UPDATE payment SET status = 'reversed'", "payment-reversal"),
        ("UPDATE credit SET amount_minor = amount_minor + 1", "payment-credit"),
        ("UPDATE payment SET refunded_minor = 1", "payment-refunded"),
        ("UPDATE link SET paid_minor = 1", "link-paid"),
        ("UPDATE attempt SET status = 'failed'", "attempt-payment"),
    ],
)
async def test_tampering_is_found(shop: Shop, tampering: str, kind: str) -> None:
    attempt = await shop.start()
    shop.pay.paid(attempt.ref)
    await attempts.find_out(attempt, shop.gateway, None, shop.ports)
    assert await proof.faults(5) == []

    await db.run(tampering)

    assert kind in {fault.kind for fault in await proof.faults(5)}


async def test_money_that_moved_without_a_cause_is_found(cast: Cast) -> None:
    await db.run(
        "INSERT INTO entry (at, operator_id, debit, debit_of, credit, credit_of, amount_minor,"
        " currency, cause, cause_id, reason)"
        " VALUES (0, 2, 'cash', 1, 'revenue', 2, 5, 'BDT', 'gift', 1, '')"
    )

    assert [fault.kind for fault in await proof.faults()] == ["entry-without-cause"]


async def test_a_payment_that_vanishes_is_found(shop: Shop, cast: Cast) -> None:
    payment = await posting.record(cast.chand, cast.rahim, Money(10_00))

    await db.run("DELETE FROM payment WHERE id = $1", payment.id)

    assert "entry-without-cause" in {fault.kind for fault in await proof.faults(5)}
