"""Reminders that time sets off: each notifier of the timetable, gone through once a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from zoneinfo import ZoneInfo

from domain import calendar, clock, db, jobs
from domain.batches import Batch, Pace
from domain.billing import warnings
from domain.billing.models import BillingProfile
from domain.billing.steps import Step
from domain.events import EndAnnounced
from domain.messaging import notices, outbox, telling
from domain.messaging.notices import Notice
from domain.messaging.rules import morning_after
from domain.messaging.states import Channel
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
    hour: int | None = None  # of the day, where a later one follows
    told: set[int] = field(default_factory=set)

    @property
    def period(self) -> str:
        """The period of the job that this is; the last of a day has the day's own name."""
        hour = "" if self.hour is None else f"@{self.hour}"
        return warnings.name_of(self.profile.id, self.today, f"{self._kind}{hour}")

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

    def steps(self) -> list[Step]:
        """What goes by now of the day, the last first."""
        return [
            step
            for step in self.notifier.steps(self.profile)
            if self.hour is None or timetable.hour_of(step, self.profile) <= self.hour
        ]

    def at(self, step: Step) -> datetime:
        """When the step goes today."""
        hour = timetable.hour_of(step, self.profile)
        return calendar.instant(self.today, time(hour), self.timezone)


async def remind_due(holder: str) -> int:
    """Make today's reminders whose hour has come, of every profile, once; how many messages.

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
    """Yesterday, should it have been missed, and today's hours that have come."""
    root, passes = await operators.root(), list[_Pass]()
    for profile in await BillingProfile.all().order_by("id"):
        operator = await operators.get(profile.operator_id) if profile.operator_id else root
        local = now.astimezone(ZoneInfo(operator.timezone))
        of = partial(_Pass, profile, operator.timezone)
        for each in timetable.NOTIFIERS:
            passes.append(of(local.date() - _DAY, each, is_late=True))
            *earlier, last = each.hours(profile)
            passes += [of(local.date(), each, hour=hour) for hour in earlier if hour <= local.hour]
            if last <= local.hour:
                passes.append(of(local.date(), each))
    return passes


async def _of_today(of: _Pass) -> Mapping[int, int]:
    return {step.days: await _remind(of, of.today, step) for step in reversed(of.steps())}


async def _make_up(of: _Pass) -> Mapping[int, int]:
    """What was to go on the days up to `of.today`, which is yesterday, and did not."""
    last = await of.last_day()
    newcomer = timedelta(days=of.notifier.newcomer_days)
    since = max(last, of.today - warnings.LOOKED_BACK) if last else of.today - newcomer
    of.today += _DAY
    steps = of.steps()
    counts = {step.days: 0 for step in steps}
    day = of.today - _DAY
    while day > since:
        for later, step in zip((None, *steps), steps, strict=False):
            comes = None if later is None else day + timedelta(days=later.days - step.days)
            if later is None or comes is None or comes > of.today:
                counts[step.days] += await _remind(of, day, step)
            elif comes == of.today:  # today's reminder tells them, and the cut waits for it
                await _remind(of, day, step, waits_for=later)
        day -= _DAY
    return counts


async def _remind(of: _Pass, day: date, step: Step, *, waits_for: Step | None = None) -> int:
    """What one profile's customers were to hear on `day` of dates so far away from it.

    Resumable by the dedupe keys: one message for a customer, a date and a step.
    """
    notice = of.notifier.notice(step.days)
    if notice is None:
        return 0
    after, made = 0, 0
    date_on = day - timedelta(days=step.days)
    pace = a_pace()
    while True:
        async with pace.batch() as batch:
            rows = await _whole(of, day, date_on, step, after, batch)
            if not rows:
                return made
            after = rows[-1].customer_id
            async with db.transaction():
                told = await _noted(of, rows, notice, waits_for)
                made += await _put(of.notifier, told, notice, step, str(date_on))


def a_pace() -> Pace:
    """For one step of a pass."""
    return Pace(250, least=25, most=2_000)


async def _whole(
    of: _Pass, day: date, date_on: date, step: Step, after: int, batch: Batch
) -> Sequence[Row]:
    """The next rows, none of a customer who may have more of them than fit."""
    rows = await queries.reminders.next_with(
        of.notifier,
        str(date_on),
        of.profile.id,
        told_on=str(day),
        step=str(step.days),
        after=after,
        limit=batch.size,
    )
    batch.items = len(rows)
    if len(rows) < batch.size or rows[0].customer_id == rows[-1].customer_id:
        return rows
    return [row for row in rows if row.customer_id != rows[-1].customer_id]


async def _noted(
    of: _Pass, rows: Sequence[Row], notice: Notice, waits_for: Step | None
) -> Sequence[Row]:
    """Write down what is a warning before a cut; of whom is to hear of it now, their rows."""
    on = {
        operator_id: await telling.is_enabled(notice.key, operator_id)
        for operator_id in {row.operator_id for row in rows}
    }
    rows = [row for row in rows if on[row.operator_id]]
    if of.notifier.warns:
        at = of.at(waits_for) if waits_for else of.reaches_at
        await of.notifier.warns(rows, at, again=of.is_late)
    if waits_for:
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
        made += await _put(DUE, rows, notice, Step(1), f"cut:{minute}")
    return made


async def tell_end(event: EndAnnounced) -> None:
    """Tell whose validity is over, and who was not told of it before: the service ends in a day.

    It goes whatever the operator has switched off, as `warn` does.
    """
    found = await queries.reminders.ending(event.customer_ids)
    await outbox.put_many(
        [
            outbox.Draft(
                dedupe=f"ended:{row.customer_id}:{row.expires_on}",
                event=notices.VALIDITY_OVER.key,
                customer_id=row.customer_id,
                operator_id=row.operator_id,
                about={"ends": row.expires_on},
            )
            for row in found
        ]
    )


async def _put(
    notifier: Notifier, rows: Sequence[Row], notice: Notice, step: Step, which: str
) -> int:
    """A message for each customer by each way of the step; of several bills it tells what they
    come to."""
    links_of: Mapping[int, int] = {}
    if About.LINK in notice.about:
        customers = {row.customer_id: row.operator_id for row in rows}
        links_of = await links.make_many(list(customers.items()), staff_id=None)
    drafts: dict[str, list[outbox.Draft]] = {}
    for customer_id, group in groupby(rows, lambda row: row.customer_id):
        own = list(group)
        about = _about(own, notice, step, which, links_of.get(customer_id))
        for number, way in enumerate(_ways(step, own[0])):
            key = f"{notifier.name}:{customer_id}:{which}:{step.days}"
            drafts.setdefault(way, []).append(
                outbox.Draft(
                    dedupe=f"{key}:{way}" if number else key,
                    event=notice.key,
                    customer_id=customer_id,
                    operator_id=own[0].operator_id,
                    about=about,
                )
            )
    return sum([await outbox.put_many(some, channels=way) for way, some in drafts.items()])


def _ways(step: Step, row: Row) -> list[str]:
    """The channels of each message that a customer gets at the step, as messages keep them."""
    if not step.each:
        return [",".join(step.channels)]
    able = [one.value for one in step.channels if one is not Channel.EMAIL or row.has_email]
    return able or [step.channels[0].value]


def _about(
    own: Sequence[Row], notice: Notice, step: Step, which: str, link: int | None
) -> dict[str, object]:
    about: dict[str, object] = {"days": step.days}
    if About.ENDS in notice.about:
        about["ends"] = which
    if link:
        about["link"] = link
    if len(own) == 1 and own[0].bill:
        about["bill"] = own[0].bill
    return about
