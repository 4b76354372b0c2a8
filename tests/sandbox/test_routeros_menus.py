"""Menus keep their own rules: targets, references, uniqueness, values, order."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from sandbox.routeros import RouterOs
from sandbox.routeros.tables import Item
from tests.sandbox.routeros_client import Raw

Ask = Callable[..., Awaitable[str]]


@pytest.fixture
async def router() -> AsyncIterator[RouterOs]:
    router = RouterOs()
    router.network.add_pool("homes", "10.20.0.10-10.20.0.20")
    router.network.add_profile("gold", rate_limit="10M/20M", remote_address="homes")
    router.network.add_profile("silver")
    for number in range(5):
        router.network.add_secret(f"karim{number}", profile="gold")
    await router.start()
    yield router
    await router.stop()


@pytest.fixture
async def raw(router: RouterOs) -> AsyncIterator[Raw]:
    raw = await Raw.open(router.port)
    yield raw
    await raw.close()


@pytest.fixture
def ask(raw: Raw) -> Ask:
    async def ask(*words: str) -> str:
        """The message of a trap, the `ret` of an add, or nothing."""
        sentences = await raw.ask(*words)
        for prefix in ("=message=", "=ret="):
            for words_back in sentences:
                for word in words_back:
                    if word.startswith(prefix):
                        return word.removeprefix(prefix)
        return ""

    return ask


def shown(router: RouterOs, path: str, number: str, name: str) -> str | None:
    table = router[path]
    return table.text(table.find(number)[0], name)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("/ppp/secret/set", "=profile=silver"), "missing =.id="),
        (("/ppp/secret/set", "=.id=*99", "=profile=silver"), "no such item"),
        (("/ppp/secret/remove", "=.id=nobody"), "no such item"),
        (("/ppp/secret/add", "=password=x"), "missing =name="),
        (("/ppp/secret/add", "=name=a", "=colour=red"), "unknown parameter colour"),
        (("/ppp/secret/set", "=.id=*1", "=last-caller-id=x"), "unknown parameter last-caller-id"),
        (
            ("/ppp/secret/set", "=.id=*1", "=profile=platinum"),
            "input does not match any value of profile",
        ),
        (
            ("/ppp/secret/add", "=name=a", "=service=dialup"),
            "input does not match any value of service",
        ),
        (
            ("/ppp/secret/add", "=name=a", "=limit-bytes-in=x"),
            "invalid value for argument limit-bytes-in",
        ),
        (
            ("/ip/service/set", "=.id=api", "=max-sessions=5000"),
            "value of max-sessions out of range (1..1000)",
        ),
        (("/ppp/secret/add", "=name=karim1"), "failure: secret with the same name already exists"),
        (("/ppp/profile/remove", "=.id=default"), "failure: default profile can not be removed"),
        (("/ppp/active/add", "=name=x"), "no such command"),
        (("/ppp/secret/explode",), "no such command"),
        (("/ppp/secrets/print",), "no such command or directory (secrets)"),
        (("/ppp/secret/print", "=where=x"), "unknown parameter where"),
        (
            ("/ip/firewall/address-list/add", "=list=a", "=address=10.0.0.1/40"),
            "invalid value for argument address",
        ),
    ],
)
async def test_refusals_are_in_the_routers_words(
    ask: Ask, words: tuple[str, ...], message: str
) -> None:
    assert await ask(*words) == message


async def test_a_version_6_router_words_it_otherwise() -> None:
    old = RouterOs(version="6.49.10")
    await old.start()
    raw = await Raw.open(old.port)
    assert (await raw.ask("/ppp/secret/add", "=name=a", "=x=1"))[0][-1] == (
        "=message=unknown parameter"
    )
    assert (await raw.ask("/ppp/secret/explode"))[0][-1] == "=message=no such command prefix"
    await raw.close()
    await old.stop()


async def test_targets_are_ids_lists_names_or_positions(router: RouterOs, ask: Ask) -> None:
    await ask("/ppp/secret/set", "=.id=*1,*2", "=profile=silver")
    await ask("/ppp/secret/set", "=numbers=karim2", "=profile=silver")
    # A bare number is a position in the list, whatever the item is called.
    router.network.add_secret("3", profile="gold")
    await ask("/ppp/secret/set", "=.id=3", "=profile=silver")
    profiles = [router["/ppp/secret"].text(item, "profile") for item in rows(router)]
    assert profiles == ["silver"] * 4 + ["gold", "gold"]


def rows(router: RouterOs) -> list[Item]:
    return list(router["/ppp/secret"].items.values())


async def test_a_list_with_one_unknown_id_changes_nothing(router: RouterOs, ask: Ask) -> None:
    assert await ask("/ppp/secret/set", "=.id=*1,*77", "=profile=silver") == "no such item"
    assert shown(router, "/ppp/secret", "*1", "profile") == "gold"


async def test_a_deleted_reference_reads_as_a_bare_id_for_ever(router: RouterOs, ask: Ask) -> None:
    gold = router["/ppp/profile"].named("gold")
    assert gold is not None
    await ask("/ppp/profile/remove", "=.id=gold")
    await ask("/ppp/profile/add", "=name=gold")
    assert shown(router, "/ppp/secret", "*1", "profile") == gold.id


async def test_renaming_a_profile_shows_on_its_secrets(router: RouterOs, ask: Ask) -> None:
    await ask("/ppp/profile/set", "=.id=gold", "=name=golden")
    assert shown(router, "/ppp/secret", "*1", "profile") == "golden"


async def test_values_are_taken_away_by_unset_or_an_exclamation_mark(
    router: RouterOs, ask: Ask
) -> None:
    await ask("/ppp/secret/set", "=.id=*1,*2", "=remote-address=10.1.1.1", "=comment=x")
    await ask("/ppp/secret/unset", "=.id=*1", "=value-name=remote-address")
    await ask("/ppp/secret/set", "=.id=*2", "=!remote-address=", "=comment=")
    assert shown(router, "/ppp/secret", "*1", "remote-address") is None
    assert shown(router, "/ppp/secret", "*2", "remote-address") is None
    assert shown(router, "/ppp/secret", "*2", "comment") is None


async def test_same_name_is_allowed_for_different_services(ask: Ask) -> None:
    assert await ask("/ppp/secret/add", "=name=z", "=service=pppoe") == "*6"
    assert await ask("/ppp/secret/add", "=name=z", "=service=l2tp") == "*7"
    assert "already exists" in await ask("/ppp/secret/add", "=name=z", "=service=any")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("10.0.0.1/32", "10.0.0.1"),
        ("10.0.0.0-10.0.0.255", "10.0.0.0/24"),
        ("10.0.0.1-10.0.0.9", "10.0.0.1-10.0.0.9"),
        ("pay.example.com", "pay.example.com"),
    ],
)
async def test_list_addresses_are_normalised(
    router: RouterOs, ask: Ask, written: str, read: str
) -> None:
    number = await ask("/ip/firewall/address-list/add", "=list=walled", f"=address={written}")
    assert shown(router, "/ip/firewall/address-list", number, "address") == read


async def test_an_entry_is_unique_among_the_enabled_ones(ask: Ask) -> None:
    add = ("/ip/firewall/address-list/add", "=list=suspended", "=address=10.0.0.1")
    first = await ask(*add)
    assert await ask(*add, "=comment=other") == "failure: already have such entry"
    assert await ask(*add, "=disabled=yes") == "*2"
    assert await ask(*add[:1], "=list=walled", "=address=10.0.0.1") == "*3"
    await ask("/ip/firewall/address-list/disable", f"=.id={first}")
    assert await ask(*add) == "*4"
    assert await ask("/ip/firewall/address-list/enable", f"=.id={first}") == (
        "failure: already have such entry"
    )


async def test_leases_are_unique_by_address_and_by_client(ask: Ask, router: RouterOs) -> None:
    assert await ask("/ip/dhcp-server/add", "=name=lan", "=interface=bridge") == "*1"
    add = "/ip/dhcp-server/lease/add"
    await ask(add, "=address=10.5.0.2", "=mac-address=aa:bb:cc:dd:ee:01", "=server=all")
    assert await ask(add, "=address=10.5.0.2", "=mac-address=aa:bb:cc:dd:ee:02") == (
        "failure: already have static lease with this IP address"
    )
    assert await ask(add, "=address=10.5.0.3", "=mac-address=AA:BB:CC:DD:EE:01", "=server=lan") == (
        "failure: already have static lease for this client"
    )
    assert shown(router, "/ip/dhcp-server/lease", "*1", "server") is None
    assert shown(router, "/ip/dhcp-server/lease", "*1", "mac-address") == "AA:BB:CC:DD:EE:01"


async def test_hotspot_users_and_queues_are_unique(ask: Ask, router: RouterOs) -> None:
    assert await ask("/ip/hotspot/user/add", "=name=h") == "*1"
    assert await ask("/ip/hotspot/user/add", "=name=h") == (
        "failure: already have user with this name for this server"
    )
    queue = ("/queue/simple/add", "=name=q", "=target=10.0.0.1", "=max-limit=512k/10M")
    number = await ask(*queue)
    assert await ask(*queue) == "failure: already have such name"
    assert shown(router, "/queue/simple", number, "target") == "10.0.0.1/32"
    assert shown(router, "/queue/simple", number, "max-limit") == "512000/10000000"


async def test_rules_keep_their_order_and_show_only_what_was_written(
    router: RouterOs, ask: Ask, raw: Raw
) -> None:
    path = "/ip/firewall/filter"
    last = await ask(f"{path}/add", "=chain=forward", "=action=drop", "=comment=last")
    first = await ask(f"{path}/add", "=chain=forward", f"=place-before={last}")
    third = await ask(f"{path}/add", "=chain=forward", "=jump-target=nowhere", "=action=jump")
    assert [item.id for item in router[path].items.values()] == [first, last, third]
    await ask(f"{path}/move", f"=numbers={third}", f"=destination={first}")
    await ask(f"{path}/move", f"=numbers={first}", "=destination=*99")
    assert [item.id for item in router[path].items.values()] == [third, last, first]
    (row, _done) = await raw.ask(f"{path}/print", f"?.id={first}")
    assert not any(word.startswith(("=disabled=", "=log=")) for word in row)
    assert await ask(f"{path}/add", "=chain=forward", "=in-interface=wan9") == (
        "input does not match any value of in-interface"
    )


async def test_resource_ping_and_unwritten_singletons(ask: Ask, raw: Raw, router: RouterOs) -> None:
    (row, _done) = await raw.ask("/system/resource/print", "=.proplist=version,cpu-load")
    assert row == ["!re", "=version=7.18.2 (stable)", "=cpu-load=7"]
    await ask("/system/identity/set", "=name=Mirpur-1")
    assert await raw.ask("/system/identity/print") == [["!re", "=name=Mirpur-1"], ["!done"]]
    router.world.devices["10.9.9.9"] = False
    (answer, _done) = await raw.ask("/ping", "=address=10.9.9.9", "=count=1")
    assert "=packet-loss=100" in answer
