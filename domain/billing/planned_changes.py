"""Packages that change when what is billed has been served: planned, called off, carried out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from domain import calendar, clock, db, events
from domain.billing import covering, package_changes, settling
from domain.billing.models import PackageChange
from domain.billing.package_changes import CHANGE
from domain.billing.states import ChangeStatus
from domain.customers import customers
from domain.customers.models import Customer, CustomerStatus, Package
from domain.errors import AlreadyDone, DomainError, Outdated
from domain.events import ChangeGivenUp, CustomersChanged
from domain.staff import audit, operators
from domain.staff.rights import SYSTEM, Actor


@dataclass(frozen=True, slots=True)
class Planned:
    """A change that is to come: which package, and from which day on."""

    id: int
    package: str
    from_on: date


async def plan(
    actor: Actor, customer_id: int, package_id: int, *, shown_on: date | None = None
) -> Planned:
    """Give the customer another package once the days that are billed are over.

    It takes the place of one that was planned before. Raises as `package_changes.change` does, and
    `Outdated` where nothing is billed, so that it can be changed at once, or from another day on
    than was shown.
    """
    actor.require("bill.run")
    await customers.get(actor, customer_id)
    async with db.transaction():
        await settling.lock(customer_id)
        customer = await customers.get(actor, customer_id)
        await package_changes.require_other(customer, package_id)
        from_on = await _first_unbilled(customer)
        if from_on is None or (shown_on is not None and shown_on != from_on):
            raise Outdated
        await package_changes.drop_planned(customer_id)
        row = await PackageChange.create(
            customer_id=customer_id,
            operator_id=customer.operator_id,
            old_id=customer.package_id,
            new_id=package_id,
            from_on=from_on,
            status=ChangeStatus.PLANNED,
            made_at=clock.now(),
            staff_id=actor.staff_id,
        )
        made = await _view(row)
        await audit.note(
            actor, "package.plan", "customer", customer_id, operator_id=customer.operator_id,
            after={"package": made.package, "from_on": from_on.isoformat()},
        )  # fmt: skip
        await events.publish(CustomersChanged((customer_id,)))
    return made


async def _first_unbilled(customer: Customer) -> date | None:
    """The day after the last that is billed, where today is billed."""
    operator = await operators.get(customer.operator_id)
    billed = await covering.of(customer.id, calendar.today(clock.now(), operator.timezone))
    return billed[-1].covered.span.ends_on + timedelta(days=1) if billed else None


async def _view(row: PackageChange) -> Planned:
    return Planned(row.id, (await Package.get(id=row.new_id)).name, row.from_on)


async def of(actor: Actor, customer_id: int) -> Planned | None:
    """What is planned for the customer; raises `NotFound`."""
    await customers.get(actor, customer_id)
    row = await PackageChange.get_or_none(customer_id=customer_id, status=ChangeStatus.PLANNED)
    return await _view(row) if row else None


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A change that did not come on its day; `why` is `left`, `same` or `unsold`, as it is now."""

    customer_id: int
    name: str
    code: str
    planned: Planned
    why: str


async def given_up(actor: Actor, change_id: int) -> GivenUp:
    """One that could not be carried out; raises `NotFound`."""
    actor.require("bill.run")
    row = await CHANGE.get(actor, change_id)
    customer = await customers.get(actor, row.customer_id)
    why = "same" if customer.package_id == row.new_id else "unsold"
    if customer.status is CustomerStatus.LEFT:
        why = "left"
    return GivenUp(customer.id, customer.name, customer.code, await _view(row), why)


async def call_off(actor: Actor, change_id: int) -> None:
    """It is not to come any more; raises `NotFound`, and `AlreadyDone` for one that has come."""
    actor.require("bill.run")
    row = await CHANGE.get(actor, change_id)
    async with db.transaction():
        await settling.lock(row.customer_id)
        if not await db.advance(row, ChangeStatus.TAKEN_BACK, of=[ChangeStatus.PLANNED]):
            raise AlreadyDone(what="package-change")
        await audit.note(
            actor, "package.call-off", "customer", row.customer_id, operator_id=row.operator_id
        )
        await events.publish(CustomersChanged((row.customer_id,)))


async def carry_out_due() -> int:
    """Carry out what was planned for a day that has come; how many."""
    now = clock.now()
    due = PackageChange.filter(
        status=ChangeStatus.PLANNED, from_on__lte=(now + timedelta(days=1)).date()
    )
    carried = 0
    for row in await due.order_by("id"):
        operator = await operators.get(row.operator_id)
        if row.from_on <= calendar.today(now, operator.timezone):
            carried += await _carry_out(row)
    return carried


async def _carry_out(row: PackageChange) -> bool:
    """Where it can't be any more, as the package is sold no more, it is called off."""
    try:
        async with db.transaction():
            await settling.lock(row.customer_id)
            customer = await Customer.get(id=row.customer_id)
            before = {"old_id": customer.package_id, "own_price_minor": customer.price_minor}
            if not await db.advance(
                row, ChangeStatus.DONE, of=[ChangeStatus.PLANNED], made_at=clock.now(), **before
            ):
                return False
            await package_changes.require_other(customer, row.new_id)
            await package_changes.switch(SYSTEM, row, customer)
    except DomainError:
        await _give_up(row)
        return False
    return True


async def _give_up(row: PackageChange) -> None:
    async with db.transaction():
        await row.refresh_from_db()
        if await db.advance(row, ChangeStatus.TAKEN_BACK, of=[ChangeStatus.PLANNED]):
            await audit.note(
                SYSTEM, "package.call-off", "customer", row.customer_id,
                operator_id=row.operator_id,
            )  # fmt: skip
            await events.publish(ChangeGivenUp(row.id, row.customer_id))
