"""Service that is charged by the day: as long as the balance pays for the next one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain import db
from domain.billing import balances, dues, prepaid
from domain.billing.models import Bill, BillingProfile
from domain.customers.models import Customer, CustomerStatus
from domain.ledger import entries
from domain.ledger.models import Account
from domain.messaging.models import Message
from domain.money import Money
from domain.network import services
from domain.payments import posting
from tests.cast import NOW, Cast, Moment
from tests.domain.billing import books
from tests.domain.billing.daily_town import (
    a_day_package,
    a_prepaid,
    a_profile,
    days_of,
    gone,
    recharged,
    row_of,
    status_of,
)

BOTH = pytest.mark.parametrize("billed", ["day", "recharge"])


async def test_each_day_costs_its_part_of_the_month_and_the_month_its_price(
    cast: Cast, moment: Moment
) -> None:
    moment.now = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)  # midnight in Dhaka: 1 December
    rahim = await a_prepaid(await a_profile(vat_rate_bp=750), package=cast.home)
    await recharged(cast.bina, rahim, 200_000)
    await prepaid.charge_due(moment.now)

    await gone(moment, times=30)
    days = await days_of(rahim)
    assert [days[0][0], days[-1][0], len(days)] == ["2026-12-01", "2026-12-31", 31]
    assert sum(minor for _, minor in days) == 107_500  # 1,000.00 and 7.5 % on it
    assert {minor for _, minor in days} == {3466, 3467, 3468}
    assert await dues.advance_of(rahim.id) == Money(92_500)
    await books.assert_they_hold()


@BOTH
async def test_a_day_runs_from_the_recharge_and_stops_when_the_next_is_not_covered(
    billed: str, cast: Cast, moment: Moment
) -> None:
    rahim = await a_prepaid(await a_profile(prepaid_bill=billed), package=await a_day_package(2000))
    await recharged(cast.bina, rahim, 5000)

    assert (await prepaid.charge_due(moment.now)).days == 1
    assert (await gone(moment, hours=23.9)).days == 0
    assert (await gone(moment, hours=0.1)).days == 1
    assert (await row_of(rahim)).charged_until == NOW + timedelta(days=2)
    stopped = await gone(moment)

    assert (stopped.days, stopped.stopped) == (0, 1)
    assert await status_of(rahim) is CustomerStatus.EXPIRED
    (why,) = await services.history(rahim.id, 1)
    assert (why.act, why.rule) == ("suspend", "balance")
    assert (why.figures["balance_minor"], why.figures["day_minor"]) == (1000, 2000)
    assert why.figures["warned_on"] == "2026-11-21"
    assert why.figures["paid_until"] == (NOW + timedelta(days=2)).isoformat()
    await books.assert_they_hold()


@BOTH
async def test_a_recharge_starts_service_again_from_that_instant(
    billed: str, cast: Cast, moment: Moment
) -> None:
    rahim = await a_prepaid(await a_profile(prepaid_bill=billed), package=await a_day_package(2000))
    await recharged(cast.bina, rahim, 2000)
    await prepaid.charge_due(moment.now)
    await gone(moment)
    assert await status_of(rahim) is CustomerStatus.EXPIRED

    moment.move(hours=7)
    await recharged(cast.bina, rahim, 1999)
    assert await status_of(rahim) is CustomerStatus.EXPIRED
    moment.move(minutes=10)
    await recharged(cast.bina, rahim, 2001)

    assert await status_of(rahim) is CustomerStatus.ACTIVE
    assert (await row_of(rahim)).charged_until == moment.now + timedelta(days=1)
    assert [on for on, _ in await days_of(rahim)] == ["2026-11-21", "2026-11-22"]
    balance = await balances.of(rahim.id)
    assert balance is not None
    assert balance.lasting().days == 1
    await books.assert_they_hold()


async def test_a_calendar_day_ends_at_midnight(cast: Cast, moment: Moment) -> None:
    profile = await a_profile(prepaid_day="calendar")
    rahim = await a_prepaid(profile, package=await a_day_package(2000))
    await recharged(cast.bina, rahim, 4000)
    await prepaid.charge_due(moment.now)

    assert (await row_of(rahim)).charged_until == datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
    assert (await gone(moment, hours=12)).days == 1
    assert (await row_of(rahim)).charged_until == datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


async def test_one_bill_a_recharge_becomes_revenue_day_by_day(cast: Cast, moment: Moment) -> None:
    profile = await a_profile(prepaid_bill="recharge", vat_rate_bp=500)
    rahim = await a_prepaid(profile, package=await a_day_package(1000))
    await recharged(cast.bina, rahim, 3150)
    (bill,) = await Bill.filter(customer_id=rahim.id)
    assert (bill.total_minor, bill.vat_minor, bill.status) == (3150, 150, "paid")
    assert await entries.balance(Account.DEFERRED, rahim.id) == -3000

    earned = []
    for _ in range(3):
        await prepaid.charge_due(moment.now)
        earned.append(-await entries.balance(Account.REVENUE, cast.north.id))
        moment.move(days=1)
    assert earned == [1000, 2000, 3000]
    assert await entries.balance(Account.DEFERRED, rahim.id) == 0
    assert await Bill.filter(customer_id=rahim.id).count() == 1
    await books.assert_they_hold()


@BOTH
async def test_what_is_taken_back_is_what_is_not_served(
    billed: str, cast: Cast, moment: Moment
) -> None:
    rahim = await a_prepaid(await a_profile(prepaid_bill=billed), package=await a_day_package(1000))
    payment = await recharged(cast.bina, rahim, 5000)
    await prepaid.charge_due(moment.now)
    await gone(moment)

    await posting.reverse(cast.asha, payment.id, "cheque bounced")
    assert await dues.due_of(rahim.id) == Money(2000)
    assert await entries.balance(Account.DEFERRED, rahim.id) == 0
    assert -await entries.balance(Account.REVENUE, cast.north.id) == 2000
    assert await status_of(rahim) is CustomerStatus.ACTIVE
    await books.assert_they_hold()

    await recharged(cast.bina, rahim, 3000)
    assert await dues.due_of(rahim.id) == Money(0)
    assert (await gone(moment)).days == 1
    await books.assert_they_hold()


async def test_only_the_latest_of_what_is_there_goes_with_an_early_recharge(
    cast: Cast, moment: Moment
) -> None:
    rahim = await a_prepaid(
        await a_profile(prepaid_bill="recharge"), package=await a_day_package(1000)
    )
    first = await recharged(cast.bina, rahim, 3000)
    await recharged(cast.bina, rahim, 2500)
    await prepaid.charge_due(moment.now)
    await gone(moment, times=2)
    assert (await row_of(rahim)).unserved_minor == 2500

    await posting.reverse(cast.asha, first.id, "a mistake")
    assert await dues.due_of(rahim.id) == Money(500)
    assert (await row_of(rahim)).unserved_minor == 0
    await books.assert_they_hold()


async def test_nobody_is_stopped_who_was_not_warned(cast: Cast, moment: Moment) -> None:
    rahim = await a_prepaid(await a_profile(), package=await a_day_package(2000))
    assert (await prepaid.charge_due(moment.now)).warned == 1
    assert await Message.filter(customer_id=rahim.id, event="balance-low").count() == 1
    assert (await gone(moment, hours=23.9)).stopped == 0
    assert await status_of(rahim) is CustomerStatus.ACTIVE
    assert (await gone(moment, hours=0.1)).stopped == 1
    assert await days_of(rahim) == []


async def test_a_warning_goes_a_day_before_and_once_for_each_end(
    cast: Cast, moment: Moment
) -> None:
    rahim = await a_prepaid(await a_profile(), package=await a_day_package(2000))
    await recharged(cast.bina, rahim, 8000)
    assert (await prepaid.charge_due(moment.now)).warned == 0
    assert (await gone(moment)).warned == 0
    assert (await gone(moment)).warned == 1  # a day and this one are left
    assert (await gone(moment)).warned == 0
    await recharged(cast.bina, rahim, 2000)
    assert (await row_of(rahim)).warned_at == moment.now
    assert await Message.filter(customer_id=rahim.id, event="balance-low").count() == 2


async def test_a_trifle_does_not_put_off_the_end(cast: Cast, moment: Moment) -> None:
    rahim = await a_prepaid(await a_profile(), package=await a_day_package(2000))
    await recharged(cast.bina, rahim, 2000)
    await prepaid.charge_due(moment.now)
    await gone(moment, hours=23.5)
    await recharged(cast.bina, rahim, 1)
    assert (await gone(moment, hours=0.5)).stopped == 1


@BOTH
async def test_a_promise_lets_days_be_owed(billed: str, cast: Cast, moment: Moment) -> None:
    rahim = await a_prepaid(await a_profile(prepaid_bill=billed), package=await a_day_package(2000))
    await recharged(cast.bina, rahim, 2000)
    await prepaid.charge_due(moment.now)
    await Customer.filter(id=rahim.id).update(promised_until=moment.now.date() + timedelta(days=2))

    owed = await gone(moment, times=2)
    assert (owed.days, owed.warned) == (2, 1)  # a day before the promise is over
    assert await dues.due_of(rahim.id) == Money(4000)
    assert (await gone(moment)).stopped == 1
    await recharged(cast.bina, rahim, 5999)
    assert await status_of(rahim) is CustomerStatus.EXPIRED
    await recharged(cast.bina, rahim, 1)
    assert await status_of(rahim) is CustomerStatus.ACTIVE
    await books.assert_they_hold()


@BOTH
async def test_after_a_week_of_downtime_days_are_made_up_as_far_as_the_balance_goes(
    billed: str, cast: Cast, moment: Moment
) -> None:
    profile, package = await a_profile(prepaid_bill=billed), await a_day_package(1000)
    rich = await a_prepaid(profile, package=package)
    poor = await a_prepaid(profile, package=package)
    await recharged(cast.bina, rich, 100_000)
    await recharged(cast.bina, poor, 4000)
    await prepaid.charge_due(moment.now)

    back = await gone(moment, hours=7 * 24 + 1)
    assert [len(await days_of(each)) for each in (rich, poor)] == [8, 4]
    assert (back.days, back.stopped, back.warned) == (10, 0, 1)
    assert await status_of(poor) is CustomerStatus.ACTIVE
    assert (await gone(moment, hours=24)).stopped == 1
    assert await dues.due_of(poor.id) == Money(0)  # what nobody stopped is given
    await books.assert_they_hold()


async def test_who_recharges_before_the_cut_pays_from_then_on(cast: Cast, moment: Moment) -> None:
    rahim = await a_prepaid(await a_profile(), package=await a_day_package(1000))
    await prepaid.charge_due(moment.now)
    moment.move(hours=10)
    await recharged(cast.bina, rahim, 1500)
    assert await days_of(rahim) == [("2026-11-21", 1000)]
    assert (await row_of(rahim)).charged_until == moment.now + timedelta(days=1)


async def test_who_comes_from_a_monthly_profile_is_charged_from_the_end_of_the_bill(
    cast: Cast, moment: Moment
) -> None:
    rahim = await a_prepaid(cast.standard, package=await a_day_package(1000))
    await Bill.create(
        operator_id=cast.north.id, customer_id=rahim.id, number="N-1", year=2026, serial=1,
        period="2026-11", starts_on="2026-11-01", ends_on="2026-11-30", issued_on="2026-11-01",
        due_on="2026-11-10", currency="BDT", net_minor=1, total_minor=1, made_at=NOW,
    )  # fmt: skip
    daily = await a_profile()
    await Customer.filter(id=rahim.id).update(billing_profile_id=daily.id)
    assert await prepaid.begin_all("here") == 1
    assert (await row_of(rahim)).charged_until == datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
    assert await prepaid.begin_all("here") == 0


async def test_who_leaves_the_kind_has_back_what_is_not_served(cast: Cast, moment: Moment) -> None:
    rahim = await a_prepaid(
        await a_profile(prepaid_bill="recharge", vat_rate_bp=500),
        package=await a_day_package(1000),
    )
    await recharged(cast.bina, rahim, 5000)
    await prepaid.charge_due(moment.now)
    await Customer.filter(id=rahim.id).update(billing_profile_id=cast.standard.id)
    await gone(moment)
    assert await dues.advance_of(rahim.id) == Money(3950)
    row = await row_of(rahim)
    assert (row.unserved_minor, row.unserved_net_minor, row.look_at) == (0, 0, None)
    await books.assert_they_hold()


async def test_exempt_or_not_suspending_changes_nothing(cast: Cast, moment: Moment) -> None:
    profile = await a_profile(auto_suspend=False)
    rahim = await a_prepaid(profile, package=await a_day_package(1000), exempt=True)
    await recharged(cast.bina, rahim, 1000)
    await prepaid.charge_due(moment.now)
    assert (await gone(moment)).stopped == 1


async def test_a_day_is_charged_once_whatever_the_row_says(cast: Cast, moment: Moment) -> None:
    rahim = await a_prepaid(await a_profile(), package=await a_day_package(1000))
    await recharged(cast.bina, rahim, 9000)
    await prepaid.charge_due(moment.now)
    await db.run("UPDATE prepaid SET charged_until = charged_until - 86400000, look_at = 0")
    await prepaid.charge_due(moment.now)
    assert len(await days_of(rahim)) == 1
    await books.assert_they_hold()


async def test_a_free_day_has_no_bill(cast: Cast, moment: Moment) -> None:
    rahim = await a_prepaid(await a_profile(), package=await a_day_package(1000))
    await Customer.filter(id=rahim.id).update(discount_minor=5000)
    assert (await prepaid.charge_due(moment.now)).days == 1
    assert await Bill.all().count() == 0
    await books.assert_they_hold()


async def test_a_change_of_the_clocks_skips_and_doubles_no_day(cast: Cast, moment: Moment) -> None:
    cast.north.timezone = "Europe/Berlin"
    await cast.north.save()
    moment.now = datetime(2026, 10, 23, 22, 5, tzinfo=UTC)  # 0:05 on the 24th; clocks change
    rahim = await a_prepaid(await a_profile(), package=await a_day_package(1000))
    await recharged(cast.bina, rahim, 100_000)
    await prepaid.charge_due(moment.now)
    await gone(moment, hours=1, times=96)
    days = [on for on, _ in await days_of(rahim)]
    assert days == sorted(set(days))
    assert len(days) in {4, 5}
    await books.assert_they_hold()


async def test_a_profile_is_left_alone_by_bill_runs(cast: Cast, moment: Moment) -> None:
    await BillingProfile.filter(id=cast.standard.id).update(cycle="daily")
    assert await prepaid.begin_all("here") == 2
    assert (await prepaid.charge_due(moment.now)).warned == 2
