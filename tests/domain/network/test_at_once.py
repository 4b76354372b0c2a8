"""What changes of a customer, a package or a router is asked of the router at once."""

from __future__ import annotations

from domain import events, reactions
from domain.customers import catalog, customers
from domain.customers.models import Customer
from domain.events import RouterChanged
from domain.money import Money
from domain.network import passes, routers, services
from tests.builders import save_router
from tests.cast import Cast
from tests.domain.network.conftest import Site, service_of, suspend


async def test_another_profile_of_a_package_is_sent_at_once(cast: Cast, site: Site) -> None:
    """To whom has it, and to nobody else; where they are is not read whole for it."""
    events.listen(reactions.MAP)
    await Customer.filter(id=cast.karim.id).update(package_id=cast.swift.id)
    await services.ensure([cast.karim.id])
    await site.urgent()
    await catalog.save_package(
        cast.asha, code="home", name="Home", price=Money(100_000), profile="15M"
    )
    assert (await service_of(cast.rahim.id)).generation == 2

    await site.urgent()
    assert site.fake.secrets["rahim"].profile == "15M"
    assert site.fake.secrets["karim"].profile == "20M"
    await catalog.save_package(
        cast.asha, code="home", name="Home!", price=Money(100_000), profile="15M"
    )
    assert (await service_of(cast.rahim.id)).generation == 2


async def test_a_package_a_name_or_a_router_that_changes_is_a_wish_at_once(
    cast: Cast, site: Site
) -> None:
    events.listen(reactions.MAP)
    for name in ("rahim-two", "10.9.0.8"):
        site.fake.add(name)
    await customers.change(cast.asha, cast.rahim.id, package_id=cast.swift.id)
    await site.urgent()
    assert site.fake.secrets["rahim"].profile == "20M"
    await customers.change(cast.asha, cast.rahim.id, username="rahim-two")
    await site.urgent()
    assert site.fake.secrets["rahim-two"].profile == "20M"
    assert site.fake.secrets["rahim"].disabled
    assert "read_all" not in site.fake.asked


async def test_whom_a_router_holds_by_other_terms_is_held_anew_at_once(
    cast: Cast, site: Site
) -> None:
    await suspend(cast.rahim)
    await site.urgent()
    state = await routers.state(cast.router.id)
    assert not passes.is_due(state)
    events.listen({RouterChanged: reactions.MAP[RouterChanged]})
    await save_router(cast.asha, "core-1", None, suspended_profile="cut")
    assert passes.is_due(await routers.state(cast.router.id))

    await site.urgent()
    assert site.fake.secrets["rahim"].profile == "cut"
    assert site.fake.secrets["karim"].profile == "10M"
    assert (await routers.state(cast.router.id)).waiting == 0
