"""Money of a customer settling what they owe: received, allocated oldest bill first, withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from domain import db, moves
from domain.billing import queries, settling
from domain.billing.models import Allocation, Bill, Credit
from domain.billing.rules import MAY, status_of
from domain.billing.states import BillStatus, CreditSource
from domain.customers.models import CustomerStatus
from domain.errors import AlreadyDone, InvalidValue
from domain.ledger import entries
from domain.ledger.models import Account
from domain.money import Money

_FROM = {CreditSource.OPENING: Account.OPENING, CreditSource.NOTE: Account.REVENUE}


class Received(NamedTuple):
    """Money that was taken in, and where the customer stood who gave it."""

    credit: Credit
    payer: CustomerStatus


async def receive(
    customer_id: int,
    amount: Money,
    source: CreditSource,
    source_id: int,
    at: datetime,
    staff_id: int | None = None,
    *,
    held: settling.Held | None = None,
    vat: Money | None = None,
    of_unserved: bool = False,
) -> Received:
    """Take in money that can settle bills and let it, in the caller's transaction.

    What a payment moved in the books is its own entry; an advance brought in and a credit note
    are entered here, of which a part may be `vat`, and the rest `of_unserved` service. What no bill
    takes stays as advance. `held` is given where the caller holds the customer for this amount
    already. Raises `CurrencyForeign`.
    """
    if amount.minor <= 0:
        raise InvalidValue(field="amount", given=amount.minor, example="500")
    operator_id, payer, _ = held or await settling.lock(customer_id, amount)
    credit = Credit(
        customer_id=customer_id,
        operator_id=operator_id,
        source=source,
        source_id=source_id,
        amount_minor=amount.minor,
        left_minor=amount.minor,
        currency=amount.currency,
        made_at=at,
    )
    if not await db.add(credit):
        raise AlreadyDone(what="credit")
    if source in _FROM:
        await entries.post(_entries(credit, amount, vat, staff_id, of_unserved=of_unserved), at)
    if await settling.settle(settling.One(customer_id), at, staff_id=staff_id):
        credit.left_minor = await queries.bills.left_of(credit.id)
    return Received(credit, payer)


def _entries(
    credit: Credit, amount: Money, vat: Money | None, staff_id: int | None, *, of_unserved: bool
) -> list[entries.Line]:
    of, owner = _FROM[credit.source], credit.operator_id
    if of_unserved:
        of, owner = Account.DEFERRED, credit.customer_id
    parts = [(of, owner, amount - vat if vat else amount), (Account.VAT, credit.operator_id, vat)]
    return [
        entries.Line(
            operator_id=credit.operator_id,
            debit=account,
            debit_of=whose,
            credit=Account.ADVANCE,
            credit_of=credit.customer_id,
            amount=part,
            cause=_cause(credit.source),
            cause_id=credit.id,
            staff_id=staff_id,
        )
        for account, whose, part in parts
        if part
    ]


async def settle(customer_id: int, at: datetime, staff_id: int | None = None) -> list[Allocation]:
    """Let a customer's advance settle their open bills, oldest first; what was allocated."""
    async with db.transaction():
        await settling.lock(customer_id)
        made = await settling.settle(settling.One(customer_id), at, staff_id=staff_id)
        if not made:
            return []
        latest = (
            await Allocation.filter(credit__customer_id=customer_id).order_by("-id").limit(made)
        )
    return latest[::-1]


async def withdraw(credit: Credit, *, at: datetime, staff_id: int | None, reason: str) -> None:
    """Take a credit back in the caller's transaction: what it settled is owed again.

    The entry of a payment is left to whoever reverses it; the other sources are reversed here.
    Other advance of the customer settles the reopened bills. Raises `AlreadyDone`.
    """
    await settling.lock(credit.customer_id)
    for allocation in await Allocation.filter(credit_id=credit.id, released_at=None).order_by("id"):
        await release(allocation, at=at, staff_id=staff_id, reason=reason)
    taken = await Credit.filter(id=credit.id, withdrawn_at=None).update(
        left_minor=0, withdrawn_at=at
    )
    if not taken:
        raise AlreadyDone(what="credit")
    if credit.source in _FROM:
        await entries.reverse(
            _cause(credit.source),
            credit.id,
            new_cause="withdrawal",
            new_cause_id=credit.id,
            staff_id=staff_id,
            reason=reason,
            at=at,
        )
    await credit.refresh_from_db()
    await settle(credit.customer_id, at, staff_id)


