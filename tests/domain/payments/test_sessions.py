"""A gateway's session may bring money after it failed, was stopped, or was paid."""

from __future__ import annotations

import pytest

from domain.billing import dues
from domain.errors import Unsure
from domain.events import PaymentPosted, VerificationAsked
from domain.money import Money
from domain.payments import attempts, polling
from domain.payments.models import Attempt, Payment, Verification
from domain.payments.states import AttemptStatus
from domain.ports import Hint, PayState, Verified
from tests.cast import Moment
from tests.domain.payments import books
from tests.domain.payments.conftest import Shop
from tests.domain.payments.notices import notice


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
