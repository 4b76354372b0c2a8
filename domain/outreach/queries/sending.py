"""Statements about broadcasts under way, and which of their messages may go."""

from __future__ import annotations

from datetime import timedelta

from domain import db
from domain.messaging import notices
from domain.messaging.content import Allowed
from domain.ports import Ports

# What a provider gave back after its broadcast was paused or cancelled waits with the rest of it,
# and so does all of one whose last sign of life is so old that its author is to be asked first;
# what a person had sent again does not.
_MAY_GO = (
    f"(broadcast_id IS NULL OR priority < {notices.BULK} OR broadcast_id NOT IN"
    " (SELECT id FROM broadcast WHERE status IN ('paused', 'cancelled')"
    " OR (status = 'running' AND moved_at < {at})))"
)


def allowed(ports: Ports) -> Allowed:
    """The messages that no broadcast holds."""
    return Allowed(_MAY_GO, timedelta(hours=ports.broadcast_late_hours))


async def live(broadcast_id: int, now: int, least: int) -> bool:
    """Leave a sign of life of a running broadcast, unless its last one is older than the least."""
    return bool(
        await db.run(
            "UPDATE broadcast SET moved_at = $1 WHERE id = $2 AND status = 'running'"
            " AND (moved_at IS NULL OR moved_at >= $3)",
            now,
            broadcast_id,
            least,
        )
    )


async def stands(broadcast_id: int, status: str) -> bool:
    """Whether the broadcast is in that state, in which it stays until the transaction ends."""
    state = f"SELECT 1 AS one FROM broadcast WHERE id = $1 AND status = $2{db.locked()}"
    return bool(await db.value(state, broadcast_id, status))
