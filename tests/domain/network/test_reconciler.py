"""Routers come to what is desired, whatever happens in between, and nothing else is touched."""

from __future__ import annotations

import pytest

from domain import db
from domain.customers.models import Customer
from domain.errors import Refused, Unsure
from domain.events import ServicesConfirmed, SessionsSeen
from domain.network import reconciler, routers, services, wishes
from domain.network.models import Service
from domain.network.states import Desired
from gateways.mikrotik.rows import AddEntry, Change, DropSessions, RemoveEntries, SetSecrets
from tests import builders
from tests.cast import Cast, Moment
from tests.domain.network.conftest import Heard, Site, crowd, reconnect, service_of, suspend


async def test_a_suspended_customer_is_held_at_once_and_at_the_next_dial_in(
    cast: Cast, site: Site, heard: Heard, moment: Moment
) -> None:
    await suspend(cast.rahim)
    await site.urgent()

    assert site.fake.service_of("rahim") == "held"
    site.fake.dial("rahim")
    assert site.fake.service_of("rahim") == "held"
    assert site.fake.service_of("karim") == "paid"
    service = await service_of(cast.rahim.id)
    assert (service.applied, service.done_at) == (service.generation, moment.now)
    assert heard.of(ServicesConfirmed) == [ServicesConfirmed((cast.rahim.id,))]


async def test_the_session_is_never_touched_before_the_secret(cast: Cast, site: Site) -> None:
    await suspend(cast.rahim)
    await site.urgent()

    kinds = [type(change) for change in site.fake.applied]
    assert kinds == [SetSecrets, AddEntry]


async def test_where_the_policy_is_dropping_the_customer_dials_in_suspended(
    cast: Cast, site: Site
) -> None:
    await builders.set_router(cast.router, drop_sessions=True)
    await suspend(cast.rahim)
    await site.urgent()

    assert [type(change) for change in site.fake.applied] == [SetSecrets, DropSessions]
    assert site.fake.service_of("rahim") == "held"


async def test_who_pays_is_back_without_dialling_in(
    cast: Cast, site: Site, heard: Heard, moment: Moment
) -> None:
    await suspend(cast.rahim)
    await site.urgent()
    session = site.fake.sessions["rahim"]
    site.fake.applied.clear()
    heard.clear()

    await reconnect(cast.rahim)
    await site.urgent()

    assert site.fake.service_of("rahim") == "paid"
    assert site.fake.sessions["rahim"] == session
    assert {type(change) for change in site.fake.applied} == {SetSecrets, RemoveEntries}
    service = await service_of(cast.rahim.id)
    assert (service.done_at, service.seen_at) == (moment.now, moment.now)
    assert heard.of(ServicesConfirmed) == [ServicesConfirmed((cast.rahim.id,), (cast.rahim.id,))]
    assert heard.of(SessionsSeen) == [SessionsSeen((cast.rahim.id,))]


async def test_who_dialled_in_while_suspended_is_dropped_once_after_paying(
    cast: Cast, site: Site
) -> None:
    await suspend(cast.rahim)
    await site.urgent()
    site.fake.dial("rahim")
    await site.full()
    site.fake.applied.clear()

    await reconnect(cast.rahim)
    await site.urgent()
    await site.full()

    assert site.fake.service_of("rahim") == "paid"
    assert sum(isinstance(change, DropSessions) for change in site.fake.applied) == 1


async def test_two_times_are_kept_commands_finished_and_session_seen(
    cast: Cast, site: Site, heard: Heard, moment: Moment
) -> None:
    await suspend(cast.rahim)
    await site.urgent()
    site.fake.hang_up("rahim")
    await reconnect(cast.rahim)
    await site.urgent()
    finished = moment.now
    assert heard.of(SessionsSeen) == []

    moment.move(seconds=8)
    site.fake.dial("rahim")
    assert await site.urgent() == 1

    service = await service_of(cast.rahim.id)
    assert (service.done_at, service.seen_at) == (finished, moment.now)
    assert heard.of(SessionsSeen) == [SessionsSeen((cast.rahim.id,))]
    assert await site.urgent() == 0


