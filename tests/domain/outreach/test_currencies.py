"""Operators of several currencies in one broadcast: nothing is added or compared across them."""

from __future__ import annotations

import pytest

from domain.customers.models import Customer
from domain.messaging import notices
from domain.money import Money
from domain.outreach import audience, costs, previews, progress
from domain.outreach.audience import Audience
from domain.outreach.models import Broadcast
from domain.staff.models import Operator
from tests.builders import a_customer, a_gateway
from tests.cast import Cast
from tests.domain.outreach.conftest import House


async def keeps_books_in(operator: Operator, currency: str) -> None:
    operator.currency = currency
    await operator.save()


async def test_a_price_is_in_the_currency_of_whose_gateway_it_is(house: House, cast: Cast) -> None:
    await keeps_books_in(cast.south, "KWD")
    await a_customer(operator=cast.south, zone=cast.gulshan)
    await a_gateway(
        "own", kind="sms", rate=10_000, operator_id=cast.south.id, options={"price_minor": 7}
    )
    row = await house.compose()
    both = (Money(50, "BDT"), Money(7, "KWD"))
    assert (await previews.of_broadcast(row, house.ports)).cost == both

    row = await house.send_off()
    assert await costs.expected(await Broadcast.get(id=row.id)) == both
    await house.finish()
    assert (await progress.of(await Broadcast.get(id=row.id))).cost == both


async def test_a_shared_gateways_price_is_in_the_isps_currency(house: House, cast: Cast) -> None:
    await keeps_books_in(cast.north, "USD")
    await keeps_books_in(cast.south, "USD")
    seen = await previews.of_notice(notices.DUE_REMINDER, cast.rahim, house.ports)
    assert seen.cost.currency == "BDT"
    row = await house.send_off(cast.bina)
    await house.finish()
    assert (await progress.of(await Broadcast.get(id=row.id))).cost == (Money(50, "BDT"),)


async def test_what_was_reckoned_before_currencies_were_told_apart_is_still_shown(
    house: House,
) -> None:
    row = await house.send_off()
    await Broadcast.filter(id=row.id).update(costs=None, cost_minor=75)
    assert await costs.expected(await Broadcast.get(id=row.id)) == (Money(75),)


@pytest.mark.parametrize(
    ("currency", "owed", "told"),
    [
        ("KWD", Money(500_000, "KWD"), False),
        ("KWD", Money(800_000, "KWD"), True),
        ("JPY", Money(799, "JPY"), False),
        ("JPY", Money(5_000, "JPY"), True),
        ("USD", Money(800_00, "USD"), True),
    ],
)
async def test_least_due_is_the_same_figure_in_the_currency_that_each_owes_in(
    house: House, cast: Cast, currency: str, owed: Money, told: bool
) -> None:
    await keeps_books_in(cast.south, currency)
    much = await a_customer(owes=900)
    await a_customer(owes=700)
    other = await a_customer(operator=cast.south, zone=cast.gulshan, owes=owed)
    for operators in ((), (cast.north.id, cast.south.id), (cast.south.id,)):
        row = await house.compose(audience=Audience(least_due_minor=800_00, operators=operators))
        where = await audience.whom(row)
        found = await audience.next_chunk(where, link=False, after=0, limit=9)
        expected = {much.id} if len(operators) != 1 else set()
        assert {each for each, _ in found} == expected | ({other.id} if told else set())
        assert audience.least_in(Money(800_00), currency) in await audience.least_due(row)
    assert await Customer.all().count() == 5
