"""A row of a file is the customer's whom it means, and never somebody else's."""

from __future__ import annotations

import pytest

from domain.billing import dues
from domain.customers.models import Customer, CustomerStatus
from domain.money import Money
from domain.onboarding import changing, importing, opening
from domain.onboarding.importing import Plan
from tests import builders
from tests.cast import Cast

NEW = {"name": "Jamal Khan", "mobile": "01811000001", "package": "home", "operator": "north"}


async def plan(*rows: dict[str, str]) -> Plan:
    return await importing.plan(list(rows))


async def bring(cast: Cast, *rows: dict[str, str]) -> Plan:
    made = await plan(*rows)
    assert made.errors == []
    await opening.carry_out(made, cast.asha)
    return made


def refused(made: Plan) -> list[tuple[int, str, object]]:
    return [(error.line, error.key, error.values.get("customer")) for error in made.errors]


async def test_a_username_of_another_operator_or_router_is_another_customer(cast: Cast) -> None:
    await builders.a_router("edge-1")
    await builders.a_router("edge-2")
    row = {**NEW, "username": "rahim"}

    await bring(cast, {**row, "operator": "south", "router": "edge-1"}, {**row, "router": "edge-2"})

    await cast.rahim.refresh_from_db()
    assert (cast.rahim.name, cast.rahim.mobile) == ("Rahim Uddin", "+8801711111111")
    found = await Customer.filter(username="rahim").order_by("id")
    assert [row.operator_id for row in found] == [cast.north.id, cast.south.id, cast.north.id]


async def test_a_row_without_an_operator_is_of_whoever_imports(cast: Cast) -> None:
    row = {"name": "Rahim", "mobile": "01811000001", "package": "home", "username": "rahim"}

    made = await plan(row)

    assert [(one.operator_id, one.row_id) for one in made.new] == [(cast.isp.id, None)]
    mine = await importing.plan([row], actor=cast.bina)
    assert [one.code for one in mine.changed] == ["1001"]


async def test_a_customer_id_of_another_operator_is_refused(cast: Cast) -> None:
    there = {"customer_id": "1001", "name": "Mine", "mobile": "01711111111"}
    made = await plan(
        {**there, "operator": "south"}, {**there, "customer_id": "1002", "zone": "gulshan"}
    )

    assert refused(made) == [
        (2, "error-customer-of-another", "1001"), (3, "error-customer-of-another", "1002"),
    ]  # fmt: skip


async def test_nothing_of_another_operator_is_given_to_a_customer(cast: Cast) -> None:
    await builders.a_package("souths", price=1, operator_id=cast.south.id)
    made = await plan(
        {"customer_id": "1001", "name": "Rahim", "mobile": "01711111111", "package": "souths"}
    )

    assert [error.values["what"] for error in made.errors] == ["package"]


@pytest.mark.parametrize("row", [{"username": "rahim", "router": "core-1"}, {}])
async def test_who_has_left_is_met_by_the_customer_id_alone(
    cast: Cast, row: dict[str, str]
) -> None:
    await Customer.filter(id=cast.rahim.id).update(status=CustomerStatus.LEFT)
    person = {**NEW, "name": "Rahim Uddin", "mobile": "01711111111", **row}

    await bring(cast, person)

    fresh = await Customer.filter(name="Rahim Uddin").order_by("-id").first()
    assert fresh is not None
    assert (fresh.id > cast.rahim.id, fresh.status) == (True, CustomerStatus.ACTIVE)
    back = await plan({**person, "customer_id": "1001", "username": ""})
    assert [one.row_id for one in back.same] == [cast.rahim.id]


STATIC = {**NEW, "connection": "static", "router": "core-1"}
LINES = [{**STATIC, "ip": "10.1.0.1"}, {**STATIC, "ip": "10.1.0.2"}]


async def test_two_lines_of_one_person_stay_two_however_often_they_come(cast: Cast) -> None:
    await bring(cast, *LINES)
    again = await bring(cast, *LINES)
    turned = await bring(cast, *reversed(LINES))

    assert (len(again.same), len(turned.same)) == (2, 2)
    rows = await Customer.filter(name="Jamal Khan").order_by("id")
    assert [row.ip for row in rows] == ["10.1.0.1", "10.1.0.2"]


