"""What a customer pays for besides their service: typed or picked, on the next bill or at once."""

from __future__ import annotations

from collections.abc import Sequence

from domain import money
from domain.billing import own_bills
from domain.billing.own_bills import Item
from domain.billing.views import WaitingView
from domain.customers import customers as customer_verbs
from domain.customers.models import CustomerStatus
from domain.errors import AmountNotReadable, InvalidValue
from domain.messaging import notices
from domain.money import Money
from domain.outreach import hearing
from domain.ports import Ports
from domain.reports.customer_card import CustomerCard
from domain.signs import within
from domain.staff import operators
from domain.staff.rights import Actor
from handlers.staff import bill_cards, customers, search
from handlers.ui import guide
from handlers.ui.commands import action, command, screen
from handlers.ui.flows import Filling, Option, Step, flow
from handlers.ui.screens import Button, Lines, Screen, Text
from handlers.ui.turns import Turn

RIGHT = "bill.run"
LONGEST = 120

customers.on_card(
    Text("charge-button"),
    "charges",
    right=RIGHT,
    order=37,
    when=lambda card: card.status is not CustomerStatus.LEFT,
)


@customers.fact("amount.see")
async def waiting_fact(actor: Actor, ports: Ports, card: CustomerCard) -> Sequence[Text]:
    """What the next bill takes up."""
    if card.due is None:
        return ()
    return _said(await own_bills.waiting(actor, card.id), card.due.currency)


def _said(waiting: Sequence[WaitingView], currency: str) -> list[Text]:
    return [
        Text("charge-waits", label=row.label, amount=Money(row.amount_minor, currency))
        for row in waiting
    ]


@screen("charges", right=RIGHT)
async def charges(actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """What waits for the next bill, each to be dropped, and the way to more."""
    customer = await customer_verbs.get(actor, customer_id)
    found = await own_bills.waiting(actor, customer_id)
    currency = await operators.currency_of(customer.operator_id)
    drops = [
        Button(
            Text("charge-drop", label=row.label), "charge.drop", (customer_id, row.id), once=True
        )
        for row in found
    ]
    return Screen(
        (
            Text("charges-title", name=customer.name, id=customer.code),
            Lines(*_said(found, currency)) if found else Text("charges-none"),
        ),
        (
            (Button(Text("charge-add"), "charge.begin", (customer_id,)),),
            *((drop,) for drop in drops),
            (Button(Text("back"), "customer", (customer_id,)),),
        ),
    )


@action("charge.drop", right=RIGHT, refresh="charges")
async def drop(turn: Turn, actor: Actor, ports: Ports, customer_id: int, charge_id: int) -> Screen:
    """It is charged no more."""
    await own_bills.drop(actor, customer_id, charge_id)
    return (await charges(actor, ports, customer_id)).saying(Text("charge-dropped"))


@action("charge.begin", right=RIGHT, refresh="charges")
async def begin(turn: Turn, actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """Asks what for and how much."""
    customer = await customer_verbs.get(actor, customer_id)
    return await guide.begin(CHARGE, turn, actor, ports, values={"customer": customer.id})


@command("charge", right=RIGHT, args="CUSTOMER WHAT AMOUNT")
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/charge rahim Router 1500`: whom, what for, how much."""
    whom, _, lines = turn.text.strip().partition(" ")
    return await guide.begin(CHARGE, turn, actor, ports, given={"customer": whom, "items": lines})


async def _currency(filling: Filling) -> str:
    customer = await customer_verbs.get(filling.actor, filling.values["customer"])
    return await operators.currency_of(customer.operator_id)


async def _lines(filling: Filling, text: str) -> list[list[str | int]]:
    """A line each: what it is for, then the amount."""
    currency = await _currency(filling)
    found: list[list[str | int]] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        words = line.split()
        behind = 2 if money.is_unit(words[-1]) else 1
        label, amount = " ".join(words[:-behind]), " ".join(words[-behind:])
        if not label:
            raise InvalidValue(field="lines", given=line[:40], example="Router 1500")
        found.append([within("label", label, LONGEST), money.parse(amount, currency).minor])
    if not found:
        raise AmountNotReadable(text=text[:40])
    return found


async def _picks(filling: Filling) -> Sequence[Option]:
    usual = await own_bills.usual(filling.actor, await _currency(filling))
    return [
        Option(Text("charge-pick", label=label, amount=amount), [[label, amount.minor]])
        for label, amount in usual
    ]


async def _items(filling: Filling) -> list[Item]:
    currency = await _currency(filling)
    lines = filling.values["items"]
    return [Item(str(label), Money(int(minor), currency)) for label, minor in lines]


async def _what_it_does(filling: Filling) -> Screen:
    customer = await customer_verbs.get(filling.actor, filling.values["customer"])
    items = await _items(filling)
    head = Text("bill-customer", name=customer.name, id=customer.code)
    if filling.values["when"] == "next":
        lines = (Text("bill-line", label=label, amount=amount) for label, amount in items)
        return Screen((Lines(Text("charge-next"), head), Lines(*lines), Text("charge-next-vat")))
    would = await own_bills.foresee(filling.actor, customer.id, items)
    heard = await hearing.hears(customer.id, notices.BILL_CREATED)
    return Screen(
        (
            Lines(Text("charge-now"), head, Text("bill-due-on", on=would.bill.due_on)),
            *bill_cards.figures(would.bill, would.lines),
            Text("customer-told-then" if heard else "customer-untold-then"),
        )
    )


async def _do(filling: Filling) -> Screen:
    customer_id, items = int(filling.values["customer"]), await _items(filling)
    if filling.values["when"] == "next":
        await own_bills.charge(filling.actor, customer_id, items)
        shown = await charges(filling.actor, filling.ports, customer_id)
        return shown.saying(Text("charge-done"))
    bill = await own_bills.make(filling.actor, customer_id, items)
    made = await bill_cards.card(filling.actor, filling.ports, bill.id)
    return made.saying(Text("charge-billed", number=bill.number))


CHARGE = flow(
    "charge",
    search.customer_step(),
    Step("items", Text("charge-ask-lines"), parse=_lines, options=_picks, columns=1),
    Step(
        "when",
        Text("charge-ask-when"),
        options=[
            Option(Text("charge-when-next"), "next"),
            Option(Text("charge-when-now"), "now"),
        ],
        default="next",
        asked=False,
        beside=2,
    ),
    confirm=_what_it_does,
    do=_do,
    right=RIGHT,
    agree="charge-agree",
)
