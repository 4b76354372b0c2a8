"""A package is bought, begins, and ends: once each, whatever happens in between."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from domain import clock, db
from domain.billing import bills, dues
from domain.billing.models import Bill
from domain.billing.states import BillStatus
from domain.customers.models import Customer, CustomerStatus
from domain.errors import InvalidState, NotFound, RepeatSuspected, RightLacking
from domain.events import CustomersChanged
from domain.hotspot import offers, ordering, running, selling
from domain.hotspot.models import Purchase
from domain.hotspot.states import EndedBy, PurchaseStatus
from domain.messaging.models import Message
from domain.money import Money
from domain.network import services
from domain.network.models import Service, Suspension
from domain.payments import posting
from domain.payments.models import Payment
from domain.staff.rights import SYSTEM
from tests.at_once import meet_at
from tests.cast import Cast
from tests.domain.hotspot.conftest import Shop, assert_it_holds


async def events_of(customer_id: int) -> list[str]:
    return [row.event for row in await Message.filter(customer_id=customer_id).order_by("id")]


async def test_what_is_sold_is_billed_paid_and_runs_from_that_instant(shop: Shop) -> None:
    purchase = await shop.sell(shop.day)

    assert purchase.status is PurchaseStatus.RUNNING
    assert (purchase.starts_at, purchase.ends_at) == (clock.now(), clock.now() + timedelta(days=1))
    bill = await Bill.get(id=purchase.bill_id)
    assert (bill.total_minor, bill.status) == (20_00, BillStatus.PAID)
    assert await shop.status() is CustomerStatus.ACTIVE
    assert await events_of(shop.nila.id) == ["package-bought", "payment-received"]
    await assert_it_holds()


async def test_the_router_lets_in_within_a_pass_with_the_limits_of_what_was_bought(
    shop: Shop,
) -> None:
    await shop.sell(shop.data)
    assert await shop.urgent()

    user = shop.fake.users["nila"]
    assert (user.profile, user.disabled) == ("hot-5M", False)
    assert (user.limit_octets, user.limit_seconds) == (500_000_000, 30 * 86_400)
    assert user.comment == f"netkhata:{shop.nila.id}"
    assert shop.fake.log_in("nila")


async def test_what_is_over_ends_the_service_once_with_its_reason_and_is_told(shop: Shop) -> None:
    await shop.sell(shop.day)
    await shop.urgent()
    shop.fake.log_in("nila")
    shop.moment.move(hours=24)

    assert await running.end_due() == 1
    assert await running.end_due() == 0
    await shop.urgent()

    assert await shop.status() is CustomerStatus.EXPIRED
    assert shop.fake.users["nila"].disabled
    assert not shop.fake.logins
    assert not shop.fake.cookies
    last = await Suspension.filter(customer_id=shop.nila.id).order_by("-id").first()
    assert last is not None
    assert (last.act, last.rule, last.figures["package"]) == ("suspend", "time-over", "Day-Pass")
    assert await events_of(shop.nila.id) == [
        "package-bought", "payment-received", "package-ended",
    ]  # fmt: skip
    await assert_it_holds()


async def test_what_was_over_while_nobody_was_there_ended_when_it_was_over(shop: Shop) -> None:
    first = await shop.sell(shop.day)
    second = await shop.sell(shop.day)
    third = await shop.sell(shop.day)
    shop.moment.move(hours=60)

    assert await running.end_due() == 2

    await third.refresh_from_db()
    await second.refresh_from_db()
    assert second.status is PurchaseStatus.ENDED
    assert second.ended_at == first.starts_at + timedelta(hours=48)
    assert third.status is PurchaseStatus.RUNNING
    assert third.ends_at == first.starts_at + timedelta(hours=72)
    assert await shop.status() is CustomerStatus.ACTIVE
    await assert_it_holds()


async def test_a_purchase_after_the_end_is_online_again_with_the_next_pass(shop: Shop) -> None:
    await shop.sell(shop.day)
    await shop.urgent()
    shop.moment.move(hours=30)
    await running.end_due()
    await shop.urgent()

    await shop.sell(shop.day)
    await shop.urgent()

    assert shop.fake.log_in("nila")


async def test_what_is_bought_while_one_runs_waits_for_its_end_and_lasts_as_long(
    shop: Shop,
) -> None:
    first = await shop.sell(shop.day)
    shop.moment.move(hours=3)
    second = await shop.sell(shop.day)

    assert second.status is PurchaseStatus.WAITING
    shop.moment.move(hours=21)
    await running.end_due()

    await second.refresh_from_db()
    assert second.starts_at == first.ends_at
    assert second.ends_at == first.starts_at + timedelta(hours=48)
    assert await events_of(shop.nila.id) == [
        "package-bought", "payment-received", "payment-received", "package-bought",
    ]  # fmt: skip


async def test_the_first_login_starts_the_clock_once(shop: Shop) -> None:
    purchase = await shop.sell(shop.week)
    await shop.urgent()
    assert purchase.status is PurchaseStatus.OPEN
    shop.moment.move(days=3)
    await running.end_due()
    await shop.full()
    await purchase.refresh_from_db()
    assert purchase.status is PurchaseStatus.OPEN

    shop.fake.log_in("nila")
    shop.fake.use("nila", seconds=90)
    await shop.full()
    await purchase.refresh_from_db()
    begun = purchase.starts_at
    assert begun == clock.now() - timedelta(seconds=90)
    shop.moment.move(hours=5)
    shop.fake.use("nila", seconds=18_000)
    await shop.full()
    await purchase.refresh_from_db()

    assert (purchase.starts_at, purchase.status) == (begun, PurchaseStatus.RUNNING)
    assert purchase.ends_at == begun + timedelta(days=7)


async def test_used_up_data_ends_it_though_time_is_left_and_the_next_begins(shop: Shop) -> None:
    first = await shop.sell(shop.data)
    second = await shop.sell(shop.day)
    await shop.urgent()
    shop.fake.log_in("nila")
    shop.moment.move(hours=2)
    shop.fake.use("nila", octets=500_000_000)
    await shop.full()

    await first.refresh_from_db()
    await second.refresh_from_db()
    assert (first.status, first.ended_by) == (PurchaseStatus.ENDED, EndedBy.DATA)
    assert second.status is PurchaseStatus.RUNNING
    await shop.urgent()
    assert shop.fake.users["nila"].limit_octets == 0
    assert shop.fake.log_in("nila")
    await assert_it_holds()


async def test_counters_that_begin_anew_take_nothing_away_and_give_nothing(shop: Shop) -> None:
    await shop.sell(shop.data)
    await shop.urgent()
    shop.fake.log_in("nila")
    shop.fake.use("nila", octets=200_000_000)
    await shop.full()
    assert shop.fake.users["nila"].limit_octets == 500_000_000

    del shop.fake.users["nila"]  # somebody took the user away
    await shop.full()
    assert shop.fake.users["nila"].limit_octets == 300_000_000
    shop.fake.use("nila", octets=100_000_000)
    await shop.full()

    assert shop.fake.users["nila"].limit_octets == 300_000_000
    held = await selling.held(shop.bina, shop.nila.id)
    assert held is not None
    assert held.left_mb == 200


async def test_seven_days_end_at_the_same_clock_time_and_24_hours_after_24_hours(
    shop: Shop, cast: Cast
) -> None:
    await type(cast.north).filter(id=cast.north.id).update(timezone="America/New_York")
    shop.moment.now = shop.moment.now.replace(month=3, day=10, year=2027, hour=15)
    await type(shop.week).filter(id=shop.week.id).update(valid_from="purchase")

    week = await shop.sell(shop.week)

    assert week.ends_at - week.starts_at == timedelta(days=7) - timedelta(hours=1)


async def test_an_order_is_bought_when_its_bill_is_paid_however_that_comes(shop: Shop) -> None:
    order = await ordering.place(shop.nila.id, shop.day.id)
    again = await ordering.place(shop.nila.id, shop.day.id)
    assert (again.id, order.status) == (order.id, PurchaseStatus.ORDERED)
    assert await shop.status() is CustomerStatus.EXPIRED

    part = Money(5_00)
    nila = await Customer.get(id=shop.nila.id)
    await posting.record(shop.bina, nila, part)
    await order.refresh_from_db()
    assert order.status is PurchaseStatus.ORDERED
    assert await shop.status() is CustomerStatus.EXPIRED
    await posting.record(shop.bina, nila, Money(15_00))

    await order.refresh_from_db()
    assert order.status is PurchaseStatus.RUNNING
    await assert_it_holds()


async def test_another_choice_takes_the_place_of_an_order(shop: Shop) -> None:
    first = await ordering.place(shop.nila.id, shop.day.id)
    second = await ordering.place(shop.nila.id, shop.week.id)

    await first.refresh_from_db()
    assert first.status is PurchaseStatus.DROPPED
    assert (await Bill.get(id=first.bill_id)).status is BillStatus.VOID
    assert await dues.due_of(shop.nila.id) == Money(100_00)
    assert second.status is PurchaseStatus.ORDERED
    await assert_it_holds()


async def test_an_order_that_nobody_pays_is_dropped_and_late_money_is_kept(shop: Shop) -> None:
    order = await ordering.place(shop.nila.id, shop.day.id)
    shop.moment.move(hours=25)
    assert await ordering.drop_unpaid() == 1
    assert await ordering.drop_unpaid() == 0
    assert not await dues.due_of(shop.nila.id)

    await posting.record(shop.bina, await Customer.get(id=shop.nila.id), Money(20_00))
    bought = await ordering.place(shop.nila.id, shop.day.id)

    await order.refresh_from_db()
    assert (order.status, bought.status) == (PurchaseStatus.DROPPED, PurchaseStatus.RUNNING)
    await assert_it_holds()


async def test_a_payment_that_is_taken_back_stops_what_it_bought(shop: Shop) -> None:
    purchase = await shop.sell(shop.day)
    payment = await Payment.get(customer_id=shop.nila.id)

    await posting.undo(shop.bina, payment.id)

    await purchase.refresh_from_db()
    assert purchase.status is PurchaseStatus.STOPPED
    assert await shop.status() is CustomerStatus.EXPIRED
    await assert_it_holds()


async def test_a_bill_that_is_void_stops_what_it_bought_and_its_money_is_advance(
    shop: Shop,
) -> None:
    purchase = await shop.sell(shop.day)

    await bills.void(shop.bina, purchase.bill_id, "wrong package")

    await purchase.refresh_from_db()
    assert purchase.status is PurchaseStatus.STOPPED
    assert await dues.advance_of(shop.nila.id) == Money(20_00)
    await assert_it_holds()


async def test_advance_pays_without_more_money(shop: Shop) -> None:
    await posting.record(shop.bina, await Customer.get(id=shop.nila.id), Money(50_00))
    assert await shop.status() is CustomerStatus.EXPIRED  # nothing was bought yet

    purchase = await shop.sell(shop.day)

    assert purchase.status is PurchaseStatus.RUNNING
    assert await Payment.filter(customer_id=shop.nila.id).count() == 1
    assert await dues.advance_of(shop.nila.id) == Money(30_00)


async def test_the_same_sale_by_two_at_once_is_asked_about_and_recorded_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    sale = partial(shop.sell, shop.day, again=False)

    ends = await meet_at(monkeypatch, posting, "record", sale, sale)

    assert sorted(type(end).__name__ for end in ends) == ["Purchase", "RepeatSuspected"]
    assert await Purchase.filter(status=PurchaseStatus.RUNNING).count() == 1
    await assert_it_holds()


async def test_the_same_sale_twice_in_minutes_is_asked_about(shop: Shop) -> None:
    await shop.sell(shop.day)
    with pytest.raises(RepeatSuspected):
        await shop.sell(shop.day, again=False)

    assert await Purchase.all().count() == 1


async def test_what_two_end_at_once_is_ended_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shop.sell(shop.day)
    shop.moment.move(hours=24)

    ends = await meet_at(monkeypatch, running.queries, "end", running.end_due, running.end_due)

    assert sorted(end for end in ends if isinstance(end, int)) == [0, 1]
    assert await Suspension.filter(customer_id=shop.nila.id, act="suspend").count() == 1


async def test_what_was_bought_for_one_who_is_held_by_a_person_begins_when_they_are_let_go(
    shop: Shop,
) -> None:
    await shop.sell(shop.day)
    order = await ordering.place(shop.nila.id, shop.week.id)
    await services.suspend(SYSTEM, shop.nila.id, "manual", {})
    with pytest.raises(InvalidState):
        await ordering.place(shop.nila.id, shop.day.id)
    await posting.record(shop.bina, await Customer.get(id=shop.nila.id), Money(100_00))
    shop.moment.move(hours=24)
    await running.end_due()
    await order.refresh_from_db()
    assert order.status is PurchaseStatus.WAITING

    await services.reconnect(SYSTEM, shop.nila.id, "manual", {})

    await order.refresh_from_db()
    assert order.status is PurchaseStatus.OPEN


async def test_only_who_may_record_money_sells_and_only_what_is_sold_there(
    shop: Shop, cast: Cast
) -> None:
    with pytest.raises(RightLacking):
        await selling.sell(cast.dipa, shop.nila.id, shop.day.id)
    with pytest.raises(NotFound):
        await selling.sell(cast.esha, shop.nila.id, shop.day.id)
    with pytest.raises(NotFound):
        await selling.sell(cast.bina, shop.nila.id, cast.home.id)
    with pytest.raises(NotFound):
        await selling.sell(cast.bina, cast.rahim.id, shop.day.id)
    assert await offers.of(cast.bina, cast.rahim.id) == []


async def test_what_would_be_sold_is_shown_with_what_was_owed_before(shop: Shop) -> None:
    foreseen = await selling.foresee(shop.bina, shop.nila.id, shop.day.id)

    assert (foreseen.offer.name, foreseen.to_pay) == ("Day-Pass", Money(20_00))
    assert not await Purchase.exists()
    assert not await db.value("SELECT COUNT(*) FROM bill WHERE number LIKE '%' AND period = ''")


async def test_who_has_bought_nothing_yet_is_not_online_for_nothing(shop: Shop) -> None:
    await Customer.filter(id=shop.nila.id).update(status=CustomerStatus.ACTIVE)
    await running.keep_out(CustomersChanged((shop.nila.id,)))

    assert await shop.status() is CustomerStatus.EXPIRED


async def test_who_came_over_as_expired_waits_for_nothing_on_the_router(shop: Shop) -> None:
    await running.keep_out(CustomersChanged((shop.nila.id,)))
    await shop.urgent()
    await shop.full()

    service = await Service.get(customer_id=shop.nila.id)
    assert (service.applied, service.error) == (service.generation, "")
    assert "nila" not in shop.fake.users
