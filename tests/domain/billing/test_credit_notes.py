"""Credit notes: what comes off a bill, with its VAT, once, and never more than stands on it."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from domain.billing import bills, byhand, credit_notes, dues, noting, package_changes
from domain.billing.models import BillingProfile, CreditNote, VatMode
from domain.billing.states import BillStatus
from domain.calendar import Period
from domain.customers.models import Customer
from domain.errors import AlreadyDone, InvalidState, InvalidValue, NotFound, RightLacking
from domain.ledger import entries
from domain.ledger.models import Account
from domain.money import Money
from tests.at_once import meet_at
from tests.builders import a_customer
from tests.cast import Cast
from tests.domain.billing import books, money_in

NOVEMBER = Period(2026, 11)


async def billed(cast: Cast, **values: object) -> tuple[Customer, int]:
    """A customer, and their bill for November."""
    customer = await a_customer(**{"joined_on": date(2026, 1, 1), **values})
    return customer, (await byhand.make(cast.bina, customer.id, NOVEMBER)).id


async def standing(customer: Customer) -> tuple[int, int]:
    due, ahead = await dues.due_of(customer.id), await dues.advance_of(customer.id)
    await books.assert_they_hold()
    return due.minor, ahead.minor


@pytest.mark.parametrize(
    ("mode", "owed"), [(VatMode.EXCLUSIVE, 52_500), (VatMode.INCLUSIVE, 47_500)]
)
async def test_vat_comes_off_like_it_stands_on_the_bill(
    cast: Cast, mode: VatMode, owed: int
) -> None:
    await BillingProfile.filter(id=cast.taxed.id).update(vat_mode=mode)
    customer, bill_id = await billed(cast, billing_profile=cast.taxed)
    note = await credit_notes.give(cast.bina, bill_id, Money(52_500), "two weeks without")
    assert (note.net_minor, note.vat_minor) == (50_000, 2_500)
    assert await standing(customer) == (owed, 0)
    assert (note.number, note.reason) == ("NORTH-CN-2026-000001", "two weeks without")


async def test_the_books_take_revenue_and_vat_back(cast: Cast) -> None:
    customer, bill_id = await billed(cast, billing_profile=cast.taxed)
    await credit_notes.give(cast.bina, bill_id, Money(105_000), "never worked")
    assert await entries.balance(Account.REVENUE, cast.north.id) == 0
    assert await entries.balance(Account.VAT, cast.north.id) == 0
    assert await standing(customer) == (0, 0)


async def test_of_a_paid_bill_it_is_advance_for_the_next(cast: Cast) -> None:
    customer, bill_id = await billed(cast)
    await money_in.pay(customer, Money(30_000))
    await credit_notes.give(cast.bina, bill_id, Money(100_000), "never worked")
    assert await standing(customer) == (0, 30_000)


async def test_no_more_comes_off_than_stands_on_it(cast: Cast) -> None:
    _, bill_id = await billed(cast)
    await credit_notes.give(cast.bina, bill_id, Money(60_000), "slow")
    assert await credit_notes.left_of(cast.bina, bill_id) == Money(40_000)
    with pytest.raises(credit_notes.NoteTooLarge) as refused:
        await credit_notes.give(cast.bina, bill_id, Money(40_001), "slow")
    assert refused.value.values == {"limit": Money(40_000)}
    with pytest.raises(InvalidValue):
        await credit_notes.give(cast.bina, bill_id, Money(0), "slow")


async def test_of_two_at_once_the_second_sees_what_is_left(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, bill_id = await billed(cast)
    give = partial(credit_notes.give, cast.bina, bill_id, Money(60_000), "slow")

    ends = await meet_at(monkeypatch, noting, "write", give, give)

    assert sorted(type(end).__name__ for end in ends) == ["NoteTooLarge", "NoteView"]
    assert await standing(customer) == (40_000, 0)


async def test_what_is_shown_is_what_is_done_and_nothing_stays_of_it(cast: Cast) -> None:
    _, bill_id = await billed(cast, billing_profile=cast.taxed)
    seen = await credit_notes.foresee(cast.bina, bill_id, Money(52_500))
    assert (seen.vat, seen.due, seen.due_after) == (Money(2_500), Money(105_000), Money(52_500))
    assert await CreditNote.all().count() == 0


async def test_one_that_was_wrong_is_withdrawn_once(cast: Cast) -> None:
    customer, bill_id = await billed(cast)
    note = await credit_notes.give(cast.bina, bill_id, Money(100_000), "slip")
    assert (await bills.get(cast.bina, bill_id)).status is BillStatus.PAID
    assert (await credit_notes.withdraw(cast.bina, note.id, "wrong bill")).is_withdrawn
    assert await standing(customer) == (100_000, 0)
    with pytest.raises(AlreadyDone):
        await credit_notes.withdraw(cast.bina, note.id, "again")
    second = await credit_notes.give(cast.bina, bill_id, Money(1), "slow")
    assert second.number == "NORTH-CN-2026-000002"


async def test_a_bill_that_is_taken_back_takes_its_notes_along(cast: Cast) -> None:
    customer, bill_id = await billed(cast)
    note = await credit_notes.give(cast.bina, bill_id, Money(30_000), "slow")
    await money_in.pay(customer, Money(20_000))
    await bills.void(cast.bina, bill_id, "slip")
    assert await standing(customer) == (0, 20_000)
    assert (await credit_notes.get(cast.bina, note.id)).is_withdrawn
    with pytest.raises(InvalidState):
        await credit_notes.give(cast.bina, bill_id, Money(1), "slow")


async def test_what_came_off_is_not_given_back_again_by_a_change(cast: Cast) -> None:
    customer, bill_id = await billed(cast)
    await credit_notes.give(cast.bina, bill_id, Money(100_000), "never worked")
    made = await package_changes.change(cast.bina, customer.id, cast.swift.id)
    assert made.parts[0].back.amount == Money(0)
    with pytest.raises(credit_notes.NoteTooLarge):
        await credit_notes.give(cast.bina, bill_id, Money(1), "slow")


async def test_the_difference_of_a_change_is_not_withdrawn_alone(cast: Cast) -> None:
    customer, bill_id = await billed(cast, package=cast.swift)
    await package_changes.change(cast.bina, customer.id, cast.home.id)
    (note,) = await credit_notes.on_bill(cast.bina, bill_id)
    with pytest.raises(bills.BillOfChange):
        await credit_notes.withdraw(cast.bina, note.id, "slip")
    assert await credit_notes.left_of(cast.bina, bill_id) == Money(150_000 - 50_000)


async def test_by_those_who_may_for_their_own(cast: Cast) -> None:
    _, bill_id = await billed(cast)
    with pytest.raises(RightLacking):
        await credit_notes.give(cast.chand, bill_id, Money(1), "slow")
    with pytest.raises(NotFound):
        await credit_notes.give(cast.esha, bill_id, Money(1), "slow")
