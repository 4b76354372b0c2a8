"""The background of bulks: lines are read, done and taken back in batches that survive a crash.

A batch is one transaction with what is done to its lines, where they came to stand, and the cursor
of the whole; what is committed is never done again, whoever goes on with it.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tortoise.exceptions import IntegrityError

from domain import batches, clock, db, events
from domain.batches import Pace
from domain.bulk import checking, doing, rules, told
from domain.bulk.models import Bulk, BulkLine
from domain.bulk.states import BulkStatus, LineStatus
from domain.customers import standing
from domain.errors import DomainError
from domain.events import BulkChanged
from domain.staff import people
from domain.staff.rights import Actor

log = logging.getLogger(__name__)
B, L = BulkStatus, LineStatus
ROUNDS = 20  # of each, before a new one is looked for
REFUSED_BY_DATABASE = "error-line-impossible"


@dataclass(frozen=True, slots=True)
class Work:
    """What is done to lines that stand so while the whole stands so, and what it then comes to."""

    of: LineStatus
    each: Callable[[Actor, Bulk, BulkLine], Awaitable[None]]
    pace: Pace
    end: BulkStatus
    without: BulkStatus  # whoever does it has no access any more
    who: str = "author_id"


async def _do(actor: Actor, bulk: Bulk, line: BulkLine) -> None:
    await _tried(line, L.DONE, L.FAILED, lambda: doing.do(actor, bulk, line))


async def _take_back(actor: Actor, bulk: Bulk, line: BulkLine) -> None:
    await _tried(line, L.UNDONE, L.STUCK, lambda: doing.take_back(actor, line))


async def _tried(
    line: BulkLine, done: LineStatus, failed: LineStatus,
    act: Callable[[], Awaitable[Mapping[str, Any]]],
) -> None:  # fmt: skip
    """Do it and write down what became of it; what can't be done leaves nothing behind."""
    kept: Mapping[str, Any]
    try:
        async with db.transaction():
            kept = await act()
    except DomainError as why:
        kept = {"why": why.key, "told": told.kept(why.values)}
        await db.advance(line, failed, of=[line.status], **kept)
    except IntegrityError:
        log.exception("line refused bulk=%s line=%s", line.bulk_id, line.number)
        await db.advance(line, failed, of=[line.status], why=REFUSED_BY_DATABASE)
    else:
        await db.advance(line, done, of=[line.status], **kept)


WORK: Mapping[BulkStatus, Work] = {
    B.READING: Work(L.UNREAD, checking.check, Pace(10, least=1, most=500), B.DRAFT, B.CANCELLED),
    B.RUNNING: Work(L.FITS, _do, Pace(5, least=1, most=200), B.DONE, B.STOPPED),
    B.UNDOING: Work(
        L.DONE, _take_back, Pace(5, least=1, most=200), B.UNDONE, B.UNDONE, "undone_by_id"
    ),
}


async def carry_on() -> int:
    """Go on with every bulk that is not at its end, each in its turn; how many batches were done.

    Also those that a process left behind.
    """
    done, going = 0, await Bulk.filter(status__in=rules.WORKING).order_by("id")
    for _ in range(ROUNDS):
        going = [row for row in going if await step(row)]
        done += len(going)
        if not going:
            break
    return done


async def step(row: Bulk, pace: Pace | None = None) -> bool:
    """Take up the next lines and bring `row` up to date; False when nothing is left to do."""
    await row.refresh_from_db()
    work = WORK.get(row.status)
    if work is None:
        return False
    actor = await people.actor_by_id(getattr(row, work.who) or 0)
    async with (pace or work.pace).batch() as batch:
        if actor is None:
            return await _end(row, work.without)
        lines = await _next(row, work, batch.size)
        if not lines:
            return await _end(row, work.end)
        if await _take(actor, row, work, lines):
            batch.items = len(lines)
    return True


async def _next(row: Bulk, work: Work, limit: int) -> list[BulkLine]:
    waiting = BulkLine.filter(bulk_id=row.id, number__gt=row.cursor, status=work.of)
    return await waiting.order_by("number").limit(limit)


async def _take(actor: Actor, row: Bulk, work: Work, lines: Sequence[BulkLine]) -> bool:
    """Do it to these lines, unless another process took them or somebody stopped the whole."""
    async with db.transaction():
        upto = lines[-1].number
        if not await batches.take(row, row.cursor, upto, status=row.status):
            return False
        row.cursor = upto
        if work.of is not L.UNREAD:
            await standing.hold({line.customer_id for line in lines if line.customer_id})
        for line in lines:
            await work.each(actor, row, line)
        await events.publish(BulkChanged(row.id))
    return True


async def _end(row: Bulk, to: BulkStatus) -> bool:
    now = clock.now()
    values: dict[str, Any] = {} if to is B.DRAFT else {"ended_at": row.ended_at or now}
    async with db.transaction():
        if await db.advance(row, to, of=[row.status], cursor=0, **values):
            await events.publish(BulkChanged(row.id))
    return False
