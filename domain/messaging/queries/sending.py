"""Statements about messages that are being sent, and their tries: claims end at an instant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from domain import db
from domain.errors import RECIPIENT_BUSY

# Of a conversation the oldest goes first, and the next once it is known what became of that one.
_IN_ORDER = (
    "(thread IS NULL OR NOT EXISTS (SELECT 1 FROM message o WHERE o.thread = message.thread"
    " AND o.status IN ('ready', 'leased') AND o.id < message.id))"
)


class _Id(NamedTuple):
    id: int


class Claimed(NamedTuple):
    """A message that was claimed; what it is about is JSON."""

    id: int
    event: str
    customer_id: int | None
    operator_id: int
    broadcast_id: int | None
    about: str
    body: str
    channels: str
    priority: int
    tries: int
    holder: str


async def claim(
    holder: str, may_go: str, values: Sequence[object], *, until: int, now: int, limit: int
) -> list[Claimed]:
    """Claim what is due and may go, the urgent first; the condition's values stand from $4 on."""
    return await db.typed(
        Claimed,
        db.claiming(
            "UPDATE message SET status = 'leased', holder = $1, locked_ms = $2, tries = tries + 1",
            "SELECT id FROM message WHERE status = 'ready' AND due_ms <= $3"
            f"{may_go} AND {_IN_ORDER}"
            f" ORDER BY priority, due_ms, id LIMIT {int(limit)}",
            told=", ".join(Claimed._fields),
        ),
        holder,
        until,
        now,
        *values,
    )


class _Holder(NamedTuple):
    holder: str


async def holders() -> list[str]:
    """Who has claimed anything."""
    found = await db.typed(_Holder, "SELECT DISTINCT holder FROM message WHERE status = 'leased'")
    return [row.holder for row in found]


async def lost(dead: Sequence[str], *, now: int, latest: int) -> list[int]:
    """Some whose claim has run out, ends beyond the `latest`, or is a dead holder's; ours now."""
    found = await db.typed(
        _Id,
        "SELECT m.id FROM message m WHERE m.status = 'leased'"
        " AND (m.locked_ms <= $1 OR m.locked_ms > $2"
        f" OR m.holder IN ({db.marks(len(dead), after=2) or 'NULL'}))"
        f" ORDER BY m.id LIMIT 500{db.skip_locked()}",
        now,
        latest,
        *dead,
    )
    return [row.id for row in found]


async def put_off(holder: str, message_ids: Sequence[int], due_ms: int) -> None:
    """Give back until then what the holder has of these, as if it had not been claimed."""
    await db.run(
        "UPDATE message SET status = 'ready', due_ms = $1, tries = tries - 1, holder = ''"
        " WHERE holder = $2 AND status = 'leased'"
        f" AND id IN ({db.marks(len(message_ids), after=2)})",
        due_ms,
        holder,
        *message_ids,
    )


class Ours(NamedTuple):
    """A message that is still ours, until when, and until when some gateway wants to hear nothing
    (a millionth of a second)."""

    id: int
    locked_ms: int
    paused_us: int


async def still_ours(
    holder: str, message_ids: Sequence[int], may_go: str, values: Sequence[object], now: int
) -> list[Ours]:
    """Those that nobody took from the holder, and that may go; held until the transaction ends.
    The condition's values stand behind the ids."""
    mine = f"holder = $1 AND status = 'leased' AND id IN ({db.marks(len(message_ids), after=2)})"
    return await db.typed(
        Ours,
        "SELECT id, locked_ms, (SELECT MAX(paused_us) FROM gateway) AS paused_us FROM message"
        f" WHERE {mine} AND locked_ms > $2{may_go} ORDER BY id{db.locked()}",
        holder,
        now,
        *message_ids,
        *values,
    )


async def renew(message_ids: Sequence[int], until: int) -> None:
    """Claims end then."""
    await db.run(
        f"UPDATE message SET locked_ms = $1 WHERE id IN ({db.marks(len(message_ids), after=1)})",
        until,
        *message_ids,
    )


