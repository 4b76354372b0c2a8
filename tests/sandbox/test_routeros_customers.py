"""Customers behind the router: sessions, what they bring along, and what cuts them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.routeros import RouterOs
from tests.sandbox.routeros_client import Raw
from tests.waiting import until


class Clock:
    """An instant that a test moves."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def router(clock: Clock) -> AsyncIterator[RouterOs]:
    router = RouterOs(clock=clock, redial_after=0.01, boot_seconds=0.01)
    router.network.add_pool("homes", "10.20.0.10-10.20.0.11")
    router.network.add_pool("held", "10.66.0.0/24")
    router.network.add_profile("gold", rate_limit="2M/10M", remote_address="homes")
    router.network.add_profile("suspended", address_list="suspended", remote_address="held")
    router.network.add_secret("rahim", profile="gold", caller_id="AA:BB:CC:00:00:09")
    await router.start()
    yield router
    await router.stop()


@pytest.fixture
async def raw(router: RouterOs) -> AsyncIterator[Raw]:
    raw = await Raw.open(router.port)
    yield raw
    await raw.close()


def names(router: RouterOs, path: str) -> list[str]:
    return [str(item.values.get("name")) for item in router[path].items.values()]


async def test_a_session_brings_interface_queue_and_address(router: RouterOs, clock: Clock) -> None:
    session = router.network.dial("rahim")
    assert session is not None
    assert session.address == "10.20.0.10"
    assert "<pppoe-rahim>" in names(router, "/interface")
    queue = router["/queue/simple"].named("<pppoe-rahim>")
    assert queue is not None
    assert queue.dynamic
    assert queue.values["max-limit"] == "2000000/10000000"
    clock.pass_by(90)
    assert router["/ppp/active"].text(session.row, "uptime") == "1m30s"
    (seen,) = router.network.online()
    assert (seen.name, seen.address, seen.profile, seen.service) == (
        "rahim",
        "10.20.0.10",
        "gold",
        "paid",
    )
    router.network.hang_up("rahim")
    assert router.network.service_of("rahim") == "offline"
    assert "<pppoe-rahim>" not in names(router, "/interface")
    assert names(router, "/queue/simple") == []


async def test_changing_the_secret_leaves_the_session_and_a_redial_takes_it_up(
    router: RouterOs, raw: Raw
) -> None:
    first = router.network.dial("rahim")
    assert first is not None
    router.network.open_flow(first.address)
    await raw.ask("/ppp/secret/set", "=.id=rahim", "=profile=suspended")
    assert router.network.service_of("rahim") == "paid"
    await raw.ask("/ppp/active/remove", f"=.id={first.row.id}")
    assert router.network.service_of("rahim") == "offline"
    assert not router["/ip/firewall/connection"].items
    await until(lambda: router.network.service_of("rahim") == "suspended")
    (seen,) = router.network.online()
    assert (seen.address, seen.profile, seen.listed) == ("10.66.0.0", "suspended", True)
    secret = router["/ppp/secret"].named("rahim")
    assert secret is not None
    assert secret.values["last-disconnect-reason"] == "nas-request"
    assert secret.values["last-caller-id"] == "AA:BB:CC:00:00:09"


async def test_a_disabled_or_deleted_secret_ends_at_the_next_dial_only(
    router: RouterOs, raw: Raw
) -> None:
    session = router.network.dial("rahim")
    assert session is not None
    await raw.ask("/ppp/secret/disable", "=.id=rahim")
    assert router.network.service_of("rahim") == "paid"
    await raw.ask("/ppp/active/remove", f"=.id={session.row.id}")
    await asyncio.sleep(0.03)
    assert router.network.service_of("rahim") == "offline"
    await raw.ask("/ppp/secret/enable", "=.id=rahim")
    await until(lambda: router.network.service_of("rahim") == "paid")


async def test_the_address_list_cuts_at_once_without_a_new_dial(router: RouterOs, raw: Raw) -> None:
    session = router.network.dial("rahim")
    assert session is not None
    add = ("/ip/firewall/address-list/add", "=list=suspended")
    ((_, ret),) = await raw.ask(*add, f"=address={session.address}")
    assert router.network.service_of("rahim") == "suspended"
    await raw.ask("/ip/firewall/address-list/remove", ret.replace("ret", ".id"))
    assert router.network.service_of("rahim") == "paid"
    await raw.ask(*add, "=address=10.20.0.0/24", "=disabled=yes")
    assert router.network.service_of("rahim") == "paid"
    await raw.ask(*add, "=address=10.20.0.0-10.20.0.77")
    assert router.network.service_of("rahim") == "suspended"


async def test_a_fixed_address_beats_the_pool(router: RouterOs) -> None:
    router.network.add_secret("karim", profile="suspended", remote_address="10.1.1.1")
    session = router.network.dial("karim")
    assert session is not None
    assert session.address == "10.1.1.1"


async def test_an_exhausted_pool_refuses_and_serves_again(router: RouterOs) -> None:
    for name in ("a", "b"):
        router.network.add_secret(name, profile="gold")
        assert router.network.dial(name)
    assert router.network.dial("rahim") is None
    router.network.hang_up("a")
    await until(lambda: router.network.service_of("rahim") == "paid")


