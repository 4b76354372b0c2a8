"""A gateway's session may bring money after it failed, was stopped, or was paid."""

from __future__ import annotations

import pytest

from domain.billing import dues
from domain.errors import Unsure
from domain.events import PaymentPosted, VerificationAsked
from domain.money import Money
from domain.payments import attempts, polling, returning, verifying
from domain.payments.models import Attempt, Payment, Verification
from domain.payments.refunding import NotRefundable
from domain.payments.states import AttemptStatus, Method, VerificationStatus
from domain.ports import Hint, PayState, Verified
from tests import builders
from tests.cast import Cast, Moment
from tests.domain.payments import books
from tests.domain.payments.conftest import Shop
from tests.domain.payments.giving import asked
from tests.domain.payments.notices import notice
from tests.fake_refunds import RefundingPay


async def told(shop: Shop, attempt: Attempt, said: Verified) -> Attempt:
    """The browser comes back, and the gateway says this."""
    shop.pay.says(attempt.ref, said)
    return await attempts.returned(shop.link, shop.gateway, Hint(ref=attempt.ref), shop.ports)


async def polled_hourly(shop: Shop, moment: Moment, *, days: int) -> int:
    """How often the gateway was asked."""
    before = len(shop.pay.asked)
    for _ in range(days * 24):
        moment.move(hours=1)
        await polling.poll_due(shop.ports)
    return len(shop.pay.asked) - before


ENDED = [PayState.FAILED, PayState.CANCELLED, PayState.EXPIRED]


@pytest.mark.parametrize("said", ENDED)
@pytest.mark.parametrize("minutes", [1, 40, 23 * 60])
async def test_a_later_try_in_the_session_that_nobody_tells_of_is_found(
    shop: Shop, moment: Moment, said: PayState, minutes: int
) -> None:
    attempt = await shop.start()
    await told(shop, attempt, Verified(said, attempt.ref, reason="declined"))
    moment.move(minutes=minutes)
    await polling.poll_due(shop.ports)
    shop.pay.paid(attempt.ref, "TX1")

    await polled_hourly(shop, moment, days=2)

    assert (await Payment.get()).txn_id == "TX1"
    assert (await Attempt.get()).status is AttemptStatus.PAID
    assert len(shop.told(PaymentPosted)) == 1
    assert await dues.due_of(shop.customer.id) == Money(0)


async def test_a_second_payment_of_a_paid_session_comes_before_a_person_once(
    shop: Shop, moment: Moment
) -> None:
    attempt = await shop.start()
    shop.pay.paid(attempt.ref, "TX1", final=False)
    await attempts.heard(shop.gateway, notice(ref=attempt.ref, txn_id="TX1"), shop.ports)
    moment.move(minutes=5)
    shop.pay.paid(attempt.ref, "TX2", final=False)

    await polled_hourly(shop, moment, days=5)

    row = await Verification.get()
    assert (row.txn_id, row.misfit) == ("TX2", [["txn-used", "TX1", "TX2"]])
    assert len(shop.told(VerificationAsked)) == 1
    assert (await Payment.get()).txn_id == "TX1"
    await books.assert_they_hold()


async def test_what_is_known_is_named_so_that_another_one_is_looked_for(
    shop: Shop, moment: Moment
) -> None:
    attempt = await shop.start()
    for number in (1, 2, 3):
        shop.pay.paid(attempt.ref, f"TX{number}", final=False)
        await attempts.heard(
            shop.gateway, notice(ref=attempt.ref, txn_id=f"TX{number}"), shop.ports
        )

    moment.move(hours=1)
    await polling.poll_due(shop.ports)

    assert shop.pay.known[-1] == {"TX1", "TX2", "TX3"}


@pytest.mark.parametrize("days", [0, 7])
async def test_however_often_a_session_was_paid_in_silence_all_of_it_is_found(
    shop: Shop, moment: Moment, days: int
) -> None:
    attempt = await shop.start()
    for number in range(1, 6):
        shop.pay.pays_again(attempt.ref, f"TX{number}")
    moment.move(days=days)

    asked = await polled_hourly(shop, moment, days=3)

    held = await Verification.all().order_by("id")
    assert (await Payment.get()).txn_id == "TX1"
    assert [row.txn_id for row in held] == ["TX2", "TX3", "TX4", "TX5"]
    assert asked < 20
    assert await polled_hourly(shop, moment, days=3) == 0
    await books.assert_they_hold()


async def test_a_reload_of_the_page_asks_nothing_about_what_is_paid(shop: Shop) -> None:
    attempt = await shop.start()
    shop.pay.paid(attempt.ref, final=False)
    for _ in range(5):
        await attempts.returned(shop.link, shop.gateway, Hint(ref=attempt.ref), shop.ports)

    assert len(shop.pay.asked) == 1


@pytest.mark.parametrize("state", [PayState.FAILED, PayState.PAID])
async def test_after_a_week_in_which_nobody_could_ask_it_is_asked_once_more(
    shop: Shop, moment: Moment, state: PayState
) -> None:
    attempt = await shop.start()
    await told(shop, attempt, Verified(state, attempt.ref, amount=Money(1000_00), txn_id="TX0"))
    shop.pay.paid(attempt.ref, "TX1", final=False)

    moment.move(days=7)
    assert await polling.poll_due(shop.ports) == 1

    second = await Verification.all().count() if state is PayState.PAID else 0
    assert await Payment.all().count() + second == (2 if state is PayState.PAID else 1)


