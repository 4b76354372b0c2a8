"""Statements about billing profiles: which there are, who is on them, who changed them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain import db


class Known(NamedTuple):
    """A billing profile in a list, with how many customers `c` of a condition are on it."""

    id: int
    code: str
    name: str
    operator_id: int | None
    operator: str | None
    customers: int


async def known(which: str, values: Sequence[object]) -> list[Known]:
    """Every profile, with the customers of a condition who have not left."""
    return await db.typed(
        Known,
        "SELECT f.id, f.code, f.name, f.operator_id, o.name AS operator,"
        " (SELECT COUNT(*) FROM customer c WHERE c.billing_profile_id = f.id"
        f" AND c.status <> 'left' AND {which}) AS customers"
        " FROM billing_profile f LEFT JOIN operator o ON o.id = f.operator_id ORDER BY f.id",
        *values,
    )


async def hold(profile_id: int) -> None:
    """Let nobody else change the profile until the transaction ends (SQLite has one writer)."""
    if db.on_postgres():
        await db.run(f"SELECT id FROM billing_profile WHERE id = $1{db.locked()}", profile_id)


async def changed_by(profile_id: int) -> int | None:
    """Which of the staff changed the profile last; None for nobody of them."""
    found: int | None = await db.value(
        "SELECT staff_id FROM audit WHERE subject = 'billing_profile' AND subject_id = $1"
        " ORDER BY id DESC LIMIT 1",
        profile_id,
    )
    return found


def under(place: int) -> str:
    """The condition that leaves customers `c` of operators under the path that stands there."""
    return f"c.operator_id IN (SELECT id FROM operator WHERE path LIKE ${int(place)})"


async def count(which: str, values: Sequence[object]) -> int:
    """How many customers `c` there are of a condition."""
    return int(
        await db.value(f"SELECT COUNT(*) AS customers FROM customer c WHERE {which}", *values)
    )


class _Id(NamedTuple):
    id: int


async def customers(which: str, values: Sequence[object], limit: int) -> list[int]:
    """The first customers `c` of a condition, by id."""
    found = await db.typed(
        _Id,
        f"SELECT c.id FROM customer c WHERE {which} ORDER BY c.id LIMIT {int(limit)}",
        *values,
    )
    return [row.id for row in found]


class On(NamedTuple):
    """A customer, and the profile that they are on."""

    id: int
    operator_id: int
    profile_id: int


async def on_others(which: str, values: Sequence[object], limit: int) -> list[On]:
    """The same customers, with their profiles."""
    return await db.typed(
        On,
        "SELECT c.id, c.operator_id, c.billing_profile_id AS profile_id FROM customer c"
        f" WHERE {which} ORDER BY c.id LIMIT {int(limit)}",
        *values,
    )
