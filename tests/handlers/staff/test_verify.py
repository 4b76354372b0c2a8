"""Deciding about money in the chat: in the customer's currency, and each transaction once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain import clock, db
from domain.accounts.models import Gateway
from domain.customers.models import Customer
from domain.errors import NotFound
from domain.ledger import proof
from domain.messaging import telling
from domain.money import Money
from domain.payments import attempts, posting, verifying
from domain.payments.models import Payment, Verification
from domain.payments.states import Method
from domain.staff.models import Audit, Operator, Role
from domain.staff.rights import SYSTEM
from handlers.ui import commands
from tests import builders
from tests.cast import Cast
from tests.domain.payments import books
from tests.domain.payments.notices import notice
from tests.fake_web import web_ports
from tests.person import Person

PersonOf = Callable[..., Person]
TXN = "BFJ0A1B2C3"


@pytest.fixture
async def wallet(cast: Cast) -> Gateway:
    return await builders.a_gateway(
        "bkash-hand", kind="payment", provider="manual", options={"method": "bkash"}
    )


async def waits(customer: Customer, gateway: Gateway, amount: Money) -> Verification:
    return await Verification.create(
        kind="mismatch",
        customer_id=customer.id,
        operator_id=customer.operator_id,
        gateway_id=gateway.id,
        txn_id=TXN,
        amount_minor=amount.minor,
        currency=amount.currency,
        asked_at=clock.now(),
    )


async def test_money_of_another_currency_is_posted_by_its_value_only(
    cast: Cast, person_of: PersonOf, wallet: Gateway
) -> None:
    await builders.a_bill(cast.rahim, total=500)
    await waits(cast.rahim, wallet, Money(500_00, "USD"))
    asha = person_of(cast.asha)

    await asha.says("/verify")
    await asha.taps("Rahim")
    asha.sees("is not the customer's currency (BDT)")
    asha.does_not_see("Approve")
    await asha.taps("Enter the value in BDT")
    asha.sees("in BDT?")
    asha.does_not_see("$500")
    await asha.says("$500")
    assert not await Payment.all().exists()
    await asha.says("60000")
    asha.sees("৳60,000")
    await asha.taps("Confirm")

    payment = await Payment.get()
    assert (payment.amount_minor, payment.currency) == (60_000_00, "BDT")
    asha.sees("Amount: $500", f"Posted: ৳60,000 · R{payment.id:07d}")
    await books.assert_they_hold()


async def test_an_old_button_does_not_post_another_currency_either(
    cast: Cast, person_of: PersonOf, wallet: Gateway
) -> None:
    row = await waits(cast.rahim, wallet, Money(500_00))
    asha = person_of(cast.asha)
    await asha.says("/verify")
    await asha.taps("Rahim")
    await Verification.filter(id=row.id).update(currency="USD")

    await asha.taps("Approve ৳500")

    asha.sees("Enter the value in BDT")
    assert not await Payment.all().exists()
    assert (await Verification.get()).status == "submitted"


async def test_what_is_typed_is_read_in_the_currency_of_the_customers_operator(
    cast: Cast, person_of: PersonOf
) -> None:
    abroad = await builders.an_operator("abroad", parent=cast.isp, currency="USD")
    package = await builders.a_package(price=Money(20_00, "USD"))
    theirs = await builders.a_customer("Jane Roe", operator=abroad, zone=None, package=package)
    asha = person_of(cast.asha)

    await asha.says(f"/paid {theirs.code} 20")
    asha.sees("$20")
    await asha.taps("Confirm")
    await asha.says(f"/paid {cast.rahim.code} 300")
    await asha.taps("Confirm")

    paid = await Payment.all().order_by("id")
    assert [(row.amount_minor, row.currency) for row in paid] == [(20_00, "USD"), (300_00, "BDT")]
    await books.assert_they_hold()


async def test_dollars_that_got_in_before_hold_again_once_taken_back(
    cast: Cast, person_of: PersonOf, wallet: Gateway
) -> None:
    await posting.record(cast.asha, cast.rahim, Money(400_00))
    await Operator.filter(id=cast.north.id).update(currency="USD")
    foreign = await posting.record(cast.asha, cast.rahim, Money(500_00, "USD"))
    await Operator.filter(id=cast.north.id).update(currency="BDT")
    assert [fault.kind for fault in await proof.faults()] == ["account-currency"]

    await posting.reverse(cast.asha, foreign.id, "dollars")

    await books.assert_they_hold()


async def test_a_second_sight_is_shown_with_the_first_and_needs_a_word(
    cast: Cast, person_of: PersonOf, wallet: Gateway
) -> None:
    first = await posting.record(cast.bina, cast.karim, Money(501_00), Method.BKASH, txn_id=TXN)
    await waits(cast.rahim, wallet, Money(500_00))
    asha = person_of(cast.asha)

    await asha.says("/verify")
    await asha.taps("Rahim")
    asha.sees("posted already: ৳501", "Karim Mia", "by Bina", f"R{first.id:07d}")
    assert not any(label.startswith("✅") for label in asha.labels)
    await asha.taps("It is another transaction")

    second = await Payment.get(customer_id=cast.rahim.id)
    assert second.apart_from == first.id
    trace = await Audit.get(act="payment.approve")
    assert trace.after["apart_from"] == f"R{first.id:07d}"


async def test_a_typed_second_sight_names_nobody_whom_the_person_may_not_see(
    cast: Cast, person_of: PersonOf
) -> None:
    first = await posting.record(cast.bina, cast.karim, Money(501_00), Method.BKASH, txn_id=TXN)
    theirs = await builders.a_customer("Salma", operator=cast.south, zone=cast.gulshan)
    esha = person_of(cast.esha)

    await esha.says(f"/paid {theirs.code} 501 {TXN}")
    await esha.taps("Confirm")

    esha.sees("posted already: ৳501", "somebody whom you do not look after")
    esha.does_not_see("Karim", "Bina", "1002")
    assert await Payment.all().count() == 1
    await esha.taps("It is another transaction")
    assert (await Payment.get(customer_id=theirs.id)).apart_from == first.id


async def test_a_payment_of_an_id_taken_back_before_says_so(
    cast: Cast, person_of: PersonOf
) -> None:
    wrong = await posting.record(cast.asha, cast.karim, Money(500_00), Method.BKASH, txn_id=TXN)
    await posting.undo(cast.asha, wrong.id)
    asha = person_of(cast.asha)

    await asha.says(f"/paid 1001 500 bkash {TXN}")
    await asha.taps("Confirm")

    asha.sees("Recorded", "posted and taken back", "Karim Mia", f"R{wrong.id:07d}")
    assert await db.value("SELECT COUNT(*) AS n FROM payment WHERE status = 'posted'") == 1


async def test_a_claim_is_told_with_all_that_is_needed_to_find_it(
    cast: Cast, person_of: PersonOf, wallet: Gateway
) -> None:
    await builders.a_bill(cast.rahim, total=500)
    await waits(cast.rahim, wallet, Money(500_00))
    asha = person_of(cast.asha)
    told = (TXN, "bkash-hand", cast.rahim.mobile[-6:], "Due now: ৳500", "21 Nov 2026, 12:00")
    await asha.says("/verify")
    asha.sees("Rahim Uddin", *told)
    await asha.taps("Rahim")
    asha.sees("Rahim Uddin", *told)


async def test_money_for_anothers_customer_is_decided_above_both(
    cast: Cast, person_of: PersonOf
) -> None:
    theirs = await builders.a_customer("Salma", operator=cast.south, zone=cast.gulshan)
    account = await builders.a_gateway(
        "bkash-north", kind="payment", provider="bkash", operator_id=cast.north.id
    )
    told = notice(ref=theirs.code, txn_id=TXN, state="paid", amount_minor=500_00)
    await attempts.heard(account, told, web_ports())
    row = await Verification.get()
    assert (row.operator_id, row.customer_id) == (cast.isp.id, theirs.id)

    for actor in (cast.bina, cast.esha):
        with pytest.raises(NotFound):
            await verifying.decide(actor, row.id, approve=True)
        person = person_of(actor)
        await person.says("/verify")
        person.does_not_see("Salma", theirs.code, TXN)
    asha = person_of(cast.asha)
    await asha.says("/verify")
    await asha.taps("Salma")
    await asha.taps("Approve ৳500")

    assert (await Payment.get()).customer_id == theirs.id
    await books.assert_they_hold()


async def test_a_claim_kept_under_the_account_does_not_open_anothers_customer(
    cast: Cast, wallet: Gateway
) -> None:
    theirs = await builders.a_customer("Salma", operator=cast.south, zone=cast.gulshan)
    row = await waits(theirs, wallet, Money(500_00))
    await Verification.filter(id=row.id).update(operator_id=cast.north.id)

    assert await verifying.waiting(cast.bina) == []
    for approve in (True, False):
        with pytest.raises(NotFound):
            await verifying.decide(cast.bina, row.id, approve=approve)
    assert [each.id for each in await verifying.waiting(cast.asha)] == [row.id]


async def test_who_is_limited_to_zones_decides_about_their_customers_only(
    cast: Cast, person_of: PersonOf, wallet: Gateway
) -> None:
    manager = await builders.a_person("Mina", Role.MANAGER, cast.north, zones=[cast.uttara])
    rahims = await waits(cast.rahim, wallet, Money(500_00))
    karims = await waits(cast.karim, await builders.a_gateway(kind="payment"), Money(700_00))
    nobodys = await waits(cast.karim, await builders.a_gateway(kind="payment"), Money(900_00))
    await Verification.filter(id=nobodys.id).update(customer_id=None)

    mina = person_of(manager)
    await mina.says("/verify")
    mina.sees("Karim Mia", "৳700")
    mina.does_not_see("Rahim", "৳500", "৳900")
    for row in (rahims, nobodys):
        for approve in (True, False):
            with pytest.raises(NotFound):
                await verifying.decide(manager, row.id, approve=approve, customer=cast.karim)
        with pytest.raises(NotFound):
            await commands.SCREENS["verification.card"](manager, web_ports(), row.id)
    every = [rahims.id, karims.id, nobodys.id]
    assert [each.id for each in await verifying.waiting(cast.bina)] == every
    assert (await verifying.get(manager, karims.id)).id == karims.id


@pytest.mark.parametrize(
    ("misfit", "told"),
    [
        (
            ["txn-used", "", "BK1AAAA"],
            "This transaction belongs to another payment already: BK1AAAA",
        ),
        (["txn-used", "TX1", "TX2"], "A transaction is there already: TX1, now TX2"),
        (["reference", "", "S77"], "Reference S77: none of ours"),
        (["reference", "R1", ""], "The gateway named no reference of ours"),
        (["reference", "", ""], "The gateway named no reference of ours"),
        (["amount", "500.00", ""], "Amount: asked 500.00, the gateway named none"),
    ],
)
async def test_what_does_not_fit_is_a_whole_sentence_also_where_one_side_is_silent(
    cast: Cast, person_of: PersonOf, wallet: Gateway, misfit: list[str], told: str
) -> None:
    row = await waits(cast.rahim, wallet, Money(500_00))
    await Verification.filter(id=row.id).update(misfit=[misfit])
    asha = person_of(cast.asha)
    await asha.says("/verify")
    await asha.taps("Rahim")
    asha.sees(told)


async def test_a_rejection_that_nobody_can_be_told_of_is_not_said_to_be_told(
    cast: Cast, person_of: PersonOf, wallet: Gateway
) -> None:
    asha = person_of(cast.asha)
    await waits(cast.rahim, wallet, Money(500_00))
    await asha.says("/verify")
    await asha.taps("Rahim")
    await asha.taps("Reject")
    await asha.taps("not arrived")
    assert "not told" in asha.toast


async def test_a_receipt_is_promised_only_where_it_can_go(cast: Cast, person_of: PersonOf) -> None:
    chand = person_of(cast.chand)
    await chand.says(f"/paid {cast.rahim.code} 100")
    await chand.taps("Confirm")
    chand.sees("No receipt goes to the customer")
    chand.does_not_see("on its way")
    await chand.taps("Undo")
    chand.sees("The customer is not told")

    await builders.a_gateway(kind="sms")
    await chand.says(f"/paid {cast.rahim.code} 200")
    await chand.taps("Confirm")
    chand.sees("on its way")
    await telling.save(SYSTEM, "payment-received", enabled=False)
    await chand.says(f"/paid {cast.rahim.code} 300")
    await chand.taps("Confirm")
    chand.sees("No receipt goes to the customer")


async def test_of_two_who_say_that_one_id_is_another_the_second_is_asked_again(
    cast: Cast, person_of: PersonOf
) -> None:
    await posting.record(cast.asha, cast.rahim, Money(900_00), Method.BKASH, txn_id=TXN)
    asha, bina = person_of(cast.asha), person_of(cast.bina)
    for person in (bina, asha):
        await person.says(f"/paid 1002 500 bkash {TXN}")
        await person.taps("Confirm")

    await bina.taps("It is another transaction")
    bina.sees("Recorded")
    await asha.taps("It is another transaction")

    asha.sees("posted already: ৳900", "posted already: ৳500", "by Bina")
    assert await Payment.filter(customer_id=cast.karim.id).count() == 1
    await asha.taps("It is another transaction")
    asha.sees("Recorded")
    assert len(await Payment.filter(customer_id=cast.karim.id)) == 2
    await books.assert_they_hold()


@pytest.mark.parametrize("method", ["bkash", "nagad"])
async def test_an_old_button_of_a_claim_is_good_for_what_was_shown_with_it_only(
    cast: Cast, person_of: PersonOf, wallet: Gateway, method: str
) -> None:
    await posting.record(cast.asha, cast.karim, Money(501_00), txn_id=TXN)
    await waits(cast.rahim, wallet, Money(900_00))
    asha, bina = person_of(cast.asha), person_of(cast.bina)
    await asha.says("/verify")
    await asha.taps("Rahim")
    await bina.says(f"/paid 1001 900 {method} {TXN}")
    await bina.taps("Confirm")
    await bina.taps("It is another transaction")
    assert await Payment.filter(customer_id=cast.rahim.id).count() == 1

    await asha.taps("It is another transaction")

    asha.sees("posted already: ৳900", "Rahim Uddin", "by Bina")
    assert await Payment.filter(customer_id=cast.rahim.id).count() == 1
    await asha.taps("It is another transaction")
    assert await Payment.filter(customer_id=cast.rahim.id).count() == 2
    await books.assert_they_hold()
