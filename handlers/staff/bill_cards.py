"""One bill: what stands on it, its paper, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from domain.billing import bills, credit_notes
from domain.billing.bills import BillFilter, BillRow
from domain.billing.credit_notes import NoteView
from domain.billing.states import BillStatus, LineKind
from domain.billing.views import BillView, LineView
from domain.calendar import Span
from domain.customers import customers as customer_verbs
from domain.customers.models import Customer
from domain.errors import NotFound
from domain.money import Money
from domain.payments.mailing import Wanted
from domain.payments.states import PaperKind
from domain.ports import Ports
from domain.reports import finding
from domain.staff.rights import Actor
from handlers.staff import bills as lists
from handlers.staff import papers, payments
from handlers.staff.reasons import reason_step
from handlers.ui import guide
from handlers.ui.commands import action, command, screen
from handlers.ui.flows import Filling, Option, Step, Unclear, flow
from handlers.ui.screens import Block, Button, Lines, Row, Screen, Text, Watch
from handlers.ui.turns import Turn

REASONS = ("mistake", "not-used", "left")
OPEN = (BillStatus.UNPAID, BillStatus.PARTIAL)


@command("bill", right="bill.see", args="NUMBER")
async def by_number(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/bill NORTH-2026-000123`, or the end of the number, or whose it is."""
    if not turn.text:
        return Screen((Text("bill-ask-number"),), (guide.HOME,))
    found = await _meant(actor, turn.text)
    if len(found) > 1:
        return Screen((Text("bill-which"),), (*((lists.button(row),) for row in found), guide.HOME))
    return await card(actor, ports, found[0].id)


async def _meant(actor: Actor, text: str) -> Sequence[BillRow]:
    """The bills that may be meant; where no number fits, those of the only customer who does."""
    try:
        return await bills.meant_by(actor, text)
    except NotFound:
        whose = await finding.find(actor, text, limit=2)
        wanted = BillFilter(customer_id=whose[0].id if len(whose) == 1 else 0)
        found = await bills.page(actor, wanted, limit=bills.MOST_MEANT)
        if not found:
            raise
        return found


@screen("bill", right="bill.see")
async def card(actor: Actor, ports: Ports, bill_id: int) -> Screen:
    """The card of a bill, by row id."""
    bill = await bills.get(actor, bill_id)
    customer = await customer_verbs.get(actor, bill.customer_id)
    lines = await bills.lines_of(bill.id)
    notes = await credit_notes.on_bill(actor, bill.id)
    return Screen(
        (
            *_head(bill, customer),
            *figures(bill, lines),
            *_noted(notes),
        ),
        (*_ways(actor, bill), *_note_ways(actor, bill, notes)),
        watch=Watch("bill", (bill.id,), f"customer:{bill.customer_id}"),
    )


def _money(bill: BillView, minor: int) -> Money:
    return Money(minor, bill.currency)


def _due(bill: BillView) -> Money:
    rest = bill.total_minor - bill.paid_minor if bill.status in OPEN else 0
    return _money(bill, rest)


def _head(bill: BillView, customer: Customer) -> tuple[Block, ...]:
    status = bill.status.value
    return (
        Lines(
            Text("bill-head", number=bill.number),
            Text("bill-customer", name=customer.name, id=customer.code),
            Text("bill-standing", icon=Text(f"bill-icon-{status}"),
                 status=Text(f"bill-status-{status}")),
            Text("bill-period", period=Span(bill.starts_on, bill.ends_on)) if bill.period else None,
            Text("bill-days", first=bill.starts_on, last=bill.ends_on),
            Text("bill-due-on", on=bill.due_on),
        ),
    )  # fmt: skip


def figures(bill: BillView, lines: Sequence[LineView]) -> tuple[Block, Block]:
    """What stands on a bill and what it comes to."""
    shown = (_line(bill, line) for line in lines if line.kind is not LineKind.VAT)
    return Lines(*shown), _sums(bill, lines)


def _line(bill: BillView, line: LineView) -> Text:
    label = line.label or Text(f"bill-line-{line.kind.value.replace('_', '-')}")
    return Text("bill-line", label=label, amount=_money(bill, line.amount_minor))


def _sums(bill: BillView, lines: Sequence[LineView]) -> Lines:
    vat = _money(bill, bill.vat_minor)
    added = any(line.kind is LineKind.VAT for line in lines)
    return Lines(
        Text("bill-vat" if added else "bill-vat-within", vat=vat) if vat else None,
        Text("bill-total", total=_money(bill, bill.total_minor)),
        Text("bill-paid", paid=_money(bill, bill.paid_minor)) if bill.paid_minor else None,
        Text("bill-due", due=_due(bill)),
    )


