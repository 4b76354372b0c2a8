"""Who should be held and is not, who is held and owes nothing: said as it is, and seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from domain import clock, events, reactions
from domain.billing import billrun, enforcement
from domain.calendar import Period
from domain.chat import groups
from domain.chat.models import Card, Purpose
from domain.customers import customers
from domain.customers.models import Customer, CustomerStatus
from domain.fields import to_ms
from domain.money import Money
from domain.network import routers, services
from domain.network.models import Router, RouterState, Service
from domain.payments import posting
from domain.staff.rights import SYSTEM
from handlers.ui.buttons import pack
from handlers.ui.drawing import Drawn, Key
from handlers.ui.screens import Button, Text
from tests.builders import a_bill, a_customer, a_gateway, a_router
from tests.cast import Cast, Moment
from tests.person import Person

PersonOf = Callable[..., Person]


@pytest.fixture(autouse=True)
def _consequences() -> None:
    events.listen(reactions.MAP)


async def _unheld(cast: Cast) -> None:
    """Five who are suspended and whom nothing can hold, and one who is held."""
    shut = await a_router("shut", enabled=False)
    watched = await a_router("watched", watch_only=True)
    made = [
        await a_customer("No Router", router=None),
        await a_customer("No Name", username=""),
        await a_customer("Hot Spot", connection="hotspot", username=""),
        await a_customer("Shut Off", router=shut),
        await a_customer("Only Watched", router=watched),
        await a_customer("Well Held"),
    ]
    for each in made:
        await services.suspend(SYSTEM, each.id, "overdue", {})
    await Service.filter(customer_id=made[-1].id).update(applied=2, generation=2)


async def test_who_can_not_be_held_is_a_list_with_the_reason_of_each(
    person_of: PersonOf, cast: Cast
) -> None:
    dipa = person_of(cast.dipa)
    await dipa.says("/held")
    dipa.sees("Everybody who is suspended is held")
    await _unheld(cast)

    await dipa.says("/held")
    dipa.sees("not seen held: 5", "no router", "no username", "switched off", "watched")
    await dipa.taps("Not held: 5")
    dipa.sees("No Router", "No Name", "Hot Spot", "Shut Off", "Only Watched")
    dipa.does_not_see("Well Held")
    await dipa.taps("No Name")
    dipa.sees("Not held: the customer has no username")
    esha = person_of(cast.esha)
    await esha.says("/held")
    esha.sees("Everybody who is suspended is held")


async def test_routers_and_each_router_lead_to_those_they_do_not_hold(
    person_of: PersonOf, cast: Cast
) -> None:
    await _unheld(cast)
    dipa = person_of(cast.dipa)
    await dipa.says("/routers")
    await dipa.taps("Not held: 5")
    dipa.sees("No Router")
    await dipa.says("/router watched")
    dipa.sees("Watched only", "changes are asked for and not made")
    dipa.does_not_see("on the way")
    await dipa.taps("Not held: 1")
    dipa.sees("Only Watched")
    dipa.does_not_see("No Router")


async def test_what_was_just_asked_for_is_not_a_trouble_yet(
    person_of: PersonOf, cast: Cast, moment: Moment
) -> None:
    await services.suspend(SYSTEM, cast.rahim.id, "overdue", {})
    dipa = person_of(cast.dipa)
    await dipa.says("/held")
    dipa.does_not_see("does not show it yet")
    moment.move(minutes=20)
    await dipa.says("/held")
    dipa.sees("does not show it yet")


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"username": ""}, "no username"),
        ({"router": None}, "no router"),
        ({"connection": "static", "username": ""}, "no IP address"),
    ],
)
async def test_suspending_says_before_and_after_when_nothing_can_be_held(
    person_of: PersonOf, cast: Cast, values: dict[str, object], text: str
) -> None:
    customer = await a_customer("Jamal Uddin", **values)
    asha = person_of(cast.asha)
    await asha.says(f"/suspend {customer.code}")
    await asha.taps("Misuse")
    asha.sees("Nothing holds the line", text, "told nothing")
    await asha.taps("Yes, suspend")
    asha.sees("Suspended", "Nothing holds the line", text)
    asha.does_not_see("The router is told")


async def test_suspending_on_a_router_that_is_only_watched_says_so(
    person_of: PersonOf, cast: Cast
) -> None:
    await Router.filter(id=cast.router.id).update(watch_only=True)
    asha = person_of(cast.asha)
    await asha.says("/suspend 1001")
    await asha.taps("Misuse")
    await asha.taps("Yes, suspend")
    asha.sees("the router is only watched")
    asha.does_not_see("The router is told", "being told")


async def test_who_is_held_and_owes_nothing_is_a_list(person_of: PersonOf, cast: Cast) -> None:
    await a_customer("Old Export", status=CustomerStatus.EXPIRED, expires_on=date(2026, 10, 31))
    await a_customer("Still Owes", owes=500, status=CustomerStatus.EXPIRED)
    asha = person_of(cast.asha)
    await asha.says("/suspend 1001")
    await asha.taps("Misuse")
    await asha.taps("Yes, suspend")
    await asha.says("/held")
    asha.sees("2 held by no rule: nothing due")
    await asha.taps("Held, nothing due: 2")
    asha.sees("Old Export", "Misuse of the line")
    asha.does_not_see("Still Owes")


async def test_the_payments_group_hears_of_who_paid_all_and_stays_held(
    person_of: PersonOf, cast: Cast
) -> None:
    await groups.bind(cast.asha, "-100777", Purpose.PAYMENTS, "Money")
    customer = await a_customer(
        "Old Export", owes=500, status=CustomerStatus.EXPIRED, expires_on=date(2026, 10, 31)
    )
    await posting.record(cast.asha, customer, Money(500_00))
    assert (await Customer.get(id=customer.id)).status is CustomerStatus.EXPIRED

    card = await Card.get(screen="still-held.note")
    assert card.subject == f"customer:{customer.id}"
    bina = person_of(cast.bina, -100777)
    button = Button(Text("plain", value="open"), card.screen, (customer.id,))
    bina.messages[1] = Drawn(("a card",), ((Key("open", await pack(button, None)),),))
    await bina.taps("open")
    bina.sees("All is paid", "stays held", "Old Export")
    await bina.taps("Reconnect")
    assert (await Customer.get(id=customer.id)).status is CustomerStatus.ACTIVE


async def test_who_was_expired_is_online_and_billed_after_paying(cast: Cast) -> None:
    customer = await a_customer("Old Export", owes=500, status=CustomerStatus.EXPIRED)
    await posting.record(cast.asha, customer, Money(500_00))
    assert (await Customer.get(id=customer.id)).status is CustomerStatus.ACTIVE
    plan = await billrun.plan(SYSTEM, Period(2026, 12))
    assert "not-active" not in plan.skipped


async def test_whether_the_customer_hears_of_it_is_said_as_it_is(
    person_of: PersonOf, cast: Cast
) -> None:
    asha = person_of(cast.asha)
    await asha.says("/suspend 1001")
    await asha.taps("Misuse")
    asha.sees("The router is told. The customer is not")
    await a_gateway("sms", kind="sms")
    await asha.taps("Yes, suspend")
    asha.sees("The customer hears of it once the router is seen to hold the line")


async def test_who_is_held_by_no_rule_is_listed_though_the_next_bill_is_made(
    person_of: PersonOf, cast: Cast
) -> None:
    """A bill that is not due yet, a least part, an exemption, a promise: none of them holds."""
    held = {"status": CustomerStatus.SUSPENDED}
    next_month = await a_customer("Next Month")
    await enforcement.suspend_by_hand(cast.asha, next_month.id, "Misuse of the line")
    await a_bill(next_month, total=1000)
    await a_customer("Is Exempt", owes=1000, overdue_days=30, exempt=True, **held)
    promised = date(2026, 11, 25)
    await a_customer("Has Promised", owes=900, overdue_days=9, promised_until=promised, **held)
    await a_customer("Is Late", owes=1000, overdue_days=1, **held)
    asha = person_of(cast.asha)
    await asha.says("/held")
    await asha.taps("Held, nothing due: 3")
    asha.sees("Next Month", "Is Exempt", "Has Promised", "25 Nov 2026")
    asha.does_not_see("Is Late")


async def _moved(cast: Cast, **to: object) -> Customer:
    """Somebody who was online on a router that went down before they moved away."""
    gone = await a_router("gone")
    customer = await a_customer("Mita Sen", router=gone, operator=cast.south, zone=cast.gulshan)
    await services.ensure([customer.id])
    await Service.filter(customer_id=customer.id).update(applied=1)
    state = await routers.state(gone.id)
    await RouterState.filter(id=state.id).update(reachable=False, since=clock.now())
    await customers.change(cast.asha, customer.id, **to)
    return customer


@pytest.mark.parametrize("there", [True, False])
async def test_what_is_left_over_on_a_router_that_is_down_is_listed(
    person_of: PersonOf, cast: Cast, moment: Moment, there: bool
) -> None:
    """Held where they are now, or on no router any more, and free where they were."""
    moved = await _moved(
        cast, router_id=cast.router.id if there else None, status=CustomerStatus.SUSPENDED
    )
    await Service.filter(customer_id=moved.id).update(applied=2, generation=2)
    moment.move(hours=2)
    asha, bina = person_of(cast.asha), person_of(cast.bina)
    await asha.says("/held")
    asha.sees("not seen held: 1", "1 · access left over where the customer was", "not answer")
    await asha.taps("Not held: 1")
    asha.sees("Mita Sen", "Router: gone", "Moved away 21 Nov 2026, 12:00")
    await asha.says("/router gone")
    asha.sees("Not held: 1")
    await bina.says("/held")
    bina.sees("Everybody who is suspended is held")


async def test_who_is_held_though_the_books_say_online_is_listed_with_the_reason(
    person_of: PersonOf, cast: Cast, moment: Moment
) -> None:
    made = [await a_customer(name) for name in ("By Hand", "By Others", "Slow", "Fine", "Fresh")]
    await services.ensure([each.id for each in made])
    by_hand, others, slow, fine, fresh = (Service.filter(customer_id=each.id) for each in made)
    since = to_ms(clock.now())
    await by_hand.update(applied=1, error="waits: held", due_ms=since)
    await others.update(applied=1, error="foreign-entry: 10.0.0.0/24", due_ms=since)
    await fine.update(applied=1)
    await fresh.update(generation=2, applied=1, error="not-seen")
    moment.move(hours=1)
    await slow.update(generation=3, applied=2, error="")
    await fresh.update(asked_at=clock.now())
    dipa = person_of(cast.dipa)
    await dipa.says("/held")
    dipa.sees("not seen so: 4", "waits for a person", "not ours", "does not show it yet", "moments")
    await dipa.taps("Not as paid for: 4")
    dipa.sees("By Hand", "By Others", "Slow", "Fresh", "Seen so since 21 Nov 2026, 12:00")
    dipa.does_not_see("Fine")
    await dipa.says("/router core-1")
    await dipa.taps("Not as paid for: 4")
    esha = person_of(cast.esha)
    await esha.says("/held")
    esha.does_not_see("By Hand", "not seen so")
