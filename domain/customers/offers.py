"""What a person may choose among: the zones and packages of the operators that they reach."""

from __future__ import annotations

from collections.abc import Sequence

from domain import reach, tables
from domain.customers.models import Package, Zone
from domain.customers.views import NamedView
from domain.staff import operators
from domain.staff.rights import Actor


async def zones(actor: Actor, operator_id: int | None = None) -> list[NamedView]:
    """The zones of the actor's subtree, or those that they are limited to, by name.

    With `operator_id` those of that operator and all under it.
    """
    actor.require("customer.see")
    seen = Zone.filter(operator_id__in=await operators.subtree_ids(actor.operator_id))
    if operator_id is not None:
        seen = seen.filter(operator_id__in=await operators.subtree_ids(operator_id))
    if (limits := reach.zones(actor)) is not None:
        seen = seen.filter(id__in=limits)
    return [tables.view(NamedView, row) for row in await seen.order_by("name", "id")]


async def zone_names(zone_ids: Sequence[int] | None) -> list[str]:
    """What these zones are called, in order; nothing where customers of all are meant."""
    if not zone_ids:
        return []
    return [row.name for row in await Zone.filter(id__in=zone_ids).order_by("name", "id")]


async def packages(actor: Actor) -> list[NamedView]:
    """What the actor's operators sell: their own, those of operators above, and everybody's."""
    actor.require("customer.see")
    mine = await operators.subtree_ids(actor.operator_id)
    owners = {*mine, *operators.ids_of(actor.path)}
    rows = await Package.filter(active=True).order_by("name", "id")
    return [
        tables.view(NamedView, row)
        for row in rows
        if row.operator_id is None or row.operator_id in owners
    ]
