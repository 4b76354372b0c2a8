"""Customers are seen, added and changed within sight, and amounts only by those who may."""

from __future__ import annotations

from dataclasses import fields

import pytest

from domain import db, events, reach, reactions
from domain.customers import customers, search
from domain.customers.models import Customer
from domain.errors import (
    DomainError,
    InvalidValue,
    MobileNotReadable,
    NotFound,
    RightLacking,
    UsernameTaken,
)
from domain.events import CustomersChanged
from domain.messaging.models import EventSetting, Message
from domain.money import Money
from domain.reports import customer_card
from domain.staff.models import Audit
from domain.staff.rights import Actor
from tests import builders
from tests.cast import Cast


async def add(cast: Cast, actor: Actor, **values: object) -> Customer:
    given: dict[str, object] = {
        "name": "Jamal Khan",
        "mobile": "01811-222333",
        "package_id": cast.home.id,
        "billing_profile_id": cast.standard.id,
        "zone_id": cast.mirpur.id,
        **values,
    }
    return await customers.create(actor, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("who", "seen"), [("asha", 2), ("bina", 2), ("chand", 1), ("dipa", 2), ("esha", 0)]
)
async def test_each_sees_the_customers_of_their_subtree_and_zones(
    cast: Cast, who: str, seen: int
) -> None:
    actor: Actor = getattr(cast, who)
    where, values = reach.sql(actor)
    rows = await db.rows(f"SELECT c.id FROM customer c WHERE {where}", *values)

    got = []
    for customer in (cast.rahim, cast.karim):
        try:
            got.append((await customers.get(actor, customer.id)).id)
        except NotFound:
            assert await customers.find(actor, customer.code) is None

    assert len(rows) == len(got) == seen


async def test_one_who_is_not_there_and_one_out_of_sight_are_the_same(cast: Cast) -> None:
    refused = []
    for customer_id in (cast.rahim.id, 4711):
        with pytest.raises(NotFound) as why:
            await customers.get(cast.esha, customer_id)
        refused.append(why.value.key)

    assert len(set(refused)) == 1


async def test_the_card_shows_what_is_owed_and_who_serves(cast: Cast) -> None:
    await builders.a_bill(cast.rahim, total=500)

    card = await customer_card.card(cast.bina, cast.rahim.id)

    assert (card.due, card.advance, card.price) == (Money(50_000), Money(0), Money(100_000))
    assert (card.zone, card.package, card.router) == ("Mirpur", "Home", "core-1")


async def test_noc_sees_no_amount_on_the_card(cast: Cast) -> None:
    await builders.a_bill(cast.rahim, total=500)

    card = await customer_card.card(cast.dipa, cast.rahim.id)

    assert not [
        field.name for field in fields(card) if isinstance(getattr(card, field.name), Money)
    ]
    assert (card.due, card.advance, card.price, card.discount) == (None, None, None, None)


async def test_a_customer_is_added_with_an_id_of_their_own_and_can_be_found(cast: Cast) -> None:
    heard: list[int] = []

    async def hear(event: CustomersChanged) -> None:
        heard.extend(event.customer_ids)

    events.listen({CustomersChanged: [hear]})

    first, second = await add(cast, cast.bina), await add(cast, cast.bina, mobile="01811-222334")

    assert first.mobile == "+8801811222333"
    assert (first.operator_id, first.language) == (cast.north.id, cast.north.language)
    assert len({first.code, second.code, "1001", "1002", ""}) == 5
    assert heard == [first.id, second.id]
    assert first.id in [hit.id for hit in await search.search(cast.bina, "jamal khan")]


async def test_an_id_that_is_taken_is_passed_over(cast: Cast) -> None:
    free = await customers.free_ids(3)
    await add(cast, cast.bina, code=free[1])

    made = [await add(cast, cast.bina) for _ in range(3)]

    assert len({row.code for row in made} | {free[1]}) == 4


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"mobile": "12345"}, MobileNotReadable),
        ({"mobile": ""}, MobileNotReadable),
        ({"name": "  "}, InvalidValue),
        ({"code": "1001"}, InvalidValue),
        ({"price_minor": -1}, InvalidValue),
        ({"package_id": 4711}, NotFound),
        ({"id": 7}, InvalidValue),
        ({"opted_out_at": None}, InvalidValue),
    ],
)
async def test_what_is_wrong_is_refused_and_nothing_is_added(
    cast: Cast, values: dict[str, object], error: type[DomainError]
) -> None:
    with pytest.raises(error):
        await add(cast, cast.bina, **values)

    assert await Customer.all().count() == 2


async def test_two_of_one_router_have_not_one_username(cast: Cast) -> None:
    at_core = {"username": "rahim", "router_id": cast.router.id}
    with pytest.raises(UsernameTaken):
        await add(cast, cast.bina, **at_core)
    with pytest.raises(UsernameTaken):
        await customers.change(cast.bina, cast.karim.id, username="rahim")

    await customers.change(cast.bina, cast.karim.id, router_id=None, username="rahim")
    await customers.change(cast.bina, cast.rahim.id, name="Rahim again")


async def test_nobody_adds_to_others(cast: Cast) -> None:
    for values in ({"operator_id": cast.south.id}, {"zone_id": cast.gulshan.id}):
        with pytest.raises(NotFound):
            await add(cast, cast.bina, **values)
    for actor in (cast.chand, cast.dipa):
        with pytest.raises(RightLacking):
            await add(cast, actor)


async def test_a_change_is_on_record_and_found_by_the_new_name(cast: Cast) -> None:
    await customers.change(
        cast.bina, cast.rahim.id, name="Zaman Talukder", package_id=cast.swift.id
    )

    told = await Audit.get(act="customer.change")
    assert (told.before, told.after) == (
        {"name": "Rahim Uddin", "package_id": cast.home.id},
        {"name": "Zaman Talukder", "package_id": cast.swift.id},
    )
    assert [hit.id for hit in await search.search(cast.bina, "zaman")] == [cast.rahim.id]


async def test_a_change_to_what_is_there_already_writes_nothing(cast: Cast) -> None:
    await customers.change(cast.bina, cast.rahim.id, name="Rahim Uddin", mobile="01711-111111")

    assert await Audit.all().count() == 0


async def test_nobody_changes_others_customers(cast: Cast) -> None:
    with pytest.raises(NotFound):
        await customers.change(cast.esha, cast.rahim.id, name="Stolen")
    with pytest.raises(NotFound):
        await customers.change(cast.bina, cast.rahim.id, operator_id=cast.south.id)

    await cast.rahim.refresh_from_db()
    assert (cast.rahim.name, cast.rahim.operator_id) == ("Rahim Uddin", cast.north.id)


async def test_who_is_added_is_greeted_where_the_operator_does(cast: Cast) -> None:
    events.listen(reactions.MAP)
    made = await add(cast, cast.bina)
    await EventSetting.create(operator_id=cast.north.id, event="welcome", enabled=False)
    await add(cast, cast.bina, name="Kamal", mobile="01811-222334")

    (message,) = await Message.filter(event="welcome")
    assert (message.customer_id, message.dedupe) == (made.id, f"welcome:{made.id}")
    await customers.change(cast.asha, made.id, name="Jamal Mia")
    assert await Message.filter(event="welcome").count() == 1
