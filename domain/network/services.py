"""What each customer's service should be: suspended, reconnected, changed, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain import clock, db, events, reach, tables, wakes
from domain.customers import standing
from domain.customers.models import HELD, CustomerStatus
from domain.errors import InvalidState, NotFound
from domain.events import CustomerReconnected, CustomersSuspended
from domain.fields import from_ms, to_json, to_ms
from domain.network import queries, remnants
from domain.network.models import Suspension
from domain.network.states import ENDS, Desired
from domain.network.views import SuspensionView
from domain.staff import audit
from domain.staff.rights import SYSTEM, Actor

MANUAL = "manual"  # the rule of what a person does for a reason of their own
WAS_HELD = "was_held"  # the figure of a reconnection that says so


@dataclass(frozen=True, slots=True)
class Cut:
    """One customer who is to be suspended, by which rule and with which figures."""

    customer_id: int
    rule: str
    figures: Mapping[str, Any] = field(default_factory=dict)


async def ensure(
    customer_ids: Sequence[int] | None = None, *, at_once: Collection[int] = ()
) -> int:
    """Bring services in line with customers, packages and routers; how many rows it touched.

    For customers with a router and a username (PPPoE, hotspot) or an address (static, DHCP); None
    is all.
    A service that is new to a router is carried out by the full pass, within its limits; but
    `at_once` for customers of whom somebody asked for it. What a service leaves where it no longer
    is, is kept until it is shut there.
    """
    if customer_ids is not None and not customer_ids:
        return 0
    which = queries.services.which(customer_ids)
    async with db.transaction():
        moved = await remnants.keep(which)
        touched = await queries.services.ensure(which, to_ms(clock.now()), at_once=at_once)
        if moved:
            await queries.services.retire(moved)
    if touched or moved:
        db.after_commit(lambda: wakes.wake(wakes.NETWORK))
    return touched


async def align(router_id: int) -> int:
    """Bring the services of one router in line, as `ensure`; cheap where they are."""
    lacking = await queries.services.lacking(router_id)
    return await ensure(lacking)


async def take_package(package_id: int) -> int:
    """Ask at once for what a package has become, of all who have it; how many rows it touched."""
    return await ensure(await queries.services.with_package(package_id))


async def take_router(router_id: int, *, holds_otherwise: bool) -> None:
    """Go on at once with a router as it is now; whom it holds by other terms is held anew."""
    async with db.transaction():
        await queries.services.go_on(router_id)
        if holds_otherwise:
            await queries.services.hold_anew(router_id, to_ms(clock.now()))
        await queries.routers.read_soon(router_id)
    db.after_commit(lambda: wakes.wake(wakes.NETWORK))


async def desire(
    customer_id: int, desired: Desired, *, profile: str | None = None, urgent: bool = False
) -> bool:
    """Ask for a state of the customer's service; False when it is asked for already.

    A customer without a router and a name there has no service, and nothing is asked.
    """
    asked = await queries.services.desire(
        customer_id, desired.value, profile=profile, urgent=urgent, at=to_ms(clock.now())
    )
    db.after_commit(lambda: wakes.wake(wakes.NETWORK))
    return asked


async def suspend(actor: Actor, customer_id: int, rule: str, figures: Mapping[str, Any]) -> bool:
    """Suspend the customer and write down why; False when they are suspended already.

    Raises `NotFound`, and `InvalidState` for a customer who is not served.
    """
    async with db.transaction():
        status, _ = await _locked(actor, customer_id)
        if status in HELD:
            return False
        if status is not CustomerStatus.ACTIVE:
            raise InvalidState(what="customer", state=status.value)
        await _suspend([Cut(customer_id, rule, figures)], actor)
        await _noted(actor, "customer.suspend", customer_id, rule)
    return True


async def suspend_many(cuts: Sequence[Cut]) -> list[int]:
    """Suspend many customers at once by the rules, and tell whom; who is not active is passed
    over."""
    return await _suspend(cuts, SYSTEM) if cuts else []


async def _suspend(cuts: Sequence[Cut], actor: Actor) -> list[int]:
    now = to_ms(clock.now())
    async with db.transaction():
        await ensure([cut.customer_id for cut in cuts])
        moved = await _held(cuts)
        if not moved:
            return []
        await queries.services.suspend(moved, now)
        made = [cut for cut in cuts if cut.customer_id in moved]
        await _write_down(made, "suspend", actor, now)
        suspended = [cut.customer_id for cut in made]
        await events.publish(CustomersSuspended(tuple(suspended)))
        db.after_commit(lambda: wakes.wake(wakes.NETWORK))
    return suspended


async def _held(cuts: Sequence[Cut]) -> set[int]:
    """Whom of them it moved to where their rule has them stand."""
    moved = set[int]()
    for to in (CustomerStatus.SUSPENDED, CustomerStatus.EXPIRED):
        ids = [
            cut.customer_id for cut in cuts if (cut.rule in ENDS) is (to is CustomerStatus.EXPIRED)
        ]
        if ids:
            moved |= await standing.move(ids, to, of=[CustomerStatus.ACTIVE])
    return moved


async def reconnect(actor: Actor, customer_id: int, rule: str, figures: Mapping[str, Any]) -> bool:
    """Reconnect the customer before all else; False when they are not suspended.

    What was never held is written down as such: nobody is told that it is on again.
    Raises `NotFound`.
    """
    async with db.transaction():
        status, was_held = await _locked(actor, customer_id)
        if status not in HELD:
            return False
        await standing.move([customer_id], CustomerStatus.ACTIVE, of=HELD)
        await desire(customer_id, Desired.ACTIVE, urgent=True)
        await ensure([customer_id], at_once=[customer_id])
        cut = Cut(customer_id, rule, {**figures, WAS_HELD: was_held})
        await _write_down([cut], "reconnect", actor, to_ms(clock.now()))
        await _noted(actor, "customer.reconnect", customer_id, rule)
        await events.publish(CustomerReconnected(customer_id))
    return True


@dataclass(frozen=True, slots=True)
class Standing:
    """What a customer's service should be, and what the router showed of it."""

    desired: Desired
    generation: int
    applied: int
    error: str
    done_at: datetime | None
    seen_at: datetime | None
    differs_at: datetime | None  # since when the router was read not to have what it had
    router: str
    stopped: str  # off, down: why nothing can be changed on the router now
    stopped_at: datetime | None
    unread_since: datetime | None  # the last look at the whole router, where others failed since


