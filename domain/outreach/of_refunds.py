"""What staff are shown of money that goes back: the payment's card, and a word if it doesn't."""

from __future__ import annotations

from domain.chat import cards
from domain.outreach import of_payments
from domain.payments import back
from domain.payments.models import Refund
from domain.payments.states import RefundStatus


async def show(refund: Refund) -> None:
    """The card shows how it stands; what did not go back, or did after all, is told as well."""
    await cards.refresh(f"payment:{refund.payment_id}")
    if refund.status is RefundStatus.REFUSED and refund.doubted_at is None:
        await _raise(refund, "refused")
    if refund.status is RefundStatus.DONE and refund.why.startswith(back.AFTER_ALL):
        await _raise(refund, "after-all")
    if refund.status is RefundStatus.UNDONE:
        await _raise(refund, "undone")


async def ask_about(refund: Refund) -> None:
    """A person has to look at the gateway how it went."""
    await cards.refresh(f"payment:{refund.payment_id}")
    taken_on = refund.status is RefundStatus.PENDING
    await _raise(refund, "forgotten" if taken_on else "doubted")


async def _raise(refund: Refund, why: str) -> None:
    await of_payments.show_group(
        refund.payment_id,
        refund.operator_id,
        key=f"refund-{why}:{refund.id}",
        screen="payment.refund-note",
        right="payment.reverse",
    )