async def test_a_second_line_beside_the_first_is_new(cast: Cast) -> None:
    await bring(cast, LINES[0])
    made = await bring(cast, *LINES)

    assert (len(made.same), len(made.new)) == (1, 1)


async def test_a_row_that_may_be_either_line_is_refused(cast: Cast) -> None:
    await bring(cast, LINES[0])
    (there,) = await Customer.filter(name="Jamal Khan")

    assert refused(await plan(LINES[1])) == [(2, "error-line-doubtful", there.code)]
    await bring(cast, {**LINES[1], "customer_id": there.code})
    assert await Customer.filter(name="Jamal Khan").count() == 1
    await bring(cast, {**LINES[0], "customer_id": "L2"})
    both = await plan({**NEW, "connection": "static"})
    assert refused(both) == [(2, "error-line-doubtful", f"{there.code}, L2")]


async def test_customer_ids_that_come_later_double_nobody(cast: Cast) -> None:
    await bring(cast, *LINES)
    said = [{**row, "customer_id": f"L{number}"} for number, row in enumerate(LINES)]

    made = await plan(*said, {**NEW, "customer_id": "K1", "name": "Karim Mia",
                              "mobile": "01722222222"})  # fmt: skip

    assert (made.new, len(made.errors)) == ([], 3)
    assert made.errors[2].values == {"customer": "1002"}


@pytest.mark.parametrize("username", ["", "jamal"])
async def test_the_same_row_of_who_left_makes_one_customer_and_one_debt(
    cast: Cast, username: str
) -> None:
    row = {**NEW, "status": "left", "opening_due": "500", "username": username}
    for _ in range(3):
        await bring(cast, row)

    (jamal,) = await Customer.filter(name="Jamal Khan")
    assert jamal.status is CustomerStatus.LEFT
    assert await dues.due_of(jamal.id) == Money(500_00)
    assert refused(await plan(row)) == []


async def test_who_is_new_is_not_who_left_with_the_same_mobile(cast: Cast) -> None:
    await bring(cast, {**NEW, "status": "left"})

    made = await plan(NEW, {**NEW, "name": "Another", "status": "left"})
    assert [one.row_id for one in made.new] == [None, None]


async def test_customer_ids_that_are_left_out_later_double_nobody(cast: Cast) -> None:
    said = [{**row, "customer_id": f"L{number}"} for number, row in enumerate(LINES)]
    await bring(cast, *said)

    made = await plan(*LINES)

    assert [row.code for row in made.same] == ["L0", "L1"]


async def test_a_username_that_comes_later_is_written_to_the_line_that_had_none(
    cast: Cast,
) -> None:
    await bring(cast, NEW)
    made = await bring(cast, {**NEW, "username": "jamal", "router": "core-1"})

    assert [sorted(row.before) for row in made.changed] == [["router_id", "username"]]
    other = await bring(cast, {**NEW, "username": "jamal2", "router": "core-1"})
    assert len(other.new) == 1


async def test_a_line_that_may_have_been_moved_to_another_router_is_asked_about(
    cast: Cast,
) -> None:
    await builders.a_router("edge-1")
    await bring(cast, {**NEW, "username": "jamal", "router": "core-1"})

    made = await plan({**NEW, "username": "jamal", "router": "edge-1"})

    assert [error.key for error in made.errors] == ["error-line-doubtful"]


async def test_the_same_username_on_two_routers_may_stand_in_one_file(cast: Cast) -> None:
    await builders.a_router("edge-1")
    rows = [
        {**NEW, "username": "u1", "router": "core-1"},
        {**NEW, "name": "Other", "username": "u1", "router": "edge-1"},
    ]
    await bring(cast, *rows)
    assert len((await plan(*rows)).same) == 2

    made = await plan({**NEW, "name": "Third", "username": "u1"})
    assert [error.key for error in made.errors] == ["error-line-doubtful"]


