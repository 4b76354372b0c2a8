"""The notifications of a gateway alone: each switch decides their fate, and nothing else does."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from sandbox.payments.pushes import Pushes
from tests.sandbox.payments.shop import Shop


@pytest.fixture
async def pushes() -> AsyncIterator[Pushes]:
    pushes = Pushes(lambda: None)
    pushes.pause = 0.0
    pushes.open()
    yield pushes
    await pushes.close()


async def test_a_refused_push_is_sent_again_so_often_as_is_set(pushes: Pushes, shop: Shop) -> None:
    shop.answers = [500, 500, 500]
    pushes.retries = 1
    await pushes.send(f"{shop.url}/ipn", b"paid", {})

    assert [one.status for one in pushes.made] == [500, 500]


async def test_a_lost_push_is_never_made(pushes: Pushes, shop: Shop) -> None:
    pushes.lost, pushes.times = True, 3
    pushes.in_background(pushes.send(f"{shop.url}/ipn", b"paid", {}))
    await pushes.settled()

    assert (pushes.made, shop.posts) == ([], [])


async def test_nothing_is_pushed_before_it_is_open(shop: Shop) -> None:
    with pytest.raises(RuntimeError, match="not been started"):
        await Pushes(lambda: None).send(f"{shop.url}/ipn", b"paid", {})
