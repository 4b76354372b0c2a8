"""Bills and money of one customer, or one operator, at the same moment."""

from __future__ import annotations

from functools import partial

import pytest

from domain import events, reactions
from domain.billing import billrun, bills, byhand, dues, enforcement, prepaid, queries, settling
from domain.billing.charging import served_days, writing
from domain.billing.models import Bill, BillRun, Charge
from domain.billing.states import BillStatus
from domain.calendar import Period
from domain.customers.models import CustomerStatus
from domain.errors import NotBilled
from domain.ledger import entries
from domain.money import Money
from domain.network import services
from domain.payments import posting
from domain.staff import audit
from domain.staff.rights import SYSTEM
from tests.at_once import meet_at
from tests.builders import a_customer
from tests.cast import Cast, Moment
from tests.domain.billing import books, money_in
from tests.domain.billing.daily_town import a_day_package, a_prepaid, a_profile, days_of, recharged

NOVEMBER = Period(2026, 11)


async def test_money_that_comes_at_once_settles_no_part_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await a_customer(owes=1000)
    pay = partial(money_in.pay, customer, Money(600_00))

    ends = await meet_at(monkeypatch, settling, "_write_entries", pay, pay)

    assert [end for end in ends if isinstance(end, BaseException)] == []
    assert await dues.due_of(customer.id) == Money(0)
    assert await dues.advance_of(customer.id) == Money(200_00)
    await books.assert_they_hold()


async def test_money_that_comes_while_a_bill_is_made_settles_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = partial(byhand.make, cast.bina, cast.rahim.id, NOVEMBER)
    pay = partial(money_in.pay, cast.rahim, Money(1000_00))

    await meet_at(monkeypatch, audit, "note", make, pay)

    assert (await Bill.get()).status is BillStatus.PAID
    await books.assert_they_hold()


async def test_money_that_comes_while_a_bill_is_taken_back_leaves_it_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    bill = await byhand.make(cast.bina, cast.rahim.id, NOVEMBER)
    void = partial(bills.void, cast.bina, bill.id, "wrong package")
    pay = partial(money_in.pay, cast.rahim, Money(1000_00))

    await meet_at(monkeypatch, entries, "reverse", void, pay)

    assert (await Bill.get()).status is BillStatus.VOID
    assert await dues.advance_of(cast.rahim.id) == Money(1000_00)
    await books.assert_they_hold()


async def test_who_pays_while_a_person_suspends_for_it_is_served(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    events.listen(reactions.MAP)
    customer = await a_customer(owes=1000)
    suspend = partial(enforcement.suspend_by_hand, cast.asha, customer.id, "owes")
    pay = partial(posting.record, SYSTEM, customer, Money(1000_00))

    await meet_at(monkeypatch, services, "suspend", suspend, pay)

    await customer.refresh_from_db()
    assert customer.status is CustomerStatus.ACTIVE


async def test_what_is_charged_while_a_bill_is_made_waits_for_the_next(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bills.charge(cast.bina, cast.rahim.id, Money(50_00), "Cable")
    make = partial(byhand.make, cast.bina, cast.rahim.id, NOVEMBER)
    charge = partial(bills.charge, cast.bina, cast.rahim.id, Money(70_00), "Router")

    bill, _ = await meet_at(monkeypatch, writing, "write_rest", make, charge)

    counted = await Charge.filter(bill_id=bill.id)
    assert bill.total_minor == 1000_00 + sum(each.amount_minor for each in counted)
    await books.assert_they_hold()


async def test_two_bills_at_once_have_two_numbers(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    await byhand.make(cast.bina, (await a_customer()).id, NOVEMBER)

    ends = await meet_at(
        monkeypatch, writing, "write_rest",
        *(
            partial(byhand.make, cast.bina, customer.id, NOVEMBER)
            for customer in (cast.rahim, cast.karim)
        ),
    )  # fmt: skip

    assert [end for end in ends if isinstance(end, BaseException)] == []
    assert sorted([bill.serial for bill in await Bill.all()]) == [1, 2, 3]
    await books.assert_they_hold()


async def test_of_two_hands_at_once_one_bills(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    await byhand.make(cast.bina, cast.karim.id, NOVEMBER)
    make = partial(byhand.make, cast.bina, cast.rahim.id, NOVEMBER)

    ends = await meet_at(monkeypatch, writing, "write_rest", make, make)

    assert [type(end) for end in ends if isinstance(end, BaseException)] == [NotBilled]
    assert await Bill.filter(customer_id=cast.rahim.id).count() == 1
    await books.assert_they_hold()


async def test_of_two_who_begin_a_run_the_second_finds_the_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = partial(billrun.start, SYSTEM, NOVEMBER)

    one, other = await meet_at(monkeypatch, queries.runs, "last_customer", start, start)

    assert one.id == other.id
    assert await BillRun.all().count() == 1


@pytest.mark.parametrize("billed", ["day", "recharge"])
async def test_of_two_who_charge_the_same_day_one_does(
    billed: str, cast: Cast, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await a_prepaid(
        await a_profile(prepaid_bill=billed), package=await a_day_package(1000)
    )
    await recharged(cast.bina, customer, 9000)
    charge = partial(prepaid.charge_due, moment.now)

    looks = await meet_at(monkeypatch, served_days, "charge", charge, charge)

    assert sorted(look.days for look in looks) == [0, 1]
    assert await days_of(customer) == [("2026-11-21", 1000)]
    await books.assert_they_hold()


async def test_money_that_comes_while_a_day_is_charged_is_there_for_the_next(
    cast: Cast, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await a_prepaid(await a_profile(), package=await a_day_package(1000))
    await recharged(cast.bina, customer, 1000)
    charge = partial(prepaid.charge_due, moment.now)
    pay = partial(recharged, cast.bina, customer, 1000)

    await meet_at(monkeypatch, served_days, "charge", charge, pay)

    assert await days_of(customer) == [("2026-11-21", 1000)]
    assert await dues.advance_of(customer.id) == Money(1000)
    await books.assert_they_hold()
