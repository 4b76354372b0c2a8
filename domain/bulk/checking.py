"""What each line means, and what speaks against it: looked at before anything is done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date

from domain import clock, db
from domain.billing import bills, dues
from domain.billing.states import BillStatus
from domain.bulk import rules, told
from domain.bulk.errors import (
    BillsChanged,
    BillsSettled,
    CustomerUnclear,
    PartMissing,
    PartUnclear,
    PartUnread,
    SaidTwice,
    TxnTwice,
    Unheard,
)
from domain.bulk.models import Bulk, BulkLine
from domain.bulk.states import BulkKind, LineStatus
from domain.calendar import parse_day, today
from domain.customers import customers, search
from domain.customers.models import Customer
from domain.errors import AlreadyDone, DomainError, InvalidValue, NotFound, RepeatSuspected
from domain.money import Money, latin_digits, parse
from domain.outreach import hearing
from domain.payments import links, posting, sights
from domain.payments import rules as payment_rules
from domain.payments.posting import DayDoubtful
from domain.payments.sights import TxnClaimed, TxnUsed
from domain.payments.states import DayDoubt, Method
from domain.reports import finding
from domain.staff import operators
from domain.staff.rights import Actor

L = LineStatus
_SEVERAL = "\n"  # between what a line says of one kind
_METHODS = frozenset(Method) - {Method.ONLINE}


async def check(actor: Actor, bulk: Bulk, line: BulkLine) -> None:
    """Read a line for its author and write down where it stands, in the caller's transaction."""
    line.why, line.told = "", {}
    status = L.FITS
    try:
        await _READ[bulk.kind](actor, bulk, line)
    except DomainError as why:
        status = L.ASKS if _may_be_meant(why) else L.REFUSED
        line.why, line.told = why.key, told.kept({**why.values, **await _whose(actor, line, why)})
    await db.advance(
        line, status, of=[L.UNREAD], customer_id=line.customer_id, amount_minor=line.amount_minor,
        currency=line.currency, method=line.method, txn_id=line.txn_id, paid_on=line.paid_on,
        why=line.why, told=line.told,
    )  # fmt: skip


def _may_be_meant(why: DomainError) -> bool:
    """Whether a person can say that it is right all the same, or what is."""
    if isinstance(why, DayDoubtful):
        return why.values["why"] != DayDoubt.TO_COME
    return isinstance(why, CustomerUnclear | RepeatSuspected | SaidTwice | TxnClaimed)


async def _whose(actor: Actor, line: BulkLine, why: DomainError) -> Mapping[str, object]:
    """Of a transaction that is known already, whose it is and who took it, as far as the author
    may know."""
    if not isinstance(why, TxnUsed | TxnClaimed):
        return {}
    seen = await sights.of(actor, line.txn_id, Method(line.method))
    first = next((each for each in seen if each.state in ("posted", "submitted")), None)
    return {"name": first.name, "by": first.by, "at": first.at} if first else {}


async def _payment(actor: Actor, bulk: Bulk, line: BulkLine) -> None:
    customer = await _customer(actor, line)
    line.customer_id = customer.id
    amount = await _amount(line, customer)
    line.amount_minor, line.currency = amount.minor, amount.currency
    line.method = _method(line)
    line.txn_id = payment_rules.tidy_txn(_txn(line.parts))
    line.paid_on = _day(line, actor)
    await posting.foresee(
        actor, customer, amount, Method(line.method), txn_id=line.txn_id, paid_on=line.paid_on,
        again=rules.AGAIN in line.meant, day_meant=rules.DAY in line.meant,
    )  # fmt: skip
    await _refuse_said_twice(line)


async def _customer(actor: Actor, line: BulkLine) -> Customer:
    """By the id that people say before anything else that it may be."""
    if line.customer_id:
        return await customers.get(actor, line.customer_id)
    text = _only(line.parts, "customer").strip(" ,;")
    if not text:
        raise PartMissing(field="customer")
    exact = await customers.find(actor, latin_digits(text))
    if exact is not None:
        return exact
    hits = await finding.find(actor, latin_digits(text), limit=rules.MOST_MEANT + 1)
    if not hits:
        raise NotFound(what="customer", given=text[:40])
    meant = search.certain(hits)
    if meant is None:
        raise CustomerUnclear(given=text[:40], count=min(len(hits), rules.MOST_MEANT))
    return await customers.get(actor, meant.id)


async def meant_by(actor: Actor, line: BulkLine) -> list[search.Hit]:
    """The customers among whom the words of a line leave a choice."""
    text = latin_digits(_only(line.parts, "customer").strip(" ,;"))
    return await finding.find(actor, text, limit=rules.MOST_MEANT)


