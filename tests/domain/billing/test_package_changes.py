"""A package that changes in mid-cycle: reckoned to the unit, done once, taken back whole."""

from __future__ import annotations

import asyncio
from datetime import date
from functools import partial
from typing import Any

import pytest

from domain import clock, db, events, reactions
from domain.billing import allocation, bills, byhand, dues, package_changes
from domain.billing.models import (
    Bill,
    BillingProfile,
    BillLine,
    CreditNote,
    PackageChange,
    VatMode,
)
from domain.billing.reckoning import ChangeView, Shown
from domain.billing.states import BillStatus, CreditSource
from domain.calendar import Period
from domain.customers import customers, offers
from domain.customers.models import Customer, CustomerStatus, Package
from domain.errors import AlreadyDone, InvalidState, NotFound, Outdated, RightLacking
from domain.ledger import entries
from domain.ledger.models import Account
from domain.messaging.models import Message
from domain.money import Money
from domain.network.models import Service
from domain.staff import audit
from domain.staff.models import Audit
from tests.at_once import meet_at
from tests.builders import a_customer, a_package
from tests.cast import Cast, Moment
from tests.domain.billing import books

NOVEMBER = Period(2026, 11)


async def billed(cast: Cast, moment: Moment, on: int = 16, **values: Any) -> Customer:
    """A customer who is billed for November, in which it is this day now."""
    moment.move(days=on - 21)
    customer = await a_customer(**{"package": cast.home, "joined_on": date(2026, 1, 1), **values})
    await byhand.make(cast.bina, customer.id, NOVEMBER)
    return customer


async def change(cast: Cast, customer: Customer, package: Package) -> ChangeView:
    return await package_changes.change(cast.bina, customer.id, package.id)


async def standing(customer: Customer) -> tuple[int, int]:
    """What is due and what is paid ahead, in minor units."""
    due, ahead = await dues.due_of(customer.id), await dues.advance_of(customer.id)
    await books.assert_they_hold()
    return due.minor, ahead.minor


async def lines(bill_id: int) -> list[tuple[str, str, int]]:
    found = await BillLine.filter(bill_id=bill_id).order_by("id")
    return [(line.kind.value, line.label, line.amount_minor) for line in found]


async def paid(customer: Customer, minor: int) -> None:
    async with db.transaction():
        await allocation.receive(
            customer.id, Money(minor), CreditSource.OPENING, customer.id, clock.now()
        )


async def test_what_is_left_comes_back_and_the_rest_of_the_new_one_is_a_bill_of_its_own(
    cast: Cast, moment: Moment
) -> None:
    customer = await billed(cast, moment)
    made = await change(cast, customer, cast.swift)
    (paper,) = made.bills
    bill = await Bill.get(id=paper.id)
    assert (bill.period, bill.starts_on, bill.ends_on) == (
        "", date(2026, 11, 16), date(2026, 11, 30),
    )  # fmt: skip
    assert (bill.issued_on, bill.due_on) == (date(2026, 11, 16), date(2026, 11, 25))
    assert await lines(bill.id) == [("package", "Swift", 75_000), ("proration", "Home", -50_000)]
    assert await standing(customer) == (125_000, 0)
    await customer.refresh_from_db()
    assert customer.package_id == cast.swift.id


async def test_a_downgrade_settles_what_is_open_and_the_rest_is_advance(
    cast: Cast, moment: Moment
) -> None:
    customer = await billed(cast, moment, package=cast.swift)
    await paid(customer, 140_000)
    made = await change(cast, customer, cast.home)
    (note,) = await CreditNote.all()
    assert (note.number, note.total_minor) == ("NORTH-CN-2026-000001", 25_000)
    assert (made.bills, made.shown.more_minor) == ([], -25_000)
    assert await standing(customer) == (0, 15_000)


async def test_vat_comes_back_as_it_was_billed(cast: Cast, moment: Moment) -> None:
    customer = await billed(cast, moment, package=cast.swift, billing_profile=cast.taxed)
    await BillingProfile.filter(id=cast.taxed.id).update(vat_rate_bp=0)
    made = await change(cast, customer, cast.home)
    assert made.notes[0].total == Money(75_000 + 3_750 - 50_000)
    assert await entries.balance(Account.VAT, cast.north.id) == -3_750
    assert await standing(customer) == (157_500 - 28_750, 0)


