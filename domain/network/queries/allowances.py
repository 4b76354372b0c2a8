"""Statements about what customers may use, and have used: instants are ms."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from domain import db


class Counted(NamedTuple):
    """An allowance, and where the counters stood when they were believed last."""

    customer_id: int
    seconds: int | None
    octets: int | None
    used_seconds: int
    used_octets: int
    counted_seconds: int
    counted_octets: int
    counted_at: int
    given_at: int
    used_at: int | None
    spent_at: int | None

    @property
    def is_spent(self) -> bool:
        """Whether nothing of a limit is left."""
        over = self.seconds is not None and self.used_seconds >= self.seconds
        return over or (self.octets is not None and self.used_octets >= self.octets)


async def of(customer_ids: Collection[int], *, lock: bool = False) -> list[Counted]:
    """The allowances of these customers, in order."""
    return await db.typed(
        Counted,
        f"SELECT {', '.join(Counted._fields)} FROM allowance"
        f" WHERE customer_id IN ({db.ids(customer_ids)}) ORDER BY customer_id"
        f"{db.locked() if lock else ''}",
    )


async def grant(customer_id: int, seconds: int | None, octets: int | None, at: int) -> None:
    """Let the customer use so much; where the counters stand is as it was."""
    await db.run(
        "INSERT INTO allowance (customer_id, seconds, octets, used_seconds, used_octets,"
        " counted_seconds, counted_octets, counted_at, given_at)"
        " VALUES ($1, $2, $3, 0, 0, 0, 0, 0, $4) ON CONFLICT (customer_id) DO UPDATE"
        " SET seconds = excluded.seconds, octets = excluded.octets, used_seconds = 0,"
        " used_octets = 0, given_at = excluded.given_at, used_at = NULL, spent_at = NULL",
        customer_id, seconds, octets, at,
    )  # fmt: skip


async def count(lines: Iterable[tuple[int, Counted, Counted]]) -> None:
    """When counters were read, what was known of them, and what is."""
    await db.run_many(
        "UPDATE allowance SET used_seconds = $1, used_octets = $2, counted_seconds = $3,"
        " counted_octets = $4, counted_at = $5, used_at = $6 WHERE customer_id = $7",
        (
            (
                fresh.used_seconds, fresh.used_octets, fresh.counted_seconds,
                fresh.counted_octets, now, fresh.used_at, fresh.customer_id,
            )
            for now, _, fresh in lines
        ),
    )  # fmt: skip


async def spend(customer_ids: Collection[int], at: int) -> None:
    """It was told that nothing is left to these customers."""
    await db.run(
        f"UPDATE allowance SET spent_at = $1 WHERE customer_id IN ({db.ids(customer_ids)})", at
    )
