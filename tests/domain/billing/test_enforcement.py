"""Who does not pay is suspended by the rules, on the hour, and is back when paid."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain import clock, events, jobs, reactions, vault
from domain.billing import dues, enforcement
from domain.billing.models import Bill, BillingProfile
from domain.customers import standing
from domain.customers.models import Customer, CustomerStatus
from domain.errors import NotFound, RightLacking
from domain.events import CustomerReconnected, CustomersSuspended, CutAnnounced, Event
from domain.incidents import incidents
from domain.jobs import JobRun
from domain.messaging.models import Message
from domain.network import monitoring, services
from domain.network.models import Service
from domain.network.states import Desired
from domain.outreach import notifiers
from domain.staff.rights import SYSTEM
from tests import builders
from tests.cast import Cast, Moment
from tests.paces import fixed
from tests.sealing import VAULT


async def look(moment: Moment) -> enforcement.Suspended:
    return await enforcement.suspend_due(moment.now, "here")


async def status_of(customer: Customer) -> CustomerStatus:
    return (await Customer.get(id=customer.id)).status


async def pay(customer: Customer) -> None:
    """All that is owed, without the ledger's part."""
    for bill in await Bill.filter(customer_id=customer.id):
        await Bill.filter(id=bill.id).update(paid_minor=bill.total_minor, status="paid")


async def test_who_is_overdue_beyond_grace_is_suspended_with_the_figures(
    cast: Cast, moment: Moment
) -> None:
    late = await builders.a_customer(owes=1000, overdue_days=4)
    in_grace = await builders.a_customer(owes=1000, overdue_days=3)

    assert await look(moment) == enforcement.Suspended(done=1)

    assert await status_of(late) == CustomerStatus.SUSPENDED
    assert await status_of(in_grace) == CustomerStatus.ACTIVE
    (log,) = await services.history(late.id)
    assert log.rule == "overdue"
    assert log.figures == {
        "due_minor": 100_000,
        "currency": "BDT",
        "oldest_due_on": "2026-11-17",
        "grace_days": 3,
        "over_minor": None,
        "least_part_minor": 0,
        "on": "2026-11-21",
        "warned_on": "2026-11-19",
    }
    assert (await Service.get(customer_id=late.id)).desired == Desired.SUSPENDED


async def owing(overdue_days: int, **terms: object) -> Customer:
    """A customer with a bill that was due so many days ago, and whom nobody has told of it."""
    customer = await builders.a_customer(**terms)
    today = date(2026, 11, 21)
    await builders.a_bill(customer, due_on=today - timedelta(days=overdue_days), warned=False)
    return customer


async def test_who_was_not_warned_is_warned_first_and_cut_a_day_later(
    cast: Cast, moment: Moment
) -> None:
    heard: list[Event] = []

    async def note(event: Event) -> None:
        heard.append(event)

    events.listen({CutAnnounced: [note]})
    late = await owing(30)
    assert await look(moment) == enforcement.Suspended(warned=1)
    assert heard == [CutAnnounced((late.id,))]
    moment.move(hours=21)  # nine o'clock: not a day yet
    assert await look(moment) == enforcement.Suspended(waiting=1)
    assert await status_of(late) == CustomerStatus.ACTIVE
    moment.move(hours=3)
    assert await look(moment) == enforcement.Suspended(done=1)
    (log,) = await services.history(late.id)
    assert (log.rule, log.figures["warned_on"]) == ("overdue", "2026-11-21")
    assert len(heard) == 1


async def test_a_warning_of_the_quiet_hours_counts_from_the_morning(
    cast: Cast, moment: Moment
) -> None:
    moment.now = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)  # 23:30 in Dhaka
    late = await owing(30)
    await look(moment)
    moment.now = datetime(2026, 11, 23, 1, 59, tzinfo=UTC)  # 07:59, two nights later
    await look(moment)
    assert await status_of(late) == CustomerStatus.ACTIVE
    moment.now = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    assert await look(moment) == enforcement.Suspended(done=1)


async def test_a_bill_that_nobody_was_told_of_does_not_count_for_the_threshold(
    cast: Cast, moment: Moment
) -> None:
    await BillingProfile.filter(id=cast.standard.id).update(suspend_over_minor=150_000)
    over = await builders.a_customer(owes=1000)
    await builders.a_bill(over, total=600, warned=False)
    assert await look(moment) == enforcement.Suspended(warned=1)
    moment.move(days=1)
    assert await look(moment) == enforcement.Suspended(done=1)


async def test_reminders_that_were_missed_come_before_the_cut(cast: Cast, moment: Moment) -> None:
    late = await builders.a_customer(owes=1000, overdue_days=30)
    run = await jobs.claim("remind", f"{cast.standard.id}:2026-11-14", "here", moment.now)
    assert run is not None
    await jobs.finish(run, moment.now)
    assert await look(moment) == enforcement.Suspended()
    await notifiers.remind_due("here")
    assert await look(moment) == enforcement.Suspended(done=1)
    assert await status_of(late) == CustomerStatus.SUSPENDED


