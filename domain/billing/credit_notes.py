"""Credit notes: the whole of a bill or a part of it taken off, for a reason, with its VAT."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain import clock, db, events, reach, signs
from domain.billing import bills, dues, noting, queries, settling
from domain.billing.models import CreditNote
from domain.billing.proration import Difference
from domain.billing.states import BillStatus
from domain.errors import AlreadyDone, AmountTooLarge, DomainError, InvalidState, InvalidValue
from domain.events import DuesChanged
from domain.money import Money
from domain.staff import audit
from domain.staff.rights import Actor

NOTE = reach.Thing(
    "credit_note", CreditNote, "credit_note t JOIN customer c ON c.id = t.customer_id"
)


class NoteTooLarge(DomainError):
    """More than is left of the bill to be taken off; `limit` says how much that is."""


@dataclass(frozen=True, slots=True)
class NoteView:
    """A credit note as people see it; with a `change_id` it is the difference of two packages."""

    id: int
    customer_id: int
    bill_id: int
    number: str
    issued_on: date
    currency: str
    net_minor: int
    vat_minor: int
    total_minor: int
    reason: str
    change_id: int | None
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a note would take off, its VAT, and where the customer would stand after it."""

    total: Money
    vat: Money
    due: Money
    due_after: Money
    advance_after: Money


async def left_of(actor: Actor, bill_id: int) -> Money:
    """What can still be taken off a bill.

    Raises `NotFound`, `InvalidState` for one that is void, and `BillOfRecharge`.
    """
    actor.require("bill.run")
    bill = await bills.BILL.get(actor, bill_id)
    await bills.refuse_recharge(bill.id)
    if bill.status is BillStatus.VOID:
        raise InvalidState(what="bill", state=bill.status.value)
    taken = await queries.changes.noted_of(bill.id) + await queries.changes.back_of(bill.id)
    return Money(max(bill.total_minor - taken, 0), bill.currency)


async def give(actor: Actor, bill_id: int, amount: Money, reason: str) -> NoteView:
    """Take so much off a bill, with its VAT; it settles what is open, and the rest is advance.

    Raises `NotFound`, `InvalidState` for a void bill, `NoteTooLarge`, `InvalidValue`,
    `AmountTooLarge` beyond the role's limit.
    """
    actor.require("bill.run")
    bill = await bills.BILL.get(actor, bill_id)
    why, now = signs.within("reason", reason.strip(), 200), clock.now()
    async with db.transaction():
        await settling.lock(bill.customer_id)  # of two notes the second sees what is left
        await require_within(actor, bill_id, amount)
        vat = amount.share(bill.vat_minor, bill.total_minor)
        note = await noting.write(
            bill, Difference(amount - vat, vat), now, staff_id=actor.staff_id, reason=why
        )
        await audit.note(
            actor, "note.give", "bill", bill.id, operator_id=bill.operator_id,
            after={"number": note.number, "amount": amount.wire(), "reason": why},
        )  # fmt: skip
        await events.publish(DuesChanged((bill.customer_id,)))
    return _view(note)


async def require_within(actor: Actor, bill_id: int, amount: Money) -> None:
    """Raises as `give` does for an amount."""
    limit, left = actor.limit("payment.amount"), await left_of(actor, bill_id)
    if amount.minor <= 0:
        raise InvalidValue(field="amount", given=amount.minor, example="500")
    if limit is not None and amount.minor > limit:
        raise AmountTooLarge(limit=Money(limit, amount.currency))
    if amount > left:
        raise NoteTooLarge(limit=left)


async def foresee(actor: Actor, bill_id: int, amount: Money) -> Foreseen:
    """What `give` would do now: it is done, looked at, and taken back. Raises as it does."""
    actor.require("bill.run")
    bill = await bills.BILL.get(actor, bill_id)
    async with db.tried():
        due = await dues.due_of(bill.customer_id)
        made = await give(actor, bill_id, amount, "")
        after = await dues.due_of(bill.customer_id), await dues.advance_of(bill.customer_id)
    return Foreseen(amount, Money(made.vat_minor, made.currency), due, *after)


async def withdraw(actor: Actor, note_id: int, reason: str) -> NoteView:
    """A note that was given wrongly holds no more: what it settled is owed again, its number stays.

    Raises `NotFound`, `AlreadyDone`, `BillOfChange` for the note of a change of package, and
    `BillOfRecharge` for that of a recharge that was taken back.
    """
    actor.require("bill.run")
    note = await NOTE.get(actor, note_id)
    await bills.refuse_recharge(note.bill_id)
    why, now = signs.within("reason", reason.strip(), 200), clock.now()
    async with db.transaction():
        await settling.lock(note.customer_id)
        await note.refresh_from_db()
        if note.withdrawn_at is not None:
            raise AlreadyDone(what="note")
        if note.change_id is not None:
            raise bills.BillOfChange
        await noting.withdraw(note, now, staff_id=actor.staff_id, reason=why)
        await audit.note(
            actor, "note.withdraw", "bill", note.bill_id, operator_id=note.operator_id,
            after={"number": note.number, "reason": why},
        )  # fmt: skip
        await events.publish(DuesChanged((note.customer_id,)))
    await note.refresh_from_db()
    return _view(note)


async def get(actor: Actor, note_id: int) -> NoteView:
    """The note; raises `NotFound`."""
    actor.require("bill.see")
    return _view(await NOTE.get(actor, note_id))


async def on_bill(actor: Actor, bill_id: int) -> Sequence[NoteView]:
    """The notes on a bill, the first one first; raises `NotFound`."""
    bill = await bills.get(actor, bill_id)
    return [_view(row) for row in await CreditNote.filter(bill_id=bill.id).order_by("id")]


def _view(row: CreditNote) -> NoteView:
    return NoteView(
        row.id, row.customer_id, row.bill_id, row.number, row.issued_on, row.currency,
        row.net_minor, row.vat_minor, row.total_minor, row.reason, row.change_id,
        row.withdrawn_at is not None,
    )  # fmt: skip
