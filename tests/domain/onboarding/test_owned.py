"""No two customers of a router have one username or address, whichever way they would get it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from domain.customers import customers
from domain.customers.models import Customer, CustomerStatus
from domain.errors import AddressTaken, DomainError, UsernameTaken
from domain.network.models import Router
from domain.onboarding import importing, opening
from domain.onboarding.importing import Plan
from tests import builders
from tests.cast import Cast
from tests.paces import fixed

RAHIM = {"customer_id": "1001", "name": "Rahim Uddin", "mobile": "01711111111"}
KARIM = {"customer_id": "1002", "name": "Karim Mia", "mobile": "01722222222"}
NEW = {"name": "Jamal Khan", "mobile": "01811000001", "package": "home", "operator": "north"}


@pytest.fixture
async def edge(cast: Cast) -> Router:
    """A second router, behind which Karim has Rahim's username and address."""
    router = await builders.a_router("edge-1")
    await Customer.filter(id=cast.karim.id).update(
        router_id=router.id, username="rahim", ip="10.0.0.11"
    )
    return router


async def alone() -> bool:
    """Whether each has alone what may be had once."""
    rows = await Customer.exclude(status=CustomerStatus.LEFT).exclude(router_id=None)
    had = Counter(
        (row.router_id, what, getattr(row, what))
        for row in rows
        for what in ("username", "ip")
        if getattr(row, what)
    )
    return max(had.values(), default=0) <= 1


async def run(cast: Cast, *rows: dict[str, str], set_status: bool = False) -> Plan:
    """The plan, which the run keeps to."""
    made = await importing.plan(list(rows), set_status=set_status)
    foretold = [(error.line, error.key, dict(error.values)) for error in made.errors]
    coming = (len(made.new), len(made.changed))
    await opening.carry_out(made, cast.asha)
    assert [(error.line, error.key, dict(error.values)) for error in made.errors] == foretold
    assert (len(made.new), len(made.changed)) == coming
    assert await alone()
    return made


def refused(made: Plan) -> list[tuple[int, str, object, object]]:
    return [
        (error.line, error.key, error.values.get("customer"), error.values.get("name"))
        for error in made.errors
    ]


async def test_a_row_that_moves_somebody_to_a_router_brings_no_second_username(
    cast: Cast, edge: Router
) -> None:
    await Customer.filter(id=cast.karim.id).update(ip="")
    made = await run(cast, {**RAHIM, "router": "edge-1", "email": "r@example.com"}, NEW)

    assert refused(made) == [(2, "error-username-taken", "1002", "Karim Mia")]
    assert (len(made.new), len(made.changed)) == (1, 0)
    await cast.rahim.refresh_from_db()
    assert (cast.rahim.router_id, cast.rahim.email) == (cast.router.id, "")


async def test_a_row_that_moves_somebody_to_a_router_brings_no_second_address(
    cast: Cast, edge: Router
) -> None:
    await Customer.filter(id=cast.karim.id).update(username="karim")
    made = await run(cast, {**RAHIM, "router": "edge-1"})

    assert refused(made) == [(2, "error-address-taken", "1002", "Karim Mia")]


async def test_a_row_that_names_an_address_alone_takes_none(cast: Cast) -> None:
    await Customer.filter(id=cast.karim.id).update(router_id=cast.router.id)
    made = await run(cast, {**KARIM, "ip": "10.0.0.11"})

    assert refused(made) == [(2, "error-address-taken", "1001", "Rahim Uddin")]


async def test_two_who_are_moved_to_one_router_do_not_meet_there(cast: Cast, edge: Router) -> None:
    await builders.a_router("edge-2")
    made = await run(cast, {**RAHIM, "router": "edge-2"}, {**KARIM, "router": "edge-2"})

    assert [error.line for error in made.errors] == [3]
    assert made.errors[0].values["customer"] == "1001"


