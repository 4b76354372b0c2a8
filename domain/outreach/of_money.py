"""What customers are told of their money: that it came, went back, was
taken back, or was not found."""

from __future__ import annotations

from domain.messaging import notices, outbox
from domain.payments.models import Payment, Refund, Verification


async def received(payment_id: int, customer_id: int, operator_id: int) -> None:
    """The receipt."""
    await outbox.put(
        outbox.Draft(
            dedupe=f"payment:{payment_id}:received",
            event=notices.PAYMENT_RECEIVED.key,
            customer_id=customer_id,
            operator_id=operator_id,
            about={"payment": payment_id},
        )
    )


async def taken_back(payment: Payment) -> None:
    """It is in the books no more, but for what went back before."""
    await outbox.put(
        outbox.Draft(
            dedupe=f"payment:{payment.id}:reversed",
            event=notices.PAYMENT_REVERSED.key,
            customer_id=payment.customer_id,
            operator_id=payment.operator_id,
            about={
                "payment": payment.id,
                "part": payment.amount_minor - payment.refunded_minor,
            },
        )
    )


async def given_back(refund: Refund) -> None:
    """Money went back to the customer."""
    await outbox.put(
        outbox.Draft(
            dedupe=f"refund:{refund.id}:done",
            event=notices.PAYMENT_REFUNDED.key,
            customer_id=refund.customer_id,
            operator_id=refund.operator_id,
            about={"payment": refund.payment_id, "part": refund.amount_minor},
        )
    )


async def not_found(row: Verification, customer_id: int) -> None:
    """What the customer said to have paid is refused, and why."""
    await outbox.put(
        outbox.Draft(
            dedupe=f"verification:{row.id}:rejected",
            event=notices.PAYMENT_REJECTED.key,
            customer_id=customer_id,
            operator_id=row.operator_id,
            about={"txn": row.txn_id, "reason": row.reason},
        )
    )
