"""Customers who are moved to another billing profile: whom, what that does, and in batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain import db, events, reach
from domain.batches import Pace
from domain.billing import foreseeing, profiles, queries
from domain.billing.foreseeing import Cuts
from domain.billing.models import BillingProfile
from domain.customers import customers, standing
from domain.errors import NotFound
from domain.events import CustomersChanged
from domain.staff import audit
from domain.staff.rights import Actor


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is to be moved: everybody on a profile, those of one package alone if it is named; or
    these customers."""

    profile_id: int | None = None
    package_id: int | None = None
    customer_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """What moving them does: how many they are, and whom suspension names before and after."""

    customers: int
    before: Cuts
    after: Cuts


async def foresee(actor: Actor, profile_id: int, chosen: Chosen) -> Move:
    """What moving them to the profile would do, by the rules of both."""
    row = await _target(actor, profile_id)
    which, values = await _those(actor, row, chosen, first=1)
    count = await queries.profiles.count(which, values)
    which, values = await _those(actor, row, chosen, first=4)
    return Move(
        count,
        await foreseeing.cuts(which, values, row, by_own=True),
        await foreseeing.cuts(which, values, row),
    )


async def move(actor: Actor, profile_id: int, chosen: Chosen) -> int:
    """Move them; how many were moved. What is committed stays moved, whoever dies."""
    actor.require("customer.edit")
    row = await _target(actor, profile_id)
    which, values = await _those(actor, row, chosen, first=1)
    moved, pace, is_done = 0, Pace(250, least=50, most=1_000), False
    while not is_done:
        async with pace.batch() as batch:
            batch.items = await _some(actor, row, which, values, batch.size)
            moved, is_done = moved + batch.items, batch.items == 0
    return moved


async def _some(
    actor: Actor, row: BillingProfile, which: str, values: Sequence[object], limit: int
) -> int:
    async with db.transaction():
        await standing.hold(await queries.profiles.customers(which, values, limit))
        found = await queries.profiles.on_others(which, values, limit)
        if not found:
            return 0
        ids = [each.id for each in found]
        await customers.give_profile(ids, row.id)
        await audit.note_each(
            actor, "customer.change", "customer",
            [(one.id, one.operator_id, {"billing_profile_id": one.profile_id}) for one in found],
            after={"billing_profile_id": row.id},
        )  # fmt: skip
        await events.publish(CustomersChanged(tuple(ids)))
    return len(found)


async def _target(actor: Actor, profile_id: int) -> BillingProfile:
    actor.require("catalog.manage")
    await profiles.get(actor, profile_id)
    return await BillingProfile.get(id=profile_id)


async def _those(
    actor: Actor, row: BillingProfile, chosen: Chosen, *, first: int
) -> tuple[str, list[object]]:
    """The condition on `c` (customer): whom the actor sees, who is on another profile, and whose
    operator may use this one."""
    which, values = reach.sql(actor, first=first)
    which += f" AND c.billing_profile_id <> {int(row.id)} AND c.status <> 'left'"
    if row.operator_id is not None:
        owner = await profiles.owner_of(row)
        which += f" AND {queries.profiles.under(first + len(values))}"
        values = [*values, f"{owner.path}%"]
    if chosen.customer_ids:
        ids = ", ".join(str(int(one)) for one in chosen.customer_ids)
        return f"{which} AND c.id IN ({ids})", values
    if chosen.profile_id is None:
        raise NotFound(what="customer", given="")
    which += f" AND c.billing_profile_id = {int(chosen.profile_id)}"
    if chosen.package_id is not None:
        which += f" AND c.package_id = {int(chosen.package_id)}"
    return which, values
