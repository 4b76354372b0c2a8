"""A customer's claim and what staff record of the same money are one matter."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain import events, reactions, vault
from domain.accounts.models import Gateway
from domain.chat import groups
from domain.chat.models import Card, Purpose
from domain.customers import search
from domain.messaging.models import Message
from domain.money import Money
from domain.payments import attempts, beginning, links, posting, verifying
from domain.payments.models import Attempt, Payment, Verification
from domain.payments.states import Method
from domain.staff.rights import SYSTEM
from tests import builders
from tests.cast import Cast, Moment
from tests.domain.payments import books
from tests.domain.payments.notices import notice
from tests.fake_web import FakePay, web_ports
from tests.person import Person
from tests.sealing import VAULT

PersonOf = Callable[..., Person]
TXN = "BFJ0A1B2C3"


@pytest.fixture
async def wallet(cast: Cast) -> Gateway:
    vault.use(VAULT)
    events.listen(reactions.MAP)
    await groups.bind(cast.asha, "-1001", Purpose.PAYMENTS, language="en")
    await builders.a_bill(cast.rahim, total=1000)
    return await builders.a_gateway(
        "bkash-hand", kind="payment", provider="manual", options={"method": "bkash"}
    )


async def claimed(cast: Cast, wallet: Gateway, amount: int = 500) -> Verification:
    link, _ = await links.make(SYSTEM, cast.rahim, for_nothing=True)
    return await verifying.submit(link, wallet, txn_id=TXN, sender="", amount=Money(amount * 100))


async def assert_nobody_is_refused() -> None:
    assert not await Message.filter(event="payment-rejected").exists()
    await books.assert_they_hold()


async def assert_settled_by_one_payment(row: Verification) -> None:
    assert (await Verification.get(id=row.id)).status == "approved"
    assert await Payment.all().count() == 1
    await assert_nobody_is_refused()


async def types(person: Person, line: str) -> None:
    await person.says(line)
    await person.taps("Confirm")


@pytest.mark.parametrize("line", [f"/paid 1001 500 bkash {TXN}", f"/paid 1001 500 {TXN.lower()}"])
async def test_a_claim_is_settled_by_the_payment_of_the_same_transaction(
    cast: Cast, person_of: PersonOf, wallet: Gateway, line: str
) -> None:
    row = await claimed(cast, wallet)
    asha, bina = person_of(cast.asha), person_of(cast.bina)
    await asha.says("/verify")
    await asha.taps("Rahim")

    await types(bina, line)

    assert await verifying.waiting(cast.asha) == []
    await asha.taps("Reject")
    asha.sees("Settled by a payment R")
    await assert_settled_by_one_payment(row)


async def test_a_payment_of_another_amount_leaves_the_claim_to_a_person(
    cast: Cast, person_of: PersonOf, wallet: Gateway
) -> None:
    row = await claimed(cast, wallet)
    asha, bina = person_of(cast.asha), person_of(cast.bina)
    await bina.says(f"/paid 1001 50 bkash {TXN}")
    bina.sees("also waits for a decision: ৳500")
    await bina.taps("Confirm")

    await asha.says("/verify")
    await asha.taps("Rahim")
    asha.sees("Amount: ৳500", "posted already: ৳50")
    await asha.taps("It is the payment R")
    assert "Nothing more was posted" in asha.toast
    await assert_settled_by_one_payment(row)


async def test_a_claim_waits_again_when_the_payment_that_settled_it_is_taken_back(
    cast: Cast, person_of: PersonOf, wallet: Gateway
) -> None:
    row = await claimed(cast, wallet)
    asha, bina = person_of(cast.asha), person_of(cast.bina)
    await types(bina, f"/paid 1001 500 bkash {TXN}")
    await bina.taps("Undo")

    await asha.says("/verify")
    await asha.taps("Rahim")
    asha.sees("was posted and taken back", "Amount: ৳500")
    await asha.taps("Approve ৳500")
    assert (await Verification.get(id=row.id)).decided_by_id == cast.asha.staff_id
    assert await Payment.filter(status="posted").count() == 1
    await assert_nobody_is_refused()


async def test_what_a_person_approved_stays_decided_when_it_is_taken_back(
    cast: Cast, wallet: Gateway
) -> None:
    row = await claimed(cast, wallet)
    await verifying.decide(cast.asha, row.id, approve=True)
    await posting.undo(cast.asha, (await Payment.get()).id)

    assert (await Verification.get(id=row.id)).status == "approved"


async def test_money_that_was_sent_by_hand_is_given_back_by_hand(
    cast: Cast, person_of: PersonOf, wallet: Gateway
) -> None:
    await search.index([cast.rahim.id])
    row = await claimed(cast, wallet)
    await verifying.decide(cast.asha, row.id, approve=True)
    asha = person_of(cast.asha)
    await asha.says("1001")
    await asha.taps("Bills")
    await asha.taps("Payments")
    await asha.taps("৳500")
    await asha.taps("Take back")
    await asha.taps("did not arrive")
    asha.sees("It was sent to bkash-hand", "given back from there by hand")


async def test_money_of_nobody_is_nobodys_again_when_the_payment_is_taken_back(
    cast: Cast, wallet: Gateway
) -> None:
    told = notice(ref="NOPE1", txn_id=TXN, state="paid", amount_minor=500_00)
    await attempts.heard(wallet, told, web_ports(FakePay()))
    payment = await posting.record(cast.bina, cast.rahim, Money(500_00), Method.BKASH, txn_id=TXN)
    assert await verifying.waiting(cast.asha) == []
    await posting.undo(cast.bina, payment.id)

    (waits,) = await verifying.waiting(cast.asha)
    assert waits.customer_id is None


async def test_an_id_that_waits_as_anothers_money_is_shown_and_asked_about(
    cast: Cast, person_of: PersonOf, wallet: Gateway
) -> None:
    await claimed(cast, wallet)
    bina = person_of(cast.bina)
    await bina.says(f"/paid 1002 500 bkash {TXN}")
    bina.sees("also waits for a decision: ৳500", "Rahim")
    await bina.taps("Confirm")
    bina.sees("another customer told of it", "also waits for a decision: ৳500", "Rahim")
    assert await Payment.all().count() == 0

    await bina.taps("another transaction")
    assert (await Payment.get()).customer_id == cast.karim.id
    assert len(await verifying.waiting(cast.asha)) == 1


@pytest.mark.parametrize("line", [f"/paid 1002 500 bkash {TXN}", f"/paid 1001 500 nagad {TXN}"])
async def test_a_claim_is_not_settled_by_anothers_payment_or_another_systems(
    cast: Cast, person_of: PersonOf, wallet: Gateway, line: str
) -> None:
    await claimed(cast, wallet)
    await types(person_of(cast.bina), line)

    assert len(await verifying.waiting(cast.asha)) == 1


@pytest.mark.parametrize("tap", ["It is the payment R", "Reject"])
async def test_a_claim_that_was_paid_before_this_was_known_is_settled_and_not_refused(
    cast: Cast, person_of: PersonOf, wallet: Gateway, tap: str
) -> None:
    row = await claimed(cast, wallet)
    await Verification.all().update(status="rejected")
    await posting.record(cast.bina, cast.rahim, Money(500_00), Method.BKASH, txn_id=TXN)
    await Verification.all().update(status="submitted")
    asha = person_of(cast.asha)
    await asha.says("/verify")
    await asha.taps("Rahim")
    asha.sees("posted already: ৳500", "by Bina")

    await asha.taps(tap)
    if tap == "Reject":
        await asha.taps("used before")

    assert "Nothing more was posted" in asha.toast
    await assert_settled_by_one_payment(row)


@pytest.mark.parametrize("method", ["cash", "bkash"])
@pytest.mark.parametrize("first", ["claim", "payment"])
async def test_the_same_amount_without_an_id_is_shown_and_asked_about(
    cast: Cast, person_of: PersonOf, wallet: Gateway, moment: Moment, method: str, first: str
) -> None:
    bina, asha = person_of(cast.bina), person_of(cast.asha)
    if first == "payment":
        await types(bina, f"/paid 1001 500 {method}")
        moment.move(days=1)
    row = await claimed(cast, wallet)
    await asha.says("/verify")
    await asha.taps("Rahim")
    if first == "claim":
        drawn = (await Card.get(subject=f"verification:{row.id}", chat_id="-1001")).wanted
        moment.move(days=2)
        await types(bina, f"/paid 1001 500 {method}")
        card = await Card.get(subject=f"verification:{row.id}", chat_id="-1001")
        assert card.wanted > drawn
        await asha.taps("Approve ৳500")
        assert "Is it the same money?" in asha.toast
    paid = await Payment.get()

    asha.sees("same amount of this customer", "৳500", "by Bina", f"R{paid.id:07d}")
    assert not any(label.startswith("✅ Approve") for label in asha.labels)
    await asha.taps("It is another transaction")

    assert await Payment.all().count() == 2
    await assert_nobody_is_refused()


async def test_it_may_be_said_that_it_is_the_same_money_which_then_has_the_id(
    cast: Cast, person_of: PersonOf, wallet: Gateway
) -> None:
    await claimed(cast, wallet)
    await types(person_of(cast.bina), "/paid 1001 500")
    asha = person_of(cast.asha)
    await asha.says("/verify")
    await asha.taps("Rahim")

    await asha.taps("It is the payment R")

    assert (await Payment.get()).txn_id == TXN
    assert await verifying.waiting(cast.asha) == []
    await assert_nobody_is_refused()


async def test_another_amount_or_last_months_money_is_no_reason_to_ask(
    cast: Cast, person_of: PersonOf, wallet: Gateway, moment: Moment
) -> None:
    bina, asha = person_of(cast.bina), person_of(cast.asha)
    await types(bina, "/paid 1001 500")
    moment.move(days=20)
    await claimed(cast, wallet)
    await types(bina, "/paid 1001 300")
    await types(bina, "/paid 1001 500 bkash OTHERID99")
    await asha.says("/verify")
    await asha.taps("Rahim")
    await asha.taps("Approve ৳500")

    assert await Payment.all().count() == 4


async def test_an_amount_seen_otherwise_is_asked_about_as_well(
    cast: Cast, person_of: PersonOf, wallet: Gateway
) -> None:
    await claimed(cast, wallet, 600)
    await types(person_of(cast.bina), "/paid 1001 500")
    asha = person_of(cast.asha)
    await asha.says("/verify")
    await asha.taps("Rahim")
    await asha.taps("Other amount")
    await asha.says("500")
    await asha.taps("Confirm")

    asha.sees("same amount of this customer")
    assert await Payment.all().count() == 1
    await asha.taps("It is another transaction: post ৳500")
    assert await Payment.all().count() == 2


async def test_what_the_wallet_says_of_an_id_shows_at_once_where_another_claims_it(
    cast: Cast, person_of: PersonOf, wallet: Gateway
) -> None:
    row, pay = await claimed(cast, wallet), FakePay()
    ports, online = web_ports(pay), await builders.a_gateway(kind="payment", provider="bkash")
    await builders.a_bill(cast.karim, total=400)
    link, _ = await links.make(SYSTEM, cast.karim)
    attempt = await beginning.begin(link, online, Money(400_00), "en", ports)
    drawn = (await Card.get(subject=f"verification:{row.id}", chat_id="-1001")).wanted
    pay.paid(attempt.ref, TXN)
    await attempts.find_out(attempt, online, None, ports)

    assert (await Card.get(subject=f"verification:{row.id}", chat_id="-1001")).wanted > drawn
    asha = person_of(cast.asha)
    await asha.says("/verify")
    await asha.taps("Rahim")
    asha.sees("posted already: ৳400", "Karim Mia")


async def test_a_payment_by_the_page_settles_the_claim_and_the_wallets_word(
    cast: Cast, wallet: Gateway
) -> None:
    pay = FakePay()
    ports, online = web_ports(pay), await builders.a_gateway(kind="payment", provider="bkash")
    hook = notice(ref="1001", txn_id=TXN, state="paid", amount_minor=500_00)
    await attempts.heard(online, hook, ports)
    await claimed(cast, wallet)
    link, _ = await links.make(SYSTEM, cast.rahim)
    attempt = await beginning.begin(link, online, Money(500_00), "en", ports)
    pay.paid(attempt.ref, TXN)
    await attempts.find_out(attempt, online, None, ports)

    assert await verifying.waiting(cast.asha) == []
    assert await Payment.all().count() == 1
    await assert_nobody_is_refused()


async def test_a_held_attempt_of_money_typed_before_is_settled_with_it_and_not_refused(
    cast: Cast, wallet: Gateway
) -> None:
    pay = FakePay()
    ports, online = web_ports(pay), await builders.a_gateway(kind="payment", provider="bkash")
    link, _ = await links.make(SYSTEM, cast.rahim)
    attempt = await beginning.begin(link, online, Money(500_00), "en", ports)
    await posting.record(cast.bina, cast.rahim, Money(500_00), Method.BKASH, txn_id=TXN)
    pay.paid(attempt.ref, TXN)
    await attempts.find_out(attempt, online, None, ports)

    await verifying.decide(cast.asha, (await Verification.get()).id, approve=False)

    assert (await Attempt.get()).status == "paid"
    assert (await Payment.get()).attempt_id == attempt.id
    await assert_nobody_is_refused()


async def test_refusing_another_word_about_money_that_is_posted_tells_nobody(
    cast: Cast, wallet: Gateway
) -> None:
    online = await builders.a_gateway(kind="payment", provider="bkash")
    for amount in (500_00, 400_00):
        hook = notice(ref="1001", txn_id=TXN, state="paid", amount_minor=amount)
        await attempts.heard(online, hook, web_ports())
        if amount == 500_00:
            await verifying.decide(cast.asha, (await Verification.get()).id, approve=True)
    (row,) = await verifying.waiting(cast.asha)

    await verifying.decide(cast.asha, row.id, approve=False)

    assert (await Verification.get(id=row.id)).status == "rejected"
    await assert_nobody_is_refused()
