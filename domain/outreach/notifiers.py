"""Reminders that time sets off: some days before the due date, on it, and after it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from domain import calendar, clock, db, jobs
from domain.billing import warnings
from domain.billing.models import BillingProfile
from domain.customers.models import HELD_SQL
from domain.messaging import notices, outbox, telling
from domain.messaging.notices import Notice
from domain.messaging.rules import morning_after
from domain.payments import links
from domain.staff import operators

CHUNK = 500
NEWCOMER_DAYS = 7  # that are made up for where no day was ever gone through
_DAY = timedelta(days=1)


def notice_for(days: int) -> Notice:
    """Which notice a reminder is, by its days from the due date."""
    if days < 0:
        return notices.DUE_REMINDER
    return notices.DUE_TODAY if days == 0 else notices.SUSPENSION_WARNING


@dataclass(slots=True)
class _Pass:
    """One going through of a profile's reminders; `told` are the customers it has told already."""

    profile: BillingProfile
    timezone: str
    today: date
    is_late: bool = False
    told: set[int] = field(default_factory=set)

    @property
    def reaches_at(self) -> datetime:
        """When what is written now is sent: not in the quiet hours."""
        hours = (self.profile.quiet_from_hour, self.profile.quiet_to_hour)
        return morning_after(clock.now(), self.timezone, *hours) or clock.now()

    @property
    def todays_hour(self) -> datetime:
        """When today's reminders go."""
        return calendar.instant(self.today, time(self.profile.reminder_hour), self.timezone)


async def remind_due(holder: str) -> int:
    """Make today's reminders of every profile whose hour has come, once; how many messages.

    Days that nobody was there for are made up for as soon as somebody is: of each bill the last
    step that was missed, and one message a customer.
    """
    root = await operators.root()
    now, made = clock.now(), 0
    passes = []
    for profile in await BillingProfile.all().order_by("id"):
        operator = await operators.get(profile.operator_id) if profile.operator_id else root
        day = calendar.today(now, operator.timezone)
        passes.append(_Pass(profile, operator.timezone, day - _DAY, is_late=True))
        if now.astimezone(ZoneInfo(operator.timezone)).hour >= profile.reminder_hour:
            passes.append(_Pass(profile, operator.timezone, day))
    done = await jobs.done_of(
        warnings.JOB, [warnings.name_of(each.profile.id, each.today) for each in passes]
    )
    for each in passes:
        name = warnings.name_of(each.profile.id, each.today)
        run = None if name in done else await jobs.claim(warnings.JOB, name, holder, now)
        if run is not None:
            counts = await (_make_up(each) if each.is_late else _of_today(each))
            await jobs.finish(run, clock.now(), {str(days): n for days, n in counts.items()})
            made += sum(counts.values())
    return made


async def _of_today(of: _Pass) -> Mapping[int, int]:
    return {days: await _remind(of, of.today, days) for days in of.profile.reminder_days}


async def _make_up(of: _Pass) -> Mapping[int, int]:
    """What was to go on the days up to `of.today`, which is yesterday, and did not."""
    last = await warnings.last_day(of.profile.id, of.today)
    since = max(last, of.today - warnings.LOOKED_BACK) if last else of.today - NEWCOMER_DAYS * _DAY
    of.today += _DAY
    steps = sorted(set(of.profile.reminder_days), reverse=True)
    counts = dict.fromkeys(steps, 0)
    day = of.today - _DAY
    while day > since:
        for later, step in zip((None, *steps), steps, strict=False):
            comes = None if later is None else day + timedelta(days=later - step)
            if comes is None or comes > of.today:
                counts[step] += await _remind(of, day, step)
            elif comes == of.today:  # today's reminder tells them, and the cut waits for it
                await _remind(of, day, step, silent=True)
        day -= _DAY
    return counts


