"""Changes are made in batches, in the order that matters, and honest about what is not known."""

from __future__ import annotations

import asyncio

import pytest

from domain.errors import Refused, Unsure
from gateways.mikrotik import MikroTik
from gateways.mikrotik.rows import AddEntry, DisableSecrets, DropSessions, RemoveEntries, SetSecrets
from sandbox.faults import Kind
from sandbox.routeros import RouterOs, User
from sandbox.routeros.tables import Item
from tests.gateways.mikrotik.conftest import QUICK, Make
from tests.waiting import until

SET, ADD = "/ppp/secret/set", "/ip/firewall/address-list/add"


def secret(router: RouterOs, name: str) -> Item:
    found = router["/ppp/secret"].named(name)
    assert found is not None
    return found


def profiles(router: RouterOs) -> set[str]:
    return {str(item.values["profile"]) for item in router["/ppp/secret"].items.values()}


async def test_many_secrets_are_set_and_enabled_in_few_commands(
    router: RouterOs, client: MikroTik
) -> None:
    router["/ppp/secret"].change(secret(router, "c1"), {"disabled": "true"})
    ids = tuple(item.id for item in router["/ppp/secret"].items.values())
    await client.apply([SetSecrets(ids, "suspended")], urgent=False)
    assert profiles(router) == {"suspended"}
    assert "disabled" not in secret(router, "c1").values
    assert router.service.received[SET] == 3
    assert router.network.service_of("c1") == "paid"


async def test_ten_thousand_entries_go_out_on_one_connection(
    router: RouterOs, client: MikroTik
) -> None:
    changes = [AddEntry("suspended", f"10.20.{n // 250}.{n % 250}", "nk") for n in range(10_000)]
    await client.apply(changes, urgent=False)
    assert len(router["/ip/firewall/address-list"].items) == 10_000
    assert router.network.service_of("c7") == "suspended"
    assert len(router.service.connections) == 1


async def test_what_is_done_already_is_success(router: RouterOs, client: MikroTik) -> None:
    entry = AddEntry("suspended", "10.20.0.7", "nk:c7")
    await client.apply([entry], urgent=True)
    await client.apply([entry, RemoveEntries(("*77",)), DropSessions(("*77",))], urgent=True)
    assert len(router["/ip/firewall/address-list"].items) == 1
    await client.apply([RemoveEntries(("*77", "*1", "*78"))], urgent=True)
    assert not router["/ip/firewall/address-list"].items


async def test_one_secret_that_is_gone_does_not_keep_back_its_batch(
    router: RouterOs, client: MikroTik
) -> None:
    ids = (*(secret(router, f"c{number}").id for number in range(20)), "*9999")
    with pytest.raises(Refused, match="gone"):
        await client.apply([SetSecrets(ids, "suspended")], urgent=True)
    changed = [secret(router, f"c{number}").values["profile"] for number in range(20)]
    assert {str(profile) for profile in changed} == {"suspended"}


async def test_an_unknown_profile_is_refused_and_nothing_is_dropped(
    router: RouterOs, client: MikroTik
) -> None:
    row = router["/ppp/active"].where("name", "c1")[0]
    with pytest.raises(Refused, match="bad-value") as refusal:
        await client.apply(
            [DropSessions((row.id,)), SetSecrets((secret(router, "c1").id,), "platinum")],
            urgent=True,
        )
    assert refusal.value.detail == "input does not match any value of profile"
    assert router.network.service_of("c1") == "paid"
    assert router.service.received["/ppp/active/remove"] == 0


async def test_sessions_are_dropped_after_every_secret_is_set(
    router: RouterOs, client: MikroTik
) -> None:
    for _ in range(3):
        router.faults.plan(SET, Kind.SLOW, seconds=0.03)
    rows = [router["/ppp/active"].where("name", f"c{number}")[0] for number in range(3)]
    await client.apply(
        [
            DropSessions(tuple(row.id for row in rows)),
            *(SetSecrets((secret(router, f"c{number}").id,), "suspended") for number in range(3)),
        ],
        urgent=True,
    )
    await until(lambda: len(router.network.dialer.sessions) == 300)
    assert {router.network.service_of(f"c{number}") for number in range(3)} == {"suspended"}


