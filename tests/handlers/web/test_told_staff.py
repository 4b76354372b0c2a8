"""What staff hear of money that came by a payment page."""

from __future__ import annotations

import pytest

from domain.customers.models import Customer
from domain.payments.models import Attempt, Payment
from domain.staff import groups
from domain.staff.models import Card, Purpose
from tests.cast import Cast
from tests.handlers.web.conftest import Visitor


async def test_staff_hear_of_what_was_paid_twice(visitor: Visitor, cast: Cast) -> None:
    await groups.bind(cast.asha, -1001, Purpose.PAYMENTS, language="en")
    for _ in range(2):
        await visitor.fill("/pay", gateway="bkash-main")

    for number, attempt in enumerate(await Attempt.all()):
        visitor.pay.paid(attempt.ref, f"TX{number}")
        await visitor.get(f"/return/bkash-main?ref={attempt.ref}")

    second = await Payment.all().order_by("-id").first()
    card = await Card.get(chat_id=-1001)
    assert second is not None
    assert (card.screen, card.args) == ("payment.overpaid-note", {"payment_id": second.id})


@pytest.mark.parametrize("status", ["left", "pending"])
async def test_staff_hear_of_money_from_somebody_without_a_connection(
    visitor: Visitor, cast: Cast, status: str
) -> None:
    await groups.bind(cast.asha, -1001, Purpose.PAYMENTS, language="en")
    await visitor.fill("/pay", gateway="bkash-main")
    await Customer.filter(id=cast.rahim.id).update(status=status)

    attempt = await Attempt.get()
    visitor.pay.paid(attempt.ref)
    await visitor.get(f"/return/bkash-main?ref={attempt.ref}")

    payment = await Payment.get()
    card = await Card.get(chat_id=-1001)
    assert (card.screen, card.args) == ("payment.unserved-note", {"payment_id": payment.id})
    assert (await Customer.get(id=cast.rahim.id)).status == status
