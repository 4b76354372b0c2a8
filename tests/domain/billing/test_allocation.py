"""Money settles the oldest bill first, what is left is advance, and what is taken back is owed."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from domain import clock, db
from domain.billing import allocation, bills, dues, settling
from domain.billing.models import Allocation, Bill, Credit
from domain.billing.states import BillStatus, CreditSource
from domain.errors import AlreadyDone, InvalidValue
from domain.ledger import entries
from domain.ledger.models import Account, Entry
from domain.money import Money
from tests.builders import a_bill, a_customer, money
from tests.cast import Cast
from tests.domain.billing import books, money_in


async def stands(bill: Bill) -> tuple[str, int]:
    await bill.refresh_from_db()
    return bill.status.value, bill.paid_minor


async def test_the_oldest_bill_is_settled_first_and_the_rest_is_advance(cast: Cast) -> None:
    newer = await a_bill(cast.rahim, total=300, due_on=date(2026, 12, 1))
    older = await a_bill(cast.rahim, total=500, due_on=date(2026, 11, 1))
    await money_in.pay(cast.rahim, Money(60_000))
    assert (await stands(older), await stands(newer)) == (("paid", 50_000), ("partial", 10_000))
    assert (await dues.due_of(cast.rahim.id), await dues.advance_of(cast.rahim.id)) == (
        Money(20_000), Money(0),
    )  # fmt: skip
    await money_in.pay(cast.rahim, Money(25_000))
    assert await stands(newer) == ("paid", 30_000)
    assert await dues.advance_of(cast.rahim.id) == Money(5_000)
    await books.assert_they_hold()


async def test_one_bill_may_be_settled_by_several_credits(cast: Cast) -> None:
    bill = await a_bill(cast.rahim, total=100)
    for _ in range(3):
        await money_in.pay(cast.rahim, Money(4_000))
    parts = await Allocation.filter(bill_id=bill.id).order_by("id")
    assert [part.amount_minor for part in parts] == [4_000, 4_000, 2_000]
    assert (await stands(bill))[0] == "paid"
    assert bill.settled_at == clock.now()


async def test_money_for_somebody_who_owes_nothing_waits(cast: Cast) -> None:
    credit = await money_in.pay(cast.rahim, Money(70_000))
    assert credit.left_minor == 70_000
    bill = await a_bill(cast.rahim, total=500)
    made = await allocation.settle(cast.rahim.id, clock.now())
    assert [(part.bill_id, part.amount_minor) for part in made] == [(bill.id, 50_000)]
    assert await allocation.settle(cast.rahim.id, clock.now()) == []
    assert await dues.advance_of(cast.rahim.id) == Money(20_000)


async def test_other_customers_bills_are_not_touched(cast: Cast) -> None:
    theirs = await a_bill(cast.karim, total=500)
    await money_in.pay(cast.rahim, Money(70_000))
    assert await stands(theirs) == ("unpaid", 0)


async def test_what_is_taken_back_is_owed_again(cast: Cast) -> None:
    first = await a_bill(cast.rahim, total=500, due_on=date(2026, 11, 1))
    second = await a_bill(cast.rahim, total=500, due_on=date(2026, 12, 1))
    credit = await money_in.pay(cast.rahim, Money(80_000))
    await money_in.take_back(credit)
    assert (await stands(first), await stands(second)) == (("unpaid", 0), ("unpaid", 0))
    assert first.settled_at is None
    assert await dues.due_of(cast.rahim.id) == Money(100_000)
    assert await entries.balance(Account.BANK, cast.rahim.operator_id) == 0
    await books.assert_they_hold()


async def test_other_advance_takes_the_place_of_what_is_taken_back(cast: Cast) -> None:
    bill = await a_bill(cast.rahim, total=500)
    first = await money_in.pay(cast.rahim, Money(50_000))
    await money_in.pay(cast.rahim, Money(20_000))
    await money_in.take_back(first)
    assert await stands(bill) == ("partial", 20_000)
    assert await dues.advance_of(cast.rahim.id) == Money(0)
    await books.assert_they_hold()


async def test_a_credit_is_taken_back_once(cast: Cast) -> None:
    credit = await money_in.pay(cast.rahim, Money(50_000))
    await money_in.take_back(credit)
    with pytest.raises(AlreadyDone):
        await money_in.take_back(credit)
    await books.assert_they_hold()


@pytest.mark.parametrize(
    ("source", "account"),
    [(CreditSource.OPENING, Account.OPENING), (CreditSource.NOTE, Account.REVENUE)],
)
async def test_advance_brought_in_and_credit_notes_enter_the_books_here(
    cast: Cast, source: CreditSource, account: Account
) -> None:
    bill = await a_bill(cast.rahim, total=100)
    before = await entries.balance(account, cast.north.id)
    async with db.transaction():
        credit, _ = await allocation.receive(
            cast.rahim.id, Money(25_000), source, 1, clock.now(), cast.bina.staff_id
        )
    assert credit.left_minor == 15_000
    assert await entries.balance(account, cast.north.id) - before == 25_000
    await books.assert_they_hold()
    async with db.transaction():
        await allocation.withdraw(credit, at=clock.now(), staff_id=None, reason="mistaken")
    assert await entries.balance(account, cast.north.id) == before
    assert await stands(bill) == ("unpaid", 0)
    await books.assert_they_hold()


async def test_what_came_is_taken_in_once(cast: Cast) -> None:
    async def receive() -> None:
        async with db.transaction():
            await allocation.receive(
                cast.rahim.id, Money(25_000), CreditSource.NOTE, 1, clock.now(), None
            )

    await receive()
    with pytest.raises(AlreadyDone):
        await receive()

    assert await dues.advance_of(cast.rahim.id) == Money(25_000)
    await books.assert_they_hold()


async def test_a_credit_of_nothing_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidValue):
        await allocation.receive(cast.rahim.id, Money(0), CreditSource.NOTE, 1, clock.now())


async def test_payments_that_come_at_once_settle_no_part_twice(cast: Cast) -> None:
    customer = await a_customer(owes=1000)
    await asyncio.gather(*(money_in.pay(customer, Money(30_000)) for _ in range(5)))
    assert await dues.due_of(customer.id) == Money(0)
    assert await dues.advance_of(customer.id) == Money(50_000)
    await books.assert_they_hold()


async def test_nothing_is_deleted_when_money_is_taken_back(cast: Cast) -> None:
    await a_bill(cast.rahim, total=500)
    credit = await money_in.pay(cast.rahim, Money(50_000))
    before = [entry.id for entry in await Entry.all()]
    await money_in.take_back(credit)
    after = [entry.id for entry in await Entry.all()]
    assert after[: len(before)] == before
    assert len(after) == len(before) + 2
    released = await Allocation.get(credit_id=credit.id)
    assert released.released_at is not None
    assert (await Credit.get(id=credit.id)).withdrawn_at is not None


async def test_a_paid_bill_that_is_void_gives_its_money_to_the_next(cast: Cast) -> None:
    wrong = await a_bill(cast.rahim, total=500, due_on=date(2026, 11, 1))
    await money_in.pay(cast.rahim, Money(50_000))
    right = await a_bill(cast.rahim, total=300, due_on=date(2026, 12, 1))
    await bills.void(cast.asha, wrong.id, "billed twice")
    assert (await stands(wrong), await stands(right)) == (("void", 0), ("paid", 30_000))
    assert await dues.advance_of(cast.rahim.id) == Money(20_000)
    await books.assert_they_hold()


async def test_a_bill_status_is_never_paid_before_it_is(cast: Cast) -> None:
    bill = await a_bill(cast.rahim, total=500)
    await money_in.pay(cast.rahim, Money(49_999))
    assert await stands(bill) == (BillStatus.PARTIAL.value, 49_999)


async def test_what_is_foreseen_is_what_is_settled(cast: Cast) -> None:
    paid = await a_bill(cast.rahim, total=100, due_on=date(2026, 9, 1))
    await money_in.pay(cast.rahim, money(100))
    for day, amount in ((20, 300), (10, 500), (30, 200)):
        await a_bill(cast.rahim, total=amount, due_on=date(2026, 10, day))
    await a_bill(cast.karim, total=50)
    for amount in (1, 499, 500, 501, 800, 1000, 1001):
        foreseen = await settling.foresee(cast.rahim.id, money(amount))
        credit = await money_in.pay(cast.rahim, money(amount))
        made = await Allocation.filter(credit_id=credit.id).order_by("id")
        assert [(each.bill_id, each.part.minor) for each in foreseen] == [
            (each.bill_id, each.amount_minor) for each in made
        ]
        for each in foreseen:
            bill = await Bill.get(id=each.bill_id)
            assert each.left.minor == bill.total_minor - bill.paid_minor
        assert paid.id not in {each.bill_id for each in foreseen}
        await money_in.take_back(credit)


async def test_what_is_given_back_in_parts_comes_off_what_was_settled_last(cast: Cast) -> None:
    older = await a_bill(cast.rahim, total=500, due_on=date(2026, 11, 1))
    newer = await a_bill(cast.rahim, total=300, due_on=date(2026, 12, 1))
    credit = await money_in.pay(cast.rahim, money(900))
    for part, left in ((100, (500, 300)), (50, (500, 250)), (300, (450, 0)), (450, (0, 0))):
        foreseen = await allocation.freed_by(await Credit.get(id=credit.id), money(part))
        await money_in.give_back(credit, money(part))
        assert ((await stands(older))[1], (await stands(newer))[1]) == (
            money(left[0]).minor, money(left[1]).minor,
        )  # fmt: skip
        assert sum(each.part.minor for each in foreseen) == money(part if part != 100 else 0).minor
        await books.assert_they_hold()
    with pytest.raises(InvalidValue):
        await money_in.give_back(credit, money(1))
