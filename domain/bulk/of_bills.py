"""What is done to bills that a filter finds, or to those of them that were picked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace

from domain.batches import Pace
from domain.billing import bills
from domain.billing.bills import BillFilter, BillRow
from domain.billing.states import BillStatus
from domain.bulk import bulks, rules
from domain.bulk.bulks import Typed
from domain.bulk.errors import LinesTooMany
from domain.bulk.states import BulkKind
from domain.bulk.views import BulkView
from domain.money import Money
from domain.payments.states import Method
from domain.staff.rights import Actor

OPEN = (BillStatus.UNPAID, BillStatus.PARTIAL)
_PACE = Pace(200, least=50, most=1000)


@dataclass(slots=True)
class _Owed:
    """What a customer owes on the bills that were chosen."""

    customer_id: int
    ids: list[int] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    due: Money | None = None

    def add(self, row: BillRow) -> None:
        self.ids.append(row.id)
        self.numbers.append(row.number)
        if row.status in OPEN:
            self.due = self.due + row.due if self.due else row.due


async def begin(
    actor: Actor,
    kind: BulkKind,
    wanted: BillFilter,
    *,
    picked: Sequence[int] = (),
    reason: str = "",
) -> BulkView:
    """Keep what would be done: a line for each bill that is taken back, else for each customer.

    Nothing is done to anybody yet. Raises `LinesMissing` and `LinesTooMany`.
    """
    actor.require(bulks.NEEDS[kind])
    if picked:
        wanted = replace(wanted, ids=tuple(picked))
    found = _each(actor, wanted)
    lines = await (_bills(found) if kind is BulkKind.VOID else _customers(found))
    return await bulks.begin(actor, kind, lines, reason=reason, of_bills=True)


async def _each(actor: Actor, wanted: BillFilter) -> AsyncIterator[BillRow]:
    """Every bill, a page at a time, the newest first."""
    after: int | None = None
    while True:
        async with _PACE.batch() as batch:
            rows = await bills.page(actor, wanted, after=after, limit=batch.size)
            batch.items = len(rows)
        for row in rows:
            yield row
        if len(rows) < batch.size:
            return
        after = rows[-1].id


async def _bills(found: AsyncIterator[BillRow]) -> list[Typed]:
    lines: list[Typed] = []
    async for row in found:
        line = Typed(
            len(lines) + 1, row.number, {"paid": str(row.paid.minor)},
            customer_id=row.customer_id, bill_ids=(row.id,), amount=row.total,
        )  # fmt: skip
        lines.append(line)
        _refuse_too_many(len(lines))
    return lines


async def _customers(found: AsyncIterator[BillRow]) -> list[Typed]:
    """One line a customer, who then pays once, and is told once."""
    owed: dict[int, _Owed] = {}
    async for row in found:
        owed.setdefault(row.customer_id, _Owed(row.customer_id)).add(row)
        _refuse_too_many(len(owed))
    return [
        Typed(
            number, ", ".join(one.numbers), {"method": Method.CASH.value},
            customer_id=one.customer_id, bill_ids=one.ids, amount=one.due,
        )
        for number, one in enumerate(owed.values(), 1)
    ]  # fmt: skip


def _refuse_too_many(lines: int) -> None:
    if lines > rules.MOST_LINES:
        raise LinesTooMany(limit=rules.MOST_LINES)
