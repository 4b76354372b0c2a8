"""Whoever taps twice, or in a second tab, is led to the payment that they began."""

from __future__ import annotations

import asyncio

import pytest

from domain.money import Money
from domain.payments import links, starting
from domain.payments.models import Attempt
from domain.ports import PayState, Verified
from domain.staff.rights import SYSTEM
from tests import builders
from tests.cast import Moment
from tests.handlers.web.conftest import Visitor


async def test_a_double_tap_and_a_second_tab_lead_to_one_attempt(
    visitor: Visitor, moment: Moment
) -> None:
    first = await asyncio.gather(*(visitor.fill("/pay", gateway="bkash-main") for _ in range(6)))
    moment.move(minutes=10)
    later = await visitor.fill("/pay", gateway="bkash-main")

    assert {answer.location for answer in (*first, later)} == {(await Attempt.get()).way}
    assert len(visitor.pay.started) == 1


async def test_a_second_link_of_the_customer_leads_to_the_same_attempt(visitor: Visitor) -> None:
    first = await visitor.fill("/pay", gateway="bkash-main")
    _, token = await links.make(SYSTEM, visitor.customer)
    page = await visitor.get(f"/p/{token}")
    fields = {"form": page.value("form"), "gateway": "bkash-main", "amount": "1000"}
    second = await visitor.post(f"/p/{token}/pay", data=fields)

    assert (second.status, second.location) == (303, first.location)


async def test_another_amount_and_another_gateway_are_attempts_of_their_own(
    visitor: Visitor,
) -> None:
    await builders.a_gateway("cards", kind="payment", provider="sslcommerz")
    for amount, gateway in (("1000", "bkash-main"), ("400", "bkash-main"), ("400", "cards")):
        await visitor.fill("/pay", gateway=gateway, amount=amount)

    assert await Attempt.all().count() == 3


@pytest.mark.parametrize("state", [PayState.FAILED, PayState.CANCELLED, PayState.EXPIRED])
async def test_an_attempt_that_ended_unseen_hinders_nobody(
    visitor: Visitor, moment: Moment, state: PayState
) -> None:
    await visitor.fill("/pay", gateway="bkash-main")
    ref = (await Attempt.get()).ref
    visitor.pay.says(ref, Verified(state, ref=ref, final=True))
    moment.move(minutes=10)

    assert ref not in (await visitor.fill("/pay", gateway="bkash-main")).location
    assert len(visitor.pay.started) == 2


async def test_who_begins_again_after_paying_is_told_that_it_was_received(
    visitor: Visitor, moment: Moment
) -> None:
    await visitor.fill("/pay", gateway="bkash-main")
    ref = (await Attempt.get()).ref
    visitor.pay.paid(ref)
    moment.move(minutes=10)
    again = await visitor.fill("/pay", gateway="bkash-main")

    assert again.location.endswith(f"/attempt/{ref}")
    assert "received" in (await visitor.get(again.location)).text
    assert len(visitor.pay.started) == 1


async def test_whoever_opens_it_may_die_and_hinders_nobody(
    visitor: Visitor, moment: Moment
) -> None:
    await starting.create(visitor.customer, visitor.link, visitor.gateway, Money(1000_00), "en")
    moment.move(minutes=2)

    assert (await visitor.fill("/pay", gateway="bkash-main")).location.startswith("https://gateway")
