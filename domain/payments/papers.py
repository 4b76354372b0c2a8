"""What stands on a receipt."""

from __future__ import annotations

from domain.billing import dues
from domain.billing.papers import issuer_of
from domain.customers.models import Customer, Package
from domain.money import Money
from domain.payments import history
from domain.payments.models import Payment
from domain.ports import PaperLine, ReceiptFacts
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
        customer_id=customer.customer_id,
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
    )
