"""Who dials in is known by the address of the session that is held, for as long as it is theirs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

import pytest

from domain.network import reconciler, services
from domain.payments import held
from domain.ports import Ports
from domain.staff.rights import SYSTEM
from tests.cast import Cast
from tests.fakes import FakeRouter, router_ports
from tests.sealing import VAULT


@dataclass
class Line:
    """Rahim's connection, held; `address` is where he is."""

    router: FakeRouter
    ports: Ports
    address: str


@pytest.fixture
async def line(cast: Cast) -> Line:
    router = FakeRouter()
    router.add("rahim")
    router.add("karim")
    ports, _ = router_ports(VAULT, core_1=router)
    await services.ensure()
    await reconciler.full_pass(cast.router, ports)
    await services.suspend(SYSTEM, cast.rahim.id, "overdue", {})
    await reconciler.urgent_pass(cast.router, ports)
    return Line(router, ports, router.sessions["rahim"].address)


async def test_a_held_session_tells_whose_it_is(line: Line) -> None:
    found = await held.by_address(line.address, line.ports)

    assert found is not None
    assert (found.code, found.is_held) == ("1001", True)
    assert await held.by_address(line.router.sessions["karim"].address, line.ports) is None


async def test_whoever_has_the_address_by_now_is_not_taken_for_the_one_before(line: Line) -> None:
    line.router.dial("rahim")
    karim = line.router.sessions["karim"]
    line.router.sessions["karim"] = replace(karim, address=line.address)

    assert await held.by_address(line.address, line.ports) is None


async def test_a_router_that_hangs_knows_nobody(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "ROUTER_SECONDS", 0.01)
    line.router.hang = asyncio.Event()

    assert await held.by_address(line.address, line.ports) is None


async def test_who_redialled_is_found_after_the_next_look(cast: Cast, line: Line) -> None:
    line.router.dial("rahim")
    await reconciler.full_pass(cast.router, line.ports)

    found = await held.by_address(line.router.sessions["rahim"].address, line.ports)

    assert found is not None
    assert found.code == "1001"
