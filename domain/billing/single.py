"""One bill of given lines, written in the caller's transaction: no span of its own is billed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from domain import calendar
from domain.billing import allocation, counters, queries, rules
from domain.billing.models import Bill, BillingProfile, BillLine
from domain.billing.states import BillStatus, LineKind
from domain.calendar import Span
from domain.customers.models import Customer
from domain.ledger import entries
from domain.ledger.models import Account
from domain.money import Money
from domain.staff import operators


class Line(NamedTuple):
    """One line of a bill."""

    kind: LineKind
    label: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Draft:
    """A bill to be written: the lines add up to `net` and `vat`."""

    customer: Customer
    span: Span
    lines: Sequence[Line]
    net: Money
    vat: Money
    is_ahead: bool = False  # for service to come: revenue as it is served


async def write(draft: Draft, now: datetime, staff_id: int | None) -> Bill:
    """The bill with its number, lines and entries; advance settles it. The customer is held."""
    customer = draft.customer
    bill = await _numbered(draft, now)
    await BillLine.bulk_create(
        BillLine(bill_id=bill.id, kind=kind, label=label, amount_minor=amount.minor)
        for kind, label, amount in draft.lines
    )
    earned = (Account.REVENUE, bill.operator_id)
    if draft.is_ahead:
        earned = (Account.DEFERRED, customer.id)
    await entries.post(
        [
            entries.Line(
                operator_id=bill.operator_id,
                debit=Account.RECEIVABLE,
                debit_of=customer.id,
                credit=account,
                credit_of=owner,
                amount=amount,
                cause="bill",
                cause_id=bill.id,
                staff_id=staff_id,
            )
            for account, owner, amount in (
                (*earned, draft.net),
                (Account.VAT, bill.operator_id, draft.vat),
            )
            if amount
        ],
        now,
    )
    await allocation.settle(customer.id, now, staff_id)
    await bill.refresh_from_db()
    return bill


async def _numbered(draft: Draft, now: datetime) -> Bill:
    operator = await operators.get(draft.customer.operator_id)
    profile = await BillingProfile.get(id=draft.customer.billing_profile_id)
    issued_on = calendar.today(now, operator.timezone)
    await counters.lock([(operator.id, issued_on.year)])
    serial = await queries.opening.take_numbers(operator.id, issued_on.year, 1)
    return await Bill.create(
        operator_id=operator.id,
        customer_id=draft.customer.id,
        number=rules.number_of(operator.code, issued_on.year, serial),
        year=issued_on.year,
        serial=serial,
        period="",
        starts_on=draft.span.starts_on,
        ends_on=draft.span.ends_on,
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=profile.due_days),
        currency=draft.net.currency,
        net_minor=draft.net.minor,
        vat_minor=draft.vat.minor,
        total_minor=(draft.net + draft.vat).minor,
        status=BillStatus.UNPAID,
        made_at=now,
    )
