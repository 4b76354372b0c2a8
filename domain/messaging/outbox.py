"""The outbox: messages are written in the transaction of their cause, once per cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain import clock, db, events, moves, wakes
from domain.errors import InvalidState
from domain.events import MessagesMoved
from domain.fields import to_json, to_ms
from domain.messaging import history, notices, rules, telling
from domain.messaging.models import Message
from domain.messaging.notices import Notice
from domain.messaging.states import MessageStatus
from domain.staff import audit
from domain.staff.rights import Actor

_COLUMNS = (
    "dedupe, event, customer_id, operator_id, about, due_ms, made_at, broadcast_id, body,"
    " channels, priority, status, holder, locked_ms, tries, error"
)


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
    on = "TRUE" if asked or not notice.is_optional else telling.is_on("$4", "$2")
    made = await db.run(
        f"INSERT INTO message ({_COLUMNS}, thread) SELECT $1, CAST($2 AS TEXT), $3,"
        " CAST($4 AS BIGINT), $5, $6, $7, NULL, $8, $9, $10, 'ready', '', 0, 0, '', $11"
        f" WHERE {on} ON CONFLICT (dedupe) DO NOTHING",
        *_values(draft),
        to_ms(clock.now()),
        body,
        channels,
        notice.priority if priority is None else priority,
        thread,
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
    on = telling.is_on("t.id", event) if each.notice.is_optional else "TRUE"
    made = await db.run(
        f"INSERT INTO message ({_COLUMNS}) SELECT {each.dedupe}, {event}, {each.customer_id},"
        f" {each.operator_id}, {each.about}, 0, {to_ms(at)}, NULL, '', '',"
        f" {int(each.notice.priority)}, 'ready', '', 0, 0, '' {source} AND {each.operator_id} IN"
        f" (SELECT t.id FROM operator t WHERE {on}) ON CONFLICT (dedupe) DO NOTHING"
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
    now = to_ms(clock.now())
    values: list[object] = [now, broadcast_id, body, channels]
    lines = []
    for draft in drafts:
        at = len(values)
        marks = ", ".join(f"${at + i}" for i in range(1, 7))
        level = notices.of(draft.event).priority if priority is None else priority
        lines.append(f"({marks}, $1, $2, $3, $4, {int(level)}, 'ready', '', 0, 0, '')")
        values += _values(draft)
    made = await db.run(
        f"INSERT INTO message ({_COLUMNS}) VALUES {', '.join(lines)}"
        " ON CONFLICT (dedupe) DO NOTHING",
        *values,
    )
    db.after_commit(lambda: wakes.wake(wakes.OUTBOX))
    return made


def _values(draft: Draft) -> list[object]:
    return [
        draft.dedupe,
        draft.event,
        draft.customer_id,
        draft.operator_id,
        to_json(dict(draft.about)),
        to_ms(draft.due) if draft.due else 0,
    ]


async def resend(actor: Actor, message_id: int) -> Message:
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
        await db.run("UPDATE delivery SET closed = TRUE WHERE message_id = $1", message.id)
        await audit.note(
            actor, "message.resend", "message", message.id, operator_id=message.operator_id
        )
        db.after_commit(lambda: wakes.wake(wakes.OUTBOX))
    return message


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
    return await db.run(
        "UPDATE message SET due_ms = $1 WHERE status = 'ready' AND due_ms > $1 AND id IN"
        " (SELECT message_id FROM delivery WHERE gateway_id = $2 AND status = 'failed'"
        " AND NOT closed AND failed_at > $3)",
        now,
        gateway_id,
        now - 2 * rules.MOST_HELD_MS,
    )


async def move(message_ids: Sequence[int], to: MessageStatus, *, error: str = "") -> None:
    """Move messages to a state that people see; those that were there or beyond stay."""
    if not message_ids:
        return
    origins = [state.value for state in moves.before(rules.MAY, to)]
    moved = await db.rows(
        "UPDATE message SET status = $1, settled_at = $2, error = $3, holder = ''"
        f" WHERE id IN ({db.marks(len(message_ids), after=3 + len(origins))})"
        f" AND status IN ({db.marks(len(origins), after=3)})"
        " RETURNING customer_id, broadcast_id",
        to.value,
        to_ms(clock.now()),
        error[:200],
        *origins,
        *message_ids,
    )
    told = {row["customer_id"] for row in moved if row["broadcast_id"] is None}
    if told := told - {None}:
        await events.publish(MessagesMoved(tuple(sorted(told))))
