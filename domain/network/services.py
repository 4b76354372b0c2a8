"""What each customer's service should be: suspended, reconnected, changed, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain import clock, db, events, reach, wakes
from domain.customers import standing
from domain.customers.models import HELD, CustomerStatus
from domain.errors import InvalidState, NotFound
from domain.events import CustomerReconnected, CustomersSuspended
from domain.fields import from_ms, to_json, to_ms
from domain.network import remnants
from domain.network.models import Suspension
from domain.network.queries import MOVED, TARGET
from domain.network.states import Desired
from domain.staff import audit
from domain.staff.rights import SYSTEM, Actor

MANUAL = "manual"  # the rule of what a person does for a reason of their own
WAS_HELD = "was_held"  # the figure of a reconnection that says so

_OF_STATUS = (
    "CASE c.status WHEN 'active' THEN 'active' WHEN 'left' THEN 'absent' ELSE 'suspended' END"
)
_HAS_SERVICE = (
    "c.router_id IS NOT NULL AND c.status <> 'pending'"
    " AND ((c.connection = 'pppoe' AND c.username <> '' AND p.profile <> '')"
    " OR (c.connection IN ('static', 'dhcp') AND c.ip <> ''))"
)
_ELSEWHERE = (
    "(service.router_id <> excluded.router_id OR service.dials <> excluded.dials"
    " OR service.target <> excluded.target)"
)
_ENSURE = (
    "INSERT INTO service (customer_id, router_id, desired, profile, dials, target, generation,"
    " applied, urgent, asked_at, error, tries, due_ms)"
    f" SELECT c.id, c.router_id, {_OF_STATUS}, p.profile, c.connection = 'pppoe', {TARGET},"
    " {first}, 0, FALSE, CAST($1 AS BIGINT), '', 0, 0"
    f" FROM customer c JOIN package p ON p.id = c.package_id WHERE {_HAS_SERVICE} AND {{which}}"
    " ON CONFLICT (customer_id) DO UPDATE SET router_id = excluded.router_id,"
    " desired = excluded.desired, profile = excluded.profile, dials = excluded.dials,"
    " target = excluded.target,"
    f" held_at = CASE WHEN {_ELSEWHERE} THEN NULL ELSE service.held_at END,"
    " generation = service.generation + 1, asked_at = excluded.asked_at, urgent = FALSE,"
    " done_at = NULL, seen_at = NULL, error = '', tries = 0, due_ms = 0"
    f" WHERE {_ELSEWHERE} OR service.desired <> excluded.desired"
    " OR service.profile <> excluded.profile"
)
_LACKING = (
    "SELECT c.id FROM customer c JOIN package p ON p.id = c.package_id"
    f" LEFT JOIN service s ON s.customer_id = c.id WHERE c.router_id = $1 AND {_HAS_SERVICE}"
    f" AND (s.id IS NULL OR s.profile <> p.profile OR s.desired <> {_OF_STATUS} OR {MOVED})"
    " ORDER BY c.id"
)
_RETIRE = (
    "DELETE FROM service WHERE customer_id IN ({ids}) AND customer_id NOT IN (SELECT c.id"
    f" FROM customer c JOIN package p ON p.id = c.package_id WHERE {_HAS_SERVICE}"
    " AND c.id IN ({ids}))"
)


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

    For customers with a router and a username (PPPoE) or an address (static, DHCP); None is all.
    A service that is new to a router is carried out by the full pass, within its limits; but
    `at_once` for customers of whom somebody asked for it. What a service leaves where it no longer
    is, is kept until it is shut there.
    """
    which = "TRUE" if customer_ids is None else f"c.id IN ({_list(customer_ids)})"
    if customer_ids is not None and not customer_ids:
        return 0
    async with db.transaction():
        moved = await remnants.keep(which)
        first = f"CASE WHEN c.id IN ({_list(at_once)}) THEN 2 ELSE 1 END" if at_once else "1"
        statement = _ENSURE.replace("{which}", which).replace("{first}", first)
        touched = await db.run(statement, to_ms(clock.now()))
        if moved:
            await db.run(_RETIRE.replace("{ids}", _list(moved)))
    if touched or moved:
        db.after_commit(lambda: wakes.wake(wakes.NETWORK))
    return touched


async def align(router_id: int) -> int:
    """Bring the services of one router in line, as `ensure`; cheap where they are."""
    lacking = [row["id"] for row in await db.rows(_LACKING, router_id)]
    return await ensure(lacking)


async def take_package(package_id: int) -> int:
    """Ask at once for what a package has become, of all who have it; how many rows it touched."""
    found = await db.rows(
        "SELECT id FROM customer WHERE package_id = $1 AND router_id IS NOT NULL", package_id
    )
    return await ensure([row["id"] for row in found])


async def take_router(router_id: int, *, holds_otherwise: bool) -> None:
    """Go on at once with a router as it is now; whom it holds by other terms is held anew."""
    async with db.transaction():
        await db.run(
            "UPDATE service SET due_ms = 0 WHERE router_id = $1 AND generation <> applied",
            router_id,
        )
        if holds_otherwise:
            await db.run(
                "UPDATE service SET generation = generation + 1, asked_at = $1, done_at = NULL,"
                " seen_at = NULL, error = '', tries = 0, due_ms = 0"
                " WHERE router_id = $2 AND desired <> 'active'",
                to_ms(clock.now()),
                router_id,
            )
        await db.run("UPDATE router_state SET due_at = NULL WHERE router_id = $1", router_id)
    db.after_commit(lambda: wakes.wake(wakes.NETWORK))


