"""A router that answers but can't be worked with: NOC hears it once, and once when it is over."""

from __future__ import annotations

import asyncio

import pytest

from domain.errors import Busy, Refused
from domain.events import IncidentChanged
from domain.incidents.models import Incident
from domain.network import routers, troubles
from gateways.mikrotik.rows import Profile
from tests.cast import Cast
from tests.domain.network.conftest import Heard, Site, reconnect, service_of, suspend

THERE = [Profile("default"), Profile("10M"), Profile("suspended")]


async def the_open_one(kind: str) -> Incident | None:
    return await Incident.get_or_none(kind=kind, closed_at=None)


async def test_a_profile_that_is_not_there_is_told_before_anybody_needs_it(
    cast: Cast, site: Site, heard: Heard
) -> None:
    site.fake.ppp_profiles = THERE[:2]
    heard.clear()

    await site.full()
    await site.full()

    incident = await the_open_one(troubles.PROFILES)
    assert incident is not None
    assert incident.data == {"router": "core-1", "profiles": ["suspended"]}
    assert len(heard.of(IncidentChanged)) == 1

    site.fake.ppp_profiles = THERE
    await site.full()
    assert await Incident.filter(closed_at=None).count() == 0
    assert len(heard.of(IncidentChanged)) == 2


async def test_a_router_that_tells_no_profiles_lacks_none(cast: Cast, site: Site) -> None:
    site.fake.ppp_profiles = []
    await site.full()
    assert await Incident.all().count() == 0


async def test_a_suspension_that_fails_for_want_of_the_profile_tells_what_is_wanting(
    cast: Cast, site: Site
) -> None:
    site.fake.ppp_profiles = THERE[:2]
    site.fake.refused_profiles.add("suspended")
    await suspend(cast.rahim)

    await site.urgent()

    assert await the_open_one(troubles.PROFILES) is not None
    assert await the_open_one(troubles.REFUSALS) is None


async def test_a_router_that_lets_us_change_nothing_is_told_with_how_many_wait(
    cast: Cast, site: Site, heard: Heard
) -> None:
    site.fake.ppp_profiles = THERE
    site.fake.fail("apply", Refused("forbidden", "not enough permissions (9)"), times=2)
    await suspend(cast.rahim)
    await suspend(cast.karim)
    heard.clear()

    await site.urgent()

    incident = await the_open_one(troubles.REFUSALS)
    assert incident is not None
    assert incident.data == {
        "router": "core-1", "customers": 2, "reason": "forbidden not enough permissions (9)",
    }  # fmt: skip
    assert len(heard.of(IncidentChanged)) == 1
    assert site.fake.service_of("rahim") == "paid"

    site.moment.move(minutes=5)
    await site.urgent()
    await site.full()
    assert site.fake.service_of("rahim") == "held"
    assert await Incident.filter(closed_at=None).count() == 0


async def test_a_suspension_does_not_enable_what_somebody_has_disabled(
    cast: Cast, site: Site
) -> None:
    site.fake.set("rahim", disabled=True)
    await suspend(cast.rahim)
    await site.urgent()
    assert site.fake.secrets["rahim"].profile == "suspended"
    assert site.fake.secrets["rahim"].disabled

    await reconnect(cast.rahim)
    await site.urgent()
    assert not site.fake.secrets["rahim"].disabled
    assert (await service_of(cast.rahim.id)).error == ""


async def test_who_looks_at_a_customer_does_not_wait_for_a_router_that_hangs(
    cast: Cast, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routers, "LIVE_SECONDS", 0.01)
    site.fake.hang = asyncio.Event()
    with pytest.raises(Busy, match="silent"):
        await routers.live(cast.rahim.id, site.ports)