def _ways(actor: Actor, bill: BillView) -> tuple[Row, ...]:
    owed = bill.status in OPEN
    first: list[Button] = [Button(Text("bill-pdf"), "bill.pdf", (bill.id,))]
    if owed and actor.can("payment.record"):
        first.append(Button(Text("bill-mark-paid"), "bill.pay", (bill.id,)))
    second: list[Button] = [Button(Text("bill-open-customer"), "customer", (bill.customer_id,))]
    if bill.status is not BillStatus.VOID and actor.can("bill.run"):
        second.append(Button(Text("bill-void"), "bill.void", (bill.id,)))
    return tuple(first), tuple(second)


def _noted(notes: Sequence[NoteView]) -> tuple[Lines, ...]:
    """What credit notes took off it."""
    standing = [note for note in notes if not note.is_withdrawn]
    said = [
        Text("bill-noted", number=note.number, amount=Money(-note.total_minor, note.currency))
        for note in standing
    ]
    return (Lines(*said),) if said else ()


def _note_ways(actor: Actor, bill: BillView, notes: Sequence[NoteView]) -> tuple[Row, ...]:
    rows: list[Row] = [
        (Button(Text("note-open", number=note.number), "note", (note.id,)),) for note in notes
    ]
    if bill.status is not BillStatus.VOID and actor.can("bill.run"):
        rows.append((Button(Text("note-give"), "note.give", (bill.id,)),))
    return tuple(rows)


@action("bill.pdf", right="bill.see", refresh="bill")
async def pdf(turn: Turn, actor: Actor, ports: Ports, bill_id: int) -> Screen:
    """The invoice as a file; with a code to pay by while something is due."""
    bill = await bills.get(actor, bill_id)
    said, wanted = Text("bill-pdf-of", number=bill.number), Wanted(PaperKind.INVOICE, bill.id)
    return await papers.paper(actor, ports, said, wanted, bill.customer_id, _due(bill))


@action("bill.pay", right="payment.record", refresh="bill")
async def pay(turn: Turn, actor: Actor, ports: Ports, bill_id: int) -> Screen:
    """Record what is due on it as paid; the confirmation says which bills that settles."""
    bill = await bills.get(actor, bill_id)
    if bill.status not in OPEN:
        return (await card(actor, ports, bill_id)).saying(Text("bill-nothing-due"))
    values = {"customer": bill.customer_id, "amount": _due(bill).minor, "bill": bill.id}
    return await guide.begin(payments.PAID, turn, actor, ports, values=values)


@action("bill.void", right="bill.run", refresh="bill")
async def void(turn: Turn, actor: Actor, ports: Ports, bill_id: int) -> Screen:
    """Take the bill back: asks why, shows what will happen."""
    bill = await bills.require_voidable(actor, bill_id)
    return await guide.begin(VOID, turn, actor, ports, values={"bill": bill.id})


async def _known(filling: Filling, text: str) -> int:
    found = await _meant(filling.actor, text)
    if len(found) > 1:
        raise Unclear(Text("bill-which"), [Option(lists.button(row).text, row.id) for row in found])
    return (await bills.require_voidable(filling.actor, found[0].id)).id


async def _what_void_does(filling: Filling) -> Screen:
    bill = await bills.get(filling.actor, filling.values["bill"])
    customer = await customer_verbs.get(filling.actor, bill.customer_id)
    paid = _money(bill, bill.paid_minor)
    return Screen(
        (
            Text("bill-void-confirm", number=bill.number, name=customer.name,
                 total=_money(bill, bill.total_minor)),
            Text("bill-void-reason", reason=filling.values["reason"]),
            *((Text("bill-void-released", paid=paid),) if paid else ()),
        )
    )  # fmt: skip


async def _void(filling: Filling) -> Screen:
    bill = await bills.void(filling.actor, filling.values["bill"], filling.values["reason"])
    shown = await card(filling.actor, filling.ports, bill.id)
    return shown.below(Text("bill-voided"))


VOID = flow(
    "void",
    Step("bill", Text("bill-ask-number"), parse=_known),
    reason_step("bill-void-why", [f"bill-void-{each}" for each in REASONS]),
    confirm=_what_void_does,
    do=_void,
    right="bill.run",
    agree="bill-void-agree",
)
