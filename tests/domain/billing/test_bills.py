"""Charges, void bills, balances brought in, and what an invoice says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain import db, events
from domain.billing import billrun, bills, byhand, opening_rows, papers
from domain.billing.models import Bill, BillingProfile, Charge, VatMode
from domain.billing.states import BillStatus
from domain.calendar import Period
from domain.errors import InvalidState, InvalidValue, NotFound, RightLacking
from domain.events import DuesChanged
from domain.ledger import entries
from domain.ledger.models import Account
from domain.money import Money
from domain.ports import PaperLine
from domain.staff.rights import SYSTEM
from tests.builders import a_bill, a_customer
from tests.cast import Cast
from tests.domain.billing import books, money_in

NOVEMBER = Period(2026, 11)


def heard(of: type[events.Event]) -> list[Any]:
    """A list that fills with the events of that kind."""
    told: list[Any] = []

    async def listen(event: Any) -> None:
        told.append(event)

    events.listen({of: [listen]})
    return told


async def test_an_opening_due_is_no_revenue_and_bears_no_vat(cast: Cast) -> None:
    customer = await a_customer(billing_profile=cast.taxed)
    async with db.transaction():
        await opening_rows.bill({customer.id: Money(75_000)}, None)
    bill = await Bill.get(customer_id=customer.id)
    assert (bill.total_minor, bill.vat_minor, bill.due_on) == (75_000, 0, date(2026, 11, 30))
    assert await entries.balance(Account.OPENING, cast.north.id) == -75_000
    assert await entries.balance(Account.REVENUE, cast.north.id) == 0
    await books.assert_they_hold()


async def test_charges_are_made_by_those_who_may_for_their_own(cast: Cast) -> None:
    with pytest.raises(RightLacking):
        await bills.charge(cast.chand, cast.rahim.id, Money(1), "")
    with pytest.raises(NotFound):
        await bills.charge(cast.esha, cast.rahim.id, Money(1), "")
    with pytest.raises(InvalidValue):
        await bills.charge(cast.bina, cast.rahim.id, Money(0), "")
    assert await Charge.all().count() == 0


async def test_nobody_else_sees_a_bill(cast: Cast) -> None:
    bill = await a_bill(cast.karim)
    assert (await bills.get(cast.bina, bill.id)).id == bill.id
    (found,) = await bills.meant_by(cast.asha, " north-2026-000001 ")
    assert found.id == bill.id
    for stranger in (cast.esha, cast.chand):
        with pytest.raises(NotFound):
            await bills.get(stranger, bill.id)
    with pytest.raises(RightLacking):
        await bills.get(cast.dipa, bill.id)


async def test_a_void_bill_is_owed_no_more_and_its_charges_wait_again(cast: Cast) -> None:
    await bills.charge(cast.bina, cast.rahim.id, Money(5_000), "Cable")
    bill = await byhand.make(cast.bina, cast.rahim.id, NOVEMBER)
    told = heard(DuesChanged)
    await bills.void(cast.bina, bill.id, "wrong package")
    assert (await bills.get(cast.bina, bill.id)).status is BillStatus.VOID
    assert await entries.receivable(cast.rahim.id) == 0
    assert (await Charge.get(customer_id=cast.rahim.id)).bill_id is None
    assert told == [DuesChanged((cast.rahim.id,))]
    with pytest.raises(InvalidState):
        await bills.void(cast.bina, bill.id, "again")
    await books.assert_they_hold()
    again = await byhand.make(cast.bina, cast.rahim.id, NOVEMBER)
    assert (again.total_minor, again.number) == (105_000, "NORTH-2026-000002")


async def test_an_invoice_says_what_the_bill_does(cast: Cast) -> None:
    customer = await a_customer("Salma", billing_profile=cast.taxed, discount_minor=10_000)
    await bills.charge(cast.bina, customer.id, Money(5_000), "Cable")
    await money_in.pay(customer, Money(40_000))
    await billrun.start(SYSTEM, NOVEMBER)
    await billrun.carry_on()
    bill = await Bill.get(customer_id=customer.id)
    facts = await papers.invoice_facts(bill.id, "https://pay.example/p/x")
    assert facts.lines == [
        PaperLine("Home", Money(100_000)),
        PaperLine("bill-line-discount", Money(-10_000)),
        PaperLine("Cable", Money(5_000)),
    ]
    assert (facts.vat, facts.total) == (Money(4_750), Money(99_750))
    assert (facts.paid, facts.due) == (Money(40_000), Money(59_750))
    assert (facts.number, facts.customer_name, facts.package) == (bill.number, "Salma", "Home")
    assert (facts.issuer.name, facts.pay_url) == ("North Net", "https://pay.example/p/x")
    assert sum(line.amount.minor for line in facts.lines) + facts.vat.minor == facts.total.minor


async def test_an_invoice_with_contained_vat_has_lines_that_hold_it(cast: Cast) -> None:
    within = await BillingProfile.create(
        code="in", name="In", vat_rate_bp=500, vat_mode=VatMode.INCLUSIVE
    )
    customer = await a_customer(billing_profile=within)
    bill = await byhand.make(cast.bina, customer.id, NOVEMBER)
    facts = await papers.invoice_facts(bill.id)
    assert sum(line.amount.minor for line in facts.lines) == facts.total.minor == 100_000
    assert facts.vat == Money(4_762)
    with pytest.raises(NotFound):
        await papers.invoice_facts(bill.id + 1)
