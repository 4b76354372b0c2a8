"""Taking a payment out of the books after the minutes of Undo: with a reason, seen before."""

from __future__ import annotations

from domain.accounts import gateways
from domain.billing import dues
from domain.customers import customers as customer_verbs
from domain.messaging import notices
from domain.money import Money
from domain.outreach import hearing
from domain.payments import history, posting, refunding
from domain.payments.models import Payment
from domain.payments.states import Method
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.staff import payment_cards
from handlers.staff.reasons import reason_step
from handlers.ui import guide
from handlers.ui.commands import action
from handlers.ui.flows import Filling, Step, flow, row_number
from handlers.ui.screens import Block, Lines, Screen, Text
from handlers.ui.turns import Turn

REASONS = ("bounced", "wrong-customer", "wrong-amount")


@action("payment.reverse", right="payment.reverse", refresh="payment")
async def begin(turn: Turn, actor: Actor, ports: Ports, payment_id: int) -> Screen:
    """Asks why, and shows what will happen."""
    payment = await history.get(actor, payment_id)
    await posting.require_reversible(payment)
    return await guide.begin(REVERSE, turn, actor, ports, values={"payment": payment.id})


async def _known(filling: Filling, text: str) -> int:
    number = row_number("payment", text.strip().upper().removeprefix("R"))
    payment = await history.get(filling.actor, number)
    await posting.require_reversible(payment)
    return int(payment.id)


async def _what_it_does(filling: Filling) -> Screen:
    payment = await history.get(filling.actor, filling.values["payment"])
    customer = await customer_verbs.get(filling.actor, payment.customer_id)
    settled = await history.settled_by(payment)
    due = await dues.due_of(customer.id)
    heard = await hearing.hears(customer.id, notices.PAYMENT_REVERSED)
    reopened = Money(sum(part.minor for _, part in settled), due.currency)
    return Screen(
        (
            Text("reverse-confirm", name=customer.name, id=customer.code,
                 amount=refunding.left_of(payment)),
            Text("customer-told-then" if heard else "customer-untold-then"),
            Text("reverse-reason", reason=filling.values["reason"]),
            Lines(Text("paid-due-now", due=due), Text("paid-due-after", due=due + reopened)),
            *await _given_back(payment),
        )
    )  # fmt: skip


async def _given_back(payment: Payment) -> list[Block]:
    """Where the money itself lies that came through an account of ours, or by a card."""
    if payment.method is Method.VOUCHER:
        return [Text("reverse-card", serial=payment.txn_id)]
    if payment.gateway_id is None:
        return []
    gateway = await gateways.get(payment.gateway_id)
    if gateway.provider == "manual":
        return [Text("reverse-by-hand", gateway=gateway.name)]
    return [Text("reverse-online")]


async def _reverse(filling: Filling) -> Screen:
    payment = await posting.reverse(
        filling.actor, filling.values["payment"], filling.values["reason"]
    )
    return await payment_cards.payment_card(filling.actor, filling.ports, payment.id)


REVERSE = flow(
    "reverse",
    Step("payment", Text("reverse-ask-payment"), parse=_known),
    reason_step("reverse-why", [f"reverse-{each}" for each in REASONS]),
    confirm=_what_it_does,
    do=_reverse,
    right="payment.reverse",
    agree="reverse-agree",
)