async def test_a_warning_that_could_not_be_sent_makes_nobody_immune(
    cast: Cast, moment: Moment
) -> None:
    events.listen(reactions.MAP)
    vault.use(VAULT)
    unreachable = await owing(30, mobile="")
    await look(moment)
    message = await Message.get(customer_id=unreachable.id)
    await Message.filter(id=message.id).update(status="failed", error="no-channel")
    moment.move(days=1)
    assert await look(moment) == enforcement.Suspended(done=1)


async def test_by_hand_needs_no_warning(cast: Cast) -> None:
    debtor = await owing(1)
    assert await enforcement.suspend_by_hand(cast.bina, debtor.id, "asked for it")


async def test_a_threshold_suspends_before_anything_is_overdue(cast: Cast, moment: Moment) -> None:
    await BillingProfile.filter(id=cast.standard.id).update(suspend_over_minor=150_000)
    over = await builders.a_customer(owes=1501)
    at = await builders.a_customer(owes=1500)

    await look(moment)

    assert await status_of(over) == CustomerStatus.SUSPENDED
    assert await status_of(at) == CustomerStatus.ACTIVE
    assert (await services.history(over.id))[0].rule == "threshold"


@pytest.mark.parametrize(
    "values",
    [{"exempt": True}, {"promised_until": date(2026, 11, 21)}, {"status": CustomerStatus.LEFT}],
)
async def test_exempt_promised_and_gone_customers_are_left_alone(
    cast: Cast, moment: Moment, values: dict[str, object]
) -> None:
    customer = await builders.a_customer(owes=1000, overdue_days=30, **values)

    assert await look(moment) == enforcement.Suspended()
    assert await status_of(customer) == values.get("status", CustomerStatus.ACTIVE)


async def test_nobody_is_suspended_before_the_profiles_hour(cast: Cast, moment: Moment) -> None:
    late = await builders.a_customer(owes=1000, overdue_days=30)
    moment.now = datetime(2026, 11, 21, 2, 59, tzinfo=UTC)  # 08:59 in Dhaka

    await look(moment)
    assert await status_of(late) == CustomerStatus.ACTIVE
    moment.move(minutes=1)
    await look(moment)

    assert await status_of(late) == CustomerStatus.SUSPENDED


async def test_a_day_is_gone_through_once(cast: Cast, moment: Moment) -> None:
    await look(moment)
    late = await builders.a_customer(owes=1000, overdue_days=30)

    assert await look(moment) == enforcement.Suspended()
    moment.move(days=1)

    assert await look(moment) == enforcement.Suspended(done=1)
    assert await status_of(late) == CustomerStatus.SUSPENDED


async def test_the_profile_without_auto_suspend_never_suspends(cast: Cast, moment: Moment) -> None:
    await BillingProfile.all().update(auto_suspend=False)
    await builders.a_customer(owes=1000, overdue_days=30)

    assert await look(moment) == enforcement.Suspended()
    assert await JobRun.filter(name="suspend").count() == 0


async def test_each_operators_own_clock_counts(cast: Cast, moment: Moment) -> None:
    await type(cast.south).filter(id=cast.south.id).update(timezone="America/New_York")
    there = await builders.a_customer(operator=cast.south, owes=1000, overdue_days=30)
    here = await builders.a_customer(owes=1000, overdue_days=30)

    await look(moment)  # noon in Dhaka, one in the morning in New York

    assert await status_of(here) == CustomerStatus.SUSPENDED
    assert await status_of(there) == CustomerStatus.ACTIVE
    moment.move(hours=8)
    await look(moment)
    assert await status_of(there) == CustomerStatus.SUSPENDED


async def test_behind_a_router_that_is_down_it_waits_until_the_router_is_back(
    cast: Cast, moment: Moment
) -> None:
    other = await builders.a_router("core-2")
    here = await builders.a_customer(owes=1000, overdue_days=30)
    there = await builders.a_customer(owes=1000, overdue_days=30, router=other)
    subject = incidents.of_router(cast.router.id)
    await incidents.open_(monitoring.DOWN, subject, None, {})

    assert await look(moment) == enforcement.Suspended(done=1, held=1)
    assert await status_of(here) == CustomerStatus.ACTIVE
    assert await status_of(there) == CustomerStatus.SUSPENDED

    await incidents.close(monitoring.DOWN, subject)
    moment.move(minutes=6)

    assert await look(moment) == enforcement.Suspended(done=1)
    assert await status_of(here) == CustomerStatus.SUSPENDED