async def release(holder: str, message_ids: Sequence[int]) -> None:
    """Give back what the holder has of these, as if it had not been claimed."""
    await db.run(
        "UPDATE message SET status = 'ready', tries = tries - 1, holder = ''"
        " WHERE holder = $1 AND status = 'leased'"
        f" AND id IN ({db.marks(len(message_ids), after=1)})",
        holder,
        *message_ids,
    )


class Fresh(NamedTuple):
    """A try that is to be written down."""

    message_id: int
    channel: str
    gateway_id: int
    to: str
    text: str
    segments: int
    cost_minor: int


class Try(NamedTuple):
    """A try on record."""

    id: int
    message_id: int


async def write_down(tries: Iterable[Fresh], at: int) -> list[Try]:
    """Write tries down before they are made."""
    values: list[object] = [at]
    lines = []
    for one in tries:
        lines.append(f"({db.marks(7, after=len(values))}, $1, 'handed', '', '', FALSE, 0)")
        values += one
    return await db.typed(
        Try,
        'INSERT INTO delivery (message_id, channel, gateway_id, "to", text, segments, cost_minor,'
        f" handed_at, status, provider_id, error, closed, ask_ms) VALUES {', '.join(lines)}"
        " RETURNING id, message_id",
        *values,
    )


class Taken(NamedTuple):
    """A try that the provider took on: by which id, at what cost, and when to ask about it."""

    delivery_id: int
    provider_id: str
    segments: int
    cost_minor: int
    ask_ms: int


class Stands(NamedTuple):
    """The message of a try, and how the try stands."""

    message_id: int
    status: str


async def taken_on(tries: Sequence[Taken], at: int) -> list[Stands]:
    """Write down what the provider took on; of what a report told before, only what it lacks."""
    values: list[object] = [at]
    for one in tries:
        values += one
    return await db.typed(
        Stands,
        "UPDATE delivery SET provider_id = v.column2, sent_at = $1, segments = v.column3,"
        " cost_minor = v.column4, ask_ms = v.column5,"
        " status = CASE WHEN status IN ('handed', 'unknown') THEN 'sent' ELSE status END"
        f" FROM ({_lines(len(tries))}) AS v WHERE delivery.id = v.column1"
        " RETURNING message_id, status",
        *values,
    )


@cache
def _lines(count: int) -> str:
    types = ("BIGINT", "TEXT", "INT", "BIGINT", "BIGINT")
    lines = (
        ", ".join(f"CAST(${2 + 5 * line + i} AS {kind})" for i, kind in enumerate(types))
        for line in range(count)
    )
    return f"VALUES {', '.join(f'({line})' for line in lines)}"


async def failed_last(gateway_id: int, *, last: int, looked_back: int) -> int:
    """How many of its last tries a gateway did not take on; of busy recipients none is counted."""
    return int(
        await db.value(
            "SELECT COUNT(*) AS n FROM (SELECT status, error FROM delivery"
            " WHERE gateway_id = $1 AND id > (SELECT MAX(id) FROM delivery) - $2"
            f" AND NOT (status = 'failed' AND error LIKE 'busy {RECIPIENT_BUSY}%')"
            f" ORDER BY id DESC LIMIT {int(last)}) AS last"
            " WHERE status = 'unknown' OR (status = 'failed'"
            " AND (error LIKE 'busy %' OR error LIKE 'refused%'))",
            gateway_id,
            looked_back,
        )
    )


async def claim_asking(*, until: int, now: int, limit: int) -> list[int]:
    """Claim tries of which the provider is to be asked now."""
    found = await db.typed(
        _Id,
        db.claiming(
            "UPDATE delivery SET ask_ms = $1",
            "SELECT id FROM delivery WHERE ask_ms > 0 AND ask_ms <= $2"
            f" ORDER BY ask_ms LIMIT {int(limit)}",
        ),
        until,
        now,
    )
    return [row.id for row in found]


async def ask_again(delivery_id: int, ask_ms: int) -> None:
    """The provider is asked of the try again then; 0 for never."""
    await db.run("UPDATE delivery SET ask_ms = $1 WHERE id = $2", ask_ms, delivery_id)
