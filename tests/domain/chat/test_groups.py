"""Groups hear of the operators that they are bound for, and of those under them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.chat import cards, groups
from domain.chat.models import Card, Group, Purpose
from domain.errors import NotFound, RightLacking
from domain.staff.models import Operator, Role
from domain.staff.rights import SYSTEM
from tests.cast import Cast


async def test_a_group_hears_of_its_operator_and_those_under_it(cast: Cast) -> None:
    local = replace(cast.bina, role=Role.ADMIN)
    isps, _ = await groups.bind(cast.asha, "-100", Purpose.PAYMENTS, "Office")
    norths, _ = await groups.bind(local, "-200", Purpose.PAYMENTS, "North office")
    await groups.bind(local, "-200", Purpose.ALERTS, "North office")

    async def hearing(operator_id: int | None) -> list[int]:
        return [row.id for row in await groups.groups_for(Purpose.PAYMENTS, operator_id)]

    assert await hearing(cast.north.id) == [isps.id, norths.id]
    assert await hearing(cast.south.id) == [isps.id]
    assert await hearing(None) == [isps.id]


async def test_binding_again_changes_what_is_new_only(cast: Cast) -> None:
    first = await groups.bind(cast.asha, "-100", Purpose.ALERTS, "NOC")
    again = await groups.bind(cast.asha, "-100", Purpose.ALERTS, "NOC")
    moved = await groups.bind(cast.asha, "-100", Purpose.ALERTS, "NOC", "7")

    assert [changed for _, changed in (first, again, moved)] == [True, False, True]
    assert (await Group.get(chat_id="-100")).thread_id == "7"


async def test_a_group_keeps_its_name_and_speaks_as_its_operator_does_when_a_file_binds_it(
    cast: Cast,
) -> None:
    await Operator.filter(id=cast.isp.id).update(language="bn")
    bound, _ = await groups.bind(SYSTEM, "-100", Purpose.ALERTS, "NOC")
    assert bound.language == "bn"
    again, _ = await groups.bind(cast.asha, "-100", Purpose.ALERTS, thread_id="7")
    assert (again.title, again.thread_id, again.language) == ("NOC", "7", "bn")


async def test_a_group_of_others_is_not_taken_over(cast: Cast) -> None:
    await groups.bind(cast.asha, "-100", Purpose.ALERTS, "South", operator_code="south")
    local = replace(cast.bina, role=Role.ADMIN)

    with pytest.raises(NotFound):
        await groups.bind(local, "-100", Purpose.ALERTS, "Mine")

    assert await groups.unbind(local, "-100") == 0
    assert await groups.unbind(cast.asha, "-100") == 1
    assert await groups.find("-100") is None


@pytest.mark.parametrize("who", ["bina", "chand", "dipa"])
async def test_only_admins_bind(cast: Cast, who: str) -> None:
    with pytest.raises(RightLacking):
        await groups.bind(getattr(cast, who), "-100", Purpose.ALERTS, "Mine")
    with pytest.raises(RightLacking):
        await groups.unbind(getattr(cast, who), "-100")


async def test_a_group_that_became_a_supergroup_keeps_its_cards_as_new_messages(
    cast: Cast,
) -> None:
    await groups.bind(cast.asha, "-100", Purpose.ALERTS, "NOC")
    await groups.bind(cast.asha, "-100", Purpose.REPORTS, "NOC")
    await groups.bind(cast.asha, "-1001", Purpose.ALERTS, "NOC")
    await cards.keep(cards.Kept(
        key="k", screen="alert", args={}, subject="incident:1", app="telegram", chat_id="-100",
        language="en", message_id="5",
    ))  # fmt: skip

    await groups.rename_chat("-100", "-1001")

    assert {row.purpose for row in await Group.filter(chat_id="-1001")} == {
        Purpose.ALERTS, Purpose.REPORTS,
    }  # fmt: skip
    assert await Group.filter(chat_id="-100").count() == 0
    card = await Card.get(key="k")
    assert (card.chat_id, card.message_id) == ("-1001", None)
    assert await groups.find("-1001", Purpose.PAYMENTS) is None
