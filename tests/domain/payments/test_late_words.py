"""A person says how a refund ended about which nobody answered, and the gateway knows better."""

from __future__ import annotations

import asyncio

import pytest

from domain.billing import dues
from domain.errors import AlreadyDone
from domain.events import PaymentRefunded, RefundDoubted, RefundMoved
from domain.ledger import entries
from domain.ledger.models import Account
from domain.money import Money
from domain.payments import back, posting, refunding, returning
from domain.payments.models import Link, Payment, Refund
from domain.payments.states import RefundStatus
from domain.ports import RefundState
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


async def test_what_went_back_and_failed_days_later_is_the_customers_again(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment
) -> None:
    row = await asked(shop, cast, await paid(shop))
    await returning.carry_on(shop.ports)
    assert await dues.due_of(cast.rahim.id) == PART
    await days_pass(shop, moment, 4)
    assert await stands(row) is RefundStatus.DONE
    till.refunds_are = RefundState.REFUSED
    moment.move(days=1)
    await asyncio.gather(*(returning.carry_on(shop.ports) for _ in range(2)))
    await days_pass(shop, moment)

    kept = await Payment.get()
    assert (await stands(row), kept.refunded_minor) == (RefundStatus.UNDONE, 0)
    assert await dues.due_of(cast.rahim.id) == Money(0)
    assert (await Link.get()).paid_minor == 1000_00
    assert await entries.balance(Account.CLEARING, shop.gateway.id) == 1000_00
    await books.assert_they_hold()

    till.refunds_are = RefundState.DONE
    again = await asked(shop, cast, kept, Money(1000_00))
    await returning.carry_on(shop.ports)
    assert (await stands(again), await dues.due_of(cast.rahim.id)) == ("done", Money(1000_00))
    await books.assert_they_hold()


async def test_of_a_payment_taken_back_meanwhile_a_failed_refund_opens_nothing(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment
) -> None:
    row = await asked(shop, cast, await paid(shop))
    await returning.carry_on(shop.ports)
    await posting.reverse(cast.asha, row.payment_id, "the rest by hand")
    till.refunds_are = RefundState.REFUSED
    await days_pass(shop, moment, 2)

    assert (await stands(row), (await Payment.get()).refunded_minor) == (RefundStatus.UNDONE, 0)
    assert await dues.due_of(cast.rahim.id) == Money(1000_00)
    assert await dues.advance_of(cast.rahim.id) == Money(0)
    await books.assert_they_hold()


async def test_what_went_back_is_watched_for_days_and_not_for_ever(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment
) -> None:
    row = await asked(shop, cast, await paid(shop))
    await returning.carry_on(shop.ports)
    await days_pass(shop, moment, 12)

    kept = await Refund.get(id=row.id)
    assert (kept.status, kept.poll_at) == (RefundStatus.DONE, None)


@pytest.mark.parametrize(("given", "end"), [(True, "done"), (False, "refused")])
async def test_of_one_on_its_way_that_the_gateway_forgot_a_person_is_asked(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment, given: bool, end: str
) -> None:
    till.refunds_are = RefundState.PENDING
    row = await asked(shop, cast, await paid(shop))
    await returning.carry_on(shop.ports)
    await days_pass(shop, moment, 5)
    assert shop.told(RefundDoubted) == []  # it is slow, and says so
    till.refunds_are = RefundState.UNKNOWN
    await days_pass(shop, moment)
    assert shop.told(RefundDoubted) == []
    await days_pass(shop, moment, 4)
    assert shop.told(RefundDoubted) == [RefundDoubted(row.id, row.payment_id, cast.rahim.id)]
    (seen,) = await refunding.of(await Payment.get())
    assert seen.is_doubtful

    await refunding.decide(cast.asha, row.payment_id, given=given)

    assert (await stands(row), len(till.told)) == (end, 1)
    assert (await Payment.get()).refunded_minor == (PART.minor if given else 0)
    await books.assert_they_hold()


async def test_who_is_asked_about_one_on_its_way_is_so_until_the_gateway_speaks_again(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment
) -> None:
    till.refunds_are = RefundState.PENDING
    row = await asked(shop, cast, await paid(shop))
    await returning.carry_on(shop.ports)
    till.refunds_are = RefundState.UNKNOWN
    await days_pass(shop, moment, 5)
    moved = len(shop.told(RefundMoved))
    till.refunds_are = RefundState.PENDING
    await days_pass(shop, moment, 2)

    (seen,) = await refunding.of(await Payment.get())
    assert (seen.is_doubtful, len(shop.told(RefundMoved))) == (False, moved + 1)
    with pytest.raises(AlreadyDone):
        await refunding.decide(cast.asha, row.payment_id, given=False)
