"""Service that is charged by the day: each day when it begins, until the balance does not pay for
the next one.

After a downtime the days since are charged one after the other, as far as the balance goes. Service
that nobody stopped although nothing paid for it is given, unless it was promised: then it is owed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain import calendar, clock, db, events, jobs
from domain.batches import Pace
from domain.billing import balances, daily, queries, recharges, rules
from domain.billing.balances import Balance
from domain.billing.charging import served_days
from domain.billing.charging.served_days import BillTerm, DayTerm, Due
from domain.customers import standing
from domain.events import (
    BalanceLow,
    CustomerReconnected,
    CustomersChanged,
    DuesChanged,
    PaymentPosted,
    PaymentRefunded,
    PaymentReversed,
)
from domain.fields import from_ms, to_ms
from domain.messaging.rules import morning_after
from domain.network import services
from domain.network.services import Cut
from domain.network.states import BALANCE
from domain.staff.rights import SYSTEM

JOB = "prepaid-begin"
_DAY = timedelta(days=1)


@dataclass(slots=True)
class Charged:
    """What a look has done: how many days were charged, whose service stopped, who was warned."""

    days: int = 0
    stopped: int = 0
    warned: int = 0


def a_pace() -> Pace:
    """For days that are charged."""
    return Pace(500, least=50, most=2_000)


async def charge_due(now: datetime, *, pace: Pace | None = None) -> Charged:
    """Charge every day that has begun, in batches of customers, the earliest days first."""
    total, pace = Charged(), pace or a_pace()
    while True:
        async with pace.batch() as batch:
            ids = await queries.prepaid.due(to_ms(now), batch.size)
            batch.items = len(ids)
            if not ids:
                return total
            await charge_some(ids, now, total)


async def charge_some(
    customer_ids: Sequence[int], now: datetime, total: Charged | None = None
) -> None:
    """Charge the next day of these customers, or stop their service."""
    total = total or Charged()
    async with db.transaction():
        await standing.hold(customer_ids)
        for customer_id in await queries.prepaid.kept_apart(customer_ids):
            await recharges.bring_in_line(customer_id)
        served = await served_days.charge(await _due(customer_ids, now))
        charged = {day.customer_id for day in served}
        total.days += len(served)
        total.warned += await _warn_low(charged, now)
        await _uncovered([each for each in customer_ids if each not in charged], now, total)


async def _due(customer_ids: Sequence[int], now: datetime) -> Due:
    dates = await queries.prepaid.dates()
    oldest = await queries.prepaid.oldest(customer_ids)
    since = min(from_ms(oldest), now) if oldest is not None else now
    days, terms = list[DayTerm](), list[BillTerm]()
    for timezone in sorted({row.timezone for row in dates}):
        days += _days(timezone, since, now)
    for row in dates:
        today = calendar.today(now, row.timezone)
        terms.append(
            BillTerm(row.timezone, row.due_days, today, today + timedelta(days=row.due_days))
        )
    return Due(customer_ids, days, terms, now)


def _days(timezone: str, since: datetime, now: datetime) -> Iterable[DayTerm]:
    """The calendar days from one instant to another."""
    day = calendar.today(since, timezone)
    while day <= calendar.today(now, timezone):
        ends_at = calendar.instant(day + _DAY, time(), timezone)
        starts_at = calendar.instant(day, time(), timezone)
        yield DayTerm(timezone, day, starts_at, ends_at, calendar.days_in_month(day))
        day += _DAY


async def _uncovered(customer_ids: Sequence[int], now: datetime, total: Charged) -> None:
    """Stop whom nothing pays for: a day after they were warned of it, else warn them."""
    cuts, later, unwarned = list[Cut](), list[tuple[int, int]](), list[Balance]()
    for balance in await balances.of_many(customer_ids, f"look_at <= {to_ms(now)}"):
        row = balance.row
        if balance.amount >= balance.day_price or balance.is_promised(balance.charged_until):
            # The day was charged before, by another clock of the operator.
            later.append((row.customer_id, to_ms(balance.clock.end(now))))
        elif row.warned_at is None or row.warned_of != row.charged_until:
            unwarned.append(balance)
        elif from_ms(row.warned_at) + rules.WARNED_BEFORE > now:
            later.append((row.customer_id, row.warned_at + _ms(rules.WARNED_BEFORE)))
        else:
            cuts.append(_cut(balance, from_ms(row.warned_at)))
    await _warn(unwarned, {each.row.customer_id: each.charged_until for each in unwarned})
    later += [(each.row.customer_id, _reaches(each, now) + _ms(_DAY)) for each in unwarned]
    await queries.prepaid.look_later(later)
    stopped = await services.suspend_many(cuts)
    await queries.prepaid.stop(stopped)
    total.warned += len(unwarned)
    total.stopped += len(stopped)


def _ms(length: timedelta) -> int:
    return length // timedelta(milliseconds=1)


def _cut(balance: Balance, warned_at: datetime) -> Cut:
    warned_on = calendar.today(warned_at, balance.row.timezone).isoformat()
    return Cut(balance.row.customer_id, BALANCE, {**balance.figures, "warned_on": warned_on})


async def _warn_low(customer_ids: Collection[int], now: datetime) -> int:
    """Tell those whose balance runs out soon, and who were not told of that instant."""
    low = dict[int, datetime]()
    found = await balances.of_many(list(customer_ids), queries.prepaid.LOW) if customer_ids else []
    for balance in found:
        until = balance.lasting().until
        is_near = until <= now + daily.LOW and not balance.is_promised(until)
        if is_near and balance.row.warned_of != to_ms(until):
            low[balance.row.customer_id] = until
    await _warn([each for each in found if each.row.customer_id in low], low)
    return len(low)


async def _warn(rows: Sequence[Balance], runs_out: dict[int, datetime]) -> None:
    if not rows:
        return
    now = clock.now()
    await queries.prepaid.warned(
        [
            (row.row.customer_id, _reaches(row, now), to_ms(runs_out[row.row.customer_id]))
            for row in rows
        ]
    )
    await events.publish(BalanceLow(tuple(row.row.customer_id for row in rows)))


def _reaches(balance: Balance, now: datetime) -> int:
    """When what is written now is sent: not in the quiet hours."""
    row = balance.row
    hours = (row.quiet_from_hour, row.quiet_to_hour)
    return to_ms(morning_after(now, row.timezone, *hours) or now)


async def begin(customer_ids: Sequence[int]) -> None:
    """Let service run of those who are charged by the day and served, in the caller's transaction:
    from now on, or from where another bill or a day that was charged ends."""
    if not customer_ids or not await queries.prepaid.is_used():
        return
    now = clock.now()
    begun = await queries.prepaid.begin(customer_ids, to_ms(now))
    if not begun:
        return
    earliest = (now - _DAY).date().isoformat()
    await queries.prepaid.charged_upto(
        (
            row.customer_id,
            to_ms(calendar.instant(date.fromisoformat(row.ends_on) + _DAY, time(), row.timezone)),
        )
        for row in await queries.prepaid.billed(begun, earliest)
    )


async def begin_all(holder: str) -> int:
    """Let service run of everybody on profiles that came to charge by the day; how many were looked
    at. Each change of such a profile is gone through once."""
    profiles = await queries.prepaid.profiles()
    names = {f"{row.id}:{row.change}": row.id for row in profiles}
    done, looked = await jobs.done_of(JOB, list(names)), 0
    for name, profile_id in names.items():
        run = None if name in done else await jobs.claim(JOB, name, holder, clock.now())
        if run is not None:
            looked += await _begin_profile(profile_id)
            await jobs.finish(run, clock.now())
    return looked


async def _begin_profile(profile_id: int) -> int:
    after, looked, pace = 0, 0, Pace(500, least=50, most=5_000)
    while True:
        async with pace.batch() as batch:
            ids = await queries.prepaid.of_profile(profile_id, after, batch.size)
            batch.items = len(ids)
            if not ids:
                return looked
            async with db.transaction():
                await standing.hold(ids)
                await begin(ids)
            after, looked = ids[-1], looked + len(ids)


async def money_moved(customer_id: int) -> None:
    """What follows for days of service from money that came or went, in its transaction."""
    balance = await balances.of(customer_id)
    if balance is None:
        return
    await recharges.bring_in_line(customer_id)
    balance = await balances.of(customer_id)
    if balance is None or not balance.runs:
        return
    now = clock.now()
    if balance.charged_until < now < from_ms(balance.row.look_at or 0):
        # It goes on unpaid until the day after the warning is over: what comes now is for what
        # comes now.
        if balance.amount < balance.day_price:
            return
        await queries.prepaid.restart(customer_id, to_ms(now))
        await charge_some([customer_id], now)
    else:
        await _warn_low([customer_id], now)


async def resume(customer_id: int, rule: str) -> bool:
    """Start the service of a customer whose balance had run out again, if it pays for a day from
    now on; whether it was done. The caller holds the customer."""
    await recharges.bring_in_line(customer_id)
    balance = await balances.of(customer_id)
    now = clock.now()
    if balance is None or not (
        balance.amount >= balance.day_price or balance.is_promised(balance.starts_at)
    ):
        return False
    figures = balance.figures
    await queries.prepaid.restart(customer_id, to_ms(now))
    done = await services.reconnect(SYSTEM, customer_id, rule, figures)
    await charge_some([customer_id], now)
    return done


async def is_daily(customer_id: int) -> bool:
    """Whether the customer is charged by the day."""
    return await queries.prepaid.is_daily(customer_id)


async def take_up_money(event: PaymentPosted | PaymentReversed | PaymentRefunded) -> None:
    """Let it pay for days of service, or no more."""
    await money_moved(event.customer_id)


async def take_up_dues(event: DuesChanged) -> None:
    """The same of whose dues changed."""
    for customer_id in event.customer_ids:
        await money_moved(customer_id)


async def begin_days(event: CustomersChanged) -> None:
    """Let days of service begin of those who came to be charged by the day."""
    await begin(event.customer_ids)


async def go_on(event: CustomerReconnected) -> None:
    """Let them go on of who is served again."""
    await begin([event.customer_id])
