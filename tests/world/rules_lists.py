"""Staff record many payments by a list, and take all of it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from domain.bulk import bulks, lines
from domain.bulk.models import Bulk, BulkLine
from domain.bulk.states import BulkKind, BulkStatus, LineStatus
from tests.world.rules import Rules, taka, who, yes
from tests.world.town import Town

said = st.lists(st.tuples(who, taka), min_size=1, max_size=3)


async def _listed(town: Town, said: Sequence[tuple[int, int]], meant: bool) -> Any:
    """A line for each; what is asked about may be meant so. The rest is the scheduler's."""
    typed = []
    for number, (whose, amount) in enumerate(said, 1):
        customer = await town.customer(whose)
        town.books.money[""].add((customer.id, amount * 100))
        parts = {"customer": customer.code, "amount": str(amount)}
        typed.append(bulks.Typed(number, customer.code, parts))
    bina = town.cast.bina
    made = await bulks.begin(bina, BulkKind.PAID, typed)
    asked = await BulkLine.filter(bulk_id=made.id, status=LineStatus.ASKS)
    for line in asked if meant else ():
        await lines.mean(bina, line.id)
    return await bulks.confirm(bina, made.id, bulks.seal(await bulks.sums(made.id)))


async def _taken_back(town: Town) -> Any:
    """The newest list that is done, payment by payment."""
    done = Bulk.filter(status__in=[BulkStatus.DONE, BulkStatus.STOPPED])
    row = await done.order_by("-id").first()
    if row is None:
        return None
    for line in await BulkLine.filter(bulk_id=row.id, status=LineStatus.DONE):
        town.books.reversals.add(line.payment_id or 0)
    return await bulks.undo(town.cast.bina, row.id)


class Lists(Rules):
    @rule(said=said, meant=yes)
    def staff_record_a_list(self, said: Sequence[tuple[int, int]], meant: bool) -> None:
        self.do(_listed, self.town, said, meant)

    @rule()
    def staff_take_a_list_back(self) -> None:
        self.do(_taken_back, self.town)