async def _amount(line: BulkLine, customer: Customer) -> Money:
    currency = await operators.currency_of(customer.operator_id)
    if line.bill_ids:
        return await _owed(line, customer)
    text = _only(line.parts, "amount")
    if not text:
        raise PartMissing(field="amount")
    return parse(text, currency)


async def _owed(line: BulkLine, customer: Customer) -> Money:
    """What the chosen bills lack; raises `BillsChanged` where that is not what was chosen."""
    chosen = [bill for bill in await bills.open_bills(customer.id) if bill.id in line.bill_ids]
    lacking = sum(bill.total_minor - bill.paid_minor for bill in chosen)
    if not chosen:
        raise BillsSettled
    if lacking != line.amount_minor:
        raise BillsChanged
    return Money(lacking, chosen[0].currency)


def _method(line: BulkLine) -> str:
    text = _only(line.parts, "method").strip().lower() or Method.CASH.value
    if text not in _METHODS:
        raise InvalidValue(field="choice", given=text[:40], example=Method.BKASH.value)
    return text


def _txn(parts: Mapping[str, str]) -> str:
    """What a column gives is one; of loose words, what has the form of one."""
    if given := parts.get("transaction"):
        return given
    words = [word for word in parts.get("txn", "").split(_SEVERAL) if word]
    likely = [word for word in words if payment_rules.is_likely_txn(word)]
    if len(likely) > 1:
        raise PartUnclear(field="txn", given=" · ".join(likely)[:100])
    if unread := [word for word in words if word not in likely]:
        raise PartUnread(given=" ".join(unread)[:100])
    return likely[0] if likely else ""


def _day(line: BulkLine, actor: Actor) -> date | None:
    text = _only(line.parts, "date")
    return parse_day(text, today(clock.now(), actor.timezone), past=True) if text else None


def _only(parts: Mapping[str, str], name: str) -> str:
    said = list(dict.fromkeys(part for part in parts.get(name, "").split(_SEVERAL) if part))
    if len(said) > 1:
        raise PartUnclear(field=name, given=" · ".join(said)[:100])
    return said[0] if said else ""


async def _refuse_said_twice(line: BulkLine) -> None:
    """A list may hold the same money twice; two transactions are two."""
    others = BulkLine.filter(bulk_id=line.bulk_id, status=L.FITS).exclude(id=line.id)
    if line.txn_id:
        other = await others.filter(txn_id=line.txn_id).order_by("number").first()
        if other is not None and payment_rules.may_be_one(
            Method(other.method), Method(line.method)
        ):
            raise TxnTwice(line=other.number)
    if rules.AGAIN in line.meant:
        return
    same = others.filter(customer_id=line.customer_id, amount_minor=line.amount_minor)
    if line.txn_id:
        same = same.filter(txn_id="")
    other = await same.order_by("number").first()
    if other is not None:
        raise SaidTwice(line=other.number)


async def _link(actor: Actor, bulk: Bulk, line: BulkLine) -> None:
    actor.require("link.send")
    customer = await customers.get(actor, line.customer_id or 0)
    notice, _ = await links.occasion(customer)
    if not await hearing.hears(customer.id, notice, asked=True):
        raise Unheard
    due = await dues.due_of(customer.id)
    line.amount_minor, line.currency = due.minor, due.currency


async def _void(actor: Actor, bulk: Bulk, line: BulkLine) -> None:
    actor.require("bill.run")
    await require_as_chosen(actor, line)


async def require_as_chosen(actor: Actor, line: BulkLine) -> int:
    """The id of the bill that is to be taken back; raises `BillsChanged`, `AlreadyDone`, and as
    `bills.void` does."""
    bill = await bills.get(actor, line.bill_ids[0])
    if bill.status is BillStatus.VOID:
        raise AlreadyDone(what="void")
    await bills.require_voidable(actor, bill.id)
    if (bill.total_minor, bill.paid_minor) != (line.amount_minor, paid_when_chosen(line)):
        raise BillsChanged
    return bill.id


def paid_when_chosen(line: BulkLine) -> int:
    """What was paid on a bill by then, in minor units."""
    return int(line.parts.get("paid", 0))


async def require_owed(line: BulkLine, customer: Customer) -> None:
    """Raises `BillsChanged` unless the chosen bills lack what the line pays, if it has any."""
    if line.bill_ids:
        await _owed(line, customer)


_READ: Mapping[BulkKind, Callable[[Actor, Bulk, BulkLine], Awaitable[None]]] = {
    BulkKind.PAID: _payment,
    BulkKind.LINK: _link,
    BulkKind.VOID: _void,
}