async def test_two_rows_that_nothing_tells_apart_are_one_too_many(cast: Cast) -> None:
    made = await plan(NEW, {**NEW, "zone": "uttara"})

    assert [(error.line, error.key) for error in made.errors] == [(3, "error-row-repeated")]


async def test_an_address_has_one_customer_of_a_router(cast: Cast) -> None:
    edge = await builders.a_router("edge-1")
    static = {**STATIC, "ip": "10.0.0.11"}
    made = await plan(
        static,
        *({**LINES[0], "name": f"Person {number}"} for number in range(3)),
        {**static, "router": edge.name, "name": "Elsewhere"},
    )

    assert [(error.line, error.key) for error in made.errors] == [
        (2, "error-address-taken"), (4, "error-row-repeated"), (5, "error-row-repeated"),
    ]  # fmt: skip
    assert made.errors[0].values == {
        "given": "10.0.0.11", "customer": "1001", "name": "Rahim Uddin",
    }  # fmt: skip
    assert made.errors[1].values == {"field": "ip", "given": "10.1.0.1", "line": 3}


async def test_addresses_may_change_hands_within_one_file(cast: Cast) -> None:
    rahim = {"customer_id": "1001", "name": "Rahim Uddin", "mobile": "01711111111"}
    karim = {"customer_id": "1002", "name": "Karim Mia", "mobile": "01722222222"}

    await bring(cast, {**rahim, "ip": "10.0.0.12"}, {**karim, "ip": "10.0.0.11"})

    assert (await Customer.get(code="1001")).ip == "10.0.0.12"


async def test_what_would_change_of_a_customer_is_told(cast: Cast) -> None:
    made = await plan(
        {
            "customer_id": "1001", "name": "Rahim Uddin", "mobile": "01799999999",
            "package": "swift", "price": "900", "username": "rahim",
        }
    )  # fmt: skip

    (row,) = made.changed
    assert sorted(changing.of(row, made.references)) == [
        ("mobile", "+8801711111111", "+8801799999999"),
        ("package", "Home", "Swift"),
        ("price", "package", "900.00"),
    ]


async def test_an_import_writes_only_what_the_file_changes(cast: Cast) -> None:
    made = await plan(
        {"customer_id": "1001", "name": "Rahim Sarkar", "mobile": "01711111111", "ip": "10.0.0.11"}
    )
    await Customer.filter(code="1001").update(ip="10.9.9.9")

    await opening.carry_out(made, cast.asha)

    row = await Customer.get(code="1001")
    assert (row.name, row.ip) == ("Rahim Sarkar", "10.9.9.9")


async def test_who_shares_a_mobile_is_noted(cast: Cast) -> None:
    made = await plan(NEW, {**NEW, "name": "Sister"}, {**NEW, "name": "X", "mobile": "01711111111"})

    assert len(made.new) == 3
    assert [(note.line, note.key, note.values) for note in made.notes] == [
        (3, "import-mobile-shared", {"line": 2, "customer": None}),
        (4, "import-mobile-shared", {"line": None, "customer": "1001"}),
    ]


async def test_support_of_an_operator_touches_nobody_of_another(cast: Cast) -> None:
    theirs = {"name": "Rahim Uddin", "mobile": "01711111111", "package": "home"}
    made = await importing.plan(
        [
            {**theirs, "username": "rahim", "router": "core-1"},
            {**theirs, "customer_id": "1001"},
            {**theirs, "zone": "mirpur"},
            {**theirs, "customer_id": "1002", "name": "Somebody Else", "mobile": "01899999999"},
        ],
        actor=cast.esha,
    )

    assert (made.changed, made.new) == ([], [])
    assert [error.key for error in made.errors] == [
        "error-username-taken", "error-not-found", "error-not-found", "error-not-found",
    ]  # fmt: skip


async def test_a_mobile_that_only_others_customers_have_is_not_told(cast: Cast) -> None:
    row = {"name": "Sister", "mobile": "01711111111", "package": "home", "zone": "gulshan"}
    made = await importing.plan([row], actor=cast.esha)
    assert [(len(made.new), made.errors, made.notes)] == [(1, [], [])]


