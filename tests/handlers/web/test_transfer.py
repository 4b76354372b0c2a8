"""A customer who sent money by hand tells of it, and staff decide."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.messaging.models import Message
from domain.money import Money
from domain.payments import links, verifying
from domain.payments.models import Attempt, Link, Payment, Verification
from domain.payments.states import VerificationStatus
from handlers.ui import commands
from tests import builders
from tests.cast import Cast
from tests.domain.payments import books
from tests.handlers.web.conftest import Visitor
from tests.person import Person

MOST_BYTES = 50_000
commands.load("handlers.staff")


async def test_a_transfer_is_told_and_waits_for_staff(visitor: Visitor) -> None:
    sent = await visitor.fill(
        "/transfer", gateway="nagad-hand", amount="৫০০", txn_id="8n7a 6d5c", sender="01711111111"
    )
    assert sent.status == 303

    page = await visitor.get(sent.location)

    assert "You told us that you sent ৳500 (TxnID 8N7A6D5C)" in page.text
    row = await Verification.get()
    assert (row.txn_id, row.amount_minor, row.sender) == ("8N7A6D5C", 500_00, "+8801711111111")
    assert await Payment.all().count() == 0


@pytest.mark.parametrize("label", ["TrxID ", "Txn ID: ", "trx:", "ট্রানজেকশন আইডি "])
async def test_the_words_before_a_transaction_id_are_no_part_of_it(
    visitor: Visitor, label: str
) -> None:
    await visitor.fill("/transfer", gateway="nagad-hand", amount="500", txn_id=f"{label}8N7A6D5C")
    assert (await Verification.get()).txn_id == "8N7A6D5C"


async def test_a_rejected_transfer_says_why(visitor: Visitor) -> None:
    await visitor.fill("/transfer", gateway="nagad-hand", amount="500", txn_id="8N7A6D5C")
    await Verification.all().update(status=VerificationStatus.REJECTED, reason="No such transfer")

    assert "Our answer: No such transfer" in (await visitor.get()).text


async def test_a_transfer_with_a_fault_keeps_all_that_was_typed(visitor: Visitor) -> None:
    typed = {"amount": "500", "txn_id": "??", "sender": "01711111111"}

    page = await visitor.fill("/transfer", gateway="nagad-hand", **typed)

    assert page.status == 422
    assert "does not look like a transaction ID" in page.text
    assert "<details open>" in page.html
    assert (page.value("txn_id"), page.value("sender")) == ("??", "01711111111")


async def test_a_transaction_id_told_before_is_refused_without_telling_by_whom(
    visitor: Visitor, cast: Cast
) -> None:
    await visitor.fill("/transfer", gateway="nagad-hand", amount="500", txn_id="8N7A6D5C")
    other, token = await links.make(cast.bina, cast.karim, for_nothing=True)
    await builders.a_bill(cast.karim, total=500)
    visitor.token = token

    page = await visitor.fill("/transfer", gateway="nagad-hand", amount="500", txn_id="8N7A6D5C")

    assert page.status == 422
    assert "told to us before" in page.text
    assert "1001" not in page.text
    assert other.customer_id == cast.karim.id


async def test_the_sixth_claim_of_a_day_waits(visitor: Visitor) -> None:
    for number in range(5):
        await visitor.fill("/transfer", gateway="nagad-hand", amount="5", txn_id=f"CLAIM{number}")

    page = await visitor.fill("/transfer", gateway="nagad-hand", amount="5", txn_id="CLAIM9")

    assert "several transaction IDs today" in page.text


async def test_a_sender_that_is_too_long_is_refused_by_name_and_nothing_is_lost(
    visitor: Visitor,
) -> None:
    typed = {"amount": "500", "txn_id": "8N7A6D5C", "sender": "the wallet of my brother"}

    page = await visitor.fill("/transfer", gateway="nagad-hand", **typed)

    assert page.status == 422
    assert "The number that you sent from is too long" in page.text
    assert (page.value("txn_id"), page.value("sender")) == ("8N7A6D5C", typed["sender"])
    assert not await Verification.exists()


async def test_what_no_database_keeps_is_left_out_of_what_was_typed(visitor: Visitor) -> None:
    sent = await visitor.fill(
        "/transfer", gateway="nagad-hand", amount="500\0", txn_id="8N7A\x006D5C", sender="\0"
    )

    assert sent.status == 303
    assert (await Verification.get()).txn_id == "8N7A6D5C"


async def test_a_transaction_id_of_any_length_is_no_other_one(visitor: Visitor) -> None:
    page = await visitor.fill("/transfer", gateway="nagad-hand", amount="500", txn_id="8N" * 250)

    assert page.status == 422
    assert "does not look like a transaction ID" in page.text


async def test_a_claim_approved_for_another_customer_is_not_on_the_first_ones_link(
    visitor: Visitor, cast: Cast, person_of: Callable[..., Person]
) -> None:
    await visitor.fill("/transfer", gateway="nagad-hand", amount="500", txn_id="8N7A6D5C")

    await _posted_for_karim(person_of(cast.asha))

    payment = await Payment.get()
    assert (payment.customer_id, payment.link_id) == (cast.karim.id, None)
    assert (await Link.get(id=visitor.link.id)).paid_minor == 0
    assert "Our answer: It is another customer's payment" in (await visitor.get()).text
    assert (await visitor.get("/receipt.pdf")).status == 404
    told = await Message.get(event="payment-rejected")
    assert told.customer_id == cast.rahim.id
    await books.assert_they_hold()


async def test_held_money_of_another_customer_is_not_on_the_first_ones_attempt(
    visitor: Visitor, cast: Cast, person_of: Callable[..., Person]
) -> None:
    await visitor.fill("/pay", gateway="bkash-main", amount="1000")
    attempt = await Attempt.get()
    visitor.pay.paid(attempt.ref, amount=Money(500_00))
    page = f"/attempt/{attempt.ref}"
    await visitor.get(f"/return/bkash-main?ref={attempt.ref}")
    assert "We are checking your payment" in (await visitor.get(page)).text

    await _posted_for_karim(person_of(cast.asha))

    payment = await Payment.get()
    assert (payment.customer_id, payment.attempt_id) == (cast.karim.id, None)
    shown = await visitor.get(page)
    assert "We could not accept this payment" in shown.text
    assert "Our answer: It is another customer's payment" in shown.text
    assert (await visitor.get("/receipt.pdf")).status == 404
    assert (await Message.get(event="payment-rejected")).customer_id == cast.rahim.id
    await books.assert_they_hold()


async def _posted_for_karim(asha: Person) -> None:
    await asha.says("/verify")
    await asha.taps("Rahim")
    await asha.taps("Other amount")
    await asha.says("500")
    await asha.taps("Change")
    await asha.taps("Customer")
    await asha.says("1002")
    if "Confirm" not in " ".join(asha.labels):
        await asha.says("500")
    await asha.taps("Confirm")
    asha.sees("Karim Mia", "Approved")


async def test_a_second_tap_is_answered_as_the_first_and_is_one_claim(
    visitor: Visitor, cast: Cast
) -> None:
    sent = {"gateway": "nagad-hand", "amount": "500", "txn_id": "8N7A6D5C"}
    for number in range(4):
        await visitor.fill("/transfer", **{**sent, "txn_id": f"OTHER{number}"})
    first = await visitor.fill("/transfer", **sent)
    again = await visitor.fill("/transfer", **{**sent, "txn_id": "8n7a 6d5c"})

    assert (first.status, first.location) == (again.status, again.location)
    assert again.status == 303
    assert await Verification.filter(txn_id="8N7A6D5C").count() == 1
    assert (await visitor.fill("/transfer", **{**sent, "amount": "400"})).status == 422
    row = await Verification.get(txn_id="8N7A6D5C")
    await verifying.decide(cast.asha, row.id, approve=True)
    assert (await visitor.fill("/transfer", **sent)).status == 303
    assert await Payment.all().count() == 1
