"""The lines of a bulk: shown, answered, corrected, left out, while nothing is done yet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from domain import db, events
from domain.bulk import bulks, checking, queries, rules, told
from domain.bulk.bulks import Typed
from domain.bulk.models import Bulk, BulkLine
from domain.bulk.states import BulkStatus, LineStatus
from domain.bulk.views import LineView
from domain.customers import customers
from domain.customers.search import Hit
from domain.errors import InvalidState, NotFound
from domain.events import BulkChanged
from domain.fields import to_json
from domain.money import Money
from domain.payments import posting
from domain.payments.states import Method
from domain.staff.rights import Actor

B, L = BulkStatus, LineStatus


async def page(
    actor: Actor,
    bulk_id: int,
    statuses: Sequence[LineStatus],
    *,
    offset: int = 0,
    limit: int = 8,
) -> list[LineView]:
    """A page of the lines that stand so."""
    row = await bulks.row_of(actor, bulk_id)
    found = await queries.lines(row.id, statuses, limit=limit, offset=offset)
    return [_view(line) for line in found]


async def get(actor: Actor, line_id: int) -> LineView:
    """One line; raises `NotFound`."""
    found = await queries.line(line_id)
    if found is None:
        raise NotFound(what="bulk", given=line_id)
    await bulks.row_of(actor, found.bulk_id)
    return _view(found)


def _view(row: queries.Shown) -> LineView:
    return LineView(
        id=row.id,
        bulk_id=row.bulk_id,
        number=row.number,
        said=row.said,
        bills=row.said if row.of_bills else "",
        customer_id=row.customer_id,
        name=row.name or "",
        code=row.code or "",
        amount=None if row.amount_minor is None else Money(row.amount_minor, row.currency),
        method=row.method,
        txn_id=row.txn_id,
        paid_on=date.fromisoformat(row.paid_on) if row.paid_on else None,
        status=L(row.status),
        why=row.why,
        told=told.said(json.loads(row.told)),
        payment_id=row.payment_id,
    )


async def choices(actor: Actor, line_id: int) -> list[Hit]:
    """The customers among whom the line leaves a choice."""
    _, line = await _open(actor, line_id)
    return await checking.meant_by(actor, line)


async def _open(actor: Actor, line_id: int) -> tuple[Bulk, BulkLine]:
    """A line that its author may change still."""
    line = await BulkLine.get_or_none(id=line_id)
    if line is None:
        raise NotFound(what="bulk", given=line_id)
    row = await bulks.own(actor, line.bulk_id, B.READING, B.DRAFT)
    if line.status not in rules.OPEN:
        raise InvalidState(what="bulk", state="")
    return row, line


async def choose(actor: Actor, line_id: int, customer_id: int) -> LineView:
    """It is this customer who is meant."""
    row, line = await _open(actor, line_id)
    line.customer_id = (await customers.get(actor, customer_id)).id
    return await _read_again(actor, row, line)


async def mean(actor: Actor, line_id: int) -> LineView:
    """What speaks against it is known, and it is meant so."""
    row, line = await _open(actor, line_id)
    what = rules.DAY if line.why == posting.DayDoubtful.key else rules.AGAIN
    line.meant = " ".join(sorted({*line.meant.split(), what}))
    return await _read_again(actor, row, line)


async def correct(actor: Actor, line_id: int, typed: Typed) -> LineView:
    """Other words in its place."""
    row, line = await _open(actor, line_id)
    if row.of_bills:
        raise InvalidState(what="bulk", state="")
    line.said, line.parts = typed.said[:300], typed.parts
    line.customer_id, line.meant = None, ""
    return await _read_again(actor, row, line)


async def _read_again(actor: Actor, row: Bulk, line: BulkLine) -> LineView:
    """Look at the line anew, unless the whole was begun meanwhile."""
    async with db.transaction():
        await bulks.hold(row, B.READING, B.DRAFT)
        if line.status is not L.UNREAD:
            await _move(line, L.UNREAD, said=line.said, parts=line.parts, meant=line.meant)
        await checking.check(actor, row, line)
        await events.publish(BulkChanged(row.id))
    return await get(actor, line.id)


async def _move(line: BulkLine, to: LineStatus, **values: Any) -> None:
    if not await db.advance(line, to, of=[line.status], **values):
        raise InvalidState(what="bulk", state="")


async def came_by(actor: Actor, bulk_id: int, method: str) -> None:
    """The money of all the bills that were chosen came by this method.

    Raises `InvalidState` for a list in which each line says its own.
    """
    row = await bulks.own(actor, bulk_id, B.READING, B.DRAFT)
    if not row.of_bills:
        raise InvalidState(what="bulk", state="")
    parts = {"method": Method(method).value}
    async with db.transaction():
        await bulks.hold(row, B.READING, B.DRAFT)
        waiting = [status.value for status in rules.OPEN]
        await queries.come_by(row.id, parts["method"], to_json(parts), waiting)
        await events.publish(BulkChanged(row.id))


async def method_of(actor: Actor, bulk_id: int) -> str:
    """By which method the money of the chosen bills came."""
    row = await bulks.row_of(actor, bulk_id)
    first = await BulkLine.filter(bulk_id=row.id).order_by("number").first()
    return str(first.parts.get("method", "")) if first else ""


async def take_in(actor: Actor, line_id: int) -> LineView:
    """What was left out is to come after all."""
    row, line = await _open(actor, line_id)
    return await _read_again(actor, row, line)


async def leave_out(actor: Actor, line_id: int) -> LineView:
    """Nothing is done to it."""
    row, line = await _open(actor, line_id)
    if line.status is not L.LEFT_OUT:
        async with db.transaction():
            await bulks.hold(row, B.READING, B.DRAFT)
            await _move(line, L.LEFT_OUT)
            await events.publish(BulkChanged(row.id))
    return await get(actor, line.id)