async def _remind(of: _Pass, day: date, days: int, *, silent: bool = False) -> int:
    """The reminders of one profile that were due on `day` for bills due `days` away from it.

    Resumable by the dedupe keys: one message for a customer, a due date and a step.
    """
    after, made = 0, 0
    while True:
        bills = await db.rows(
            "SELECT b.id, b.customer_id, b.operator_id FROM bill b"
            " JOIN customer c ON c.id = b.customer_id"
            " WHERE b.due_on = $1 AND b.status IN ('unpaid', 'partial') AND b.customer_id > $2"
            " AND b.issued_on <= $3 AND c.billing_profile_id = $4"
            f" AND c.status IN ('active', {HELD_SQL})"
            " AND NOT EXISTS (SELECT 1 FROM message m WHERE m.dedupe = 'due:' ||"
            " CAST(b.customer_id AS TEXT) || ':' || b.due_on || ':' || CAST($5 AS TEXT))"
            f" ORDER BY b.customer_id, b.id LIMIT {CHUNK}",
            str(day - timedelta(days=days)), after, str(day), of.profile.id, str(days),
        )  # fmt: skip
        if len(bills) == CHUNK and bills[0]["customer_id"] != bills[-1]["customer_id"]:
            cut_off = bills[-1]["customer_id"]  # may have more of them
            bills = [bill for bill in bills if bill["customer_id"] != cut_off]
        if not bills:
            return made
        after = bills[-1]["customer_id"]
        async with db.transaction():
            made += await _write(of, bills, day, days, silent=silent)


async def _write(
    of: _Pass, bills: Sequence[Mapping[str, Any]], day: date, days: int, *, silent: bool
) -> int:
    event = notice_for(days).key
    wanted = {
        operator_id: await telling.is_enabled(event, operator_id)
        for operator_id in {bill["operator_id"] for bill in bills}
    }
    bills = [bill for bill in bills if wanted[bill["operator_id"]]]
    at = of.todays_hour if silent else of.reaches_at
    await warnings.note([bill["id"] for bill in bills], at, again=of.is_late)
    if silent:
        return 0
    untold = [bill for bill in bills if bill["customer_id"] not in of.told]
    if of.is_late:
        of.told.update(bill["customer_id"] for bill in untold)
    return await _put(untold, event, days, f"{day - timedelta(days=days)}:{days}")


async def warn(customer_ids: Collection[int]) -> int:
    """Warn whom the rules would suspend and nobody has told of it; how many messages.

    It goes whatever events the operator has switched off: nobody is suspended without a word.
    """
    found = await db.rows(
        "SELECT b.id, b.customer_id, b.operator_id, b.due_on, o.timezone FROM bill b"
        " JOIN operator o ON o.id = b.operator_id WHERE b.status IN ('unpaid', 'partial')"
        f" AND b.customer_id IN ({db.marks(len(customer_ids))}) ORDER BY b.customer_id, b.due_on",
        *customer_ids,
    )
    minute, made = clock.now().strftime("%Y%m%d%H%M"), 0
    by_event: dict[str, list[Mapping[str, Any]]] = {}
    for _, group in groupby(found, lambda bill: int(bill["customer_id"])):
        own = list(group)
        day = calendar.today(clock.now(), own[0]["timezone"])
        late = (day - date.fromisoformat(own[0]["due_on"])).days
        by_event.setdefault(notice_for(late).key, []).extend(own)
    for event, bills in by_event.items():
        made += await _put(bills, event, 1, f"cut:{minute}")
    return made


async def _put(bills: Sequence[Mapping[str, Any]], event: str, days: int, which: str) -> int:
    """One message for each customer; of several bills it tells what they come to."""
    made = await links.make_many(
        list({bill["customer_id"]: bill["operator_id"] for bill in bills}.items()),
        staff_id=None,
    )
    drafts = []
    for customer_id, group in groupby(bills, lambda bill: int(bill["customer_id"])):
        own = list(group)
        about: dict[str, object] = {"days": days}
        if link := made.get(customer_id):
            about["link"] = link
        if len(own) == 1:
            about["bill"] = own[0]["id"]
        drafts.append(
            outbox.Draft(
                dedupe=f"due:{customer_id}:{which}",
                event=event,
                customer_id=customer_id,
                operator_id=own[0]["operator_id"],
                about=about,
            )
        )
    return await outbox.put_many(drafts)
