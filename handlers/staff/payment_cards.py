"""One payment as people see it: its card, and what is said above it to whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence

from domain.billing import dues
from domain.customers import customers as customer_verbs
from domain.customers.models import CustomerStatus
from domain.money import Money
from domain.payments import history, refunding, sights
from domain.payments.models import Payment
from domain.payments.states import PaymentStatus
from domain.ports import Ports
from domain.reports.customer_card import CustomerCard
from domain.staff.rights import Actor
from handlers.staff import customers, refunded, sighted, tried
from handlers.ui.commands import screen
from handlers.ui.screens import Block, Button, Lines, Row, Screen, Text, Watch


@customers.fact("amount.see")
async def last_payment(actor: Actor, ports: Ports, card: CustomerCard) -> Sequence[Text]:
    """What came last."""
    last = await history.last_payment(card.id)
    if last is None:
        return ()
    return [Text("paid-fact", amount=last.amount, method=Text(f"method-{last.method}"), at=last.at)]


async def about(actor: Actor, payment: Payment) -> tuple[Block, ...]:
    """What came, what it settled, and how the customer stands now."""
    customer = await customer_verbs.get(actor, payment.customer_id)
    settled = await history.settled_by(payment)
    amount = Money(payment.amount_minor, payment.currency)
    advance = await dues.advance_of(customer.id)
    return (
        Lines(
            Text("paid-of", name=customer.name, id=customer.code, amount=amount),
            Text("paid-method", method=Text(f"method-{payment.method}")),
            Text("paid-txn", txn=payment.txn_id) if payment.txn_id else None,
            Text("paid-on", on=payment.paid_on),
            Text("payments-note", note=payment.note) if payment.note else None,
            Text("paid-left") if customer.status is CustomerStatus.LEFT else None,
        ),
        Lines(
            *(Text("paid-settled", number=number, amount=part) for number, part in settled),
            Text("paid-advance", advance=advance) if advance else None,
            Text("paid-due-now", due=await dues.due_of(customer.id)),
        ),
        *sighted.blocks(await sights.of_payment(actor, payment)),
    )


@screen("payment", right="amount.see")
async def payment_card(actor: Actor, ports: Ports, payment_id: int) -> Screen:
    """One payment, whoever recorded it."""
    payment = await history.get(actor, payment_id)
    taken_back = payment.status is PaymentStatus.REVERSED
    refunds = await refunding.of(payment)
    may_go_back = not (taken_back or refunded.is_going_back(refunds))
    return Screen(
        (
            *((Text("paid-was-undone"),) if taken_back else ()),
            *await about(actor, payment),
            *refunded.blocks(refunds),
            *await tried.blocks(payment.attempt_id),
        ),
        (
            (
                Button(Text("account-receipt-button"), "payment.receipt", (payment.id,)),
                Button(Text("paid-customer"), "customer", (payment.customer_id,)),
            ),
            *refunded.buttons(refunds, payment.id),
            _back(payment) if may_go_back else (),
        ),
        watch=Watch("payment", (payment.id,), f"payment:{payment.id}"),
    )


def _back(payment: Payment) -> Row:
    """What undoes the payment; the gateway gives back what is left of it."""
    if not refunding.left_of(payment):
        return ()
    take = Button(Text("reverse-button"), "payment.reverse", (payment.id,))
    if payment.gateway_id is None:
        return (take,)
    return (Button(Text("refund-button"), "payment.refund", (payment.id,)), take)


@screen("payment.refund-note", right="amount.see")
async def refund_note(actor: Actor, ports: Ports, payment_id: int) -> Screen:
    """What the payments group is told when money did not go back, or nobody knows."""
    shown = await payment_card(actor, ports, payment_id)
    return shown.below(Text("refund-noted"))


@screen("payment.paid-note", right="amount.see")
async def paid_note(actor: Actor, ports: Ports, payment_id: int) -> Screen:
    """What whoever sent the link is told when it was paid."""
    shown = await payment_card(actor, ports, payment_id)
    return shown.below(Text("paid-by-link"))


@screen("payment.overpaid-note", right="amount.see")
async def overpaid_note(actor: Actor, ports: Ports, payment_id: int) -> Screen:
    """What the payments group is told when more was paid online than was still due."""
    shown = await payment_card(actor, ports, payment_id)
    return shown.below(Text("paid-over"))


@screen("payment.unserved-note", right="amount.see")
async def unserved_note(actor: Actor, ports: Ports, payment_id: int) -> Screen:
    """What the payments group is told when somebody paid who left, or is not connected yet."""
    payment = await history.get(actor, payment_id)
    customer = await customer_verbs.get(actor, payment.customer_id)
    shown = await payment_card(actor, ports, payment_id)
    return shown.below(Text("paid-unserved", status=Text(f"customer-status-{customer.status}")))
