"""Statements about messages as a list: `m`, with their customers `c` and latest tries `d`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain import db


class Row(NamedTuple):
    """A message in a list; what the latest try says is empty where there was none."""

    id: int
    event: str
    status: str
    error: str
    made_at: int
    code: str
    name: str
    operator: str
    channel: str | None
    gateway: str | None
    sent_to: str | None
    text: str | None
    segments: int | None
    cost_minor: int | None
    currency: str
    provider_id: str | None
    sent_at: int | None
    delivered_at: int | None
    read_at: int | None


async def rows(where: str, values: Sequence[object], *, limit: int) -> list[Row]:
    """Messages by a condition, the newest first."""
    return await db.typed(
        Row,
        "SELECT m.id, m.event, m.status, m.error, m.made_at, c.code, c.name, o.name AS operator,"
        ' d.channel, g.name AS gateway, d."to" AS sent_to, d.text, d.segments, d.cost_minor,'
        " o.currency, d.provider_id, d.sent_at, d.delivered_at, d.read_at"
        " FROM message m JOIN customer c ON c.id = m.customer_id"
        " JOIN operator o ON o.id = m.operator_id LEFT JOIN delivery d"
        " ON d.id = (SELECT MAX(t.id) FROM delivery t WHERE t.message_id = m.id)"
        " LEFT JOIN gateway g ON g.id = d.gateway_id"
        f" WHERE {where} ORDER BY m.id DESC LIMIT {int(limit)}",
        *values,
    )
