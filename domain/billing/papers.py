"""What stands on an invoice, and on a credit note."""

from __future__ import annotations

from domain.billing import dues
from domain.billing.models import Bill, BillLine, CreditNote
from domain.billing.states import LineKind
from domain.customers.models import Customer, Package
from domain.errors import NotFound
from domain.money import Money
from domain.ports import InvoiceFacts, Issuer, NoteFacts, PaperLine
from domain.staff.models import Operator


async def issuer_of(operator_id: int) -> Issuer:
    """The operator as the head of a paper."""
    operator = await Operator.get(id=operator_id)
    return Issuer(
        name=operator.name,
        phone=operator.support_phone,
        email=operator.email,
        address=operator.address,
        logo=operator.logo,
    )


async def invoice_facts(bill_id: int, pay_url: str = "", language: str = "") -> InvoiceFacts:
    """The invoice of a bill, in the customer's language unless another is asked for.

    VAT stands beside the lines, whether it was added to them or is contained. A line without
    words of its own is labelled by the key of its kind, `bill-line-discount`.
    """
    bill = await Bill.get_or_none(id=bill_id)
    if bill is None:
        raise NotFound(what="bill", given=bill_id)
    customer = await Customer.get(id=bill.customer_id)
    package = await Package.get(id=customer.package_id)
    lines = await BillLine.filter(bill_id=bill.id).order_by("id")

    def money(minor: int) -> Money:
        return Money(minor, bill.currency)

    return InvoiceFacts(
        language=language or customer.language,
        issuer=await issuer_of(bill.operator_id),
        number=bill.number,
        customer_code=customer.code,
        customer_name=customer.name,
        customer_address=customer.address,
        customer_mobile=customer.mobile,
        package=next((line.label for line in lines if line.kind is LineKind.PACKAGE), package.name),
        starts_on=bill.starts_on,
        ends_on=bill.ends_on,
        issued_on=bill.issued_on,
        due_on=bill.due_on,
        lines=[
            PaperLine(
                line.label or f"bill-line-{line.kind.value.replace('_', '-')}",
                money(line.amount_minor),
            )
            for line in lines
            if line.kind is not LineKind.VAT
        ],
        vat=money(bill.vat_minor),
        total=money(bill.total_minor),
        paid=money(bill.paid_minor),
        due=money(bill.total_minor - bill.paid_minor),
        pay_url=pay_url,
    )


async def note_facts(note_id: int, pay_url: str = "", language: str = "") -> NoteFacts:
    """The paper of a credit note, in the customer's language unless another is asked for."""
    note = await CreditNote.get_or_none(id=note_id).select_related("bill", "customer")
    if note is None:
        raise NotFound(what="note", given=note_id)
    customer: Customer = note.customer
    return NoteFacts(
        language=language or customer.language,
        issuer=await issuer_of(note.operator_id),
        number=note.number,
        bill_number=note.bill.number,
        customer_code=customer.code,
        customer_name=customer.name,
        customer_address=customer.address,
        customer_mobile=customer.mobile,
        issued_on=note.issued_on,
        reason=note.reason,
        net=Money(note.net_minor, note.currency),
        vat=Money(note.vat_minor, note.currency),
        total=Money(note.total_minor, note.currency),
        withdrawn=note.withdrawn_at is not None,
        due=await dues.due_of(customer.id),
        pay_url=pay_url,
    )
