"""Staff sell packages for a time, and say which there are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.customers.models import Customer, CustomerStatus, Package
from domain.hotspot.models import Purchase
from domain.hotspot.states import PurchaseStatus
from tests.cast import Cast
from tests.domain.hotspot import conftest
from tests.domain.hotspot.conftest import Shop
from tests.person import Person

PersonOf = Callable[..., Person]
shop = conftest.shop


async def test_one_line_sells_after_showing_what_is_to_pay(
    person_of: PersonOf,
    shop: Shop,
    cast: Cast,
) -> None:
    bina = person_of(cast.bina)
    await bina.says("/sell NK-7001 day-pass bkash")
    bina.sees("Nila", "Day-Pass", "24 h", "To pay now", "20")
    await bina.taps("Paid, sell")

    bina.sees("Sold", "Day-Pass", "until", "nila", "password")
    purchase = await Purchase.get()
    assert purchase.status is PurchaseStatus.RUNNING


async def test_two_taps_from_the_card_sell_what_they_had_last(
    person_of: PersonOf,
    shop: Shop,
    cast: Cast,
) -> None:
    bina = person_of(cast.bina)
    await bina.says("NK-7001")
    bina.sees("Nothing bought is left")
    await bina.taps("Sell package")
    bina.sees("To pay now", "20")
    await bina.taps("Paid, sell")

    assert await shop.status() is CustomerStatus.ACTIVE
    await bina.says("NK-7001")
    bina.sees("Day-Pass until")


async def test_another_package_is_a_tap_and_what_runs_goes_first(
    person_of: PersonOf,
    shop: Shop,
    cast: Cast,
) -> None:
    await shop.sell(shop.day)
    bina = person_of(cast.bina)
    await bina.says("/sell NK-7001")
    await bina.taps("Data")
    bina.sees("500 MB", "Begins when Day-Pass is over")
    await bina.taps("Paid, sell")

    bina.sees("Then Data", "30 d")
    await bina.taps("Undo")
    bina.sees("Taken back")
    assert await Purchase.filter(status=PurchaseStatus.STOPPED).count() == 1
    assert await Purchase.filter(status=PurchaseStatus.RUNNING).count() == 1


async def test_a_package_is_made_by_one_line_and_changed_by_a_tap(
    person_of: PersonOf,
    shop: Shop,
    cast: Cast,
) -> None:
    asha = person_of(cast.asha)
    await asha.says("/packages Evening pass 15 6 hours")
    await asha.taps("hot-5M")
    asha.sees("Evening pass", "15", "6 h", "when it is bought", "without a limit")
    await asha.taps("Save")
    made = await Package.get(code="evening-pass")
    assert (made.validity, made.validity_unit, made.price_minor) == (6, "hour", 15_00)

    await asha.says("/packages")
    await asha.taps("Evening pass")
    await asha.taps("Change")
    await asha.taps("How long")
    await asha.says("৩০ মিনিট")
    await asha.taps("Save")
    await made.refresh_from_db()
    assert (made.validity, made.validity_unit) == (30, "minute")


@pytest.mark.parametrize("line", ["/sell NK-7001 nothing", "/sell rahim day-pass"])
async def test_what_is_not_sold_is_said_and_nothing_is_lost(
    person_of: PersonOf,
    shop: Shop,
    cast: Cast,
    line: str,
) -> None:
    bina = person_of(cast.bina)
    await bina.says(line)
    bina.sees("package")
    assert not await Purchase.exists()
    assert (await Customer.get(id=shop.nila.id)).status is CustomerStatus.EXPIRED
