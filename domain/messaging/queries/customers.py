"""Statements about the customers who speak to us, and who are behind a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain import db

_AT = "(mobile = $1 OR (whatsapp = $1 AND whatsapp <> ''))"


class _Id(NamedTuple):
    id: int


class Numbered(NamedTuple):
    """A customer with a number, and the number of their WhatsApp."""

    id: int
    whatsapp: str


async def with_phone(phone: str) -> list[Numbered]:
    """The customers with the number."""
    return await db.typed(
        Numbered, f"SELECT id, whatsapp FROM customer WHERE {_AT} ORDER BY id", phone
    )


async def writing_from(phone: str) -> list[int]:
    """Those whose WhatsApp number it is, or the only one that they gave."""
    found = await db.typed(
        _Id, f"SELECT id FROM customer WHERE {_AT} AND whatsapp IN ('', $1) ORDER BY id", phone
    )
    return [row.id for row in found]


class Speaker(NamedTuple):
    """A customer who speaks to us, with what holds at their operator."""

    id: int
    name: str
    language: str
    operator_id: int
    currency: str
    timezone: str
    region: str


async def speakers(customer_ids: Sequence[int]) -> list[Speaker]:
    """Those behind an address; those who have left come last."""
    return await db.typed(
        Speaker,
        "SELECT c.id, c.name, c.language, c.operator_id, o.currency, o.timezone, o.region"
        " FROM customer c JOIN operator o ON o.id = c.operator_id"
        f" WHERE c.id IN ({db.marks(len(customer_ids))})"
        " ORDER BY CASE WHEN c.status = 'left' THEN 1 ELSE 0 END, c.id",
        *customer_ids,
    )


class Known(NamedTuple):
    """A customer as they are shown to themselves, with their operator's office."""

    id: int
    name: str
    code: str
    opted_out_at: int | None
    isp: str
    support_phone: str


async def known(customer_ids: Sequence[int]) -> list[Known]:
    """As they are now."""
    return await db.typed(
        Known,
        "SELECT c.id, c.name, c.code, c.opted_out_at, o.name AS isp, o.support_phone"
        " FROM customer c JOIN operator o ON o.id = c.operator_id"
        f" WHERE c.id IN ({db.marks(len(customer_ids))}) ORDER BY c.id",
        *customer_ids,
    )


async def operator_of(customer_id: int) -> int:
    """Whose customer it is."""
    operator_id: int = await db.value("SELECT operator_id FROM customer WHERE id = $1", customer_id)
    return operator_id
