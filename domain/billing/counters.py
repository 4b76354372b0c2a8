"""Bill numbers without gaps: a counter per operator and year, held by whoever gives the next."""

from __future__ import annotations

from collections.abc import Iterable

from domain import db


async def lock(operators_and_years: Iterable[tuple[int, int]]) -> None:
    """Keep the counters until the transaction ends, made where they are new."""
    wanted = sorted(set(operators_and_years))
    await db.run_many(
        "INSERT INTO bill_counter (operator_id, year, given) VALUES ($1, $2, 0)"
        " ON CONFLICT (operator_id, year) DO UPDATE SET given = bill_counter.given",
        wanted,
    )
