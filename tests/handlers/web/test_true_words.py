"""What a page says of money is true: who told us, what became of it, and whether to pay again."""

from __future__ import annotations

from typing import Any

import pytest

from domain.billing import bills
from domain.billing.models import Bill
from domain.chat import groups
from domain.chat.models import Card, Purpose
from domain.customers.models import Customer, CustomerStatus
from domain.money import Money
from domain.payments import links, posting, verifying
from domain.payments.models import Attempt, Payment, Verification
from domain.ports import PayState, Verified
from tests import builders
from tests.cast import Cast, Moment
from tests.handlers.web.conftest import Visitor


async def come_back(visitor: Visitor, **differing: Any) -> str:
    """Pay at the gateway, whose word differs; what the page of the attempt says."""
    await visitor.fill("/pay", gateway="bkash-main")
    attempt = await Attempt.all().order_by("-id").first()
    assert attempt is not None
    visitor.pay.paid(attempt.ref, **differing)
    back = await visitor.get(f"/return/bkash-main?ref={attempt.ref}")
    return (await visitor.get(back.location)).text


async def test_money_that_the_gateway_tells_otherwise_is_its_word_not_the_customers(
    visitor: Visitor,
) -> None:
    attempt = await come_back(visitor, amount=Money(1_00))
    page = (await visitor.get()).text

    assert "You told us" not in page
    assert "We see your payment" not in attempt + page
    assert "told us of a payment of ৳1 from you" in page
    assert "Please do not pay again" in page
    assert "do not pay again" in attempt
    before, _, behind = page.partition("Pay all the same")
    assert "Pay with bKash" not in before
    assert "Pay with bKash" in behind


async def test_a_claim_that_waits_hides_the_buttons_behind_a_step_of_its_own(
    visitor: Visitor,
) -> None:
    await visitor.fill("/transfer", gateway="nagad-hand", txn_id="9XK4T2P1QZ", amount="1000")
    page = (await visitor.get()).text

    assert "You told us that you sent ৳1,000" in page
    assert "Pay with bKash" not in page.partition("Pay all the same")[0]


async def test_what_staff_refuse_is_not_called_a_transfer_of_the_customer(
    visitor: Visitor, cast: Cast
) -> None:
    await come_back(visitor, amount=Money(1_00))
    row = await Verification.get()
    await verifying.decide(cast.asha, row.id, approve=False, reason="Wrong amount")
    page = (await visitor.get()).text

    assert "your transfer" not in page
    assert "told us of a payment of ৳1 from you, but our staff could not accept it" in page
    assert "Wrong amount" in page
    assert "Pay all the same" not in page


async def test_what_was_approved_otherwise_is_told_as_it_is_in_the_books(
    visitor: Visitor, cast: Cast
) -> None:
    await come_back(visitor, amount=Money(300_00))
    row = await Verification.get()
    await verifying.decide(cast.asha, row.id, approve=True, amount=Money(300_00))
    page = (await visitor.get(f"/attempt/{(await Attempt.get()).ref}")).text

    assert "We have received ৳300" in page
    assert "You owe ৳700" in page
    assert "comes back by itself" not in page


async def test_a_payment_taken_back_is_not_called_received(visitor: Visitor, cast: Cast) -> None:
    await come_back(visitor)
    await posting.reverse(cast.asha, (await Payment.get()).id, "wrong customer")
    page = (await visitor.get(f"/attempt/{(await Attempt.get()).ref}")).text

    assert "We have received" not in page
    assert "This payment was taken back" in page


async def test_what_is_over_is_named_as_advance(visitor: Visitor, moment: Moment) -> None:
    for _ in range(2):
        await visitor.fill("/pay", gateway="bkash-main")
        moment.move(hours=2)
    for number, attempt in enumerate(await Attempt.all().order_by("id")):
        visitor.pay.paid(attempt.ref, f"TX{number}")
        await visitor.get(f"/return/bkash-main?ref={attempt.ref}")
    last = await Attempt.all().order_by("-id").first()
    assert last is not None

    page = (await visitor.get(f"/attempt/{last.ref}")).text
    assert "৳1,000 of it was more than you owed, and stays as your advance" in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Verified(PayState.CANCELLED), "It was cancelled"),
        (Verified(PayState.FAILED, reason="The payment was declined"), "says: The payment was"),
        (Verified(PayState.FAILED, reason="2999"), "not accepted by the payment company"),
        (Verified(PayState.FAILED), "not accepted by the payment company"),
    ],
)
async def test_each_end_has_its_own_reason(visitor: Visitor, said: Verified, words: str) -> None:
    await visitor.fill("/pay", gateway="bkash-main")
    attempt = await Attempt.get()
    visitor.pay.says(attempt.ref, said)
    back = await visitor.get(f"/return/bkash-main?ref={attempt.ref}")
    page = (await visitor.get(back.location)).text

    assert words in page
    assert "balance" not in page


async def test_a_withdrawn_bill_is_not_called_paid(visitor: Visitor, cast: Cast) -> None:
    await bills.void(cast.asha, (await Bill.get(customer_id=cast.rahim.id)).id, "wrong")
    page = (await visitor.get()).text

    assert "are paid" not in page
    assert "We have withdrawn your bill" in page


