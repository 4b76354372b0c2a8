"""Money that a person decides about is credited once, by somebody who may, or not at all."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from domain.billing import dues
from domain.errors import AlreadyDone, InvalidValue, NotFound, RightLacking, TooMany
from domain.events import PaymentPosted, VerificationAsked, VerificationDecided
from domain.money import Money
from domain.payments import attempts, links, posting, sights, verifying
from domain.payments.models import Attempt, Payment, Verification
from domain.payments.states import AttemptStatus, Method, VerificationKind, VerificationStatus
from domain.staff.rights import SYSTEM
from tests.cast import Cast, Moment
from tests.domain.payments import books
from tests.domain.payments.conftest import Shop
from tests.domain.payments.notices import notice


async def claim(shop: Shop, txn_id: str = "8N7A6D5C") -> Verification:
    return await verifying.submit(
        shop.link, shop.manual, txn_id=txn_id, sender="01711-111111", amount=Money(1000_00)
    )


async def test_a_claim_credits_nothing_and_asks_staff(shop: Shop) -> None:
    row = await claim(shop, " 8n7a 6d5\u200bc ")

    assert (row.txn_id, row.sender) == ("8N7A6D5C", "+8801711111111")
    assert row.kind is VerificationKind.MANUAL
    assert shop.told(VerificationAsked) == [VerificationAsked(row.id)]
    assert await Payment.all().count() == 0


async def test_an_id_in_bengali_digits_is_the_same_id(shop: Shop) -> None:
    await claim(shop, "1234567890")

    with pytest.raises(sights.TxnUsed):
        await claim(shop, "১২৩৪৫৬৭৮৯০")


@pytest.mark.parametrize("wrong", ["", "abc", "x" * 41, "<b>12345</b>", "টাকা১২৩৪", "12;34567"])
async def test_what_is_no_transaction_id_is_refused(shop: Shop, wrong: str) -> None:
    with pytest.raises(InvalidValue):
        await claim(shop, wrong)

    assert await Verification.all().count() == 0


async def test_an_odd_id_is_a_warning_for_staff_only(shop: Shop) -> None:
    row = await verifying.submit(
        shop.link,
        shop.manual,
        txn_id="SHORT1",
        sender="",
        amount=Money(1),
        txn_pattern="[A-Z0-9]{8}",
    )

    assert row.misfit == [["txn-form", "", "SHORT1"]]
    assert (await claim(shop)).misfit == []


async def test_a_claim_of_two_customers_is_marked_for_whoever_decides(
    shop: Shop, cast: Cast
) -> None:
    row = await claim(shop)
    other, _ = await links.make(SYSTEM, cast.karim, for_nothing=True)

    for _ in range(2):
        with pytest.raises(sights.TxnUsed):
            await verifying.submit(
                other, shop.manual, txn_id="8N7A6D5C", sender="", amount=Money(5_00)
            )
        with pytest.raises(sights.TxnUsed):
            await claim(shop)

    assert (await Verification.get()).misfit == [["claimed-too", "", "1002"]]
    assert shop.told(VerificationAsked) == [VerificationAsked(row.id)] * 2


async def test_a_claimed_id_is_refused_with_where_it_was_used(shop: Shop, cast: Cast) -> None:
    await claim(shop)
    other, _ = await links.make(SYSTEM, cast.karim, for_nothing=True)

    with pytest.raises(sights.TxnUsed) as refused:
        await verifying.submit(other, shop.manual, txn_id="8N7A6D5C", sender="", amount=Money(5_00))

    assert refused.value.values == {"customer": "1001", "on": date(2026, 11, 21)}


async def test_one_of_two_claims_at_once_is_taken(shop: Shop) -> None:
    ends = await asyncio.gather(*(claim(shop) for _ in range(4)), return_exceptions=True)

    assert sum(isinstance(end, sights.TxnUsed) for end in ends) == 3
    assert await Verification.all().count() == 1
    assert len(shop.told(VerificationAsked)) == 1


async def test_five_claims_a_day_are_enough(shop: Shop, moment: Moment) -> None:
    for number in range(5):
        await claim(shop, f"CLAIM{number}")

    with pytest.raises(TooMany):
        await claim(shop, "CLAIM9")

    moment.move(days=1, minutes=1)
    await claim(shop, "CLAIM9")


async def test_an_approved_claim_is_posted_with_the_amount_really_seen(
    shop: Shop, cast: Cast
) -> None:
    row = await claim(shop)

    decided = await verifying.decide(cast.bina, row.id, approve=True, amount=Money(900_00))

    assert decided.status is VerificationStatus.APPROVED
    payment = await Payment.get()
    assert (payment.amount_minor, payment.txn_id) == (900_00, "8N7A6D5C")
    assert (payment.method, payment.link_id) == (Method.NAGAD, shop.link.id)
    assert await dues.due_of(cast.rahim.id) == Money(100_00)
    assert shop.told(VerificationDecided) == [VerificationDecided(row.id, approved=True)]
    await books.assert_they_hold()


async def test_a_rejected_claim_moves_nothing_and_frees_its_id(shop: Shop, cast: Cast) -> None:
    row = await claim(shop)

    await verifying.decide(cast.bina, row.id, approve=False, reason="no such transfer")

    assert (await Verification.get()).reason == "no such transfer"
    assert await Payment.all().count() == 0
    assert (await claim(shop)).id != row.id


async def test_a_decision_is_made_once_however_many_tap(shop: Shop, cast: Cast) -> None:
    row = await claim(shop)

    ends = await asyncio.gather(
        *(
            verifying.decide(actor, row.id, approve=approve)
            for actor in (cast.bina, cast.asha)
            for approve in (True, False)
        ),
        return_exceptions=True,
    )

    assert sum(isinstance(end, AlreadyDone) for end in ends) == 3
    assert len(shop.told(VerificationDecided)) == 1
    assert len(shop.told(PaymentPosted)) == (await Payment.all().count())
    await books.assert_they_hold()


async def test_who_may_decide(shop: Shop, cast: Cast) -> None:
    row = await claim(shop)

    for actor in (cast.chand, cast.dipa):
        with pytest.raises(RightLacking):
            await verifying.decide(actor, row.id, approve=True)
        with pytest.raises(RightLacking):
            await verifying.waiting(actor)
    with pytest.raises(NotFound):
        await verifying.decide(cast.esha, row.id, approve=True)

    assert [each.id for each in await verifying.waiting(cast.bina)] == [row.id]
    assert await verifying.waiting(cast.esha) == []


async def test_an_id_that_came_in_meanwhile_is_refused_at_the_decision(
    shop: Shop, cast: Cast
) -> None:
    row = await claim(shop)
    money = posting.Incoming(
        customer_id=cast.karim.id,
        operator_id=cast.north.id,
        amount=Money(5_00),
        method=Method.NAGAD,
        paid_on=date(2026, 11, 20),
        gateway_id=shop.manual.id,
        txn_id="8N7A6D5C",
    )
    await posting.post(money)

    with pytest.raises(sights.TxnUsed) as refused:
        await verifying.decide(cast.bina, row.id, approve=True)

    assert refused.value.values["customer"] == "1002"
    assert refused.value.values["on"] == date(2026, 11, 20)
    assert (await Verification.get()).status is VerificationStatus.SUBMITTED
    await verifying.decide(cast.bina, row.id, approve=False, reason="used by another")


async def test_a_mismatch_is_posted_as_staff_saw_it(shop: Shop, cast: Cast) -> None:
    attempt = await shop.start()
    shop.pay.paid(attempt.ref, amount=Money(900_00))
    await attempts.find_out(attempt, shop.gateway, None, shop.ports)
    row = await Verification.get()

    await verifying.decide(cast.bina, row.id, approve=True)

    payment = await Payment.get()
    assert (payment.amount_minor, payment.attempt_id) == (900_00, attempt.id)
    assert (await Attempt.get()).status is AttemptStatus.PAID
    await books.assert_they_hold()


async def test_a_transaction_is_not_credited_twice_by_approving_its_second_word(
    shop: Shop, cast: Cast
) -> None:
    first, second = await shop.start(Money(400_00)), await shop.start(Money(400_00))
    for attempt in (first, second):
        shop.pay.paid(attempt.ref, "TX1")
        await attempts.find_out(attempt, shop.gateway, None, shop.ports)
    row = await Verification.get()

    with pytest.raises(sights.TxnUsed):
        await verifying.decide(cast.bina, row.id, approve=True)

    assert await Payment.all().count() == 1
    await books.assert_they_hold()


async def test_money_of_nobody_is_posted_to_whom_staff_name(shop: Shop, cast: Cast) -> None:
    hook = notice(ref="?", txn_id="TX9", state="paid", amount_minor=500_00)
    await attempts.heard(shop.gateway, hook, shop.ports)
    row = await Verification.get()
    assert row.customer_id is None
    with pytest.raises(InvalidValue):
        await verifying.decide(cast.asha, row.id, approve=True)

    await verifying.decide(cast.asha, row.id, approve=True, customer=cast.karim)

    assert (await Payment.get()).customer_id == cast.karim.id
    assert (await Verification.get()).customer_id == cast.karim.id
    assert await dues.advance_of(cast.karim.id) == Money(500_00)
    await books.assert_they_hold()


async def test_a_claim_of_an_id_that_the_gateway_tells_of_at_once_is_kept_once(
    shop: Shop, cast: Cast
) -> None:
    hook = notice(txn_id="8N7A6D5C", state="paid", amount_minor=1000_00)

    ends = await asyncio.gather(
        claim(shop),
        attempts.heard(shop.manual, hook, shop.ports),
        attempts.heard(shop.manual, hook, shop.ports),
        return_exceptions=True,
    )

    assert all(end is None or isinstance(end, Verification | sights.TxnUsed) for end in ends)
    assert await Verification.all().count() == 1
