"""The bills summary: billed, collected and outstanding, seen from every side that matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from domain import calendar, clock, reach
from domain.calendar import Period, Span
from domain.customers import catalog
from domain.fields import to_ms
from domain.ledger import entries
from domain.ledger.models import Account
from domain.money import Money
from domain.reports import queries
from domain.reports.queries.summary import Cell, Hand
from domain.staff.rights import Actor

MONTHS = 6


@dataclass(frozen=True, slots=True)
class Figures:
    """Billed in the month, collected in it, and taken off by credit notes of it; outstanding is
    all that is open now."""

    billed: Money
    collected: Money
    outstanding: Money
    credited: Money


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of one operator, zone, package or month; `id` is 0 for none and for a month."""

    id: int
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Ageing:
    """What is outstanding by days past due."""

    not_due: Money
    to_30: Money
    to_60: Money
    to_90: Money
    over_90: Money


@dataclass(frozen=True, slots=True)
class Collector:
    """What a member of staff took in the month, and the cash that they have not handed in."""

    staff_id: int
    name: str
    payments: int
    collected: Money
    in_hand: Money


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in the month by one way of paying, or by nobody's hand."""

    payments: int
    collected: Money


@dataclass(frozen=True, slots=True)
class Summary:
    """One month of the part of the business that a person may see, in one currency.

    `rate_bp` is how much of what was billed for the month is settled, in hundredths of a percent;
    the outstanding of a month in `by_month` is what is open of that month's bills. What was
    collected is the sum over `by_method`, and that of the collectors and what came `online`.
    """

    period: Period
    on: date
    total: Figures
    rate_bp: int
    bills: int
    paid_bills: int
    ageing: Ageing
    by_operator: tuple[Part, ...]
    by_zone: tuple[Part, ...]
    by_package: tuple[Part, ...]
    by_month: tuple[Part, ...]
    collectors: tuple[Collector, ...]
    online: Taken
    by_method: Mapping[str, Taken]


@dataclass(frozen=True, slots=True)
class _Sight:
    """What is looked at: whose, in which currency, at which moment."""

    actor: Actor
    currency: str
    timezone: str

    def within(self, books: str, *values: object) -> tuple[str, list[object]]:
        """The condition for those of the rows `books` that are looked at, and all `values`.

        A plus keeps an index of operators from being taken for that of open bills or of days.
        """
        seen, more = reach.sql(self.actor, books=f"+{books}", first=len(values) + 1)
        return seen, [*values, *more]

    def money(self, minor: int) -> Money:
        return Money(minor, self.currency)

    def since(self, day: date) -> int:
        """The instant at which a business date begins, in ms: money is recorded on its day or
        later, so that an index of instants finds the days."""
        return to_ms(calendar.instant(day, time(), self.timezone))


async def summary(actor: Actor, period: Period, currency: str = "") -> Summary:
    """The month's figures; amounts of other currencies than `currency`, the actor's own, are left
    out. An old balance that was brought in is outstanding, but was never billed."""
    actor.require("summary.see")
    sight = _Sight(actor, currency or actor.currency, actor.timezone)
    today = calendar.today(clock.now(), actor.timezone)
    billed, settled, bills, paid_bills = await _billed(sight, period)
    in_month = sight.within("p", *_days(sight, period.starts_on, period.ends_on))
    collected = await queries.summary.collected(*in_month)
    outstanding = await queries.summary.outstanding(*sight.within("b", sight.currency))
    days = period.starts_on.isoformat(), period.ends_on.isoformat()
    credited = await queries.summary.credited(*sight.within("n", sight.currency, *days))

    def by(side: Callable[[Cell], int], names: Mapping[int, str]) -> tuple[Part, ...]:
        return _parts(sight, side, names, billed, collected, outstanding, credited)

    of_month = sum(cell.amount for cell in billed)
    hands = await queries.summary.hands(*in_month)
    return Summary(
        period=period,
        on=today,
        total=_figures(sight, of_month, *map(_sum, (collected, outstanding, credited))),
        rate_bp=settled * 10_000 // of_month if of_month else 0,
        bills=bills,
        paid_bills=paid_bills,
        ageing=await _ageing(sight, today),
        by_operator=by(lambda cell: cell.operator, await queries.summary.named("operator")),
        by_zone=by(lambda cell: cell.zone, await queries.summary.named("zone")),
        by_package=by(lambda cell: cell.package, await queries.summary.named("package")),
        by_month=await _months(sight, period),
        collectors=await _collectors(sight, hands),
        online=_taken(sight, [row for row in hands if row.id is None]),
        by_method=_by_method(sight, hands),
    )


async def in_each_currency(actor: Actor, period: Period) -> list[Summary]:
    """The month in the actor's own currency, then apart in each other that has any figures."""
    found = [await summary(actor, period)]
    for currency in await catalog.currencies("/" if actor.is_at_root else actor.path):
        if currency == actor.currency:
            continue
        other = await summary(actor, period, currency)
        if any(_is_something(part.figures) for part in (*other.by_operator, *other.by_month)):
            found.append(other)
    return found


