"""Money that comes as the payments room brings it: an entry, and a credit that settles bills."""

from __future__ import annotations

import itertools

from domain import clock, db
from domain.billing import allocation
from domain.billing.models import Credit
from domain.billing.states import CreditSource
from domain.customers.models import Customer
from domain.ledger import entries
from domain.ledger.models import Account
from domain.money import Money

_numbers = itertools.count(1)


async def pay(customer: Customer, amount: Money) -> Credit:
    """Take in an amount, at the bank of the operator."""
    number, now = next(_numbers), clock.now()
    line = entries.Line(
        operator_id=customer.operator_id,
        debit=Account.BANK,
        debit_of=customer.operator_id,
        credit=Account.ADVANCE,
        credit_of=customer.id,
        amount=amount,
        cause="payment",
        cause_id=number,
    )
    async with db.transaction():
        await entries.post([line], now)
        taken = await allocation.receive(
            customer.id, amount, CreditSource.PAYMENT, number, now, None
        )
    return taken.credit


async def take_back(credit: Credit) -> None:
    """Reverse an amount that came."""
    now = clock.now()
    async with db.transaction():
        await allocation.withdraw(credit, at=now, staff_id=None, reason="cheque bounced")
        await entries.reverse(
            "payment", credit.source_id, new_cause="reversal", new_cause_id=credit.source_id,
            staff_id=None, reason="cheque bounced", at=now,
        )  # fmt: skip


async def give_back(credit: Credit, amount: Money) -> None:
    """A part of an amount that came goes back from the bank."""
    now = clock.now()
    async with db.transaction():
        await allocation.give_back(credit, amount, at=now, staff_id=None, reason="moved away")
        line = entries.Line(
            operator_id=credit.operator_id,
            debit=Account.ADVANCE,
            debit_of=credit.customer_id,
            credit=Account.BANK,
            credit_of=credit.operator_id,
            amount=amount,
            cause="refund",
            cause_id=next(_numbers),
        )
        await entries.post([line], now)
