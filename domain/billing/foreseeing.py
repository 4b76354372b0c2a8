"""What a change of a billing profile will do to whom, by the very rules that will do it.

The change is made, what the rules say is looked at, and the change is taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain import calendar, clock, db, jobs
from domain.billing import enforcement, missed, profiles, queries, rules
from domain.billing.charging import late, whom
from domain.billing.charging.kinds import KINDS
from domain.billing.charging.scope import Parts, Scope, parts
from domain.billing.models import BillingProfile
from domain.billing.states import LateFee
from domain.calendar import Period
from domain.fields import to_ms
from domain.money import Money, in_order
from domain.staff.rights import SYSTEM, Actor

CUTTING = frozenset(
    {"auto_suspend", "grace_days", "suspend_over_minor", "suspend_hour", "least_part_minor",
     "restores", "spared_weekdays", "spared_days"}
)  # fmt: skip
BILLING = frozenset(
    {"cycle", "bill_day", "bill_hour", "due_days", "vat_rate_bp", "vat_mode", "bill_suspended",
     "proration"}
)  # fmt: skip
CHARGING = frozenset(
    {"late_fee", "late_fee_amount_minor", "late_fee_percent_bp", "late_fee_every", "grace_days"}
)
_RELEASING = frozenset({"suspend_over_minor", "least_part_minor", "restores"})


@dataclass(frozen=True, slots=True)
class Cuts:
    """Whom the next look of suspension names, `at` an instant, None where it never looks.

    `cut` are suspended by it, `warned` are told first and suspended a day later.
    """

    at: datetime | None
    cut: int
    warned: int


@dataclass(frozen=True, slots=True)
class Month:
    """The next bill run: its day, None where it bills day by day, and what it comes to."""

    period: Period
    on: date | None
    due_on: date | None
    bills: int
    amounts: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Charged:
    """Whom the next look charges a late fee, and what it comes to."""

    customers: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Sight:
    """What follows from a profile; None for what a change has nothing to do with."""

    cuts: Cuts | None = None
    month: Month | None = None
    fresh: int | None = None  # owe more than the threshold by a fresh bill alone
    held: int | None = None  # suspended, and named by no rule
    fees: Charged | None = None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What follows from a profile as it is, and as it would be; nothing where nothing changes."""

    columns: Mapping[str, Any]
    before: Sight
    after: Sight


async def foresee(actor: Actor, profile_id: int, term: str, text: str) -> Foreseen:
    """What changing a term to what was typed would do; raises as `profiles.change` does."""
    row = await profiles.managed(actor, profile_id)
    wanted = await profiles.read(actor, profile_id, term, text)
    changed = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    before = await _sight(row, changed.keys())
    if not changed:
        return Foreseen({}, before, before)
    async with db.tried():
        await BillingProfile.filter(id=row.id).update(**changed)
        tried = await BillingProfile.get(id=profile_id)
        return Foreseen(changed, before, await _sight(tried, changed.keys()))


async def _sight(row: BillingProfile, changed: Collection[str]) -> Sight:
    names = set(changed)
    return Sight(
        cuts=await _cuts(row) if names & CUTTING else None,
        month=await _month(row) if names & BILLING else None,
        fresh=await _fresh(row) if "suspend_over_minor" in names else None,
        held=await _held(row) if names & _RELEASING else None,
        fees=await _fees(row) if names & CHARGING else None,
    )


async def _cuts(row: BillingProfile) -> Cuts:
    return await cuts(f"c.billing_profile_id = {int(row.id)}", [], row)


async def cuts(
    which: str, values: Sequence[object], row: BillingProfile, *, by_own: bool = False
) -> Cuts:
    """Whom of the customers `c` of a condition the next look at the profile names by its terms, or
    each `by_own`; `values` of the condition stand from $4 on."""
    now, first, cut, named = clock.now(), None, 0, 0
    for timezone in await queries.runs.timezones():
        at = await enforcement.next_look(row, timezone, now)
        if at is None and not by_own:
            continue
        at = at or now
        first = min(first or at, at)
        today = calendar.today(at, timezone).isoformat()
        told_by = to_ms(at - rules.WARNED_BEFORE)
        profile_id = None if by_own else row.id
        named += await queries.dues.count_suspendable(
            which, values, today, timezone=timezone, profile_id=profile_id
        )
        cut += await queries.dues.count_suspendable(
            which, values, today, timezone=timezone, profile_id=profile_id, told_by=told_by
        )
    return Cuts(first, cut, named - cut)


async def _month(row: BillingProfile) -> Month:
    period, on = await _next_run(row)
    billed = [
        group
        for group in await whom.tally(await _of_profile(row, period))
        if group.reason == whom.NO_SKIP
    ]
    issued_on = max(on, period.starts_on) if on else None
    return Month(
        period=period,
        on=on,
        due_on=issued_on + timedelta(days=row.due_days) if issued_on else None,
        bills=sum(group.customers for group in billed),
        amounts=in_order(
            (Money(group.total_minor, group.currency) for group in billed),
            await profiles.currency_of(row),
        ),
    )


async def _next_run(row: BillingProfile) -> tuple[Period, date | None]:
    """The month that is billed next, and the day of it; today where it is behind."""
    today = await _today(row)
    kind, period = KINDS[row.cycle], Period.of(today)
    if kind.is_by_day:
        return period.next(), None
    if await jobs.done_of(missed.JOB, [missed.name_of(period, row.id)]):
        period = period.next()
    (day, *_) = kind.run_days(period, row.bill_day)
    return period, max(day, today)


async def _of_profile(row: BillingProfile, period: Period) -> Parts:
    last = await queries.runs.last_customer()
    return await parts(Scope(period, SYSTEM.path, 0, last, (row.id,)), clock.now())


async def _fresh(row: BillingProfile) -> int:
    period = Period.of(await _today(row)).next()
    return await whom.over_threshold(await _of_profile(row, period))


async def _fees(row: BillingProfile) -> Charged:
    customers = minor = 0
    if row.late_fee != LateFee.NONE:
        for timezone in await queries.runs.timezones():
            day = calendar.today(clock.now(), timezone) + timedelta(days=1)
            would = await late.would_charge(late.Late(row, timezone, day))
            customers, minor = customers + would.customers, minor + would.minor
    return Charged(customers, Money(minor, await profiles.currency_of(row)))


async def _held(row: BillingProfile) -> int:
    today = (await _today(row)).isoformat()
    return await queries.service.count_held_by_no_rule(f"f.id = {int(row.id)}", [today])


async def _today(row: BillingProfile) -> date:
    return calendar.today(clock.now(), (await profiles.owner_of(row)).timezone)
