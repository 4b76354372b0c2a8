"""Full passes that fail are done again with pauses and told; a short list waits for a person."""

from __future__ import annotations

import pytest

from domain.errors import Busy, Outdated, Refused, RightLacking
from domain.events import IncidentChanged
from domain.incidents.models import Incident
from domain.network import passes, routers
from domain.network.models import RouterState
from domain.network.states import Drift
from tests.cast import Cast
from tests.domain.network.conftest import Heard, Site, crowd, reconnect, service_of, suspend


async def shrink(site: Site, count: int) -> None:
    """Somebody removes the last secrets on the router, for good."""
    for name in [*site.fake.secrets][-count:]:
        del site.fake.secrets[name]
        site.fake.hang_up(name)


async def due(cast: Cast) -> bool:
    return passes.is_due(await routers.state(cast.router.id))


async def test_a_list_that_is_not_believed_is_read_again_after_growing_pauses(
    cast: Cast, site: Site
) -> None:
    await crowd(site, 18)
    await shrink(site, 8)
    site.fake.asked.clear()
    for _ in range(90):
        if await due(cast):
            await site.full()
        site.moment.move(seconds=1)
    assert site.fake.asked.count("read_all") <= 5


async def test_a_pass_that_fails_is_tried_again_after_growing_pauses_and_told(
    cast: Cast, site: Site, heard: Heard
) -> None:
    last = (await routers.state(cast.router.id)).read_at
    tried = 0
    site.fake.fail("read_all", Busy("full"), times=100)
    for _ in range(90):
        if await due(cast) or not tried:
            tried += 1
            with pytest.raises(Busy):
                await site.full()
        site.moment.move(seconds=1)

    assert passes.FAILURES <= tried <= 8
    incident = await Incident.get(kind=passes.FAILING, closed_at=None)
    assert incident.data == {"router": "core-1", "reason": "full", "detail": ""}
    assert len(heard.of(IncidentChanged)) == 1
    state = await routers.state(cast.router.id)
    assert (state.read_at, state.error) == (last, "full")

    site.fake._failures.clear()
    await site.full()
    assert await Incident.filter(closed_at=None).count() == 0
    state = await routers.state(cast.router.id)
    assert (state.failed, state.error, state.read_at) == (0, "", site.moment.now)


@pytest.mark.parametrize(
    "error",
    [Busy("incomplete", "/ppp/secret: 120 of 300"), Refused("forbidden", "/ppp/active: no")],
)
async def test_a_table_that_can_not_be_read_is_told_as_what_it_is(
    cast: Cast, site: Site, error: Busy
) -> None:
    site.fake.fail("read_all", error)
    with pytest.raises(type(error)):
        await site.full()

    incident = await Incident.get(closed_at=None)
    assert (incident.kind, incident.data["reason"]) == (passes.FAILING, error.reason)
    assert incident.data["detail"] == error.detail
    assert "read" not in incident.data  # nobody says that it has no secrets


async def test_a_router_that_is_down_is_not_told_twice(cast: Cast, site: Site) -> None:
    state = await routers.state(cast.router.id)
    await RouterState.filter(id=state.id).update(reachable=False)
    site.fake.fail("read_all", Busy("unreachable"), times=9)
    for _ in range(9):
        with pytest.raises(Busy):
            await site.full()
    assert await Incident.all().count() == 0


async def test_a_clock_that_was_put_back_delays_neither_passes_nor_wishes(
    cast: Cast, site: Site
) -> None:
    assert not await due(cast)
    site.moment.move(days=-2)
    assert await due(cast)

    site.moment.move(days=2)
    site.fake.fail("apply", Refused("failure"))
    await suspend(cast.rahim)
    await site.urgent()
    site.moment.move(days=-2)
    await site.urgent()
    assert site.fake.service_of("rahim") == "held"


async def test_a_shorter_list_that_a_person_accepts_is_the_true_one(cast: Cast, site: Site) -> None:
    await crowd(site, 18)
    await shrink(site, 8)
    await site.full()
    incident = await Incident.get(kind=routers.DOUBTED)
    assert (incident.data["read"], incident.data["missing"]) == (12, 8)
    assert len(incident.data["names"]) == 8

    with pytest.raises(RightLacking):
        await routers.accept(cast.bina, cast.router.id, 12)
    with pytest.raises(Outdated):
        await routers.accept(cast.dipa, cast.router.id, 11)
    await routers.accept(cast.dipa, cast.router.id, 12)
    assert await due(cast)
    await site.full()

    assert await Incident.filter(closed_at=None).count() == 0
    state = await routers.state(cast.router.id)
    assert (state.rows_read, state.accepted, state.error) == (12, None, "")
    assert state.drift[Drift.MISSING]["count"] == 8


async def test_a_list_that_shrinks_further_than_what_was_accepted_is_asked_about_again(
    cast: Cast, site: Site
) -> None:
    await crowd(site, 18)
    await shrink(site, 8)
    await site.full()
    await routers.accept(cast.dipa, cast.router.id, 12)
    await shrink(site, 1)
    await site.full()

    incident = await Incident.get(kind=routers.DOUBTED, closed_at=None)
    assert (incident.data["read"], incident.data["before"]) == (11, 20)
    assert (await routers.state(cast.router.id)).accepted is None
    await site.full()
    assert await Incident.filter(closed_at=None).count() == 1


async def test_also_an_empty_list_can_be_accepted(cast: Cast, site: Site) -> None:
    await shrink(site, 2)
    await site.full()
    await routers.accept(cast.dipa, cast.router.id, 0)
    await site.full()
    assert await Incident.filter(closed_at=None).count() == 0


async def test_what_is_asked_for_goes_on_while_the_list_is_not_believed(
    cast: Cast, site: Site
) -> None:
    several = await crowd(site, 58)
    await shrink(site, 15)
    await site.full()
    for customer in several[:25]:
        await suspend(customer)
    await site.urgent()

    assert {site.fake.service_of(each.username) for each in several[:25]} == {"held"}
    await reconnect(several[0])
    await site.urgent()
    assert site.fake.service_of(several[0].username) == "paid"
    gone = several[-1]
    await suspend(gone)
    await site.urgent()
    service = await service_of(gone.id)
    assert (service.error, service.applied) == ("secret-missing", 1)


async def test_what_was_let_through_is_what_was_seen(cast: Cast, site: Site) -> None:
    several = await crowd(site, 30)
    for each in several[:5]:
        site.fake.set(each.username, profile="20M")
    await site.full()
    await routers.release(cast.dipa, cast.router.id, 5)
    for each in several[5:25]:
        site.fake.set(each.username, profile="20M")
    await site.full()

    assert site.fake.applied == []
    assert (await routers.state(cast.router.id)).waiting == 25
    assert await Incident.filter(kind="mass-change", closed_at=None).count() == 1
