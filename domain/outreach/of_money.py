"""What customers are told of their money: that it came, was taken back, or was not found."""

from __future__ import annotations

from domain.messaging import notices, outbox
from domain.payments.models import Payment, Verification


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
    """It is in the books no more."""
    await outbox.put(
        outbox.Draft(
            dedupe=f"payment:{payment.id}:reversed",
            event=notices.PAYMENT_REVERSED.key,
            customer_id=payment.customer_id,
            operator_id=payment.operator_id,
            about={"payment": payment.id},
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
