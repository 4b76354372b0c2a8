"""What the group that hears of payments is shown of one that a person has to decide about."""

from __future__ import annotations

from domain.chat import cards
from domain.chat.models import Purpose


async def show_group(
    payment_id: int, operator_id: int, *, key: str, screen: str, right: str = "payment.verify"
) -> None:
    """Raise one of the screens about a payment, once for a key."""
    await cards.raise_to_group(
        Purpose.PAYMENTS,
        operator_id,
        key=key,
        screen=screen,
        args={"payment_id": payment_id},
        subject=f"payment:{payment_id}",
        right=right,
    )
