"""Credit notes in the caller's transaction: written with a number of their own, and withdrawn."""

from __future__ import annotations

from datetime import datetime

from domain import calendar
from domain.billing import allocation, queries, rules
from domain.billing.models import Bill, Credit, CreditNote
from domain.billing.proration import Difference
from domain.billing.states import CreditSource
from domain.staff import operators


async def write(
    bill: Bill,
    amount: Difference,
    now: datetime,
    *,
    staff_id: int | None,
    reason: str = "",
    change_id: int | None = None,
    of_unserved: bool = False,
) -> CreditNote:
    """Take so much off what the bill was for; the customer is held.

    It settles what is open, oldest first; the rest is advance. What is `of_unserved` was no revenue
    yet.
    """
    operator = await operators.get(bill.operator_id)
    issued_on = calendar.today(now, operator.timezone)
    serial = await queries.changes.take_note_number(operator.id, issued_on.year)
    note = await CreditNote.create(
        operator_id=operator.id,
        customer_id=bill.customer_id,
        bill_id=bill.id,
        number=rules.note_number_of(operator.code, issued_on.year, serial),
        year=issued_on.year,
        serial=serial,
        issued_on=issued_on,
        currency=bill.currency,
        net_minor=amount.net.minor,
        vat_minor=amount.vat.minor,
        total_minor=amount.total.minor,
        reason=reason,
        change_id=change_id,
        made_at=now,
        staff_id=staff_id,
    )
    await allocation.receive(
        bill.customer_id, amount.total, CreditSource.NOTE, note.id, now, staff_id, vat=amount.vat,
        of_unserved=of_unserved,
    )  # fmt: skip
    return note


async def withdraw(note: CreditNote, now: datetime, *, staff_id: int | None, reason: str) -> None:
    """It holds no more; raises `AlreadyDone` where it was withdrawn before."""
    credit = await Credit.get(source=CreditSource.NOTE, source_id=note.id)
    await allocation.withdraw(credit, at=now, staff_id=staff_id, reason=reason)
    await CreditNote.filter(id=note.id).update(withdrawn_at=now)


async def withdraw_all(bill_id: int, now: datetime, *, staff_id: int | None, reason: str) -> None:
    """The same for all that were given on a bill."""
    for note in await CreditNote.filter(bill_id=bill_id, withdrawn_at=None).order_by("id"):
        await withdraw(note, now, staff_id=staff_id, reason=reason)