async def test_nothing_is_said_to_be_done_that_was_not_read_back(
    cast: Cast, site: Site, heard: Heard
) -> None:
    await suspend(cast.rahim)
    site.fake.fail("apply", Unsure("timeout"))

    with pytest.raises(Unsure):
        await site.urgent()

    assert heard.of(ServicesConfirmed) == []
    assert (await service_of(cast.rahim.id)).applied != 2
    await site.urgent()
    assert site.fake.service_of("rahim") == "held"
    assert len(heard.of(ServicesConfirmed)) == 1


async def test_killed_after_any_command_the_next_pass_finishes(cast: Cast, site: Site) -> None:
    class Killed(BaseException):
        pass

    async def die(_change: Change) -> None:
        raise Killed

    await suspend(cast.rahim)
    site.fake.before_apply = die
    with pytest.raises(Killed):
        await site.urgent()
    site.fake.set("rahim", profile="suspended")  # the first of two commands was done
    with pytest.raises(Killed):
        await site.urgent()
    site.fake.before_apply = None

    await site.urgent()

    assert site.fake.service_of("rahim") == "held"
    assert (await service_of(cast.rahim.id)).applied == 2


async def test_a_payment_during_a_suspension_wins(cast: Cast, site: Site) -> None:
    await suspend(cast.rahim)

    async def pay(change: Change) -> None:
        site.fake.before_apply = None
        await reconnect(cast.rahim)
        await site.urgent()

    site.fake.before_apply = pay
    await site.urgent()
    await site.urgent()

    assert site.fake.service_of("rahim") == "paid"
    assert site.fake.secrets["rahim"].profile == "10M"
    service = await service_of(cast.rahim.id)
    assert (service.desired, service.applied) == (Desired.ACTIVE, service.generation)


async def test_a_wish_of_after_the_read_is_not_marked_as_done(cast: Cast, site: Site) -> None:
    found = await wishes.every(cast.router.id)
    await suspend(cast.rahim)
    element = routers.backend(cast.router, site.ports)
    plan = await reconciler._Pass(cast.router, element, urgent=False).compare(
        await element.observe(), found
    )
    await wishes.conclude(found, plan, {})

    assert (await service_of(cast.rahim.id)).applied == 1


async def test_nothing_is_written_where_nothing_differs(cast: Cast, site: Site) -> None:
    await suspend(cast.rahim)
    await site.urgent()
    site.fake.applied.clear()

    await site.full()
    await site.full()

    assert site.fake.applied == []
    assert await site.urgent() == 0


async def test_one_profile_that_the_router_lacks_stops_only_its_customers(
    cast: Cast, site: Site
) -> None:
    several = await crowd(site, 6)
    for customer in several[:3]:
        await services.desire(customer.id, Desired.ACTIVE, profile="wrong")
    for customer in several[3:]:
        await services.desire(customer.id, Desired.ACTIVE, profile="20M")
    site.fake.refused_profiles.add("wrong")

    await site.urgent()

    assert {site.fake.secrets[each.username].profile for each in several[3:]} == {"20M"}
    assert {site.fake.secrets[each.username].profile for each in several[:3]} == {"10M"}
    assert (await service_of(several[0].id)).error.startswith("refused: bad-value")
    assert (await service_of(several[5].id)).applied == 2
    assert await site.urgent() == 0


async def test_what_can_not_be_done_is_tried_again_with_growing_pauses(
    cast: Cast, site: Site, moment: Moment
) -> None:
    del site.fake.secrets["rahim"]
    await services.desire(cast.rahim.id, Desired.ACTIVE, profile="20M")

    tried = 0
    for _ in range(60):
        tried += await site.urgent()
        moment.move(seconds=1)

    assert 5 <= tried <= 7
    assert (await service_of(cast.rahim.id)).error == "secret-missing"
    site.fake.add("rahim")
    moment.move(minutes=5)
    await site.urgent()
    assert (await service_of(cast.rahim.id)).error == ""


async def test_a_refused_login_is_raised_and_leaves_the_wish_open(cast: Cast, site: Site) -> None:
    await suspend(cast.rahim)
    site.fake.fail("apply", Refused("auth"))

    with pytest.raises(Refused):
        await site.urgent()

    assert (await service_of(cast.rahim.id)).applied == 1


async def test_reconnections_come_first(cast: Cast, site: Site) -> None:
    await suspend(cast.rahim)
    await site.urgent()
    site.fake.applied.clear()
    await suspend(cast.karim)
    await reconnect(cast.rahim)

    await site.urgent()

    assert isinstance(site.fake.applied[0], RemoveEntries)


