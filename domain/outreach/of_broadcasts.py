"""What staff see and are asked of messages to many, as they move."""

from __future__ import annotations

from domain.chat import cards
from domain.chat.models import Purpose
from domain.events import BroadcastChanged
from domain.outreach.models import Broadcast
from domain.outreach.states import BroadcastStatus
from domain.staff import people


async def show(event: BroadcastChanged) -> None:
    """Draw its cards again, and ask who decides about it."""
    row = await Broadcast.get(id=event.broadcast_id)
    if row.held_at is not None:
        await _ask_about_late(row)
    if row.held_at is not None or row.status is BroadcastStatus.ASKED:
        await cards.raise_to_group(
            Purpose.BROADCASTS,
            row.operator_id,
            key=f"broadcast:{row.id}",
            screen="broadcast.approval",
            args={"broadcast_id": row.id},
            subject=f"broadcast:{row.id}",
            right="broadcast.approve",
            besides=row.author_id,
        )
    await cards.refresh(f"broadcast:{row.id}")


async def _ask_about_late(row: Broadcast) -> None:
    """Whoever wrote it and whoever approved it: is it still to go?"""
    await cards.raise_in_private(
        await people.with_chat([row.author_id, row.decided_by_id or row.author_id]),
        key=f"broadcast-late:{row.id}",
        screen="broadcast",
        args={"broadcast_id": row.id},
        subject=f"broadcast:{row.id}",
    )
