"""The bill of one customer by hand, made by the statements of a bill run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from domain import clock, db, events, tables
from domain.billing import billrun, bills
from domain.billing.charging import making
from domain.billing.charging.scope import Scope
from domain.billing.models import Bill
from domain.billing.states import BillStatus
from domain.billing.views import BillView, LineView
from domain.calendar import Period
from domain.customers import customers
from domain.errors import NotBilled, Outdated
from domain.events import BillsMade
from domain.money import Money
from domain.staff import audit, operators
from domain.staff.rights import SYSTEM, Actor


class Shown(NamedTuple):
    """The figures of a bill that a person has seen and agreed to."""

    total_minor: int
    due_on: date


async def make(
    actor: Actor, customer_id: int, month: Period, *, shown: Shown | None = None
) -> BillView:
    """Bill the customer for the earliest span of the month that has no bill yet, and let their
    advance settle it.

    Raises `NotFound`, `PeriodOutOfReach`, `NotBilled` with the reason for which a run would pass
    the customer over, and `Outdated` where it would not be the bill that was `shown`.
    """
    actor.require("bill.run")
    customer = await customers.get(actor, customer_id)
    operator = await operators.get(customer.operator_id)
    billrun.refuse_absurd(month, operator)
    only = Scope(month, SYSTEM.path, customer_id - 1, customer_id)
    async with db.transaction():
        made, skipped = await making.make(only, None, clock.now(), staff_id=actor.staff_id)
        if not made.bills:
            raise NotBilled(reason=next(iter(skipped), "no-span"))
        bill = await Bill.get(id=made.first_id)
        if shown is not None and shown != Shown(bill.total_minor, bill.due_on):
            raise Outdated
        await audit.note(
            actor, "bill.make", "bill", bill.id, operator_id=operator.id,
            after={"number": bill.number, "total": Money(bill.total_minor, bill.currency).wire()},
        )  # fmt: skip
        await events.publish(BillsMade(None, bill.id, bill.id))
    return tables.view(BillView, bill)


async def made_for(actor: Actor, customer_id: int, month: Period) -> BillView | None:
    """The customer's last bill for a span that begins in the month."""
    await customers.get(actor, customer_id)
    theirs = Bill.filter(customer_id=customer_id, period__startswith=str(month))
    last = await theirs.exclude(status=BillStatus.VOID).order_by("-id").first()
    return tables.view(BillView, last) if last else None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A bill as it would be made now, with its lines; it has no row, and its number may change."""

    bill: BillView
    lines: Sequence[LineView]


async def foresee(actor: Actor, customer_id: int, month: Period) -> Foreseen:
    """What `make` would do now: it is done, looked at, and taken back. Raises as `make` does."""
    async with db.tried():
        bill = await make(actor, customer_id, month)
        lines = await bills.lines_of(bill.id)
    return Foreseen(bill, lines)
