"""Whose service is not what it should be, and why: for lists that staff see, and true words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import clock, reach
from domain.fields import from_ms, to_ms
from domain.network import queries
from domain.staff.rights import Actor

SOON = timedelta(minutes=15)  # so long a wish may take before it is a trouble
NOT_YET = "not-yet"
ON_THE_WAY = "on-the-way"
REASONS = (
    "no-router", "no-username", "no-profile", "no-address", "router-off", "watch-only",
    "router-down", "secret-missing", "address-clash", "foreign-entry", "refused", "waits", NOT_YET,
    "left-router-off", "left-watch-only", "left-router-down", "left-not-yet", ON_THE_WAY,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unlike:
    """A customer whose service is not as it should be; `why` is one of `REASONS`.

    That was asked for `since`; of who had been as they should, and is so no more, it was read
    `since`, and they are `freed`. What was left where they were is known `since` they moved.
    """

    id: int
    code: str
    name: str
    router: str
    why: str
    since: datetime | None
    freed: bool


async def obstacle(customer_id: int) -> str:
    """Why nothing that is asked of the customer's router will happen now; empty: it may."""
    return await queries.holding.obstacle(customer_id)


async def unheld(actor: Actor, router: str = "", *, offset: int = 0, limit: int) -> list[Unlike]:
    """Customers who should be held and are not, those who wait longest first; of one router or all.

    What was asked for minutes ago is on the way, unless something is known to be against it.
    """
    return await _page(*_not_held(actor, router), offset, limit)


async def counted(actor: Actor, router: str = "") -> dict[str, int]:
    """How many are not held though they should be, by reason, as far as the actor sees."""
    return await _by_reason(*_not_held(actor, router))


async def unserved(actor: Actor, router: str = "", *, offset: int = 0, limit: int) -> list[Unlike]:
    """Customers who are to be online as paid for, and were not seen to be, as `unheld`."""
    return await _page(*_not_served(actor, router), offset, limit)


async def count_unserved(actor: Actor, router: str = "") -> dict[str, int]:
    """How many are not seen as they should be online, by reason, as far as the actor sees."""
    return await _by_reason(*_not_served(actor, router))


async def _page(those: str, values: Sequence[object], offset: int, limit: int) -> list[Unlike]:
    return [
        Unlike(
            id=row.id,
            code=row.code,
            name=row.name,
            router=row.router,
            why=row.why,
            since=from_ms(row.since) if row.since else None,
            freed=bool(row.freed),
        )
        for row in await queries.holding.page(those, values, limit=limit, offset=offset)
    ]


async def _by_reason(those: str, values: Sequence[object]) -> dict[str, int]:
    found = await queries.holding.by_reason(those, values)
    return {row.why: row.customers for row in found}


async def count_unread(actor: Actor) -> int:
    """How many were held when their router was last read, which it is not now."""
    actor.require("customer.see")
    where, values = reach.sql(actor, first=1)
    return await queries.holding.count_unread(where, values)


def _not_held(actor: Actor, router: str) -> tuple[str, Sequence[object]]:
    scope, values = _sight(actor, router)
    return queries.holding.not_held(scope), values


def _not_served(actor: Actor, router: str) -> tuple[str, Sequence[object]]:
    scope, values = _sight(actor, router)
    return queries.holding.not_served(scope), values


def _sight(actor: Actor, router: str) -> tuple[str, Sequence[object]]:
    actor.require("customer.see")
    scope, values = reach.sql(actor, first=3)
    return scope, (to_ms(clock.now() - SOON), router.strip(), *values)
