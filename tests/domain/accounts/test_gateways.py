"""Gateways keep their secrets, serve whom they are for, and say once that they are in trouble."""

from __future__ import annotations

import logging

import pytest

from domain import events
from domain.accounts import gateways
from domain.accounts.gateways import SharedTokens
from domain.accounts.models import Gateway
from domain.errors import DomainError, InvalidState, NotFound, RightLacking
from domain.events import GatewayRecovered, GatewayTroubled
from domain.staff.models import Audit
from domain.staff.rights import Actor
from tests import builders
from tests.cast import Cast
from tests.sealing import VAULT


async def save(actor: Actor, **values: object) -> tuple[Gateway, bool]:
    given: dict[str, object] = {
        "name": "bkash1",
        "kind": "payment",
        "provider": "bkash",
        "credentials": {"app_key": "k", "app_secret": "hunter2"},
        "vault": VAULT,
        **values,
    }
    return await gateways.save(actor, **given)  # type: ignore[arg-type]


async def test_credentials_are_sealed_and_told_nowhere(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "domain")
    row, _ = await save(cast.asha)

    account = gateways.account(row, VAULT)

    assert account.credentials["app_secret"] == "hunter2"
    told = f"{await Gateway.all().values()} {await Audit.all().values()} {row!r} {account!r}"
    assert "hunter2" not in told + caplog.text
    assert row.credentials not in f"{await Audit.all().values()}"


async def test_saving_the_same_again_changes_nothing(cast: Cast) -> None:
    first = await save(cast.asha)
    again = await save(cast.asha)
    kept = await save(cast.asha, credentials=None)

    assert (first[1], again[1], kept[1]) == (True, False, False)
    assert await Audit.all().count() == 1


async def test_new_credentials_end_the_old_session_and_the_old_trouble(cast: Cast) -> None:
    row, _ = await save(cast.asha)
    store = SharedTokens(VAULT)

    async def obtain(last: object) -> tuple[dict[str, str], float]:
        return {"id_token": "t"}, 3600

    await store.renew(row.id, None, obtain, hourly_limit=2)
    await gateways.troubled(row.id, "auth")
    recovered: list[int] = []

    async def hear(event: GatewayRecovered) -> None:
        recovered.append(event.gateway_id)

    events.listen({GatewayRecovered: [hear]})

    await save(cast.asha, credentials={"app_key": "k", "app_secret": "fresh"})

    assert await store.read(row.id) is None
    assert (await gateways.get(row.id)).troubled_since is None
    assert recovered == [row.id]
    told = await Audit.all().order_by("-id").first()
    assert told is not None
    assert told.after["credentials_changed"] == ["app_secret"]


async def test_an_account_does_not_change_its_provider(cast: Cast) -> None:
    await save(cast.asha)

    with pytest.raises(InvalidState):
        await save(cast.asha, provider="sslcommerz")


async def test_an_operator_manages_its_own_accounts_only(cast: Cast) -> None:
    shared, _ = await save(cast.asha)
    own, _ = await save(cast.bina, name="north-pay")

    assert own.operator_id == cast.north.id
    assert [row.id for row in await gateways.list_gateways(cast.bina)] == [own.id]
    refused: list[tuple[dict[str, object], Actor]] = [
        ({"name": "bkash1", "enabled": False}, cast.bina),
        ({"name": "north-pay", "enabled": False}, cast.esha),
        ({"name": "new", "operator_code": "north"}, cast.esha),
    ]
    for values, actor in refused:
        with pytest.raises(NotFound):
            await save(actor, **values)
    with pytest.raises(NotFound):
        await gateways.switch(cast.bina, shared.id, enabled=False)
    assert not (await gateways.switch(cast.bina, own.id, enabled=False)).enabled


@pytest.mark.parametrize("who", ["chand", "dipa"])
async def test_others_do_not_touch_gateways(cast: Cast, who: str) -> None:
    for attempt in (save(getattr(cast, who)), gateways.list_gateways(getattr(cast, who))):
        with pytest.raises(RightLacking):
            await attempt


async def test_the_nearest_account_serves_first(cast: Cast) -> None:
    shared = await builders.a_gateway("shared")
    isps = await builders.a_gateway("isps", operator_id=cast.isp.id)
    norths = await builders.a_gateway("norths", operator_id=cast.north.id)
    await builders.a_gateway("souths", operator_id=cast.south.id)
    await builders.a_gateway("off", operator_id=cast.north.id, enabled=False)
    await builders.a_gateway("other", operator_id=cast.north.id, kind="email")

    found = await gateways.enabled("sms", cast.north.id)

    assert [row.id for row in found] == [norths.id, isps.id, shared.id]
    assert [row.id for row in await gateways.enabled("sms", None)] == [shared.id]


async def test_trouble_is_news_once_and_so_is_its_end(cast: Cast) -> None:
    row = await builders.a_gateway()
    heard: list[str] = []

    async def hear(event: GatewayTroubled) -> None:
        heard.append(event.reason)

    events.listen({GatewayTroubled: [hear]})

    assert [await gateways.troubled(row.id, "auth") for _ in range(3)] == [True, False, False]
    assert [await gateways.well(row.id) for _ in range(2)] == [True, False]
    assert heard == ["auth"]


async def test_a_gateway_that_is_not_there_is_not_found(cast: Cast) -> None:
    with pytest.raises(DomainError):
        await gateways.get(4711)
    assert await gateways.find("nobody") is None
