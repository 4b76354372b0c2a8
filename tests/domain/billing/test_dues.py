"""What is owed, who is to be suspended for it, and who comes back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain import clock
from domain.billing import dues
from domain.billing.models import Bill, BillingProfile
from domain.customers.models import Customer, CustomerStatus
from domain.errors import NotFound
from domain.money import Money
from tests.builders import a_bill, a_customer
from tests.cast import Cast
from tests.domain.billing import money_in

TODAY = date(2026, 11, 21)


async def late(days: int, **values: Any) -> Customer:
    return await a_customer(owes=1000, overdue_days=days, **values)


async def test_dues_are_what_is_open(cast: Cast) -> None:
    await a_bill(cast.rahim, total=700)
    await a_bill(cast.rahim, total=500)
    await money_in.pay(cast.rahim, Money(30_000))
    await money_in.pay(cast.karim, Money(5_000))
    assert await dues.due_of(cast.rahim.id) == Money(90_000)
    assert await dues.due_of(cast.karim.id) == Money(0)
    assert await dues.advance_of(cast.karim.id) == Money(5_000)
    for nobody in (dues.due_of(999), dues.standing(999, TODAY)):
        with pytest.raises(NotFound):
            await nobody


async def test_a_standing_answers_why_one_was_cut(cast: Cast) -> None:
    customer = await late(10)
    await a_bill(customer, total=200, due_on=TODAY)
    stands = await dues.standing(customer.id, TODAY)
    assert (stands.due, stands.overdue_days, stands.oldest_due_on) == (
        Money(120_000), 10, TODAY - timedelta(days=10),
    )  # fmt: skip
    assert (stands.should_suspend, stands.rule, stands.may_restore) == (True, "overdue", False)
    assert stands.figures["due_minor"] == 120_000
    assert stands.figures["grace_days"] == 3
    await money_in.pay(customer, Money(100_000))
    stands = await dues.standing(customer.id, TODAY)
    assert (stands.overdue_days, stands.should_suspend, stands.may_restore) == (0, False, True)


async def test_who_owes_nothing_stands_well(cast: Cast) -> None:
    stands = await dues.standing(cast.rahim.id, TODAY)
    assert (stands.due, stands.oldest_due_on, stands.rule) == (Money(0), None, "")
    assert stands.may_restore


async def test_suspendable_are_exactly_those_whom_the_rules_name(cast: Cast) -> None:
    patient = await BillingProfile.create(code="p", name="P", grace_days=30)
    never = await BillingProfile.create(code="n", name="N", auto_suspend=False)
    lenient = await BillingProfile.create(code="l", name="L", least_part_minor=100_000)
    strict = await BillingProfile.create(code="s", name="S", suspend_over_minor=99_999)
    gone = await BillingProfile.create(
        code="g", name="G", restores="reason", least_part_minor=100_000
    )
    borne, of_fees = await late(90), await late(90)
    await Bill.filter(customer_id=borne.id).update(borne_at=clock.now())
    await Bill.filter(customer_id=of_fees.id).update(fee_minor=100_000)
    everybody = [
        cast.rahim,
        await late(4),
        await late(3),
        await late(31, billing_profile=patient),
        await late(30, billing_profile=patient),
        await late(90, billing_profile=never),
        await late(90, billing_profile=lenient),
        await late(-5, billing_profile=strict),
        await late(90, exempt=True),
        await late(90, promised_until=TODAY),
        await late(90, promised_until=TODAY - timedelta(days=1)),
        borne,
        of_fees,
        await late(90, billing_profile=gone),
    ]
    named = [one.id for one in everybody if (await dues.standing(one.id, TODAY)).should_suspend]
    assert named == [everybody[at].id for at in (1, 3, 7, 10, 13)]
    assert await dues.suspendable(TODAY) == named
    assert await dues.suspendable(TODAY, 2) == named[:2]
    assert await dues.suspendable(TODAY, after=named[1]) == named[2:]
    assert await dues.suspendable(TODAY, timezone="Asia/Dhaka") == named
    assert await dues.suspendable(TODAY, timezone="Asia/Karachi") == []


@pytest.mark.parametrize(
    "status", [CustomerStatus.SUSPENDED, CustomerStatus.LEFT, CustomerStatus.PENDING]
)
async def test_only_the_active_are_suspended(cast: Cast, status: CustomerStatus) -> None:
    await late(90, status=status)
    assert await dues.suspendable(TODAY) == []


async def test_a_part_payment_down_to_the_least_part_restores(cast: Cast) -> None:
    lenient = await BillingProfile.create(code="l", name="L", least_part_minor=40_000)
    customer = await late(20, billing_profile=lenient)
    await money_in.pay(customer, Money(59_999))
    assert not (await dues.standing(customer.id, TODAY)).may_restore
    await money_in.pay(customer, Money(1))
    assert (await dues.standing(customer.id, TODAY)).may_restore
    assert await dues.suspendable(TODAY) == []
