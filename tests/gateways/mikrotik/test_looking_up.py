"""Look-ups of a few people among many: without a look at all of them, and never wrong."""

from __future__ import annotations

import pytest

from gateways.mikrotik import MikroTik
from gateways.mikrotik.rows import ListEntry, Profile
from sandbox.routeros import RouterOs
from sandbox.routeros.pace import Pace
from tests.gateways.mikrotik.conftest import Make
from tests.waiting import until


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows the router has had to look at, print by print."""
    seen: list[int] = []

    async def rows(_pace: Pace, count: int) -> None:
        seen.append(count)

    monkeypatch.setattr(Pace, "rows", rows)
    return seen


async def test_who_was_read_before_is_found_without_a_look_at_all_the_others(
    router: RouterOs, client: MikroTik, looked_at: list[int]
) -> None:
    await client.read_all(["suspended"])
    looked_at.clear()

    seen = await client.read_some(["c7", "c250"], [], ["suspended"])

    assert [each.name for each in seen.secrets] == ["c7", "c250"]
    assert [each.name for each in seen.sessions] == ["c7", "c250"]
    assert sum(looked_at) < 10


async def test_ids_that_mean_others_after_a_reboot_mislead_nobody(
    router: RouterOs, client: MikroTik
) -> None:
    await client.read_all([])
    secrets = router["/ppp/secret"]
    secrets.remove([each for each in [secrets.named("c3")] if each])
    await router.power(False)
    await router.power(True)
    await until(lambda: len(router.network.online()) == 299)

    seen = await client.read_some(["c7", "c3"], [], [])

    assert [each.name for each in seen.secrets] == ["c7"]
    assert [each.name for each in seen.sessions] == ["c7"]


async def test_who_dialled_in_again_is_found_at_the_new_address(
    router: RouterOs, client: MikroTik
) -> None:
    before = await client.read_some(["c7"], [], [])
    router.network.hang_up("c7")
    gone = await client.read_some(["c7"], [], [])
    router.network.dial("c7")
    after = await client.read_some(["c7"], [], [])

    assert gone.sessions == []
    assert after.sessions[0].id != before.sessions[0].id
    assert after.sessions[0].address == router.network.dialer.sessions["c7"].address


async def test_profiles_tell_their_list_and_the_addresses_of_their_pools(
    router: RouterOs, client: MikroTik
) -> None:
    router.network.add_pool("held", "172.31.0.2-172.31.0.9,172.31.1.0/24")
    router.network.add_profile("waiting", remote_address="held", address_list="suspended")
    router.network.add_profile("fixed", remote_address="192.0.2.7")

    told = {each.name: each for each in await client.profiles()}

    first = 172 << 24 | 31 << 16
    ranges = ((first + 2, first + 9), (first + 256, first + 511))
    assert told["waiting"] == Profile("waiting", "suspended", ranges)
    at = 192 << 24 | 2 << 8 | 7
    assert told["fixed"].ranges == ((at, at),)
    assert told["default"].ranges == ()
    assert (await client.read_all([])).profiles == (await client.read_some(["c1"], [], [])).profiles


async def test_an_entry_that_somebody_put_there_for_a_time_is_no_sign_of_a_session(
    router: RouterOs, client: MikroTik
) -> None:
    table = router["/ip/firewall/address-list"]
    given = {"list": "suspended", "address": "10.20.0.7", "timeout": "1h"}
    table.add({key: table.clean(key, value) for key, value in given.items()})

    (entry,) = (await client.read_some([], ["10.20.0.7"], ["suspended"])).entries

    assert entry == ListEntry(entry.id, "suspended", "10.20.0.7", dynamic=False)


async def test_both_lines_together_try_a_refused_login_once(router: RouterOs, make: Make) -> None:
    client = make(password="wrong")
    for ask in (client.health, lambda: client.read_all([]), client.health):
        with pytest.raises(Exception, match="auth"):
            await ask()
    assert router.service.received["/login"] == 1
