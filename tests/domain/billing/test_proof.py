"""The proof names what somebody has tampered with, and says nothing of books that hold."""

from __future__ import annotations

import pytest

from domain import db
from domain.billing import billrun, bills, proof
from domain.billing.models import Bill
from domain.calendar import Period
from domain.money import Money
from domain.staff.rights import SYSTEM
from tests.cast import Cast
from tests.domain.billing import books, money_in


@pytest.fixture
async def busy(cast: Cast) -> Cast:
    """Bills with a charge, paid, partly paid, void; a payment taken back; some advance."""
    await bills.charge(cast.bina, cast.rahim.id, Money(5_000), "Cable")
    for period in (Period(2026, 10), Period(2026, 11)):
        await billrun.start(SYSTEM, period)
        await billrun.carry_on()
    await money_in.pay(cast.rahim, Money(150_000))
    await money_in.take_back(await money_in.pay(cast.karim, Money(70_000)))
    await bills.void(
        cast.asha, (await Bill.get(customer_id=cast.karim.id, period="2026-11")).id, ""
    )
    await money_in.pay(cast.karim, Money(120_000))
    return cast


async def test_books_that_hold_have_no_faults(busy: Cast) -> None:
    await books.assert_they_hold()


@pytest.mark.parametrize(
    ("tampering", "kinds"),
    [
        ("UPDATE bill_line SET amount_minor = amount_minor + 1 WHERE id = 1", {"bill-lines"}),
        ("DELETE FROM bill_line WHERE kind = 'charge'", {"bill-lines", "charge-line"}),
        (
            "UPDATE bill SET total_minor = total_minor + 1, net_minor = net_minor + 1 WHERE id = 1",
            {"bill-lines", "bill-entries", "bill-status", "customer-receivable"},
        ),
        (
            "UPDATE bill SET paid_minor = paid_minor - 1 WHERE id = 1",
            {"bill-paid", "bill-status", "customer-receivable"},
        ),
        ("UPDATE bill SET status = 'unpaid' WHERE id = 1", {"bill-status"}),
        (
            "UPDATE bill SET status = 'unpaid' WHERE status = 'void'",
            {"bill-void", "customer-receivable"},
        ),
        ("UPDATE bill SET serial = 99 WHERE id = 2", {"bill-number", "bill-number-text"}),
        ("UPDATE bill_counter SET given = given + 1", {"bill-number"}),
        (
            "UPDATE credit SET left_minor = left_minor - 1 WHERE left_minor > 0",
            {"credit-left", "customer-advance"},
        ),
        ("UPDATE credit SET withdrawn_at = NULL", {"credit-left"}),
        (
            "UPDATE allocation SET released_at = 1 WHERE id = 1",
            {"bill-paid", "credit-left", "allocation-entry"},
        ),
        (
            "INSERT INTO entry (at, operator_id, debit, debit_of, credit, credit_of, amount_minor,"
            " currency, cause, cause_id, reason)"
            " VALUES (0, 2, 'receivable', 1, 'revenue', 2, 5, 'BDT', 'bill', 1, '')",
            {"bill-entries", "customer-receivable"},
        ),
        (
            "INSERT INTO entry (at, operator_id, debit, debit_of, credit, credit_of, amount_minor,"
            " currency, cause, cause_id, reason)"
            " VALUES (0, 2, 'advance', 1, 'bank', 2, 5, 'BDT', 'theft', 1, '')",
            {"customer-advance"},
        ),
        (
            "UPDATE bill SET net_minor = net_minor - 5, vat_minor = vat_minor + 5 WHERE id = 1",
            {"bill-entries"},
        ),
        ("UPDATE bill SET number = 'NORTH-2026-000777' WHERE id = 2", {"bill-number-text"}),
        (
            "UPDATE credit SET customer_id = 2 WHERE customer_id = 1 AND left_minor = 0",
            {"allocation-credit"},
        ),
    ],
)  # fmt: skip
async def test_what_was_tampered_with_is_named(busy: Cast, tampering: str, kinds: set[str]) -> None:
    await db.run(tampering)
    assert {fault.kind for fault in await proof.faults()} == kinds


async def test_a_fault_names_the_bill_or_the_customer(busy: Cast) -> None:
    await db.run("UPDATE bill SET paid_minor = paid_minor - 1 WHERE id = 1")
    found = {fault.kind: fault.detail for fault in await proof.faults()}
    assert found["bill-paid"] == "NORTH-2026-000001"
    assert found["customer-receivable"] == "1001"


async def test_no_more_faults_are_told_than_asked_for(busy: Cast) -> None:
    await db.run("UPDATE bill_line SET amount_minor = amount_minor + 1 WHERE kind = 'package'")
    assert [fault.kind for fault in await proof.faults(2)] == ["bill-lines", "bill-lines"]
