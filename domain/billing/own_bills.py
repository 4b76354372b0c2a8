"""What a customer pays for besides their service: on the next bill, or on one made at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain import calendar, clock, db, events, reach, tables
from domain.billing import bills, proration, queries, settling, single
from domain.billing.models import Bill, BillingProfile, Charge, VatMode
from domain.billing.states import LineKind
from domain.billing.views import BillView, LineView, WaitingView
from domain.calendar import Span
from domain.customers import customers
from domain.customers.models import Customer, CustomerStatus
from domain.errors import AlreadyDone, CurrencyForeign, InvalidState, InvalidValue, NotFound
from domain.events import BillsMade, CustomersChanged
from domain.messaging import notices, outbox
from domain.money import Money, total
from domain.staff import audit, operators
from domain.staff.models import Operator
from domain.staff.rights import Actor

MOST_LINES, PICKS = 20, 6


class Item(NamedTuple):
    """One thing to be paid for."""

    label: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A bill as it would be made now, with its lines."""

    bill: BillView
    lines: Sequence[LineView]


async def charge(actor: Actor, customer_id: int, items: Sequence[Item]) -> None:
    """Have the customer's next bill take these up, all of them or none.

    Raises as `bills.charge` does, and `InvalidState` for who has left: they get no bill any more.
    """
    actor.require("bill.run")
    customer = await customers.get(actor, customer_id)
    if customer.status is CustomerStatus.LEFT:
        raise InvalidState(what="customer", state=customer.status.value)
    _require_some(items)
    async with db.transaction():
        for label, amount in items:
            await bills.charge(actor, customer_id, amount, label)
        await events.publish(CustomersChanged((customer_id,)))


def _require_some(items: Sequence[Item]) -> None:
    if not 0 < len(items) <= MOST_LINES:
        raise InvalidValue(field="lines", given=len(items), example="Router 1500")


async def waiting(actor: Actor, customer_id: int) -> list[WaitingView]:
    """What the customer's next bill takes up, the first one first."""
    await customers.get(actor, customer_id)
    rows = await Charge.filter(customer_id=customer_id, bill_id=None).order_by("id")
    return [tables.view(WaitingView, row) for row in rows]


async def usual(actor: Actor, currency: str) -> list[Item]:
    """What customers whom the actor sees were charged for lately, the most frequent first."""
    actor.require("bill.run")
    seen, values = reach.sql(actor, first=2)
    found = await queries.changes.usual_charges(currency, seen, values, limit=PICKS)
    return [Item(row.label, Money(row.amount_minor, currency)) for row in found]


async def drop(actor: Actor, customer_id: int, charge_id: int) -> None:
    """Let a charge go that waits still; raises `NotFound`, and `AlreadyDone` for one on a bill."""
    actor.require("bill.run")
    customer = await customers.get(actor, customer_id)
    async with db.transaction():
        await settling.lock(customer_id)
        row = await Charge.get_or_none(id=charge_id, customer_id=customer_id)
        if row is None:
            raise NotFound(what="charge", given=charge_id)
        if row.bill_id is not None:
            raise AlreadyDone(what="charge")
        await row.delete()
        await audit.note(
            actor, "bill.drop-charge", "customer", customer_id, operator_id=customer.operator_id,
            before={"label": row.label, "amount_minor": row.amount_minor},
        )  # fmt: skip
        await events.publish(CustomersChanged((customer_id,)))


async def make(actor: Actor, customer_id: int, items: Sequence[Item]) -> BillView:
    """Bill these at once, with VAT by the customer's profile; advance settles it.

    Raises `NotFound`, `InvalidValue`, and `CurrencyForeign`.
    """
    actor.require("bill.run")
    customer = await customers.get(actor, customer_id)
    operator = await operators.get(customer.operator_id)
    _require_some(items)
    for _, amount in items:
        if amount.minor <= 0:
            raise InvalidValue(field="amount", given=amount.minor, example="200")
        if amount.currency != operator.currency:
            raise CurrencyForeign(amount=amount, currency=operator.currency)
    async with db.transaction():
        await settling.lock(customer_id)
        bill = await _write(actor, customer, operator, items)
        await audit.note(
            actor, "bill.make", "bill", bill.id, operator_id=operator.id,
            after={"number": bill.number, "total": Money(bill.total_minor, bill.currency).wire()},
        )  # fmt: skip
        await outbox.put(
            outbox.Draft(
                dedupe=f"bill:{bill.id}:made",
                event=notices.BILL_CREATED.key,
                customer_id=customer_id,
                operator_id=operator.id,
                about={"bill": bill.id},
            )
        )
        await events.publish(BillsMade(None, bill.id, bill.id))
    return tables.view(BillView, bill)


async def _write(
    actor: Actor, customer: Customer, operator: Operator, items: Sequence[Item]
) -> Bill:
    profile = await BillingProfile.get(id=customer.billing_profile_id)
    worth = proration.priced(
        total((item.amount for item in items), operator.currency), profile.vat_rate_bp,
        is_within=profile.vat_mode is VatMode.INCLUSIVE,
    )  # fmt: skip
    lines = [single.Line(LineKind.CHARGE, label, amount) for label, amount in items]
    if worth.on_top:
        lines.append(single.Line(LineKind.VAT, "", worth.on_top))
    today = calendar.today(clock.now(), operator.timezone)
    draft = single.Draft(customer, Span(today, today), lines, worth.net, worth.vat)
    return await single.write(draft, clock.now(), actor.staff_id)


async def foresee(actor: Actor, customer_id: int, items: Sequence[Item]) -> Foreseen:
    """What `make` would do now: it is done, looked at, and taken back. Raises as it does."""
    actor.require("bill.run")
    async with db.tried():
        bill = await make(actor, customer_id, items)
        lines = await bills.lines_of(bill.id)
    return Foreseen(bill, lines)
