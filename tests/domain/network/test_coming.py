"""Who comes to a router by somebody's hand is served at once; many who are new wait."""

from __future__ import annotations

import pytest

from domain import events, reactions, vault
from domain.customers import customers
from domain.customers.models import Customer
from domain.network.models import Service
from domain.network.states import Desired
from domain.onboarding import importing, opening
from domain.staff.rights import SYSTEM
from tests.domain.network import test_remnants
from tests.domain.network.conftest import reconnect, service_of
from tests.domain.network.test_remnants import PLACES, Two, is_shut, settled
from tests.paces import fixed
from tests.sealing import VAULT

two = test_remnants.two


@pytest.mark.parametrize("place", ["pppoe", "renamed", "static", "dhcp"])
@pytest.mark.parametrize("asked", ["hand", "file"])
async def test_who_comes_back_from_a_hotspot_is_on_again_without_a_full_pass(
    two: Two, place: str, asked: str
) -> None:
    async def to(where: str) -> None:
        values = PLACES[where]
        if asked == "hand":
            await customers.change(SYSTEM, mover.id, **values)
            return
        row = {"customer_id": mover.code, "name": mover.name, "mobile": mover.mobile}
        made = await importing.plan([{**row, **values, "router": "core-1"}])
        await opening.carry_out(made, SYSTEM)
        assert made.errors == []

    mover = await settled(two, "pppoe", "suspended")
    events.listen(reactions.MAP)
    vault.use(VAULT)
    await to("hotspot")
    await two.both()
    assert is_shut(two.fake, "mover")
    await reconnect(mover)
    two.fake.set("mover-new", disabled=True)

    await to(place)
    await two.both()

    service = await service_of(mover.id)
    assert (service.desired, service.applied) == (Desired.ACTIVE, service.generation)
    name = str(PLACES[place]["username"])
    assert not name or not two.fake.secrets[name].disabled


@pytest.mark.parametrize("size", [1, 100])
async def test_many_who_are_new_to_a_router_wait_for_its_full_pass(
    two: Two, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """They are many in the file, however few of them a batch has."""
    monkeypatch.setattr(opening, "a_pace", lambda: fixed(size))
    people = [
        {"name": f"N{number}", "mobile": f"0181100000{number}", "package": "home"}
        for number in range(3)
    ]
    placed = [{**row, "router": "core-1", "username": row["name"].lower()} for row in people]
    for rows in (people, placed):
        made = await importing.plan(rows)
        await opening.carry_out(made, SYSTEM)
        assert made.errors == []

    ids = await Customer.filter(name__startswith="N").values_list("id", flat=True)
    fresh = Service.filter(customer_id__in=ids, generation=1, applied=0)
    assert await fresh.count() == len(ids) == 3
