"""What messages cost: a gateway's price is in the currency of the operator whose account it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from tortoise.expressions import Q

from domain.money import Money, in_order
from domain.outreach import queries
from domain.outreach.models import Broadcast
from domain.staff import operators
from domain.staff.models import Operator


async def by_currency(by_owner: Mapping[int | None, int]) -> dict[str, int]:
    """Minor units by currency; without an owner, a gateway is the ISP's own and shared by all."""
    owners = [owner for owner in by_owner if owner is not None]
    found = await Operator.filter(Q(id__in=owners) | Q(parent_id=None))
    currencies: dict[int | None, str] = {row.id: row.currency for row in found}
    currencies[None] = next(row.currency for row in found if row.parent_id is None)
    sums: Counter[str] = Counter()
    for owner, minor in by_owner.items():
        sums[currencies[owner]] += minor
    return dict(sums)


async def in_own_first(row: Broadcast, sums: Mapping[str, int]) -> tuple[Money, ...]:
    """The sums as people read them, see `money.in_order`."""
    own = await operators.currency_of(row.operator_id)
    return in_order((Money(minor, currency) for currency, minor in sums.items()), own)


async def expected(row: Broadcast) -> tuple[Money, ...]:
    """What was reckoned when it was asked for."""
    if row.costs is None:  # from before costs were told apart
        return (Money(row.cost_minor, await operators.currency_of(row.operator_id)),)
    return await in_own_first(row, row.costs)


async def spent(row: Broadcast) -> tuple[Money, ...]:
    """What its tries have cost until now."""
    found = await queries.progress.costs(row.id)
    sums = {each.operator_id: int(each.cost) for each in found}
    return await in_own_first(row, await by_currency(sums) if sums else {})
