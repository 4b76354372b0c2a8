"""Money goes back once, and the books have it when the gateway says so."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from domain import clock, events
from domain.billing import dues, enforcement
from domain.billing.models import Bill
from domain.errors import AlreadyDone, AmountTooLarge, Busy, RightLacking
from domain.events import PaymentRefunded, RefundDoubted, RefundMoved
from domain.ledger import entries
from domain.ledger.models import Account
from domain.money import Money
from domain.payments import (
    moving,
    page,
    posting,
    refunding,
    returning,
    rules,
    sights,
)
from domain.payments.back import RefundUnderWay
from domain.payments.models import Attempt, Link, Payment, Refund
from domain.payments.states import Method, PaymentStatus, RefundStatus
from domain.ports import RefundState
from domain.staff import rights
from domain.staff.models import Audit, Role
from tests.cast import Cast, Moment
from tests.domain.payments import books
from tests.domain.payments.conftest import Shop
from tests.domain.payments.giving import PART, asked, days_pass, paid, stands
from tests.fake_refunds import RefundingPay


class KilledError(BaseException):
    """The process ends here."""


async def test_what_went_back_is_owed_again_and_the_payment_stays(
    till: RefundingPay, shop: Shop, cast: Cast
) -> None:
    payment = await paid(shop)
    row = await asked(shop, cast, payment)
    assert await dues.due_of(cast.rahim.id) == Money(0)
    assert await returning.carry_on(shop.ports) == 1
    assert await returning.carry_on(shop.ports) == 0

    assert [(one.txn_id, one.amount) for one in till.told] == [("TX1", PART)]
    assert await stands(row) is RefundStatus.DONE
    kept = await Payment.get(id=payment.id)
    assert (kept.status, kept.refunded_minor) == (PaymentStatus.POSTED, 400_00)
    assert ((await Bill.get()).status, await dues.due_of(cast.rahim.id)) == ("partial", PART)
    assert await entries.balance(Account.CLEARING, shop.gateway.id) == 600_00
    assert (await Link.get()).paid_minor == 600_00
    assert shop.told(PaymentRefunded) == [PaymentRefunded(payment.id, cast.rahim.id, row.id)]
    assert (await Audit.get(act="payment.refund")).after == {
        "amount": "400.00", "reason": "the line was down",
    }  # fmt: skip
    with pytest.raises(sights.TxnUsed):
        await posting.record(cast.bina, cast.rahim, Money(5_00), Method.BKASH, txn_id="TX1")
    await books.assert_they_hold()


async def test_what_no_bill_took_goes_first_and_then_what_was_settled_last(
    till: RefundingPay, shop: Shop, cast: Cast
) -> None:
    payment = await paid(shop, Money(1300_00))
    seen = await refunding.foresee(payment, Money(500_00))
    assert [(each.number, each.part) for each in seen.freed] == [
        ((await Bill.get()).number, Money(200_00))
    ]
    assert (seen.due, seen.due_after) == (Money(0), Money(200_00))
    for amount, due in ((300_00, 0), (200_00, 200_00), (800_00, 1000_00)):
        await asked(shop, cast, payment, Money(amount))
        await returning.carry_on(shop.ports)
        assert await dues.due_of(cast.rahim.id) == Money(due)
        assert await dues.advance_of(cast.rahim.id) == Money(0)
    with pytest.raises(AlreadyDone):
        await asked(shop, cast, payment)
    assert await entries.balance(Account.CLEARING, shop.gateway.id) == 0
    await books.assert_they_hold()


async def test_other_advance_of_the_customer_takes_its_place(
    till: RefundingPay, shop: Shop, cast: Cast
) -> None:
    payment = await paid(shop)
    await posting.record(cast.bina, cast.rahim, Money(150_00))
    assert (await refunding.foresee(payment, PART)).due_after == Money(250_00)
    await asked(shop, cast, payment)
    await returning.carry_on(shop.ports)

    assert await dues.due_of(cast.rahim.id) == Money(250_00)
    await books.assert_they_hold()


async def test_who_is_asked_to_pay_again_is_warned_before_being_cut(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment
) -> None:
    await Bill.all().update(due_on=(clock.now() - timedelta(days=30)).date())
    payment = await paid(shop)
    await asked(shop, cast, payment)
    await returning.carry_on(shop.ports)
    moment.move(days=1)

    seen = await enforcement.suspend_due(clock.now(), "me")

    assert (seen.done, seen.warned) == (0, 1)


async def test_taken_on_is_not_given_back_until_the_gateway_says_so(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment
) -> None:
    till.refunds_are = RefundState.PENDING
    payment = await paid(shop)
    row = await asked(shop, cast, payment)
    await returning.carry_on(shop.ports)
    await days_pass(shop, moment)
    assert (await stands(row), (await Payment.get()).refunded_minor) == (RefundStatus.PENDING, 0)
    await books.assert_they_hold()

    moment.move(days=7)  # nobody was up
    till.refunds_are = RefundState.DONE
    assert await returning.carry_on(shop.ports) == 1

    assert (await stands(row), (await Payment.get()).refunded_minor) == (RefundStatus.DONE, 400_00)
    assert len(till.told) == len(shop.told(PaymentRefunded)) == 1
    await books.assert_they_hold()


async def test_what_is_given_up_after_days_moves_nothing_and_may_be_asked_for_anew(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment
) -> None:
    till.refunds_are = RefundState.PENDING
    payment = await paid(shop)
    first = await asked(shop, cast, payment)
    await returning.carry_on(shop.ports)
    till.refunds_are = RefundState.REFUSED
    await days_pass(shop, moment)
    assert await stands(first) is RefundStatus.REFUSED

    till.refunds_are = RefundState.DONE
    second = await asked(shop, cast, payment)
    await returning.carry_on(shop.ports)

    assert (await stands(second), second.ref != first.ref) == (RefundStatus.DONE, True)
    assert till.told[1].known == {f"RF-{first.ref}"}
    assert await dues.due_of(cast.rahim.id) == PART
    await books.assert_they_hold()


async def test_of_two_who_hand_it_over_one_does(till: RefundingPay, shop: Shop, cast: Cast) -> None:
    row = await asked(shop, cast, await paid(shop))
    same = await Refund.get(id=row.id)

    assert await moving.refund(row, RefundStatus.HANDED)
    assert not await moving.refund(same, RefundStatus.HANDED)


async def test_a_refusal_is_kept_with_its_reason(
    till: RefundingPay, shop: Shop, cast: Cast
) -> None:
    till.refuses_refunds = "too-late 2071"
    payment = await paid(shop)
    await asked(shop, cast, payment)
    await returning.carry_on(shop.ports)

    (seen,) = await refunding.of(payment)
    assert (seen.status, seen.why, seen.by) == (RefundStatus.REFUSED, "too-late 2071", "Asha")
    assert await dues.due_of(cast.rahim.id) == Money(0)
    await books.assert_they_hold()


async def test_of_two_people_and_two_taps_one_asks(
    till: RefundingPay, shop: Shop, cast: Cast
) -> None:
    payment = await paid(shop)
    taps = await asyncio.gather(
        *(asked(shop, cast, payment, Money(600_00)) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(tap, RefundUnderWay) for tap in taps) == 3
    await asyncio.gather(*(returning.carry_on(shop.ports) for _ in range(3)))
    with pytest.raises(refunding.RefundTooLarge) as refused:
        await asked(shop, cast, payment, Money(600_00))

    assert refused.value.values == {"limit": PART}
    assert len(till.told) == 1
    await books.assert_they_hold()


@pytest.mark.parametrize("when", ["before", "after", "booking"])
async def test_whoever_dies_in_between_gives_back_once(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment, when: str
) -> None:
    async def die(*_: object) -> None:
        till.before_giving = till.after_giving = None
        events.listen({})
        raise KilledError

    payment = await paid(shop)
    row = await asked(shop, cast, payment)
    if when == "booking":
        events.listen({PaymentRefunded: [die]})
    else:
        setattr(till, f"{when}_giving", die)
    with pytest.raises(KilledError):
        await returning.carry_on(shop.ports)
    assert await stands(row) is RefundStatus.HANDED
    await books.assert_they_hold()
    await days_pass(shop, moment)

    assert await stands(row) is RefundStatus.DONE
    assert till.given == {row.ref: PART}
    assert (await Payment.get()).refunded_minor == 400_00
    await books.assert_they_hold()


async def test_what_may_still_arrive_is_not_told_again(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment
) -> None:
    async def die() -> None:
        raise KilledError

    row = await asked(shop, cast, await paid(shop))
    till.before_giving = die
    with pytest.raises(KilledError):
        await returning.carry_on(shop.ports)
    moment.move(minutes=6)
    await returning.carry_on(shop.ports)

    assert (await stands(row), len(till.told)) == (RefundStatus.HANDED, 1)


async def test_who_does_not_answer_is_asked_and_never_told_again(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment
) -> None:
    till.loses_answers = True
    payment = await paid(shop)
    row = await asked(shop, cast, payment)
    await returning.carry_on(shop.ports)
    assert await stands(row) is RefundStatus.HANDED
    moment.move(minutes=2)
    await returning.carry_on(shop.ports)

    assert await stands(row) is RefundStatus.DONE
    assert (len(till.told), till.given) == (1, {row.ref: PART})


@pytest.mark.parametrize(
    ("given", "end", "minor"),
    [(True, RefundStatus.DONE, 400_00), (False, RefundStatus.REFUSED, 0)],
)
async def test_where_nobody_can_say_a_person_decides(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment, given: bool, end: str, minor: int
) -> None:
    till.loses_answers, till.knows_by_ref = True, False
    payment = await paid(shop)
    row = await asked(shop, cast, payment)
    await returning.carry_on(shop.ports)
    with pytest.raises(AlreadyDone):
        await refunding.decide(cast.asha, payment.id, given=True)
    await days_pass(shop, moment)
    assert shop.told(RefundDoubted) == [RefundDoubted(row.id, payment.id, cast.rahim.id)]

    ends = await asyncio.gather(
        *(refunding.decide(cast.asha, payment.id, given=given) for _ in range(2)),
        return_exceptions=True,
    )

    assert sum(isinstance(one, AlreadyDone) for one in ends) == 1
    assert (await stands(row), len(till.told)) == (end, 1)
    assert (await Payment.get()).refunded_minor == minor
    await books.assert_they_hold()


async def test_who_can_not_be_reached_is_told_later(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment
) -> None:
    till.is_away = Busy("unreachable")
    payment = await paid(shop)
    row = await asked(shop, cast, payment)
    await returning.carry_on(shop.ports)
    assert (await stands(row), till.told) == (RefundStatus.ASKED, [])
    till.is_away = None
    moment.move(minutes=1)
    await returning.carry_on(shop.ports)

    assert (await stands(row), till.given) == (RefundStatus.DONE, {row.ref: PART})


async def test_a_payment_is_not_taken_back_while_money_of_it_goes_back(
    till: RefundingPay, shop: Shop, cast: Cast
) -> None:
    payment = await paid(shop)
    await asked(shop, cast, payment)
    with pytest.raises(RefundUnderWay):
        await posting.reverse(cast.asha, payment.id, "wrong")
    await returning.carry_on(shop.ports)
    await posting.reverse(cast.asha, payment.id, "the rest by hand")
    with pytest.raises(AlreadyDone):
        await asked(shop, cast, payment)

    assert await dues.due_of(cast.rahim.id) == Money(1000_00)
    assert await entries.balance(Account.CLEARING, shop.gateway.id) == 0
    assert (await Link.get()).paid_minor == 0
    await books.assert_they_hold()


async def test_rights_and_limits_of_the_role(
    till: RefundingPay, shop: Shop, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = await paid(shop)
    with pytest.raises(RightLacking):
        await refunding.ask(cast.bina, payment.id, PART, "", shop.ports)
    monkeypatch.setitem(rights.LIMITS, "payment.amount", {Role.ADMIN: 399_99})
    with pytest.raises(AmountTooLarge):
        await asked(shop, cast, payment)

    assert await Refund.all().count() == 0


async def test_what_came_by_who_gives_nothing_back_is_refused_with_what_to_do(
    shop: Shop, cast: Cast
) -> None:
    cash = await posting.record(cast.chand, cast.rahim, Money(10_00))
    online = await paid(shop)
    for payment, gateway in ((cash, ""), (online, "bkash-main")):
        with pytest.raises(refunding.NotRefundable) as refused:
            await asked(shop, cast, payment)
        assert refused.value.values == {"gateway": gateway}


async def test_a_transaction_is_named_as_the_gateway_writes_it(
    till: RefundingPay, shop: Shop, cast: Cast
) -> None:
    payment = await paid(shop, txn_id="260115XyZ01")
    assert payment.txn_id == "260115XYZ01"
    await asked(shop, cast, payment)
    await returning.carry_on(shop.ports)

    assert till.told[0].txn_id == "260115XyZ01"


async def test_the_page_says_what_was_kept(till: RefundingPay, shop: Shop, cast: Cast) -> None:
    payment = await paid(shop)
    attempt = await Attempt.get(id=payment.attempt_id)
    for amount, kept in ((400_00, Money(600_00)), (600_00, None)):
        await asked(shop, cast, payment, Money(amount))
        await returning.carry_on(shop.ports)
        came = await page.outcome(attempt)
        assert (came.amount if came else None) == kept


async def test_every_state_is_shown(till: RefundingPay, shop: Shop, cast: Cast) -> None:
    payment = await paid(shop)
    row = await asked(shop, cast, payment)
    await returning.carry_on(shop.ports)

    moved = RefundMoved(row.id, payment.id, cast.rahim.id)
    assert shop.told(RefundMoved) == [moved, moved, moved]  # asked for, told, went back


def test_a_refund_is_looked_at_ever_more_rarely_and_never_forgotten() -> None:
    now = clock.now()
    pauses = [rules.next_look(looks, now) - now for looks in range(1, 60)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(minutes=1), timedelta(days=1))
