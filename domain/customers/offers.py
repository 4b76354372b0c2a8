"""What a person may choose among: the zones and packages of the operators that they reach."""

from __future__ import annotations

from collections.abc import Sequence

from domain import reach, tables
from domain.customers import catalog, customers
from domain.customers.models import Customer, Package, Zone
from domain.customers.views import NamedView, OfferView
from domain.errors import NotFound
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


async def instead(actor: Actor, customer_id: int) -> list[OfferView]:
    """The packages that the customer may have instead of theirs, the cheapest first."""
    customer = await customers.get(actor, customer_id)
    rows = await _sold_like(customer)
    others = [row for row in rows if row.id != customer.package_id]
    return [tables.view(OfferView, row) for row in others]


async def sold(customer: Customer, package_id: int) -> Package:
    """A package that the customer's operator sells to such as they are; raises `NotFound`, and
    `PriceForeign` as `catalog.require_sold` does."""
    await catalog.require_sold(package_id, customer.operator_id)
    for row in await _sold_like(customer):
        if row.id == package_id:
            return row
    raise NotFound(what="package", given=package_id)


async def _sold_like(customer: Customer) -> list[Package]:
    """What their operator sells for the same kind of connection as they have, in its currency."""
    theirs = await Package.get(id=customer.package_id)
    operator = await operators.get(customer.operator_id)
    owners = {None, *operators.ids_of(operator.path)}
    found = Package.filter(active=True, kind=theirs.kind, currency=operator.currency)
    return [row for row in await found.order_by("price_minor", "id") if row.operator_id in owners]
