"""What holds for what is done to many at once, computed from values alone."""

from __future__ import annotations

from domain.bulk.states import BulkStatus as B
from domain.bulk.states import LineStatus as L

MAY: dict[B, frozenset[B]] = {
    B.READING: frozenset({B.DRAFT, B.CANCELLED}),
    B.DRAFT: frozenset({B.ASKED, B.RUNNING, B.CANCELLED}),
    B.ASKED: frozenset({B.RUNNING, B.REJECTED, B.CANCELLED}),
    B.RUNNING: frozenset({B.DONE, B.STOPPED}),
    B.DONE: frozenset({B.UNDOING}),
    B.STOPPED: frozenset({B.UNDOING}),
    B.UNDOING: frozenset({B.UNDONE}),
    B.REJECTED: frozenset(),
    B.CANCELLED: frozenset(),
    B.UNDONE: frozenset(),
}
LINE_MAY: dict[L, frozenset[L]] = {
    L.UNREAD: frozenset({L.FITS, L.ASKS, L.REFUSED}),
    L.FITS: frozenset({L.UNREAD, L.LEFT_OUT, L.DONE, L.FAILED}),
    L.ASKS: frozenset({L.UNREAD, L.LEFT_OUT}),
    L.REFUSED: frozenset({L.UNREAD, L.LEFT_OUT}),
    L.LEFT_OUT: frozenset({L.UNREAD}),
    L.DONE: frozenset({L.UNDONE, L.STUCK}),
    L.FAILED: frozenset(),
    L.UNDONE: frozenset(),
    L.STUCK: frozenset(),
}
WORKING = (B.READING, B.RUNNING, B.UNDOING)
OPEN = (L.UNREAD, L.FITS, L.ASKS, L.REFUSED, L.LEFT_OUT)  # of a line that a person may change
TROUBLED = (L.ASKS, L.REFUSED, L.FAILED, L.STUCK)
MOST_LINES = 10_000
MOST_MEANT = 8  # customers among whom a person chooses
AGAIN, DAY = "again", "day"  # what a person may have said is meant so
