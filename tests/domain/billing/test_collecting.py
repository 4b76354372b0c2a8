"""Where customers stand in collection, apart from where their bills do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain import events, reactions, vault
from domain.billing import collecting, enforcement, warnings, whys
from domain.billing.models import Bill, BillingProfile
from domain.billing.states import CollectionStatus as Stands
from domain.chat.principals import CustomerSelf
from domain.customers import customers
from domain.customers.models import Customer, CustomerStatus
from domain.errors import NotFound
from domain.money import Money
from domain.payments import posting
from domain.reports import customer_list
from domain.reports.customer_list import CustomerFilter
from tests import builders
from tests.cast import Cast, Moment
from tests.sealing import VAULT

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _whole(cast: Cast) -> None:
    events.listen(reactions.MAP)
    vault.use(VAULT)


async def owing(days: int) -> Customer:
    """Of a bill that is due in so many days, and that nobody told of."""
    customer = await builders.a_customer()
    await builders.a_bill(customer, due_on=TODAY + timedelta(days=days), warned=False)
    return customer


async def test_it_goes_from_pending_to_restored_as_things_happen(
    cast: Cast, moment: Moment
) -> None:
    await BillingProfile.all().update(least_part_minor=300_00)
    customer = await owing(3)
    bill = await Bill.get(customer_id=customer.id)

    async def stands() -> Stands:
        return await collecting.of(cast.asha, customer.id)

    assert await stands() is Stands.PENDING
    await warnings.note([bill.id], moment.now, again=False)
    assert await stands() is Stands.REMINDED
    moment.move(days=4)
    assert await stands() is Stands.WARNED
    await customers.change(cast.asha, customer.id, promised_until=TODAY + timedelta(days=5))
    assert await stands() is Stands.PROMISED
    moment.move(days=5)
    await enforcement.suspend_due(moment.now, "here")
    assert await stands() is Stands.SUSPENDED
    moment.move(hours=1)
    await posting.record(cast.asha, customer, Money(bill.total_minor - 200_00))
    assert await stands() is Stands.RESTORED
    await posting.record(cast.asha, customer, Money(200_00))
    assert await stands() is Stands.CLEAR


async def test_who_left_and_owes_is_uncollectible(cast: Cast) -> None:
    customer = await owing(3)
    await customers.change(cast.asha, customer.id, status=CustomerStatus.LEFT)
    assert await collecting.of(cast.asha, customer.id) is Stands.UNCOLLECTIBLE
    found = await customer_list.page(
        cast.asha, CustomerFilter(collection=frozenset({Stands.UNCOLLECTIBLE}))
    )
    assert [(row.id, row.collection) for row in found] == [(customer.id, Stands.UNCOLLECTIBLE)]


async def test_what_is_counted_is_what_the_list_has(cast: Cast, moment: Moment) -> None:
    for days in (3, 3, -1):
        await owing(days)
    warned = await owing(-2)
    bill = await Bill.get(customer_id=warned.id)
    await warnings.note([bill.id], moment.now, again=False)
    counted = await collecting.counted(cast.asha)
    assert counted == {Stands.PENDING: 3, Stands.WARNED: 1}
    for each, customers_so in counted.items():
        only = CustomerFilter(collection=frozenset({each}))
        assert await customer_list.count(cast.asha, only) == customers_so
    assert await collecting.counted(cast.esha) == {}
    with pytest.raises(NotFound):
        await collecting.of(cast.esha, warned.id)


async def test_a_customer_is_told_why_and_what_brings_it_back(cast: Cast, moment: Moment) -> None:
    late = await builders.a_customer(owes=1000, overdue_days=30)
    spam = await builders.a_customer()
    fine = await builders.a_customer()
    await enforcement.suspend_due(moment.now, "here")
    await enforcement.suspend_by_hand(cast.bina, spam.id, "spam")
    ids = (late.id, spam.id, fine.id)
    found = await whys.of_own(CustomerSelf(ids, late.name, late.operator_id, "en"))
    assert [(each.rule, each.due.minor) for each in found] == [
        ("overdue", 100_000), ("manual", 0), ("", 0),
    ]  # fmt: skip
    assert found[0].oldest_due_on == TODAY - timedelta(days=30)
    assert await whys.rule_now(cast.asha, late.id) == "overdue"
    assert await whys.rule_now(cast.asha, fine.id) == ""
