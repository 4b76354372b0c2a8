"""What is done to one line of a bulk, and taken back: by the verbs that do it to one customer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from domain.billing import bills
from domain.bulk import checking, rules
from domain.bulk.errors import BillsChanged
from domain.bulk.models import Bulk, BulkLine
from domain.bulk.states import BulkKind
from domain.customers import customers
from domain.errors import Outdated
from domain.money import Money
from domain.payments import links, posting
from domain.payments.states import Method
from domain.staff.rights import Actor

Kept = Mapping[str, Any]


async def do(actor: Actor, bulk: Bulk, line: BulkLine) -> Kept:
    """Do it in the caller's transaction; what the line keeps of it."""
    return await _DO[bulk.kind](actor, bulk, line)


async def _record(actor: Actor, bulk: Bulk, line: BulkLine) -> Kept:
    customer = await customers.get(actor, line.customer_id or 0)
    await checking.require_owed(line, customer)
    payment = await posting.record(
        actor, customer, Money(line.amount_minor or 0, line.currency), Method(line.method),
        txn_id=line.txn_id, paid_on=line.paid_on,
        again=rules.AGAIN in line.meant, day_meant=rules.DAY in line.meant,
    )  # fmt: skip
    return {"payment_id": payment.id}


async def _send(actor: Actor, bulk: Bulk, line: BulkLine) -> Kept:
    await links.send(actor, await customers.get(actor, line.customer_id or 0))
    return {}


async def _void(actor: Actor, bulk: Bulk, line: BulkLine) -> Kept:
    bill_id = await checking.require_as_chosen(actor, line)
    paid = checking.paid_when_chosen(line)
    try:
        await bills.void(actor, bill_id, bulk.reason, paid_minor=paid)
    except Outdated as why:
        raise BillsChanged from why
    return {}


async def take_back(actor: Actor, line: BulkLine) -> Kept:
    """Take the payment of a line back, as was asked for in time, in the caller's transaction."""
    await posting.undo(actor, line.payment_id or 0, in_time=True)
    return {}


_DO: Mapping[BulkKind, Callable[[Actor, Bulk, BulkLine], Awaitable[Kept]]] = {
    BulkKind.PAID: _record,
    BulkKind.LINK: _send,
    BulkKind.VOID: _void,
}
