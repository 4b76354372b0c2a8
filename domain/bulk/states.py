"""The kinds and states of what is done to many at once, and of its lines."""

from __future__ import annotations

from enum import StrEnum


class BulkKind(StrEnum):
    """What is done to each of them."""

    PAID = "paid"  # their money is recorded
    LINK = "link"  # they are sent a payment link
    VOID = "void"  # their bill is taken back


class BulkStatus(StrEnum):
    """Where the whole stands; `rules.MAY` has the moves."""

    READING = "reading"
    DRAFT = "draft"  # seen, and not said yes to
    ASKED = "asked"  # waits for approval
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    UNDOING = "undoing"
    UNDONE = "undone"


class LineStatus(StrEnum):
    """Where one line stands; `rules.LINE_MAY` has the moves."""

    UNREAD = "unread"
    FITS = "fits"
    ASKS = "asks"  # a person has to say what is meant
    REFUSED = "refused"
    LEFT_OUT = "left_out"
    DONE = "done"
    FAILED = "failed"  # it fitted, and could not be done any more
    UNDONE = "undone"
    STUCK = "stuck"  # done, and could not be taken back
