"""The states of services, and the kinds of what differs, as the port to elements names them."""

from __future__ import annotations

from domain.ports.access import Desired, Drift

__all__ = ["BALANCE", "BOUGHT_ENDS", "ENDS", "EXPIRED", "WAITS", "Desired", "Drift"]

BALANCE = "balance"  # the rule of a prepaid balance that ran out
EXPIRED = "expired"  # the rule of a validity that has ended: who is cut by it, has expired
# And those of what was bought for a time.
TIME_OVER, DATA_USED, UNPAID, UNBOUGHT = (
    "time-over", "data-used", "purchase-unpaid", "nothing-bought",
)  # fmt: skip
BOUGHT_ENDS = frozenset({TIME_OVER, DATA_USED, UNPAID})
ENDS = frozenset({BALANCE, EXPIRED, UNBOUGHT}) | BOUGHT_ENDS

WAITS = "waits"  # for a person: many were changed on the router by hand
