"""A customer of a hotspot chooses a package on the page of a link, pays it, and is online."""

from __future__ import annotations

import pytest

from domain.billing import bills
from domain.billing.models import Bill, BillingProfile
from domain.customers.models import Connection, Customer, CustomerStatus, Package
from domain.hotspot import ordering
from domain.hotspot.models import Purchase
from domain.hotspot.states import PurchaseStatus
from domain.money import Money
from domain.payments import links
from domain.payments.models import Attempt, Payment
from domain.staff.rights import SYSTEM
from domain.vouchers import lots
from domain.vouchers.lots import Wanted
from tests.cast import Cast, Moment
from tests.domain.hotspot.conftest import a_hotspot_package, assert_it_holds
from tests.handlers.web.conftest import Visitor


@pytest.fixture
async def day(visitor: Visitor, cast: Cast) -> Package:
    """Rahim buys at the hotspot now, owes nothing, and has a link."""
    day = await a_hotspot_package("day-pass", 20, "24 hour")
    await a_hotspot_package("week", 100, "7 day", cap_mb=2000)
    by_purchase = await BillingProfile.create(code="by-buy", name="By purchase", cycle="hotspot")
    for bill in await Bill.all():
        await bills.void(cast.asha, bill.id, "wrong")
    await Customer.filter(id=visitor.customer.id).update(
        billing_profile_id=by_purchase.id,
        connection=Connection.HOTSPOT,
        status=CustomerStatus.EXPIRED,
    )
    visitor.link, visitor.token = await links.make(SYSTEM, visitor.customer, for_nothing=True)
    return day


async def choose(visitor: Visitor, package: Package) -> str:
    """Where choosing it leads."""
    page = await visitor.get(f"/p/{visitor.token}/packages")
    sent = await visitor.post(
        f"/p/{visitor.token}/packages",
        data={"form": page.value("form"), "lang": "en", "package": str(package.id)},
    )
    assert sent.status == 303
    return sent.location


async def test_a_package_is_chosen_paid_at_a_gateway_and_begins_once(
    visitor: Visitor, day: Package
) -> None:
    page = await visitor.get()
    assert "Buy a package" in page.text
    offered = await visitor.get(f"/p/{visitor.token}/packages")
    assert "day-pass".title() in offered.text
    assert "24 h" in offered.text
    assert "<script" not in offered.html

    assert await choose(visitor, day) == f"/p/{visitor.token}?lang=en"
    assert await choose(visitor, day) == f"/p/{visitor.token}?lang=en"
    due = await visitor.get()
    assert "৳20" in due.text
    await visitor.fill("/pay", gateway="bkash-main")
    attempt = await Attempt.get()
    visitor.pay.paid(attempt.ref)
    for _ in range(3):
        await visitor.get(f"/return/bkash-main?ref={attempt.ref}&status=success")

    purchase = await Purchase.get()
    assert purchase.status is PurchaseStatus.RUNNING
    assert (await Customer.get(id=visitor.customer.id)).status is CustomerStatus.ACTIVE
    assert await Payment.all().count() == 1


async def test_by_a_link_that_was_paid_it_is_bought_again_by_a_fresh_one(
    visitor: Visitor, day: Package
) -> None:
    await choose(visitor, day)
    await visitor.fill("/pay", gateway="bkash-main")
    attempt = await Attempt.get()
    visitor.pay.paid(attempt.ref)
    await visitor.get(f"/return/bkash-main?ref={attempt.ref}&status=success")
    again = await visitor.get(f"/p/{visitor.token}/packages")
    assert "Day-Pass is yours now" in again.text

    onward = await choose(visitor, day)

    assert visitor.token not in onward
    assert "৳20" in (await visitor.get(onward)).text
    assert await links.find(onward.removeprefix("/p/").partition("?")[0])


async def test_late_money_for_what_was_dropped_is_kept_and_pays_the_next_choice(
    visitor: Visitor, day: Package, moment: Moment
) -> None:
    await choose(visitor, day)
    await visitor.fill("/pay", gateway="bkash-main")
    attempt = await Attempt.get()
    moment.move(hours=25)
    await ordering.drop_unpaid()
    visitor.pay.paid(attempt.ref)
    await visitor.get(f"/return/bkash-main?ref={attempt.ref}&status=success")
    assert (await Payment.get()).amount_minor == 20_00
    assert not await Purchase.filter(status=PurchaseStatus.RUNNING).exists()

    await choose(visitor, day)

    assert await Purchase.filter(status=PurchaseStatus.RUNNING).count() == 1
    assert await Payment.all().count() == 1


async def test_a_card_of_a_package_opens_it(visitor: Visitor, day: Package, cast: Cast) -> None:
    lot = await lots.make(cast.asha, Wanted(Money(20_00), 1, package_id=day.id))
    paper = await lots.print_anew(cast.asha, lot.id, 0)
    await lots.issue(cast.asha, lot.id, 1)
    form = await visitor.get("/card")
    sent = await visitor.post(
        "/card",
        data={"form": form.value("form"), "lang": "en", "card": paper.vouchers[0].pin},
    )
    assert sent.status == 303

    purchase = await Purchase.get()
    assert (purchase.status, purchase.package_id) == (PurchaseStatus.RUNNING, day.id)


async def test_who_is_billed_by_the_month_buys_nothing(visitor: Visitor) -> None:
    assert (await visitor.get(f"/p/{visitor.token}/packages")).status == 303
    assert "Choose another package" not in (await visitor.get()).text


@pytest.mark.parametrize("package", ["0", "x", "9" * 30, ""])
async def test_what_is_not_sold_is_refused_in_words(
    visitor: Visitor, day: Package, package: str
) -> None:
    page = await visitor.get(f"/p/{visitor.token}/packages")
    sent = await visitor.post(
        f"/p/{visitor.token}/packages",
        data={"form": page.value("form"), "lang": "en", "package": package},
    )
    assert (sent.status, "not sold any more" in sent.text) == (422, True)
    stranger = await visitor.post(f"/p/{visitor.token}/packages", data={"package": str(day.id)})
    assert stranger.status == 403
    assert not await Purchase.exists()


async def test_the_link_of_who_was_told_of_the_end_is_good_for_buying(
    visitor: Visitor, day: Package
) -> None:
    customer = await Customer.get(id=visitor.customer.id)
    _, token = await links.make(SYSTEM, customer, for_nothing=True)
    assert "Buy a package" in (await visitor.get(f"/p/{token}")).text
    await assert_it_holds()