async def test_held_money_is_named_though_nothing_is_due_any_more(
    visitor: Visitor, cast: Cast
) -> None:
    await come_back(visitor, amount=Money(1_00))
    await bills.void(cast.asha, (await Bill.get(customer_id=cast.rahim.id)).id, "wrong")
    page = (await visitor.get()).text

    assert "told us of a payment of ৳1 from you" in page


async def test_a_claim_approved_when_it_was_no_longer_due_is_told_to_staff(
    visitor: Visitor, cast: Cast
) -> None:
    await groups.bind(cast.asha, "-1001", Purpose.PAYMENTS, language="en")
    await visitor.fill("/transfer", gateway="nagad-hand", txn_id="9XK4T2P1QZ", amount="1000")
    await bills.void(cast.asha, (await Bill.get(customer_id=cast.rahim.id)).id, "wrong")

    await verifying.decide(cast.asha, (await Verification.get()).id, approve=True)

    screens = {card.screen for card in await Card.all()}
    assert "payment.overpaid-note" in screens


async def test_a_link_is_not_called_paid_when_its_payment_was_taken_back(
    visitor: Visitor, cast: Cast
) -> None:
    await come_back(visitor)
    await posting.reverse(cast.asha, (await Payment.get()).id, "wrong customer")
    page = (await visitor.get()).text

    assert "are paid" not in page
    assert "You owe ৳1,000" in page
    assert "Ask us for a new one" in page


async def test_a_paid_link_does_not_hide_the_next_bill_and_keeps_its_receipt(
    visitor: Visitor,
) -> None:
    await come_back(visitor)
    await builders.a_bill(visitor.customer, total=700, period="2026-12")
    page = (await visitor.get()).text

    assert "are paid" not in page
    assert "You owe ৳700" in page
    assert (await visitor.get("/receipt.pdf")).status == 200


async def test_an_attempt_that_staff_refused_is_no_longer_being_checked(
    visitor: Visitor, cast: Cast
) -> None:
    await come_back(visitor, amount=Money(1_00))
    row = await Verification.get()
    await verifying.decide(cast.asha, row.id, approve=False, reason="Wrong amount")
    page = (await visitor.get(f"/attempt/{(await Attempt.get()).ref}")).text

    assert "could not accept" in page
    assert "Wrong amount" in page
    assert "do not pay again" not in page
    assert "checking" not in page


async def test_a_claim_that_waits_is_known_to_every_link_of_its_customer(
    visitor: Visitor, cast: Cast
) -> None:
    await visitor.fill("/transfer", gateway="nagad-hand", txn_id="9XK4T2P1QZ", amount="1000")
    _, visitor.token = await links.make(cast.asha, visitor.customer)
    page = (await visitor.get()).text

    assert "TxnID 9XK4T2P1QZ" in page
    assert "Please do not pay again" in page
    assert "Pay with bKash" not in page.partition("Pay all the same")[0]

    _, visitor.token = await links.make(cast.asha, cast.karim, for_nothing=True)
    assert "9XK4T2P1QZ" not in (await visitor.get()).text


async def test_a_claim_that_waits_is_not_hidden_by_a_newer_one_that_was_refused(
    visitor: Visitor, cast: Cast
) -> None:
    for txn in ("9XK4T2P1QZ", "8N7A6D5C"):
        await visitor.fill("/transfer", gateway="nagad-hand", txn_id=txn, amount="500")
    newer = await Verification.get(txn_id="8N7A6D5C")
    await verifying.decide(cast.asha, newer.id, approve=False, reason="Not found")
    page = (await visitor.get()).text

    assert "TxnID 9XK4T2P1QZ" in page
    assert "Please do not pay again" in page


@pytest.mark.parametrize(
    ("status", "is_said"), [(CustomerStatus.LEFT, False), (CustomerStatus.ACTIVE, True)]
)
async def test_only_a_service_that_can_come_back_is_said_to(
    visitor: Visitor, status: CustomerStatus, is_said: bool
) -> None:
    await Customer.filter(id=visitor.customer.id).update(status=status)
    page = await come_back(visitor)

    assert "We have received" in page
    assert ("comes back by itself" in page) is is_said


async def test_what_was_paid_by_a_link_stays_paid_when_a_newer_bill_is_withdrawn(
    visitor: Visitor, cast: Cast
) -> None:
    await come_back(visitor)
    newer = await builders.a_bill(visitor.customer, total=700, period="2026-12")
    await bills.void(cast.asha, newer.id, "wrong")
    page = (await visitor.get()).text

    assert "Your bills are paid" in page
    assert "withdrawn" not in page


async def test_a_held_attempt_without_a_card_of_its_own_tells_what_was_decided(
    visitor: Visitor, cast: Cast
) -> None:
    await come_back(visitor, amount=Money(1_00))
    await Verification.all().update(attempt_id=None, link_id=None)  # as earlier versions kept it
    attempt = f"/attempt/{(await Attempt.get()).ref}"
    assert "checking" in (await visitor.get(attempt)).text
    assert "staff are checking it" in (await visitor.get()).text

    row = await Verification.get()
    await verifying.decide(cast.asha, row.id, approve=False, reason="Wrong amount")
    assert "could not accept" in (await visitor.get(attempt)).text
    assert "checking" not in (await visitor.get()).text

    await Verification.all().update(status="submitted", decided_at=None)
    await verifying.decide(cast.asha, row.id, approve=True)
    assert "We have received ৳1" in (await visitor.get(attempt)).text
