"""The background of broadcasts: recipients go into the outbox in steps that survive a crash."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain import batches, clock, db, events, moves
from domain.batches import Pace
from domain.billing.models import BillingProfile
from domain.events import BroadcastChanged
from domain.fields import to_ms
from domain.messaging import notices, outbox
from domain.messaging.models import Message
from domain.messaging.rules import LATE, morning_after
from domain.messaging.states import MessageStatus
from domain.outreach import audience as audiences
from domain.outreach import broadcasts, queries, rules
from domain.outreach.models import Broadcast
from domain.outreach.states import BroadcastStatus
from domain.payments import links
from domain.staff import operators

B = BroadcastStatus
_ON_TIME = timedelta(minutes=5)
_SIGN_OF_LIFE = timedelta(minutes=1)
FILLING = Pace(250, least=25, most=rules.AHEAD // 2)
REPORTED_FOR = timedelta(hours=24)  # what providers say of arrivals comes later than the end


async def tick(late: timedelta = LATE) -> int:
    """Move every broadcast on by a step; how many were moved.

    One whose time, or whose last step, is longer ago than `late` because nobody was up is held,
    and its author is asked.
    """
    for row in await Broadcast.filter(status=B.SCHEDULED, send_at__lte=clock.now()):
        await _start(row, late)
    await _go_on_by_the_next_channel()
    moved = 0
    for row in await Broadcast.filter(status=B.RUNNING).order_by("id"):
        if await _is_alive(row, late):
            moved += await _move_on(row)
        else:
            await _pause(row)
    await _catch_stragglers()
    return moved


async def _start(row: Broadcast, late: timedelta) -> None:
    """Begin it, or hold it. Should we stand still meanwhile, what is written here is no sign of
    life any more when we go on."""
    now = clock.now()
    if await _would_be_late(row, now, late):
        await _pause(row)
        return
    async with db.transaction():
        if await db.advance(row, B.RUNNING, of=[B.SCHEDULED], started_at=now, moved_at=now):
            await events.publish(BroadcastChanged(row.id))


async def _is_alive(row: Broadcast, late: timedelta) -> bool:
    """Leave a sign of life, unless the last one is so old that nobody was up for too long."""
    now = clock.now()
    if row.moved_at is not None and timedelta() <= now - row.moved_at <= _SIGN_OF_LIFE:
        return True
    return await queries.sending.live(row.id, to_ms(now), to_ms(now - late))


async def _would_be_late(row: Broadcast, now: datetime, late: timedelta) -> bool:
    """Whether it would reach people so long after its time; what comes in the quiet hours waits."""
    if row.send_at is None or now - row.send_at < _ON_TIME:
        return False
    timezone = (await operators.get(row.operator_id)).timezone
    profile = await BillingProfile.all().order_by("id").first()
    hours = (profile.quiet_from_hour, profile.quiet_to_hour) if profile else (0, 0)
    reaches = morning_after(now, timezone, *hours) or now
    meant = morning_after(row.send_at, timezone, *hours) or row.send_at
    return reaches - meant > late


async def _pause(row: Broadcast) -> None:
    """Let a person be asked, unless one has said what to do meanwhile."""
    moves.require(rules.MAY, row.status, B.PAUSED)
    now, seen = clock.now(), Broadcast.filter(id=row.id, status=row.status, moved_at=row.moved_at)
    async with db.transaction():
        if await seen.update(status=B.PAUSED, held_at=now):
            row.status, row.held_at = B.PAUSED, now
            await broadcasts.move_waiting(row)
            await events.publish(BroadcastChanged(row.id))


async def _move_on(row: Broadcast) -> bool:
    if not row.filled:
        ahead = await Message.filter(broadcast_id=row.id, status=MessageStatus.READY).count()
        while ahead < rules.AHEAD and not row.filled:
            made = await _fill(row)
            if made is None:
                return False
            ahead += made
    if row.filled and await _finish(row):
        return True
    await _refresh(row)
    return True


async def _fill(row: Broadcast) -> int | None:
    """Put the next recipients into the outbox; None when another worker or a person was first."""
    where, link = await audiences.whom(row), row.kind == "link"
    async with FILLING.batch() as batch:
        some = await audiences.next_chunk(where, link=link, after=row.cursor, limit=batch.size)
        async with db.transaction():
            if not some:
                return await _end_filling(row, where)
            upto = some[-1][0]
            if not await batches.take(row, row.cursor, upto, status=B.RUNNING, filled=False):
                return None
            row.cursor = upto
            batch.items = len(some)
            return await _write(row, some)


async def _end_filling(row: Broadcast, where: audiences.Condition) -> int | None:
    """Nobody is left: count those who get nothing after all."""
    fell_out = await _fell_out(row, where)
    ours = Broadcast.filter(id=row.id, cursor=row.cursor, status=B.RUNNING, filled=False)
    if not await ours.update(filled=True, fell_out=fell_out):
        return None
    row.filled, row.fell_out = True, fell_out
    return 0


async def _fell_out(row: Broadcast, where: audiences.Condition) -> dict[str, int]:
    """Of those who were counted when it was asked for, who get nothing after all, by reason."""
    counted = row.recipients + sum(
        count for why, count in row.left_out.items() if why not in audiences.REASONS
    )
    gone = counted - await Message.filter(broadcast_id=row.id).count()
    if gone <= 0:
        return {}
    fell: dict[str, int] = {}
    for why, count in (await audiences.left_out(where, link=row.kind == "link")).items():
        more = min(count - row.left_out.get(why, 0), gone)
        if more > 0:
            fell[why] = more
            gone -= more
    return {**fell, "not-meant": gone} if gone else fell


async def _write(row: Broadcast, some: list[tuple[int, int]]) -> int:
    link = row.kind == "link"
    made = await links.make_many(some, staff_id=row.author_id, broadcast_id=row.id) if link else {}
    return await outbox.put_many(
        [
            outbox.Draft(
                dedupe=f"broadcast:{row.id}:{customer_id}",
                event=row.notice.key,
                customer_id=customer_id,
                operator_id=operator_id,
                about={"link": made[customer_id]} if customer_id in made else {},
            )
            for customer_id, operator_id in some
        ],
        priority=notices.BULK,
        channels=row.channels,
        body=row.body,
        broadcast_id=row.id,
    )


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


async def _go_on_by_the_next_channel() -> None:
    """Take up again what had ended and has messages to send: it can be paused like the rest."""
    now = clock.now()
    for row in await Broadcast.filter(status=B.DONE, ended_at__gte=now - REPORTED_FOR):
        back = Message.filter(
            broadcast_id=row.id, status=MessageStatus.READY, priority=notices.BULK
        )
        if await back.exists():
            async with db.transaction():
                if await db.advance(row, B.RUNNING, of=[B.DONE], ended_at=None, moved_at=now):
                    await events.publish(BroadcastChanged(row.id))


async def _catch_stragglers() -> None:
    """Hold or drop what came back from a provider after its broadcast was paused or cancelled.

    Nobody sends it meanwhile: `dispatcher.claim` leaves such messages alone.
    """
    lately = clock.now() - REPORTED_FOR
    held = await Broadcast.filter(status=B.PAUSED)
    for row in [*held, *await Broadcast.filter(status=B.CANCELLED, ended_at__gte=lately)]:
        async with db.transaction():
            if await _stands(row) and await broadcasts.move_waiting(row):
                await events.publish(BroadcastChanged(row.id))


async def _stands(row: Broadcast) -> bool:
    """Whether its state is still what we read, and stays so until the transaction ends."""
    return await queries.sending.stands(row.id, row.status.value)


async def follow_up() -> int:
    """Draw the cards of broadcasts that ended lately again: arrivals and payments go on coming."""
    lately = clock.now() - REPORTED_FOR
    ended = await Broadcast.filter(status__in=[B.DONE, B.CANCELLED], ended_at__gte=lately)
    for row in ended:
        await _refresh(row)
    return len(ended)


async def _refresh(row: Broadcast) -> None:
    async with db.transaction():
        await events.publish(BroadcastChanged(row.id))