async def test_what_one_gives_up_another_may_have(cast: Cast, edge: Router) -> None:
    made = await run(cast, {**RAHIM, "router": "edge-1"}, {**KARIM, "router": "core-1"})

    assert made.errors == []
    assert (await Customer.get(code="1002")).router_id == cast.router.id


async def test_who_can_not_come_gives_nothing_up(cast: Cast, edge: Router) -> None:
    await builders.a_customer(
        code="1003", name="Selim", mobile="+8801733333333", operator=cast.north,
        username="selim", ip="10.0.0.13",
    )  # fmt: skip
    selim = {"customer_id": "1003", "name": "Selim", "mobile": "01733333333"}
    rows = [
        {**RAHIM, "ip": "10.0.0.13"},
        {**selim, "ip": "10.0.0.14"},
        {**selim, "customer_id": "1009", "mobile": "01733333339", "ip": "10.0.0.14",
         "router": "core-1", "package": "home", "operator": "north"},
    ]  # fmt: skip
    made = await run(cast, *rows)
    assert [error.line for error in made.errors] == [4]

    wrong = {**selim, "ip": "10.0.0.15", "joined_on": "31/02/2026"}
    made = await run(cast, {**KARIM, "router": "core-1", "username": "k", "ip": "10.0.0.14"}, wrong)
    assert refused(made)[0] == (2, "error-address-taken", "1003", "Selim")
    assert [error.line for error in made.errors] == [2, 3]


async def test_who_comes_back_finds_their_username_taken(cast: Cast) -> None:
    await Customer.filter(id=cast.rahim.id).update(status=CustomerStatus.LEFT)
    jamal = {**NEW, "username": "rahim", "router": "core-1"}
    await run(cast, jamal)
    there = await Customer.get(name="Jamal Khan")

    made = await run(
        cast, {**RAHIM, "status": "active"}, {**KARIM, "status": "suspended"}, set_status=True
    )

    assert refused(made) == [(2, "error-username-taken", there.code, "Jamal Khan")]
    assert (await Customer.get(code="1001")).status is CustomerStatus.LEFT
    assert (await Customer.get(code="1002")).status is CustomerStatus.SUSPENDED
    back = await run(cast, {**RAHIM, "status": "active", "username": "rahim2"}, set_status=True)
    assert (back.errors, len(back.changed)) == ([], 1)


async def test_who_leaves_and_who_follows_stand_in_one_file(cast: Cast) -> None:
    gone = {**RAHIM, "username": "rahim", "router": "core-1", "status": "left"}
    follows = {**NEW, "username": "rahim", "router": "core-1", "customer_id": "J1"}

    unasked = await importing.plan([gone, follows])
    assert refused(unasked) == [(3, "error-username-taken", "1001", "Rahim Uddin")]

    assert (await run(cast, gone, follows, set_status=True)).errors == []
    assert len((await run(cast, gone, follows)).same) == 2


async def test_what_happened_since_the_plan_is_met_when_it_is_carried_out(
    cast: Cast, edge: Router
) -> None:
    await Customer.filter(id=cast.karim.id).update(username="karim", ip="")
    made = await importing.plan([{**RAHIM, "router": "edge-1"}, NEW])
    assert made.errors == []
    await Customer.filter(id=cast.karim.id).update(username="rahim")

    await opening.carry_out(made, cast.asha)

    assert refused(made) == [(2, "error-username-taken", "1002", "Karim Mia")]
    assert (len(made.changed), await alone()) == (0, True)
    assert await Customer.filter(name="Jamal Khan").count() == 1


