"""Who moves leaves nothing behind: not under the old name, not of the old kind, not elsewhere."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest

from domain.customers.models import Customer, CustomerStatus
from domain.errors import Busy
from domain.events import ServicesConfirmed
from domain.network import reconciler, services
from domain.network.models import Remnant, Router
from domain.ports import Ports
from gateways.mikrotik.rows import DisableSecrets, DropSessions, RemoveEntries, User
from tests import builders
from tests.cast import Cast, Moment
from tests.domain.network.conftest import Heard, Site, reconnect, service_of, suspend
from tests.fakes import FakeRouter, router_ports
from tests.sealing import VAULT

OLD, NEW = "10.9.0.1", "10.9.0.2"
PLACES: dict[str, dict[str, Any]] = {
    "pppoe": {"connection": "pppoe", "username": "mover"},
    "renamed": {"connection": "pppoe", "username": "mover-new"},
    "static": {"connection": "static", "username": "", "ip": OLD},
    "readdressed": {"connection": "static", "username": "", "ip": NEW},
    "dhcp": {"connection": "dhcp", "username": "", "ip": "10.9.0.3"},
    "hotspot": {"connection": "hotspot", "username": "mover", "ip": ""},
}
PAIRS = [(old, new) for old in PLACES for new in PLACES if old != new]
DIALLED = ("pppoe", "renamed", "hotspot")
STATES = ("active", "suspended", "left")


@dataclass
class Two(Site):
    """The site, and a second router beside it."""

    second: Router
    other: FakeRouter

    async def both(self) -> None:
        for router in (self.router, self.second):
            await reconciler.urgent_pass(await Router.get(id=router.id), self.ports)


@pytest.fixture
async def two(cast: Cast, heard: Heard, moment: Moment) -> Two:
    second = await builders.a_router("core-2")
    fake, other = FakeRouter(), FakeRouter()
    ports: Ports
    ports, _ = router_ports(VAULT, core_1=fake, core_2=other)
    for each in (fake, other):
        for name in ("mover", "mover-new"):
            each.add(name, online=name == "mover" and each is fake)
        each.users["mover"] = User("*F1", "mover", "10M", disabled=False)
    for name in ("rahim", "karim"):
        fake.add(name)
    await services.ensure()
    return Two(cast.router, fake, ports, moment, second, other)


async def settled(two: Two, place: str, state: str) -> Customer:
    """A customer of that kind on the first router who is in that state, seen to be so."""
    mover = await builders.a_customer("Mover", **PLACES[place])
    await services.ensure([mover.id])
    await two.full()
    if state == "suspended":
        await suspend(mover)
    elif state == "left":
        await Customer.filter(id=mover.id).update(status=CustomerStatus.LEFT)
        await services.ensure([mover.id])
    await two.both()
    await two.full()
    two.fake.applied.clear()
    return mover


async def move(mover: Customer, **to: Any) -> None:
    await Customer.filter(id=mover.id).update(**to)
    await services.ensure([mover.id])


def ours(fake: FakeRouter, mover: Customer) -> set[str]:
    """The addresses that the router holds for the customer."""
    return {e.address for e in fake.entries.values() if e.comment == f"netkhata:{mover.id}"}


def is_shut(fake: FakeRouter, name: str) -> bool:
    return fake.secrets[name].disabled and name not in fake.sessions


def is_open(fake: FakeRouter, place: str) -> bool:
    """Whether somebody gets in by the name of the place."""
    name = str(PLACES[place]["username"])
    return not (fake.users if place == "hotspot" else fake.secrets)[name].disabled


@pytest.mark.any_engine
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("old", "new"), PAIRS)
async def test_whatever_kind_becomes_whatever_other_the_old_is_shut_once_and_the_new_is_right(
    two: Two, old: str, new: str, state: str
) -> None:
    mover = await settled(two, old, state)

    await move(mover, **PLACES[new])
    for _ in range(3):
        await two.both()
        await two.full()
    if state == "active" and old in DIALLED and new not in DIALLED:
        assert is_open(two.fake, old)
        await suspend(mover)
        state = "suspended"
        for _ in range(3):
            await two.both()
            await two.full()

    assert await Remnant.all().count() == 0
    if old in DIALLED:
        assert not is_open(two.fake, old)
    session = two.fake.sessions.get(str(PLACES[new]["username"])) if new != "hotspot" else None
    here = {PLACES[new].get("ip", ""), session.address if session else ""} - {""}
    assert ours(two.fake, mover) == (set() if state == "active" else here)
    service = await service_of(mover.id)
    assert service.applied == service.generation
    two.fake.applied.clear()
    for _ in range(2):
        await two.both()
        await two.full()
    assert two.fake.applied == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("old", [place for place in PLACES if place != "hotspot"])
async def test_who_moves_to_another_router_is_shut_on_the_old_one_when_it_is_back(
    two: Two, moment: Moment, old: str, state: str
) -> None:
    mover = await settled(two, old, state)
    two.fake.fail("read_some", Busy("silent"), 9)
    await move(mover, router_id=two.second.id)
    for _ in range(4):
        with suppress(Busy):
            await reconciler.urgent_pass(await Router.get(id=two.router.id), two.ports)
        await reconciler.urgent_pass(two.second, two.ports)
        moment.move(days=2)
    assert two.fake.applied == []
    two.fake._failures.clear()

    await two.both()
    await two.full()

    assert await Remnant.all().count() == 0
    assert ours(two.fake, mover) == set()
    service = await service_of(mover.id)
    assert (service.router_id, service.applied) == (two.second.id, service.generation)
    if PLACES[old]["connection"] == "pppoe":
        name = str(PLACES[old]["username"])
        assert is_shut(two.fake, name)
        assert two.other.secrets[name].profile == ("10M" if state == "active" else "suspended")
        assert not two.other.secrets[name].disabled


async def test_a_payment_after_the_move_acts_on_the_new_place_only(two: Two, heard: Heard) -> None:
    mover = await settled(two, "pppoe", "suspended")
    await move(mover, router_id=two.second.id, username="mover-new")
    await two.both()
    two.other.dial("mover-new")
    two.fake.applied.clear()
    heard.clear()

    await reconnect(mover)
    await two.both()

    assert two.fake.applied == []
    assert two.other.service_of("mover-new") == "paid"
    assert heard.of(ServicesConfirmed) == [ServicesConfirmed((mover.id,), (mover.id,))]


async def test_who_pays_while_the_old_router_is_down_is_not_free_there_twice(
    two: Two, moment: Moment
) -> None:
    mover = await settled(two, "pppoe", "suspended")
    await move(mover, **PLACES["static"])
    two.fake.fail("read_some", Busy("silent"), 9)
    with pytest.raises(Busy):
        await two.both()
    await reconnect(mover)
    moment.move(days=7)
    two.fake._failures.clear()

    await two.both()
    await two.both()

    assert two.fake.secrets["mover"].profile == "suspended"
    assert not two.fake.is_listed(OLD)

    await suspend(mover)
    await two.both()
    assert is_shut(two.fake, "mover")


async def test_the_secret_goes_before_the_session_and_the_session_before_its_entry(
    two: Two,
) -> None:
    mover = await settled(two, "pppoe", "suspended")
    await move(mover, router_id=two.second.id)
    await two.both()
    assert [type(change) for change in two.fake.applied] == [
        DisableSecrets, DropSessions, RemoveEntries,
    ]  # fmt: skip


async def test_who_is_online_keeps_the_old_name_until_the_new_one_is_there(
    two: Two, moment: Moment
) -> None:
    mover = await settled(two, "pppoe", "active")
    await move(mover, username="not-yet-made")
    await two.both()
    assert two.fake.service_of("mover") == "paid"

    two.fake.add("not-yet-made")
    moment.move(minutes=10)
    await two.both()
    await two.both()

    assert is_shut(two.fake, "mover")
    assert two.fake.service_of("not-yet-made") == "paid"


async def test_who_comes_back_to_the_old_name_is_not_shut(two: Two, moment: Moment) -> None:
    mover = await settled(two, "pppoe", "active")
    await move(mover, router_id=two.second.id)
    await move(mover, router_id=two.router.id)
    for _ in range(3):
        await two.both()
        moment.move(minutes=5)

    assert two.fake.service_of("mover") == "paid"
    assert await Remnant.all().count() == 0


async def test_a_name_that_another_has_by_now_is_theirs(two: Two) -> None:
    mover = await settled(two, "pppoe", "suspended")
    await move(mover, router_id=two.second.id)
    heir = await builders.a_customer("Heir", username="mover")
    await services.ensure([heir.id])

    await two.both()
    await two.full()
    await two.both()

    assert two.fake.service_of("mover") == "paid"
    assert await Remnant.all().count() == 0


async def test_who_gets_the_name_while_it_is_being_shut_has_it_open(
    two: Two, moment: Moment
) -> None:
    mover = await settled(two, "pppoe", "suspended")
    await move(mover, router_id=two.second.id)

    async def inherit(change: object) -> None:
        two.fake.before_apply = None
        await move(mover, router_id=two.router.id)
        await reconnect(mover)
        await reconciler.urgent_pass(two.router, two.ports, reconnects=True)

    two.fake.before_apply = inherit
    for _ in range(4):
        await two.both()
        moment.move(seconds=5)

    assert not two.fake.secrets["mover"].disabled
    two.fake.dial("mover")
    assert two.fake.service_of("mover") == "paid"


async def test_what_a_person_opens_again_afterwards_is_left_alone(two: Two) -> None:
    mover = await settled(two, "pppoe", "suspended")
    await move(mover, router_id=two.second.id)
    await two.both()
    two.fake.set("mover", disabled=False, profile="office")
    two.fake.dial("mover")
    two.fake.applied.clear()

    await two.full()
    await two.both()

    assert two.fake.applied == []
    assert two.fake.service_of("mover") == "paid"


async def test_a_watched_router_keeps_what_was_left_on_it_until_it_may_be_written(
    two: Two,
) -> None:
    mover = await settled(two, "pppoe", "suspended")
    await Router.filter(id=two.router.id).update(watch_only=True)
    await move(mover, router_id=two.second.id)
    await two.both()
    assert two.fake.applied == []

    await Router.filter(id=two.router.id).update(watch_only=False)
    await two.both()
    assert is_shut(two.fake, "mover")


async def test_who_is_on_no_router_any_more_goes_on_while_paid_and_is_shut_when_held(
    two: Two, moment: Moment
) -> None:
    mover = await settled(two, "pppoe", "active")
    await move(mover, router_id=None)
    await two.both()
    assert two.fake.service_of("mover") == "paid"

    await suspend(mover)
    await two.both()
    assert is_shut(two.fake, "mover")


async def test_many_who_moved_are_read_with_the_whole_tables(two: Two) -> None:
    movers = [
        await builders.a_customer(username=f"far{number}", status=CustomerStatus.SUSPENDED)
        for number in range(reconciler.LOOK_UPS + 5)
    ]
    for each in movers:
        two.fake.add(each.username, "suspended")
    await services.ensure()
    await Customer.filter(id__in=[each.id for each in movers]).update(router_id=two.second.id)
    await services.ensure([each.id for each in movers])

    await two.both()

    assert all(is_shut(two.fake, each.username) for each in movers)
    assert await Remnant.all().count() == 0


@pytest.mark.parametrize("place", ["static", "dhcp", "hotspot"])
async def test_a_slip_in_the_kind_of_connection_cuts_nobody(two: Two, place: str) -> None:
    mover = await settled(two, "pppoe", "active")
    two.fake.users.clear()
    await move(mover, **PLACES[place])
    for _ in range(2):
        await two.both()
        await two.full()
    assert two.fake.service_of("mover") == "paid"

    await move(mover, **PLACES["pppoe"])
    await two.both()
    await two.full()
    assert two.fake.service_of("mover") == "paid"
    assert await Remnant.all().count() == 0


@pytest.mark.parametrize("place", ["pppoe", "static"])
async def test_the_name_or_address_of_who_left_is_the_next_customers(two: Two, place: str) -> None:
    gone = await settled(two, place, "left")
    two.fake.dial("mover")
    heir = await builders.a_customer("Heir", **PLACES[place])
    await services.ensure([heir.id])

    for _ in range(3):
        await two.both()
        await two.full()
    two.fake.applied.clear()
    await two.both()
    await two.full()

    assert two.fake.applied == []
    assert ours(two.fake, gone) == set()
    assert (await service_of(heir.id)).applied == 1
    assert two.fake.secrets["mover"].profile == "10M"
    await suspend(heir)
    await two.both()
    await two.full()
    if place == "static":
        assert ours(two.fake, heir) == {OLD}
    else:
        assert two.fake.service_of("mover") == "held"
    await reconnect(heir)
    await two.both()
    await two.full()
    assert not two.fake.is_listed(OLD)
