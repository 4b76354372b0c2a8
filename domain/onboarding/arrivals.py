"""Writing down who comes in from a file, many at once, whoever else comes in meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from domain.customers import entering
from domain.customers.models import Customer
from domain.errors import DomainError
from domain.onboarding.importing import Plan, refuse_taken
from domain.onboarding.matching import Incoming, There, match


async def meet(part: Sequence[Incoming], made: Plan, *, besides: Collection[int]) -> list[Incoming]:
    """Give new customers the row of who has come in meanwhile, `besides` those of this import.

    The rows that still may come: of whom it can't be told any more, or whose username or address
    somebody has by now, nothing is written.
    """
    there = await There.look([row for row in part if row.row_id is None], besides)
    moving = {row.row_id for row in part if made.claims.moves(row)} - {None}
    now = {row.id: row for row in await Customer.filter(id__in=moving)} if moving else {}
    kept: list[tuple[Incoming, Customer | None]] = []
    refused: list[Incoming] = []
    for incoming in part:
        row = now.get(incoming.row_id or 0)
        try:
            if incoming.row_id is None:
                row = match(incoming, there, made.seen, made.references.operators)
                if row is not None:
                    made.seen.meet(incoming, row)
                    incoming.row_id, incoming.code = row.id, row.code
        except DomainError as why:
            made.refuse(incoming.line, why)
            refused.append(incoming)
            continue
        kept.append((incoming, row))
    made.leave_out(refused)
    claims = made.claims.again(besides)
    await claims.take([pair for pair in kept if made.claims.moves(pair[0])])
    left_out = {row.line for row in refuse_taken(claims, made)}
    return [incoming for incoming, _ in kept if incoming.line not in left_out]


async def insert(part: Sequence[Incoming]) -> None:
    """Write new customers in the caller's transaction and give each its row id.

    Whoever came in meanwhile under the same code is left as they are.
    """
    ids = await entering.insert([(row.code, row.values) for row in part])
    for row in part:
        row.row_id = ids[row.code]
