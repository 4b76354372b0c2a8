"""Who was seen online for the first time: noted once, whatever is seen later."""

from __future__ import annotations

from collections.abc import Collection

from domain import clock
from domain.customers import queries, standing
from domain.fields import to_ms


async def note(customer_ids: Collection[int]) -> list[int]:
    """Note that these are online, in the caller's transaction; those who never were before."""
    fresh = await queries.never_online(customer_ids)
    if not fresh:
        return []
    await standing.hold(fresh)
    return await queries.come_online(fresh, to_ms(clock.now()))
