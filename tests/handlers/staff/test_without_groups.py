"""Where no group is bound: what waits is asked in private, and a group bound later gets it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.chat import groups
from domain.chat.models import Card, Purpose
from domain.incidents import incidents
from domain.outreach.models import Broadcast
from domain.outreach.states import BroadcastStatus as B
from domain.staff.models import Role, Staff
from tests.cast import Cast
from tests.domain.outreach.conftest import House, crowd
from tests.domain.outreach.conftest import house as house
from tests.person import Person

PersonOf = Callable[..., Person]
GROUP = -100777


@pytest.fixture(autouse=True)
def _can_send(house: House) -> None:
    """Gateways are there."""


async def test_without_a_group_the_approvers_are_asked_in_their_own_chats(
    cast: Cast, person_of: PersonOf
) -> None:
    await crowd(cast, 101)
    bina = person_of(cast.bina)
    await bina.says("/broadcast text: No line tomorrow")
    bina.sees("somebody else will be asked", f"in their own chat: {cast.asha.name}")
    await bina.taps("Send")
    bina.sees("Waits for approval", f"in their own chat: {cast.asha.name}")

    row = await Broadcast.get()
    card = await Card.get(subject=f"broadcast:{row.id}", owner=cast.asha.key)
    assert (card.chat_id, card.screen) == (str(cast.asha.telegram_id), "broadcast.approval")
    assert not await Card.filter(chat_id=str(cast.bina.telegram_id), screen="broadcast.approval")


async def test_who_may_approve_alone_is_not_told_of_somebody_else(asha: Person, cast: Cast) -> None:
    await crowd(cast, 101)
    await asha.says("/broadcast text: No line tomorrow")
    asha.sees("by you or by somebody else")
    asha.does_not_see("somebody else will be asked")
    await asha.taps("Send")
    await asha.taps("Approve")
    assert (await Broadcast.get()).status is B.RUNNING


async def test_a_group_that_is_bound_later_gets_what_waits(cast: Cast, person_of: PersonOf) -> None:
    await crowd(cast, 101)
    bina = person_of(cast.bina)
    await bina.says("/broadcast text: No line tomorrow")
    await bina.taps("Send")
    incident = await incidents.open_("router-down", "router:7", None, {"router": "core"})

    await groups.bind(cast.asha, str(GROUP), Purpose.BROADCASTS, "Approvals")
    await groups.bind(cast.asha, str(GROUP), Purpose.ALERTS, "Approvals")

    row = await Broadcast.get()
    raised = await Card.filter(chat_id=str(GROUP)).order_by("id").values_list("key", flat=True)
    assert raised == [f"broadcast:{row.id}:{GROUP}", f"incident:{incident.id}:{GROUP}"]


async def test_the_admin_reads_what_no_group_hears_of(
    asha: Person, chand: Person, cast: Cast
) -> None:
    await groups.bind(cast.asha, str(GROUP), Purpose.ALERTS, "NOC")
    await asha.says("/start")
    asha.sees("No group is bound for", "payments to verify", "/bind payments")
    asha.does_not_see("/bind alerts")
    await chand.says("/start")
    chand.does_not_see("No group is bound")


async def test_where_nobody_can_approve_nobody_is_said_to_be_asked(
    cast: Cast, person_of: PersonOf
) -> None:
    await crowd(cast, 101)
    await Staff.filter(id=cast.asha.staff_id).update(role=Role.NOC)
    bina = person_of(cast.bina)
    await bina.says("/broadcast text: No line tomorrow")
    bina.sees("nobody else here may approve it")
    bina.does_not_see("will be asked")


async def test_without_a_group_an_alert_comes_to_those_who_look_after_routers(cast: Cast) -> None:
    row = await incidents.open_("router-down", "router:7", cast.north.id, {"router": "core"})
    told = await Card.filter(subject=f"incident:{row.id}").values_list("chat_id", flat=True)
    assert set(told) == {str(cast.asha.telegram_id), str(cast.dipa.telegram_id)}
