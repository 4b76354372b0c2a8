"""What the sending of messages asks of broadcasts."""

from __future__ import annotations

from datetime import timedelta

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
