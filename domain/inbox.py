"""What providers tell us: stored raw before it is answered, processed after, as often as needed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from tortoise import fields

from domain import batches, db
from domain.fields import Cut, Instant, Json, Line, Prose, to_json, to_ms
from domain.ports import Hook
from domain.tables import Model

TELEGRAM = "telegram"  # the kind of the chat app's updates
_UPDATES_KEPT = timedelta(days=3)


class InboxStatus(StrEnum):
    """States of a stored notification."""

    NEW = "new"
    DONE = "done"
    FAILED = "failed"


class Inbox(Model):
    """One request of a provider as it came, the same content is stored once."""

    id = fields.BigIntField(primary_key=True)
    kind = Line(16)
    gateway = Line(64)
    digest = Line(64)
    headers = Json()
    body = Prose()
    received_at = Instant()
    status = fields.CharEnumField(InboxStatus, max_length=16, default=InboxStatus.NEW)
    tries = fields.IntField(default=0)
    due_ms = fields.BigIntField(default=0)
    error = Cut(300, default="")

    class Meta:
        table = "inbox"
        unique_together = (("kind", "gateway", "digest"),)


@dataclass(frozen=True, slots=True)
class Received:
    """A request that passed its signature check; `headers_json` keeps those that parsing needs."""

    kind: str
    gateway: str
    headers_json: str
    body: str

    @property
    def digest(self) -> str:
        """Equal requests have equal digests, so that a repetition is stored once."""
        return hashlib.sha256(f"{self.headers_json}\0{self.body}".encode()).hexdigest()


def received(kind: str, gateway: str, hook: Hook) -> Received:
    """What is kept of a request: what its processing needs, and no secret that came along.

    A body that is no plain text is kept as base64.
    """
    kept = {
        "method": hook.method,
        "query": {name: value for name, value in hook.query.items() if name != "token"},
        "content-type": hook.headers.get("content-type", ""),
    }
    try:
        body = hook.body.decode()
        if "\0" in body:
            raise ValueError
    except ValueError:
        kept["encoding"] = "base64"
        body = base64.b64encode(hook.body).decode()
    return Received(kind, gateway, to_json(kept), body)


def hook_of(item: Inbox) -> Hook:
    """The request again, as far as it was kept."""
    kept = item.headers
    encoded = kept.get("encoding") == "base64"
    return Hook(
        method=kept.get("method", "POST"),
        url="",
        query=kept.get("query", {}),
        headers={"content-type": kept.get("content-type", "")},
        body=base64.b64decode(item.body) if encoded else item.body.encode(),
    )


async def store(batch: Sequence[Received], now: datetime) -> None:
    """Store requests that arrived together in one statement; known ones are passed over."""
    values: list[object] = []
    lines = []
    for item in batch:
        first = len(values) + 1
        lines.append("(" + ", ".join(f"${first + i}" for i in range(6)) + ", 'new', 0, 0, '')")
        values += [
            item.kind, item.gateway, item.digest, item.headers_json, item.body, to_ms(now),
        ]  # fmt: skip
    await db.run(
        "INSERT INTO inbox (kind, gateway, digest, headers, body, received_at,"
        f" status, tries, due_ms, error) VALUES {', '.join(lines)}"
        " ON CONFLICT (kind, gateway, digest) DO NOTHING",
        *values,
    )


_LONGEST_PAUSE = timedelta(hours=1)


class _Id(NamedTuple):
    id: int


async def due(now: datetime, kinds: Mapping[str, int], limit: int = 50) -> list[Inbox]:
    """Claim what waits to be processed of these kinds, each for so many seconds, oldest first.

    What would wait longer than anything is put off is due as well: the clock was set back.
    """
    at = to_ms(now)
    lasts = " ".join(
        f"WHEN ${number} THEN {int(seconds) * 1000}"
        for number, seconds in enumerate(kinds.values(), start=3)
    )
    taken = await db.typed(
        _Id,
        db.claiming(
            "UPDATE inbox SET tries = tries + 1,"
            f" due_ms = CAST($1 AS BIGINT) + CASE kind {lasts} END",
            "SELECT id FROM inbox WHERE status = 'new' AND (due_ms <= $1 OR due_ms > $2)"
            f" AND kind IN ({db.marks(len(kinds), after=2)}) ORDER BY id LIMIT {int(limit)}",
        ),
        at, to_ms(now + _LONGEST_PAUSE), *kinds,
    )  # fmt: skip
    return await Inbox.filter(id__in=[row.id for row in taken]).order_by("id")


async def renew(ids: Sequence[int], now: datetime, *, seconds: int) -> None:
    """Those that are still in hand stay claimed for so long from now."""
    due_ms = to_ms(now + timedelta(seconds=seconds))
    await Inbox.filter(id__in=list(ids), status=InboxStatus.NEW).update(due_ms=due_ms)


async def free(kind: str) -> None:
    """What was claimed of this kind is due at once: whoever claimed it is gone."""
    await Inbox.filter(kind=kind, status=InboxStatus.NEW, due_ms__gt=0).update(due_ms=0)


async def tidy(now: datetime) -> None:
    """Drop updates of the chat app that were handled; what providers said is kept."""
    handled = Inbox.filter(kind=TELEGRAM, status=InboxStatus.DONE)
    await batches.delete(handled.filter(received_at__lt=now - _UPDATES_KEPT))


async def done(item: Inbox) -> None:
    """Processed: never again."""
    await done_all([item.id])


async def done_all(ids: Sequence[int]) -> list[None]:
    """The same for several."""
    await Inbox.filter(id__in=ids).update(status=InboxStatus.DONE, error="")
    return [None] * len(ids)


async def put_off(item: Inbox, now: datetime, error: str, *, give_up_after: int = 12) -> bool:
    """Try again later, with growing pauses; False when it is given up for a person to look at."""
    last = item.tries >= give_up_after
    pause = min(timedelta(seconds=2**item.tries), _LONGEST_PAUSE)
    await Inbox.filter(id=item.id).update(
        status=InboxStatus.FAILED if last else InboxStatus.NEW,
        due_ms=to_ms(now + pause),
        error=error[:300],
    )
    return not last
