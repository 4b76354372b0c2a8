"""Statements that bring services in line with customers, and write down what was asked of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from domain import db
from domain.network.queries.remnants import MOVED, TARGET

_OF_STATUS = (
    "CASE c.status WHEN 'active' THEN 'active' WHEN 'left' THEN 'absent' ELSE 'suspended' END"
)
_HAS_SERVICE = (
    "c.router_id IS NOT NULL AND c.status <> 'pending'"
    " AND ((c.connection IN ('pppoe', 'hotspot') AND c.username <> '' AND p.profile <> '')"
    " OR (c.connection IN ('static', 'dhcp') AND c.ip <> ''))"
)
_ELSEWHERE = (
    "(service.router_id <> excluded.router_id OR service.dials <> excluded.dials"
    " OR service.logs_in <> excluded.logs_in OR service.target <> excluded.target)"
)
_ENSURE = (
    "INSERT INTO service (customer_id, router_id, desired, profile, dials, logs_in, target,"
    " generation, applied, urgent, asked_at, error, tries, due_ms)"
    f" SELECT c.id, c.router_id, {_OF_STATUS}, p.profile, c.connection = 'pppoe',"
    f" c.connection = 'hotspot', {TARGET},"
    " {first}, 0, FALSE, CAST($1 AS BIGINT), '', 0, 0"
    f" FROM customer c JOIN package p ON p.id = c.package_id WHERE {_HAS_SERVICE} AND {{which}}"
    " ON CONFLICT (customer_id) DO UPDATE SET router_id = excluded.router_id,"
    " desired = excluded.desired, profile = excluded.profile, dials = excluded.dials,"
    " logs_in = excluded.logs_in, target = excluded.target,"
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


class _Id(NamedTuple):
    id: int


def which(customer_ids: Collection[int] | None) -> str:
    """The condition for these customers `c`; None is all."""
    return "TRUE" if customer_ids is None else f"c.id IN ({db.ids(customer_ids)})"


async def ensure(which: str, at: int, *, at_once: Collection[int]) -> int:
    """Bring the services of customers `c` in line; how many rows it touched."""
    first = f"CASE WHEN c.id IN ({db.ids(at_once)}) THEN 2 ELSE 1 END" if at_once else "1"
    return await db.run(_ENSURE.replace("{which}", which).replace("{first}", first), at)


async def retire(customer_ids: Collection[int]) -> None:
    """Forget the services of those who have none any more."""
    await db.run(_RETIRE.replace("{ids}", db.ids(customer_ids)))


async def lacking(router_id: int) -> list[int]:
    """The customers of a router whose services are not in line."""
    return [row.id for row in await db.typed(_Id, _LACKING, router_id)]


async def with_package(package_id: int) -> list[int]:
    """Those behind a router who have the package."""
    found = await db.typed(
        _Id, "SELECT id FROM customer WHERE package_id = $1 AND router_id IS NOT NULL", package_id
    )
    return [row.id for row in found]


async def go_on(router_id: int) -> None:
    """What is asked of the router is due at once."""
    await db.run(
        "UPDATE service SET due_ms = 0 WHERE router_id = $1 AND generation <> applied",
        router_id,
    )


async def hold_anew(router_id: int, at: int) -> None:
    """Whoever is held on the router is to be held anew."""
    await db.run(
        "UPDATE service SET generation = generation + 1, asked_at = $1, done_at = NULL,"
        " seen_at = NULL, error = '', tries = 0, due_ms = 0"
        " WHERE router_id = $2 AND desired <> 'active'",
        at,
        router_id,
    )


async def desire(
    customer_id: int, desired: str, *, profile: str | None, urgent: bool, at: int
) -> bool:
    """Ask for a state of the customer's service; whether it was not asked for already."""
    asked = await db.run(
        "UPDATE service SET desired = $1, profile = COALESCE(CAST($2 AS TEXT), profile),"
        " generation = generation + 1, urgent = $3, asked_at = $4, done_at = NULL,"
        " seen_at = NULL, error = '', tries = 0, due_ms = 0 WHERE customer_id = $5"
        " AND (desired <> $1 OR profile <> COALESCE(CAST($2 AS TEXT), profile))",
        desired, profile, urgent, at, customer_id,
    )  # fmt: skip
    return bool(asked)


async def limit_anew(customer_id: int, at: int) -> None:
    """Ask for the service of a customer who is to be online as it is, for other limits."""
    await db.run(
        "UPDATE service SET generation = generation + 1, urgent = TRUE, asked_at = $1,"
        " done_at = NULL, seen_at = NULL, error = '', tries = 0, due_ms = 0"
        " WHERE customer_id = $2 AND desired = 'active'",
        at,
        customer_id,
    )


async def suspend(customer_ids: Collection[int], at: int) -> None:
    """Ask for the services of these customers to be held."""
    await db.run(
        "UPDATE service SET desired = 'suspended', generation = generation + 1,"
        " urgent = FALSE, asked_at = $1, done_at = NULL, seen_at = NULL, error = '',"
        " tries = 0, due_ms = 0"
        f" WHERE desired <> 'suspended' AND customer_id IN ({db.ids(customer_ids)})",
        at,
    )


async def write_down(acts: Iterable[Sequence[object]]) -> None:
    """Write down suspensions and reconnections: whose, which act, by which rule, its figures
    (JSON), when, by whom."""
    await db.run_many(
        "INSERT INTO suspension (customer_id, act, rule, figures, at, staff_id)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        acts,
    )


class Standing(NamedTuple):
    """How a service stands, and what is known of its router."""

    desired: str
    generation: int
    applied: int
    error: str
    done_at: int | None
    seen_at: int | None
    due_ms: int
    router: str
    enabled: bool
    reachable: bool | None
    since: int | None
    failed: int | None
    read_at: int | None


async def standing(customer_id: int) -> Standing | None:
    """How the customer's service stands."""
    return await db.typed_one(
        Standing,
        "SELECT s.desired, s.generation, s.applied, s.error, s.done_at, s.seen_at,"
        " s.due_ms, r.name AS router, r.enabled, t.reachable, t.since, t.failed, t.read_at"
        " FROM service s JOIN router r ON r.id = s.router_id"
        " LEFT JOIN router_state t ON t.router_id = r.id WHERE s.customer_id = $1",
        customer_id,
    )


class _Customer(NamedTuple):
    customer_id: int


async def held_at(address: str) -> list[int]:
    """Customers whose session was held at that address."""
    found = await db.typed(
        _Customer,
        "SELECT customer_id FROM service WHERE held_at = $1 AND desired = 'suspended' LIMIT 5",
        address,
    )
    return [row.customer_id for row in found]


async def status_locked(customer_id: int) -> str | None:
    """The customer's status, which nobody else changes until the transaction ends."""
    status: str | None = await db.value(
        f"SELECT status FROM customer WHERE id = $1{db.locked()}", customer_id
    )
    return status


class Held(NamedTuple):
    """A customer's status and place; `held` where their router was seen to hold them."""

    status: str
    zone_id: int | None
    path: str
    held: int | None


async def held(customer_id: int) -> Held | None:
    """The customer's status, and whether their router was seen to hold them."""
    return await db.typed_one(
        Held,
        "SELECT c.status, c.zone_id, o.path, s.customer_id AS held FROM customer c"
        " JOIN operator o ON o.id = c.operator_id LEFT JOIN service s ON s.customer_id = c.id"
        " AND s.desired = 'suspended' AND s.applied = s.generation WHERE c.id = $1",
        customer_id,
    )
