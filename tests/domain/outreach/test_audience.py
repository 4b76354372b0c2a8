"""Whom a broadcast reaches: filters combined freely, and everybody left out is counted with why."""

from __future__ import annotations

from typing import Any

import pytest

from domain import clock
from domain.customers.models import Customer, CustomerStatus
from domain.errors import InvalidValue
from domain.money import Money
from domain.outreach import audience, previews
from domain.outreach.audience import Audience
from domain.staff.rights import Actor
from tests.builders import a_bill, a_customer
from tests.cast import Cast
from tests.domain.outreach.conftest import House


async def reached(house: House, actor: Actor | None = None, **values: Any) -> set[str]:
    """Names of the recipients."""
    row = await house.compose(actor, **values)
    where = await audience.whom(row)
    found = await audience.next_chunk(where, link=row.kind == "link", after=0, limit=100)
    customers = await Customer.filter(id__in=[customer_id for customer_id, _ in found])
    return {customer.name for customer in customers}


@pytest.fixture
async def many(cast: Cast) -> None:
    """Besides Rahim and Karim: one in every state that a filter tells apart."""
    await a_customer("Owes Little", owes=100)
    await a_customer("Owes Much", owes=5000, zone=cast.uttara, package=cast.swift)
    await a_customer("Late", owes=800, overdue_days=10)
    await a_customer("Cut", status=CustomerStatus.SUSPENDED, owes=900, overdue_days=30)
    await a_customer("Gone", status=CustomerStatus.LEFT, owes=900)
    await a_customer("Stopped", owes=300, opted_out_at=clock.now())
    await a_customer("Speechless", owes=300, mobile="")
    await a_customer("Southern", operator=cast.south, zone=cast.gulshan, owes=400)


EVERYBODY = {"Rahim Uddin", "Karim Mia", "Owes Little", "Owes Much", "Late", "Cut", "Southern"}


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Audience(), EVERYBODY),
        (Audience(statuses=("suspended",)), {"Cut"}),
        (Audience(statuses=("billed",)), EVERYBODY - {"Rahim Uddin", "Karim Mia"}),
        (Audience(statuses=("billed", "active")), {"Owes Little", "Owes Much", "Late", "Southern"}),
        (Audience(least_due_minor=800_00), {"Owes Much", "Late", "Cut"}),
        (Audience(overdue_days=5), {"Late", "Cut"}),
        (Audience(overdue_days=15), {"Cut"}),
        (Audience(overdue_days=5, statuses=("active",)), {"Late"}),
        (Audience(codes=("1001", "1002")), {"Rahim Uddin", "Karim Mia"}),
    ],
)
async def test_filters_combine(
    house: House, many: None, filters: Audience, names: set[str]
) -> None:
    assert await reached(house, audience=filters) == names


async def test_places_and_packages_combine_with_the_rest(
    house: House, many: None, cast: Cast
) -> None:
    of_uttara = Audience(zones=(cast.uttara.id,))
    assert await reached(house, audience=of_uttara) == {"Karim Mia", "Owes Much"}
    swift = Audience(packages=(cast.swift.id,), zones=(cast.uttara.id, cast.mirpur.id))
    assert await reached(house, audience=swift) == {"Owes Much"}
    assert await reached(house, audience=Audience(operators=(cast.south.id,))) == {"Southern"}


async def test_nobody_reaches_beyond_their_subtree(house: House, many: None, cast: Cast) -> None:
    assert "Southern" not in await reached(house, cast.bina)
    assert await reached(house, cast.esha) == {"Southern"}
    foreign = Audience(operators=(cast.north.id,))
    assert await reached(house, cast.esha, audience=foreign) == set()


async def test_a_payment_link_goes_to_who_owes_only(house: House, many: None) -> None:
    assert await reached(house, kind="link") == EVERYBODY - {"Rahim Uddin", "Karim Mia"}


async def test_whoever_is_left_out_is_counted_with_the_reason(house: House, many: None) -> None:
    text = await previews.of_broadcast(await house.compose(), house.ports)
    assert (text.recipients, text.left_out) == (7, {"opted-out": 1, "no-number": 1})
    link = await previews.of_broadcast(await house.compose(kind="link"), house.ports)
    assert (link.recipients, link.left_out) == (
        5,
        {"opted-out": 1, "no-number": 1, "nothing-due": 2},
    )


async def test_two_customers_of_one_number_get_one_text_but_each_their_link(
    house: House, cast: Cast
) -> None:
    twin = await a_customer("Twin", mobile=cast.rahim.mobile, owes=500)
    await a_bill(cast.rahim, total=500)
    text = await previews.of_broadcast(await house.compose(), house.ports)
    assert (text.recipients, text.left_out) == (2, {"same-number": 1})
    assert await reached(house, kind="link") == {"Rahim Uddin", twin.name}


async def test_customers_with_whatsapp_alone_are_no_twins(house: House) -> None:
    await a_customer("One", mobile="", whatsapp="+8801911111111")
    await a_customer("Two", mobile="", whatsapp="+8801922222222")
    assert {"One", "Two"} <= await reached(house)


async def test_a_preview_counts_segments_and_cost_on_a_real_text(house: House, cast: Cast) -> None:
    await a_customer("রহিমা", language="bn")
    seen = await previews.of_broadcast(
        await house.compose(body="প্রিয় {customer_name}, " + "ক" * 60), house.ports
    )
    assert seen.text.startswith("প্রিয় Rahim Uddin, ")
    assert (seen.segments, seen.cost) == (6, (Money(150),))
    plain = await previews.of_broadcast(await house.compose(body="Hi {customer_id}"), house.ports)
    assert (plain.text, plain.segments, plain.cost) == ("Hi 1001", 3, (Money(75),))


async def test_an_unknown_status_is_refused(house: House) -> None:
    with pytest.raises(InvalidValue):
        Audience(statuses=("sleeping",))


async def test_an_audience_survives_the_database(house: House, cast: Cast) -> None:
    wanted = Audience(zones=(cast.mirpur.id,), statuses=("active",), least_due_minor=5)
    row = await house.send_off(audience=Audience(zones=(cast.mirpur.id,)))
    assert Audience.of((await type(row).get(id=row.id)).audience) == Audience(
        zones=(cast.mirpur.id,)
    )
    assert Audience.of(wanted.stored()) == wanted