async def test_who_paid_a_moment_ago_is_not_suspended(
    cast: Cast, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = await builders.a_customer(owes=1000, overdue_days=30)
    hold = standing.hold

    async def pay_first(ids: list[int]) -> None:
        monkeypatch.setattr(standing, "hold", hold)
        await pay(late)
        await hold(ids)

    monkeypatch.setattr(standing, "hold", pay_first)

    assert await look(moment) == enforcement.Suspended()
    assert await status_of(late) == CustomerStatus.ACTIVE


async def test_many_are_suspended_batch_by_batch(
    cast: Cast, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enforcement, "a_pace", lambda: fixed(2))
    for _ in range(5):
        await builders.a_customer(owes=1000, overdue_days=30)

    assert await look(moment) == enforcement.Suspended(done=5)


async def test_who_paid_is_reconnected_with_the_figures(cast: Cast, moment: Moment) -> None:
    heard: list[Event] = []

    async def note(event: Event) -> None:
        heard.append(event)

    events.listen({CustomersSuspended: [note], CustomerReconnected: [note]})
    late = await builders.a_customer(owes=1000, overdue_days=30)
    await look(moment)
    assert not await enforcement.review(late.id)

    await pay(late)

    assert await enforcement.review(late.id)
    assert not await enforcement.review(late.id)
    assert await status_of(late) == CustomerStatus.ACTIVE
    assert heard == [CustomersSuspended((late.id,)), CustomerReconnected(late.id)]
    (log, _) = await services.history(late.id)
    assert (log.act, log.rule, log.figures["due_minor"]) == ("reconnect", "paid", 0)
    assert (await Service.get(customer_id=late.id)).urgent


async def test_a_part_payment_down_to_the_profiles_least_restores(
    cast: Cast, moment: Moment
) -> None:
    await BillingProfile.filter(id=cast.standard.id).update(least_part_minor=30_000)
    late = await builders.a_customer(owes=1000, overdue_days=30)
    await look(moment)
    await Bill.filter(customer_id=late.id).update(paid_minor=69_900, status="partial")
    assert not await enforcement.review(late.id)

    await Bill.filter(customer_id=late.id).update(paid_minor=70_000)

    assert await enforcement.review(late.id)


async def test_money_does_not_lift_what_a_person_did_for_another_reason(
    cast: Cast, moment: Moment
) -> None:
    abuser = await builders.a_customer()
    debtor = await builders.a_customer(owes=1000)
    await enforcement.suspend_by_hand(cast.bina, abuser.id, "spam")
    await enforcement.suspend_by_hand(cast.bina, debtor.id, "does not answer")
    await pay(debtor)

    assert not await enforcement.review(abuser.id)
    assert await enforcement.review(debtor.id)

    assert await enforcement.reconnect_by_hand(cast.bina, abuser.id, "sorry")
    assert (await services.history(abuser.id))[0].figures["reason"] == "sorry"


async def test_who_was_suspended_by_hand_before_the_due_date_comes_back_by_paying_only(
    cast: Cast,
) -> None:
    debtor = await builders.a_customer(owes=1000)
    await enforcement.suspend_by_hand(cast.bina, debtor.id, "does not answer")

    assert not await enforcement.review(debtor.id)
    await Bill.filter(customer_id=debtor.id).update(paid_minor=99_900, status="partial")
    assert not await enforcement.review(debtor.id)
    await pay(debtor)
    assert await enforcement.review(debtor.id)


async def test_by_hand_needs_the_right_and_the_customer(cast: Cast) -> None:
    with pytest.raises(RightLacking):
        await enforcement.suspend_by_hand(cast.chand, cast.rahim.id)
    with pytest.raises(NotFound):
        await enforcement.suspend_by_hand(cast.esha, cast.rahim.id)
    with pytest.raises(NotFound):
        await enforcement.suspend_by_hand(cast.asha, 4711)


async def test_a_customer_who_is_not_suspended_needs_no_review(cast: Cast) -> None:
    assert not await enforcement.review(cast.rahim.id)
    assert not await services.reconnect(SYSTEM, cast.rahim.id, "paid", {})


async def test_another_process_takes_over_a_day_that_was_left_half_done(
    cast: Cast, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    await builders.a_customer(owes=1000, overdue_days=30)

    async def die(*_: object) -> enforcement.Suspended:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(enforcement, "_suspend_some", die)
        with pytest.raises(RuntimeError):
            await look(moment)
    assert await enforcement.suspend_due(moment.now, "there") == enforcement.Suspended()
    moment.now += timedelta(minutes=6)

    assert await enforcement.suspend_due(clock.now(), "there") == enforcement.Suspended(done=1)


async def test_while_warnings_come_of_age_the_day_is_gone_through_every_few_minutes_only(
    cast: Cast, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = await owing(30)
    await look(moment)
    moment.move(hours=23, minutes=45)
    gone_through: set[datetime] = set()
    judged = dues.suspendable

    async def noted(*given: Any, **terms: Any) -> list[int]:
        gone_through.add(moment.now)
        return await judged(*given, **terms)

    monkeypatch.setattr(dues, "suspendable", noted)
    for _ in range(14 * 12):
        await look(moment)
        moment.move(seconds=5)
    assert len(gone_through) <= 3
    assert await status_of(late) == CustomerStatus.ACTIVE

    for _ in range(6 * 12):
        await look(moment)
        moment.move(seconds=5)
    assert await status_of(late) == CustomerStatus.SUSPENDED
    assert len(await services.history(late.id)) == 1
