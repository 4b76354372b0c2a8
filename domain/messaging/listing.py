"""All messages as a list, each with its latest try, within what a person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain import calendar, reach
from domain.fields import from_ms, to_ms
from domain.messaging import queries
from domain.messaging.queries.sent import Row
from domain.messaging.states import Channel, MessageStatus
from domain.money import Money
from domain.staff.rights import Actor


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """Which messages; what is not given does not limit, days are inclusive and the actor's."""

    statuses: frozenset[MessageStatus] = frozenset()
    channels: frozenset[Channel] = frozenset()
    made_from: date | None = None
    made_to: date | None = None


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message; `channel` and what follows are its latest try's, empty where there was none."""

    id: int
    made_at: datetime
    customer_code: str
    customer_name: str
    operator: str
    event: str
    status: MessageStatus
    error: str
    channel: str
    gateway: str
    to: str
    text: str
    segments: int | None
    cost: Money | None
    provider_id: str
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None


async def page(
    actor: Actor, wanted: MessageFilter, *, after: int | None = None, limit: int = 10
) -> list[MessageRow]:
    """A page of messages, the newest first; `after` is the last id of the page before."""
    actor.require("message.see")
    where, values = reach.sql(actor)
    parts = [where]
    if after is not None:
        parts.append(f"m.id < {int(after)}")
    if wanted.statuses:
        parts.append(f"m.status IN ({_named(wanted.statuses)})")
    if wanted.channels:
        parts.append(f"d.channel IN ({_named(wanted.channels)})")
    if wanted.made_from is not None:
        parts.append(f"m.made_at >= {_midnight(wanted.made_from, actor)}")
    if wanted.made_to is not None:
        parts.append(f"m.made_at < {_midnight(wanted.made_to + timedelta(days=1), actor)}")
    found = await queries.sent.rows(" AND ".join(parts), values, limit=limit)
    return [_row(row) for row in found]


def _named(chosen: frozenset[MessageStatus] | frozenset[Channel]) -> str:
    return ", ".join(f"'{each.value}'" for each in sorted(chosen))


def _midnight(day: date, actor: Actor) -> int:
    return to_ms(calendar.instant(day, time(), actor.timezone))


def _row(row: Row) -> MessageRow:
    return MessageRow(
        id=row.id,
        made_at=from_ms(row.made_at),
        customer_code=row.code,
        customer_name=row.name,
        operator=row.operator,
        event=row.event,
        status=MessageStatus(row.status),
        error=row.error,
        channel=row.channel or "",
        gateway=row.gateway or "",
        to=row.sent_to or "",
        text=row.text or "",
        segments=row.segments,
        cost=None if row.cost_minor is None else Money(int(row.cost_minor), row.currency),
        provider_id=row.provider_id or "",
        sent_at=_at(row.sent_at),
        delivered_at=_at(row.delivered_at),
        read_at=_at(row.read_at),
    )


def _at(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)
