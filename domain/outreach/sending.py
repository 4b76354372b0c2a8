"""The background of broadcasts: recipients go into the outbox in steps that survive a crash."""

from __future__ import annotations

from domain import clock, db, events
from domain.events import BroadcastChanged
from domain.messaging import outbox
from domain.messaging.models import Message
from domain.messaging.states import MessageStatus
from domain.outreach import audience as audiences
from domain.outreach import rules
from domain.outreach.broadcasts import condition_of
from domain.outreach.models import Broadcast
from domain.outreach.states import BroadcastStatus
from domain.payments import links
from domain.payments.rules import LINK_DAYS

B = BroadcastStatus


async def tick() -> int:
    """Move every broadcast on by one step; how many steps were made."""
    now = clock.now()
    for row in await Broadcast.filter(status=B.SCHEDULED, send_at__lte=now):
        async with db.transaction():
            if await db.advance(row, B.RUNNING, of=[B.SCHEDULED], started_at=now):
                await events.publish(BroadcastChanged(row.id))
    steps = 0
    for row in await Broadcast.filter(status=B.RUNNING).order_by("id"):
        if not row.filled:
            steps += await _fill(row)
        elif await _finish(row):
            steps += 1
        else:
            await _refresh(row)
    return steps


async def _fill(row: Broadcast) -> int:
    """Put the next recipients into the outbox, at most some way ahead of what is sent."""
    ahead = await Message.filter(broadcast_id=row.id, status=MessageStatus.READY).count()
    if ahead >= rules.AHEAD:
        await _refresh(row)
        return 0
    where = await condition_of(row)
    link = row.kind == "link"
    chunk = await audiences.next_chunk(where, link=link, after=row.cursor, limit=rules.CHUNK)
    if not chunk:
        await Broadcast.filter(id=row.id).update(filled=True)
        return 1
    async with db.transaction():
        taken = await Broadcast.filter(id=row.id, cursor=row.cursor, status=B.RUNNING).update(
            cursor=chunk[-1][0]
        )
        if not taken:
            return 0
        made = (
            await links.make_many(
                chunk, days=LINK_DAYS, staff_id=row.author_id, broadcast_id=row.id
            )
            if link
            else {}
        )
        await outbox.put_many(
            [
                outbox.Draft(
                    dedupe=f"broadcast:{row.id}:{customer_id}",
                    event="payment-link" if link else "broadcast",
                    customer_id=customer_id,
                    operator_id=operator_id,
                    about={"link": made[customer_id]} if link else {},
                )
                for customer_id, operator_id in chunk
            ],
            priority=outbox.BULK,
            channels=row.channels,
            body=row.body,
            broadcast_id=row.id,
        )
        await events.publish(BroadcastChanged(row.id))
    return 1


async def _finish(row: Broadcast) -> bool:
    waiting = await Message.filter(
        broadcast_id=row.id,
        status__in=[MessageStatus.READY, MessageStatus.LEASED, MessageStatus.PAUSED],
    ).exists()
    if waiting:
        return False
    async with db.transaction():
        if await db.advance(row, B.DONE, of=[B.RUNNING], ended_at=clock.now()):
            await events.publish(BroadcastChanged(row.id))
    return True


async def _refresh(row: Broadcast) -> None:
    async with db.transaction():
        await events.publish(BroadcastChanged(row.id))
