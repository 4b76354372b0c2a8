"""Carrying an import out: customers, what they owed before, what they had paid ahead.

A batch is one transaction, and whatever came in already is passed over: an import that dies half
way is simply started again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from domain import db, events
from domain.batches import Pace
from domain.billing import enforcement, opening_rows
from domain.customers import customers, entering, first_sessions, standing
from domain.customers.index import index
from domain.customers.models import CustomerStatus
from domain.errors import DomainError
from domain.events import CustomersChanged, CustomersWelcomed, DuesChanged
from domain.money import Money
from domain.network import limits, services
from domain.onboarding import arrivals, importing, references
from domain.onboarding.importing import Plan, RowError
from domain.onboarding.matching import Incoming
from domain.staff import audit
from domain.staff.rights import Actor

REASON = "file of customers"
_PLACE = {"connection", "router_id", "username", "ip"}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is."""

    done: int
    of: int
    made: int
    changed: int
    bills: int
    advances: int


async def complete(plan: Plan, actor: Actor) -> Plan:
    """Make what the rows point to and nobody has; the plan of the same rows after that."""
    if not plan.missing:
        return plan
    for missing in plan.missing:
        await references.make(actor, missing)
    made = await importing.plan(
        plan.rows, sheet=plan.sheet, set_status=plan.set_status, greet=plan.greet, actor=actor
    )
    told = {error.line: error for error in plan.errors}
    made.errors = [told.get(error.line, error) for error in made.errors]
    return made


async def note_taken_back(plan: Plan) -> None:
    """Say of which rows an old balance is not entered again, since its bill was taken back."""
    rows = [row for row in (*plan.changed, *plan.same) if row.opening_due]
    for part in importing.portions(rows):
        void = await opening_rows.taken_back(_amounts(part, "opening_due"))
        plan.notes += [
            RowError(
                row.line,
                "import-due-taken-back",
                {"customer": row.code, "amount": Money(row.opening_due, row.currency)},
            )
            for row in part
            if row.row_id in void
        ]
    plan.notes.sort(key=lambda note: note.line)


async def carry_out(plan: Plan, actor: Actor) -> Progress:
    """Write everything that the plan holds; rows with errors are left out.

    A plan that lacks what it points to is completed first.
    """
    progress = Progress(0, 0, 0, 0, 0, 0)
    async for step in steps(plan, actor):
        progress = step
    return progress


async def steps(plan: Plan, actor: Actor) -> AsyncIterator[Progress]:
    """The same, batch by batch, for whoever shows how far it is."""
    actor.require("customer.edit")
    if any(row.opening_due or row.advance for row in (*plan.new, *plan.changed, *plan.same)):
        actor.require("bill.run")
    if any(row.status for row in plan.changed):
        actor.require("customer.suspend")
    plan = await complete(plan, actor)
    made: set[int] = set()
    rows = [*plan.new, *plan.changed, *(row for row in plan.same if row.opening_due or row.advance)]
    done = Progress(0, len(rows), 0, 0, 0, 0)
    waiting, pace = deque(importing.groups(rows, plan)), a_pace()
    while waiting:
        async with pace.batch() as batch:
            part = _fitting(waiting, batch.size)
            async with db.transaction():
                done = await _write(part, plan, actor, done, made)
            batch.items = len(part)
        yield done
    if not rows:
        yield done


def a_pace() -> Pace:
    """For one import."""
    return Pace(200, least=20, most=2_000)


def _fitting(waiting: deque[Sequence[Incoming]], size: int) -> list[Incoming]:
    """Take the next groups, as many as fit; one at least, whatever its size."""
    part = [*waiting.popleft()]
    while waiting and len(part) + len(waiting[0]) <= size:
        part += waiting.popleft()
    return part


