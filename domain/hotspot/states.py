"""Where a purchase stands, and what ended one."""

from __future__ import annotations

from enum import StrEnum


class PurchaseStatus(StrEnum):
    """From being chosen to its end; `MAY` has the moves."""

    ORDERED = "ordered"  # its bill is not paid
    WAITING = "waiting"  # for the end of the one before
    OPEN = "open"  # the first login starts its clock
    RUNNING = "running"
    ENDED = "ended"
    STOPPED = "stopped"  # its bill is not paid any more
    DROPPED = "dropped"  # it was never paid


class EndedBy(StrEnum):
    """What was used up."""

    TIME = "time"
    DATA = "data"


_S = PurchaseStatus
MAY: dict[PurchaseStatus, frozenset[PurchaseStatus]] = {
    _S.ORDERED: frozenset({_S.WAITING, _S.DROPPED}),
    _S.WAITING: frozenset({_S.OPEN, _S.RUNNING, _S.STOPPED}),
    _S.OPEN: frozenset({_S.RUNNING, _S.STOPPED}),
    _S.RUNNING: frozenset({_S.ENDED, _S.STOPPED}),
    _S.ENDED: frozenset(),
    _S.STOPPED: frozenset(),
    _S.DROPPED: frozenset(),
}
PAID = (_S.WAITING, _S.OPEN, _S.RUNNING)  # that something is left of
NOW = (_S.OPEN, _S.RUNNING)  # what the customer is served by
