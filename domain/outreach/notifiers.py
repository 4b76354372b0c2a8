"""Reminders that time sets off: each notifier of the timetable, gone through once a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from domain import calendar, clock, db, jobs
from domain.batches import Batch, Pace
from domain.billing import warnings
from domain.billing.models import BillingProfile
from domain.messaging import outbox, telling
from domain.messaging.notices import Notice
from domain.messaging.rules import morning_after
from domain.messaging.variables import About
from domain.outreach import queries, timetable
from domain.outreach.queries.reminders import Dated, Owing
from domain.outreach.timetable import DUE, Notifier
from domain.payments import links
from domain.staff import operators

_DAY = timedelta(days=1)
Row = Dated | Owing


@dataclass(slots=True)
class _Pass:
    """One going through of a profile's days of a notifier; `told` are the customers it has told
    already."""

    profile: BillingProfile
    timezone: str
    today: date
    notifier: Notifier = DUE
    is_late: bool = False
    told: set[int] = field(default_factory=set)

    @property
    def period(self) -> str:
        """The period of the job that this is."""
        return warnings.name_of(self.profile.id, self.today, self._kind)

    @property
    def _kind(self) -> str:
        return "" if self.notifier is DUE else self.notifier.name

    async def last_day(self) -> date | None:
        """The last day before `today` that was gone through, of those not long ago."""
        return await warnings.last_day(self.profile.id, self.today, self._kind)

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

    Days that nobody was there for are made up for as soon as somebody is: of each date the last
    step that was missed, and one message a customer.
    """
    now, made = clock.now(), 0
    passes = await _passes(now)
    done = await jobs.done_of(warnings.JOB, [each.period for each in passes])
    for each in passes:
        period = each.period
        run = None if period in done else await jobs.claim(warnings.JOB, period, holder, now)
        if run is not None:
            counts = await (_make_up(each) if each.is_late else _of_today(each))
            await jobs.finish(run, clock.now(), {str(days): n for days, n in counts.items()})
            made += sum(counts.values())
    return made


async def _passes(now: datetime) -> list[_Pass]:
    """Yesterday, should it have been missed, and today where its hour has come."""
    root, passes = await operators.root(), list[_Pass]()
    for profile in await BillingProfile.all().order_by("id"):
        operator = await operators.get(profile.operator_id) if profile.operator_id else root
        day = calendar.today(now, operator.timezone)
        is_time = now.astimezone(ZoneInfo(operator.timezone)).hour >= profile.reminder_hour
        for each in timetable.NOTIFIERS:
            passes.append(_Pass(profile, operator.timezone, day - _DAY, each, is_late=True))
            if is_time:
                passes.append(_Pass(profile, operator.timezone, day, each))
    return passes


async def _of_today(of: _Pass) -> Mapping[int, int]:
    steps = of.notifier.steps(of.profile)
    return {days: await _remind(of, of.today, days) for days in reversed(steps)}


async def _make_up(of: _Pass) -> Mapping[int, int]:
    """What was to go on the days up to `of.today`, which is yesterday, and did not."""
    last = await of.last_day()
    newcomer = timedelta(days=of.notifier.newcomer_days)
    since = max(last, of.today - warnings.LOOKED_BACK) if last else of.today - newcomer
    of.today += _DAY
    steps = of.notifier.steps(of.profile)
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
    """What one profile's customers were to hear on `day` of dates `days` away from it.

    Resumable by the dedupe keys: one message for a customer, a date and a step.
    """
    notice = of.notifier.notice(days)
    if notice is None:
        return 0
    after, made, which = 0, 0, f"{day - timedelta(days=days)}:{days}"
    pace = a_pace()
    while True:
        async with pace.batch() as batch:
            rows = await _whole(of, day, days, after, batch)
            if not rows:
                return made
            after = rows[-1].customer_id
            async with db.transaction():
                told = await _noted(of, rows, notice, silent=silent)
                made += await _put(of.notifier, told, notice, days, which)


def a_pace() -> Pace:
    """For one step of a pass."""
    return Pace(250, least=25, most=2_000)


async def _whole(of: _Pass, day: date, days: int, after: int, batch: Batch) -> Sequence[Row]:
    """The next rows, none of a customer who may have more of them than fit."""
    rows = await queries.reminders.next_with(
        of.notifier,
        str(day - timedelta(days=days)),
        of.profile.id,
        told_on=str(day),
        step=str(days),
        after=after,
        limit=batch.size,
    )
    batch.items = len(rows)
    if len(rows) < batch.size or rows[0].customer_id == rows[-1].customer_id:
        return rows
    return [row for row in rows if row.customer_id != rows[-1].customer_id]


async def _noted(of: _Pass, rows: Sequence[Row], notice: Notice, *, silent: bool) -> Sequence[Row]:
    """Write down what is a warning before a cut; of whom is to hear of it now, their rows."""
    on = {
        operator_id: await telling.is_enabled(notice.key, operator_id)
        for operator_id in {row.operator_id for row in rows}
    }
    rows = [row for row in rows if on[row.operator_id]]
    if of.notifier.warns:
        at = of.todays_hour if silent else of.reaches_at
        await warnings.note([row.bill for row in rows], at, again=of.is_late)
    if silent:
        return []
    untold = [row for row in rows if row.customer_id not in of.told]
    if of.is_late:
        of.told.update(row.customer_id for row in untold)
    return untold


async def warn(customer_ids: Collection[int]) -> int:
    """Warn whom the rules would suspend and nobody has told of it; how many messages.

    It goes whatever the operator has switched off: nobody is suspended without a word.
    """
    found = await queries.reminders.owing(customer_ids)
    minute, made = clock.now().strftime("%Y%m%d%H%M"), 0
    by_notice: dict[Notice, list[Row]] = {}
    for _, group in groupby(found, lambda row: row.customer_id):
        own = list(group)
        day = calendar.today(clock.now(), own[0].timezone)
        late = (day - date.fromisoformat(own[0].due_on)).days
        if notice := DUE.notice(late):
            by_notice.setdefault(notice, []).extend(own)
    for notice, rows in by_notice.items():
        made += await _put(DUE, rows, notice, 1, f"cut:{minute}")
    return made


async def _put(
    notifier: Notifier, rows: Sequence[Row], notice: Notice, days: int, which: str
) -> int:
    """One message for each customer; of several bills it tells what they come to."""
    made: Mapping[int, int] = {}
    if About.LINK in notice.about:
        customers = {row.customer_id: row.operator_id for row in rows}
        made = await links.make_many(list(customers.items()), staff_id=None)
    drafts = []
    for customer_id, group in groupby(rows, lambda row: row.customer_id):
        own = list(group)
        about: dict[str, object] = {"days": days}
        if link := made.get(customer_id):
            about["link"] = link
        if len(own) == 1 and own[0].bill:
            about["bill"] = own[0].bill
        drafts.append(
            outbox.Draft(
                dedupe=f"{notifier.name}:{customer_id}:{which}",
                event=notice.key,
                customer_id=customer_id,
                operator_id=own[0].operator_id,
                about=about,
            )
        )
    return await outbox.put_many(drafts)
