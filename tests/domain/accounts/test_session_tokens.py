"""A provider's session token is obtained by one, used by all, and not too often."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from domain.accounts.models import GatewayToken
from domain.accounts.session_tokens import SharedTokens
from domain.errors import Busy, Refused
from tests import builders
from tests.cast import Cast, Moment
from tests.sealing import VAULT


class Provider:
    """Counts how often it was asked; each answer is another token."""

    def __init__(self, *, slow: bool = False, lives: float = 3600) -> None:
        self.asked: list[Mapping[str, str] | None] = []
        self.lives = lives
        self.slow = slow

    async def obtain(self, last: Mapping[str, str] | None) -> tuple[Mapping[str, str], float]:
        self.asked.append(last)
        number = len(self.asked)
        if self.slow:
            await asyncio.sleep(0.05)
        return {"id_token": f"token-{number}"}, self.lives


@pytest.fixture
async def gateway_id(cast: Cast) -> int:
    return int((await builders.a_gateway()).id)


async def test_many_who_need_a_token_cause_one_renewal(gateway_id: int) -> None:
    provider = Provider(slow=True)
    stores = [SharedTokens(VAULT) for _ in range(5)]

    got = await asyncio.gather(
        *(store.renew(gateway_id, None, provider.obtain, hourly_limit=5) for store in stores)
    )

    assert [dict(token) for token in got] == [{"id_token": "token-1"}] * 5
    assert len(provider.asked) == 1
    assert await stores[0].read(gateway_id) == {"id_token": "token-1"}


async def test_a_token_found_wanting_is_renewed_and_another_is_not(gateway_id: int) -> None:
    provider, store = Provider(), SharedTokens(VAULT)
    first = await store.renew(gateway_id, None, provider.obtain, hourly_limit=5)

    second = await store.renew(gateway_id, first, provider.obtain, hourly_limit=5)
    late = await store.renew(gateway_id, first, provider.obtain, hourly_limit=5)

    assert second == late == {"id_token": "token-2"}
    assert provider.asked == [None, first]


async def test_a_token_is_not_used_in_its_last_minute(gateway_id: int, moment: Moment) -> None:
    provider, store = Provider(lives=3600), SharedTokens(VAULT)
    await store.renew(gateway_id, None, provider.obtain, hourly_limit=5)

    moment.move(seconds=3539)
    assert await store.read(gateway_id) is not None
    moment.move(seconds=2)
    assert await store.read(gateway_id) is None


async def test_the_hourly_limit_holds_and_says_when_to_come_back(
    gateway_id: int, moment: Moment
) -> None:
    provider, store = Provider(), SharedTokens(VAULT)
    token = None
    for _ in range(2):
        token = await store.renew(gateway_id, token, provider.obtain, hourly_limit=2)
        moment.move(minutes=10)

    with pytest.raises(Busy) as busy:
        await store.renew(gateway_id, token, provider.obtain, hourly_limit=2)

    assert busy.value.retry_after == 40 * 60
    assert len(provider.asked) == 2
    moment.move(minutes=40, seconds=1)
    assert await store.renew(gateway_id, token, provider.obtain, hourly_limit=2) != token


async def test_a_refusal_frees_the_way_for_the_next_and_counts_nothing(gateway_id: int) -> None:
    store = SharedTokens(VAULT)

    async def refuse(last: object) -> tuple[dict[str, str], float]:
        raise Refused("auth")

    with pytest.raises(Refused):
        await store.renew(gateway_id, None, refuse, hourly_limit=1)

    provider = Provider()
    assert await store.renew(gateway_id, None, provider.obtain, hourly_limit=1)


async def test_a_process_that_died_holds_nobody_up_for_long(
    gateway_id: int, moment: Moment
) -> None:
    provider, store = Provider(), SharedTokens(VAULT)
    await store.renew(gateway_id, None, provider.obtain, hourly_limit=5)
    await GatewayToken.filter(gateway_id=gateway_id).update(
        sealed="", locked_ms=int((moment.now.timestamp() + 30) * 1000)
    )
    moment.move(seconds=31)

    assert await store.renew(gateway_id, None, provider.obtain, hourly_limit=5)


async def test_a_token_lies_sealed_in_the_database(gateway_id: int) -> None:
    await SharedTokens(VAULT).renew(gateway_id, None, Provider().obtain, hourly_limit=5)

    assert "token-1" not in f"{await GatewayToken.all().values()}"
