"""Credit notes: given on a bill, looked at, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence

from domain.billing import bills, credit_notes, dues
from domain.billing.credit_notes import NoteView
from domain.customers import customers as customer_verbs
from domain.money import Money, parse
from domain.payments.mailing import Wanted
from domain.payments.states import PaperKind
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.staff import papers
from handlers.staff.reasons import reason_step
from handlers.ui import guide
from handlers.ui.commands import action, screen
from handlers.ui.flows import Filling, Option, Step, flow, row_number
from handlers.ui.screens import Button, Lines, Row, Screen, Text
from handlers.ui.turns import Turn

RIGHT = "bill.run"
REASONS = ("outage", "too-much", "goodwill")


@screen("note", right="bill.see")
async def card(actor: Actor, ports: Ports, note_id: int) -> Screen:
    """The card of a credit note, by row id."""
    note = await credit_notes.get(actor, note_id)
    customer = await customer_verbs.named(actor, note.customer_id)
    bill = await bills.get(actor, note.bill_id)
    vat, total = (Money(minor, note.currency) for minor in (note.vat_minor, note.total_minor))
    rows: list[Row] = [
        (
            Button(Text("note-bill", number=bill.number), "bill", (bill.id,)),
            Button(Text("bill-open-customer"), "customer", (note.customer_id,)),
        ),
        (Button(Text("bill-pdf"), "note.pdf", (note.id,)),),
    ]
    may_withdraw = not note.is_withdrawn and note.change_id is None
    if may_withdraw and actor.can(RIGHT):
        rows.append((Button(Text("note-withdraw"), "note.withdraw", (note.id,)),))
    return Screen(
        (
            Lines(
                Text("note-head", number=note.number),
                Text("bill-customer", name=customer.name, id=customer.code),
                Text("note-on", number=bill.number, on=note.issued_on),
                Text("bill-vat-within", vat=vat) if vat else None,
                Text("bill-total", total=total),
                Text("note-reason", reason=note.reason) if note.reason else None,
                Text("note-of-change") if note.change_id is not None else None,
                Text("note-withdrawn") if note.is_withdrawn else None,
            ),
        ),
        tuple(rows),
    )


@action("note.pdf", right="bill.see", refresh="note")
async def pdf(turn: Turn, actor: Actor, ports: Ports, note_id: int) -> Screen:
    """The credit note as a file."""
    note = await credit_notes.get(actor, note_id)
    said, wanted = Text("note-pdf-of", number=note.number), Wanted(PaperKind.NOTE, note.id)
    due = await dues.due_of(note.customer_id)
    return await papers.paper(actor, ports, said, wanted, note.customer_id, due)


@action("note.give", right=RIGHT, refresh="bill")
async def begin(turn: Turn, actor: Actor, ports: Ports, bill_id: int) -> Screen:
    """Asks how much is taken off the bill and why."""
    await credit_notes.left_of(actor, bill_id)
    return await guide.begin(CREDIT, turn, actor, ports, values={"bill": bill_id})


async def _bill(filling: Filling, text: str) -> int:
    found = await bills.meant_by(filling.actor, text)
    return found[0].id


async def _ask_amount(filling: Filling) -> Screen:
    left = await credit_notes.left_of(filling.actor, filling.values["bill"])
    return Screen((Text("note-ask-amount", left=left),))


async def _all_of_it(filling: Filling) -> Sequence[Option]:
    left = await credit_notes.left_of(filling.actor, filling.values["bill"])
    return [Option(Text("refund-all", left=left), left.minor)] if left else []


async def _amount(filling: Filling, text: str) -> int:
    bill = await bills.get(filling.actor, filling.values["bill"])
    amount = parse(text, bill.currency)
    await credit_notes.require_within(filling.actor, bill.id, amount)
    return amount.minor


async def _what_it_does(filling: Filling) -> Screen:
    bill = await bills.get(filling.actor, filling.values["bill"])
    customer = await customer_verbs.named(filling.actor, bill.customer_id)
    amount = Money(int(filling.values["amount"]), bill.currency)
    would = await credit_notes.foresee(filling.actor, bill.id, amount)
    return Screen(
        (
            Text("note-confirm", number=bill.number, name=customer.name, amount=would.total),
            Lines(
                Text("bill-vat-within", vat=would.vat) if would.vat else None,
                Text("note-reason", reason=filling.values["reason"]),
                Text("paid-due-now", due=would.due),
                Text("paid-due-after", due=would.due_after),
                Text("paid-advance", advance=would.advance_after) if would.advance_after else None,
            ),
        )
    )


async def _give(filling: Filling) -> Screen:
    bill = await bills.get(filling.actor, filling.values["bill"])
    amount = Money(int(filling.values["amount"]), bill.currency)
    note = await credit_notes.give(filling.actor, bill.id, amount, filling.values["reason"])
    made = await card(filling.actor, filling.ports, note.id)
    return made.saying(Text("note-given"))


CREDIT = flow(
    "credit",
    Step("bill", Text("bill-ask-number"), parse=_bill),
    Step("amount", _ask_amount, parse=_amount, options=_all_of_it),
    reason_step("note-why", [f"note-for-{each}" for each in REASONS]),
    confirm=_what_it_does,
    do=_give,
    right=RIGHT,
    agree="note-agree",
)


@action("note.withdraw", right=RIGHT, refresh="note")
async def begin_withdrawal(turn: Turn, actor: Actor, ports: Ports, note_id: int) -> Screen:
    """Asks why it is taken back."""
    note = await credit_notes.get(actor, note_id)
    return await guide.begin(WITHDRAW, turn, actor, ports, values={"note": note.id})


async def _note(filling: Filling, text: str) -> int:
    note = await credit_notes.get(filling.actor, row_number("note", text))
    return note.id


async def _what_withdrawing_does(filling: Filling) -> Screen:
    note: NoteView = await credit_notes.get(filling.actor, filling.values["note"])
    total = Money(note.total_minor, note.currency)
    return Screen(
        (
            Text("note-withdraw-confirm", number=note.number, total=total),
            Text("note-reason", reason=filling.values["reason"]),
        )
    )


async def _withdraw(filling: Filling) -> Screen:
    note = await credit_notes.withdraw(
        filling.actor, filling.values["note"], filling.values["reason"]
    )
    shown = await card(filling.actor, filling.ports, note.id)
    return shown.saying(Text("note-taken-back"))


WITHDRAW = flow(
    "withdraw",
    Step("note", Text("note-ask"), parse=_note),
    reason_step("note-withdraw-why", ["bill-void-mistake"]),
    confirm=_what_withdrawing_does,
    do=_withdraw,
    right=RIGHT,
    agree="note-withdraw-agree",
)
