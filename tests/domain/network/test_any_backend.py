"""The network's promises hold whatever the backend: here one without tables, lists or addresses."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from domain.customers.models import Customer
from domain.errors import Busy, Outside
from domain.events import ServicesConfirmed, SessionsSeen
from domain.incidents.models import Incident
from domain.network import reconciler, routers, services
from domain.network.models import Remnant, Router
from domain.network.states import Drift
from domain.ports import Ports
from tests import builders
from tests.cast import Cast, Moment
from tests.domain.network.conftest import Heard, reconnect, service_of, suspend
from tests.fakes import router_ports
from tests.sealing import VAULT
from tests.users_file import FORM, User, UsersFile


@dataclass
class Place:
    """The cast's router as an element of another backend."""

    router: Router
    server: UsersFile
    ports: Ports
    moment: Moment

    async def urgent(self) -> None:
        await reconciler.urgent_pass(await Router.get(id=self.router.id), self.ports)

    async def full(self) -> None:
        self.moment.move(seconds=1)
        await reconciler.full_pass(await Router.get(id=self.router.id), self.ports)

    async def drift(self) -> dict[str, object]:
        return (await routers.state(self.router.id)).drift


@pytest.fixture
async def place(cast: Cast, heard: Heard, moment: Moment) -> Place:
    await Router.filter(id=cast.router.id).update(
        backend=FORM.backend, kinds=f",{','.join(sorted(FORM.kinds))},"
    )
    server = UsersFile()
    server.add("rahim")
    server.add("karim")
    ports = replace(router_ports(VAULT)[0], access=lambda account: server)
    made = Place(cast.router, server, ports, moment)
    await services.ensure()
    await made.full()
    server.done.clear()
    heard.clear()
    return made


async def test_who_is_suspended_is_held_and_who_pays_is_back(
    cast: Cast, place: Place, heard: Heard
) -> None:
    await suspend(cast.rahim)
    await place.urgent()
    assert place.server.service_of("rahim") == "held"
    service = await service_of(cast.rahim.id)
    assert service.applied == service.generation
    await place.full()
    assert (await service_of(cast.rahim.id)).held_at

    await reconnect(cast.rahim)
    await place.urgent()

    assert place.server.service_of("rahim") == "paid"
    assert heard.of(ServicesConfirmed)[-1] == ServicesConfirmed((cast.rahim.id,), (cast.rahim.id,))
    await place.urgent()
    assert heard.of(SessionsSeen) == [SessionsSeen((cast.rahim.id,))]
    assert place.server.service_of("karim") == "paid"


async def test_what_somebody_changed_there_is_put_right_and_told(cast: Cast, place: Place) -> None:
    await suspend(cast.rahim)
    await place.urgent()
    place.server.add("rahim")
    place.server.add("stranger")

    await place.full()

    assert place.server.users["rahim"] == User("held")
    assert place.server.users["stranger"] == User("10M")
    drift = await place.drift()
    assert drift[Drift.FREE]["names"] == ["rahim"]
    assert drift[Drift.UNKNOWN]["names"] == ["stranger"]


async def test_many_changes_by_hand_wait_for_a_person(cast: Cast, place: Place) -> None:
    many = [await builders.a_customer(username=f"crowd{number}") for number in range(10)]
    for customer in many:
        place.server.add(customer.username)
    await services.ensure()
    await place.full()
    for customer in many:
        place.server.add(customer.username, "20M")

    await place.full()

    assert {place.server.users[each.username].group for each in many} == {"20M"}
    assert (await routers.state(place.router.id)).waiting == len(many)
    assert await Incident.filter(kind="mass-change", closed_at=None).count() == 1


async def test_a_list_that_is_too_short_is_not_believed(cast: Cast, place: Place) -> None:
    await suspend(cast.rahim)
    place.server.users.clear()

    await place.full()

    assert place.server.done == []
    assert await Incident.filter(kind="plausibility", closed_at=None).count() == 1


async def test_the_one_who_is_refused_is_found_and_the_rest_is_done(
    cast: Cast, place: Place
) -> None:
    several = [cast.rahim, cast.karim]
    for number in range(5):
        several.append(await builders.a_customer(username=f"more{number}"))
        place.server.add(f"more{number}")
    await services.ensure()
    await place.full()
    place.server.refused.add("more2")
    for customer in several:
        await suspend(customer)

    await place.urgent()

    shown = {each.username: place.server.service_of(each.username) for each in several}
    assert shown.pop("more2") == "paid"
    assert {*shown.values()} == {"held"}
    refused = next(each for each in several if each.username == "more2")
    assert (await service_of(refused.id)).error == "refused: bad-value more2 is locked"


async def test_what_is_left_under_an_old_name_is_shut(cast: Cast, place: Place) -> None:
    place.server.add("rahim-new")
    await Customer.filter(id=cast.rahim.id).update(username="rahim-new")
    await services.ensure([cast.rahim.id])
    await place.urgent()
    await place.urgent()

    assert place.server.users["rahim"].shut
    assert place.server.service_of("rahim") == "offline"
    assert place.server.service_of("rahim-new") == "paid"
    assert await Remnant.all().count() == 0


async def test_a_rate_that_it_does_not_know_is_told(cast: Cast, place: Place) -> None:
    place.server.groups.discard("10M")

    await place.full()

    assert (await Incident.get(kind="profile-missing")).data["profiles"] == ["10M"]


async def test_an_element_that_does_not_answer_leaves_the_wish_open(
    cast: Cast, place: Place
) -> None:
    await suspend(cast.rahim)
    place.server.failure = Busy("unreachable")

    with pytest.raises(Outside):
        await place.urgent()
    place.server.failure = None
    await place.urgent()

    assert place.server.service_of("rahim") == "held"


async def test_what_a_customer_has_now_is_asked_of_it(cast: Cast, place: Place) -> None:
    live = await routers.live(cast.rahim.id, place.ports)

    assert (live.served, live.profile, live.is_as_desired) == ("paid", "10M", True)
