"""The states of broadcasts."""

from __future__ import annotations

from enum import StrEnum


class BroadcastStatus(StrEnum):
    """States of a broadcast; `rules.MAY` has the moves."""

    DRAFT = "draft"
    ASKED = "asked"  # waits for approval
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
