"""What follows for service from what is owed: suspension when it is due, reconnection when paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain import calendar, clock, db, events, jobs, signs
from domain.batches import Pace
from domain.billing import balances, dues, prepaid, queries, rules, warnings
from domain.billing.models import BillingProfile
from domain.billing.queries.service import Judged
from domain.billing.rules import OpenBill, SuspensionTerms
from domain.customers import customers, standing
from domain.customers.models import HELD, CustomerStatus
from domain.errors import InvalidValue, NotFound
from domain.events import CutAnnounced, EndAnnounced, StillHeld, ValidityMoved
from domain.fields import from_ms, to_ms
from domain.messaging.rules import morning_after
from domain.network import monitoring, services
from domain.network.services import MANUAL, Cut
from domain.network.states import BALANCE, EXPIRED
from domain.network.views import SuspensionView
from domain.staff.rights import SYSTEM, Actor

PAID = "paid"
_LOOKED_AHEAD = 60  # days
KEPT_ON = timedelta(days=3)  # who was reconnected by hand against the rules
LONGEST_KEPT_ON = timedelta(days=31)


@dataclass(slots=True)
class Suspended:
    """What a look has done: `held` are customers whose router is down, they wait until it is up;
    `warned` are those who are told first, `waiting` those whose day after the warning ends today.
    """

    done: int = 0
    held: int = 0
    warned: int = 0
    waiting: int = 0

    def add(self, other: Suspended) -> None:
        """Count what another look has done as well."""
        self.done += other.done
        self.held += other.held
        self.warned += other.warned
        self.waiting += other.waiting


async def suspend_due(now: datetime, holder: str) -> Suspended:
    """Suspend whom the rules name, once a day per billing profile from its hour on.

    Nobody is suspended who was not warned a day before: whom the rules name and nobody has told
    is told now, and reminders that were missed are made up for first. A day with customers behind
    a router that is down, or whose warning is a day old later today, stays open, and is gone
    through again every few minutes.
    """
    total = Suspended()
    for profile, today, timezone in await _due(now):
        if await warnings.are_behind(profile, today):
            continue
        run = await jobs.claim("suspend", _period(profile, today, timezone), holder, now)
        if run is None:
            continue
        made = await _suspend_profile(profile, today, timezone)
        if not made.held and not made.waiting:
            await jobs.finish(run, clock.now(), {"suspended": made.done, "warned": made.warned})
        total.add(made)
    return total


async def _due(now: datetime) -> list[tuple[int, date, str]]:
    """Profiles whose hour has come, by time zone, and that are not done for the day."""
    timezones = await queries.runs.timezones()
    come: dict[str, tuple[int, date, str]] = {}
    for profile in await BillingProfile.filter(auto_suspend=True).order_by("id"):
        for timezone in timezones:
            local = now.astimezone(ZoneInfo(timezone))
            if local.hour >= profile.suspend_hour and not _is_spared(profile, local.date()):
                come[_period(profile.id, local.date(), timezone)] = (
                    profile.id,
                    local.date(),
                    timezone,
                )
    done = await jobs.done_of("suspend", list(come))
    return [each for period, each in come.items() if period not in done]


async def next_look(profile: BillingProfile, timezone: str, now: datetime) -> datetime | None:
    """When the customers of a profile are looked at next, by that clock; None for never."""
    if not profile.auto_suspend:
        return None
    day = now.astimezone(ZoneInfo(timezone)).date()
    if await jobs.done_of("suspend", [_period(profile.id, day, timezone)]):
        day += timedelta(days=1)
    for ahead in range(_LOOKED_AHEAD):
        on = day + timedelta(days=ahead)
        if not _is_spared(profile, on):
            return max(calendar.instant(on, time(profile.suspend_hour), timezone), now)
    return None


def _is_spared(profile: BillingProfile, day: date) -> bool:
    return rules.is_spared(day, profile.spared_weekdays, profile.spared_days)


def _period(profile_id: int, today: date, timezone: str) -> str:
    return f"{profile_id}:{today.isoformat()}:{timezone}"


async def _suspend_profile(profile_id: int, today: date, timezone: str) -> Suspended:
    total, after, pace = Suspended(), 0, a_pace()
    while True:
        async with pace.batch() as batch:
            named = await dues.suspendable(today, batch.size, after=after, timezone=timezone)
            if not named:
                return total
            after, batch.items = named[-1], len(named)
            total.add(await _suspend_some(named, profile_id, today))


def a_pace() -> Pace:
    """For one look at a profile: of whom the rules name, those of other profiles cost little."""
    return Pace(250, least=25, most=1_000)


async def _suspend_some(named: Sequence[int], profile_id: int, today: date) -> Suspended:
    """Suspend those of the profile, with the figures as they are once nobody can pay meanwhile."""
    down = await monitoring.down_ids()
    async with db.transaction():
        await standing.hold(named)
        found = await queries.service.judged(named, profile_id)
        bills = await _open_bills([row.id for row in found])
        cuts: list[Cut] = []
        unwarned: list[tuple[Judged, str]] = []
        held = waiting = 0
        for row in found:
            own = bills.get(row.id, [])
            cut = _judge(row, own, _Told.before(row, own, clock.now()), today)
            if cut is not None and row.router_id in down:
                held += 1
            elif cut is not None:
                cuts.append(cut)
            elif _judge(row, own, _Told.ever(row, own), today):
                waiting += _waits_until_later(row, own, today)
            elif cut := _judge(row, own, _Told(own, ends=True), today):
                unwarned.append((row, cut.rule))
        done = await services.suspend_many(cuts)
        if cuts:
            await queries.service.bear_no_more(cut.customer_id for cut in cuts)
        await _warn(unwarned)
    return Suspended(len(done), held, len(unwarned), waiting)


@dataclass(frozen=True, slots=True)
class _Told:
    """Of what somebody was told: of these bills, and whether of the end of their validity."""

    bills: Sequence[OpenBill]
    ends: bool

    @classmethod
    def before(cls, row: Judged, bills: Sequence[OpenBill], now: datetime) -> _Told:
        """Of what they were told long enough ago."""
        warned_at = _end_warned_at(row)
        ends = warned_at is not None and warned_at + rules.WARNED_BEFORE <= now
        return cls(rules.warned(bills, now), ends)

    @classmethod
    def ever(cls, row: Judged, bills: Sequence[OpenBill]) -> _Told:
        """Of what they were told at all."""
        return cls([bill for bill in bills if bill.warned_at], row.end_warned_at is not None)


def _end_warned_at(row: Judged) -> datetime | None:
    return None if row.end_warned_at is None else from_ms(row.end_warned_at)


def _waits_until_later(row: Judged, bills: Sequence[OpenBill], today: date) -> bool:
    """Whether a warning comes of age while it is still today."""
    warnings_at = [_end_warned_at(row), *(bill.warned_at for bill in bills)]
    return any(
        calendar.today(warned_at + rules.WARNED_BEFORE, row.timezone) <= today
        for warned_at in warnings_at
        if warned_at is not None and warned_at + rules.WARNED_BEFORE > clock.now()
    )


async def _warn(named: Sequence[tuple[Judged, str]]) -> None:
    """Tell them of what they have not been told; that counts from when it can be sent."""
    if not named:
        return
    first, _ = named[0]
    hours = (first.quiet_from_hour, first.quiet_to_hour)
    reaches = morning_after(clock.now(), first.timezone, *hours) or clock.now()
    owing = [row.id for row, rule in named if rule != EXPIRED]
    ending = [row.id for row, rule in named if rule == EXPIRED]
    if owing:
        await queries.service.warn(owing, to_ms(reaches))
        await events.publish(CutAnnounced(tuple(owing)))
    if ending:
        await warnings.note_ends(ending, reaches, again=False)
        await events.publish(EndAnnounced(tuple(ending)))


async def _open_bills(ids: Sequence[int]) -> dict[int, list[OpenBill]]:
    bills: dict[int, list[OpenBill]] = {}
    if ids:
        for row in await queries.service.open_bills(ids):
            one = OpenBill(
                date.fromisoformat(row.due_on),
                row.open_minor,
                from_ms(row.warned_at) if row.warned_at is not None else None,
                row.fee_minor,
                row.borne_at is not None,
            )
            bills.setdefault(row.customer_id, []).append(one)
    return bills


def _judge(row: Judged, bills: Sequence[OpenBill], told: _Told, today: date) -> Cut | None:
    """What the rules say when they look only at what the customer was `told` of."""
    promised, until = row.promised_until, row.expires_on if told.ends else None
    terms = SuspensionTerms(
        auto_suspend=bool(row.auto_suspend),
        grace_days=row.grace_days,
        over_minor=row.suspend_over_minor,
        least_part_minor=row.least_part_minor,
        exempt=bool(row.exempt),
        promised_until=date.fromisoformat(promised) if promised else None,
        restores=row.restores,
        valid_until=date.fromisoformat(until) if until else None,
    )
    rule = rules.suspension_rule(told.bills, terms, today)
    if not rule:
        return None
    warned = [_end_warned_at(row)] if rule == EXPIRED else [bill.warned_at for bill in told.bills]
    days = [calendar.today(at, row.timezone) for at in warned if at is not None]
    figures = {
        "due_minor": sum(bill.open_minor for bill in bills),
        "currency": row.currency,
        "oldest_due_on": bills[0].due_on.isoformat() if bills else None,
        "grace_days": terms.grace_days,
        "over_minor": terms.over_minor,
        "least_part_minor": terms.least_part_minor,
        "on": today.isoformat(),
        "warned_on": str(min(days)) if days else None,
        **rules.end_of(terms, today),
    }
    return Cut(row.id, rule, figures)


async def review(customer_id: int) -> bool:
    """Reconnect the customer if what they owe allows it again; whether it was done.

    Called in the transaction of whatever changed what they owe. Who was suspended by a person
    comes back only once that is paid, and not at all if nothing was due: money was not the reason.
    Who came suspended from elsewhere comes back once all is paid, too.
    Nor does it make a validity longer that has ended. Who has paid everything and stays held is
    told to staff.
    """
    status = await services.status_locked(customer_id)
    if status not in HELD:
        return False
    if status is CustomerStatus.EXPIRED and await queries.service.buys(customer_id):
        return False  # what they buy brings them back, and no other money
    last = next(iter(await services.history(customer_id, 1)), None)
    if last is not None and (last.act, last.rule) == ("suspend", BALANCE):
        balance = await balances.of(customer_id)
        if balance is not None and balance.row.is_daily:
            return await prepaid.resume(customer_id, PAID)
    by_hand = last if last is not None and (last.act, last.rule) == ("suspend", MANUAL) else None
    today = await _today(customer_id)
    standing = await dues.standing(customer_id, today)
    for_money = not by_hand or bool(by_hand.figures.get("due_minor"))
    if not for_money or standing.terms.are_over(today):
        if not standing.due:
            await events.publish(StillHeld(customer_id))
        return False
    if by_hand or last is None:
        may = standing.is_paid_up
    else:
        may = standing.may_restore or await _part_is_enough(customer_id, last, standing, today)
    if not may:
        return False
    return await services.reconnect(SYSTEM, customer_id, PAID, standing.figures)


async def _part_is_enough(
    customer_id: int, last: SuspensionView, standing: dues.Standing, today: date
) -> bool:
    """Whether enough was paid since the suspension: what is still owed is then borne until a later
    bill is overdue."""
    paid = await queries.service.paid_since(customer_id, to_ms(last.at))
    if not rules.part_restores(paid, standing.terms):
        return False
    due_before = None if last.rule == "threshold" else today.isoformat()
    await queries.service.bear(customer_id, due_before, to_ms(clock.now()))
    return True


async def resume(event: ValidityMoved) -> None:
    """Reconnect a customer whose validity is longer now, if nothing else holds them.

    What a person did for a reason of their own stays.
    """
    customer_id = event.customer_id
    last = next(iter(await services.history(customer_id, 1)), None)
    if last is None:
        if await services.status_locked(customer_id) is not CustomerStatus.EXPIRED:
            return
    elif (last.act, last.rule) == ("suspend", MANUAL) and not last.figures.get("due_minor"):
        return
    await review(customer_id)


async def suspend_by_hand(actor: Actor, customer_id: int, reason: str = "") -> bool:
    """Suspend for a person's reason, with the figures of that moment; False when it is so already.

    Who pays meanwhile has paid before, or comes back by it.
    """
    async with db.transaction():
        await standing.hold([customer_id])
        figures = await _figures(customer_id, reason)
        return await services.suspend(actor, customer_id, MANUAL, figures)


async def reconnect_by_hand(
    actor: Actor, customer_id: int, reason: str = "", *, until: date | None = None
) -> bool:
    """Reconnect for a person's reason whatever is owed; False when it is so already.

    Where the rules say otherwise they are held off up to that day, as by a promise. Raises
    `InvalidValue` for a day that is over, or too far ahead.
    """
    today = await _today(customer_id)
    usual = today + KEPT_ON
    if until is not None and not today <= until <= today + LONGEST_KEPT_ON:
        raise InvalidValue(field="until", given=str(until), example=str(usual))
    async with db.transaction():
        await standing.hold([customer_id])
        figures = await _figures(customer_id, reason)
        is_ruled = await is_ruled_off(customer_id)
        kept = {"until": str(until or usual)} if is_ruled else {}
        done = await services.reconnect(actor, customer_id, MANUAL, {**figures, **kept})
        if done and is_ruled:
            await customers.hold_off(customer_id, until or usual)
    return done


async def is_ruled_off(customer_id: int) -> bool:
    """Whether the rules would suspend the customer if they were served; raises `NotFound`."""
    return (await dues.standing(customer_id, await _today(customer_id))).should_suspend


async def _figures(customer_id: int, reason: str) -> dict[str, object]:
    standing = await dues.standing(customer_id, await _today(customer_id))
    return {**standing.figures, "reason": signs.within("reason", reason, 200)}


async def _today(customer_id: int) -> date:
    """The business date where the customer is; raises `NotFound`."""
    timezone = await queries.service.timezone(customer_id)
    if timezone is None:
        raise NotFound(what="customer", given=customer_id)
    return calendar.today(clock.now(), timezone)
