"""Customers who are charged by the day, and days that go by, as tests of it need them."""

from __future__ import annotations

from typing import Any

from domain import db, events, vault
from domain.billing import prepaid
from domain.billing.models import BillingProfile, Prepaid, ServedDay
from domain.billing.prepaid import Charged
from domain.customers.models import Customer, CustomerStatus, Package
from domain.events import CustomersChanged
from domain.money import Money
from domain.payments import posting
from domain.payments.models import Payment
from domain.payments.states import Method
from domain.reactions import MAP
from domain.staff.rights import Actor
from tests import builders
from tests.cast import Moment
from tests.sealing import VAULT


async def a_profile(**values: Any) -> BillingProfile:
    """One that charges by the day."""
    code = values.pop("code", "daily")
    return await BillingProfile.create(code=code, name="Daily", cycle="daily", **values)


async def a_day_package(minor: int, **values: Any) -> Package:
    """One that is priced per day."""
    return await builders.a_package(price=Money(minor), priced_per="day", **values)


async def a_prepaid(profile: BillingProfile, **values: Any) -> Customer:
    """A customer whose service begins now; what follows from events follows."""
    events.listen(MAP)
    vault.use(VAULT)
    customer = await builders.a_customer(billing_profile=profile, **values)
    async with db.transaction():
        await events.publish(CustomersChanged((customer.id,)))
    return customer


async def recharged(actor: Actor, customer: Customer, minor: int) -> Payment:
    """Money that staff take, as the counter does it."""
    return await posting.record(
        actor, customer, Money(minor), Method.CASH, note="recharge", again=True
    )


async def gone(moment: Moment, *, hours: float = 24, times: int = 1) -> Charged:
    """So much time, and after each part of it a look; what they did."""
    done = Charged()
    for _ in range(times):
        moment.move(hours=hours)
        look = await prepaid.charge_due(moment.now)
        done.days, done.stopped = done.days + look.days, done.stopped + look.stopped
        done.warned += look.warned
    return done


async def days_of(customer: Customer) -> list[tuple[str, int]]:
    """The days that were charged, and for how much."""
    rows = await ServedDay.filter(customer_id=customer.id).order_by("starts_at")
    return [(str(row.served_on), row.total_minor) for row in rows]


async def status_of(customer: Customer) -> CustomerStatus:
    """Where the customer stands."""
    await customer.refresh_from_db()
    return customer.status


async def row_of(customer: Customer) -> Prepaid:
    """How far the customer is charged."""
    return await Prepaid.get(customer_id=customer.id)