async def test_what_is_doubled_already_keeps_no_other_change_back(cast: Cast) -> None:
    await Customer.filter(id=cast.karim.id).update(router_id=cast.router.id, username="rahim")

    made = await importing.plan([{**RAHIM, "email": "r@example.com", "username": "rahim"}])
    assert (made.errors, len(made.changed)) == ([], 1)
    await customers.change(cast.asha, cast.rahim.id, email="r@example.com")


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"router_id": None, "username": "rahim", "ip": "10.0.0.12"}, None),
        ({"username": "rahim"}, UsernameTaken),
        ({"ip": "10.0.0.11"}, AddressTaken),
        ({"ip": " 10.0.0.11/32 "}, AddressTaken),
        ({"ip": "১০.০.০.১১"}, AddressTaken),
        ({"username": "ra\u200bhim"}, UsernameTaken),
    ],
)
async def test_nobody_is_changed_into_a_second_one(
    cast: Cast, values: dict[str, Any], error: type[DomainError] | None
) -> None:
    await Customer.filter(id=cast.karim.id).update(router_id=cast.router.id)
    if error is None:
        await customers.change(cast.bina, cast.karim.id, **values)
    else:
        with pytest.raises(error) as why:
            await customers.change(cast.bina, cast.karim.id, **values)
        assert (why.value.values["customer"], why.value.values["name"]) == ("1001", "Rahim Uddin")
    assert await alone()


async def test_nobody_is_added_or_brought_back_as_a_second_one(cast: Cast) -> None:
    given: dict[str, Any] = {
        "name": "Jamal", "mobile": "01811000001", "package_id": cast.home.id,
        "billing_profile_id": cast.standard.id, "operator_id": cast.north.id,
    }  # fmt: skip
    with pytest.raises(AddressTaken):
        await customers.create(cast.asha, **given, ip="10.0.0.11", router_id=cast.router.id)
    await Customer.filter(id=cast.rahim.id).update(status=CustomerStatus.LEFT)
    await customers.create(cast.asha, **given, ip="10.0.0.11", router_id=cast.router.id)

    with pytest.raises(AddressTaken):
        await customers.change(cast.asha, cast.rahim.id, status=CustomerStatus.ACTIVE)
    assert await alone()


async def test_the_holder_is_named_to_those_only_who_may_see_them(cast: Cast) -> None:
    row = {"name": "Jamal", "mobile": "01811000001", "package": "home", "router": "core-1"}
    made = await importing.plan([{**row, "username": "rahim"}], actor=cast.esha)

    assert refused(made) == [(2, "error-username-taken", None, None)]


async def test_what_changes_hands_across_the_parts_of_a_file_is_never_two_persons(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ring of three, and a swap of addresses, each far apart in the file."""
    monkeypatch.setattr(opening, "a_pace", lambda: fixed(2))
    third = await builders.a_customer("Third", mobile="+8801733333333", username="third")
    others = [
        {**NEW, "name": f"Filler {number}", "mobile": f"018440{number:05d}"} for number in range(5)
    ]
    rows = [
        {**RAHIM, "username": "karim", "ip": "10.0.0.12"}, *others[:3],
        {**KARIM, "username": "third", "ip": "10.0.0.11"}, *others[3:],
        {"customer_id": third.code, "name": "Third", "mobile": "01733333333",
         "username": "rahim"},
    ]  # fmt: skip
    made, steps = await importing.plan(rows), 0
    assert made.errors == []

    async for _ in opening.steps(made, cast.asha):
        steps += 1
        assert await alone()

    assert steps > 2
    moved = [await Customer.get(id=each.id) for each in (cast.rahim, cast.karim, third)]
    assert [row.username for row in moved] == ["karim", "third", "rahim"]
    assert [row.ip for row in moved[:2]] == ["10.0.0.12", "10.0.0.11"]


async def test_a_swap_that_dies_half_way_has_moved_both_or_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "a_pace", lambda: fixed(1))
    made = await importing.plan([{**RAHIM, "username": "karim"}, {**KARIM, "username": "rahim"}])

    async for _ in opening.steps(made, cast.asha):
        break

    names = await Customer.all().order_by("id").values_list("username", flat=True)
    assert names == ["karim", "rahim"]
