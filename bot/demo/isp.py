"""The demo ISP's past: customers, two months of bills, and payments for most of them."""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta

from bot.demo import people
from bot.demo.clock import DHAKA, DemoClock
from domain import clock, db, events, jobs, reactions
from domain.billing import billrun
from domain.billing.models import BillingProfile
from domain.calendar import Period
from domain.customers import customers as customer_verbs
from domain.customers import first_sessions
from domain.customers.models import Customer, Package, Zone
from domain.events import PaymentPosted
from domain.messaging import notices
from domain.messaging.models import EventSetting
from domain.messaging.reports import heard_from
from domain.messaging.states import Channel
from domain.money import Money
from domain.network import services
from domain.network.models import Router
from domain.payments import posting
from domain.payments.states import Method
from domain.staff.models import Operator, Staff
from domain.staff.rights import SYSTEM

PAID_BEFORE, PAID_NOW, PART_NOW = 0.96, 0.55, 0.12
OFFLINE = (Method.CASH, Method.CASH, Method.BKASH, Method.NAGAD)


async def is_there() -> bool:
    """Whether the demo's customers were made at an earlier start."""
    return await Customer.exists()


async def make(count: int, time_of: DemoClock) -> None:
    """Customers, bills of last month and this one, payments; nobody is written to for the past."""
    today = time_of.local()
    await _switch_bill_messages(on=False)
    events.listen({PaymentPosted: reactions.MAP[PaymentPosted][:2]})  # links and services only
    await _customers(count)
    before = Period.of(today.date()).previous()
    await _month(before, time_of, paid=PAID_BEFORE, part=0.0)
    await db.run("UPDATE bill SET warned_at = made_at")  # whoever owes of it was reminded
    await _month(Period.of(today.date()), time_of, paid=PAID_NOW, part=PART_NOW)
    time_of.set(today)
    events.listen(reactions.MAP)
    await _switch_bill_messages(on=True)


async def _switch_bill_messages(*, on: bool) -> None:
    for operator in await Operator.all():
        await EventSetting.update_or_create(
            operator_id=operator.id, event=notices.BILL_CREATED.key, defaults={"enabled": on}
        )


async def _customers(count: int) -> None:
    zones = {row.code: row for row in await Zone.all()}
    packages = {row.code: row for row in await Package.all()}
    routers = {row.name: row for row in await Router.all()}
    profile = await BillingProfile.get(code="standard")
    brought = list[int]()
    async with db.transaction():
        for one in people.customers(count):
            made = await customer_verbs.create(
                SYSTEM,
                name=one.name,
                mobile=one.mobile,
                email=one.email,
                language=one.language,
                address=one.address,
                operator_id=zones[one.zone].operator_id,
                zone_id=zones[one.zone].id,
                package_id=packages[one.package].id,
                billing_profile_id=profile.id,
                connection=one.connection,
                router_id=routers[people.ROUTERS[one.zone]].id,
                username=one.username,
                ip=one.ip,
                joined_on=(clock.now() - timedelta(days=200)).date(),
            )
            brought.append(made.id)
            if one.number % people.WITHOUT_WHATSAPP:
                await heard_from(Channel.WHATSAPP, made.mobile, clock.now())
        await first_sessions.note(brought)  # they have been online for long
    await services.ensure()


async def _month(period: Period, time_of: DemoClock, *, paid: float, part: float) -> None:
    """Bill a month on its first day and take in what came of it."""
    time_of.set(datetime.combine(period.starts_on, time(0, 10), DHAKA))
    run = await billrun.start(SYSTEM, period)
    async for _ in billrun.steps(run):
        pass
    done = await jobs.claim("billrun", str(period), "demo", clock.now())
    if done is not None:
        await jobs.finish(done, clock.now())
    time_of.set(datetime.combine(period.starts_on + timedelta(days=3), time(16), DHAKA))
    dice = random.Random(f"{period}")  # noqa: S311 - repeatable, not secret
    collector = await Staff.get(name="Chand")
    bills = await db.rows(
        "SELECT b.customer_id, b.operator_id, b.total_minor, b.currency FROM bill b"
        " WHERE b.period = $1 ORDER BY b.id",
        str(period),
    )
    async with db.transaction():
        for place, bill in enumerate(bills):
            luck = dice.random()
            if (place < 2 and part) or luck > paid + part:
                continue  # Rahim and Karim owe this month, so that there is somebody to ask
            amount = bill["total_minor"] if luck <= paid else bill["total_minor"] // 200 * 100
            await posting.post(
                posting.Incoming(
                    customer_id=bill["customer_id"],
                    operator_id=bill["operator_id"],
                    amount=Money(amount, bill["currency"]),
                    method=dice.choice(OFFLINE),
                    paid_on=period.starts_on + timedelta(days=3),
                    staff_id=collector.id,
                )
            )