async def test_a_username_alone_makes_nobody_another_person(cast: Cast) -> None:
    other = {**NEW, "username": "rahim", "router": "core-1"}
    made = await bring_what_can(cast, other, {**NEW, "customer_id": "J2"})

    assert refused(made) == [(2, "error-line-doubtful", "1001")]
    assert made.errors[0].values["name"] == "Rahim Uddin"
    await cast.rahim.refresh_from_db()
    assert (cast.rahim.name, cast.rahim.mobile) == ("Rahim Uddin", "+8801711111111")


@pytest.mark.parametrize(
    "person",
    [
        {"name": "RAHIM  UDDIN"},
        {"name": "রহিম উদ্দিন"},
        {"name": "Md. Rahim Uddin"},
        {"mobile": "01711111111"},
    ],
)
async def test_the_same_person_may_have_another_name_or_mobile(
    cast: Cast, person: dict[str, str]
) -> None:
    made = await plan({**NEW, **person, "username": "rahim", "router": "core-1"})

    assert [row.row_id for row in made.changed] == [cast.rahim.id]


async def test_the_customer_id_of_who_left_makes_nobody_else_them(cast: Cast) -> None:
    await Customer.filter(id=cast.rahim.id).update(status=CustomerStatus.LEFT)

    for set_status in (False, True):
        made = await importing.plan(
            [{**NEW, "customer_id": "1001", "status": "active"}], set_status=set_status
        )
        assert refused(made) == [(2, "error-line-doubtful", "1001")]
    same = {"customer_id": "1001", "name": "Rahim Uddin", "mobile": "01811000001"}
    assert len((await plan(same)).changed) == 1


async def test_a_column_of_customer_ids_that_slipped_makes_nobody_another(cast: Cast) -> None:
    made = await plan(
        {"customer_id": "1001", "name": "Karim Mia", "mobile": "01722222222"},
        {"customer_id": "1002", "name": "Rahim Uddin", "mobile": "01711111111"},
    )

    assert refused(made) == [
        (2, "error-line-doubtful", "1001"), (3, "error-line-doubtful", "1002"),
    ]  # fmt: skip


async def test_who_takes_a_line_over_by_its_customer_id_is_noted(cast: Cast) -> None:
    made = await plan({**NEW, "customer_id": "1001"})

    assert [row.row_id for row in made.changed] == [cast.rahim.id]
    assert [(note.key, note.values) for note in made.notes] == [
        ("import-person-changes", {"customer": "1001", "name": "Rahim Uddin"})
    ]


async def test_two_rows_that_mean_one_customer_are_one_too_many(cast: Cast) -> None:
    rahim = {"name": "Rahim Uddin", "mobile": "01711111111", "operator": "north"}
    made = await plan({**rahim, "customer_id": "1001"}, {**rahim, "username": "rahim"})

    assert [(error.line, error.key) for error in made.errors] == [(3, "error-row-repeated")]


async def bring_what_can(cast: Cast, *rows: dict[str, str]) -> Plan:
    made = await plan(*rows)
    await opening.carry_out(made, cast.asha)
    return made


@pytest.mark.parametrize(
    ("given", "noted"),
    [
        ({"connection": "static"}, 1),
        ({"connection": "dhcp"}, 1),
        ({"connection": "static", "ip": "2001:db8::1"}, 1),
        ({"connection": "static", "ip": "10.3.0.1"}, 0),
        ({"connection": "static", "status": "left"}, 0),
        ({"connection": "pppoe"}, 0),
    ],
)
async def test_whom_no_router_could_suspend_by_address_is_noted(
    cast: Cast, given: dict[str, str], noted: int
) -> None:
    made = await bring(cast, {**NEW, **given})

    assert [note.key for note in made.notes] == ["import-address-unheld"] * noted
    assert (await plan({**NEW, **given, "customer_id": made.new[0].code})).notes == []


async def test_who_becomes_static_without_an_address_is_noted(cast: Cast) -> None:
    rahim = {"customer_id": "1002", "name": "Karim Mia", "mobile": "01722222222"}
    await Customer.filter(id=cast.karim.id).update(ip="")

    made = await plan({**rahim, "connection": "static"})

    assert [note.key for note in made.notes] == ["import-address-unheld"]
