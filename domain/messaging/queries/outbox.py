"""Statements that write messages into the outbox, move them, and list them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain import db

_COLUMNS = (
    "dedupe, event, customer_id, operator_id, about, due_ms, made_at, broadcast_id, body,"
    " channels, priority, status, holder, locked_ms, tries, error"
)


class Fresh(NamedTuple):
    """A message to be written: its cause and event, whose it is, what it is about (JSON)."""

    dedupe: str
    event: str
    customer_id: int | None
    operator_id: int
    about: str
    due_ms: int


async def insert(
    message: Fresh,
    *,
    at: int,
    body: str,
    channels: str,
    priority: int,
    thread: str | None,
    on: str,
) -> int:
    """Write a message where the condition `on` holds and its cause was not told before."""
    return await db.run(
        f"INSERT INTO message ({_COLUMNS}, thread) SELECT $1, CAST($2 AS TEXT), $3,"
        " CAST($4 AS BIGINT), $5, $6, $7, NULL, $8, $9, $10, 'ready', '', 0, 0, '', $11"
        f" WHERE {on} ON CONFLICT (dedupe) DO NOTHING",
        *message,
        at,
        body,
        channels,
        priority,
        thread,
    )


class EachSql(NamedTuple):
    """What a message of each row of a query is made of: SQL over its tables."""

    dedupe: str
    event: str
    customer_id: str
    operator_id: str
    about: str


async def insert_each(each: EachSql, source: str, *, at: int, priority: int, on: str) -> int:
    """Write a message for each row of the query whose operator `t` has it `on`.

    Who has it on is asked once, not for each row; the plus keeps both engines from looking for the
    rows by their operators.
    """
    return await db.run(
        f"WITH telling AS MATERIALIZED (SELECT t.id FROM operator t WHERE {on})"
        f" INSERT INTO message ({_COLUMNS}) SELECT {each.dedupe}, {each.event}, {each.customer_id},"
        f" {each.operator_id}, {each.about}, 0, {int(at)}, NULL, '', '',"
        f" {int(priority)}, 'ready', '', 0, 0, '' {source} AND +{each.operator_id} IN"
        " (SELECT id FROM telling) ON CONFLICT (dedupe) DO NOTHING"
    )


async def insert_many(
    messages: Iterable[tuple[Fresh, int]],
    *,
    at: int,
    body: str,
    channels: str,
    broadcast_id: int | None,
) -> int:
    """Write many, each with its priority, but for those whose cause was told before; how many."""
    values: list[object] = [at, broadcast_id, body, channels]
    lines = []
    for message, priority in messages:
        marks = db.marks(6, after=len(values))
        lines.append(f"({marks}, $1, $2, $3, $4, {int(priority)}, 'ready', '', 0, 0, '')")
        values += message
    return await db.run(
        f"INSERT INTO message ({_COLUMNS}) VALUES {', '.join(lines)}"
        " ON CONFLICT (dedupe) DO NOTHING",
        *values,
    )


async def close_tries(message_id: int) -> None:
    """What was tried of the message counts no more."""
    await db.run("UPDATE delivery SET closed = TRUE WHERE message_id = $1", message_id)


async def take_up(gateway_id: int, *, now: int, since: int) -> int:
    """Let what a gateway failed to take since then be due now; how many."""
    return await db.run(
        "UPDATE message SET due_ms = $1 WHERE status = 'ready' AND due_ms > $1 AND id IN"
        " (SELECT message_id FROM delivery WHERE gateway_id = $2 AND status = 'failed'"
        " AND NOT closed AND failed_at > $3)",
        now,
        gateway_id,
        since,
    )


class Moved(NamedTuple):
    """A message that came to another state: whose it is, and of which broadcast."""

    customer_id: int | None
    broadcast_id: int | None


async def move(
    message_ids: Sequence[int], to: str, *, of: Sequence[str], at: int, error: str
) -> list[Moved]:
    """Move messages that are in one of the states `of`; those that moved."""
    return await db.typed(
        Moved,
        "UPDATE message SET status = $1, settled_at = $2, error = $3, holder = ''"
        f" WHERE id IN ({db.marks(len(message_ids), after=3 + len(of))})"
        f" AND status IN ({db.marks(len(of), after=3)})"
        " RETURNING customer_id, broadcast_id",
        to,
        at,
        error,
        *of,
        *message_ids,
    )


class Told(NamedTuple):
    """A message in a list, and whose it is."""

    id: int
    event: str
    status: str
    made_at: int
    customer_id: int
    name: str
    code: str


async def told(where: str, values: Sequence[object], *, limit: int, offset: int) -> list[Told]:
    """Messages `m` of customers `c` by a condition, the newest first."""
    return await db.typed(
        Told,
        "SELECT m.id, m.event, m.status, m.made_at, c.id AS customer_id, c.name, c.code"
        f" FROM message m JOIN customer c ON c.id = m.customer_id WHERE {where}"
        f" ORDER BY m.id DESC LIMIT {int(limit)} OFFSET {int(offset)}",
        *values,
    )
