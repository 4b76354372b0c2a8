"""What staff hear of money that came by a payment page."""

from __future__ import annotations

import pytest

from domain.chat import groups
from domain.chat.models import Card, Purpose
from domain.customers.models import Customer
from domain.payments import posting
from domain.payments.models import Attempt, Payment
from tests.cast import Cast, Moment
from tests.handlers.web.conftest import Visitor


async def test_staff_hear_of_what_was_paid_twice(
    visitor: Visitor, cast: Cast, moment: Moment
) -> None:
    await groups.bind(cast.asha, "-1001", Purpose.PAYMENTS, language="en")
    for _ in range(2):
        await visitor.fill("/pay", gateway="bkash-main")
        moment.move(hours=2)

    for number, attempt in enumerate(await Attempt.all()):
        visitor.pay.paid(attempt.ref, f"TX{number}")
        await visitor.get(f"/return/bkash-main?ref={attempt.ref}")

    second = await Payment.all().order_by("-id").first()
    card = await Card.get(chat_id="-1001")
    assert second is not None
    assert (card.screen, card.args) == ("payment.overpaid-note", {"payment_id": second.id})


@pytest.mark.parametrize("status", ["left", "pending"])
async def test_staff_hear_of_money_from_somebody_without_a_connection(
    visitor: Visitor, cast: Cast, status: str
) -> None:
    await groups.bind(cast.asha, "-1001", Purpose.PAYMENTS, language="en")
    await visitor.fill("/pay", gateway="bkash-main")
    await Customer.filter(id=cast.rahim.id).update(status=status)

    attempt = await Attempt.get()
    visitor.pay.paid(attempt.ref)
    await visitor.get(f"/return/bkash-main?ref={attempt.ref}")

    payment = await Payment.get()
    card = await Card.get(chat_id="-1001")
    assert (card.screen, card.args) == ("payment.unserved-note", {"payment_id": payment.id})
    assert (await Customer.get(id=cast.rahim.id)).status == status


async def test_a_group_bound_later_hears_once_of_what_was_paid_twice(
    visitor: Visitor, cast: Cast, moment: Moment
) -> None:
    for _ in range(2):
        await visitor.fill("/pay", gateway="bkash-main")
        moment.move(hours=2)
    for number, attempt in enumerate(await Attempt.all()):
        visitor.pay.paid(attempt.ref, f"TX{number}")
        await visitor.get(f"/return/bkash-main?ref={attempt.ref}")
    assert await Card.filter(screen="payment.overpaid-note").count() > 1, "told in private"

    await groups.bind(cast.asha, "-1002", Purpose.PAYMENTS, operator_code="south")
    await groups.bind(cast.asha, "-1001", Purpose.PAYMENTS, language="en")

    second = await Payment.all().order_by("-id").first()
    assert second is not None
    (card,) = await Card.filter(owner="")
    assert (card.key, card.chat_id) == (f"overpaid:{second.id}:-1001", "-1001")
    assert (card.screen, card.args) == ("payment.overpaid-note", {"payment_id": second.id})


@pytest.mark.parametrize("undone", [False, True])
async def test_a_group_bound_later_hears_of_money_for_nobody_unless_it_was_taken_back(
    visitor: Visitor, cast: Cast, undone: bool
) -> None:
    await visitor.fill("/pay", gateway="bkash-main")
    await Customer.filter(id=cast.rahim.id).update(status="left")
    attempt = await Attempt.get()
    visitor.pay.paid(attempt.ref)
    await visitor.get(f"/return/bkash-main?ref={attempt.ref}")
    if undone:
        await posting.reverse(cast.asha, (await Payment.get()).id, "they left")

    await groups.bind(cast.asha, "-1001", Purpose.PAYMENTS, language="en")

    screens = {card.screen for card in await Card.filter(chat_id="-1001")}
    assert ("payment.unserved-note" in screens) is not undone