class Freed(NamedTuple):
    """What comes off a bill when money that settled it is given back."""

    allocation_id: int
    bill_id: int
    number: str
    part: Money


async def freed_by(credit: Credit, amount: Money) -> list[Freed]:
    """What comes off which bills when so much of a credit is given back: what was settled last."""
    found, missing = [], amount.minor - credit.left_minor
    latest = Allocation.filter(credit_id=credit.id, released_at=None).order_by("-id")
    for row in await latest.select_related("bill"):
        if missing <= 0:
            break
        part = Money(min(row.amount_minor, missing), credit.currency)
        found.append(Freed(row.id, row.bill_id, row.bill.number, part))
        missing -= part.minor
    return found


async def give_back(
    credit: Credit, amount: Money, *, at: datetime, staff_id: int | None, reason: str
) -> None:
    """Take a part of a credit away in the caller's transaction, or all of it.

    What no bill took goes first, then what was settled last: those bills are owed again by as
    much, and nobody counts as warned of that. Other advance of the customer settles them. The
    entry of the money is left to the caller. Of a credit that was withdrawn nothing is left to
    take: only its sum is less. Raises `InvalidValue` for more than there is.
    """
    await settling.lock(credit.customer_id)
    await credit.refresh_from_db()
    if amount.minor > credit.amount_minor:
        raise InvalidValue(field="amount", given=amount.minor, example="500")
    if credit.withdrawn_at is not None:
        less = credit.amount_minor - amount.minor
        await Credit.filter(id=credit.id).update(amount_minor=less)
        return
    freed = await freed_by(credit, amount)
    for row in await Allocation.filter(id__in=[each.allocation_id for each in freed]):
        await release(row, at=at, staff_id=staff_id, reason=reason)
    await credit.refresh_from_db()
    await Credit.filter(id=credit.id).update(
        left_minor=credit.left_minor - amount.minor, amount_minor=credit.amount_minor - amount.minor
    )
    await settle(credit.customer_id, at, staff_id)
    owed_again = Bill.filter(id__in=[each.bill_id for each in freed])
    await owed_again.exclude(status=BillStatus.PAID).update(warned_at=None)


async def take_again(credit: Credit, amount: Money, *, at: datetime) -> None:
    """Add to a credit what was given back of it, in the caller's transaction: it settles again.

    The entry of the money is left to the caller. Of a credit that was withdrawn only its sum grows.
    """
    await settling.lock(credit.customer_id)
    await credit.refresh_from_db()
    left = amount.minor if credit.withdrawn_at is None else 0
    await Credit.filter(id=credit.id).update(
        left_minor=credit.left_minor + left, amount_minor=credit.amount_minor + amount.minor
    )
    await settle(credit.customer_id, at)


async def release(
    allocation: Allocation, *, at: datetime, staff_id: int | None, reason: str
) -> None:
    """Undo one allocation: the bill is owed again by that much, the credit is advance again."""
    await entries.reverse(
        "allocation",
        allocation.id,
        new_cause="release",
        new_cause_id=allocation.id,
        staff_id=staff_id,
        reason=reason,
        at=at,
    )
    await Allocation.filter(id=allocation.id).update(released_at=at)
    bill = await Bill.get(id=allocation.bill_id)
    paid = bill.paid_minor - allocation.amount_minor
    stands = status_of(bill.total_minor, paid)
    if stands is not bill.status:
        moves.require(MAY, bill.status, stands)
    await Bill.filter(id=bill.id).update(paid_minor=paid, status=stands, settled_at=None)
    await queries.bills.give_back(allocation.credit_id, allocation.amount_minor)


def _cause(source: CreditSource) -> str:
    return {CreditSource.OPENING: "advance", CreditSource.NOTE: "note"}[source]
