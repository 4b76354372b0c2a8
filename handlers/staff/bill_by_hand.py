"""One customer's bill for a month, seen before it is made."""

from __future__ import annotations

from datetime import date

from domain.billing import byhand
from domain.calendar import Period, Span
from domain.customers import customers
from domain.errors import NotBilled
from domain.messaging import notices
from domain.outreach import hearing
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.staff import bill_cards
from handlers.ui.commands import action, screen
from handlers.ui.screens import Block, Button, Lines, Row, Screen, Text
from handlers.ui.turns import Turn


@screen("bill.foreseen", right="bill.run")
async def foreseen(
    actor: Actor, ports: Ports, customer_id: int, period: str, operator_id: int = 0
) -> Screen:
    """What the bill would be, or why there is none; `operator_id` leads back to the list."""
    customer = await customers.get(actor, customer_id)
    month = Period.parse(period)
    head = Lines(
        Text("bill-foreseen", period=month),
        Text("bill-customer", name=customer.name, id=customer.code),
    )
    rows: tuple[Row, ...] = (
        (Button(Text("bill-open-customer"), "customer", (customer_id,)),),
        (Button(Text("back"), "billrun.missing", (period, operator_id)),),
    )
    try:
        would = await byhand.foresee(actor, customer_id, month)
    except NotBilled as why:
        reason = Text(f"billrun-skip-{why.values['reason']}")
        made = await byhand.made_for(actor, customer_id, month)
        if made is not None:
            open_it = Button(Text("bill-foreseen-there", number=made.number), "bill", (made.id,))
            rows = ((open_it,), *rows)
        return Screen((head, Text("bill-foreseen-none", why=reason)), rows)
    blocks: tuple[Block, ...] = (
        head,
        Lines(
            Text("bill-days", first=would.bill.starts_on, last=would.bill.ends_on),
            Text("bill-due-on", on=would.bill.due_on),
        ),
        *bill_cards.figures(would.bill, would.lines),
        await _told(customer.operator_id),
    )
    shown = (would.bill.total_minor, str(would.bill.due_on))
    args = (customer_id, period, operator_id, *shown)
    make = Button(Text("bill-make"), "bill.make", args, once=True)
    return Screen(blocks, ((make,), *rows))


async def _told(operator_id: int) -> Text:
    """Whether the customer hears of the bill."""
    can, _ = await hearing.tell(operator_id, notices.BILL_CREATED)
    return Text("bill-foreseen-told" if can else "bill-foreseen-untold")


@action("bill.make", right="bill.run", refresh="bill.foreseen")
async def make(
    turn: Turn,
    actor: Actor,
    ports: Ports,
    customer_id: int,
    period: str,
    operator_id: int,
    total_minor: int,
    due_on: str,
) -> Screen:
    """Make the bill as it was shown, and show it."""
    shown = byhand.Shown(total_minor, date.fromisoformat(due_on))
    bill = await byhand.make(actor, customer_id, Period.parse(period), shown=shown)
    made = await bill_cards.card(actor, ports, bill.id)
    span = Span(bill.starts_on, bill.ends_on)
    return made.saying(Text("bill-made", number=bill.number, period=span))
