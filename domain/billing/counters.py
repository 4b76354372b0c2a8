"""Bill numbers without gaps: a counter per operator and year, held by whoever gives the next."""

from __future__ import annotations

from collections.abc import Iterable

from domain.billing import queries


async def lock(operators_and_years: Iterable[tuple[int, int]]) -> None:
    """Keep the counters until the transaction ends, made where they are new."""
    await queries.bills.keep_counters(sorted(set(operators_and_years)))
