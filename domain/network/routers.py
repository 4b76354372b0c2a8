"""Routers as rows, as accounts for their adapter, and as staff see them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain import clock, db, reach, wakes
from domain.customers.models import Customer
from domain.errors import Busy, NotFound, Outdated
from domain.fields import from_ms
from domain.incidents import incidents
from domain.incidents.models import Incident
from domain.incidents.views import IncidentView
from domain.network import drifts, elements, queries
from domain.network.models import Router, RouterState, Service
from domain.network.states import WAITS, Desired, Drift
from domain.ports import AccessBackend, Account, Ports, access
from domain.staff import audit
from domain.staff.rights import Actor
from domain.vault import Vault

LIVE_SECONDS = 8.0
DOUBTED = "plausibility"  # the incident of a list that is too short to be believed


def account(router: Router, vault: Vault) -> Account:
    """The router as its backend needs it, the credentials opened."""
    return Account(
        id=router.id,
        name=router.name,
        kind="access",
        provider=router.backend,
        base_url="",
        rate=0,
        credentials=vault.open(router.credentials),
        options=router.settings or {},
    )


def backend(router: Router, ports: Ports) -> AccessBackend:
    """The router's backend, whose connections the process shares."""
    return ports.access(account(router, ports.vault))


async def get(router_id: int) -> Router:
    """The router; raises `NotFound`."""
    found = await Router.get_or_none(id=router_id)
    if found is None:
        raise NotFound(what="router", given=router_id)
    return found


async def enabled() -> list[Router]:
    """The routers that are to be served."""
    return await Router.filter(enabled=True).order_by("id")


async def state(router_id: int) -> RouterState:
    """What is known of the router; a row is made at the first question."""
    await queries.routers.add_state(router_id)
    return await RouterState.get(router_id=router_id)


async def used(router_id: int) -> set[tuple[str, str]]:
    """The kinds of connection of its customers with the rates that it must know for each.

    A rate is empty where nobody is served by one.
    """
    return {(row.connection, row.rate) for row in await queries.routers.used(router_id)}


@dataclass(frozen=True, slots=True)
class RouterLine:
    """A router in a list: `reachable` None is not asked yet, `drift` counts by kind.

    Customers are counted as far as the actor sees them; what was counted on the router itself,
    its sessions and all that differs there, only for who sees the `whole` of it.
    """

    id: int
    name: str
    reachable: bool | None
    since: datetime | None
    enabled: bool
    watch_only: bool
    customers: int
    sessions: int | None
    waiting: int
    drift: dict[str, int]
    whole: bool


@dataclass(frozen=True, slots=True)
class RouterDetail:
    """One router with what its last reads told; `names` are the first of each kind of drift."""

    line: RouterLine
    host: str
    version: str
    uptime_seconds: int
    cpu_load: int
    checked_at: datetime | None
    read_at: datetime | None
    secrets: int | None
    error: str
    failed: int
    due_at: datetime | None
    open_wishes: int
    oldest_wish_at: datetime | None
    incidents: Sequence[IncidentView] = ()
    names: dict[str, Sequence[str]] = field(default_factory=dict)
    own: bool = True  # whether it is the actor's to manage: a shared one is the root's


_KNOWN = {  # what services keep of what differs, by the kind that it is counted as
    access.MISSING: Drift.MISSING,
    access.CLASH: Drift.CLASH,
    access.FOREIGN: Drift.HELD,
}


async def list_routers(actor: Actor, name: str = "") -> list[RouterLine]:
    """The actor's routers and those shared by all, by name; or the one of that name."""
    actor.require("router.see")
    under, values = reach.operators_sql(actor, "r", first=2)
    scope, more = reach.sql(actor, first=2 + len(values))
    found = await queries.routers.lines(name.strip(), under, scope, [*values, *more])
    in_part = [row.id for row in found if not _sees_whole(actor, row.operator_id)]
    drift = await _drift_of(actor, in_part) if in_part else {}
    return [_line(row, drift.get(row.id, Counter())) if row.id in in_part else _line(row)
            for row in found]  # fmt: skip


def _sees_whole(actor: Actor, operator_id: int | None) -> bool:
    """Whether everybody on the router of that operator is the actor's to see."""
    return not reach.is_limited(actor) and (actor.is_at_root or operator_id is not None)


async def _drift_of(actor: Actor, router_ids: Sequence[int]) -> dict[int, Counter[str]]:
    """What differs on the routers of the customers whom the actor sees, by kind."""
    scope, values = reach.sql(actor)
    found = await queries.routers.differing(router_ids, scope, values)
    counted: dict[int, Counter[str]] = {}
    for row in found:
        kind, _, more = row.error.partition(": ")
        here = counted.setdefault(row.router_id, Counter())
        here[more if kind == WAITS else _KNOWN.get(kind, "")] += 1
        here[WAITS] += kind == WAITS
    return counted


def _line(row: queries.routers.Line, theirs: Counter[str] | None = None) -> RouterLine:
    """`theirs` is what differs of the actor's customers, where others are on the router as well."""
    whole = theirs is None
    kept = {kind: count for kind, (count, _) in drifts.read(row.drift).items()}
    shown = {kind.value: theirs[kind] for kind in Drift if theirs[kind]} if theirs else {}
    return RouterLine(
        id=row.id,
        name=row.name,
        reachable=None if row.reachable is None else bool(row.reachable),
        since=None if row.since is None else from_ms(row.since),
        enabled=bool(row.enabled),
        watch_only=bool(row.watch_only),
        customers=row.customers,
        sessions=(row.sessions or 0) if whole else None,
        waiting=(row.waiting or 0) if theirs is None else theirs[WAITS],
        drift=kept if whole else shown,
        whole=whole,
    )


