"""Single bills: found, listed, made by hand, voided; and charges that wait for the next bill."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from domain import calendar, clock, db, events
from domain.billing import allocation, counters, finding, rules, settling
from domain.billing.dues import OPEN
from domain.billing.finding import BillFilter, BillRow
from domain.billing.models import Allocation, Bill, BillingProfile, BillLine, Charge, VatMode
from domain.billing.states import BillStatus, LineKind
from domain.calendar import Period
from domain.customers.models import Customer
from domain.errors import (
    AlreadyDone,
    CurrencyForeign,
    InvalidState,
    InvalidValue,
    NotFound,
)
from domain.events import BillMade, DueChanged
from domain.ledger import entries
from domain.ledger.models import Account
from domain.money import Money, latin_digits
from domain.staff import audit
from domain.staff.models import Operator
from domain.staff.rights import Actor

__all__ = ["BillFilter", "BillRow", "page", "totals"]

MOST_MEANT = 12
page = finding.page
totals = finding.totals


async def get(actor: Actor, bill_id: int) -> Bill:
    """The bill; raises `NotFound` for one that this person may not see as well."""
    return await _visible(actor, f"b.id = {int(bill_id)}", given=bill_id)


async def meant_by(actor: Actor, text: str) -> list[BillRow]:
    """The bills that a text may name: by a number, however its letters are written, by the end of
    one of the newest year, or by the ID of its customer; at least one, the newest first.

    Raises `NotFound`.
    """
    actor.require("bill.see")
    plain = latin_digits(text).strip().upper()
    serial = int(plain) if plain.isdigit() and len(plain) <= 12 else 0
    found = await db.rows(
        "SELECT b.id, b.year, b.serial FROM (SELECT id FROM bill WHERE number = $1"
        " UNION SELECT n.id FROM bill_counter k JOIN bill n ON n.operator_id = k.operator_id"
        " AND n.year = k.year AND n.serial = $2"
        " UNION SELECT n.id FROM customer w JOIN bill n ON n.customer_id = w.id"
        " WHERE w.customer_id = $1) meant JOIN bill b ON b.id = meant.id"
        " JOIN customer c ON c.id = b.customer_id JOIN operator o ON o.id = b.operator_id"
        f" WHERE {finding.visible_to(actor)} ORDER BY b.id DESC",
        plain,
        serial,
    )
    newest = max((row["year"] for row in found if row["serial"] == serial), default=0)
    ids = [row["id"] for row in found if row["serial"] != serial or row["year"] == newest]
    if not ids:
        raise NotFound(what="bill", given=text)
    return await finding.by_ids(ids[:MOST_MEANT])


async def _visible(actor: Actor, condition: str, *values: object, given: object) -> Bill:
    actor.require("bill.see")
    found = await db.value(
        "SELECT b.id FROM bill b JOIN customer c ON c.id = b.customer_id"
        f" JOIN operator o ON o.id = b.operator_id WHERE {condition}"
        f" AND {finding.visible_to(actor)}",
        *values,
    )
    bill = None if found is None else await Bill.get_or_none(id=found)
    if bill is None:
        raise NotFound(what="bill", given=given)
    return bill


async def lines_of(bill_id: int) -> list[BillLine]:
    """The lines of a bill, in the order in which they stand on it."""
    return await BillLine.filter(bill_id=bill_id).order_by("id")


async def open_bills(customer_id: int) -> list[Bill]:
    """What is unpaid or partly paid, in the order in which money settles it."""
    return await Bill.filter(customer_id=customer_id, status__in=OPEN).order_by("due_on", "id")


async def preview(customer_id: int, lines: Sequence[rules.Line]) -> rules.Computed:
    """What `make_one` would bill, shown to a person before it is."""
    customer = await _customer(customer_id)
    return rules.compute(lines, await _vat(customer, lines))


async def make_one(
    actor: Actor,
    customer_id: int,
    lines: Sequence[rules.Line],
    due_on: date | None = None,
    *,
    period: Period | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Bill:
    """Bill one customer for these lines, and let their advance settle it at once.

    With `period` it is that month's bill (`AlreadyDone` when there is one) and takes up waiting
    charges; without, a bill for one thing. `opening` lines bring in an old balance: no VAT.
    """
    customer, operator = await _billable(actor, customer_id)
    _refuse_foreign(lines, operator)
    now = clock.now()
    async with db.transaction():
        await settling.lock(customer_id)
        taken = await _waiting(customer_id, period)
        computed = rules.compute(
            [*lines, *(_as_line(charge, lines) for charge in taken)], await _vat(customer, lines)
        )
        bill = await _dated(customer, calendar.today(now, operator.timezone), period, due_on)
        bill.starts_on = starts_on or bill.starts_on
        bill.ends_on = ends_on or bill.ends_on
        bill.made_at = now
        await _write(bill, operator, computed, actor)
        await Charge.filter(id__in=[charge.id for charge in taken]).update(bill_id=bill.id)
        await audit.note(
            actor, "bill.make", "bill", bill.id, operator_id=operator.id,
            after={"number": bill.number, "total": computed.total.wire()},
        )  # fmt: skip
        await events.publish(BillMade(bill.id, customer.id))
        await allocation.settle(customer.id, now, actor.staff_id)
        await bill.refresh_from_db()
    return bill


def _refuse_foreign(lines: Sequence[rules.Line], operator: Operator) -> None:
    for line in lines:
        if line.amount.currency != operator.currency:
            raise CurrencyForeign(amount=line.amount, currency=operator.currency)


async def _billable(actor: Actor, customer_id: int) -> tuple[Customer, Operator]:
    """The customer whom the person may bill, and their operator."""
    actor.require("bill.run")
    customer = await _customer(customer_id)
    operator = await Operator.get(id=customer.operator_id)
    if not actor.sees(operator.path) or not actor.sees_zone(customer.zone_id):
        raise NotFound(what="customer", given=customer_id)
    return customer, operator


async def _dated(
    customer: Customer, today: date, period: Period | None, due_on: date | None
) -> Bill:
    """A bill with its dates, not written yet: a month's own, or today's for one thing."""
    profile = await BillingProfile.get(id=customer.billing_profile_id)
    month = period or Period.of(today)
    issued = rules.issued_on(period, today) if period else today
    return Bill(
        operator_id=customer.operator_id,
        customer_id=customer.id,
        period=str(period) if period else "",
        starts_on=month.starts_on,
        ends_on=month.ends_on,
        issued_on=issued,
        due_on=due_on or rules.due_on(issued, profile.due_days),
    )


async def _customer(customer_id: int) -> Customer:
    customer = await Customer.get_or_none(id=customer_id)
    if customer is None:
        raise NotFound(what="customer", given=customer_id)
    return customer


async def _vat(customer: Customer, lines: Sequence[rules.Line]) -> rules.Vat:
    if any(line.kind is LineKind.OPENING for line in lines):
        return rules.Vat()
    profile = await BillingProfile.get(id=customer.billing_profile_id)
    return rules.Vat(profile.vat_rate_bp, profile.vat_mode is VatMode.INCLUSIVE)


async def _waiting(customer_id: int, period: Period | None) -> list[Charge]:
    """Charges that a month's bill takes up; raises `AlreadyDone` when the month has its bill."""
    if period is None:
        return []
    made = Bill.filter(customer_id=customer_id, period=str(period))
    if await made.exclude(status=BillStatus.VOID).exists():
        raise AlreadyDone(what="bill", period=str(period))
    return await Charge.filter(customer_id=customer_id, bill_id=None).order_by("id")


