"""Late fees: how much, on which bill, and once for each customer and cycle."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain import clock, events, reactions, vault
from domain.billing import billrun, bills, dues, fees, queries, settling
from domain.billing.charging import late
from domain.billing.charging.late import Late
from domain.billing.models import Bill, BillingProfile, BillLine, Charge
from domain.billing.states import BillStatus, LineKind
from domain.calendar import Period
from domain.customers.models import Customer, CustomerStatus
from domain.messaging.models import Message
from domain.money import Money
from domain.staff.rights import SYSTEM
from tests.at_once import meet_at
from tests.builders import a_bill, a_customer
from tests.cast import Cast, Moment
from tests.domain.billing import books, money_in
from tests.domain.billing.test_worked_examples import Row, rows, tk
from tests.paces import fixed
from tests.sealing import VAULT

TODAY = date(2026, 11, 21)
FIXED = {"late_fee": "fixed", "late_fee_amount_minor": 50_00}
PERCENT = {"late_fee": "percent", "late_fee_percent_bp": 250}


@pytest.fixture(autouse=True)
def consequences(cast: Cast) -> None:
    events.listen(reactions.MAP)
    vault.use(VAULT)


async def a_profile(**terms: Any) -> BillingProfile:
    number = await BillingProfile.all().count()
    return await BillingProfile.create(code=f"fee{number}", name="Fee", **terms)


async def a_debtor(profile: BillingProfile, **values: Any) -> Customer:
    return await a_customer(billing_profile=profile, **{"owes": 1000, "overdue_days": 4, **values})


async def fees_of(customer: Customer) -> list[int]:
    return [row.amount_minor for row in await Charge.filter(customer_id=customer.id).order_by("id")]


async def charge(profile: BillingProfile, today: date = TODAY) -> fees.Fees:
    row = await BillingProfile.get(id=profile.id)
    return await fees.charge(Late(row, "Asia/Dhaka", today))


async def next_bill(customer: Customer, period: Period) -> Bill:
    run = await billrun.start(SYSTEM, period)
    async for _ in billrun.steps(run, pace=fixed(100)):
        pass
    return await Bill.get(customer_id=customer.id, period=str(period))


async def test_who_is_late_beyond_the_grace_days_is_charged_and_nobody_else(cast: Cast) -> None:
    profile = await a_profile(**FIXED)
    charged = await a_debtor(profile)
    others = [
        await a_debtor(profile, overdue_days=3),
        await a_debtor(profile, exempt=True),
        await a_debtor(await a_profile()),
    ]

    assert await charge(profile) == fees.Fees(charged=1)

    assert await fees_of(charged) == [50_00]
    assert [await fees_of(one) for one in others] == [[], [], []]
    assert await dues.due_of(charged.id) == Money(1000_00), "it is owed with the next bill"


def terms_of(row: Row) -> dict[str, Any]:
    """The profile of a line of the page."""
    share, is_share, _ = row["Fee"].partition(" %")
    fee = {"late_fee": "percent", "late_fee_percent_bp": tk(share).minor} if is_share else {
        "late_fee": "fixed", "late_fee_amount_minor": tk(share).minor,
    }  # fmt: skip
    rate, _, how = row["VAT"].partition(" % ")
    return {
        **fee,
        "late_fee_every": row["Each"],
        "vat_rate_bp": 0 if rate == "none" else int(rate) * 100,
        "vat_mode": "inclusive" if how.startswith("within") else "exclusive",
        "late_fee_vat": how.endswith("fee too"),
    }


@pytest.mark.parametrize("row", rows("A late fee"), ids=lambda row: " ".join(row.values()))
async def test_the_late_fees_of_the_page(row: Row, cast: Cast) -> None:
    profile = await a_profile(**terms_of(row))
    customer = await a_debtor(profile)
    if paid := tk(row["Paid"]):
        await money_in.pay(customer, paid)
    await charge(profile)
    fee = tk(row["Late fee"]).minor
    assert sum(await fees_of(customer)) == fee

    bill = await next_bill(customer, Period(2026, 12))

    vat, total = tk(row["VAT of it"]).minor, tk(row["December's bill"]).minor
    assert (bill.vat_minor, bill.total_minor) == (vat, total)
    lines = await BillLine.filter(bill_id=bill.id, kind=LineKind.LATE_FEE)
    assert sum(line.amount_minor for line in lines) == fee
    is_on_top = row["VAT"].endswith("on top, fee too")
    assert bill.fee_minor == fee + (vat - 50_00 if is_on_top else 0)
    await charge(profile, date(2026, 12, 5))
    assert sum(await fees_of(customer)) == fee + tk(row["Fee on 5 December"]).minor
    await books.assert_they_hold()


async def test_once_means_once_for_a_bill_and_each_cycle_once_a_cycle(cast: Cast) -> None:
    once, each = await a_profile(**FIXED), await a_profile(**FIXED, late_fee_every="cycle")
    first, second = await a_debtor(once), await a_debtor(each)
    for profile in (once, each):
        for day in (TODAY, TODAY + timedelta(days=5), date(2026, 12, 1), date(2026, 12, 31)):
            await charge(profile, day)

    assert await fees_of(first) == [50_00]
    assert await fees_of(second) == [50_00, 50_00]


async def test_a_cycle_of_the_customers_own_begins_on_the_renewal_day(cast: Cast) -> None:
    profile = await a_profile(**FIXED, late_fee_every="cycle", cycle="anniversary")
    customer = await a_debtor(profile, renewal_day=25)
    for day in (TODAY, date(2026, 11, 24), date(2026, 11, 25), date(2026, 12, 24)):
        await charge(profile, day)

    cycles = [row.cycle for row in await Charge.filter(customer_id=customer.id).order_by("id")]
    assert cycles == ["2026-10-25", "2026-11-25"]


async def test_several_late_bills_bring_one_fee_of_all_that_is_late(cast: Cast) -> None:
    profile = await a_profile(**PERCENT)
    customer = await a_debtor(profile)
    await a_bill(customer, total=500, due_on=TODAY - timedelta(days=10))
    await a_bill(customer, total=300, due_on=TODAY)

    await charge(profile)

    assert await fees_of(customer) == [37_50]


async def test_a_fee_never_brings_a_fee_nor_counts_in_one(cast: Cast) -> None:
    profile = await a_profile(**PERCENT, late_fee_every="cycle", late_fee_on="own-bill")
    customer = await a_debtor(profile)
    assert await charge(profile) == fees.Fees(charged=1, billed=1)
    own = await Bill.get(customer_id=customer.id, fee_minor__gt=0)
    assert (own.total_minor, own.period, own.due_on) == (25_00, "", date(2026, 11, 30))

    await charge(profile, date(2026, 12, 20))
    assert await fees_of(customer) == [25_00, 25_00], "of the bill, not of the fee that is late too"

    await money_in.pay(customer, Money(1000_00))
    await charge(profile, date(2027, 1, 20))
    assert await fees_of(customer) == [25_00, 25_00]
    await books.assert_they_hold()


async def test_a_bill_of_its_own_is_numbered_booked_settled_and_told(cast: Cast) -> None:
    profile = await a_profile(**FIXED, late_fee_on="own-bill", vat_rate_bp=500, late_fee_vat=True)
    customers = [await a_debtor(profile) for _ in range(3)]
    before = await Bill.all().order_by("-serial").first()

    assert await charge(profile) == fees.Fees(charged=3, billed=3)

    made = await Bill.filter(fee_minor__gt=0).order_by("id")
    assert [bill.customer_id for bill in made] == [one.id for one in customers]
    assert before is not None
    assert [bill.serial for bill in made] == [before.serial + step for step in (1, 2, 3)]
    assert {(bill.net_minor, bill.vat_minor, bill.total_minor) for bill in made} == {
        (50_00, 2_50, 52_50)
    }
    assert await Message.filter(event="bill-created").count() == 3
    assert await dues.due_of(customers[0].id) == Money(1052_50)
    await books.assert_they_hold()


@pytest.mark.parametrize("status", [CustomerStatus.LEFT, CustomerStatus.SUSPENDED])
async def test_to_whom_no_bill_comes_any_more_it_comes_on_one_of_its_own(
    status: CustomerStatus, cast: Cast
) -> None:
    profile = await a_profile(**FIXED, late_fee_every="cycle")
    customer = await a_debtor(profile, status=status)

    assert await charge(profile) == fees.Fees(charged=1, billed=1)
    await charge(profile, date(2026, 12, 20))

    of_left = status is CustomerStatus.LEFT
    assert len(await fees_of(customer)) == (1 if of_left else 2)


async def test_a_fee_that_was_a_bill_of_its_own_is_gone_with_it_and_waits_no_more(
    cast: Cast,
) -> None:
    profile = await a_profile(**FIXED, late_fee_on="own-bill")
    customer = await a_debtor(profile)
    await charge(profile)
    own = await Bill.get(customer_id=customer.id, fee_minor__gt=0)

    await bills.void(cast.bina, own.id, "waived")
    await charge(profile)

    assert (await Bill.get(id=own.id)).status is BillStatus.VOID
    assert (await next_bill(customer, Period(2026, 12))).total_minor == 1000_00
    await books.assert_they_hold()


async def test_a_fee_waits_again_when_the_months_bill_is_taken_back(cast: Cast) -> None:
    profile = await a_profile(**FIXED)
    customer = await a_debtor(profile)
    await charge(profile)
    bill = await next_bill(customer, Period(2026, 12))
    await bills.void(cast.bina, bill.id, "wrong package")

    assert [row.bill_id for row in await Charge.filter(customer_id=customer.id)] == [None]
    assert await charge(profile) == fees.Fees(), "the bill that was late has brought it already"


async def test_advance_settles_a_bill_of_its_own_at_once(cast: Cast) -> None:
    profile = await a_profile(**FIXED, late_fee_on="own-bill")
    customer = await a_debtor(profile)
    bill = await Bill.get(customer_id=customer.id)
    await charge(profile)
    await money_in.pay(customer, Money(1050_00))
    assert (await Bill.get(id=bill.id)).status is BillStatus.PAID
    assert await dues.due_of(customer.id) == Money(0)
    await books.assert_they_hold()


# ---- Exactly once


async def test_thirty_looks_a_day_charge_once(cast: Cast, moment: Moment) -> None:
    profile = await a_profile(**FIXED, late_fee_every="cycle")
    customer = await a_debtor(profile)
    for _ in range(3):
        for _ in range(30):
            await fees.charge_due(moment.now, "here")
            await fees.charge_due(moment.now, "there")
            moment.move(minutes=20)
        moment.move(hours=14)

    assert await fees_of(customer) == [50_00]


async def test_two_looks_at_once_charge_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    profile = await a_profile(**FIXED, late_fee_on="own-bill")
    customers = [await a_debtor(profile) for _ in range(5)]

    ends = await meet_at(
        monkeypatch, late, "_hold", partial(charge, profile), partial(charge, profile)
    )

    assert [end for end in ends if isinstance(end, BaseException)] == []
    assert [len(await fees_of(one)) for one in customers] == [1] * 5
    assert await Bill.filter(fee_minor__gt=0).count() == 5
    await books.assert_they_hold()


async def test_a_look_that_dies_leaves_whole_batches_and_the_next_does_the_rest(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = await a_profile(**FIXED, late_fee_on="own-bill")
    customers = [await a_debtor(profile) for _ in range(6)]
    real, calls = late._bill_at_once, 0

    async def dies(*given: Any) -> list[int]:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise RuntimeError("killed")
        return await real(*given)

    monkeypatch.setattr(late, "_bill_at_once", dies)
    whom = Late(await BillingProfile.get(id=profile.id), "Asia/Dhaka", TODAY)
    with pytest.raises(RuntimeError):
        await fees.charge(whom, pace=fixed(2))
    assert await Charge.all().count() == 2
    await fees.charge(whom, pace=fixed(2))

    assert [len(await fees_of(one)) for one in customers] == [1] * 6
    assert await Bill.filter(fee_minor__gt=0).count() == 6
    await books.assert_they_hold()


async def test_money_that_comes_while_a_fee_is_made_settles_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = await a_profile(**PERCENT, late_fee_on="own-bill")
    customer = await a_debtor(profile)
    pay = partial(money_in.pay, customer, Money(2000_00))

    await meet_at(monkeypatch, settling, "settle", partial(charge, profile), pay)

    assert await dues.due_of(customer.id) == Money(0)
    await books.assert_they_hold()


# ---- Arithmetic


debts = st.lists(
    st.tuples(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(-3, 40)), min_size=1,
    max_size=4,
)  # fmt: skip


@pytest.mark.any_engine
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(debts=debts, bp=st.integers(1, 10_000), fixed_minor=st.integers(1, 10**7), by=st.booleans())
async def test_what_sql_charges_is_what_a_person_would(
    cast: Cast,
    debts: list[tuple[int, int, int]],
    bp: int,
    fixed_minor: int,
    by: bool,
) -> None:
    terms = {"late_fee_percent_bp": bp, "late_fee_amount_minor": fixed_minor}
    profile = await a_profile(late_fee="percent" if by else "fixed", **terms)
    customer = await a_customer(billing_profile=profile)
    late_minor = 0
    for total, paid, days in debts:
        paid = min(paid, total)
        bill = await a_bill(customer, total=Money(total), due_on=TODAY - timedelta(days=days))
        status = "paid" if paid == total else "partial" if paid else "unpaid"
        await Bill.filter(id=bill.id).update(paid_minor=paid, status=status)
        late_minor += total - paid if days > 3 else 0
    fee = Money(late_minor).share(bp, 10_000).minor if by else fixed_minor
    would = await late.would_charge(Late(profile, "Asia/Dhaka", TODAY))

    await charge(profile)

    expected = [fee] if late_minor and fee else []
    assert await fees_of(customer) == expected
    assert would == (len(expected), sum(expected))


async def test_where_no_profile_has_a_fee_a_look_asks_nothing_else(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def asked(*given: Any) -> list[str]:
        raise AssertionError("a look went on")

    monkeypatch.setattr(queries.runs, "timezones", asked)

    assert await fees.charge_due(clock.now(), "here") == fees.Fees()

    await a_profile(**FIXED)
    with pytest.raises(AssertionError):
        await fees.charge_due(clock.now(), "here")
