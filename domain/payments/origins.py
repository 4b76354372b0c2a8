"""The session at a gateway that brought a payment, and what the gateway calls its transaction."""

from __future__ import annotations

from typing import NamedTuple

from domain.payments import rules, sights
from domain.payments.models import Attempt, Payment


class Origin(NamedTuple):
    """An attempt, and the transaction by it as the gateway writes it."""

    attempt: Attempt
    txn_id: str


async def of(payment: Payment) -> Origin | None:
    """Where money of a gateway came from; None where no session of ours brought it.

    A session may bring money more than once: what a person let in of it has no attempt of its own.
    """
    if payment.gateway_id is None or not payment.txn_id:
        return None
    if payment.txn_id.startswith(sights.NAMELESS):
        return None
    if payment.attempt_id is not None:
        attempt = await Attempt.get(id=payment.attempt_id)
        if rules.tidy_txn(attempt.txn_id) == payment.txn_id:
            return Origin(attempt, attempt.txn_id)
    for row in await sights.approved(payment.txn_id, payment.customer_id):
        if row.gateway_id == payment.gateway_id and row.attempt_id is not None:
            return Origin(await Attempt.get(id=row.attempt_id), sights.id_of(row))
    return None
