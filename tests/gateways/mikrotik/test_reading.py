"""Reads are whole or fail; answers reach those who asked."""

from __future__ import annotations

import asyncio

import pytest

from domain.errors import Busy
from gateways.mikrotik import MikroTik
from gateways.mikrotik.rows import ListEntry, SetSecrets
from sandbox.faults import Kind
from sandbox.routeros import RouterOs
from sandbox.routeros.pace import Pace
from tests.gateways.mikrotik.conftest import PATIENT, QUICK, Make
from tests.waiting import until

SECRETS, ENTRIES = "/ppp/secret/print", "/ip/firewall/address-list/print"


def put(router: RouterOs, name: str, address: str, **more: str) -> None:
    table = router["/ip/firewall/address-list"]
    values = {"list": name, "address": address, **more}
    table.add({key: table.clean(key, value) for key, value in values.items()})


async def test_a_full_read_has_secrets_sessions_and_the_lists_asked_for(
    router: RouterOs, client: MikroTik
) -> None:
    put(router, "suspended", "10.20.0.7", comment="nk:c7")
    put(router, "walled", "203.0.113.9")
    put(router, "suspended", "10.20.0.8", disabled="yes")
    router.network.hang_up("c5")
    secret = router["/ppp/secret"].named("c9")
    assert secret is not None
    router["/ppp/secret"].change(secret, {"disabled": "true"})
    seen = await client.read_all(["suspended", "held"])
    assert len(seen.secrets) == 300
    assert (seen.secrets[9].name, seen.secrets[9].disabled) == ("c9", True)
    assert (seen.secrets[8].profile, seen.secrets[8].comment) == ("gold", "nk:c8")
    assert len(seen.sessions) == 299
    assert seen.sessions[0].address == "10.20.0.0"
    assert seen.entries == [ListEntry("*1", "suspended", "10.20.0.7", "nk:c7")]


async def test_a_look_up_finds_what_concerns_the_people_asked_for(
    router: RouterOs, client: MikroTik
) -> None:
    put(router, "suspended", "10.20.0.7")
    put(router, "suspended", "10.30.0.1/32")
    put(router, "other", "10.20.0.3")
    seen = await client.read_some(["c7", "nobody", "c3"], ["10.30.0.1/32"], ["suspended"])
    assert sorted(each.name for each in seen.secrets) == ["c3", "c7"]
    assert sorted(each.name for each in seen.sessions) == ["c3", "c7"]
    assert sorted(each.address for each in seen.entries) == ["10.20.0.7", "10.30.0.1"]
    nothing = await client.read_some([], [], ["suspended"])
    assert (nothing.secrets, nothing.sessions, nothing.entries) == ([], [], [])


async def test_a_look_up_brings_what_others_have_put_into_the_list(
    router: RouterOs, client: MikroTik
) -> None:
    put(router, "suspended", "10.20.0.3", comment="netkhata:3")
    put(router, "suspended", "10.20.0.9", comment="netkhata:9")
    put(router, "suspended", "10.20.0.0/24")
    put(router, "suspended", "10.20.0.2-10.20.0.50", comment="the street")
    put(router, "suspended", "10.0.0.0/8", comment="netkhata: by hand")
    put(router, "suspended", "10.40.0.0/16", comment="zz", timeout="1d")
    put(router, "suspended", "10.50.0.0/16", disabled="yes")
    put(router, "other", "10.60.0.0/16")
    for number in range(20):
        router.world.lists.put("suspended", f"10.70.0.{number}")
    seen = await client.read_some(["c3"], [], ["suspended"], "netkhata:")
    assert sorted(each.address for each in seen.entries) == [
        "10.0.0.0/8", "10.20.0.0/24", "10.20.0.2-10.20.0.50", "10.20.0.3", "10.40.0.0/16",
    ]  # fmt: skip
    router.faults.plan(f"{ENTRIES} early", Kind.REFUSE)
    router.faults.plan(f"{ENTRIES} early", Kind.SLOW)  # the count is left alone
    again = await client.read_some(["c3"], [], ["suspended"], "netkhata:")
    assert len(again.entries) == 5


async def test_names_that_look_like_other_things_are_found(
    router: RouterOs, client: MikroTik
) -> None:
    names = ["12", "yes", "*1", "a=b", "?x", "রহিম", "a,b"]
    for name in names:
        router.network.add_secret(name)
    seen = await client.read_some(names, [], [])
    assert sorted(each.name for each in seen.secrets) == sorted(names)


async def test_a_large_look_up_goes_in_portions(router: RouterOs, client: MikroTik) -> None:
    seen = await client.read_some([f"c{number}" for number in range(250)], [], ["suspended"])
    assert len(seen.secrets) == len(seen.sessions) == 250
    assert router.service.received[SECRETS] == 3


async def test_health_tells_of_the_router(router: RouterOs, client: MikroTik) -> None:
    health = await client.health()
    assert (health.identity, health.version) == ("MikroTik", "RouterOS 7.18.2 (stable)")
    assert (health.cpu_load, health.free_memory, health.sessions) == (7, 805_306_368, 300)
    assert len(router.service.connections) == 1