async def test_silence_after_a_week_is_not_taken_for_an_answer(shop: Shop, moment: Moment) -> None:
    attempt = await shop.start()
    moment.move(days=7)
    shop.pay.silent = Unsure("timeout")
    await polling.poll_due(shop.ports)
    assert (await Attempt.get()).status is AttemptStatus.UNKNOWN

    shop.pay.silent = None
    shop.pay.paid(attempt.ref)
    moment.move(days=1)
    await polling.poll_due(shop.ports)

    assert (await Attempt.get()).status is AttemptStatus.PAID


@pytest.mark.parametrize(("said", "most"), [(PayState.FAILED, 35), (PayState.PAID, 8)])
async def test_asking_ends_and_grows_rare(
    shop: Shop, moment: Moment, said: PayState, most: int
) -> None:
    attempt = await shop.start()
    paid = Verified(said, attempt.ref, amount=Money(1000_00), txn_id="TX1")
    await told(shop, attempt, paid)

    asked = await polled_hourly(shop, moment, days=10)

    assert 2 <= asked <= most
    assert (await Attempt.get()).poll_at is None


@pytest.mark.parametrize("said", [*ENDED, PayState.PAID])
async def test_what_is_final_is_asked_about_no_more(
    shop: Shop, moment: Moment, said: PayState
) -> None:
    attempt = await shop.start()
    last = Verified(said, attempt.ref, amount=Money(1000_00), txn_id="TX1", final=True)
    await told(shop, attempt, last)

    assert await polled_hourly(shop, moment, days=5) == 0


async def test_a_page_that_failed_does_not_wait_for_anybody(shop: Shop, moment: Moment) -> None:
    """What was refused for good is not tried again by whoever loads the page again."""
    attempt = await shop.start()
    refused = Verified(PayState.FAILED, attempt.ref, reason="balance 2023", final=True)
    await told(shop, attempt, refused)
    shop.pay.paid(attempt.ref)
    claims = Hint(ref=attempt.ref, claimed=PayState.PAID)

    back = await attempts.returned(shop.link, shop.gateway, claims, shop.ports)
    assert back.status is AttemptStatus.FAILED

    await attempts.heard(
        shop.gateway, notice(ref=attempt.ref, txn_id="TX1", state="paid"), shop.ports
    )
    assert (await Attempt.get()).status is AttemptStatus.PAID


async def test_what_a_person_lets_in_of_a_session_goes_back_by_it_as_the_gateway_writes_it(
    till: RefundingPay, shop: Shop, cast: Cast, moment: Moment
) -> None:
    attempt = await shop.start()
    first = {"method": "nagad", "final": False}
    shop.pay.paid(attempt.ref, "2601aBcD01", **first)
    await attempts.heard(shop.gateway, notice(ref=attempt.ref, txn_id="2601aBcD01"), shop.ports)
    shop.pay.paid(attempt.ref, "2601xYz02", **first)
    await attempts.heard(shop.gateway, notice(ref=attempt.ref, txn_id="2601xYz02"), shop.ports)
    moment.move(hours=1)
    await polling.poll_due(shop.ports)
    assert shop.pay.known[-1] == {"2601aBcD01", "2601xYz02"}

    held = await Verification.get()
    await verifying.decide(cast.asha, held.id, approve=True)
    second = await Payment.get(txn_id="2601XYZ02")
    assert (second.method, second.attempt_id) == (Method.NAGAD, None)
    await asked(shop, cast, second, Money(1000_00))
    await returning.carry_on(shop.ports)

    (told,) = till.told
    assert (told.txn_id, told.attempt.session) == ("2601xYz02", attempt.session)
    assert (await Payment.get(id=second.id)).refunded_minor == 1000_00
    assert await dues.due_of(shop.customer.id) == Money(0)
    await books.assert_they_hold()


async def test_a_claim_of_what_is_held_is_one_matter_with_it_however_it_is_written(
    shop: Shop, cast: Cast
) -> None:
    attempt = await shop.start()
    for txn_id in ("2601aBcD01", "2601xYz02"):
        shop.pay.paid(attempt.ref, txn_id, final=False)
        await attempts.heard(shop.gateway, notice(ref=attempt.ref, txn_id=txn_id), shop.ports)
    held = await Verification.get()
    by_hand = await builders.a_gateway("by-hand", kind="payment", provider="manual")
    claim = await verifying.submit(
        shop.link, by_hand, txn_id="2601XYZ02", sender="", amount=Money(1000_00)
    )
    await verifying.decide(cast.asha, held.id, approve=True)

    assert (await Verification.get(id=claim.id)).status is VerificationStatus.APPROVED
    assert await Payment.all().count() == 2


async def test_money_without_a_name_at_the_gateway_is_not_given_back_from_here(
    till: RefundingPay, shop: Shop, cast: Cast
) -> None:
    attempt = await shop.start()
    shop.pay.paid(attempt.ref, "")
    await attempts.find_out(attempt, shop.gateway, None, shop.ports)
    await verifying.decide(cast.asha, (await Verification.get()).id, approve=True)

    with pytest.raises(NotRefundable):
        await asked(shop, cast, await Payment.get(), Money(1000_00))
