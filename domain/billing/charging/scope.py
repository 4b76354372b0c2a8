"""Whom a bill run is about, split by billing kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from domain import calendar
from domain.billing import queries
from domain.billing.charging.kind import Kind, LineSql, SpanSql
from domain.billing.charging.kinds import KINDS
from domain.billing.queries.runs import Profile
from domain.calendar import Period
from domain.fields import to_ms

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Scope:
    """The customers with ids over `after` up to `upto`, of the operators under `path`, billed by
    one of `profiles` (by any when there are none), for the spans that begin in the month; of kinds
    that bill day by day for those that begin on one of `days`, if such are named, and in one of
    `zones`, if that is said."""

    period: Period
    path: str
    after: int
    upto: int
    profiles: tuple[int, ...] = ()
    days: Days | None = None
    zones: tuple[int, ...] | None = None

    def where(self) -> str:
        """The condition on `c` (customer) and `o` (its operator)."""
        below = "" if self.path == "/" else f" AND o.path LIKE '{_path(self.path)}%'"
        ids = ", ".join(str(int(each)) for each in self.profiles)
        of = f" AND c.billing_profile_id IN ({ids})" if ids else ""
        return f"c.id > {int(self.after)} AND c.id <= {int(self.upto)}{below}{of}{self._here()}"

    def _here(self) -> str:
        if self.zones is None:
            return ""
        return f" AND c.zone_id IN ({', '.join(str(int(each)) for each in self.zones) or 'NULL'})"


def _path(path: str) -> str:
    if not set(path) <= set("/0123456789"):
        raise ValueError("a path is made of ids")
    return path


@dataclass(frozen=True, slots=True)
class BillDay:
    """When the bill of a span was due, by profile and where operators keep that time."""

    profile_id: int
    timezone: str
    starts_on: date
    at_ms: int


@dataclass(frozen=True, slots=True)
class Term:
    """The dates of a bill that is made now, by time zone, days until due, and the span's start."""

    timezone: str
    due_days: int
    starts_on: date
    issued_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Part:
    """The customers of a scope who are billed by one kind, for one of its spans."""

    scope: Scope
    kind: Kind
    span: SpanSql
    terms: tuple[Term, ...]
    bill_days: tuple[BillDay, ...]  # of a month that is over: who was served then is billed
    lines: tuple[LineSql, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", tuple(self.kind.lines(self.span)))

    def where(self) -> str:
        """The condition on `c` (customer), `o` (its operator) and `f` (its billing profile)."""
        days = ""
        if self.scope.days and self.kind.is_by_day:
            first, last = self.scope.days
            days = f" AND {self.span.starts_on} >= '{first}' AND {self.span.starts_on} <= '{last}'"
        return f"{self.scope.where()} AND {self.of()}{days}"

    def of(self) -> str:
        """The condition on `f` (billing profile) that keeps to the kind."""
        return f"f.cycle = '{self.kind.name}'"

    def of_span(self) -> str:
        """The condition on `b` (bill) that it is for such a span."""
        return f"b.starts_on >= '{self.span.starts[0]}' AND b.starts_on <= '{self.span.starts[-1]}'"


@dataclass(frozen=True, slots=True)
class Parts:
    """A scope by kind and span; `unknown` where profiles are of a kind that nobody here knows."""

    scope: Scope
    each: tuple[Part, ...]
    unknown: bool

    @property
    def years(self) -> set[int]:
        """In which bills of now get their numbers."""
        return {term.issued_on.year for part in self.each for term in part.terms}


async def parts(scope: Scope, now: datetime) -> Parts:
    """The scope by kind, with the dates that bills of now get."""
    timezones = await queries.runs.timezones()
    by_kind: dict[str, list[Profile]] = defaultdict(list)
    for row in await queries.runs.profiles():
        if not scope.profiles or row.id in scope.profiles:
            by_kind[row.cycle].append(row)
    each = []
    for name, of_kind in by_kind.items():
        if (kind := KINDS.get(name)) is not None:
            each += [
                Part(
                    scope,
                    kind,
                    span,
                    tuple(_terms(span, of_kind, timezones, now)),
                    tuple(_bill_days(kind, span, scope.period, of_kind, timezones, now)),
                )
                for span in kind.spans(scope.period)
                if _may_begin(span, kind, scope.days)
            ]
    return Parts(scope, tuple(each), unknown=bool(by_kind.keys() - KINDS.keys()))


def _may_begin(span: SpanSql, kind: Kind, days: Days | None) -> bool:
    """Whether somebody's span may begin on one of these days."""
    return days is None or not kind.is_by_day or any(days[0] <= on <= days[1] for on in span.starts)


def _terms(
    span: SpanSql,
    profiles: Sequence[Profile],
    timezones: Sequence[str],
    now: datetime,
) -> list[Term]:
    """A bill is issued on the first day of its span, or today where that has passed."""
    made = []
    for timezone in timezones:
        today = calendar.today(now, timezone)
        for due_days in sorted({row.due_days for row in profiles}):
            for starts_on in span.starts:
                issued_on = max(starts_on, today)
                due_on = issued_on + timedelta(days=due_days)
                made.append(Term(timezone, due_days, starts_on, issued_on, due_on))
    return made


def _bill_days(
    kind: Kind,
    span: SpanSql,
    month: Period,
    profiles: Sequence[Profile],
    timezones: Sequence[str],
    now: datetime,
) -> list[BillDay]:
    """When each bill was due, if the month is over; else none."""
    if calendar.today(now, "UTC") <= month.ends_on:
        return []
    made = []
    for row in profiles:
        (run_day, *_) = kind.run_days(month, row.bill_day)
        for starts_on in span.starts:
            day = starts_on if kind.is_by_day else run_day
            for timezone in timezones:
                at = calendar.instant(day, time(row.bill_hour), timezone)
                made.append(BillDay(row.id, timezone, starts_on, to_ms(at)))
    return made
