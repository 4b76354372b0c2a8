"""A person says how a refund ended about which nobody answered, and the gateway knows better."""

from __future__ import annotations

import asyncio

import pytest

from domain.errors import AlreadyDone
from domain.events import PaymentRefunded
from domain.money import Money
from domain.payments import back, posting, refunding, returning
from domain.payments.models import Payment, Refund
from domain.payments.states import RefundStatus
from tests.cast import Cast, Moment
from tests.domain.payments import books
from tests.domain.payments.conftest import Shop
from tests.domain.payments.giving import PART, asked, days_pass, paid, stands
from tests.fake_refunds import RefundingPay


async def doubted(till: RefundingPay, shop: Shop, cast: Cast, moment: Moment) -> Refund:
    """Nobody answers for so long that a person is asked."""
    till.loses_answers, till.knows_by_ref = True, False
    row = await asked(shop, cast, await paid(shop))
    await returning.carry_on(shop.ports)
    moment.move(hours=2)
    await returning.carry_on(shop.ports)
    assert (await Refund.get(id=row.id)).doubted_at is not None
    return row


async def test_a_question_to_a_person_ends_with_what_it_was_asked_for(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment
) -> None:
    row = await doubted(till, shop, cast, moment)
    till.given.clear()  # it never came
    till.loses_answers, till.knows_by_ref = False, True

    async def the_card_is_opened() -> None:
        (seen,) = await refunding.of(await Payment.get())
        assert not seen.is_doubtful
        with pytest.raises(AlreadyDone):
            await refunding.decide(cast.asha, row.payment_id, given=False)

    till.after_giving = the_card_is_opened
    await days_pass(shop, moment)

    assert (await stands(row), len(till.told)) == (RefundStatus.DONE, 2)
    assert till.given == {row.ref: PART}
    await books.assert_they_hold()


@pytest.mark.parametrize("meanwhile", ["nothing", "taken back", "another refused"])
async def test_what_the_gateway_gave_back_is_booked_whatever_a_person_said(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment, meanwhile: str
) -> None:
    row = await doubted(till, shop, cast, moment)
    await refunding.decide(cast.asha, row.payment_id, given=False)
    if meanwhile == "taken back":
        await posting.reverse(cast.asha, row.payment_id, "by hand")
    if meanwhile == "another refused":
        till.refuses_refunds = "before"
        await asked(shop, cast, await Payment.get(), Money(1000_00))
        await returning.carry_on(shop.ports)
    till.knows_by_ref = True
    await days_pass(shop, moment)
    await days_pass(shop, moment)

    kept = await Payment.get()
    (seen, *_) = await refunding.of(kept)
    assert (seen.status, seen.why, kept.refunded_minor) == ("done", "after-all Asha", 400_00)
    assert len(shop.told(PaymentRefunded)) == 1
    assert till.given == {row.ref: PART}
    await books.assert_they_hold()


async def test_of_a_late_word_and_a_person_at_once_the_gateway_is_right(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment
) -> None:
    row = await doubted(till, shop, cast, moment)
    till.knows_by_ref = True
    moment.move(hours=1)
    await asyncio.gather(
        returning.carry_on(shop.ports),
        refunding.decide(cast.asha, row.payment_id, given=False),
        returning.carry_on(shop.ports),
        return_exceptions=True,
    )
    await days_pass(shop, moment)

    assert (await stands(row), (await Payment.get()).refunded_minor) == ("done", 400_00)
    await books.assert_they_hold()


async def test_a_late_word_is_not_taken_for_another_refund_that_is_under_way(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment
) -> None:
    first = await doubted(till, shop, cast, moment)
    await refunding.decide(cast.asha, first.payment_id, given=False)
    second = await asked(shop, cast, await Payment.get(), Money(500_00))
    await returning.carry_on(shop.ports)
    till.knows_by_ref = True
    assert not await back.went_after_all(first, "RF-either")
    moment.move(minutes=2)
    await returning.carry_on(shop.ports)
    assert await stands(second) is RefundStatus.DONE
    await days_pass(shop, moment)

    assert await stands(first) is RefundStatus.DONE
    assert (await Payment.get()).refunded_minor == 900_00
    await books.assert_they_hold()


async def test_nobody_is_asked_for_ever_about_what_did_not_go_back(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment
) -> None:
    row = await doubted(till, shop, cast, moment)
    await refunding.decide(cast.asha, row.payment_id, given=False)
    await days_pass(shop, moment, 5)

    kept = await Refund.get(id=row.id)
    assert (kept.status, kept.poll_at) == (RefundStatus.REFUSED, None)


async def test_more_than_is_left_by_then_is_not_told(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment
) -> None:
    row = await asked(shop, cast, await paid(shop))
    await Payment.all().update(refunded_minor=700_00)
    await returning.carry_on(shop.ports)

    assert (await stands(row), till.told) == (RefundStatus.REFUSED, [])
