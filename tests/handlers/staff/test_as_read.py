"""Sentences about who is held and who is online: made from what the router was read to show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from domain.customers.models import Customer
from domain.network import passes, reconciler, routers, services
from domain.network.models import Router, RouterState
from domain.ports import Ports
from domain.staff.rights import SYSTEM
from tests.builders import a_customer
from tests.cast import Cast, Moment
from tests.fakes import FakeRouter, router_ports
from tests.person import Person
from tests.sealing import VAULT

PersonOf = Callable[..., Person]
ALL_HELD = "Everybody who is suspended is held"


@dataclass
class Place:
    """The cast's router with the cast's and other customers on it, half of them suspended."""

    router: Router
    fake: FakeRouter
    ports: Ports
    moment: Moment
    held: list[Customer]
    online: list[Customer]

    async def read(self) -> None:
        self.moment.move(minutes=1)
        router = await Router.get(id=self.router.id)
        await reconciler.urgent_pass(router, self.ports)
        await reconciler.full_pass(router, self.ports)

    def free(self) -> None:
        """Somebody sets the suspended back by hand, and one who is online the other way."""
        for each in self.held:
            self.fake.set(each.username, profile="10M")
        self.fake.entries.clear()
        self.fake.set(self.online[0].username, profile="suspended")


@pytest.fixture
async def place(cast: Cast, moment: Moment) -> Place:
    fake = FakeRouter()
    made = [await a_customer(f"Guest {number}", username=f"guest{number}") for number in range(8)]
    for name in ("rahim", "karim", *(each.username for each in made)):
        fake.add(name)
    ports, _ = router_ports(VAULT, core_1=fake)
    found = Place(cast.router, fake, ports, moment, made[:4], made[4:])
    await services.ensure()
    await found.read()
    for each in found.held:
        await services.suspend(SYSTEM, each.id, "overdue", {})
    await found.read()
    return found


async def test_corrections_that_wait_are_no_held_customers(
    person_of: PersonOf, cast: Cast, place: Place
) -> None:
    dipa = person_of(cast.dipa)
    await dipa.says("/held")
    dipa.sees(ALL_HELD)
    place.free()
    await place.read()

    await dipa.says("/held")
    dipa.does_not_see(ALL_HELD)
    dipa.sees("not seen held: 4", "4 · changed on the router by hand", "waits for a person")
    await dipa.taps("Not held: 4")
    dipa.sees("Guest 0", "Seen so since")
    await dipa.taps("Guest 0")
    dipa.sees("Not held: the router core-1 shows it online")
    dipa.does_not_see("Held on the router")
    await dipa.says(place.online[0].code)
    dipa.sees("Held on the router core-1", "should be online")
    dipa.does_not_see("Seen online")

    await dipa.says("/router core-1")
    dipa.sees("4 online who should be held", "1 held who should be online", "5 corrections wait")
    await dipa.taps("Let the corrections through")
    await dipa.taps("Yes")
    await place.read()
    await dipa.says("/router core-1")
    dipa.does_not_see("⚠️ 4 online", "⚠️ 1 held", "corrections wait")
    dipa.sees("4 put right: online who should be held")
    await dipa.says("/held")
    dipa.sees(ALL_HELD)
    await dipa.says(place.held[0].code)
    dipa.sees("🔴 Held on the router")


async def test_a_watched_router_that_lets_them_free_holds_nobody(
    person_of: PersonOf, cast: Cast, place: Place
) -> None:
    await Router.filter(id=place.router.id).update(watch_only=True)
    place.free()
    await place.read()
    dipa = person_of(cast.dipa)
    await dipa.says("/held")
    dipa.sees("4 · the router is only watched")
    await dipa.says(place.held[0].code)
    dipa.sees("shows something else than it should", "nothing is put right")
    dipa.does_not_see("Held on the router")


async def test_what_is_on_the_way_is_not_held_yet(
    person_of: PersonOf, cast: Cast, place: Place
) -> None:
    await services.suspend(SYSTEM, place.online[0].id, "overdue", {})
    dipa = person_of(cast.dipa)
    await dipa.says("/held")
    dipa.does_not_see(ALL_HELD)
    dipa.sees("1 · on the way")
    await dipa.taps("Not held: 1")
    dipa.sees("Guest 4", "Asked for")


async def test_of_a_router_that_is_not_read_nobody_is_said_to_be_held(
    person_of: PersonOf, cast: Cast, place: Place
) -> None:
    dipa = person_of(cast.dipa)
    state = await routers.state(place.router.id)
    for known in (
        {"misses": 1},
        {"misses": 3, "reachable": False, "since": place.moment.now},
    ):
        await RouterState.filter(id=state.id).update(**known)
        await dipa.says("/held")
        dipa.does_not_see(ALL_HELD)
        dipa.sees("4 were held when their router was last read")
    await dipa.says(place.held[0].code)
    dipa.sees("does not answer since", "how it is now is not known")
    await RouterState.filter(id=state.id).update(misses=0, reachable=True)
    await passes.failed(place.router, "incomplete")
    await dipa.says("/held")
    dipa.sees("4 were held when their router was last read")
    await dipa.says(place.online[0].code)
    dipa.sees("every look since has failed")


async def test_a_kind_of_drift_has_one_number_on_the_page(
    person_of: PersonOf, cast: Cast, place: Place
) -> None:
    names = [f"gone{number}" for number in range(200)]
    await RouterState.filter(router_id=place.router.id).update(
        drift={"missing": {"count": 301, "names": names}}
    )
    dipa = person_of(cast.dipa)
    await dipa.says("/router core-1")
    dipa.sees("301 not on the router", "and 289 more")
    dipa.does_not_see("200 not on the router")


@pytest.mark.parametrize("owes", [0, 500])
async def test_reconnecting_speaks_of_a_due_where_there_is_one(
    person_of: PersonOf, cast: Cast, owes: int
) -> None:
    customer = await a_customer("Jamal Uddin", owes=owes)
    await services.suspend(SYSTEM, customer.id, "manual", {})
    asha = person_of(cast.asha)
    await asha.says(f"/reconnect {customer.code}")
    await asha.taps("by mistake")
    asha.sees("Reconnect")
    (asha.sees if owes else asha.does_not_see)("although something is due")


async def test_who_is_held_by_hand_though_all_is_paid_is_seen_until_it_is_right(
    person_of: PersonOf, cast: Cast, place: Place
) -> None:
    """By a secret that waits for a person, and by an entry that is not ours."""
    place.free()
    blocked = place.fake.list(
        place.fake.sessions[place.online[1].username].address, comment="abuse"
    )
    await place.read()
    dipa = person_of(cast.dipa)
    await dipa.says("/held")
    dipa.sees("not seen so: 2", "1 · an entry of the router that is not ours")
    await dipa.taps("Not as paid for: 2")
    dipa.sees("Guest 4", "the correction waits for a person", "Guest 5", "Seen so since")

    del place.fake.entries[blocked]
    place.fake.set(place.online[0].username, profile="10M")
    await place.read()
    await dipa.says("/held")
    dipa.does_not_see("not seen so", "Not as paid for")


async def test_a_reconnection_that_a_router_does_not_take_is_seen_with_since_when(
    person_of: PersonOf, cast: Cast, place: Place
) -> None:
    await Router.filter(id=place.router.id).update(watch_only=True)
    await services.reconnect(SYSTEM, place.held[0].id, "paid", {})
    await place.read()
    dipa = person_of(cast.dipa)
    await dipa.says("/held")
    await dipa.taps("Not as paid for: 1")
    dipa.sees("Guest 0", "the router is only watched", "Asked for 21 Nov 2026")
