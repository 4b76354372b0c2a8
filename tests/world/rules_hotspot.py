"""A guest of the hotspot buys for a time: staff sell, the guest chooses, pays, and uses it up."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from domain import db, events
from domain.billing import bills
from domain.billing.models import BillingProfile
from domain.customers.models import Connection, Customer, CustomerStatus, Package
from domain.events import CustomersChanged
from domain.hotspot import ordering, selling
from domain.hotspot.models import Purchase
from domain.money import Money
from domain.payments import posting
from domain.payments.models import Payment
from tests import builders
from tests.world.rules import Rules, taka, which, yes
from tests.world.town import Town

_SOLD = {
    "pass-6h": (20, {"validity": 6, "validity_unit": "hour", "valid_from": "purchase"}),
    "pass-2d": (50, {"validity": 2, "validity_unit": "day", "valid_from": "login"}),
    "data-1g": (
        90, {"validity": 3, "validity_unit": "day", "valid_from": "purchase", "cap_mb": 1000},
    ),
}  # fmt: skip
sold = st.sampled_from(sorted(_SOLD))


async def _guest(town: Town) -> Customer:
    """Who lives here by what they buy; the hotspot opens with the first of them."""
    known = await Customer.get_or_none(code="GUEST")
    if known is not None:
        return known
    for code, (price, terms) in _SOLD.items():
        await builders.a_package(code, price=price, kind=Connection.HOTSPOT, profile="10M", **terms)
    by_purchase = await BillingProfile.create(code="by-buy", name="By purchase", cycle="hotspot")
    guest = await builders.a_customer(
        "Guest", code="GUEST", billing_profile=by_purchase, connection=Connection.HOTSPOT,
        username="guest", status=CustomerStatus.EXPIRED, package=await Package.get(code="pass-6h"),
    )  # fmt: skip
    async with db.transaction():
        await events.publish(CustomersChanged((guest.id,)))
    return guest


async def bought(town: Town, code: str, again: bool) -> Any:
    """Staff sell, perhaps pressed twice."""
    guest, package = await _guest(town), await Package.get(code=code)
    return await selling.sell(town.cast.bina, guest.id, package.id, again=again)


async def chosen(town: Town, code: str) -> Any:
    guest, package = await _guest(town), await Package.get(code=code)
    return await ordering.place(guest.id, package.id)


async def paid(town: Town, amount: int, again: bool) -> Any:
    guest = await _guest(town)
    return await posting.record(town.cast.bina, guest, Money(amount * 10), again=again)


async def used(town: Town, megabytes: int) -> Any:
    """The guest logs in where the router lets them, and moves something."""
    if town.tower.log_in("guest"):
        town.tower.use("guest", octets=megabytes * 1_000_000, seconds=60)


async def undone(town: Town, which: int, by_bill: bool) -> Any:
    """Money or a bill of the guest is taken back."""
    guest = await _guest(town)
    if by_bill:
        newest = await Purchase.filter(customer_id=guest.id).order_by("-id").limit(4)
        return newest and await bills.void(
            town.cast.asha, newest[which % len(newest)].bill_id, "wrong"
        )
    payments = await Payment.filter(customer_id=guest.id).order_by("-id").limit(4)
    return payments and await posting.reverse(
        town.cast.asha, payments[which % len(payments)].id, "wrong"
    )


class Hotspot(Rules):
    @rule(code=sold, again=yes)
    def staff_sell_a_package(self, code: str, again: bool) -> None:
        self.do(bought, self.town, code, again)

    @rule(code=sold)
    def a_guest_chooses(self, code: str) -> None:
        self.do(chosen, self.town, code)

    @rule(amount=taka, again=yes)
    def a_guest_pays(self, amount: int, again: bool) -> None:
        self.do(paid, self.town, amount, again)

    @rule(megabytes=st.sampled_from([1, 400, 1000]))
    def a_guest_is_online(self, megabytes: int) -> None:
        self.do(used, self.town, megabytes)

    @rule(which=which, by_bill=yes)
    def a_guest_is_undone(self, which: int, by_bill: bool) -> None:
        self.do(undone, self.town, which, by_bill)
