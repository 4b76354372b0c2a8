"""An import brings in everybody once, with what they owed and had paid ahead, whatever happens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import events, reactions
from domain.billing import bills, dues, opening_rows, proof
from domain.billing.models import Bill, Credit
from domain.customers import search
from domain.customers.models import Connection, Customer, CustomerStatus, Package, Zone
from domain.errors import RightLacking
from domain.ledger import proof as ledger_proof
from domain.messaging.models import Message
from domain.money import Money
from domain.network.models import Router, Service
from domain.onboarding import importing, opening
from domain.onboarding.importing import Plan
from domain.staff.models import Audit, Operator, Role
from tests import builders
from tests.cast import Cast
from tests.paces import fixed
from tests.sealing import VAULT

FULL = {
    "customer_id": "2001", "name": "Jamal Khan", "mobile": "01811-000001",
    "whatsapp": "01911-000001", "email": "jamal@example.com", "language": "en",
    "address": "House 1, Road 2", "zone": "Mirpur", "operator": "north", "package": "Home",
    "billing_profile": "Standard", "connection": "pppoe", "username": "jamal",
    "ip": "10.0.0.77", "mac": "aa-bb-cc-dd-ee-ff", "router": "core-1", "joined_on": "31/01/2026",
    "expires_on": "2026-12-31", "price": "900", "discount": "50.50", "opening_due": "1,150",
    "advance": "0", "status": "active",
}  # fmt: skip
SHORT = {"name": "Kamal", "mobile": "01811000002", "package": "home", "zone": "uttara"}


async def plan(*rows: dict[str, str], create_missing: bool = False) -> Plan:
    return await importing.plan(list(rows), create_missing=create_missing)


async def test_a_row_says_everything_of_a_customer(cast: Cast) -> None:
    made = await plan(FULL)
    done = await opening.carry_out(made, cast.asha)

    assert (made.errors, made.unknown_headings, len(made.new)) == ([], [], 1)
    assert (done.made, done.changed, done.bills, done.advances) == (1, 0, 1, 0)
    row = await Customer.get(code="2001")
    assert (row.mobile, row.whatsapp, row.mac) == (
        "+8801811000001", "+8801911000001", "AA:BB:CC:DD:EE:FF",
    )  # fmt: skip
    assert (row.operator_id, row.zone_id, row.package_id) == (
        cast.north.id, cast.mirpur.id, cast.home.id,
    )  # fmt: skip
    assert (row.price_minor, row.discount_minor, row.status) == (
        90_000,
        5_050,
        CustomerStatus.ACTIVE,
    )
    assert row.joined_on.isoformat() == "2026-01-31"
    assert (row.connection, row.router_id) == (Connection.PPPOE, cast.router.id)
    assert await dues.due_of(row.id) == Money(115_000)
    assert (await Service.get(customer_id=row.id)).profile == "10M"
    assert [hit.id for hit in await search.search(cast.bina, "khan jamal")] == [row.id]


async def test_a_row_may_leave_out_what_is_usual(cast: Cast) -> None:
    await opening.carry_out(await plan(SHORT), cast.asha)

    row = await Customer.get(name="Kamal")
    assert (row.operator_id, row.zone_id) == (cast.north.id, cast.uttara.id)
    assert (row.billing_profile_id, row.language) == (cast.standard.id, cast.north.language)
    assert row.code not in {"", "1001", "1002"}


async def test_the_same_file_twice_changes_nothing(cast: Cast) -> None:
    rows = [FULL, SHORT, {**SHORT, "name": "Selim", "username": "selim", "advance": "300"}]
    first = await opening.carry_out(await plan(*rows), cast.asha)
    second = await plan(*rows)
    again = await opening.carry_out(second, cast.asha)

    assert (first.made, first.bills, first.advances) == (3, 1, 1)
    assert (len(second.new), len(second.changed), len(second.same)) == (0, 0, 3)
    assert (again.made, again.changed, again.bills, again.advances) == (0, 0, 0, 0)
    assert await Customer.all().count() == 5
    assert (await Bill.all().count(), await Credit.all().count()) == (1, 1)


async def test_an_advance_that_came_first_settles_an_old_debt_that_comes_later(
    cast: Cast,
) -> None:
    for amounts in ({"advance": "300"}, {"advance": "300", "opening_due": "1150"}):
        await opening.carry_out(await plan({**SHORT, "customer_id": "2002", **amounts}), cast.asha)

    row = await Customer.get(code="2002")
    assert await dues.due_of(row.id) == Money(85_000)
    assert await dues.advance_of(row.id) == Money(0)
    assert await proof.faults() == []


async def test_an_empty_cell_leaves_a_customer_as_they_are(cast: Cast) -> None:
    row = {"customer_id": "1001", "name": "Rahim Sarkar", "mobile": "01711111111", "email": ""}
    made = await plan(row)
    await opening.carry_out(made, cast.asha)

    assert len(made.changed) == 1
    await cast.rahim.refresh_from_db()
    assert (cast.rahim.name, cast.rahim.username, cast.rahim.operator_id) == (
        "Rahim Sarkar", "rahim", cast.north.id,
    )  # fmt: skip
    assert [hit.id for hit in await search.search(cast.bina, "sarkar")] == [cast.rahim.id]


async def test_what_was_paid_ahead_settles_what_was_owed(cast: Cast) -> None:
    await opening.carry_out(
        await plan({**FULL, "advance": "1500"}, {**SHORT, "advance": "200"}), cast.asha
    )

    jamal = await Customer.get(code="2001")
    kamal = await Customer.get(name="Kamal")
    assert (await dues.due_of(jamal.id), await dues.advance_of(jamal.id)) == (
        Money(0), Money(35_000),
    )  # fmt: skip
    assert await dues.advance_of(kamal.id) == Money(20_000)


async def test_the_books_hold_after_an_import(cast: Cast) -> None:
    rows = [
        {
            **SHORT, "customer_id": f"N{number}", "mobile": f"018220{number:05d}",
            "opening_due": str(number % 3 * 100), "advance": str(number % 2 * 50),
            "zone": ("uttara", "gulshan")[number % 2],
        }
        for number in range(1, 61)
    ]  # fmt: skip
    done = await opening.carry_out(await plan(*rows), cast.asha)

    assert (done.made, done.bills, done.advances) == (60, 40, 30)
    assert await proof.faults(limit=5) == []
    assert await ledger_proof.faults(limit=5) == []


async def test_an_import_that_died_half_way_is_finished_by_starting_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "a_pace", lambda: fixed(2))
    rows = [
        {**SHORT, "name": f"Person {number}", "mobile": f"018330{number:05d}", "opening_due": "100"}
        for number in range(5)
    ]
    async for step in opening.steps(await plan(*rows), cast.asha):
        if step.done == 2:
            break
    assert await Customer.all().count() == 4

    done = await opening.carry_out(await plan(*rows), cast.asha)

    assert (done.made, done.bills) == (3, 3)
    assert (await Customer.all().count(), await Bill.all().count()) == (7, 5)


async def test_a_batch_that_fails_leaves_nothing_of_itself(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> int:
        raise RuntimeError("disk full")

    made = await plan(FULL)
    monkeypatch.setattr(opening_rows, "credit", fail)
    with pytest.raises(RuntimeError):
        await opening.carry_out(made, cast.asha)

    assert (await Customer.all().count(), await Bill.all().count()) == (2, 0)
    assert await search.search(cast.asha, "jamal") == []


@pytest.mark.any_engine
@pytest.mark.parametrize(
    ("change", "key", "told"),
    [
        ({"name": ""}, "error-invalid-value", {"field": "name"}),
        ({"mobile": ""}, "error-invalid-value", {"field": "mobile"}),
        ({"mobile": "12"}, "error-mobile-not-readable", {}),
        ({"zone": "Banani"}, "error-not-found", {"what": "zone", "given": "Banani"}),
        ({"package": "Gold"}, "error-not-found", {"what": "package"}),
        ({"package": ""}, "error-invalid-value", {"field": "package"}),
        ({"router": "core-9"}, "error-not-found", {"what": "router"}),
        ({"operator": "south"}, "error-not-found", {"what": "zone"}),
        ({"opening_due": "-5"}, "error-amount-not-readable", {}),
        ({"price": "1e3"}, "error-amount-not-readable", {}),
        ({"joined_on": "31/02/2026"}, "error-date-not-readable", {}),
        ({"status": "blocked"}, "error-invalid-value", {"field": "status"}),
        ({"connection": "wifi"}, "error-invalid-value", {"field": "connection"}),
        ({"ip": "10.0.0.300"}, "error-invalid-value", {"field": "ip"}),
        ({"mac": "zz"}, "error-invalid-value", {"field": "mac"}),
        ({"email": "jamal"}, "error-invalid-value", {"field": "email"}),
        ({"language": "banglish"}, "error-invalid-value", {"field": "language"}),
        ({"address": "x" * 300}, "error-too-long", {"field": "address", "limit": 240}),
        ({"customer_id": "9" * 30}, "error-too-long", {"field": "customer_id"}),
    ],
)  # fmt: skip
async def test_a_row_that_is_wrong_says_why_and_keeps_no_other_back(
    cast: Cast, change: dict[str, str], key: str, told: dict[str, str]
) -> None:
    made = await plan(SHORT, {**FULL, **change})

    assert [(error.line, error.key) for error in made.errors] == [(3, key)]
    assert told.items() <= made.errors[0].values.items()
    assert (await opening.carry_out(made, cast.asha)).made == 1


async def test_a_row_that_repeats_another_is_named_with_it(cast: Cast) -> None:
    made = await plan(FULL, {}, {**FULL, "mobile": "01811000009"})

    (error,) = made.errors
    assert (error.line, error.key) == (4, "error-row-repeated")
    assert error.values == {"field": "customer_id", "given": "2001", "line": 2}


async def test_a_username_that_another_has_on_that_router_is_refused(cast: Cast) -> None:
    taken = {**FULL, "username": "rahim", "router": "core-1"}
    edge = await builders.a_router("edge-1")

    (error,) = (await plan(taken)).errors
    assert (error.key, error.values) == (
        "error-username-taken", {"given": "rahim", "customer": "1001", "name": "Rahim Uddin"},
    )  # fmt: skip

    assert (await plan({**taken, "router": edge.name})).errors == []
    await Customer.filter(code="1001").update(status="left")
    assert (await plan(taken)).errors == []


async def test_headings_that_nobody_knows_are_told(cast: Cast) -> None:
    made = await plan({**SHORT, "colour": "red", "Name2": "x"})

    assert made.unknown_headings == ["Name2", "colour"]
    assert len(made.new) == 1


async def test_a_plan_writes_nothing(cast: Cast) -> None:
    await plan({**FULL, "zone": "Banani"}, SHORT, create_missing=True)

    assert (await Customer.all().count(), await Zone.all().count()) == (2, 3)


async def test_what_is_missing_is_made_when_asked(cast: Cast) -> None:
    from domain import vault

    vault.use(VAULT)
    rows = [
        {**FULL, "operator": "East Net", "zone": "বনানী", "package": "Gold 50", "router": "edge-7",
         "billing_profile": "Strict", "price": "2000"},
        {**SHORT, "zone": "Banani 2", "package": "Gold 50", "price": "2000"},
    ]  # fmt: skip
    made = await plan(*rows, create_missing=True)
    done = await opening.carry_out(made, cast.asha)

    assert sorted({missing.kind for missing in made.missing}) == [
        "billing_profile", "operator", "package", "router", "zone",
    ]  # fmt: skip
    assert (made.errors, done.made) == ([], 2)
    east = await Operator.get(name="East Net")
    assert east.parent_id == cast.isp.id
    assert (await Zone.get(name="বনানী")).operator_id == east.id
    assert (await Package.get(name="Gold 50")).price_minor == 200_000
    router = await Router.get(name="edge-7")
    assert (router.enabled, router.watch_only) == (False, True)
    assert (await Customer.get(code="2001")).operator_id == east.id


async def test_making_what_is_missing_takes_nothing_from_other_operators(cast: Cast) -> None:
    from domain import vault

    vault.use(VAULT)
    south = cast.south
    await Router.filter(id=cast.router.id).update(operator_id=cast.north.id)
    of_south = {**SHORT, "operator": "south", "mobile": "01811000003"}
    rows = [
        {**of_south, "zone": "Mirpur"},
        {**of_south, "zone": "Hill", "name": "On the hill"},
        {**SHORT, "operator": "north", "zone": "Hill"},
        {**of_south, "zone": "", "router": "core-1", "name": "Behind another's"},
    ]
    made = await opening.complete(await plan(*rows, create_missing=True), cast.asha)
    done = await opening.carry_out(made, cast.asha)

    assert ([error.line for error in made.errors], done.made) == ([5], 3)
    assert (await Zone.get(id=cast.mirpur.id)).operator_id == cast.north.id
    owners = [zone.operator_id for zone in await Zone.filter(name="Hill").order_by("operator_id")]
    assert owners == [cast.north.id, south.id]
    router = await Router.get(id=cast.router.id)
    assert (router.settings, router.enabled) == (cast.router.settings, True)


async def test_a_row_that_can_not_come_makes_nothing(cast: Cast) -> None:
    rows = [
        {**SHORT, "zone": "Banani", "mobile": "12"},
        {**SHORT, "package": "Gold 50", "price": "x"},
    ]
    made = await plan(*rows, create_missing=True)

    assert (len(made.errors), made.missing) == (2, [])


async def test_a_package_without_a_price_is_not_made_up(cast: Cast) -> None:
    made = await plan({**SHORT, "package": "Gold 50"}, create_missing=True)

    assert [error.values["field"] for error in made.errors] == ["price"]
    assert made.missing == []


async def test_nobody_imports_over_others_customers(cast: Cast) -> None:
    admin = replace(cast.esha, role=Role.ADMIN)
    made = await importing.plan(
        [
            {"customer_id": "1001", "name": "Mine", "mobile": "01711111111"},
            {**SHORT, "zone": "uttara"},
            {**SHORT, "operator": "north", "zone": ""},
        ],
        actor=admin,
    )

    assert [error.line for error in made.errors] == [2, 3, 4]
    assert made.new == made.changed == []


@pytest.mark.parametrize("who", ["chand", "dipa"])
async def test_who_may_not_edit_customers_imports_none(cast: Cast, who: str) -> None:
    actor = getattr(cast, who)

    with pytest.raises(RightLacking):
        await importing.plan([SHORT], actor=actor)
    with pytest.raises(RightLacking):
        await opening.carry_out(await plan(SHORT), actor)


async def test_who_may_not_bill_brings_no_balances_in(cast: Cast) -> None:
    support = replace(cast.asha, role=Role.SUPPORT)

    with pytest.raises(RightLacking):
        await opening.carry_out(await plan(FULL), support)

    assert (await opening.carry_out(await plan(SHORT), support)).made == 1


async def test_an_import_is_on_record(cast: Cast) -> None:
    await opening.carry_out(await plan(FULL), cast.asha)

    told = await Audit.get(act="customer.import")
    assert (told.staff_id, told.after["made"]) == (cast.asha.staff_id, ["2001"])


async def test_an_old_balance_that_was_taken_back_comes_again_only_with_another_amount(
    cast: Cast,
) -> None:
    await opening.carry_out(await plan(FULL), cast.asha)
    await bills.void(cast.asha, (await Bill.get()).id, "mistake")
    again = await plan(FULL)
    await opening.note_taken_back(again)
    done = await opening.carry_out(again, cast.asha)

    assert (done.bills, await Bill.all().count()) == (0, 1)
    (note,) = again.notes
    assert (note.line, note.key, note.values["amount"]) == (
        2, "import-due-taken-back", Money(115_000),
    )  # fmt: skip

    mended = await plan({**FULL, "opening_due": "900"})
    await opening.note_taken_back(mended)
    assert (mended.notes, (await opening.carry_out(mended, cast.asha)).bills) == ([], 1)
    assert (await opening.carry_out(await plan(FULL), cast.asha)).bills == 0


async def greeted() -> set[str]:
    """Whom the welcome was written for."""
    found = await Message.filter(event="welcome").select_related("customer")
    return {message.customer.name for message in found}


async def test_whom_an_import_brings_over_is_not_greeted(cast: Cast) -> None:
    events.listen(reactions.MAP)
    await opening.carry_out(await plan(SHORT, {**FULL, "status": "pending"}), cast.asha)

    assert await greeted() == set()
    brought = {row.name: row.online_at for row in await Customer.filter(online_at=None)}
    assert list(brought) == ["Jamal Khan"], "whoever waits is told of the first session"


async def test_who_is_new_by_the_word_of_the_import_is_greeted_once(cast: Cast) -> None:
    events.listen(reactions.MAP)
    rows = [SHORT, {**FULL, "opening_due": "", "advance": ""}]
    for _ in range(2):
        await opening.carry_out(await importing.plan(rows, greet=True), cast.asha)

    assert await greeted() == {"Kamal", "Jamal Khan"}
    assert await Message.filter(event="welcome").count() == 2
    assert await Customer.filter(code="2001", online_at=None).exists()