async def _write(
    rows: Sequence[Incoming], plan: Plan, actor: Actor, done: Progress, made: set[int]
) -> Progress:
    """Write a batch, and add the customers that it makes to those `made` by this import."""
    await db.lock("customer ids")  # two imports of one file take turns
    part = await arrivals.meet(rows, plan, besides=made)
    new = [row for row in part if row.row_id is None]
    old = [row for row in part if row.row_id is not None]
    await standing.hold(_id(row) for row in old)
    if new:
        await _insert(new)
        made.update(_id(row) for row in new)
        await _receive(new, greet=plan.greet)
    for row in old:
        if wanted := _wanted(row):
            await entering.update(_id(row), wanted)
    ids = [_id(row) for row in part]
    bills = await opening_rows.bill(_amounts(part, "opening_due"), actor.staff_id)
    advances = await opening_rows.credit(_amounts(part, "advance"), actor.staff_id)
    await services.ensure(ids, at_once=_moved(old, plan))
    await _tell(old, bills | advances)
    for row in old:
        await _bring_to_status(row, plan, actor)
    await index(ids)  # its lock is the last that anybody takes
    await audit.note(
        actor, "customer.import", "customer", None,
        after={
            "made": [row.code for row in new],
            "changed": [_told(row) for row in old if row.differs],
        },
    )  # fmt: skip
    return Progress(
        done=done.done + len(rows),
        of=done.of,
        made=done.made + len(new),
        changed=done.changed + sum(row.differs for row in old),
        bills=done.bills + len(bills),
        advances=done.advances + len(advances),
    )


def _wanted(row: Incoming) -> dict[str, Any]:
    """What the row changes: the rest may have been changed by others since it was looked at."""
    return {name: row.values[name] for name in row.before if name != "status"}


def _moved(old: Sequence[Incoming], plan: Plan) -> set[int]:
    """Whose service changes its kind, or comes to a router, where those are few in the file."""
    few = not limits.is_mass(sum(map(_moves, plan.changed)), 0)
    return {_id(row) for row in old if _moves(row) and (few or "connection" in row.before)}


def _moves(row: Incoming) -> bool:
    return bool(row.before.keys() & _PLACE)


async def _tell(old: Sequence[Incoming], entered: set[int]) -> None:
    """What follows from what the rows have changed of customers; money of some was `entered`."""
    if changed := tuple(_id(row) for row in old if _wanted(row)):
        await events.publish(CustomersChanged(changed))
    if owing := tuple(_id(row) for row in old if _id(row) in entered):
        await events.publish(DuesChanged(owing))


async def _bring_to_status(row: Incoming, plan: Plan, actor: Actor) -> None:
    if row.status is None:
        return
    try:
        async with db.transaction():
            await _move(actor, _id(row), row.status)
    except DomainError as why:  # somebody moved them since the plan was made
        plan.refuse(row.line, why)


async def _move(actor: Actor, customer_id: int, status: CustomerStatus) -> None:
    """Bring the customer to a status as a person would, with its trace and its message."""
    now = CustomerStatus((await customers.get(actor, customer_id)).status)
    cut = {CustomerStatus.SUSPENDED, CustomerStatus.EXPIRED}
    if (now, status) == (CustomerStatus.ACTIVE, CustomerStatus.SUSPENDED):
        await enforcement.suspend_by_hand(actor, customer_id, REASON)
    elif now in cut and status is CustomerStatus.ACTIVE:
        await enforcement.reconnect_by_hand(actor, customer_id, REASON)
    else:
        await customers.change(actor, customer_id, status=status)


async def _insert(new: Sequence[Incoming]) -> None:
    unnamed = [row for row in new if not row.code]
    for row, free in zip(unnamed, await customers.free_ids(len(unnamed)), strict=True):
        row.code = free
    await arrivals.insert(new)


async def _receive(new: Sequence[Incoming], *, greet: bool) -> None:
    """Greet who is new; who is only brought over was online before, but for who waits for it."""
    if greet:
        await events.publish(CustomersWelcomed(tuple(_id(row) for row in new)))
        return
    waits = CustomerStatus.PENDING
    await first_sessions.note([_id(row) for row in new if row.values.get("status") != waits])


def _id(row: Incoming) -> int:
    if row.row_id is None:
        raise RuntimeError(f"row {row.line} has no customer")
    return row.row_id


def _told(row: Incoming) -> dict[str, Any]:
    after = {**_wanted(row), **({"status": row.status} if row.status else {})}
    return {"customer_id": row.code, "before": row.before, "after": after}


def _amounts(part: Sequence[Incoming], name: str) -> dict[int, Money]:
    return {_id(row): Money(getattr(row, name), row.currency) for row in part if getattr(row, name)}