async def detail(actor: Actor, name: str) -> RouterDetail:
    """The router of that name; raises `NotFound`. Names are shown to who sees the whole of it."""
    lines = await list_routers(actor, name) if name.strip() else []
    if not lines:
        raise NotFound(what="router", given=name)
    (line,) = lines
    router, known = await get(line.id), await state(line.id)
    scope, values = reach.sql(actor, first=2)
    open_ = await queries.routers.open_wishes(router.id, scope, values)
    drift = drifts.read(known.drift) if line.whole else {}
    return RouterDetail(
        line=line,
        host=elements.place(router),
        version=known.version,
        uptime_seconds=known.uptime_seconds,
        cpu_load=known.cpu_load,
        checked_at=known.checked_at,
        read_at=known.read_at,
        secrets=known.rows_read if line.whole else None,
        error=known.error,
        failed=known.failed,
        due_at=known.due_at,
        open_wishes=open_.many,
        oldest_wish_at=None if open_.oldest is None else from_ms(open_.oldest),
        incidents=await incidents.of_router_now(router.id) if line.whole else (),
        names={kind: names for kind, (_, names) in drift.items()},
        own=actor.is_at_root or router.operator_id is not None,
    )


async def release(actor: Actor, router_id: int, seen: int | None = None) -> None:
    """Let the next full pass make the corrections that wait, at once.

    Raises `Outdated` when they are more than the `seen` ones by now.
    """
    router = await _managed(actor, router_id)
    async with db.transaction():
        before = await state(router_id)
        if seen is not None and before.waiting > seen:
            raise Outdated
        await RouterState.filter(router_id=router_id).update(released=True, due_at=None)
        await audit.note(
            actor, "router.release", "router", router_id,
            operator_id=router.operator_id, after={"waiting": before.waiting},
        )  # fmt: skip
        db.after_commit(lambda: wakes.wake(wakes.NETWORK))


async def accept(actor: Actor, router_id: int, read: int) -> None:
    """Take a list of so many secrets for true that was too short to be believed.

    Raises `Outdated` when the router has shown another number since.
    """
    router = await _managed(actor, router_id)
    async with db.transaction():
        subject = incidents.of_router(router_id)
        doubt = await Incident.get_or_none(kind=DOUBTED, subject=subject, closed_at=None)
        if doubt is None or doubt.data["read"] != read:
            raise Outdated
        await RouterState.filter(router_id=router_id).update(accepted=read, due_at=None)
        await audit.note(
            actor, "router.accept", "router", router_id, operator_id=router.operator_id,
            before={"secrets": doubt.data["before"]}, after={"secrets": read},
        )  # fmt: skip
        db.after_commit(lambda: wakes.wake(wakes.NETWORK))


async def sync_now(actor: Actor, router_id: int) -> None:
    """Have the router read whole and brought in line at once, instead of at its next turn."""
    router = await _managed(actor, router_id)
    async with db.transaction():
        known = await state(router_id)
        await RouterState.filter(id=known.id).update(due_at=None)
        await audit.note(actor, "router.sync", "router", router_id, operator_id=router.operator_id)
        db.after_commit(lambda: wakes.wake(wakes.NETWORK))


async def _managed(actor: Actor, router_id: int) -> Router:
    """A shared router is the root's to manage."""
    actor.require("router.manage")
    router = await get(router_id)
    if not await reach.of_operator(actor, router.operator_id):
        raise NotFound(what="router", given=router_id)
    return router


@dataclass(frozen=True, slots=True)
class Live:
    """What the router shows of a customer now. `served` is paid, held or offline."""

    served: str
    desired: Desired
    is_as_desired: bool
    address: str
    uptime: str
    profile: str
    disabled: bool
    trouble: str
    asked_at: datetime


async def live(customer_id: int, ports: Ports) -> Live:
    """Ask the router now. Raises `NotFound` without a service, and `Refused`, `Busy`.

    A router that does not answer soon is `Busy`: a person waits.
    """
    service = await Service.get_or_none(customer_id=customer_id)
    if service is None:
        raise NotFound(what="service", given=customer_id)
    customer = await Customer.get(id=customer_id)
    router = await get(service.router_id)
    wanted = access.wanted(
        customer_id,
        customer.connection,
        customer.username,
        customer.ip,
        state=Desired.ACTIVE if service.desired is Desired.ACTIVE else Desired.SUSPENDED,
        rate=service.profile,
    )
    element = backend(router, ports)
    try:
        async with asyncio.timeout(LIVE_SECONDS):
            sight = await element.observe([wanted])
    except TimeoutError as error:
        raise Busy(access.Fault.SILENT) from error
    plan = element.plan(sight, [wanted], whole=False)
    shown = element.show(sight, wanted)
    return Live(
        served=shown.served,
        desired=service.desired,
        is_as_desired=customer_id in plan.confirmed,
        address=shown.address,
        uptime=shown.uptime,
        profile=shown.rate,
        disabled=shown.disabled,
        trouble=plan.troubles.get(customer_id, ""),
        asked_at=clock.now(),
    )
