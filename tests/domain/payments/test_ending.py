"""What nobody should pay any more is ended at the gateway, where the gateway can do that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.billing import dues
from domain.errors import Unsure
from domain.money import Money
from domain.payments import ending, links, posting
from domain.payments.models import Attempt, Payment
from domain.payments.states import AttemptStatus
from domain.ports import PayState, Pending, Verified
from tests.cast import Cast, Moment
from tests.domain.payments import books
from tests.domain.payments.conftest import Shop
from tests.fake_web import FakePay


class EndingPay(FakePay):
    """A gateway that can end a session."""

    def __init__(self) -> None:
        super().__init__()
        self.ended: list[str] = []

    async def cancel(self, attempt: Pending) -> Verified:
        self.ended.append(attempt.ref)
        said = await self.ask(attempt, None)
        if said.state is PayState.PENDING:
            said = replace(said, state=PayState.CANCELLED, final=True)
            self.says(attempt.ref, said)
        return said


@pytest.fixture
async def till(shop: Shop) -> EndingPay:
    made = EndingPay()
    shop.pay, shop.ports = made, replace(shop.ports, payment_gateway=lambda account: made)
    return made


async def _stands(attempt: Attempt) -> tuple[AttemptStatus, str]:
    row = await Attempt.get(id=attempt.id)
    return row.status, row.error


async def test_what_was_paid_in_cash_can_not_be_paid_at_the_gateway_any_more(
    till: EndingPay, shop: Shop, cast: Cast
) -> None:
    attempt = await shop.start()
    await posting.record(cast.bina, cast.rahim, Money(400_00))

    assert await ending.end_unwanted(shop.ports) == 1
    assert await ending.end_unwanted(shop.ports) == 0

    assert till.ended == [attempt.ref]
    assert await _stands(attempt) == (AttemptStatus.CANCELLED, "not-due")


async def test_a_link_that_staff_closed_ends_what_began_by_it(
    till: EndingPay, shop: Shop, cast: Cast
) -> None:
    attempt = await shop.start()
    await links.revoke(cast.asha, shop.link)
    await ending.end_unwanted(shop.ports)

    assert await _stands(attempt) == (AttemptStatus.CANCELLED, "revoked")


async def test_what_is_still_due_is_left_to_be_paid(till: EndingPay, shop: Shop) -> None:
    await shop.start()

    assert await ending.end_unwanted(shop.ports) == 0
    assert till.asked == []


async def test_money_that_came_before_the_end_is_posted(
    till: EndingPay, shop: Shop, cast: Cast
) -> None:
    attempt = await shop.start()
    till.paid(attempt.ref)
    await posting.record(cast.bina, cast.rahim, Money(1000_00))
    await ending.end_unwanted(shop.ports)

    assert (await _stands(attempt))[0] is AttemptStatus.PAID
    assert await Payment.all().count() == 2
    assert await dues.advance_of(shop.customer.id) == Money(1000_00)
    await books.assert_they_hold()


async def test_a_gateway_that_does_not_answer_is_asked_to_end_it_again(
    till: EndingPay, shop: Shop, cast: Cast, moment: Moment
) -> None:
    attempt = await shop.start()
    await posting.record(cast.bina, cast.rahim, Money(1000_00))
    till.silent = Unsure("timeout")
    await ending.end_unwanted(shop.ports)
    assert (await _stands(attempt))[0] is AttemptStatus.UNKNOWN
    till.silent = None
    moment.move(minutes=1)
    await ending.end_unwanted(shop.ports)

    assert await _stands(attempt) == (AttemptStatus.CANCELLED, "not-due")


async def test_a_gateway_that_can_not_end_a_session_is_not_asked(shop: Shop, cast: Cast) -> None:
    attempt = await shop.start()
    await posting.record(cast.bina, cast.rahim, Money(1000_00))

    assert await ending.end_unwanted(shop.ports) == 0
    assert await _stands(attempt) == (AttemptStatus.INITIATED, "")
