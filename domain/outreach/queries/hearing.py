"""Statements about whether customers would hear of something, and by what."""

from __future__ import annotations

from typing import NamedTuple

from domain import db
from domain.messaging.queries import settings

# Which channels a gateway serves for `op`, an operator's row.
_SERVED = ", ".join(
    f"EXISTS (SELECT 1 FROM gateway g WHERE g.enabled AND g.kind = '{kind}'"
    " AND (g.operator_id IS NULL OR op.path LIKE '%/' || CAST(g.operator_id AS TEXT) || '/%'))"
    f" AS by_{kind}"
    for kind in ("whatsapp", "sms", "email")
)


class Hearer(NamedTuple):
    """A customer's addresses, whether their operator tells it, and which channels are served."""

    mobile: str
    whatsapp: str
    email: str
    told: bool
    channels: str
    by_whatsapp: bool
    by_sms: bool
    by_email: bool


async def hearer(customer_id: int, event: str) -> Hearer | None:
    """How the customer would hear of an event."""
    return await db.typed_one(
        Hearer,
        "SELECT c.mobile, c.whatsapp, c.email,"
        f" {settings.is_on('op.id', '$2')} AS told, {settings.channels('op.id', '$2')} AS channels,"
        f" {_SERVED} FROM customer c JOIN operator op ON op.id = c.operator_id"
        " WHERE c.id = $1",
        customer_id,
        event,
    )


class Teller(NamedTuple):
    """Whether an operator tells an event, and which channels are served."""

    told: bool
    channels: str
    by_whatsapp: bool
    by_sms: bool
    by_email: bool


async def tellers(operator_id: int, event: str) -> list[Teller]:
    """How the operator and those under it tell an event, of those that have customers."""
    return await db.typed(
        Teller,
        f"SELECT {settings.is_on('op.id', '$2')} AS told, {settings.channels('op.id', '$2')}"
        f" AS channels, {_SERVED} FROM operator op WHERE op.path LIKE"
        " (SELECT path FROM operator WHERE id = $1) || '%'"
        " AND EXISTS (SELECT 1 FROM customer c WHERE c.operator_id = op.id)",
        operator_id,
        event,
    )
