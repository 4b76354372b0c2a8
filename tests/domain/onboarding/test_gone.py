"""Rows of who has left: the same file may come twice, and whoever lives there now comes in."""

from __future__ import annotations

import pytest

from domain import db
from domain.customers.models import Customer, CustomerStatus
from domain.onboarding import importing, opening
from domain.onboarding.importing import Plan
from tests.cast import Cast

LEFT, ACTIVE = CustomerStatus.LEFT, CustomerStatus.ACTIVE
HOME = {"package": "home", "operator": "north", "router": "core-1"}
LINES = [
    {"username": "flat1"},
    {"username": "flat1", "router": ""},
    {"connection": "static", "ip": "10.7.0.9"},
    {},
]
OLD = {**HOME, "name": "Left One", "mobile": "01712345692", "status": "left"}
NEW = {**HOME, "name": "New Tenant", "mobile": "01720000002", "status": "active"}


async def bring(cast: Cast, *rows: dict[str, str], set_status: bool = False) -> Plan:
    made = await importing.plan(list(rows), set_status=set_status)
    foretold = len(made.errors)
    await opening.carry_out(made, cast.asha)
    assert len(made.errors) == foretold
    return made


def refused(made: Plan) -> list[tuple[int, str, object]]:
    return [(error.line, error.key, error.values.get("customer")) for error in made.errors]


async def there() -> list[tuple[str, str]]:
    rows = await Customer.filter(mobile__startswith="+88017").order_by("id")
    return [(row.name, row.status) for row in rows if row.code not in {"1001", "1002"}]


async def money() -> tuple[int, int]:
    """What is owed and what is ahead from before."""
    owed = await db.value(
        "SELECT COALESCE(SUM(b.total_minor), 0) FROM bill b JOIN bill_line l ON l.bill_id = b.id"
        " WHERE l.kind = 'opening'"
    )
    ahead = await db.value(
        "SELECT COALESCE(SUM(amount_minor), 0) FROM credit WHERE source = 'opening'"
    )
    return int(owed) // 100, int(ahead) // 100


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("brought", [{"opening_due": "500"}, {"advance": "300"}, {}])
async def test_who_left_is_met_by_the_same_row(
    cast: Cast, line: dict[str, str], brought: dict[str, str]
) -> None:
    row = {**OLD, **line, **brought}
    for set_status in (False, False, True):
        assert (await bring(cast, row, set_status=set_status)).errors == []

    assert await there() == [("Left One", LEFT)]
    due = int(brought.get("opening_due", 0))
    assert await money() == (due, int(brought.get("advance", 0)))


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("turned", [False, True])
async def test_who_left_and_who_lives_there_now_come_in_one_file(
    cast: Cast, line: dict[str, str], turned: bool
) -> None:
    rows = [{**OLD, **line, "opening_due": "500"}, {**NEW, **line, "advance": "300"}]
    rows = rows[::-1] if turned else rows
    for set_status in (False, False, True):
        made = await bring(cast, *rows, set_status=set_status)
        assert refused(made) == []

    assert sorted(await there()) == [("Left One", LEFT), ("New Tenant", ACTIVE)]
    assert await money() == (500, 300)


@pytest.mark.parametrize("line", LINES)
async def test_one_person_may_have_left_and_come_back(cast: Cast, line: dict[str, str]) -> None:
    rows = [{**OLD, **line, "opening_due": "500"}, {**OLD, **line, "status": "active"}]
    for _ in range(2):
        assert refused(await bring(cast, *rows)) == []
        assert refused(await bring(cast, *reversed(rows))) == []

    assert sorted(await there()) == [("Left One", ACTIVE), ("Left One", LEFT)]
    assert await money() == (500, 0)


@pytest.mark.parametrize("line", LINES)
async def test_who_leaves_by_the_file_makes_room_in_it(cast: Cast, line: dict[str, str]) -> None:
    await bring(cast, {**OLD, **line, "status": "active", "opening_due": "500"})
    rows = [{**NEW, **line}, {**OLD, **line, "opening_due": "500"}]

    unasked = await importing.plan(rows)
    assert [error.line for error in unasked.errors] == ([2] if line else [])
    for _ in range(2):
        assert refused(await bring(cast, *rows, set_status=True)) == []

    assert await there() == [("Left One", LEFT), ("New Tenant", ACTIVE)]
    assert await money() == (500, 0)


async def test_who_leaves_by_their_customer_id_makes_room_too(cast: Cast) -> None:
    gone = {"customer_id": "1001", "name": "Rahim Uddin", "mobile": "01711111111", "status": "left"}
    rows = [gone, {**NEW, "username": "rahim"}]

    for _ in range(2):
        assert refused(await bring(cast, *rows, set_status=True)) == []
    assert await there() == [("New Tenant", ACTIVE)]
    await cast.rahim.refresh_from_db()
    assert cast.rahim.status is LEFT


async def test_who_lives_there_already_keeps_no_row_of_who_left_out(cast: Cast) -> None:
    await bring(cast, {**NEW, "username": "flat1"})
    for _ in range(2):
        assert refused(await bring(cast, {**OLD, "username": "flat1", "opening_due": "500"})) == []

    assert await there() == [("New Tenant", ACTIVE), ("Left One", LEFT)]


@pytest.mark.parametrize("status", ["", "active", "suspended"])
async def test_an_old_file_bills_nobody_again_who_has_left_since(cast: Cast, status: str) -> None:
    row = {**OLD, "status": status, "username": "flat1", "opening_due": "500"}
    await bring(cast, row)
    await Customer.filter(name="Left One").update(status=LEFT)
    (gone,) = await Customer.filter(name="Left One")

    for again in (row, {**row, "username": ""}, {**row, "name": "Left"}):
        made = await bring(cast, again)
        assert refused(made) == [(2, "error-line-doubtful", gone.code)]
    await bring(cast, {**row, "customer_id": gone.code})
    assert await money() == (500, 0)
    assert refused(await bring(cast, {**row, "customer_id": "L2", "opening_due": "70"})) == []
    assert await money() == (570, 0)


async def test_which_of_two_who_left_is_meant_is_asked(cast: Cast) -> None:
    rows = [{**OLD, "customer_id": f"L{number}", "username": f"flat{number}"} for number in (1, 2)]
    await bring(cast, *rows)

    made = await bring(cast, {**OLD, "opening_due": "500"})
    assert refused(made) == [(2, "error-line-doubtful", "L1, L2")]
    made = await bring(cast, {**OLD, "opening_due": "500", "username": "flat2"})
    assert [row.code for row in made.same] == ["L2"]
    later = await bring(cast, {**OLD, "customer_id": "L9", "username": "flat1"})
    assert refused(later) == [(2, "error-line-doubtful", "L1")]


async def test_another_spelling_of_who_left_is_asked_about(cast: Cast) -> None:
    row = {**OLD, "username": "flat1", "opening_due": "500"}
    await bring(cast, row)
    await Customer.filter(name="Left One").update(name="Md Left One")

    made = await bring(cast, row)

    assert [error.key for error in made.errors] == ["error-line-doubtful"]
    assert await money() == (500, 0)


async def test_rows_of_who_left_that_nothing_tells_apart_are_one_too_many(cast: Cast) -> None:
    rows = [{**OLD, "username": "flat1", "opening_due": due} for due in ("500", "700")]

    made = await bring(cast, *rows)

    assert [(error.line, error.key) for error in made.errors] == [(3, "error-row-repeated")]
