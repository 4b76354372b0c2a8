"""Giving money back through the gateway that took it: how much, why, seen before."""

from __future__ import annotations

from collections.abc import Sequence

from domain.accounts import gateways
from domain.customers import customers as customer_verbs
from domain.messaging import notices
from domain.money import Money, parse
from domain.outreach import hearing
from domain.payments import history, refunding
from domain.payments.models import Payment
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.staff import payment_cards
from handlers.staff.reasons import reason_step
from handlers.ui import guide
from handlers.ui.commands import action
from handlers.ui.flows import Filling, Option, Step, flow, row_number
from handlers.ui.screens import Block, Lines, Screen, Text
from handlers.ui.turns import Turn

REASONS = ("left", "outage", "twice")


@action("payment.refund", right="payment.reverse", refresh="payment")
async def begin(turn: Turn, actor: Actor, ports: Ports, payment_id: int) -> Screen:
    """Asks how much and why; a gateway that gives nothing back is said at once."""
    payment = await refunding.payment_of(actor, payment_id, ports)
    return await guide.begin(REFUND, turn, actor, ports, values={"payment": payment.id})


async def _known(filling: Filling, text: str) -> int:
    number = row_number("payment", text.strip().upper().removeprefix("R"))
    return int((await refunding.payment_of(filling.actor, number, filling.ports)).id)


async def _payment(filling: Filling) -> Payment:
    return await history.get(filling.actor, filling.values["payment"])


async def _ask_amount(filling: Filling) -> Screen:
    left = refunding.left_of(await _payment(filling))
    return Screen((Text("refund-ask-amount", left=left),))


async def _all_of_it(filling: Filling) -> Sequence[Option]:
    left = refunding.left_of(await _payment(filling))
    return [Option(Text("refund-all", left=left), left.minor)]


async def _amount(filling: Filling, text: str) -> int:
    payment = await _payment(filling)
    amount = parse(text, payment.currency)
    refunding.require_within(filling.actor, payment, amount)
    return amount.minor


async def _what_it_does(filling: Filling) -> Screen:
    payment = await _payment(filling)
    customer = await customer_verbs.get(filling.actor, payment.customer_id)
    amount = Money(int(filling.values["amount"]), payment.currency)
    heard = await hearing.hears(customer.id, notices.PAYMENT_REFUNDED)
    return Screen(
        (
            Text("refund-confirm", name=customer.name, id=customer.code, amount=amount),
            *await _by_which(payment),
            Text("customer-told-then" if heard else "customer-untold-then"),
            Text("reverse-reason", reason=filling.values["reason"]),
            await _owed_again(payment, amount),
        )
    )


async def _by_which(payment: Payment) -> list[Block]:
    if payment.gateway_id is None:
        return []
    gateway = await gateways.get(payment.gateway_id)
    return [Text("refund-how", gateway=gateway.name)]


async def _owed_again(payment: Payment, amount: Money) -> Lines:
    seen = await refunding.foresee(payment, amount)
    return Lines(
        *(Text("refund-freed", number=each.number, amount=each.part) for each in seen.freed),
        None if seen.freed else Text("refund-frees-nothing"),
        Text("paid-due-now", due=seen.due),
        Text("paid-due-after", due=seen.due_after),
    )


async def _give_back(filling: Filling) -> Screen:
    payment = await _payment(filling)
    amount = Money(int(filling.values["amount"]), payment.currency)
    await refunding.ask(filling.actor, payment.id, amount, filling.values["reason"], filling.ports)
    card = await payment_cards.payment_card(filling.actor, filling.ports, payment.id)
    return card.saying(Text("refund-asked-for"))


REFUND = flow(
    "refund",
    Step("payment", Text("reverse-ask-payment"), parse=_known),
    Step("amount", _ask_amount, parse=_amount, options=_all_of_it),
    reason_step("refund-why", [f"refund-for-{each}" for each in REASONS]),
    confirm=_what_it_does,
    do=_give_back,
    right="payment.reverse",
    agree="refund-agree",
)


@action("payment.went-back", right="payment.reverse", refresh="payment")
async def went_back(turn: Turn, actor: Actor, ports: Ports, payment_id: int) -> Screen:
    """Somebody has seen at the gateway that the money went back."""
    await refunding.decide(actor, payment_id, given=True)
    return await payment_cards.payment_card(actor, ports, payment_id)


@action("payment.kept", right="payment.reverse", refresh="payment")
async def kept(turn: Turn, actor: Actor, ports: Ports, payment_id: int) -> Screen:
    """Somebody has seen at the gateway that nothing went back."""
    await refunding.decide(actor, payment_id, given=False)
    return await payment_cards.payment_card(actor, ports, payment_id)