async def test_more_than_a_few_customers_are_read_with_the_whole_tables(
    cast: Cast, site: Site
) -> None:
    several = await crowd(site, reconciler.LOOK_UPS + 1)
    await services.suspend_many([services.Cut(each.id, "overdue") for each in several])
    site.fake.asked.clear()

    await site.urgent()

    assert site.fake.asked.count("read_all") == 2
    assert "read_some" not in site.fake.asked
    assert all(site.fake.service_of(each.username) == "held" for each in several)
    assert await Service.filter(generation=2, applied=2).count() == len(several)


async def test_who_has_left_is_held_and_the_secret_stays(cast: Cast, site: Site) -> None:
    await services.desire(cast.rahim.id, Desired.ABSENT)
    await site.urgent()

    assert site.fake.service_of("rahim") == "held"
    assert "rahim" in site.fake.secrets


async def test_an_entry_that_would_hold_the_next_customer_at_the_address_is_taken_out(
    cast: Cast, site: Site
) -> None:
    await suspend(cast.rahim)
    await site.urgent()
    site.fake.hang_up("rahim")
    address = next(iter(site.fake.entries.values())).address
    site.fake.sessions["karim"] = type(site.fake.sessions["karim"])("*AA", "karim", address)
    assert site.fake.service_of("karim") == "held"

    await site.full()

    assert site.fake.service_of("karim") == "paid"


async def test_static_addresses_are_listed_and_freed(cast: Cast, site: Site) -> None:
    fixed = await builders.a_customer(connection="static", username="", ip="10.9.9.9")
    await services.ensure()
    await suspend(fixed)
    await site.urgent()
    assert site.fake.is_listed("10.9.9.9")

    await reconnect(fixed)
    await site.urgent()

    assert not site.fake.is_listed("10.9.9.9")
    service = await service_of(fixed.id)
    assert service.seen_at == service.done_at


async def test_due_wishes_are_found_by_their_index(cast: Cast, site: Site) -> None:
    plan = await db.rows(
        ("EXPLAIN " if db.on_postgres() else "EXPLAIN QUERY PLAN ")
        + "SELECT id FROM service WHERE router_id = 1 AND generation <> applied"
        " AND generation > 1 AND urgent = TRUE AND due_ms <= 5 ORDER BY due_ms, id"
    )
    assert "service_due" in str(plan)


async def test_a_full_pass_finds_what_customers_and_packages_have_become(
    cast: Cast, site: Site
) -> None:
    newcomer = await builders.a_customer(username="newcomer")
    site.fake.add("newcomer")
    await Customer.filter(id=cast.rahim.id).update(package_id=cast.swift.id)
    await Customer.filter(id=cast.karim.id).update(router_id=None)

    await site.full()
    await site.urgent()
    await site.full()

    assert site.fake.secrets["rahim"].profile == "20M"
    assert (await service_of(newcomer.id)).applied == 1
    assert (await routers.state(cast.router.id)).drift["unknown"]["names"] == ["karim"]


async def test_who_gets_another_username_while_suspended_is_held_by_it_without_a_full_pass(
    cast: Cast, site: Site
) -> None:
    await suspend(cast.rahim)
    await site.urgent()
    site.fake.add("rahim-new")
    await Customer.filter(id=cast.rahim.id).update(username="rahim-new")
    await services.ensure([cast.rahim.id])

    assert (await service_of(cast.rahim.id)).applied == 2
    await site.urgent()

    assert site.fake.service_of("rahim-new") == "held"
    assert (await service_of(cast.rahim.id)).applied == 3
    await site.full()
    assert site.fake.secrets["rahim"].disabled
    assert site.fake.service_of("rahim") == "offline"


async def test_who_gets_another_address_while_suspended_is_held_at_it_without_a_full_pass(
    cast: Cast, site: Site
) -> None:
    fixed = await builders.a_customer(connection="static", username="", ip="10.9.0.1")
    await services.ensure()
    await suspend(fixed)
    await site.urgent()
    await Customer.filter(id=fixed.id).update(ip="10.9.0.2")
    await services.ensure([fixed.id])
    await site.urgent()

    assert site.fake.is_listed("10.9.0.2")
    await site.full()
    assert site.fake.is_listed("10.9.0.2")
    assert not site.fake.is_listed("10.9.0.1")
