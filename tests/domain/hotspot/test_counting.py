"""What the router counts is counted once, by whatever look, and told once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from domain import clock, events
from domain.events import LoginsSeen
from domain.hotspot import running
from domain.hotspot.models import Purchase
from domain.hotspot.states import PurchaseStatus
from domain.network import allowances
from domain.network.models import Allowance
from domain.ports.access import Used
from tests.at_once import meet_at
from tests.domain.hotspot.conftest import Shop


async def test_of_two_looks_at_once_one_is_counted(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shop.sell(shop.data)
    shop.moment.move(minutes=1)
    used = {shop.nila.id: Used(60, 1_000, 60)}
    look = partial(allowances.count, used, clock.now())
    told: list[LoginsSeen] = []

    async def note(event: LoginsSeen) -> None:
        told.append(event)

    events.listen({LoginsSeen: [note]})

    await meet_at(monkeypatch, allowances.queries.allowances, "count", look, look)

    row = await Allowance.get(customer_id=shop.nila.id)
    assert (row.used_octets, row.counted_octets) == (1_000, 1_000)
    assert len(told) == 1


async def test_a_look_that_began_before_another_was_counted_tells_nothing(shop: Shop) -> None:
    await shop.sell(shop.data)
    early = clock.now()
    shop.moment.move(seconds=2)
    await allowances.count({shop.nila.id: Used(60, 5_000)}, clock.now())

    await allowances.count({shop.nila.id: Used(55, 4_000)}, early)

    row = await Allowance.get(customer_id=shop.nila.id)
    assert (row.used_octets, row.counted_octets) == (5_000, 5_000)


async def test_of_two_who_begin_what_waits_one_does(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shop.sell(shop.day)
    await shop.sell(shop.day)
    await shop.sell(shop.week)
    shop.moment.move(hours=24)
    again = partial(running.review, shop.nila.id)

    await meet_at(monkeypatch, running, "_turn", running.end_due, again)

    assert await Purchase.filter(status=PurchaseStatus.RUNNING).count() == 1
    assert await Purchase.filter(status=PurchaseStatus.WAITING).count() == 1


async def test_the_second_grant_is_not_used_up_by_the_first(shop: Shop) -> None:
    await shop.sell(shop.data)
    await allowances.count({shop.nila.id: Used(60, 400_000_000)}, clock.now())
    shop.moment.move(days=31)
    await running.end_due()
    await shop.sell(shop.data)

    await allowances.count({shop.nila.id: Used(120, 450_000_000)}, clock.now())

    row = await Allowance.get(customer_id=shop.nila.id)
    assert row.used_octets == 50_000_000
    assert row.given_at == clock.now()
    assert row.used_at == clock.now() - timedelta(0)
