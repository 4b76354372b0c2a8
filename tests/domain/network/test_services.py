"""Suspending and reconnecting change what is desired, and leave a trace of why."""

from __future__ import annotations

from functools import partial

import pytest

from domain import wakes
from domain.customers.models import Customer, CustomerStatus, Package
from domain.errors import InvalidState, NotFound, RightLacking
from domain.events import CustomerReconnected, CustomersSuspended
from domain.network import services
from domain.network.models import Service, Suspension
from domain.network.queries import wishes
from domain.network.services import Cut
from domain.network.states import Desired
from domain.staff.models import Audit
from domain.staff.rights import SYSTEM
from tests import builders
from tests.at_once import meet_at
from tests.cast import Cast, Moment
from tests.domain.network.conftest import Heard, service_of


async def test_each_customer_with_a_router_and_a_name_there_has_a_service(cast: Cast) -> None:
    await builders.a_customer(connection="static", username="", ip="10.0.0.77")
    left = await builders.a_customer(status=CustomerStatus.LEFT)
    for nothing in (
        {"router": None},
        {"username": ""},
        {"connection": "static", "ip": ""},
        {"connection": "hotspot", "username": ""},
        {"status": CustomerStatus.PENDING},
    ):
        await builders.a_customer(**nothing)

    await services.ensure()

    assert await Service.all().count() == 4
    assert (await service_of(cast.rahim.id)).profile == "10M"
    assert (await service_of(left.id)).desired == Desired.ABSENT
    assert await services.ensure() == 0


async def test_a_new_package_is_a_new_wish(cast: Cast) -> None:
    await services.ensure()
    await Customer.filter(id=cast.rahim.id).update(package_id=cast.swift.id)

    assert await services.ensure([cast.rahim.id]) == 1

    service = await service_of(cast.rahim.id)
    assert (service.profile, service.generation) == ("20M", 2)


async def test_a_package_without_a_profile_is_never_sent_to_a_router(cast: Cast) -> None:
    await Package.filter(id=cast.home.id).update(profile="")

    await services.ensure()

    assert await Service.all().count() == 0


async def test_suspending_is_logged_with_rule_and_figures(
    cast: Cast, heard: Heard, moment: Moment
) -> None:
    await services.ensure()

    done = await services.suspend(cast.bina, cast.rahim.id, "overdue", {"due_minor": 50_000})

    assert done
    service = await service_of(cast.rahim.id)
    assert (service.desired, service.generation, service.urgent) == (Desired.SUSPENDED, 2, False)
    assert service.asked_at == moment.now
    assert (await Customer.get(id=cast.rahim.id)).status == CustomerStatus.SUSPENDED
    (log,) = await services.history(cast.rahim.id)
    assert (log.act, log.rule, log.figures) == ("suspend", "overdue", {"due_minor": 50_000})
    assert log.staff_id == cast.bina.staff_id
    assert heard == [CustomersSuspended((cast.rahim.id,))]
    assert await Audit.filter(act="customer.suspend", subject_id=cast.rahim.id).count() == 1


async def test_suspending_twice_does_nothing_twice(cast: Cast, heard: Heard) -> None:
    await services.suspend(SYSTEM, cast.rahim.id, "overdue", {})

    assert not await services.suspend(SYSTEM, cast.rahim.id, "overdue", {})
    assert len(heard) == 1
    assert await Suspension.all().count() == 1


async def test_of_two_who_suspend_at_once_one_does(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    suspend = partial(services.suspend, SYSTEM, cast.rahim.id, "overdue", {})

    assert sorted(await meet_at(monkeypatch, services, "_suspend", suspend, suspend)) == [
        False,
        True,
    ]
    assert await Suspension.all().count() == 1


async def test_reconnecting_is_urgent_and_logged(cast: Cast, heard: Heard) -> None:
    await services.suspend(SYSTEM, cast.rahim.id, "overdue", {})

    assert await services.reconnect(SYSTEM, cast.rahim.id, "paid", {"due_minor": 0})

    service = await service_of(cast.rahim.id)
    assert (service.desired, service.generation, service.urgent) == (Desired.ACTIVE, 3, True)
    assert [log.act for log in await services.history(cast.rahim.id)] == ["reconnect", "suspend"]
    assert heard[-1] == CustomerReconnected(cast.rahim.id)
    assert not await services.reconnect(SYSTEM, cast.rahim.id, "paid", {})


async def test_what_was_found_before_it_was_asked_for_anew_is_not_told_of_it(cast: Cast) -> None:
    await services.ensure()
    seen = await service_of(cast.rahim.id)
    await services.desire(cast.rahim.id, Desired.SUSPENDED)

    await wishes.put_off_services([(99, "no answer", seen.id, seen.generation)])
    await wishes.differ([("no profile", 99, "", seen.id, seen.generation)])

    assert await wishes.mark_applied([seen.id], seen.generation, 99) == []
    now = await service_of(cast.rahim.id)
    assert (now.due_ms, now.error, now.tries) == (0, "", 0)


async def test_the_workers_are_woken_after_the_commit(cast: Cast) -> None:
    with wakes.listening(wakes.NETWORK) as listener:
        await services.suspend(SYSTEM, cast.rahim.id, "overdue", {})
        assert listener.heard.is_set()


async def test_only_who_may_and_sees_the_customer_suspends(cast: Cast) -> None:
    with pytest.raises(RightLacking):
        await services.suspend(cast.chand, cast.rahim.id, "manual", {})
    with pytest.raises(NotFound):
        await services.suspend(cast.esha, cast.rahim.id, "manual", {})
    with pytest.raises(RightLacking):
        await services.reconnect(cast.dipa, cast.rahim.id, "manual", {})


async def test_who_has_left_is_not_suspended(cast: Cast) -> None:
    gone = await builders.a_customer(status=CustomerStatus.LEFT)

    with pytest.raises(InvalidState):
        await services.suspend(SYSTEM, gone.id, "manual", {})


async def test_many_are_suspended_at_once_and_others_passed_over(cast: Cast, heard: Heard) -> None:
    several = [await builders.a_customer() for _ in range(5)]
    await services.suspend(SYSTEM, several[0].id, "overdue", {})
    heard.clear()

    cuts = [Cut(one.id, "overdue", {"due_minor": 1}) for one in several]
    done = await services.suspend_many(cuts)

    assert done == [one.id for one in several[1:]]
    assert heard.of(CustomersSuspended) == [CustomersSuspended(tuple(done))]
    assert await Suspension.filter(act="suspend").count() == 5
    assert await Service.filter(desired=Desired.SUSPENDED, generation=2).count() == 5


async def test_asking_for_what_is_asked_for_changes_nothing(cast: Cast) -> None:
    await services.ensure()

    assert not await services.desire(cast.rahim.id, Desired.ACTIVE)
    assert await services.desire(cast.rahim.id, Desired.ACTIVE, profile="20M")
    assert (await service_of(cast.rahim.id)).generation == 2
