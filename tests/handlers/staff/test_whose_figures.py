"""Every figure and name that is shown is over what its reader may see."""

from __future__ import annotations

from collections.abc import Callable

from domain import clock
from domain.incidents import incidents
from domain.network import routers, services
from domain.network.models import RouterState, Service
from domain.staff.models import Role
from tests.builders import a_customer, a_person, a_router
from tests.cast import Cast
from tests.person import Person

PersonOf = Callable[..., Person]


async def test_on_a_shared_router_everybody_sees_the_figures_of_their_own_customers(
    person_of: PersonOf, cast: Cast
) -> None:
    mine = await a_customer("Gita Roy", operator=cast.south, zone=cast.gulshan)
    other = await a_customer("Sohel Rana", operator=cast.south, zone=cast.gulshan)
    await services.ensure()
    await Service.all().update(applied=1, error="waits: free")
    await Service.filter(customer_id=other.id).update(applied=0, error="secret-missing")
    await Service.filter(customer_id=mine.id).update(error="")
    state = await routers.state(cast.router.id)
    await RouterState.filter(id=state.id).update(
        sessions=777, waiting=33, rows_read=5000, read_at=clock.now(),
        drift={"free": {"count": 44, "names": ["rahim"]}},
    )  # fmt: skip
    esha, dipa = person_of(cast.esha), person_of(cast.dipa)
    for screen in ("/routers", "/router core-1"):
        await esha.says(screen)
        esha.sees("2 customers", "1 not on the router")
        esha.does_not_see("777", "33", "44", "5,000", "5000", "rahim", "online who should be held")
        await dipa.says(screen)
        dipa.sees("4 customers", "777 sessions", "33 corrections", "44 online who should be held")
    await esha.says("/router core-1")
    esha.sees("Last read", "1 changes")


async def test_who_sees_one_zone_sees_its_figures_alone(person_of: PersonOf, cast: Cast) -> None:
    own = await a_router("north-1", operator_id=cast.north.id)
    await a_customer("Jamal Uddin", zone=cast.mirpur, router=own)
    await a_customer("Selim Reza", zone=cast.uttara, router=own)
    facts = {"router": "north-1", "held": 61, "names": ["selim"], "entries": [], "reason": "auth"}
    await incidents.open_("foreign-entry", incidents.of_router(own.id), cast.north.id, facts)
    sumi = person_of(await a_person("Sumi", Role.SUPPORT, cast.north, zones=[cast.mirpur]))
    await sumi.says("/router north-1")
    sumi.sees("1 customers")
    sumi.does_not_see("sessions")
    await sumi.says("/alerts")
    await sumi.taps("north-1")
    sumi.sees("north-1")
    sumi.does_not_see("61", "selim")
