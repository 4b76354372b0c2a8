"""The outbox: messages are written in the transaction of their cause, once per cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain import clock, db, events, moves, wakes
from domain.errors import InvalidState
from domain.events import MessagesMoved
from domain.fields import to_json, to_ms
from domain.messaging import history, notices, queries, rules
from domain.messaging.models import Message
from domain.messaging.notices import Notice
from domain.messaging.states import MessageStatus
from domain.staff import audit
from domain.staff.rights import Actor


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be written; `about` holds ids and values of its cause."""

    dedupe: str
    event: str
    customer_id: int | None
    operator_id: int
    about: Mapping[str, object] = field(default_factory=dict)
    due: datetime | None = None


async def put(
    draft: Draft,
    *,
    priority: int | None = None,
    channels: str = "",
    body: str = "",
    thread: str | None = None,
    asked: bool = False,
) -> bool:
    """Write one message in the caller's transaction; False when its cause was told before, or the
    operator has switched the notice off: what a person has `asked` for goes all the same. Of a
    `thread` nothing goes before what was written earlier."""
    notice = notices.of(draft.event)
    on = "TRUE" if asked or not notice.is_optional else queries.settings.is_on("$4", "$2")
    made = await queries.outbox.insert(
        _fresh(draft),
        at=to_ms(clock.now()),
        body=body,
        channels=channels,
        priority=notice.priority if priority is None else priority,
        thread=thread,
        on=on,
    )
    db.after_commit(lambda: wakes.wake(wakes.OUTBOX))
    return bool(made)


@dataclass(frozen=True, slots=True)
class Each:
    """A message of a notice for each row of a query; all else is SQL over its tables."""

    notice: Notice
    dedupe: str
    customer_id: str
    operator_id: str
    about: str


async def put_each(each: Each, source: str, at: datetime) -> int:
    """Write the messages in one statement; `source` is `FROM ... WHERE ...`. How many.

    Those of operators who have switched the notice off are left out, and causes told before.
    """
    event = f"'{each.notice.key}'"
    on = queries.settings.is_on("t.id", event) if each.notice.is_optional else "TRUE"
    row = queries.outbox.EachSql(each.dedupe, event, each.customer_id, each.operator_id, each.about)
    made = await queries.outbox.insert_each(
        row, source, at=to_ms(at), priority=each.notice.priority, on=on
    )
    if made:
        db.after_commit(lambda: wakes.wake(wakes.OUTBOX))
    return made


async def put_many(
    drafts: Sequence[Draft],
    *,
    priority: int | None = None,
    channels: str = "",
    body: str = "",
    broadcast_id: int | None = None,
) -> int:
    """Write many in one statement; those whose dedupe key is known are passed over. How many."""
    if not drafts:
        return 0
    fresh = (
        (_fresh(each), notices.of(each.event).priority if priority is None else priority)
        for each in drafts
    )
    made = await queries.outbox.insert_many(
        fresh, at=to_ms(clock.now()), body=body, channels=channels, broadcast_id=broadcast_id
    )
    db.after_commit(lambda: wakes.wake(wakes.OUTBOX))
    return made


def _fresh(draft: Draft) -> queries.outbox.Fresh:
    return queries.outbox.Fresh(
        draft.dedupe,
        draft.event,
        draft.customer_id,
        draft.operator_id,
        to_json(dict(draft.about)),
        to_ms(draft.due) if draft.due else 0,
    )


async def resend(actor: Actor, message_id: int) -> None:
    """Send again what failed or is unknown: only ever by a person's word; raises `NotFound`."""
    actor.require("message.send")
    message = await history.MESSAGE.get(actor, message_id)
    async with db.transaction():
        moved = await db.advance(
            message,
            MessageStatus.READY,
            of=[MessageStatus.FAILED, MessageStatus.UNKNOWN, MessageStatus.DROPPED],
            due_ms=0,
            tries=0,
            priority=min(message.priority, notices.USUAL),
            error="",
            settled_at=None,
        )
        if not moved:
            raise InvalidState(what="message", state=message.status.value)
        await queries.outbox.close_tries(message.id)
        await audit.note(
            actor, "message.resend", "message", message.id, operator_id=message.operator_id
        )
        db.after_commit(lambda: wakes.wake(wakes.OUTBOX))


async def give_back(message_id: int, of: Iterable[MessageStatus], *, due_ms: int) -> None:
    """Let a message be claimed again once it is due, if it is in one of the states `of`."""
    origins = moves.origins(rules.MAY, of, MessageStatus.READY)
    await Message.filter(id=message_id, status__in=origins).update(
        status=MessageStatus.READY, due_ms=due_ms
    )


async def move_bulk(broadcast_id: int, to: MessageStatus, of: Iterable[MessageStatus]) -> int:
    """Move what waits of a broadcast; how many.

    What a person had sent again is not the broadcast's any more, see `resend`.
    """
    origins = moves.origins(rules.MAY, of, to)
    waiting = Message.filter(broadcast_id=broadcast_id, status__in=origins, priority=notices.BULK)
    return await waiting.update(status=to)


async def take_up(gateway_id: int) -> int:
    """Let what waits for a gateway to be put right be looked at now; how many."""
    now = to_ms(clock.now())
    return await queries.outbox.take_up(gateway_id, now=now, since=now - 2 * rules.MOST_HELD_MS)


async def move(message_ids: Sequence[int], to: MessageStatus, *, error: str = "") -> None:
    """Move messages to a state that people see; those that were there or beyond stay."""
    if not message_ids:
        return
    origins = [state.value for state in moves.before(rules.MAY, to)]
    moved = await queries.outbox.move(
        message_ids, to.value, of=origins, at=to_ms(clock.now()), error=error[:200]
    )
    told = {row.customer_id for row in moved if row.broadcast_id is None and row.customer_id}
    if told:
        await events.publish(MessagesMoved(tuple(sorted(told))))