async def test_two_hundred_look_ups_at_once_each_get_their_own_answer(
    router: RouterOs, client: MikroTik
) -> None:
    # Every third answer is late, so that answers overtake each other.
    for _ in range(60):
        router.faults.plan(SECRETS, Kind.SLOW, seconds=0.02)
        router.faults.plan(SECRETS, Kind.SLOW, seconds=0.0)
    names = [f"c{number}" for number in range(200)]
    found = await asyncio.gather(*(client.read_some([name], [], ["suspended"]) for name in names))
    assert [[each.name for each in seen.secrets] for seen in found] == [[name] for name in names]
    assert [[each.name for each in seen.sessions] for seen in found] == [[name] for name in names]
    assert len(router.service.connections) == 1


async def test_no_more_than_fifty_commands_are_in_flight(
    router: RouterOs, client: MikroTik, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    async def travel(_pace: Pace) -> None:
        seen.append(sum(len(each.running) for each in router.service.connections))
        await asyncio.sleep(0.005)

    monkeypatch.setattr(Pace, "travel", travel)
    names = [f"c{number}" for number in range(200)]
    await asyncio.gather(*(client.read_some([name], [], []) for name in names))
    assert max(seen) == 50


@pytest.mark.parametrize("kind", [Kind.RESET_BEFORE, Kind.JUNK, Kind.REFUSE, Kind.SILENCE])
async def test_a_table_that_breaks_off_is_a_failure_and_the_next_read_is_whole(
    router: RouterOs, make: Make, kind: Kind
) -> None:
    client = make(QUICK)
    router.faults.plan(f"{SECRETS} midway", kind)
    with pytest.raises(Exception, match=r"broken|protocol|failure|timeout") as failure:
        await client.read_all(["suspended"])
    assert type(failure.value).__module__ == "domain.errors"
    assert len((await client.read_all(["suspended"])).secrets) == 300


@pytest.mark.parametrize("stage", ["early", "empty"])
async def test_a_table_that_ends_early_is_read_again_and_then_refused(
    router: RouterOs, client: MikroTik, stage: str
) -> None:
    def cut(times: int) -> None:
        # The count that goes with each read is left alone.
        for _ in range(times):
            router.faults.plan(f"{SECRETS} {stage}", Kind.REFUSE)
            router.faults.plan(f"{SECRETS} {stage}", Kind.SLOW)

    cut(1)
    assert len((await client.read_all([])).secrets) == 300
    cut(2)
    with pytest.raises(Busy, match="incomplete"):
        await client.read_all([])


async def test_a_look_up_that_comes_back_empty_is_not_believed(
    router: RouterOs, client: MikroTik
) -> None:
    put(router, "suspended", "10.20.0.7")

    def cut(times: int) -> None:
        for _ in range(times):
            router.faults.plan(f"{ENTRIES} empty", Kind.REFUSE)
            router.faults.plan(f"{ENTRIES} empty", Kind.SLOW)

    cut(1)
    seen = await client.read_some(["c7"], [], ["suspended"])
    assert [each.address for each in seen.entries] == ["10.20.0.7"]
    cut(2)
    with pytest.raises(Busy, match="incomplete"):
        await client.read_some(["c7"], [], ["suspended"])


async def test_a_router_without_ppp_is_not_one_without_customers(
    router: RouterOs, client: MikroTik
) -> None:
    del router.world.tables["/ppp/active"]
    with pytest.raises(Exception, match="unsupported"):
        await client.read_all([])


async def test_a_slow_full_read_does_not_delay_urgent_work(router: RouterOs, make: Make) -> None:
    router.network.load((f"more{number}" for number in range(50_000)), profile="gold", online=False)
    router.service.pace = Pace(latency=0.002, per_row=0.001)
    client = make(PATIENT)
    full = asyncio.create_task(client.read_all([]))
    await until(lambda: router.service.received[SECRETS] > 0)
    for number in range(20):
        await client.apply([SetSecrets((f"*{number + 1:X}",), "suspended")], urgent=True)
        assert (await client.health()).sessions == 300
    assert not full.done()
    router.service.pace.per_row = 0.0
    seen = await full
    assert len(seen.secrets) == 50_300
    assert len(router.service.connections) == 2


async def test_a_full_read_that_hangs_leaves_urgent_work_alone_and_can_be_called_off(
    router: RouterOs, client: MikroTik
) -> None:
    router.faults.plan(f"{SECRETS} midway", Kind.SILENCE)
    full = asyncio.create_task(client.read_all([]))
    await until(lambda: not any(each.times for each in router.faults.planned[f"{SECRETS} midway"]))
    assert (await client.health()).sessions == 300
    assert not full.done()
    full.cancel()
    with pytest.raises(asyncio.CancelledError):
        await full
    assert len((await client.read_all([])).secrets) == 300
    assert len(router.service.connections) == 2