async def of(customer_id: int) -> Standing | None:
    """How the customer's service stands; None where no router serves them."""
    row = await queries.services.standing(customer_id)
    if row is None:
        return None
    down = row.reachable is not None and not row.reachable
    return Standing(
        desired=Desired(row.desired),
        generation=row.generation,
        applied=row.applied,
        error=row.error,
        done_at=_instant(row.done_at),
        seen_at=_instant(row.seen_at),
        differs_at=_instant(row.due_ms or None),
        router=row.router,
        stopped="" if row.enabled and not down else "down" if row.enabled else "off",
        stopped_at=_instant(row.since),
        unread_since=_instant(row.read_at) if row.failed else None,
    )


def _instant(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)


async def held_at(address: str) -> list[int]:
    """Customers whose session was held at that address, as far as the last looks told."""
    return await queries.services.held_at(address)


async def history(customer_id: int, limit: int = 10) -> list[SuspensionView]:
    """Suspensions and reconnections with their rules and figures, the newest first."""
    found = await Suspension.filter(customer_id=customer_id).order_by("-id").limit(limit)
    return [tables.view(SuspensionView, row) for row in found]


async def status_locked(customer_id: int) -> CustomerStatus | None:
    """The customer's status, which nobody else changes until the transaction ends."""
    found = await queries.services.status_locked(customer_id)
    return CustomerStatus(found) if found else None


async def _locked(actor: Actor, customer_id: int) -> tuple[CustomerStatus, bool]:
    """The customer's status, and whether their router was seen to hold them."""
    actor.require("customer.suspend")
    await standing.hold([customer_id])
    row = await queries.services.held(customer_id)
    if row is None or not reach.holds(actor, row.path, row.zone_id):
        raise NotFound(what="customer", given=customer_id)
    return CustomerStatus(row.status), row.held is not None


async def _write_down(cuts: Sequence[Cut], act: str, actor: Actor, at: int) -> None:
    await queries.services.write_down(
        (cut.customer_id, act, cut.rule, to_json(dict(cut.figures)), at, actor.staff_id)
        for cut in cuts
    )


async def _noted(actor: Actor, act: str, customer_id: int, rule: str) -> None:
    if actor.staff_id is not None:
        await audit.note(actor, act, "customer", customer_id, after={"rule": rule})