@pytest.mark.parametrize("wrong", ["c1", "12", "*1,*2", ""])
async def test_items_are_never_addressed_by_name_or_position(
    router: RouterOs, client: MikroTik, wrong: str
) -> None:
    with pytest.raises(ValueError, match="not the id"):
        await client.apply([SetSecrets((wrong,), "suspended")], urgent=True)
    assert router.service.received[SET] == 0


@pytest.mark.parametrize(
    ("operation", "kind", "reason", "done"),
    [
        (SET, Kind.RESET_BEFORE, "broken", False),
        (SET, Kind.RESET_AFTER, "broken", True),
        (SET, Kind.SILENCE, "timeout", False),
        (f"{SET} after", Kind.SILENCE, "timeout", True),
        (SET, Kind.HTTP_429, "overloaded", False),
        (SET, Kind.JUNK, "protocol", False),
    ],
)
async def test_a_write_without_an_answer_is_unsure_and_can_be_done_again(
    router: RouterOs, make: Make, operation: str, kind: Kind, reason: str, done: bool
) -> None:
    client = make(QUICK)
    router.faults.plan(operation, kind)
    change = SetSecrets((secret(router, "c1").id,), "suspended")
    with pytest.raises(Unsure) as unsure:
        await client.apply([change], urgent=True)
    assert unsure.value.reason == reason
    assert (str(secret(router, "c1").values["profile"]) == "suspended") is done
    await client.apply([change], urgent=True)
    assert str(secret(router, "c1").values["profile"]) == "suspended"


async def test_after_a_timeout_the_connection_is_called_off_and_used_again(
    router: RouterOs, make: Make
) -> None:
    client = make(QUICK)
    await client.health()
    (connection,) = router.service.connections
    router.faults.plan(SET, Kind.SILENCE)
    with pytest.raises(Unsure, match="timeout"):
        await client.apply([SetSecrets(("*1",), "suspended")], urgent=True)
    assert (await client.read_some(["c7"], [], [])).secrets[0].name == "c7"
    assert router.service.received["/cancel"] == 1
    assert router.service.connections == {connection}


async def test_a_router_that_does_not_even_cancel_is_left(router: RouterOs, make: Make) -> None:
    client = make(QUICK)
    await client.health()
    (connection,) = router.service.connections
    connection.deaf = True
    with pytest.raises(Unsure, match="timeout"):
        await client.apply([SetSecrets(("*1",), "suspended")], urgent=True)
    await until(lambda: connection not in router.service.connections)
    await client.apply([SetSecrets(("*1",), "suspended")], urgent=True)
    assert str(secret(router, "c0").values["profile"]) == "suspended"


async def test_a_caller_that_gives_up_takes_its_command_along(
    router: RouterOs, client: MikroTik
) -> None:
    await client.health()
    router.faults.plan(ADD, Kind.SILENCE)
    work = asyncio.create_task(
        client.apply([AddEntry("suspended", "10.20.0.1", "nk")], urgent=True)
    )
    await until(lambda: router.service.received[ADD] > 0)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert (await client.health()).sessions == 300
    (connection,) = router.service.connections
    assert connection.running == []
    assert router.service.received["/cancel"] == 1


async def test_a_failure_among_many_stops_the_rest(router: RouterOs, client: MikroTik) -> None:
    router.faults.plan(ADD, Kind.RESET_BEFORE)
    changes = [AddEntry("suspended", f"10.20.3.{number}", "nk") for number in range(200)]
    with pytest.raises(Unsure, match="broken"):
        await client.apply(changes, urgent=False)
    assert router.service.received[ADD] <= 50


async def test_a_refusal_that_meets_all_is_not_asked_for_ten_thousand_times(
    router: RouterOs, make: Make
) -> None:
    router.world.users["viewer"] = User("viewer", "v", frozenset(("api", "read")))
    changes = [AddEntry("suspended", f"10.20.3.{number}", "nk") for number in range(250)]
    with pytest.raises(Refused, match="forbidden"):
        await make(username="viewer", password="v").apply(changes, urgent=False)
    assert router.service.received[ADD] <= 100


async def test_secrets_are_disabled_and_one_that_is_gone_is_no_failure(
    router: RouterOs, client: MikroTik
) -> None:
    ids = (secret(router, "c1").id, "*FFFF", secret(router, "c2").id)
    await client.apply([DisableSecrets(ids)], urgent=False)
    assert secret(router, "c1").values["disabled"] == "true"
    assert secret(router, "c2").values["disabled"] == "true"
