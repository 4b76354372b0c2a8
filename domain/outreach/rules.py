"""What holds for broadcasts, computed from values alone."""

from __future__ import annotations

from datetime import timedelta

from domain import moves
from domain.outreach.states import BroadcastStatus as B

MAY: dict[B, frozenset[B]] = {
    B.DRAFT: frozenset({B.ASKED, B.SCHEDULED, B.RUNNING, B.CANCELLED}),
    B.ASKED: frozenset({B.SCHEDULED, B.RUNNING, B.REJECTED, B.CANCELLED}),
    B.SCHEDULED: frozenset({B.RUNNING, B.PAUSED, B.CANCELLED}),
    B.RUNNING: frozenset({B.PAUSED, B.DONE, B.CANCELLED}),
    B.PAUSED: frozenset({B.RUNNING, B.CANCELLED}),
    B.DONE: frozenset({B.RUNNING}),  # a channel failed later, and the next one has its turn
    B.REJECTED: frozenset(),
    B.CANCELLED: frozenset(),
}
# What the words to many may name: what is known of every customer, without a bill or a payment.
VARIABLES = (
    "customer_name", "customer_id", "package", "amount_due", "due_date", "support_phone",
)  # fmt: skip
AHEAD = 1000  # recipients put into the outbox before they are sent: a pause need not touch more
CREDITED_FOR = timedelta(days=7)  # a payment by the link within this came because of the broadcast


def may_come_from(to: B) -> list[B]:
    """The states from which a broadcast may move to `to`."""
    return moves.before(MAY, to)
