"""Zones, packages, profiles and routers are made once and changed by those who reach them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.billing import profiles
from domain.customers import catalog, customers
from domain.customers.models import Package
from domain.errors import (
    CurrenciesDiffer,
    InvalidValue,
    NotFound,
    PriceForeign,
    RightLacking,
)
from domain.money import Money
from domain.staff.models import Audit, Role
from tests.builders import a_package, an_operator, save_router
from tests.cast import Cast


async def test_saving_the_same_again_changes_nothing(cast: Cast) -> None:
    async def save_all() -> list[bool]:
        saved = [
            await catalog.save_zone(cast.asha, code="banani", name="Banani", operator_code="north"),
            await catalog.save_package(
                cast.asha, code="gold", name="Gold", price=Money(200_000), profile="50M"
            ),
            await profiles.save(cast.asha, code="strict", name="Strict", grace_days=0),
            await save_router(
                cast.asha, "edge", "router-word", host="192.0.2.9", username="api", port=8729,
                tls=True,
            ),
        ]  # fmt: skip
        return [changed for _, changed in saved]

    assert await save_all() == [True] * 4
    assert await save_all() == [False] * 4
    assert await Audit.all().count() == 4


@pytest.mark.parametrize("who", ["bina", "chand", "dipa"])
async def test_the_catalogue_is_the_admins(cast: Cast, who: str) -> None:
    with pytest.raises(RightLacking):
        await catalog.save_zone(getattr(cast, who), code="banani", name="Banani")


async def test_an_admin_of_an_operator_changes_nothing_of_others(cast: Cast) -> None:
    local = replace(cast.bina, role=Role.ADMIN)

    with pytest.raises(NotFound):
        await catalog.save_zone(local, code="gulshan", name="Mine")
    with pytest.raises(NotFound):
        await catalog.save_package(local, code="home", name="Home", price=Money(1), profile="10M")
    with pytest.raises(NotFound):
        await profiles.save(local, code="soft", name="Soft", operator_code="south")

    row, _ = await profiles.save(local, code="soft", name="Soft", grace_days=9)
    assert row.operator_id == cast.north.id


async def test_a_package_is_free_and_a_profile_bills_only_as_somebody_says(cast: Cast) -> None:
    given = {"code": "gift", "name": "Gift", "price": Money(0), "profile": "10M"}
    with pytest.raises(InvalidValue):
        await catalog.save_package(cast.asha, **given)  # type: ignore[arg-type]
    with pytest.raises(InvalidValue):
        await profiles.save(cast.asha, code="odd", name="Odd", cycle="lunar")

    gift, made = await catalog.save_package(cast.asha, free=True, **given)  # type: ignore[arg-type]

    assert (gift.price_minor, made) == (0, True)


async def test_the_price_of_what_customers_have_stays_in_its_currency(cast: Cast) -> None:
    package = await Package.get(id=cast.rahim.package_id)
    with pytest.raises(CurrenciesDiffer):
        await catalog.save_package(
            cast.asha, code=package.code, name="Home", price=Money(20_00, "USD"), profile="10M"
        )


async def test_a_package_is_priced_in_the_currency_that_its_seller_keeps(cast: Cast) -> None:
    lanka = await an_operator("lanka", parent=cast.isp, currency="USD")
    given = {"code": "plus", "name": "Plus", "profile": "10M"}
    for price, seller in ((Money(20_00, "USD"), None), (Money(20_00), "lanka")):
        with pytest.raises(PriceForeign):
            await catalog.save_package(cast.asha, price=price, operator_code=seller, **given)  # type: ignore[arg-type]

    dollars, _ = await catalog.save_package(
        cast.asha,
        price=Money(20_00, "USD"),
        operator_code="lanka",
        **given,  # type: ignore[arg-type]
    )
    assert dollars.operator_id == lanka.id


async def test_nobody_gets_a_package_in_another_currency_than_their_operators(cast: Cast) -> None:
    lanka = await an_operator("lanka", parent=cast.isp, currency="USD")
    with pytest.raises(PriceForeign) as refused:
        await customers.create(
            cast.asha, name="Nimal", mobile="01755555555", operator_id=lanka.id,
            package_id=cast.rahim.package_id, billing_profile_id=cast.rahim.billing_profile_id,
        )  # fmt: skip
    assert refused.value.values["currency"] == "USD"
    dollars = await a_package("dollars", price=Money(2_000, "USD"))
    for change in ({"package_id": dollars.id}, {"operator_id": lanka.id}):
        with pytest.raises(PriceForeign):
            await customers.change(cast.asha, cast.rahim.id, **change)
