"""Routers, services and alerts in the chat."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain import clock, events, reactions
from domain.billing import enforcement
from domain.customers.models import Customer, CustomerStatus
from domain.incidents import incidents
from domain.network import passes, routers, services
from domain.network.models import Router, RouterState, Service, Suspension
from domain.ports import Ports
from domain.ports.access import Fault, Served
from domain.staff.models import Audit
from tests.builders import a_customer, a_router
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


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ({"generation": 1, "applied": 0}, "Waits for the next look at the whole router"),
        ({"generation": 2, "applied": 1}, "The router is being told"),
        ({"generation": 2, "applied": 1, "error": "not-seen"}, "It is tried again"),
        ({"generation": 2, "applied": 1, "error": "watch-only"}, "only watched"),
        ({"generation": 2, "applied": 1, "error": "secret-missing"}, "no secret with this"),
    ],
)
async def test_a_card_says_why_the_router_does_not_have_it_yet(
    person_of: PersonOf, cast: Cast, known: dict[str, object], text: str
) -> None:
    customer = await a_customer("Jamal Uddin")
    await services.ensure([customer.id])
    await Service.filter(customer_id=customer.id).update(**known)
    asha = person_of(cast.asha)
    await asha.says(customer.code)
    asha.sees(text)


async def test_noc_reads_in_words_why_a_router_is_in_trouble(
    person_of: PersonOf, cast: Cast
) -> None:
    subject = incidents.of_router(cast.router.id)
    facts = {"router": "core-1", "profiles": ["suspended"]}
    await incidents.open_("profile-missing", subject, None, facts)
    await incidents.open_("router-down", subject, None, {"router": "core-1", "reason": "auth"})
    dipa = person_of(cast.dipa)
    await dipa.says("/alerts")
    await dipa.taps("lacks a package's profile")
    dipa.sees("Not there: suspended")
    await dipa.says("/alerts")
    await dipa.taps("does not answer")
    dipa.sees("Reason: it refuses our username and password")


@pytest.mark.parametrize(
    ("enabled", "text"),
    [(False, "The router core-1 is switched off"), (True, "The router core-1 does not answer")],
)
async def test_a_router_that_can_not_be_told_is_not_said_to_be_told(
    person_of: PersonOf, cast: Cast, enabled: bool, text: str
) -> None:
    customer = await a_customer("Jamal Uddin")
    await services.ensure([customer.id])
    await Service.filter(customer_id=customer.id).update(generation=2, applied=1)
    await Router.filter(id=cast.router.id).update(enabled=enabled)
    state = await routers.state(cast.router.id)
    await RouterState.filter(id=state.id).update(reachable=not enabled, since=clock.now())
    asha = person_of(cast.asha)
    await asha.says(customer.code)
    asha.sees(text)
    asha.does_not_see("being told")
    await asha.says("/router core-1")
    asha.sees("changes wait until")


async def test_noc_takes_a_shorter_list_for_true_by_the_button_of_the_alert(
    person_of: PersonOf, cast: Cast
) -> None:
    state = await routers.state(cast.router.id)
    await RouterState.filter(id=state.id).update(rows_read=60)
    await passes.doubted(cast.router, 45, ["karim", "rahim"])
    dipa = person_of(cast.dipa)
    await dipa.says("/alerts")
    dipa.sees("far fewer customers than before, since", "(for ")
    await dipa.taps("far fewer")
    dipa.sees("45 secrets read, 60 before", "waits for a person", "karim, rahim")
    await dipa.taps("Accept the new list")
    dipa.sees("core-1 shows 45 secrets, 15 fewer than before", "rahim")
    await passes.doubted(cast.router, 40, [])
    await dipa.taps("Yes, it is right")
    assert (await routers.state(cast.router.id)).accepted is None  # not what was asked about

    await dipa.says("/router core-1")
    await dipa.taps("Accept the new list")
    await dipa.taps("Yes, it is right")

    state = await routers.state(cast.router.id)
    assert (state.accepted, passes.is_due(state)) == (40, True)
    noted = await Audit.get(act="router.accept")
    assert (noted.staff_id, noted.after) == (cast.dipa.staff_id, {"secrets": 40})


async def test_who_does_not_manage_the_router_accepts_nothing(
    person_of: PersonOf, cast: Cast
) -> None:
    await passes.doubted(cast.router, 45, [])
    dipa, bina = person_of(cast.dipa), person_of(cast.bina)
    await dipa.says("/alerts")
    await dipa.taps("far fewer")
    await dipa.taps("Accept the new list")
    yes = dipa.key("Yes, it is right")
    await bina.says("/routers")
    await bina.presses(yes)
    assert (await routers.state(cast.router.id)).accepted is None


async def test_corrections_that_wait_are_let_through_by_the_button_of_the_alert(
    person_of: PersonOf, cast: Cast
) -> None:
    state = await routers.state(cast.router.id)
    await RouterState.filter(id=state.id).update(waiting=40)
    facts = {"router": "core-1", "changes": 40, "customers": 60}
    await incidents.open_("mass-change", incidents.of_router(cast.router.id), None, facts)
    dipa = person_of(cast.dipa)
    await dipa.says("/alerts")
    await dipa.taps("corrections wait")
    await dipa.taps("Let the corrections through")
    dipa.sees("40 corrections on core-1")
    await RouterState.filter(id=state.id).update(waiting=50)
    await dipa.taps("Yes, make them")
    assert not (await routers.state(cast.router.id)).released

    await RouterState.filter(id=state.id).update(waiting=40)
    await dipa.says("/alerts")
    await dipa.taps("corrections wait")
    await dipa.taps("Let the corrections through")
    await dipa.taps("Yes, make them")
    assert (await routers.state(cast.router.id)).released


async def test_a_router_that_can_not_be_read_says_when_it_was_read_last(
    person_of: PersonOf, cast: Cast
) -> None:
    state = await routers.state(cast.router.id)
    await RouterState.filter(id=state.id).update(
        reachable=True, since=clock.now(), read_at=clock.now(), rows_read=60
    )
    for _ in range(passes.FAILURES):
        await passes.failed(cast.router, "full")
    dipa = person_of(cast.dipa)
    await dipa.says("/router core-1")
    dipa.sees("Last read", "60 secrets", "3 looks at the whole router have failed since")
    await dipa.says("/alerts")
    await dipa.taps("can't be read whole")
    dipa.sees("it takes no more sessions", "tried again by itself")


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
    await asha.says(customer.code)
    await asha.taps("Suspend")
    await asha.taps("Misuse of the line")
    asha.sees("Suspend Jamal Uddin", "Reason: Misuse of the line", "Due now: ৳500")
    assert (await Customer.get(id=customer.id)).status is CustomerStatus.ACTIVE
    await asha.taps("Yes, suspend")
    asha.sees("Suspended", "🔴 Suspended")
    assert (await Customer.get(id=customer.id)).status is CustomerStatus.SUSPENDED
    log = await Suspension.get(customer_id=customer.id)
    assert (log.rule, log.staff_id) == (services.MANUAL, cast.asha.staff_id)
    assert log.figures["reason"] == "Misuse of the line"
    await asha.taps("Reconnect")
    await asha.says("He has said sorry")
    await asha.taps("Yes, reconnect")
    assert (await Customer.get(id=customer.id)).status is CustomerStatus.ACTIVE


async def test_a_collector_can_not_cut_anybody(person_of: PersonOf, cast: Cast) -> None:
    customer = await a_customer("Jamal Uddin", owes=500)
    chand = person_of(cast.chand)
    await chand.says(customer.code)
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
    dipa.sees("42 customers", "nobody answers at its address")
    await dipa.taps("I look after it")
    dipa.sees("Dipa looks after it")
    await incidents.close("router-down", subject)
    await dipa.says("/alerts")
    dipa.sees("Nothing is wrong")


async def test_whoever_comes_second_to_an_alert_is_told_who_was_first(
    person_of: PersonOf, cast: Cast
) -> None:
    await incidents.open_("router-down", incidents.of_router(cast.router.id), None, {"router": "r"})
    asha, dipa = person_of(cast.asha), person_of(cast.dipa)
    for person in (asha, dipa):
        await person.says("/alerts")
        await person.taps("Router r")
    late = dipa.key("I look after it")

    await asha.taps("I look after it")
    assert "You look after it" in asha.toast
    await dipa.presses(late)

    assert "Asha looks after it" in dipa.toast
    dipa.sees("Asha looks after it")


async def test_cutting_is_typed_in_one_line_and_done_once(person_of: PersonOf, cast: Cast) -> None:
    asha = person_of(cast.asha)
    await asha.says("/suspend 1001")
    await asha.taps("Does not pay")
    yes = asha.key("Yes, suspend")
    await asha.taps("Yes, suspend")
    await asha.presses(yes)
    assert await Suspension.filter(customer_id=cast.rahim.id).count() == 1
    await asha.says("/suspend 1001")
    asha.sees("held already")
    asha.does_not_see("Does not pay")


async def test_an_older_card_says_that_the_line_is_on_again_before_it_asks_why(
    person_of: PersonOf, cast: Cast
) -> None:
    asha, bina = person_of(cast.asha), person_of(cast.bina)
    await services.suspend(cast.asha, cast.rahim.id, services.MANUAL, {})
    await asha.says("1001")
    older = asha.key("Reconnect")
    await bina.says("/reconnect 1001")
    await bina.taps("Promised")
    await bina.taps("Yes, reconnect")
    await asha.presses(older)
    assert "is not held" in asha.toast
    asha.sees("Active", "Suspend")
    await asha.says("/reconnect 1001")
    asha.sees("is not held")


async def test_a_router_is_read_again_at_once_when_somebody_asks(
    person_of: PersonOf, cast: Cast
) -> None:
    state = await routers.state(cast.router.id)
    await type(state).filter(id=state.id).update(due_at=clock.now() + passes.EVERY)
    dipa = person_of(cast.dipa)
    await dipa.says("/router core-1")
    await dipa.taps("Sync now")
    assert "read again" in dipa.toast
    assert passes.is_due(await routers.state(cast.router.id))
    bina = person_of(cast.bina)
    await bina.says("/router core-1")
    bina.does_not_see("Sync now")


async def test_many_routers_are_paged(person_of: PersonOf, cast: Cast) -> None:
    for number in range(9):
        await a_router(f"edge-{number}")
    dipa = person_of(cast.dipa)
    await dipa.says("/routers")
    dipa.sees("1–8 of 10")
    await dipa.taps("▶")
    dipa.sees("9–10 of 10")


async def test_who_looks_only_is_offered_nothing_to_press(person_of: PersonOf, cast: Cast) -> None:
    row = await incidents.open_("router-down", "router:7", cast.north.id, {"router": "core"})
    bina, dipa = person_of(cast.bina), person_of(cast.dipa)
    for person in (bina, dipa):
        await person.says("/alerts")
        await person.taps("core")
    bina.sees("Router core does not answer")
    bina.does_not_see("1 hour", "I look after it")
    await dipa.taps("8 hours")
    dipa.sees("Muted until")
    dipa.does_not_see("1 hour")
    await dipa.taps("Unmute")
    dipa.does_not_see("Muted until")
    assert (await incidents.get(cast.dipa, row.id)).muted_until is None


async def test_the_card_answers_why_somebody_was_cut(person_of: PersonOf, cast: Cast) -> None:
    await Suspension.create(
        customer_id=cast.rahim.id, act="suspend", rule="overdue", at=clock.now(),
        figures={
            "due_minor": 115_000, "currency": "BDT", "oldest_due_on": "2026-11-10",
            "grace_days": 3, "over_minor": None, "warned_on": "2026-11-12",
        },
    )  # fmt: skip
    await enforcement.reconnect_by_hand(cast.asha, cast.rahim.id, "Promised to pay")
    chand, dipa = person_of(cast.chand), person_of(cast.dipa)
    for person in (chand, dipa):
        await person.says(cast.rahim.code)
        await person.taps("Why cut")
        person.sees("a bill is overdue", "10 Nov 2026", "3 grace days", "Warned on 12 Nov 2026")
    chand.sees("Due then: ৳1,150")
    dipa.does_not_see("৳")


async def test_live_of_who_has_no_router_is_answered_in_words(
    person_of: PersonOf, cast: Cast
) -> None:
    customer = await a_customer("Jamal Uddin", router=None)
    dipa = person_of(cast.dipa)
    await dipa.says(customer.code)
    await dipa.taps("Live")
    dipa.sees("Jamal Uddin", "No router serves this customer: the customer has no router")


async def test_what_is_out_of_reach_is_not_named_by_its_number(
    person_of: PersonOf, cast: Cast
) -> None:
    row = await incidents.open_("router-down", "router:7", cast.north.id, {"router": "core"})
    bina, esha = person_of(cast.bina), person_of(cast.esha)
    await bina.says("/alerts")
    await esha.presses(bina.key("core"), message=1)
    assert str(row.id) not in esha.toast
    assert "Nothing found" in esha.toast


def test_all_that_an_element_may_say_has_its_words(ports: Ports) -> None:
    said = [f"why-{fault}" for fault in Fault] + [f"live-{served}" for served in Served]
    for language in ports.texts.languages():
        for key in said:
            assert ports.texts.t(language, key), (language, key)
