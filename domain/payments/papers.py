"""What stands on a receipt, and which papers a payment page gives."""

from __future__ import annotations

from dataclasses import replace

from domain import phone
from domain.billing import dues
from domain.billing.papers import invoice_facts, issuer_of
from domain.customers.models import Customer, Package
from domain.errors import NotFound
from domain.money import Money
from domain.payments import history, queries
from domain.payments.models import Payment
from domain.payments.page import Page
from domain.ports import InvoiceFacts, PaperLine, ReceiptFacts
from domain.staff.models import Staff


async def receipt_facts(payment: Payment, language: str = "") -> ReceiptFacts:
    """The receipt of a payment, in the customer's language unless another is asked for."""
    customer = await Customer.get(id=payment.customer_id)
    package = await Package.get(id=customer.package_id)
    taken_by = await Staff.get_or_none(id=payment.staff_id) if payment.staff_id else None
    amount = Money(payment.amount_minor, payment.currency)
    settled = [PaperLine(number, part) for number, part in await history.settled_by(payment)]
    return ReceiptFacts(
        language=language or customer.language,
        issuer=await issuer_of(payment.operator_id),
        number=f"R{payment.id:07d}",
        customer_code=customer.code,
        customer_name=customer.name,
        package=package.name,
        method=f"method-{payment.method.value}",
        txn_id=payment.txn_id,
        taken_by=taken_by.name if taken_by else "",
        paid_on=payment.paid_on,
        amount=amount,
        settled=settled,
        advance=await dues.advance_of(customer.id),
        due=await dues.due_of(customer.id),
        given_back=Money(payment.refunded_minor, payment.currency) or None,
    )


async def invoice_of(
    page: Page, bill_id: int | None, *, pay_url: str, language: str
) -> InvoiceFacts:
    """The invoice that a page gives: the bill asked for, else the first open or the newest one.

    The mobile number is masked: a page may be passed on. Raises `NotFound` for another's bill.
    """
    first = page.bills[0].id if page.bills and bill_id is None else bill_id
    found = await queries.history.bill_of(page.customer_id, first)
    if found is None:
        raise NotFound(what="bill", given="")
    facts = await invoice_facts(found, pay_url, language)
    return replace(facts, customer_mobile=phone.mask(phone.local(facts.customer_mobile)))


async def receipt_of(page: Page, *, language: str) -> ReceiptFacts:
    """The receipt of the newest payment by the page's link; raises `NotFound`."""
    if page.paid_id is None:
        raise NotFound(what="payment", given="")
    return await receipt_facts(await Payment.get(id=page.paid_id), language)