@dataclass(frozen=True, slots=True)
class Came:
    """What came in some days: all of it, by who took it, and by how it came."""

    all: Taken
    collectors: tuple[Collector, ...]
    online: Taken
    by_method: Mapping[str, Taken]


async def came(actor: Actor, days: Span, currency: str) -> Came:
    """What was collected in these days, in one currency."""
    actor.require("summary.see")
    sight = _Sight(actor, currency, actor.timezone)
    hands = await queries.summary.hands(
        *sight.within("p", *_days(sight, days.starts_on, days.ends_on))
    )
    return Came(
        all=_taken(sight, hands),
        collectors=await _collectors(sight, hands),
        online=_taken(sight, [row for row in hands if row.id is None]),
        by_method=_by_method(sight, hands),
    )


def _is_something(figures: Figures) -> bool:
    sums = (figures.billed, figures.collected, figures.outstanding, figures.credited)
    return any(sums)


def _sum(cells: Iterable[Cell]) -> int:
    return sum(cell.amount for cell in cells)


def _figures(
    sight: _Sight, billed: int, collected: int, outstanding: int, credited: int = 0
) -> Figures:
    return Figures(*map(sight.money, (billed, collected, outstanding, credited)))


def _parts(
    sight: _Sight,
    side: Callable[[Cell], int],
    names: Mapping[int, str],
    *cells: Iterable[Cell],
) -> tuple[Part, ...]:
    """The cells added up along one side, the largest bills first."""
    sums: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for figure, group in enumerate(cells):
        for cell in group:
            sums[side(cell)][figure] += cell.amount
    ordered = sorted(sums.items(), key=lambda item: (-item[1][0], -item[1][2], item[0]))
    return tuple(
        Part(key, names.get(key, ""), _figures(sight, *figures)) for key, figures in ordered
    )


async def _billed(sight: _Sight, period: Period) -> tuple[list[Cell], int, int, int]:
    found = await queries.summary.billed(*sight.within("b", sight.currency, str(period)))
    return (
        [Cell(*row[:4]) for row in found],
        sum(row.settled for row in found),
        sum(row.bills for row in found),
        sum(row.paid for row in found),
    )


def _days(sight: _Sight, first: date, last: date) -> tuple[str, int, str, str]:
    return sight.currency, sight.since(first), first.isoformat(), last.isoformat()


async def _ageing(sight: _Sight, today: date) -> Ageing:
    limits = [(today - timedelta(days=days)).isoformat() for days in (0, 30, 60, 90)]
    found = await queries.summary.ageing(*sight.within("b", sight.currency, *limits))
    amounts = {row.age: int(row.amount) for row in found}
    return Ageing(*(sight.money(amounts.get(age, 0)) for age in range(5)))


async def _months(sight: _Sight, period: Period) -> tuple[Part, ...]:
    """The month and those before it, in order."""
    months = [period]
    while len(months) < MONTHS:
        months.insert(0, months[0].previous())
    first, last = months[0], months[-1]
    billed = await queries.summary.months_billed(
        *sight.within("b", sight.currency, str(first), str(last))
    )
    days = _days(sight, first.starts_on, last.ends_on)
    taken = await queries.summary.months_collected(*sight.within("p", *days))
    bills = {row.month: row for row in billed}
    collected = {row.month: int(row.collected) for row in taken}
    return tuple(
        Part(
            0,
            str(month),
            _figures(
                sight,
                int(bills[str(month)].billed) if str(month) in bills else 0,
                collected.get(str(month), 0),
                int(bills[str(month)].outstanding) if str(month) in bills else 0,
            ),
        )
        for month in months
    )


def _taken(sight: _Sight, rows: Iterable[Hand]) -> Taken:
    rows = list(rows)
    return Taken(
        sum(int(row.payments) for row in rows),
        sight.money(sum(int(row.collected) for row in rows)),
    )


def _by_method(sight: _Sight, hands: Sequence[Hand]) -> dict[str, Taken]:
    """The largest first."""
    methods = {row.method for row in hands}
    found = {each: _taken(sight, [r for r in hands if r.method == each]) for each in methods}
    return dict(sorted(found.items(), key=lambda item: (-item[1].collected.minor, item[0])))


async def _collectors(sight: _Sight, hands: Sequence[Hand]) -> tuple[Collector, ...]:
    names = {int(row.id): str(row.name) for row in hands if row.id is not None}
    in_hand = await entries.balances(Account.CASH, list(names), sight.currency)
    found = [
        Collector(number, name, taken.payments, taken.collected,
                  sight.money(in_hand.get(number, 0)))
        for number, name in names.items()
        for taken in [_taken(sight, [row for row in hands if row.id == number])]
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (-each.collected.minor, each.staff_id)))
