"""Routers, services and alerts in the chat."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain import events, reactions
from domain.customers.models import Customer, CustomerStatus
from domain.network import incidents, routers, services
from domain.network.models import Suspension
from tests.builders import a_customer
from tests.cast import Cast
from tests.person import Person

PersonOf = Callable[..., Person]


@pytest.fixture(autouse=True)
def _consequences() -> None:
    events.listen(reactions.MAP)


async def test_noc_sees_routers_without_any_amount(person_of: PersonOf, cast: Cast) -> None:
    await a_customer("Jamal Uddin", owes=500)
    dipa = person_of(cast.dipa)
    await dipa.says("/routers")
    dipa.sees("core-1", "customers")
    dipa.does_not_see("৳")


async def test_held_back_corrections_are_let_through_once_by_a_person(
    person_of: PersonOf, cast: Cast
) -> None:
    state = await routers.state(cast.router.id)
    await type(state).filter(id=state.id).update(waiting=40)
    dipa = person_of(cast.dipa)
    await dipa.says("/router core-1")
    dipa.sees("40 corrections wait")
    await dipa.taps("Let the corrections through")
    await dipa.taps("Yes")
    assert (await routers.state(cast.router.id)).released


async def test_suspending_by_hand_asks_first_and_says_who_did_it(
    person_of: PersonOf, cast: Cast
) -> None:
    customer = await a_customer("Jamal Uddin", owes=500)
    await services.ensure([customer.id])
    asha = person_of(cast.asha)
    await asha.says(customer.customer_id)
    await asha.taps("Suspend")
    asha.sees("Suspend Jamal Uddin")
    await asha.taps("Yes, suspend")
    assert (await Customer.get(id=customer.id)).status is CustomerStatus.SUSPENDED
    log = await Suspension.get(customer_id=customer.id)
    assert (log.rule, log.staff_id) == (services.MANUAL, cast.asha.staff_id)
    await asha.taps("Reconnect")
    await asha.taps("Yes, reconnect")
    assert (await Customer.get(id=customer.id)).status is CustomerStatus.ACTIVE


async def test_a_collector_can_not_cut_anybody(person_of: PersonOf, cast: Cast) -> None:
    customer = await a_customer("Jamal Uddin", owes=500)
    chand = person_of(cast.chand)
    await chand.says(customer.customer_id)
    chand.sees("Jamal Uddin")
    chand.does_not_see("Suspend")


async def test_an_alert_is_taken_on_by_one_and_ends_with_the_all_clear(
    person_of: PersonOf, cast: Cast
) -> None:
    subject = incidents.of_router(cast.router.id)
    facts = {"router": "core-1", "customers": 42, "reason": "unreachable"}
    await incidents.open_("router-down", subject, None, facts)
    dipa = person_of(cast.dipa)
    await dipa.says("/alerts")
    await dipa.taps("core-1")
    dipa.sees("42 customers", "unreachable")
    await dipa.taps("I look after it")
    dipa.sees("Dipa looks after it")
    await incidents.close("router-down", subject)
    await dipa.says("/alerts")
    dipa.sees("Nothing is wrong")
