"""What every access backend promises: what it plans is carried out, and shows when it is read back.

The backend over tables in memory, RouterOS over a socket, and a second small backend of the tests.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest

from domain import db
from domain.errors import Outside
from domain.ports import Account
from domain.ports.access import (
    MISSING,
    AccessBackend,
    Allowance,
    Desired,
    Drift,
    Left,
    Plan,
    Step,
    Wanted,
    wanted,
)
from gateways import registry
from gateways.mikrotik import RouterOsAccess
from gateways.mikrotik.reading import Terms
from gateways.provider import ACCESS_SCALE, DONE, Threads
from sandbox.routeros import RouterOs
from scheduler.apart import Apart
from scheduler.nursery import Nursery
from tests.fakes import FakeRouter
from tests.users_file import FORM, UsersFile
from tests.waiting import until


@dataclass
class Element:
    """A backend with what stands behind it; `rahim` and `karim` are online at 10M."""

    backend: AccessBackend
    kinds: frozenset[str]
    service_of: Callable[[str], str]
    log_in: Callable[[str], object] | None = None  # at its hotspot, where a backend counts use

    def row(self, state: Desired, *, login: str = "rahim", settled: bool = False, **other: object):
        number = 7 if login == "rahim" else 8
        return wanted(number, "pppoe", login, "", state=state, rate="10M", settled=settled, **other)

    async def look(self, *rows, whole: bool = False) -> Plan:
        sight = await self.backend.observe(None if whole else rows)
        return self.backend.plan(sight, rows, whole=whole)

    async def bring(self, *rows) -> None:
        """Carry out all that the rows need."""
        moves = (await self.look(*rows)).moves.values()
        await self.carry_out([step for move in moves for step in move.first])
        await self.carry_out([step for move in moves for step in move.then])

    async def carry_out(self, steps: list[Step]) -> None:
        if steps:
            await self.backend.carry_out(steps, urgent=True)


async def _in_memory() -> AsyncIterator[Element]:
    fake = FakeRouter()
    fake.add("rahim")
    fake.add("karim")
    backend = RouterOsAccess(fake, Terms("suspended", "suspended"))
    yield Element(
        backend, registry.backend("mikrotik").kinds, fake.service_of, lambda name: fake.log_in(name)
    )


async def _over_a_socket() -> AsyncIterator[Element]:
    router = RouterOs(username="netkhata", password="secret", redial_after=0.01)
    router.network.add_pool("homes", "10.20.0.0/16")
    router.network.add_pool("held", "172.16.0.0/16")
    router.network.add_profile("10M", remote_address="homes")
    router.network.add_profile("suspended", remote_address="held", address_list="suspended")
    router.network.add_user_profile("10M", rate_limit="10M/10M")
    router.network.load(["rahim", "karim"], profile="10M")
    await router.start()
    apart, nursery = Apart(), Nursery()
    account = Account(
        1, "core", "access", "mikrotik", "", 0, {"password": "secret"},
        {"host": "127.0.0.1", "port": router.port, "username": "netkhata"},
    )  # fmt: skip
    backend = registry.access_backend(account, Threads(nursery.spawn, apart))
    words = {"suspended": "held"}

    def service_of(name: str) -> str:
        shown = router.network.service_of(name)
        return words.get(shown, shown)

    yield Element(
        backend,
        registry.backend("mikrotik").kinds,
        service_of,
        lambda name: router.network.hotspot_login(name, "AA:BB:CC:00:00:09", "10.40.0.9", "pass"),
    )
    await backend.close()
    await apart.close()
    await nursery.close()
    await router.stop()


async def _users_file() -> AsyncIterator[Element]:
    server = UsersFile()
    server.add("rahim")
    server.add("karim")
    yield Element(server, FORM.kinds, server.service_of)


# One of each, by the backend's name in the registry; the others are the tests' own.
ELEMENTS = {"memory": _in_memory, "mikrotik": _over_a_socket, "users-file": _users_file}
NOWHERE = {
    "mikrotik": Account(
        1, "core", "access", "mikrotik", "", 0, {"password": "x"},
        {"host": "127.0.0.1", "port": 1, "username": "x"},
    ),
}  # fmt: skip


@pytest.fixture(params=sorted({*ELEMENTS, *registry.BACKENDS}))
async def element(request: pytest.FixtureRequest) -> AsyncIterator[Element]:
    assert request.param in ELEMENTS, f"ELEMENTS lacks an element of {request.param}"
    async for made in ELEMENTS[request.param]():
        yield made


async def test_who_is_suspended_is_held_and_read_back_as_such(element: Element) -> None:
    row = element.row(Desired.SUSPENDED)
    assert (await element.look(row)).confirmed == set()

    await element.bring(row)

    plan = await element.look(row)
    assert (plan.confirmed, dict(plan.moves), plan.troubles) == ({7}, {}, {})
    await until(lambda: element.service_of("rahim") == "held")
    assert element.service_of("karim") == "paid"


async def test_who_is_reconnected_is_online_as_paid_and_seen(element: Element) -> None:
    await element.bring(element.row(Desired.SUSPENDED))
    row = element.row(Desired.ACTIVE)

    await element.bring(row)
    await until(lambda: element.service_of("rahim") == "paid")

    async def seen() -> bool:
        return 7 in (await element.look(row)).seen

    await until(seen)
    assert (await element.look(row)).confirmed == {7}


async def test_what_is_as_it_should_be_needs_nothing(element: Element) -> None:
    rows = [element.row(Desired.ACTIVE), element.row(Desired.ACTIVE, login="karim")]

    plan = await element.look(*rows, whole=True)

    assert (dict(plan.moves), [*plan.strays], plan.drift, plan.by_hand) == ({}, [], {}, 0)
    assert plan.confirmed == {7, 8}


async def test_steps_may_be_done_again(element: Element) -> None:
    row = element.row(Desired.SUSPENDED)
    moves = (await element.look(row)).moves[7]

    await element.carry_out([*moves.first])
    await element.carry_out([*moves.first])

    await element.bring(row)
    assert (await element.look(row)).confirmed == {7}


async def test_a_step_is_for_the_customer_whom_it_names(element: Element) -> None:
    rows = [element.row(Desired.SUSPENDED), element.row(Desired.SUSPENDED, login="karim")]
    plan = await element.look(*rows)

    for number, move in plan.moves.items():
        assert {step.customer_id for step in (*move.first, *move.then)} == {number}
    await element.carry_out([*plan.moves[7].first])
    await element.carry_out([*plan.moves[7].then])

    assert (await element.look(*rows)).confirmed == {7}


async def test_what_was_changed_there_by_hand_is_told_from_what_is_asked_for(
    element: Element,
) -> None:
    asked = await element.look(element.row(Desired.SUSPENDED))
    changed = await element.look(element.row(Desired.SUSPENDED, settled=True))

    assert (asked.by_hand, asked.drift) == (0, {})
    assert (changed.by_hand, changed.drift) == (1, {Drift.FREE: ["rahim"]})


async def test_an_account_that_is_lacking_is_a_trouble_and_a_strange_one_is_left_alone(
    element: Element,
) -> None:
    gone = element.row(Desired.ACTIVE, login="nobody")

    part, whole = await element.look(gone), await element.look(gone, whole=True)

    assert part.troubles == {8: MISSING}
    assert part.drift == {Drift.MISSING: ["nobody"]}
    assert sorted(whole.drift[Drift.UNKNOWN]) == ["karim", "rahim"]
    assert dict(whole.moves) == {}


async def test_nothing_need_be_there_of_who_has_left(element: Element) -> None:
    assert (await element.look(element.row(Desired.ABSENT, login="nobody"))).confirmed == {8}


async def test_what_was_left_is_shut_and_then_nothing_is_left_to_do(element: Element) -> None:
    left = Left(7, "rahim", "", active=False, login_now="", address_now="", owned=False)
    for steps in element.backend.shut(await element.backend.observe([left]), [left]):
        await element.carry_out([*steps])

    assert not element.backend.shut(await element.backend.observe([left]), [left])
    await until(lambda: element.service_of("rahim") == "offline")
    assert element.service_of("karim") == "paid"


async def test_what_was_left_is_not_shut_for_whom_it_belongs_to_now(element: Element) -> None:
    left = Left(7, "rahim", "", active=False, login_now="", address_now="", owned=True)

    assert not element.backend.shut(await element.backend.observe([left]), [left])


async def test_a_kind_that_is_not_served_is_refused_by_name(element: Element) -> None:
    for kind in {"pppoe", "hotspot", "static", "dhcp"} - element.kinds:
        row = wanted(7, kind, "rahim", "10.0.0.7", state=Desired.SUSPENDED, rate="10M")

        plan = await element.look(row)

        assert (dict(plan.moves), plan.confirmed, {*plan.troubles}) == ({}, set(), {7})


def _guest(state: Desired, **other: object) -> Wanted:
    return wanted(
        9, "hotspot", "nila", "", state=state, rate="10M", settled=False,
        password=lambda: "pass", **other,
    )  # fmt: skip


async def test_an_account_of_ours_is_made_limited_counted_shut_and_taken_away(
    element: Element,
) -> None:
    if element.log_in is None:
        pytest.skip("it makes no accounts")
    row = _guest(Desired.ACTIVE, allowance=Allowance(seconds=3600, octets=5_000_000))
    await element.bring(row)
    assert (await element.look(row)).confirmed == {9}
    assert element.log_in("nila")

    plan = await element.look(row)
    assert plan.seen == {9}
    assert plan.used[9].octets == 0
    assert plan.used[9].online is not None
    more = _guest(Desired.ACTIVE, allowance=Allowance(seconds=None, octets=9_000_000))
    await element.bring(more)
    assert (await element.look(more)).confirmed == {9}
    assert 9 in (await element.look(row)).moves

    held = _guest(Desired.SUSPENDED)
    await element.bring(held)
    assert (await element.look(held)).confirmed == {9}
    assert not element.log_in("nila")
    assert element.service_of("nila") == "offline"

    gone = _guest(Desired.ABSENT)
    await element.bring(gone)
    assert 9 in (await element.look(_guest(Desired.ACTIVE))).moves
    assert element.service_of("rahim") == "paid"


async def test_it_is_seen_whole_and_in_part(element: Element) -> None:
    whole = await element.backend.observe()
    part = await element.backend.observe([element.row(Desired.ACTIVE)])

    assert (whole.account_count, whole.session_count) == (2, 2)
    assert {*whole.logins} == {"rahim", "karim"}
    assert {*part.logins} == {"rahim"}
    shown = element.backend.show(part, element.row(Desired.ACTIVE))
    assert (shown.served, shown.rate, bool(shown.address)) == ("paid", "10M", True)


async def test_it_says_how_it_is(element: Element) -> None:
    assert (await element.backend.health()).sessions == 2


async def test_it_is_never_called_inside_a_transaction(element: Element, database: str) -> None:
    async with db.transaction():
        with pytest.raises(RuntimeError):
            await element.backend.observe()
        with pytest.raises(RuntimeError):
            await element.backend.health()


@pytest.mark.parametrize("name", registry.BACKENDS)
async def test_what_it_can_not_reach_fails_as_the_outside_does(name: str) -> None:
    assert name in NOWHERE, f"NOWHERE lacks an account of {name} that leads nowhere"
    apart, nursery = Apart(), Nursery()
    backend = registry.access_backend(NOWHERE[name], Threads(nursery.spawn, apart))
    with pytest.raises(Outside):
        await backend.observe()
    with pytest.raises(Outside):
        await backend.health()
    await backend.close()
    await apart.close()


@pytest.mark.parametrize("name", registry.BACKENDS)
def test_each_answers_for_the_whole_scale(name: str) -> None:
    declared = registry.backend(name)

    assert {*declared.scale} == {*ACCESS_SCALE}
    assert all(answer for answer in declared.scale.values())
    assert declared.kinds == {kind for kind in declared.scale if declared.scale[kind] == DONE} & {
        "pppoe", "hotspot", "static", "dhcp",
    }  # fmt: skip
    assert {*declared.terms} <= {field.name for field in declared.fields}
