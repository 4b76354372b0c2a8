"""Where customers stand, and the one place where they come to stand elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from domain import clock, db, moves
from domain.customers.models import CustomerStatus as C
from domain.fields import to_ms

MAY: dict[C, frozenset[C]] = {
    C.PENDING: frozenset({C.ACTIVE, C.SUSPENDED, C.EXPIRED, C.LEFT}),
    C.ACTIVE: frozenset({C.PENDING, C.SUSPENDED, C.EXPIRED, C.LEFT}),
    C.SUSPENDED: frozenset({C.ACTIVE, C.EXPIRED, C.LEFT}),  # who was served is no newcomer
    C.EXPIRED: frozenset({C.ACTIVE, C.SUSPENDED, C.LEFT}),
    C.LEFT: frozenset({C.PENDING, C.ACTIVE, C.SUSPENDED, C.EXPIRED}),
}


def may_come_from(to: C) -> list[C]:
    """The states from which a customer may come to stand so."""
    return moves.before(MAY, to)


async def hold(customer_ids: Iterable[int]) -> None:
    """Let nobody else change where these customers stand, nor their money, until the transaction
    ends.

    A payment and a suspension of the same customer then happen one after the other, and the
    second sees what the first has done.
    """
    if db.on_postgres():
        rows = ", ".join(str(int(each)) for each in sorted(customer_ids)) or "0"
        await db.run(f"SELECT id FROM customer WHERE id IN ({rows}) ORDER BY id{db.locked()}")


class _Id(NamedTuple):
    id: int


async def move(customer_ids: Collection[int], to: C, *, of: Collection[C]) -> set[int]:
    """Move customers by one statement, and say whom; who stands elsewhere than `of` stays."""
    for state in of:
        moves.require(MAY, state, to)
    rows = ", ".join(str(int(one)) for one in sorted(customer_ids))
    moved = await db.typed(
        _Id,
        "UPDATE customer SET status = $1, left_at = CAST($2 AS BIGINT)"
        f" WHERE status IN ({db.marks(len(of), after=2)}) AND id IN ({rows}) RETURNING id",
        to.value,
        to_ms(clock.now()) if to is C.LEFT else None,
        *(state.value for state in of),
    )
    return {row.id for row in moved}
