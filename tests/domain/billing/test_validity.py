"""A validity that has ended ends the service, a day after the customer was told; and comes back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from domain import events, reactions, vault
from domain.billing import byhand, enforcement, restoring, warnings
from domain.billing.models import BillingProfile, ValidityWarning
from domain.calendar import Period
from domain.customers import customers
from domain.customers.models import Customer, CustomerStatus
from domain.errors import InvalidValue, NotBilled
from domain.messaging.models import Message
from domain.money import Money
from domain.network import services
from domain.network.states import EXPIRED
from domain.payments import posting
from tests import builders
from tests.cast import Cast, Moment
from tests.sealing import VAULT

TODAY = date(2026, 11, 21)  # noon in Dhaka


@pytest.fixture(autouse=True)
def _whole(cast: Cast) -> None:
    events.listen(reactions.MAP)
    vault.use(VAULT)


async def look(moment: Moment) -> enforcement.Suspended:
    return await enforcement.suspend_due(moment.now, "here")


async def status_of(customer: Customer) -> CustomerStatus:
    return (await Customer.get(id=customer.id)).status


async def ended(days: int = 1, **values: object) -> Customer:
    return await builders.a_customer(expires_on=TODAY - timedelta(days=days), **values)


async def told(customer: Customer) -> list[str]:
    return [row.event for row in await Message.filter(customer_id=customer.id).order_by("id")]


async def test_the_last_day_itself_is_served(cast: Cast, moment: Moment) -> None:
    customer = await ended(0)
    await warnings.note_ends([customer.id], moment.now - timedelta(days=3), again=False)
    assert await look(moment) == enforcement.Suspended()
    moment.move(days=1)
    assert await look(moment) == enforcement.Suspended(done=1)


async def test_whom_nobody_warned_is_told_once_and_cut_a_day_later(
    cast: Cast, moment: Moment
) -> None:
    customer = await ended()
    assert await look(moment) == enforcement.Suspended(warned=1)
    assert await told(customer) == ["validity-over"]
    moment.move(hours=22)
    assert await look(moment) == enforcement.Suspended(waiting=1)
    assert await status_of(customer) is CustomerStatus.ACTIVE
    moment.move(hours=2)

    assert await look(moment) == enforcement.Suspended(done=1)

    assert await status_of(customer) is CustomerStatus.EXPIRED
    (log,) = await services.history(customer.id)
    assert (log.act, log.rule) == ("suspend", EXPIRED)
    assert log.figures["valid_until"] == "2026-11-20"
    assert log.figures["warned_on"] == "2026-11-21"
    assert await told(customer) == ["validity-over"]


async def test_after_a_week_of_downtime_nobody_is_cut_unwarned(cast: Cast, moment: Moment) -> None:
    await look(moment)
    customer = await builders.a_customer(expires_on=TODAY + timedelta(days=2))
    moment.move(days=9)  # nobody was there when it ended
    assert await look(moment) == enforcement.Suspended(warned=1)
    assert await status_of(customer) is CustomerStatus.ACTIVE
    moment.move(days=1)
    assert await look(moment) == enforcement.Suspended(done=1)


async def test_a_warning_counts_for_the_day_that_it_named(cast: Cast, moment: Moment) -> None:
    customer = await ended(9)
    await warnings.note_ends([customer.id], moment.now - timedelta(days=12), again=False)
    await customers.change(cast.asha, customer.id, expires_on=TODAY - timedelta(days=1))
    assert await look(moment) == enforcement.Suspended(warned=1)


async def test_what_was_told_of_a_day_counts_first_unless_it_is_told_again(
    cast: Cast, moment: Moment
) -> None:
    customer, first = await ended(), moment.now - timedelta(days=2)
    await warnings.note_ends([customer.id], first, again=False)
    await warnings.note_ends([customer.id], moment.now, again=False)
    assert (await ValidityWarning.get(customer_id=customer.id)).warned_at == first
    await warnings.note_ends([customer.id], moment.now, again=True)
    assert (await ValidityWarning.get(customer_id=customer.id)).warned_at == moment.now


@pytest.mark.parametrize(
    "values", [{"exempt": True}, {"promised_until": TODAY}, {"status": CustomerStatus.PENDING}]
)
async def test_exempt_promised_and_not_connected_customers_are_left_alone(
    cast: Cast, moment: Moment, values: dict[str, object]
) -> None:
    customer = await ended(**values)
    assert await look(moment) == enforcement.Suspended()
    assert await told(customer) == []


async def test_the_profile_without_auto_suspend_ends_no_validity(
    cast: Cast, moment: Moment
) -> None:
    await BillingProfile.all().update(auto_suspend=False)
    await ended()
    assert await look(moment) == enforcement.Suspended()


async def _expired(moment: Moment, **values: object) -> Customer:
    customer = await ended(**values)
    await warnings.note_ends([customer.id], moment.now - timedelta(days=3), again=False)
    await look(moment)
    assert (await Customer.get(id=customer.id)).status in ("expired", "suspended")
    return customer


async def test_a_longer_validity_brings_the_service_back(cast: Cast, moment: Moment) -> None:
    customer = await _expired(moment)
    await customers.change(cast.asha, customer.id, expires_on=TODAY - timedelta(days=3))
    assert await status_of(customer) is CustomerStatus.EXPIRED
    await customers.change(cast.asha, customer.id, expires_on=TODAY)
    assert await status_of(customer) is CustomerStatus.ACTIVE
    assert (await services.history(customer.id))[0].act == "reconnect"


async def test_who_is_overdue_as_well_comes_back_once_both_are_over(
    cast: Cast, moment: Moment
) -> None:
    customer = await _expired(moment, owes=1000, overdue_days=30)
    await customers.change(cast.asha, customer.id, expires_on=None)
    assert await status_of(customer) is CustomerStatus.SUSPENDED
    await posting.record(cast.asha, customer, Money(1000_00))
    assert await status_of(customer) is CustomerStatus.ACTIVE


async def test_money_makes_no_validity_longer_and_a_person_hears_of_it(
    cast: Cast, moment: Moment
) -> None:
    customer = await _expired(moment)
    assert await restoring.count_waiting(cast.asha) == 0
    moment.move(hours=1)
    await posting.record(cast.asha, customer, Money(1000_00))
    assert await status_of(customer) is CustomerStatus.EXPIRED
    assert [each.id for each in await restoring.waiting(cast.asha)] == [customer.id]


async def test_what_a_person_did_for_a_reason_of_their_own_stays(cast: Cast) -> None:
    customer = await builders.a_customer(expires_on=TODAY)
    await enforcement.suspend_by_hand(cast.bina, customer.id, "spam")
    await customers.change(cast.asha, customer.id, expires_on=None)
    assert await status_of(customer) is CustomerStatus.SUSPENDED


async def test_who_was_cut_by_a_person_for_money_and_paid_comes_back_with_the_validity(
    cast: Cast, moment: Moment
) -> None:
    customer = await builders.a_customer(owes=1000, expires_on=TODAY)
    await enforcement.suspend_by_hand(cast.bina, customer.id, "does not pay")
    moment.move(days=2)
    await posting.record(cast.asha, customer, Money(1000_00))
    assert await status_of(customer) is CustomerStatus.SUSPENDED  # the validity is over
    await customers.change(cast.asha, customer.id, expires_on=None)
    assert await status_of(customer) is CustomerStatus.ACTIVE


async def test_by_hand_against_the_rules_it_stays_on_for_three_days(
    cast: Cast, moment: Moment
) -> None:
    for customer in (
        await builders.a_customer(owes=1000, overdue_days=30),
        await _expired(moment),
    ):
        await look(moment)
        await enforcement.reconnect_by_hand(cast.bina, customer.id, "asked for it")
        row = await Customer.get(id=customer.id)
        assert (row.status, row.promised_until) == ("active", date(2026, 11, 24))
    moment.now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert await look(moment) == enforcement.Suspended()
    moment.move(days=1)
    assert await look(moment) == enforcement.Suspended(done=2)


async def test_by_hand_it_stays_on_until_the_day_that_was_said(cast: Cast, moment: Moment) -> None:
    customer = await builders.a_customer(owes=1000, overdue_days=30)
    await look(moment)
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=32)):
        with pytest.raises(InvalidValue):
            await enforcement.reconnect_by_hand(cast.bina, customer.id, until=day)
    day = TODAY + timedelta(days=10)
    await enforcement.reconnect_by_hand(cast.bina, customer.id, until=day)
    assert (await Customer.get(id=customer.id)).promised_until == day


async def test_by_hand_where_no_rule_speaks_nothing_is_held_off(cast: Cast) -> None:
    customer = await builders.a_customer()
    await enforcement.suspend_by_hand(cast.bina, customer.id, "spam")
    await enforcement.reconnect_by_hand(cast.bina, customer.id, "sorry")
    assert (await Customer.get(id=customer.id)).promised_until is None


async def test_who_is_never_billed_gets_no_bill_and_who_is_never_suspended_does(
    cast: Cast,
) -> None:
    free = await builders.a_customer(never_billed=True)
    kept = await builders.a_customer(exempt=True)
    with pytest.raises(NotBilled) as refused:
        await byhand.make(cast.asha, free.id, Period.of(TODAY))
    assert refused.value.values["reason"] == "never-billed"
    assert await byhand.make(cast.asha, kept.id, Period.of(TODAY))