async def desire(
    customer_id: int, desired: Desired, *, profile: str | None = None, urgent: bool = False
) -> bool:
    """Ask for a state of the customer's service; False when it is asked for already.

    A customer without a router and a name there has no service, and nothing is asked.
    """
    asked = await db.run(
        "UPDATE service SET desired = $1, profile = COALESCE(CAST($2 AS TEXT), profile),"
        " generation = generation + 1, urgent = $3, asked_at = $4, done_at = NULL,"
        " seen_at = NULL, error = '', tries = 0, due_ms = 0 WHERE customer_id = $5"
        " AND (desired <> $1 OR profile <> COALESCE(CAST($2 AS TEXT), profile))",
        desired.value, profile, urgent, to_ms(clock.now()), customer_id,
    )  # fmt: skip
    db.after_commit(lambda: wakes.wake(wakes.NETWORK))
    return bool(asked)


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
        moved = await standing.move(
            [cut.customer_id for cut in cuts],
            CustomerStatus.SUSPENDED,
            of=[CustomerStatus.ACTIVE],
        )
        if not moved:
            return []
        await db.run(
            "UPDATE service SET desired = 'suspended', generation = generation + 1,"
            " urgent = FALSE, asked_at = $1, done_at = NULL, seen_at = NULL, error = '',"
            " tries = 0, due_ms = 0"
            f" WHERE desired <> 'suspended' AND customer_id IN ({_list(moved)})",
            now,
        )
        made = [cut for cut in cuts if cut.customer_id in moved]
        await _write_down(made, "suspend", actor, now)
        suspended = [cut.customer_id for cut in made]
        await events.publish(CustomersSuspended(tuple(suspended)))
        db.after_commit(lambda: wakes.wake(wakes.NETWORK))
    return suspended


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
    row = await db.one(
        "SELECT s.desired, s.generation, s.applied, s.error, s.done_at, s.seen_at,"
        " s.due_ms, r.name AS router, r.enabled, t.reachable, t.since, t.failed, t.read_at"
        " FROM service s JOIN router r ON r.id = s.router_id"
        " LEFT JOIN router_state t ON t.router_id = r.id WHERE s.customer_id = $1",
        customer_id,
    )
    if row is None:
        return None
    down = row["reachable"] is not None and not row["reachable"]
    return Standing(
        desired=Desired(row["desired"]),
        generation=row["generation"],
        applied=row["applied"],
        error=row["error"],
        done_at=_instant(row["done_at"]),
        seen_at=_instant(row["seen_at"]),
        differs_at=_instant(row["due_ms"] or None),
        router=row["router"],
        stopped="" if row["enabled"] and not down else "down" if row["enabled"] else "off",
        stopped_at=_instant(row["since"]),
        unread_since=_instant(row["read_at"]) if row["failed"] else None,
    )


def _instant(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)


async def held_at(address: str) -> list[int]:
    """Customers whose session was held at that address, as far as the last looks told."""
    rows = await db.rows(
        "SELECT customer_id FROM service WHERE held_at = $1 AND desired = 'suspended' LIMIT 5",
        address,
    )
    return [row["customer_id"] for row in rows]


async def history(customer_id: int, limit: int = 10) -> list[Suspension]:
    """Suspensions and reconnections with their rules and figures, the newest first."""
    return await Suspension.filter(customer_id=customer_id).order_by("-id").limit(limit)


async def status_locked(customer_id: int) -> CustomerStatus | None:
    """The customer's status, which nobody else changes until the transaction ends."""
    sql = f"SELECT status FROM customer WHERE id = $1{db.locked()}"
    found = await db.value(sql, customer_id)
    return CustomerStatus(found) if found else None


async def _locked(actor: Actor, customer_id: int) -> tuple[CustomerStatus, bool]:
    """The customer's status, and whether their router was seen to hold them."""
    actor.require("customer.suspend")
    await standing.hold([customer_id])
    row = await db.one(
        "SELECT c.status, c.zone_id, o.path, s.customer_id AS held FROM customer c"
        " JOIN operator o ON o.id = c.operator_id LEFT JOIN service s ON s.customer_id = c.id"
        " AND s.desired = 'suspended' AND s.applied = s.generation WHERE c.id = $1",
        customer_id,
    )
    if row is None or not reach.holds(actor, row["path"], row["zone_id"]):
        raise NotFound(what="customer", given=customer_id)
    return CustomerStatus(row["status"]), row["held"] is not None


async def _write_down(cuts: Sequence[Cut], act: str, actor: Actor, at: int) -> None:
    await db.run_many(
        "INSERT INTO suspension (customer_id, act, rule, figures, at, staff_id)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        [
            (cut.customer_id, act, cut.rule, to_json(dict(cut.figures)), at, actor.staff_id)
            for cut in cuts
        ],
    )


async def _noted(actor: Actor, act: str, customer_id: int, rule: str) -> None:
    if actor.staff_id is not None:
        await audit.note(actor, act, "customer", customer_id, after={"rule": rule})


def _list(numbers: Iterable[int]) -> str:
    return ", ".join(str(int(number)) for number in numbers)
