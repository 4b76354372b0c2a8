"""What is charged besides service: on the next bill or on one of its own, and dropped in time."""

from __future__ import annotations

from datetime import date

import pytest

from domain.billing import byhand, dues, own_bills
from domain.billing.models import Bill, BillingProfile, BillLine, Charge, VatMode
from domain.billing.own_bills import Item
from domain.calendar import Period
from domain.customers import customers
from domain.customers.models import CustomerStatus
from domain.errors import (
    AlreadyDone,
    CurrencyForeign,
    InvalidState,
    InvalidValue,
    NotFound,
    RightLacking,
)
from domain.messaging.models import Message
from domain.money import Money
from tests.builders import a_customer
from tests.cast import Cast
from tests.domain.billing import books, money_in

NOVEMBER = Period(2026, 11)
ITEMS = [Item("Router", Money(150_000)), Item("Cable", Money(20_000))]


async def test_a_bill_at_once_has_its_lines_vat_and_no_span(cast: Cast) -> None:
    customer = await a_customer(billing_profile=cast.taxed)
    bill = await own_bills.make(cast.bina, customer.id, ITEMS)
    assert (bill.period, bill.starts_on, bill.due_on) == (
        "", date(2026, 11, 21), date(2026, 11, 30),
    )  # fmt: skip
    assert (bill.net_minor, bill.vat_minor, bill.total_minor) == (170_000, 8_500, 178_500)
    lines = await BillLine.filter(bill_id=bill.id).order_by("id")
    assert [(line.kind.value, line.label) for line in lines] == [
        ("charge", "Router"), ("charge", "Cable"), ("vat", ""),
    ]  # fmt: skip
    assert (await Message.get(customer_id=customer.id)).event == "bill-created"
    assert (await byhand.make(cast.bina, customer.id, NOVEMBER)).total_minor == 105_000
    await books.assert_they_hold()


async def test_vat_within_is_taken_from_it_and_advance_settles_it(cast: Cast) -> None:
    await BillingProfile.filter(id=cast.taxed.id).update(vat_mode=VatMode.INCLUSIVE)
    customer = await a_customer(billing_profile=cast.taxed)
    await money_in.pay(customer, Money(100_000))
    bill = await own_bills.make(cast.bina, customer.id, [Item("Router", Money(105_000))])
    assert (bill.net_minor, bill.vat_minor, bill.paid_minor) == (100_000, 5_000, 100_000)
    await books.assert_they_hold()


async def test_what_is_shown_is_what_is_made(cast: Cast) -> None:
    seen = await own_bills.foresee(cast.bina, cast.rahim.id, ITEMS)
    assert await Bill.all().count() == 0
    made = await own_bills.make(cast.bina, cast.rahim.id, ITEMS)
    assert (seen.bill.total_minor, seen.bill.due_on) == (made.total_minor, made.due_on)
    assert [line.label for line in seen.lines] == ["Router", "Cable"]


async def test_the_next_bill_takes_them_up_and_none_twice(cast: Cast) -> None:
    await own_bills.charge(cast.bina, cast.rahim.id, ITEMS)
    waiting = await own_bills.waiting(cast.bina, cast.rahim.id)
    assert [(row.label, row.amount_minor) for row in waiting] == [
        ("Router", 150_000), ("Cable", 20_000),
    ]  # fmt: skip
    bill = await byhand.make(cast.bina, cast.rahim.id, NOVEMBER)
    assert bill.total_minor == 270_000
    assert await own_bills.waiting(cast.bina, cast.rahim.id) == []
    with pytest.raises(AlreadyDone):
        await own_bills.drop(cast.bina, cast.rahim.id, waiting[0].id)
    await books.assert_they_hold()


async def test_what_waits_can_be_dropped_once(cast: Cast) -> None:
    await own_bills.charge(cast.bina, cast.rahim.id, ITEMS)
    router, _ = await own_bills.waiting(cast.bina, cast.rahim.id)
    await own_bills.drop(cast.bina, cast.rahim.id, router.id)
    with pytest.raises(NotFound):
        await own_bills.drop(cast.bina, cast.rahim.id, router.id)
    assert (await byhand.make(cast.bina, cast.rahim.id, NOVEMBER)).total_minor == 120_000


async def test_all_are_charged_or_none(cast: Cast) -> None:
    wrong = [*ITEMS, Item("Free", Money(0))]
    with pytest.raises(InvalidValue):
        await own_bills.charge(cast.bina, cast.rahim.id, wrong)
    with pytest.raises(InvalidValue):
        await own_bills.make(cast.bina, cast.rahim.id, wrong)
    with pytest.raises(CurrencyForeign):
        await own_bills.make(cast.bina, cast.rahim.id, [Item("Router", Money(1, "USD"))])
    with pytest.raises(InvalidValue):
        await own_bills.make(cast.bina, cast.rahim.id, [])
    assert (await Charge.all().count(), await Bill.all().count()) == (0, 0)


async def test_what_is_charged_often_is_offered(cast: Cast) -> None:
    for customer in (cast.rahim, cast.karim):
        await own_bills.charge(cast.bina, customer.id, ITEMS[:1])
    await own_bills.charge(cast.bina, cast.karim.id, ITEMS[1:])
    assert await own_bills.usual(cast.bina, "BDT") == ITEMS
    assert await own_bills.usual(cast.esha, "BDT") == []


async def test_by_those_who_may_for_their_own_who_are_there(cast: Cast) -> None:
    with pytest.raises(RightLacking):
        await own_bills.make(cast.chand, cast.rahim.id, ITEMS)
    with pytest.raises(NotFound):
        await own_bills.make(cast.esha, cast.rahim.id, ITEMS)
    await customers.change(cast.bina, cast.rahim.id, status=CustomerStatus.LEFT)
    with pytest.raises(InvalidState):
        await own_bills.charge(cast.bina, cast.rahim.id, ITEMS)
    await own_bills.make(cast.bina, cast.rahim.id, ITEMS)
    assert await dues.due_of(cast.rahim.id) == Money(170_000)
