"""A file moves the status of who is there only where that was asked for, and then as by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import events, reactions
from domain.billing import enforcement
from domain.customers.models import Customer, CustomerStatus
from domain.errors import RightLacking
from domain.events import CustomerReconnected, CustomersChanged, CustomersSuspended
from domain.network import services
from domain.network.models import Service
from domain.network.states import Desired
from domain.onboarding import importing, opening
from domain.onboarding.importing import Plan
from domain.staff.models import Audit, Role
from tests import builders
from tests.cast import Cast


@pytest.fixture
def told(cast: Cast) -> list[str]:
    """Of what the rest of the house was told."""
    heard: list[str] = []

    async def hear(event: events.Event) -> None:
        heard.append(type(event).__name__)

    kinds = (CustomersSuspended, CustomerReconnected, CustomersChanged)
    events.listen({kind: [hear] for kind in kinds})
    return heard


async def bring(cast: Cast, status: str, *, code: str = "1001", **also: object) -> Plan:
    there = await Customer.get(code=code)
    row = {
        "customer_id": code, "name": there.name, "mobile": there.mobile, "status": status,
        "router": "core-1",
    }  # fmt: skip
    made = await importing.plan([row], set_status=bool(also.get("set_status")))
    await opening.carry_out(made, cast.asha)
    return made


async def status() -> CustomerStatus:
    return (await Customer.get(code="1001")).status


async def test_an_old_export_frees_nobody_who_owes(cast: Cast) -> None:
    await builders.a_bill(cast.rahim, total=500)
    await services.ensure()
    await enforcement.suspend_by_hand(cast.asha, cast.rahim.id, "owes")

    made = await bring(cast, "active")

    assert (await status(), len(made.same)) == (CustomerStatus.SUSPENDED, 1)
    assert (await Service.get(customer_id=cast.rahim.id)).desired is Desired.SUSPENDED
    (note,) = made.notes
    assert (note.key, note.values) == (
        "import-status-stays", {"customer": "1001", "status": "suspended", "given": "active"},
    )  # fmt: skip


@pytest.mark.parametrize("said", ["suspended", "expired", "left", "pending"])
async def test_no_status_of_a_file_moves_anybody_unasked(cast: Cast, said: str) -> None:
    made = await bring(cast, said)

    assert (await status(), len(made.notes)) == (CustomerStatus.ACTIVE, 1)


async def test_who_left_is_not_brought_back_by_an_old_export(cast: Cast) -> None:
    await Customer.filter(code="1001").update(status=CustomerStatus.LEFT)

    made = await bring(cast, "active")

    assert (await status(), len(made.notes)) == (CustomerStatus.LEFT, 1)


async def test_what_a_file_changes_of_several_is_told_at_once(cast: Cast, told: list[str]) -> None:
    rows = [
        {"customer_id": one.code, "name": f"{one.name} Khan", "mobile": one.mobile}
        for one in (cast.rahim, cast.karim)
    ]
    made = await importing.plan(rows)
    await opening.carry_out(made, cast.asha)

    assert (len(made.changed), told) == (2, ["CustomersChanged"])


async def test_a_status_that_was_asked_for_leaves_its_trace_and_tells(
    cast: Cast, told: list[str]
) -> None:
    await builders.a_bill(cast.rahim, total=500)
    made = await bring(cast, "suspended", set_status=True)
    assert (len(made.changed), made.changed[0].before) == (1, {"status": CustomerStatus.ACTIVE})
    assert await status() is CustomerStatus.SUSPENDED
    assert told == ["CustomersSuspended"]
    again = await bring(cast, "suspended", set_status=True)
    assert (len(again.same), again.notes) == (1, [])

    await bring(cast, "active", set_status=True)
    assert await status() is CustomerStatus.ACTIVE
    acts = [(row.act, row.rule) for row in await services.history(cast.rahim.id)]
    assert acts == [("reconnect", "manual"), ("suspend", "manual")]
    noted = {row.act for row in await Audit.filter(subject_id=cast.rahim.id)}
    assert {"customer.suspend", "customer.reconnect"} <= noted


@pytest.mark.parametrize("said", ["left", "expired", "pending"])
async def test_every_other_status_is_on_record_too(cast: Cast, said: str) -> None:
    await bring(cast, said, set_status=True)

    assert await status() == said
    told = await Audit.get(act="customer.change", subject_id=cast.rahim.id)
    assert (told.before["status"], told.after["status"]) == ("active", said)


async def test_a_new_customer_has_the_status_of_the_file(cast: Cast) -> None:
    row = {"name": "Jamal", "mobile": "01811000001", "package": "home", "status": "suspended"}
    await opening.carry_out(await importing.plan([row]), cast.asha)

    assert (await Customer.get(name="Jamal")).status is CustomerStatus.SUSPENDED


@pytest.mark.parametrize("kept", ["suspended", "expired"])
@pytest.mark.parametrize("money", [{"opening_due": "800"}, {"advance": "500"}])
async def test_the_same_file_again_moves_nobody(
    cast: Cast, kept: str, money: dict[str, str]
) -> None:
    events.listen(reactions.MAP)
    row = {"customer_id": "E1", "name": "Jamal", "mobile": "01811000001", "package": "home"}
    for _ in range(2):
        await opening.carry_out(await importing.plan([{**row, "status": kept, **money}]), cast.asha)

    assert (await Customer.get(code="E1")).status.value == kept


async def test_who_came_suspended_is_not_freed_by_owing_more(cast: Cast) -> None:
    events.listen(reactions.MAP)
    row = {"customer_id": "E1", "name": "Jamal", "mobile": "01811000001", "package": "home"}
    for due in ({}, {"opening_due": "800"}):
        made = await importing.plan([{**row, "status": "suspended", **due}])
        await opening.carry_out(made, cast.asha)

    assert (await Customer.get(code="E1")).status is CustomerStatus.SUSPENDED


async def test_who_may_not_suspend_sets_no_status(cast: Cast) -> None:
    support = replace(cast.asha, role=Role.SUPPORT)
    there = {"customer_id": "1001", "name": "Rahim Uddin", "mobile": "01711111111"}
    made = await importing.plan([{**there, "status": "suspended"}], set_status=True)
    assert not support.can("customer.suspend")
    with pytest.raises(RightLacking):
        await opening.carry_out(made, support)
    assert await status() is CustomerStatus.ACTIVE
