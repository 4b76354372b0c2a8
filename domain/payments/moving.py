"""The one place where attempts, verifications, payments and refunds come to another state.

A move is made from the state that the caller has seen, unless somebody was first. Moves of an
attempt are kept, with who made them and why.
"""

from __future__ import annotations

from typing import Any

from domain import clock, db
from domain.payments.models import Attempt, AttemptMove, Payment, Refund, Verification
from domain.payments.states import (
    AttemptStatus,
    Mover,
    PaymentStatus,
    RefundStatus,
    VerificationStatus,
)


async def attempt(
    row: Attempt,
    to: AttemptStatus,
    mover: Mover,
    *,
    why: str = "",
    staff_id: int | None = None,
    **values: Any,
) -> bool:
    """Move an attempt and keep that; False when somebody was first."""
    move = AttemptMove(
        attempt_id=row.id,
        at=clock.now(),
        came_from=row.status,
        became=to,
        mover=mover,
        staff_id=staff_id,
        why=why,
    )
    return await db.advance(row, to, of=[row.status], noted=move, **values)


async def verification(row: Verification, to: VerificationStatus, **values: Any) -> bool:
    """Move what waits for a person, or waited; False when somebody was first."""
    return await db.advance(row, to, of=[row.status], **values)


async def payment(row: Payment, to: PaymentStatus, **values: Any) -> bool:
    """Move a payment; False when somebody was first."""
    return await db.advance(row, to, of=[row.status], **values)


async def refund(row: Refund, to: RefundStatus, **values: Any) -> bool:
    """Move money that goes back; False when somebody was first."""
    return await db.advance(row, to, of=[row.status], **values)
