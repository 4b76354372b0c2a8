"""What stands on a receipt, which papers a payment page gives, and papers as files."""

from __future__ import annotations

from dataclasses import replace

from domain import phone
from domain.billing import dues
from domain.billing.models import CreditNote
from domain.billing.papers import invoice_facts, issuer_of, note_facts
from domain.customers.models import Customer, Package
from domain.errors import NotFound
from domain.money import Money
from domain.payments import history, queries, rules
from domain.payments.models import Payment
from domain.payments.page import Page
from domain.ports import (
    Document,
    InvoiceFacts,
    NoteFacts,
    PaperLine,
    Papers,
    ReceiptFacts,
    StatementFacts,
)
from domain.staff.models import Staff


async def made(
    papers: Papers, facts: InvoiceFacts | ReceiptFacts | NoteFacts | StatementFacts
) -> Document:
    """The paper as a file, named by what it is."""
    match facts:
        case InvoiceFacts():
            name, content = f"invoice-{facts.number}", await papers.invoice(facts)
        case ReceiptFacts():
            name, content = f"receipt-{facts.number}", await papers.receipt(facts)
        case NoteFacts():
            name, content = f"credit-note-{facts.number}", await papers.note(facts)
        case StatementFacts():
            days = f"{facts.starts_on}-{facts.ends_on}"
            name, content = f"statement-{facts.customer_code}-{days}", await papers.statement(facts)
    return Document(f"{name}.pdf", "application/pdf", content)


async def receipt_facts(payment: Payment, language: str = "", pay_url: str = "") -> ReceiptFacts:
    """The receipt of a payment, in the customer's language unless another is asked for."""
    customer = await Customer.get(id=payment.customer_id)
    package = await Package.get(id=customer.package_id)
    taken_by = await Staff.get_or_none(id=payment.staff_id) if payment.staff_id else None
    amount = Money(payment.amount_minor, payment.currency)
    settled = [PaperLine(number, part) for number, part in await history.settled_by(payment)]
    return ReceiptFacts(
        language=language or customer.language,
        issuer=await issuer_of(payment.operator_id),
        number=rules.receipt_number(payment.id),
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
        pay_url=pay_url,
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
    return replace(facts, customer_mobile=masked(facts.customer_mobile))


async def receipt_of(
    page: Page, payment_id: int | None = None, *, pay_url: str = "", language: str
) -> ReceiptFacts:
    """The receipt of the customer's payment asked for, else of the newest one by the page's link.

    Raises `NotFound`, also for another's payment.
    """
    wanted = payment_id if payment_id is not None else page.paid_id
    payment = await Payment.get_or_none(id=wanted, customer_id=page.customer_id)
    if payment is None:
        raise NotFound(what="payment", given="")
    return await receipt_facts(payment, language, pay_url)


async def note_of(page: Page, note_id: int | None, *, pay_url: str, language: str) -> NoteFacts:
    """The credit note of the page's customer; raises `NotFound` for another's."""
    if note_id is None or not await CreditNote.exists(id=note_id, customer_id=page.customer_id):
        raise NotFound(what="note", given="")
    facts = await note_facts(note_id, pay_url, language)
    return replace(facts, customer_mobile=masked(facts.customer_mobile))


def masked(mobile: str) -> str:
    """The number as a page shows it, which may be passed on."""
    return phone.mask(phone.local(mobile))
