"""Staff take something off bills, and take that back; and bill what they type."""

from __future__ import annotations

from typing import Any

from hypothesis.stateful import rule

from domain.billing import credit_notes, own_bills
from domain.billing.models import Bill, Charge, CreditNote
from domain.billing.own_bills import Item
from domain.money import Money
from tests.world.rules import Rules, taka, which, who
from tests.world.town import Town


async def given(town: Town, which: int, taka: int) -> Any:
    """A note on one of the newest bills."""
    newest = await Bill.all().order_by("-id").limit(8)
    if not newest:
        return None
    bill, minor = newest[which % len(newest)], taka * 30
    town.books.noted.add((bill.id, minor))
    return await credit_notes.give(town.cast.asha, bill.id, Money(minor), "slow")


async def withdrawn(town: Town, which: int) -> Any:
    newest = await CreditNote.all().order_by("-id").limit(8)
    if not newest:
        return None
    return await credit_notes.withdraw(town.cast.asha, newest[which % len(newest)].id, "slip")


async def billed(town: Town, who: int, taka: int) -> Any:
    """A bill of what was typed."""
    customer, label = await town.customer(who), town.new_name("Router")
    town.books.typed[label] = taka * 100
    return await own_bills.make(town.cast.asha, customer.id, [Item(label, Money(taka * 100))])


async def dropped(town: Town, which: int) -> Any:
    """One of the newest charges, whether it waits still or not."""
    newest = await Charge.all().order_by("-id").limit(4)
    if not newest:
        return None
    row = newest[which % len(newest)]
    town.books.dropped.add(row.id)
    return await own_bills.drop(town.cast.asha, row.customer_id, row.id)


class Notes(Rules):
    @rule(which=which, taka=taka)
    def staff_give_a_credit_note(self, which: int, taka: int) -> None:
        self.do(given, self.town, which, taka)

    @rule(which=which)
    def staff_withdraw_a_credit_note(self, which: int) -> None:
        self.do(withdrawn, self.town, which)

    @rule(who=who, taka=taka)
    def staff_bill_what_they_type(self, who: int, taka: int) -> None:
        self.do(billed, self.town, who, taka)

    @rule(which=which)
    def staff_drop_a_charge(self, which: int) -> None:
        self.do(dropped, self.town, which)
