"""A customer's change of package while days of service are billed: shown, done, taken back.

What is left of the old package comes back as it was billed, what is left of the new one is charged
at its price. The difference is a bill of its own, or a credit note.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain import calendar, clock, db, events, reach
from domain.billing import bills, dues, noting, settling
from domain.billing.models import Bill, BillingProfile, CreditNote, PackageChange, PackageChangePart
from domain.billing.reckoning import ChangeView, Reckoning, Shown
from domain.billing.states import ChangeStatus
from domain.customers import customers, offers
from domain.customers.models import Customer, CustomerStatus, Package
from domain.errors import AlreadyDone, InvalidState, Outdated
from domain.events import DuesChanged, PackageSwitched
from domain.money import Money
from domain.staff import audit, operators
from domain.staff.rights import Actor

CHANGE = reach.Thing(
    "package_change", PackageChange, "package_change t JOIN customer c ON c.id = t.customer_id"
)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a change would come to, and where the customer would stand after it."""

    change: ChangeView
    due: Money
    due_after: Money
    advance_after: Money


async def foresee(actor: Actor, customer_id: int, package_id: int) -> Foreseen:
    """What `change` would do now: it is done, looked at, and taken back. Raises as it does."""
    actor.require("bill.run")
    await customers.get(actor, customer_id)
    async with db.tried():
        due = await dues.due_of(customer_id)
        made = await change(actor, customer_id, package_id)
        after = await dues.due_of(customer_id), await dues.advance_of(customer_id)
    return Foreseen(made, due, *after)


async def change(
    actor: Actor, customer_id: int, package_id: int, *, shown: Shown | None = None
) -> ChangeView:
    """Give the customer another package from today on, and reckon what days are left.

    Their own price ends. Raises `NotFound`, `AlreadyDone` for the package that they have,
    `InvalidState` for who has left, and `Outdated` where it would not be the change that was
    `shown`.
    """
    actor.require("bill.run")
    await customers.get(actor, customer_id)
    async with db.transaction():
        await settling.lock(customer_id)  # a bill run, and who else changes it, take turns
        customer = await customers.get(actor, customer_id)
        await drop_planned(customer_id)
        row = await _begin(actor, customer, package_id, clock.now())
        made = await switch(actor, row, customer)
        if shown is not None and made.shown != shown:
            raise Outdated
    return made


async def _begin(actor: Actor, customer: Customer, package_id: int, now: datetime) -> PackageChange:
    await require_other(customer, package_id)
    operator = await operators.get(customer.operator_id)
    return await PackageChange.create(
        customer_id=customer.id,
        operator_id=operator.id,
        old_id=customer.package_id,
        new_id=package_id,
        from_on=calendar.today(now, operator.timezone),
        own_price_minor=customer.price_minor,
        status=ChangeStatus.DONE,
        made_at=now,
        staff_id=actor.staff_id,
    )


async def require_other(customer: Customer, package_id: int) -> None:
    """Raises as `change` does where the customer can't come to the package."""
    if customer.status is CustomerStatus.LEFT:
        raise InvalidState(what="customer", state=customer.status.value)
    if customer.package_id == package_id:
        raise AlreadyDone(what="package")
    await offers.sold(customer, package_id)


async def switch(actor: Actor, row: PackageChange, customer: Customer) -> ChangeView:
    """Carry a change out in the caller's transaction, who holds the customer."""
    old, new = await Package.get(id=row.old_id), await Package.get(id=row.new_id)
    profile = await BillingProfile.get(id=customer.billing_profile_id)
    made = await Reckoning(row, customer, old, new, profile, clock.now()).go_through()
    await customers.change(actor, customer.id, package_id=new.id, price_minor=None)
    await audit.note(
        actor, "package.change", "customer", customer.id, operator_id=customer.operator_id,
        before={"package": made.old}, after={"package": made.new},
    )  # fmt: skip
    await events.publish(PackageSwitched(row.id, customer.id))
    await events.publish(DuesChanged((customer.id,)))
    return made


async def drop_planned(customer_id: int) -> None:
    """A change that was to come is none any more; the caller holds the customer."""
    waiting = PackageChange.filter(customer_id=customer_id, status=ChangeStatus.PLANNED)
    for row in await waiting.order_by("id"):
        await db.advance(row, ChangeStatus.TAKEN_BACK, of=[ChangeStatus.PLANNED])


@dataclass(frozen=True, slots=True)
class Fresh:
    """A change that can still be taken back."""

    id: int
    old: str
    new: str


async def fresh_of(actor: Actor, customer_id: int) -> Fresh | None:
    """The change of this day that `take_back` would take back; raises `NotFound`."""
    actor.require("bill.run")
    await customers.get(actor, customer_id)
    done = PackageChange.filter(customer_id=customer_id, status=ChangeStatus.DONE)
    row = await done.order_by("-id").first()
    if row is None:
        return None
    try:
        await _require_fresh(row, clock.now())
    except Outdated:
        return None
    old, new = await Package.get(id=row.old_id), await Package.get(id=row.new_id)
    return Fresh(row.id, old.name, new.name)


async def take_back(actor: Actor, change_id: int) -> int:
    """Bring the customer back to the package that they had, on the day of the change; whose it is.

    Its bill is owed no more and its credit note holds no more; a price of their own is there again.
    Raises `NotFound`, `AlreadyDone`, and `Outdated` where more has come of it since: another
    change, a bill by the new package, another day.
    """
    actor.require("bill.run")
    row = await CHANGE.get(actor, change_id)
    now, reason = clock.now(), "package"
    async with db.transaction():
        await settling.lock(row.customer_id)
        if not await db.advance(row, ChangeStatus.TAKEN_BACK, of=[ChangeStatus.DONE]):
            raise AlreadyDone(what="package-change")
        await _require_fresh(row, now)
        for part in await PackageChangePart.filter(change_id=row.id).order_by("id"):
            if part.bill_id is not None:
                await bills.take_back(await Bill.get(id=part.bill_id), now, actor, reason)
            if part.note_id is not None:
                note = await CreditNote.get(id=part.note_id)
                await noting.withdraw(note, now, staff_id=actor.staff_id, reason=reason)
        await customers.change(
            actor, row.customer_id, package_id=row.old_id, price_minor=row.own_price_minor
        )
        await audit.note(
            actor, "package.take-back", "customer", row.customer_id, operator_id=row.operator_id
        )
        await events.publish(PackageSwitched(row.id, row.customer_id))
        await events.publish(DuesChanged((row.customer_id,)))
    return row.customer_id


async def _require_fresh(row: PackageChange, now: datetime) -> None:
    customer = await Customer.get(id=row.customer_id)
    operator = await operators.get(customer.operator_id)
    later = PackageChange.filter(
        customer_id=row.customer_id, id__gt=row.id, status=ChangeStatus.DONE
    )
    parts = await PackageChangePart.filter(change_id=row.id)
    billed = Bill.filter(customer_id=row.customer_id, made_at__gte=row.made_at).exclude(period="")
    if (
        calendar.today(now, operator.timezone) != row.from_on
        or customer.package_id != row.new_id
        or await later.exists()
        or await billed.exclude(id__in=[part.span_bill_id for part in parts]).exists()
    ):
        raise Outdated
