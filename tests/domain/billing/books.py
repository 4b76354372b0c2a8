"""What every test of money ends with: the books hold."""

from __future__ import annotations

from domain import db
from domain.billing import proof as billing_proof
from domain.ledger import entries
from domain.ledger import proof as ledger_proof
from domain.ledger.models import Account


async def assert_they_hold() -> None:
    """Debits equal credits, and bills, allocations, advance and entries say the same."""
    assert [*await ledger_proof.faults(5), *await billing_proof.faults(5)] == []


async def owed_by_bills(customer_id: int) -> int:
    """What the bills less what settled them come to, counted from the rows themselves."""
    billed = await db.value(
        "SELECT COALESCE(SUM(total_minor), 0) AS n FROM bill"
        " WHERE customer_id = $1 AND status <> 'void'",
        customer_id,
    )
    settled = await db.value(
        "SELECT COALESCE(SUM(a.amount_minor), 0) AS n FROM allocation a"
        " JOIN credit k ON k.id = a.credit_id"
        " WHERE k.customer_id = $1 AND a.released_at IS NULL",
        customer_id,
    )
    return int(billed) - int(settled)


async def advance(customer_id: int) -> int:
    """The customer's advance by the books, as a positive amount."""
    return -await entries.balance(Account.ADVANCE, customer_id)
