"""What is between a customer and us: bills, payments, and the papers of both."""

from __future__ import annotations

from domain.billing import bills, dues
from domain.billing.bills import BillFilter, BillRow
from domain.customers import customers as customer_verbs
from domain.money import Money
from domain.payments import history
from domain.payments.mailing import Wanted
from domain.payments.models import Payment
from domain.payments.rules import receipt_number
from domain.payments.states import PaperKind, PaymentStatus
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.staff import customers, papers
from handlers.ui import paging
from handlers.ui.commands import action, screen
from handlers.ui.screens import Button, Lines, Row, Screen, Text
from handlers.ui.turns import Turn

PAGE = 6

customers.on_card(Text("account-button"), "account", right="bill.see", order=30)


@screen("account", right="bill.see")
async def account(actor: Actor, ports: Ports, customer_id: int, offset: int = 0) -> Screen:
    """A customer's bills, the newest first."""
    customer = await customer_verbs.named(actor, customer_id)
    theirs = BillFilter(customer_id=customer.id)
    rows = await bills.page(actor, theirs, offset=offset, limit=PAGE)
    totals = await bills.totals(actor, theirs)
    return Screen(
        (
            Text("account-bills", name=customer.name, id=customer.code),
            Lines(
                *(
                    Text("bills-total", bills=each.bills, total=each.total, paid=each.paid,
                         due=each.total - each.paid)
                    for each in totals
                )
            ) if totals else Text("account-no-bills"),
        ),
        (
            *((_bill(row),) for row in rows),
            paging.by_offset(
                "account", customer.id, offset=offset, shown=len(rows),
                total=sum(each.bills for each in totals), size=PAGE,
            ),
            _others(actor, customer.id, "account.payments", "account-payments-button"),
        ),
    )  # fmt: skip


def _bill(row: BillRow) -> Button:
    status = row.status.value
    label = Text(
        "account-bill",
        icon=Text(f"bill-icon-{status}"),
        number=row.number,
        amount=row.total,
        status=Text(f"bill-status-{status}"),
    )
    return Button(label, "bill", (row.id,))


def _others(actor: Actor, customer_id: int, action_name: str, key: str) -> Row:
    to_customer = Button(Text("back"), "customer", (customer_id,))
    if not actor.can("amount.see"):
        return (to_customer,)
    return (Button(Text(key), action_name, (customer_id,)), to_customer)


@screen("account.payments", right="amount.see")
async def payments(actor: Actor, ports: Ports, customer_id: int, before: int = 0) -> Screen:
    """A customer's payments, the newest first."""
    customer = await customer_verbs.named(actor, customer_id)
    rows = await history.page(actor, customer.id, before=before, limit=PAGE + 1)
    shown = rows[:PAGE]
    older: Row = ()
    if len(rows) > PAGE:
        older = (Button(Text("older"), "account.payments", (customer.id, shown[-1].id)),)
    title = Text("account-payments", name=customer.name, id=customer.code)
    return Screen(
        (title,) if shown else (title, Text("account-no-payments")),
        (
            *((_payment(row),) for row in shown),
            older,
            _others(actor, customer.id, "account", "account-bills-button"),
        ),
    )


def _payment(row: Payment) -> Button:
    label = Text(
        "account-payment",
        amount=Money(row.amount_minor, row.currency),
        method=Text(f"method-{row.method.value}"),
        on=row.paid_on,
    )
    if row.status is PaymentStatus.REVERSED:
        label = Text("account-taken-back", payment=label)
    elif row.refunded_minor:
        label = Text("account-given-back", payment=label)
    return Button(label, "payment", (row.id,))


@action("payment.receipt", right="amount.see", refresh="payment")
async def receipt(turn: Turn, actor: Actor, ports: Ports, payment_id: int) -> Screen:
    """The receipt of a payment as a file; with a code to pay by while something is due."""
    payment = await history.get(actor, payment_id)
    said = Text("account-receipt", number=receipt_number(payment.id))
    due, wanted = await dues.due_of(payment.customer_id), Wanted(PaperKind.RECEIPT, payment.id)
    return await papers.paper(actor, ports, said, wanted, payment.customer_id, due)
