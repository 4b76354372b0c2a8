"""The tree of operators keeps its paths, however it is changed."""

from __future__ import annotations

import pytest

from domain.errors import InvalidValue, NotFound, RightLacking
from domain.staff import operators
from domain.staff.models import Audit, Operator
from domain.staff.rights import SYSTEM
from tests.cast import Cast


async def test_the_first_operator_is_the_root(database: str) -> None:
    with pytest.raises(NotFound):
        await operators.root()

    isp, changed = await operators.save(SYSTEM, code="isp", name="Nagar Net")

    assert changed
    assert isp.path == f"/{isp.id}/"
    assert (await operators.root()).id == isp.id


async def test_saving_the_same_again_changes_nothing(cast: Cast) -> None:
    given = {"code": "east", "parent": "north", "name": "East Net", "region": "BD"}

    first, changed = await operators.save(cast.asha, **given)
    again, changed_again = await operators.save(cast.asha, **given)

    assert (changed, changed_again, again.id) == (True, False, first.id)
    assert await Audit.filter(act="operator.save").count() == 1


async def test_an_operator_that_moves_takes_all_under_it_along(cast: Cast) -> None:
    east, _ = await operators.save(cast.asha, code="east", parent="north", name="East Net")
    far, _ = await operators.save(cast.asha, code="far", parent="east", name="Far Net")

    await operators.save(cast.asha, code="east", parent="south", name="East Net")

    assert (await operators.get(far.id)).path == f"{cast.south.path}{east.id}/{far.id}/"
    assert await operators.subtree_ids(cast.south.id) == [cast.south.id, east.id, far.id]
    assert await operators.subtree_ids(cast.north.id) == [cast.north.id]


async def test_an_operator_can_not_hang_under_itself(cast: Cast) -> None:
    await operators.save(cast.asha, code="east", parent="north", name="East Net")

    with pytest.raises(InvalidValue):
        await operators.save(cast.asha, code="north", parent="east", name="North Net")

    assert (await operators.get(cast.north.id)).path == cast.north.path


async def test_there_is_one_root(cast: Cast) -> None:
    with pytest.raises(InvalidValue):
        await operators.save(SYSTEM, code="other", name="Another ISP")

    assert await Operator.filter(parent_id=None).count() == 1


async def test_operators_are_the_admins_to_make(cast: Cast) -> None:
    with pytest.raises(RightLacking):
        await operators.save(cast.bina, code="east", parent="north", name="East Net")


async def test_the_system_reaches_every_operator(cast: Cast) -> None:
    assert await operators.subtree_ids(0) == [cast.isp.id, cast.north.id, cast.south.id]
    assert await operators.is_within(cast.south.id, cast.asha)
    assert not await operators.is_within(cast.south.id, cast.bina)
    assert not await operators.is_within(4711, cast.asha)
    with pytest.raises(NotFound):
        await operators.within(cast.bina, "south")