async def test_where_vat_goes_the_other_way_both_are_booked(cast: Cast, moment: Moment) -> None:
    customer = await billed(cast, moment, billing_profile=cast.taxed)
    await BillingProfile.filter(id=cast.taxed.id).update(vat_rate_bp=0)
    made = await change(cast, customer, cast.swift)
    assert [paper.total.minor for paper in made.bills] == [75_000]
    assert [paper.total.minor for paper in made.notes] == [52_500]
    assert await standing(customer) == (105_000 + 75_000 - 52_500, 0)


@pytest.mark.parametrize("mode", [VatMode.EXCLUSIVE, VatMode.INCLUSIVE])
async def test_there_and_back_on_one_day_costs_nothing(
    cast: Cast, moment: Moment, mode: VatMode
) -> None:
    await BillingProfile.filter(id=cast.taxed.id).update(vat_mode=mode)
    customer = await billed(cast, moment, on=7, billing_profile=cast.taxed)
    before = await standing(customer)
    await change(cast, customer, cast.swift)
    await change(cast, customer, cast.home)
    due, ahead = await standing(customer)
    assert due - ahead == before[0]


async def test_a_second_change_reckons_from_the_package_that_runs(
    cast: Cast, moment: Moment
) -> None:
    customer = await billed(cast, moment, on=11)
    fast = await a_package("fast", price=3000)
    first = await change(cast, customer, cast.swift)
    assert first.shown.more_minor == 100_000 - 66_667
    moment.move(days=10)
    second = await change(cast, customer, fast)
    (part,) = second.parts
    assert (part.back.amount, part.charge.amount) == (Money(50_000), Money(100_000))
    assert (part.left, part.billed.worth.amount) == (10, Money(100_000))
    assert await standing(customer) == (100_000 + 33_333 + 50_000, 0)


async def test_a_price_of_their_own_is_what_was_billed_and_ends(cast: Cast, moment: Moment) -> None:
    customer = await billed(cast, moment, price_minor=45_000, discount_minor=5_000)
    made = await change(cast, customer, cast.swift)
    (part,) = made.parts
    assert (part.back.amount, part.charge.amount) == (Money(20_000), Money(72_500))
    assert (made.own_price, made.discount, made.price) == (
        Money(45_000), Money(5_000), Money(145_000),
    )  # fmt: skip
    await customer.refresh_from_db()
    assert (customer.price_minor, customer.discount_minor) == (None, 5_000)


async def test_charges_on_the_bill_are_nothing_of_the_package(cast: Cast, moment: Moment) -> None:
    moment.move(days=-5)
    customer = await a_customer(billing_profile=cast.taxed, joined_on=date(2026, 1, 1))
    await bills.charge(cast.bina, customer.id, Money(50_000), "Router")
    await byhand.make(cast.bina, customer.id, NOVEMBER)
    (part,) = (await change(cast, customer, cast.swift)).parts
    assert (part.back.amount, part.back.vat) == (Money(50_000), Money(2_500))


async def test_who_joined_in_the_month_was_billed_for_its_rest(cast: Cast, moment: Moment) -> None:
    await BillingProfile.filter(id=cast.standard.id).update(proration=True)
    customer = await billed(cast, moment, joined_on=date(2026, 11, 11))
    (part,) = (await change(cast, customer, cast.swift)).parts
    assert part.billed.worth.amount == Money(66_667)
    assert (part.back.amount, part.charge.amount) == (Money(50_000), Money(75_000))


async def test_a_month_of_ones_own_has_its_own_days(cast: Cast, moment: Moment) -> None:
    await BillingProfile.filter(id=cast.standard.id).update(cycle="anniversary")
    customer = await billed(cast, moment, joined_on=date(2026, 1, 6))
    (part,) = (await change(cast, customer, cast.swift)).parts
    assert (part.rest.ends_on, part.left) == (date(2026, 12, 5), 20)
    assert (part.back.amount, part.charge.amount) == (Money(66_667), Money(100_000))


