"""Who dials in between a look at the router and the change has what is meant, not what was."""

from __future__ import annotations

from domain.events import ServicesConfirmed
from domain.network import reconciler
from gateways.mikrotik.rows import Change
from tests.cast import Cast, Moment
from tests.domain.network.conftest import Heard, Site, crowd, reconnect, suspend


def rahim_dials_before_the_change(site: Site) -> None:
    async def dial(_change: Change) -> None:
        site.fake.before_apply = None
        site.fake.dial("rahim")

    site.fake.before_apply = dial


async def test_who_dials_in_between_a_look_and_its_change_is_held_at_once(
    cast: Cast, site: Site, heard: Heard
) -> None:
    site.fake.sessions.pop("rahim")
    await suspend(cast.rahim)

    rahim_dials_before_the_change(site)
    await site.urgent()
    assert site.fake.service_of("rahim") == "held"
    assert len(heard.of(ServicesConfirmed)) == 1
    assert site.fake.asked.count("read_some") == 3


async def test_who_pays_and_dials_in_before_the_change_is_not_left_with_the_held_session(
    cast: Cast, site: Site
) -> None:
    await suspend(cast.rahim)
    await site.urgent()
    site.fake.hang_up("rahim")
    await reconnect(cast.rahim)

    rahim_dials_before_the_change(site)
    await site.urgent()
    assert site.fake.service_of("rahim") == "paid"


async def test_a_quiet_change_of_one_is_looked_at_no_more_often(cast: Cast, site: Site) -> None:
    await suspend(cast.rahim)
    await site.urgent()
    assert site.fake.asked.count("read_some") == 2


async def test_in_a_crowd_nobody_is_looked_at_a_second_time(
    cast: Cast, site: Site, moment: Moment
) -> None:
    made = await crowd(site, reconciler.LOOK_UPS + 1)
    site.fake.asked.clear()
    site.fake.hang_up(made[0].username)
    for each in made:
        await suspend(each)

    async def dial(_change: Change) -> None:
        site.fake.before_apply = None
        site.fake.dial(made[0].username)

    site.fake.before_apply = dial
    await site.urgent()
    assert site.fake.asked.count("read_all") == 2
    assert site.fake.service_of(made[0].username) == "paid"
    moment.move(minutes=1)
    await site.urgent()
    assert site.fake.service_of(made[0].username) == "held"