def _as_line(charge: Charge, lines: Sequence[rules.Line]) -> rules.Line:
    currency = lines[0].amount.currency
    return rules.Line(charge.kind, charge.label, Money(charge.amount_minor, currency))


async def _write(bill: Bill, operator: Operator, computed: rules.Computed, actor: Actor) -> None:
    """Number the bill and write it with its lines and entries."""
    bill.year = bill.issued_on.year
    bill.serial = await counters.next_serial(operator.id, bill.year)
    bill.number = rules.number_of(operator.code, bill.year, bill.serial)
    bill.currency = computed.total.currency
    bill.net_minor, bill.vat_minor = computed.net.minor, computed.vat.minor
    bill.total_minor = computed.total.minor
    await bill.save()
    await BillLine.bulk_create(
        BillLine(
            bill_id=bill.id,
            kind=line.kind,
            label=line.label[:120],
            amount_minor=line.amount.minor,
        )
        for line in computed.lines
    )
    opening = any(line.kind is LineKind.OPENING for line in computed.lines)
    parts = (
        (Account.OPENING if opening else Account.REVENUE, computed.net),
        (Account.VAT, computed.vat),
    )
    await entries.post(
        [
            entries.Line(
                operator_id=operator.id,
                debit=Account.RECEIVABLE,
                debit_of=bill.customer_id,
                credit=account,
                credit_of=operator.id,
                amount=amount,
                cause="bill",
                cause_id=bill.id,
                staff_id=actor.staff_id,
            )
            for account, amount in parts
            if amount
        ],
        bill.made_at,
    )


async def charge(
    actor: Actor, customer_id: int, amount: Money, label: str, kind: LineKind = LineKind.CHARGE
) -> Charge:
    """Put a charge on the customer's next monthly bill, as a line of its own.

    Money back is a credit note (`allocation.receive`), never a negative charge.
    """
    customer, operator = await _billable(actor, customer_id)
    if amount.minor <= 0:
        raise InvalidValue(field="amount", given=amount.minor, example="200")
    _refuse_foreign([rules.Line(kind, label, amount)], operator)
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


async def void(actor: Actor, bill_id: int, reason: str) -> Bill:
    """Take a bill back: it is owed no more, its number stays, its charges wait again.

    What had settled it becomes advance, which settles other open bills. Raises `InvalidState` for
    a bill that is void already.
    """
    actor.require("bill.run")
    bill = await get(actor, bill_id)
    now = clock.now()
    async with db.transaction():
        await settling.lock(bill.customer_id)
        await _release_all(bill, now, actor, reason)
        await bill.refresh_from_db()
        before = bill.status
        if not await db.advance(bill, BillStatus.VOID, of=[BillStatus.UNPAID], settled_at=now):
            raise InvalidState(what="bill", state=before.value)
        await entries.reverse(
            "bill", bill.id, new_cause="void", new_cause_id=bill.id,
            staff_id=actor.staff_id, reason=reason, at=now,
        )  # fmt: skip
        await Charge.filter(bill_id=bill.id).update(bill_id=None)
        await audit.note(
            actor, "bill.void", "bill", bill.id, operator_id=bill.operator_id,
            before={"status": before.value}, after={"status": "void", "reason": reason},
        )  # fmt: skip
        await allocation.settle(bill.customer_id, now, actor.staff_id)
        await events.publish(DueChanged(bill.customer_id))
    return bill


async def _release_all(bill: Bill, now: datetime, actor: Actor, reason: str) -> None:
    for part in await Allocation.filter(bill_id=bill.id, released_at=None).order_by("id"):
        await allocation.release(part, at=now, staff_id=actor.staff_id, reason=reason)