async def test_a_month_that_is_billed_ahead_comes_back_whole(cast: Cast, moment: Moment) -> None:
    customer = await billed(cast, moment)
    await byhand.make(cast.bina, customer.id, NOVEMBER.next())
    made = await change(cast, customer, cast.swift)
    assert [paper.total.minor for paper in made.bills] == [25_000, 50_000]
    assert await standing(customer) == (275_000, 0)


async def test_who_is_not_billed_has_the_new_price_on_the_next_bill(
    cast: Cast, moment: Moment
) -> None:
    customer = await a_customer(joined_on=date(2026, 1, 1))
    made = await change(cast, customer, cast.swift)
    assert (made.parts, made.bills, made.notes) == ([], [], [])
    bill = await byhand.make(cast.bina, customer.id, NOVEMBER)
    assert bill.total_minor == 150_000


async def test_what_is_shown_is_what_is_done_and_nothing_stays_of_it(
    cast: Cast, moment: Moment
) -> None:
    customer = await billed(cast, moment)
    seen = await package_changes.foresee(cast.bina, customer.id, cast.swift.id)
    assert (seen.due, seen.due_after, seen.advance_after) == (
        Money(100_000), Money(125_000), Money(0),
    )  # fmt: skip
    assert await PackageChange.all().count() == 0
    assert await Bill.filter(customer_id=customer.id).count() == 1
    made = await package_changes.change(
        cast.bina, customer.id, cast.swift.id, shown=seen.change.shown
    )
    assert made.shown == seen.change.shown


async def test_what_was_shown_for_another_day_or_sum_is_not_done(
    cast: Cast, moment: Moment
) -> None:
    customer = await billed(cast, moment)
    seen = (await package_changes.foresee(cast.bina, customer.id, cast.swift.id)).change.shown
    for other in (
        Shown(seen.old_id, date(2026, 11, 17), seen.more_minor),
        Shown(seen.old_id, seen.on, seen.more_minor + 1),
        Shown(cast.swift.id, seen.on, seen.more_minor),
    ):
        with pytest.raises(Outdated):
            await package_changes.change(cast.bina, customer.id, cast.swift.id, shown=other)
    assert await standing(customer) == (100_000, 0)


