"""Statements about operators and staff."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from domain import db
from domain.staff.models import Role


class Kept(NamedTuple):
    """An operator, and what its books are kept in."""

    id: int
    currency: str


async def under(path: str) -> list[Kept]:
    """The operators under a path, whose own is among them."""
    return await db.typed(
        Kept, "SELECT id, currency FROM operator WHERE path LIKE $1 ORDER BY id", f"{path}%"
    )


class Placed(NamedTuple):
    """An operator, and its path."""

    id: int
    path: str


async def paths(operator_ids: Collection[int]) -> list[Placed]:
    """Where these operators stand."""
    marks = db.marks(len(operator_ids))
    sql = f"SELECT id, path FROM operator WHERE id IN ({marks})"
    return await db.typed(Placed, sql, *operator_ids)


async def path_of(operator_id: int) -> str | None:
    """Where the operator stands; None where there is none."""
    path: str | None = await db.value("SELECT path FROM operator WHERE id = $1", operator_id)
    return path


async def move(path: str, to: str) -> None:
    """Give all operators under a path another beginning."""
    await db.run(
        "UPDATE operator SET path = CAST($1 AS TEXT) || SUBSTR(path, CAST($2 AS INTEGER))"
        " WHERE path LIKE $3",
        to, len(path) + 1, f"{path}%",
    )  # fmt: skip


class Member(NamedTuple):
    """A member of staff who has access, with what their operator gives them."""

    staff_id: int
    name: str
    role: str
    zone_ids: str | None  # JSON
    language: str
    telegram_id: int
    operator_id: int
    path: str
    currency: str
    timezone: str
    region: str


_MEMBERS = (
    "SELECT s.id AS staff_id, s.name, s.role, s.zone_ids, s.language, s.telegram_id,"
    " s.operator_id, o.path, o.currency, o.timezone, o.region FROM staff s"
    " JOIN operator o ON o.id = s.operator_id WHERE s.removed_at IS NULL AND "
)


async def by_telegram(telegram_id: int) -> list[Member]:
    """Whose Telegram account it is: by one statement, since every tap asks who made it."""
    return await db.typed(Member, f"{_MEMBERS} s.telegram_id = $1", telegram_id)


async def by_id(staff_id: int) -> list[Member]:
    """The member of staff, in a list that is empty where they are removed."""
    return await db.typed(Member, f"{_MEMBERS} s.id = $1", staff_id)


async def who_can_be_told(operator_ids: Collection[int], roles: Collection[Role]) -> list[Member]:
    """The people of these operators and roles who have a chat."""
    given = [*operator_ids, *(role.value for role in roles)]
    return await db.typed(
        Member,
        f"{_MEMBERS} s.operator_id IN ({db.marks(len(operator_ids))})"
        f" AND s.role IN ({db.marks(len(roles), after=len(operator_ids))}) AND s.telegram_id > 0",
        *given,
    )


async def use_up_invites(staff_id: int, now: int) -> None:
    """Nobody joins any more by a link that this member of staff has made."""
    await db.run(
        "UPDATE invite SET used_at = $1 WHERE made_by_id = $2 AND used_at IS NULL", now, staff_id
    )
