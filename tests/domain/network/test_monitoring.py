"""A router that is down is told once, with how many are behind it, and once when it is back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from domain import events, reactions
from domain.chat import groups
from domain.chat.models import Card, Purpose
from domain.errors import Busy, NotFound, Refused, RightLacking
from domain.events import IncidentChanged
from domain.incidents import incidents
from domain.incidents.models import Incident
from domain.network import monitoring, routers
from domain.network.models import Router
from domain.staff.models import Audit
from tests import builders
from tests.cast import Cast, Moment
from tests.domain.network.conftest import Heard, Site


async def ask(site: Site, answers: Sequence[bool]) -> None:
    """Check the router every 20 seconds, with and without an answer."""
    for answer in answers:
        if not answer:
            site.fake.fail("health", Busy("unreachable"))
        await monitoring.check(site.router, site.ports)
        site.moment.move(seconds=20)


async def test_a_router_says_how_it_is(cast: Cast, site: Site) -> None:
    await ask(site, [True])

    state = await routers.state(cast.router.id)
    assert (state.reachable, state.version, state.uptime_seconds) == (True, "7.18.2", 3600)
    assert (state.cpu_load, state.sessions) == (7, 2)


async def test_three_misses_are_an_incident_and_two_answers_its_end(
    cast: Cast, site: Site, heard: Heard
) -> None:
    await ask(site, [True, False, False])
    assert await Incident.all().count() == 0

    await ask(site, [False, False, False])

    incident = await Incident.get(kind=monitoring.DOWN)
    assert incident.subject == f"router:{cast.router.id}"
    assert incident.data == {"router": "core-1", "customers": 2, "reason": "unreachable"}
    assert len(heard.of(IncidentChanged)) == 1
    assert await monitoring.down_ids() == {cast.router.id}

    await ask(site, [True])
    assert (await Incident.get(id=incident.id)).closed_at is None
    await ask(site, [True])

    assert (await Incident.get(id=incident.id)).closed_at is not None
    assert (await routers.state(cast.router.id)).reachable is True
    assert len(heard.of(IncidentChanged)) == 2
    assert await monitoring.down_ids() == set()


async def test_a_single_miss_is_nothing(cast: Cast, site: Site, heard: Heard) -> None:
    await ask(site, [True, False, False, True] * 3)

    assert heard.of(IncidentChanged) == []


async def test_a_flapping_router_is_one_incident_that_ends_when_it_is_steady(
    cast: Cast, site: Site
) -> None:
    await ask(site, [False] * 3 + [True] * 2 + [False] * 3)
    incident = await Incident.get()
    assert (incident.flaps, incident.closed_at) == (1, None)

    await ask(site, [True] * 3)
    assert (await Incident.get()).closed_at is None
    await ask(site, [True])

    assert (await Incident.get()).closed_at is not None


async def test_what_comes_back_much_later_is_another_incident(cast: Cast, site: Site) -> None:
    await ask(site, [False] * 3 + [True] * 2)
    site.moment.move(minutes=11)
    await ask(site, [False] * 3)

    assert await Incident.all().count() == 2


async def test_a_router_that_hangs_is_a_miss(
    cast: Cast, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitoring, "_PATIENCE_SECONDS", 0.01)
    site.fake.hang = asyncio.Event()

    assert not await monitoring.check(site.router, site.ports)
    assert (await routers.state(cast.router.id)).error == "timeout"


async def test_a_refused_login_is_told_as_such(cast: Cast, site: Site) -> None:
    site.fake.fail("health", Refused("auth"), times=3)
    for _ in range(3):
        await monitoring.check(site.router, site.ports)

    assert (await Incident.get()).data["reason"] == "auth"


async def test_the_same_trouble_is_one_incident_told_again_when_it_differs(
    cast: Cast, heard: Heard, moment: Moment
) -> None:
    first = await incidents.open_("gateway-troubled", "gateway:1", None, {"reason": "auth"})
    again = await incidents.open_("gateway-troubled", "gateway:1", None, {"reason": "auth"})
    other = await incidents.open_("gateway-troubled", "gateway:1", None, {"reason": "no-credit"})

    assert first.id == again.id == other.id
    assert other.data == {"reason": "no-credit"}
    assert len(heard) == 2
    await incidents.close("gateway-troubled", "gateway:1")
    assert await incidents.close("gateway-troubled", "gateway:1") is None
    assert len(heard) == 3


async def test_the_first_who_looks_after_it_is_named(cast: Cast, heard: Heard) -> None:
    incident = await incidents.open_("router-down", "router:1", None, {})

    await incidents.acknowledge(cast.dipa, incident.id)
    await incidents.acknowledge(cast.asha, incident.id)

    assert (await Incident.get()).acked_by_id == cast.dipa.staff_id
    assert await Audit.filter(act="incident.acknowledge").count() == 1


async def test_a_muted_incident_says_until_when(cast: Cast, heard: Heard, moment: Moment) -> None:
    incident = await incidents.open_("router-down", "router:1", None, {})

    muted = await incidents.mute(cast.dipa, incident.id, 30)

    assert (muted.muted_until - moment.now).total_seconds() == 1800


async def test_incidents_are_for_those_whose_network_it_is(cast: Cast, heard: Heard) -> None:
    incident = await incidents.open_("router-down", "router:1", cast.north.id, {})

    assert [each.id for each in await incidents.open_now(cast.dipa)] == [incident.id]
    assert [each.id for each in await incidents.open_now(cast.bina)] == [incident.id]
    assert await incidents.open_now(cast.esha) == []
    with pytest.raises(RightLacking):
        await incidents.open_now(cast.chand)
    with pytest.raises(RightLacking):
        await incidents.mute(cast.bina, incident.id, 5)


async def test_routers_are_listed_with_what_is_known_of_them(cast: Cast, site: Site) -> None:
    await ask(site, [True])
    site.fake.add("stranger")
    await site.full()

    (line,) = await routers.list_routers(cast.dipa)

    assert (line.name, line.reachable, line.customers, line.sessions) == ("core-1", True, 2, 2)
    assert line.drift == {"unknown": 1}
    detail = await routers.detail(cast.dipa, "CORE-1")
    assert detail.names == {"unknown": ["stranger"]}
    assert (detail.secrets, detail.open_wishes) == (3, 0)


async def test_names_on_a_shared_router_are_not_for_one_operator(cast: Cast, site: Site) -> None:
    site.fake.add("stranger")
    await site.full()

    detail = await routers.detail(cast.esha, "core-1")

    assert (detail.line.drift, detail.names, detail.secrets) == ({}, {}, None)
    with pytest.raises(RightLacking):
        await routers.list_routers(cast.chand)


async def test_another_operators_router_is_not_there(cast: Cast) -> None:
    await builders.a_router("north-1", operator_id=cast.north.id)

    assert [line.name for line in await routers.list_routers(cast.esha)] == ["core-1"]
    assert [line.name for line in await routers.list_routers(cast.bina)] == ["core-1", "north-1"]
    with pytest.raises(NotFound):
        await routers.detail(cast.esha, "north-1")


async def test_only_who_manages_the_router_releases_its_changes(cast: Cast, site: Site) -> None:
    with pytest.raises(RightLacking):
        await routers.release(cast.bina, cast.router.id)

    await routers.release(cast.dipa, cast.router.id)

    assert (await routers.state(cast.router.id)).released


async def test_a_customers_live_state_is_asked_of_the_router(cast: Cast, site: Site) -> None:
    paid = await routers.live(cast.rahim.id, site.ports)
    assert (paid.served, paid.profile, paid.is_as_desired) == ("paid", "10M", True)
    assert paid.address == site.fake.sessions["rahim"].address

    site.fake.list(paid.address)
    held = await routers.live(cast.rahim.id, site.ports)
    assert (held.served, held.is_as_desired) == ("held", False)
    assert held.trouble == f"foreign-entry: {paid.address}"

    site.fake.hang_up("rahim")
    assert (await routers.live(cast.rahim.id, site.ports)).served == "offline"
    elsewhere = await builders.a_customer(router=None)
    with pytest.raises(NotFound):
        await routers.live(elsewhere.id, site.ports)


async def test_a_muted_trouble_that_comes_back_makes_no_new_card(
    cast: Cast, moment: Moment
) -> None:
    events.listen(reactions.MAP)
    await groups.bind(cast.asha, "-100", Purpose.ALERTS, "NOC")
    first = await incidents.open_("router-down", "router:7", None, {"router": "core"})
    await incidents.mute(cast.dipa, first.id, 8 * 60)
    await incidents.close("router-down", "router:7")
    moment.move(hours=2)
    again = await incidents.open_("router-down", "router:7", None, {"router": "core"})
    assert again.id == first.id
    assert await Card.filter(chat_id="-100").count() == 1

    await groups.bind(cast.asha, "-200", Purpose.ALERTS, "Second")
    await Card.filter(chat_id="-200").delete()
    await incidents.open_("router-down", "router:7", None, {"router": "core", "customers": 9})
    assert await Card.filter(chat_id="-200").count() == 0, "muted, it says nothing new"
    await incidents.unmute(cast.dipa, first.id)
    assert await Card.filter(chat_id="-200").count() == 1


async def test_after_the_mute_the_same_trouble_is_a_new_one(cast: Cast, moment: Moment) -> None:
    first = await incidents.open_("router-down", "router:7", None, {})
    await incidents.mute(cast.dipa, first.id, 60)
    await incidents.close("router-down", "router:7")
    moment.move(hours=2)
    again = await incidents.open_("router-down", "router:7", None, {})
    assert again.id != first.id


async def test_of_a_router_that_is_switched_off_nothing_stays_open(cast: Cast) -> None:
    subject = incidents.of_router(cast.router.id)
    for kind in (monitoring.DOWN, "plausibility"):
        await incidents.open_(kind, subject, None, {"router": "core-1"})
    await monitoring.clear_switched_off()
    assert await monitoring.down_ids() == {cast.router.id}, "it is in use, and down"

    await Router.filter(id=cast.router.id).update(enabled=False)
    await monitoring.clear_switched_off()

    assert await monitoring.down_ids() == set()
    assert not await Incident.filter(closed_at=None).exists()