async def test_of_two_who_change_it_at_once_one_does(
    cast: Cast, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await billed(cast, moment)
    press = partial(package_changes.change, cast.bina, customer.id, cast.swift.id)

    done = await meet_at(monkeypatch, offers, "sold", press, press)

    assert sorted(type(one).__name__ for one in done) == ["AlreadyDone", "ChangeView"]
    assert await standing(customer) == (125_000, 0)


async def test_a_change_that_meets_a_bill_run_is_reckoned_or_billed(
    cast: Cast, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await billed(cast, moment)
    make = partial(byhand.make, cast.bina, customer.id, NOVEMBER.next())
    press = partial(package_changes.change, cast.bina, customer.id, cast.swift.id)

    await meet_at(monkeypatch, audit, "note", make, press)

    assert await standing(customer) == (275_000, 0)


async def test_of_two_packages_at_once_the_second_is_asked_again(
    cast: Cast, moment: Moment
) -> None:
    customer, fast = await billed(cast, moment), await a_package("fast", price=3000)

    async def seen_and_pressed(package: Package) -> object:
        seen = await package_changes.foresee(cast.bina, customer.id, package.id)
        await asyncio.sleep(0.05)
        return await package_changes.change(
            cast.bina, customer.id, package.id, shown=seen.change.shown
        )

    done = await asyncio.gather(
        seen_and_pressed(cast.swift), seen_and_pressed(fast), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in done) == ["ChangeView", "Outdated"]
    await standing(customer)


async def test_it_is_taken_back_whole_on_its_day(cast: Cast, moment: Moment) -> None:
    customer = await billed(cast, moment, price_minor=90_000)
    await paid(customer, 90_000)
    made = await change(cast, customer, cast.swift)
    assert await standing(customer) == (30_000, 0)
    assert await package_changes.take_back(cast.bina, made.id) == customer.id
    assert await standing(customer) == (0, 0)
    assert (await Bill.get(id=made.bills[0].id)).status is BillStatus.VOID
    await customer.refresh_from_db()
    assert (customer.package_id, customer.price_minor) == (cast.home.id, 90_000)
    with pytest.raises(AlreadyDone):
        await package_changes.take_back(cast.bina, made.id)


async def test_a_downgrade_that_is_taken_back_leaves_no_credit(cast: Cast, moment: Moment) -> None:
    customer = await billed(cast, moment, package=cast.swift)
    made = await change(cast, customer, cast.home)
    await package_changes.take_back(cast.bina, made.id)
    assert await standing(customer) == (150_000, 0)
    (again,) = (await change(cast, customer, cast.home)).parts
    assert again.back.amount == Money(75_000)


async def test_what_has_gone_on_is_not_taken_back(cast: Cast, moment: Moment) -> None:
    customer = await billed(cast, moment)
    first = await change(cast, customer, cast.swift)
    second = await change(cast, customer, await a_package("fast", price=3000))
    with pytest.raises(Outdated):
        await package_changes.take_back(cast.bina, first.id)
    await byhand.make(cast.bina, customer.id, NOVEMBER.next())
    with pytest.raises(Outdated):
        await package_changes.take_back(cast.bina, second.id)
    await standing(customer)


async def test_the_next_day_it_is_changed_and_not_taken_back(cast: Cast, moment: Moment) -> None:
    customer = await billed(cast, moment)
    made = await change(cast, customer, cast.swift)
    moment.move(days=1)
    with pytest.raises(Outdated):
        await package_changes.take_back(cast.bina, made.id)


async def test_a_bill_from_which_a_change_was_reckoned_is_not_void(
    cast: Cast, moment: Moment
) -> None:
    customer = await billed(cast, moment)
    made = await change(cast, customer, cast.swift)
    for bill in await Bill.filter(customer_id=customer.id):
        with pytest.raises(bills.BillOfChange):
            await bills.void(cast.bina, bill.id, "slip")
    await package_changes.take_back(cast.bina, made.id)
    first = await Bill.get(customer_id=customer.id, period="2026-11")
    assert (await bills.void(cast.bina, first.id, "slip")).status is BillStatus.VOID
    assert await standing(customer) == (0, 0)


async def test_two_notes_have_two_numbers(cast: Cast, moment: Moment) -> None:
    first = await billed(cast, moment, package=cast.swift)
    second = await a_customer(package=cast.swift, joined_on=date(2026, 1, 1))
    await byhand.make(cast.bina, second.id, NOVEMBER)
    await asyncio.gather(change(cast, first, cast.home), change(cast, second, cast.home))
    assert {note.serial for note in await CreditNote.all()} == {1, 2}
    await books.assert_they_hold()


async def test_the_customer_is_told_and_the_router_follows(cast: Cast, moment: Moment) -> None:
    events.listen(reactions.MAP)
    customer = await billed(cast, moment, router=cast.router, username="selim")
    made = await change(cast, customer, cast.swift)
    told = await Message.get(event="package-changed")
    assert (told.customer_id, told.dedupe) == (customer.id, f"package:{made.id}:done")
    assert (await Service.get(customer_id=customer.id)).profile == "20M"
    assert (await Audit.get(act="package.change")).after == {"package": "Swift"}


async def test_only_what_is_sold_to_such_as_they_are(cast: Cast, moment: Moment) -> None:
    customer = await billed(cast, moment)
    souths = await a_package("south", operator_id=cast.south.id)
    old = await a_package("old", active=False)
    wires = await a_package("static", kind="static")
    for package in (souths, old, wires):
        with pytest.raises(NotFound):
            await change(cast, customer, package)
    with pytest.raises(AlreadyDone):
        await change(cast, customer, cast.home)
    with pytest.raises(RightLacking):
        await package_changes.change(cast.chand, customer.id, cast.swift.id)
    await customers.change(cast.bina, customer.id, status=CustomerStatus.LEFT)
    with pytest.raises(InvalidState):
        await change(cast, customer, cast.swift)