async def test_timed_entries_end_by_the_clock_and_with_a_reboot(
    router: RouterOs, raw: Raw, clock: Clock
) -> None:
    add = ("/ip/firewall/address-list/add", "=list=suspended", "=timeout=1h")
    await raw.ask(*add, "=address=10.0.0.1")
    (row, _) = await raw.ask("/ip/firewall/address-list/print")
    assert "=timeout=1h" in row
    assert "=dynamic=true" in row
    clock.pass_by(3601)
    assert await raw.ask("/ip/firewall/address-list/print") == [["!empty"], ["!done"]]
    await raw.ask(*add, "=address=10.0.0.2")
    await router.power(False)
    assert not router["/ip/firewall/address-list"].items


async def test_names_in_address_lists_get_resolved_children(router: RouterOs, raw: Raw) -> None:
    router.world.lists.names["pay.example.com"] = ("203.0.113.7",)
    ((_, ret),) = await raw.ask(
        "/ip/firewall/address-list/add", "=list=walled", "=address=pay.example.com"
    )
    walled = router["/ip/firewall/address-list"]
    assert [item.values["address"] for item in walled.items.values()] == [
        "pay.example.com",
        "203.0.113.7",
    ]
    await raw.ask("/ip/firewall/address-list/remove", ret.replace("ret", ".id"))
    assert not walled.items


async def test_static_and_dhcp_customers_follow_the_list(router: RouterOs, raw: Raw) -> None:
    router.network.add_host("shop", "10.30.0.5")
    lease = router.network.add_lease("10.30.0.6", "AA:BB:CC:00:00:01")
    router.network.bind("aa:bb:cc:00:00:01")
    assert router.network.service_of("shop") == "paid"
    await raw.ask("/ip/dhcp-server/lease/set", f"=.id={lease.id}", "=address-lists=suspended")
    assert router.network.service_of("AA:BB:CC:00:00:01") == "suspended"
    await raw.ask("/ip/dhcp-server/lease/set", f"=.id={lease.id}", "=address-lists=")
    assert router.network.service_of("AA:BB:CC:00:00:01") == "paid"
    await raw.ask("/ip/dhcp-server/lease/set", f"=.id={lease.id}", "=block-access=yes")
    assert router.network.service_of("AA:BB:CC:00:00:01") == "offline"


async def test_a_hotspot_cookie_brings_the_device_back_unless_it_is_removed(
    router: RouterOs, raw: Raw
) -> None:
    router.network.add_hotspot_user("nila")
    assert router.network.hotspot_login("nila", "AA:BB:CC:00:00:02", "10.40.0.2")
    remove_row = ("/ip/hotspot/active/remove", "=numbers=0")
    await raw.ask(*remove_row)
    assert router.network.service_of("nila") == "offline"
    await until(lambda: router.network.service_of("nila") == "paid")
    await raw.ask("/ip/hotspot/user/disable", "=.id=nila")
    assert router.network.service_of("nila") == "paid"
    await raw.ask("/ip/hotspot/cookie/remove", "=numbers=0")
    await raw.ask(*remove_row)
    await asyncio.sleep(0.03)
    assert router.network.service_of("nila") == "offline"
    assert router.network.hotspot_login("nila", "AA:BB:CC:00:00:02", "10.40.0.2") is None


async def test_a_reboot_ends_sessions_moves_ids_and_everybody_dials_again(
    router: RouterOs, raw: Raw, clock: Clock
) -> None:
    router.network.dial("rahim")
    clock.pass_by(1000)
    await raw.ask("/system/reboot")
    await until(lambda: not router.powered)
    assert router.network.online() == []
    await until(lambda: router.powered)
    await until(lambda: router.network.service_of("rahim") == "paid")
    again = await Raw.open(router.port)
    (row, _) = await again.ask("/ppp/secret/print", "=.proplist=.id,name")
    assert row == ["!re", "=.id=*2", "=name=rahim"]
    (resource, _) = await again.ask("/system/resource/print", "=.proplist=uptime")
    assert resource == ["!re", "=uptime=0s"]
    await again.close()


async def test_without_power_connections_are_refused_on_the_same_port(router: RouterOs) -> None:
    port = router.port
    await router.power(False)
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)
    await router.power(True)
    assert router.port == port
    await (await Raw.open(port)).close()


async def test_the_board_is_told_of_changes_once_per_burst(router: RouterOs, raw: Raw) -> None:
    told: list[int] = []
    router.on_change = lambda: told.append(len(router["/ppp/secret"].items))
    await raw.ask("/ppp/secret/add", "=name=new")
    await until(lambda: told == [2])


async def test_twenty_thousand_secrets_are_loaded_and_readable() -> None:
    router = RouterOs()
    router.network.add_pool("big", "10.0.0.0/16")
    router.network.add_profile("gold", remote_address="big")
    router.network.load((f"c{number}" for number in range(20_000)), profile="gold")
    await router.start()
    assert len(router.network.online()) == 20_000
    raw = await Raw.open(router.port)
    assert await raw.ask("/ppp/secret/print", "=count-only=") == [["!done", "=ret=20000"]]
    await raw.close()
    await router.stop()
