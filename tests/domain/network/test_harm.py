"""Doing no harm: doubtful reads, many changes at once and what is not ours change nothing."""

from __future__ import annotations

import pytest

from domain.events import IncidentChanged, ServicesConfirmed
from domain.incidents.models import Incident
from domain.network import drifts, routers, services
from domain.network.models import Router
from tests import builders
from tests.cast import Cast
from tests.domain.network.conftest import Heard, Site, crowd, reconnect, service_of, suspend


async def test_what_somebody_changed_by_hand_is_mended_and_told(cast: Cast, site: Site) -> None:
    await suspend(cast.rahim)
    await site.urgent()
    site.fake.set("rahim", profile="10M")
    site.fake.set("karim", disabled=True)
    site.fake.add("stranger")

    await site.full()

    state = await routers.state(cast.router.id)
    assert state.drift["free"] == {"count": 1, "names": ["rahim"]}
    assert state.drift["held"] == {"count": 1, "names": ["karim"]}
    assert state.drift["unknown"] == {"count": 1, "names": ["stranger"]}
    assert site.fake.secrets["rahim"].profile == "suspended"
    assert not site.fake.secrets["karim"].disabled
    assert site.fake.secrets["stranger"].profile == "10M"
    assert drifts.read(state.drift).keys() == {"mended-free", "mended-held", "unknown"}
    await site.full()
    assert set((await routers.state(cast.router.id)).drift) == {"unknown"}


async def test_a_foreign_entry_stays_and_the_customer_is_not_said_to_be_back(
    cast: Cast, site: Site, heard: Heard
) -> None:
    await suspend(cast.rahim)
    await site.urgent()
    site.fake.entries.clear()
    mine = site.fake.list(site.fake.sessions["rahim"].address, "blocked by the owner")
    heard.clear()

    await reconnect(cast.rahim)
    await site.urgent()

    assert mine in site.fake.entries
    assert heard.of(ServicesConfirmed) == []
    service = await service_of(cast.rahim.id)
    told = f"{site.fake.sessions['rahim'].address} (blocked by the owner)"
    assert (service.error, service.applied) == (f"foreign-entry: {told}", 2)


@pytest.mark.parametrize(
    ("entry", "comment"),
    [
        ("10.1.0.0/24", ""),
        ("10.1.0.2-10.1.0.50", "the street"),
        ("0.0.0.0/0", "netkhata: by hand"),
    ],
)
async def test_a_foreign_prefix_or_range_is_named_and_nobody_is_told_to_be_back(
    cast: Cast, site: Site, heard: Heard, entry: str, comment: str
) -> None:
    await suspend(cast.rahim)
    await site.urgent()
    mine = site.fake.list(entry, comment)
    heard.clear()

    await reconnect(cast.rahim)
    await site.urgent()

    assert mine in site.fake.entries
    assert heard.of(ServicesConfirmed) == []
    incident = await Incident.get(kind="foreign-entry", closed_at=None)
    told = f"{entry} ({comment})" if comment else entry
    assert incident.data == {
        "router": "core-1", "held": 1, "names": ["rahim"], "entries": [told],
    }  # fmt: skip

    del site.fake.entries[mine]
    site.moment.move(minutes=5)
    await site.urgent()
    assert heard.of(ServicesConfirmed) == [ServicesConfirmed((cast.rahim.id,), (cast.rahim.id,))]
    await site.full()
    assert await Incident.filter(closed_at=None).count() == 0


async def test_a_range_beside_the_customer_holds_nobody(
    cast: Cast, site: Site, heard: Heard
) -> None:
    site.fake.list("10.99.0.0/24")
    site.fake.list("10.98.0.1-10.98.0.9")
    site.fake.list("nobody-knows.example")
    await suspend(cast.rahim)
    await site.urgent()
    heard.clear()
    await reconnect(cast.rahim)
    await site.urgent()
    assert heard.of(ServicesConfirmed) == [ServicesConfirmed((cast.rahim.id,), (cast.rahim.id,))]


async def test_who_is_held_by_somebody_elses_range_is_found_by_a_full_pass(
    cast: Cast, site: Site
) -> None:
    site.fake.list("10.1.0.0/24", "the street")
    await site.full()
    incident = await Incident.get(kind="foreign-entry", closed_at=None)
    assert incident.data["names"] == ["karim", "rahim"]
    assert (await routers.live(cast.rahim.id, site.ports)).served == "held"


@pytest.mark.parametrize("left", [0, 1])
async def test_a_read_that_lacks_much_changes_nothing_and_is_told_once(
    cast: Cast, site: Site, heard: Heard, left: int
) -> None:
    several = await crowd(site, 8)
    site.fake.asked.clear()
    heard.clear()
    kept = dict(site.fake.secrets)
    site.fake.secrets = dict([*kept.items()][:left])
    site.fake.list("10.1.0.99", f"netkhata:{several[0].id}")

    await site.full()
    await site.full()

    assert site.fake.asked.count("read_all") == 3
    assert site.fake.applied == []
    incident = await Incident.get(kind="plausibility", closed_at=None)
    gone = sorted(set(kept) - set(site.fake.secrets))
    assert incident.data == {
        "router": "core-1", "read": left, "before": 10, "missing": len(gone), "names": gone,
    }  # fmt: skip
    assert len(heard.of(IncidentChanged)) == 1

    site.fake.secrets = kept
    await site.full()
    assert await Incident.filter(closed_at=None).count() == 0


async def test_many_changes_at_once_wait_for_a_person(cast: Cast, site: Site, heard: Heard) -> None:
    several = await crowd(site, 20)
    for each in several[:11]:
        site.fake.set(each.username, profile="20M")
    await suspend(cast.rahim)
    heard.clear()

    await site.full()
    await site.full()

    state = await routers.state(cast.router.id)
    assert state.waiting == 11
    assert site.fake.service_of("rahim") == "held"
    assert site.fake.secrets[several[0].username].profile == "20M"
    incident = await Incident.get(kind="mass-change", closed_at=None)
    assert incident.data == {"router": "core-1", "changes": 11, "customers": 22}
    assert len(heard.of(IncidentChanged)) == 1

    await routers.release(cast.dipa, cast.router.id)
    await site.full()

    assert site.fake.secrets[several[0].username].profile == "10M"
    state = await routers.state(cast.router.id)
    assert (state.waiting, state.released) == (0, False)
    assert await Incident.filter(closed_at=None).count() == 0


async def test_services_that_are_new_to_a_router_wait_like_any_mass_change(
    cast: Cast, site: Site
) -> None:
    for number in range(12):
        await builders.a_customer(username=f"new{number}")
        site.fake.add(f"new{number}", "20M")
    await services.ensure()

    assert await site.urgent() == 0
    await site.full()

    assert site.fake.applied == []
    assert (await routers.state(cast.router.id)).waiting == 12


async def test_a_watched_router_is_never_written_to(cast: Cast, site: Site) -> None:
    await Router.filter(id=cast.router.id).update(watch_only=True)
    site.fake.set("karim", disabled=True)
    await suspend(cast.rahim)

    await site.urgent()
    await site.full()

    assert site.fake.applied == []
    assert (await routers.state(cast.router.id)).drift["held"]["names"] == ["karim"]
    assert (await service_of(cast.rahim.id)).error == "watch-only"
