"""Single bills: found, listed, made by hand, voided; and charges that wait for the next bill."""

from __future__ import annotations

from datetime import datetime

from domain import clock, db, events, reach, tables
from domain.billing import allocation, finding, noting, queries, settling
from domain.billing.dues import OPEN
from domain.billing.finding import BillFilter, BillRow, Totals
from domain.billing.models import Allocation, Bill, BillLine, Charge
from domain.billing.states import BillStatus, LineKind
from domain.billing.views import BillView, LineView
from domain.customers import customers
from domain.errors import (
    CurrencyForeign,
    DomainError,
    InvalidState,
    InvalidValue,
    NotFound,
    Outdated,
)
from domain.events import DuesChanged
from domain.ledger import entries
from domain.money import Money, latin_digits
from domain.staff import audit, operators
from domain.staff.rights import Actor

__all__ = ["BillFilter", "BillRow", "Totals", "page", "totals"]


class BillOfChange(DomainError):
    """A change of package was reckoned from the bill, or made it: that is taken back instead."""


class BillOfRecharge(DomainError):
    """The bill of a recharge, of which some may be served: its payment is taken back instead."""


MOST_MEANT = 12
BILL = reach.Thing("bill", Bill, "bill t JOIN customer c ON c.id = t.customer_id")
page = finding.page
totals = finding.totals


async def get(actor: Actor, bill_id: int) -> BillView:
    """The bill; raises `NotFound` for one that this person may not see as well."""
    return tables.view(BillView, await _get(actor, bill_id))


async def _get(actor: Actor, bill_id: int) -> Bill:
    actor.require("bill.see")
    return await BILL.get(actor, bill_id)


async def meant_by(actor: Actor, text: str) -> list[BillRow]:
    """The bills that a text may name: by a number, however its letters are written, by the end of
    one of the newest year, or by the code of its customer; at least one, the newest first.

    Raises `NotFound`.
    """
    actor.require("bill.see")
    plain = latin_digits(text).strip().upper()
    serial = int(plain) if plain.isdigit() and len(plain) <= 12 else 0
    seen, values = reach.sql(actor, first=3)
    found = await queries.bills.meant_by(plain, serial, seen, values)
    newest = max((row.year for row in found if row.serial == serial), default=0)
    ids = [row.id for row in found if row.serial != serial or row.year == newest]
    if not ids:
        raise NotFound(what="bill", given=text)
    return await finding.by_ids(ids[:MOST_MEANT])


async def lines_of(bill_id: int) -> list[LineView]:
    """The lines of a bill, in the order in which they stand on it."""
    found = await BillLine.filter(bill_id=bill_id).order_by("id")
    return [tables.view(LineView, row) for row in found]


async def open_bills(customer_id: int) -> list[BillView]:
    """What is unpaid or partly paid, in the order in which money settles it."""
    found = await Bill.filter(customer_id=customer_id, status__in=OPEN).order_by("due_on", "id")
    return [tables.view(BillView, row) for row in found]


async def charge(
    actor: Actor, customer_id: int, amount: Money, label: str, kind: LineKind = LineKind.CHARGE
) -> Charge:
    """Put a charge on the customer's next monthly bill, as a line of its own.

    Money back is a credit note (`allocation.receive`), never a negative charge.
    """
    actor.require("bill.run")
    customer = await customers.get(actor, customer_id)
    operator = await operators.get(customer.operator_id)
    if amount.minor <= 0:
        raise InvalidValue(field="amount", given=amount.minor, example="200")
    if amount.currency != operator.currency:
        raise CurrencyForeign(amount=amount, currency=operator.currency)
    async with db.transaction():
        await settling.lock(customer_id)  # a bill run counts charges before it takes them up
        made = await Charge.create(
            customer_id=customer.id,
            kind=kind,
            label=label,
            amount_minor=amount.minor,
            made_at=clock.now(),
            staff_id=actor.staff_id,
        )
        await audit.note(
            actor, "bill.charge", "customer", customer_id, operator_id=operator.id,
            after={"amount": amount.wire(), "label": label},
        )  # fmt: skip
    return made


async def void(
    actor: Actor, bill_id: int, reason: str, *, paid_minor: int | None = None
) -> BillView:
    """Take a bill back: it is owed no more, its number stays, its charges wait again.

    What had settled it becomes advance, which settles other open bills; credit notes on it hold no
    more. Raises `InvalidState` for a bill that is void already, `BillOfChange`,
    `BillOfRecharge`, and `Outdated` where another sum than `paid_minor` is paid on it by now.
    """
    actor.require("bill.run")
    bill = await _get(actor, bill_id)
    async with db.transaction():
        await settling.lock(bill.customer_id)
        await _require_voidable(bill)
        if paid_minor is not None and bill.paid_minor != paid_minor:
            raise Outdated
        await take_back(bill, clock.now(), actor, reason)
        await events.publish(DuesChanged((bill.customer_id,)))
    return tables.view(BillView, bill)


async def require_voidable(actor: Actor, bill_id: int) -> BillView:
    """A bill that `void` would take back now; raises as it does."""
    actor.require("bill.run")
    bill = await _get(actor, bill_id)
    await _require_voidable(bill)
    return tables.view(BillView, bill)


async def _require_voidable(bill: Bill) -> None:
    await bill.refresh_from_db()
    if bill.status is BillStatus.VOID:
        raise InvalidState(what="bill", state=bill.status.value)
    if await queries.changes.stands_on(bill.id):
        raise BillOfChange
    await refuse_recharge(bill.id)


async def refuse_recharge(bill_id: int) -> None:
    """Raises `BillOfRecharge`."""
    if await BillLine.filter(bill_id=bill_id, kind=LineKind.RECHARGE).exists():
        raise BillOfRecharge


async def take_back(bill: Bill, now: datetime, actor: Actor, reason: str) -> None:
    """The same in the caller's transaction, who holds the customer."""
    await noting.withdraw_all(bill.id, now, staff_id=actor.staff_id, reason=reason)
    await _release_all(bill, now, actor, reason)
    await bill.refresh_from_db()
    before = bill.status
    if not await db.advance(bill, BillStatus.VOID, of=[BillStatus.UNPAID], settled_at=now):
        raise InvalidState(what="bill", state=before.value)
    await entries.reverse(
        "bill", bill.id, new_cause="void", new_cause_id=bill.id,
        staff_id=actor.staff_id, reason=reason, at=now,
    )  # fmt: skip
    await _let_charges_wait(bill)
    await audit.note(
        actor, "bill.void", "bill", bill.id, operator_id=bill.operator_id,
        before={"status": before.value}, after={"status": "void", "reason": reason},
    )  # fmt: skip
    await allocation.settle(bill.customer_id, now, actor.staff_id)


async def _let_charges_wait(bill: Bill) -> None:
    """They wait again; a late fee that was a bill of its own is taken back with it."""
    charges = Charge.filter(bill_id=bill.id)
    await (charges if bill.period else charges.filter(cycle=None)).update(bill_id=None)


async def _release_all(bill: Bill, now: datetime, actor: Actor, reason: str) -> None:
    for part in await Allocation.filter(bill_id=bill.id, released_at=None).order_by("id"):
        await allocation.release(part, at=now, staff_id=actor.staff_id, reason=reason)
