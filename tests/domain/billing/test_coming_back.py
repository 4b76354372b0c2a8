"""What brings back, and on which days nobody is suspended: the choices of a profile."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.billing import dues, enforcement, rules
from domain.billing.models import Bill, BillingProfile
from domain.money import Money
from tests import builders
from tests.cast import Cast, Moment
from tests.domain.billing import money_in


async def test_a_late_fee_does_not_count_in_what_may_be_left(cast: Cast, moment: Moment) -> None:
    await BillingProfile.filter(id=cast.standard.id).update(least_part_minor=30_000)
    late = await builders.a_customer(owes=1000, overdue_days=30)
    await enforcement.suspend_due(moment.now, "here")
    await Bill.filter(customer_id=late.id).update(
        total_minor=105_000, fee_minor=5_000, paid_minor=70_000, status="partial"
    )

    assert await enforcement.review(late.id)
    moment.move(days=1)
    assert await enforcement.suspend_due(moment.now, "here") == enforcement.Suspended()


@pytest.mark.parametrize("restores", ["reason", "left", "paid"])
async def test_what_brings_back_is_one_of_three(restores: str, cast: Cast, moment: Moment) -> None:
    await BillingProfile.filter(id=cast.standard.id).update(
        restores=restores, least_part_minor=30_000
    )
    late = await builders.a_customer(owes=1000, overdue_days=30)
    await enforcement.suspend_due(moment.now, "here")

    back = []
    for minor in (29_900, 100, 40_000, 30_000):
        await money_in.pay(late, Money(minor))
        back.append(await enforcement.review(late.id))

    assert back.index(True) == {"reason": 3, "left": 2, "paid": 1}[restores]


async def test_who_came_back_by_a_part_is_cut_again_by_a_later_bill_only(
    cast: Cast, moment: Moment
) -> None:
    await BillingProfile.filter(id=cast.standard.id).update(
        restores="paid", least_part_minor=30_000
    )
    late = await builders.a_customer(owes=1000, overdue_days=30)
    await enforcement.suspend_due(moment.now, "here")
    await money_in.pay(late, Money(30_000))
    assert await enforcement.review(late.id)

    moment.move(days=1)
    assert await enforcement.suspend_due(moment.now, "here") == enforcement.Suspended()
    assert await dues.suspendable(date(2026, 11, 22)) == []

    await builders.a_bill(late, due_on=date(2026, 11, 18))
    moment.move(days=1)
    assert await enforcement.suspend_due(moment.now, "here") == enforcement.Suspended(done=1)
    assert not await enforcement.review(late.id)
    assert await Bill.filter(customer_id=late.id).exclude(borne_at=None).count() == 0


async def test_what_was_paid_before_the_cut_or_taken_back_does_not_count(
    cast: Cast, moment: Moment
) -> None:
    await BillingProfile.filter(id=cast.standard.id).update(
        restores="paid", least_part_minor=30_000
    )
    late = await builders.a_customer(owes=1000, overdue_days=30)
    await money_in.pay(late, Money(20_000))
    moment.move(minutes=5)
    await enforcement.suspend_due(moment.now, "here")
    moment.move(minutes=5)
    credit = await money_in.pay(late, Money(30_000))
    await money_in.take_back(credit)
    await money_in.pay(late, Money(10_000))

    assert not await enforcement.review(late.id)


@pytest.mark.parametrize(
    "spared", [{"spared_weekdays": ["fri", "sat"]}, {"spared_days": ["2026-11-21"]}]
)
async def test_nobody_is_cut_on_a_spared_day_and_on_the_next_everybody_is(
    spared: dict[str, Any], cast: Cast, moment: Moment
) -> None:
    await BillingProfile.filter(id=cast.standard.id).update(**spared)
    await builders.a_customer(owes=1000, overdue_days=4)
    row = await BillingProfile.get(id=cast.standard.id)

    assert await enforcement.suspend_due(moment.now, "here") == enforcement.Suspended()
    at = await enforcement.next_look(row, "Asia/Dhaka", moment.now)
    assert at == datetime(2026, 11, 22, 3, tzinfo=UTC)

    moment.move(days=1)
    assert await enforcement.suspend_due(moment.now, "here") == enforcement.Suspended(done=1)


async def test_where_every_day_is_spared_there_is_no_next_look(cast: Cast, moment: Moment) -> None:
    await BillingProfile.filter(id=cast.standard.id).update(spared_weekdays=list(rules.WEEKDAYS))
    row = await BillingProfile.get(id=cast.standard.id)
    assert await enforcement.next_look(row, "Asia/Dhaka", moment.now) is None
