"""The bills summary: billed, collected and outstanding, seen from every side that matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from domain import calendar, clock, db, reach
from domain.calendar import Period
from domain.customers import catalog
from domain.fields import to_ms
from domain.ledger import entries
from domain.ledger.models import Account
from domain.money import Money
from domain.staff.rights import Actor

MONTHS = 6


@dataclass(frozen=True, slots=True)
class Figures:
    """Billed in the month and collected in it; outstanding is all that is open now."""

    billed: Money
    collected: Money
    outstanding: Money


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
class _Cell:
    """An amount by operator, zone and package."""

    operator: int
    zone: int
    package: int
    amount: int


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


_BILLS = (
    " FROM bill b JOIN customer c ON c.id = b.customer_id JOIN operator o ON o.id = b.operator_id"
)
_PAYMENTS = (
    " FROM payment p JOIN customer c ON c.id = p.customer_id"
    " JOIN operator o ON o.id = p.operator_id"
)
_MONTH = "SUBSTR(CASE WHEN b.period <> '' THEN b.period ELSE b.issued_on END, 1, 7)"
_BILLED = (
    "b.status <> 'void' AND (b.period <> '' OR NOT EXISTS (SELECT 1 FROM bill_line l"
    " WHERE l.bill_id = b.id AND l.kind = 'opening'))"
)
_OPEN = "b.status IN ('unpaid', 'partial')"


async def summary(actor: Actor, period: Period, currency: str = "") -> Summary:
    """The month's figures; amounts of other currencies than `currency`, the actor's own, are left
    out. An old balance that was brought in is outstanding, but was never billed."""
    actor.require("summary.see")
    sight = _Sight(actor, currency or actor.currency, actor.timezone)
    today = calendar.today(clock.now(), actor.timezone)
    billed, settled, bills, paid_bills = await _billed(sight, period)
    collected = await _collected(sight, period)
    outstanding = await _outstanding(sight)

    def by(side: Callable[[_Cell], int], names: Mapping[int, str]) -> tuple[Part, ...]:
        return _parts(sight, side, names, billed, collected, outstanding)

    of_month = sum(cell.amount for cell in billed)
    hands = await _hands(sight, period)
    return Summary(
        period=period,
        on=today,
        total=_figures(sight, of_month, _sum(collected), _sum(outstanding)),
        rate_bp=settled * 10_000 // of_month if of_month else 0,
        bills=bills,
        paid_bills=paid_bills,
        ageing=await _ageing(sight, today),
        by_operator=by(lambda cell: cell.operator, await _names("operator")),
        by_zone=by(lambda cell: cell.zone, await _names("zone")),
        by_package=by(lambda cell: cell.package, await _names("package")),
        by_month=await _months(sight, period),
        collectors=await _collectors(sight, hands),
        online=_taken(sight, [row for row in hands if row["id"] is None]),
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


def _is_something(figures: Figures) -> bool:
    return bool(figures.billed or figures.collected or figures.outstanding)


def _sum(cells: Iterable[_Cell]) -> int:
    return sum(cell.amount for cell in cells)


def _figures(sight: _Sight, billed: int, collected: int, outstanding: int) -> Figures:
    return Figures(sight.money(billed), sight.money(collected), sight.money(outstanding))


def _parts(
    sight: _Sight,
    side: Callable[[_Cell], int],
    names: Mapping[int, str],
    *cells: Iterable[_Cell],
) -> tuple[Part, ...]:
    """The cells added up along one side, the largest bills first."""
    sums: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for figure, group in enumerate(cells):
        for cell in group:
            sums[side(cell)][figure] += cell.amount
    ordered = sorted(sums.items(), key=lambda item: (-item[1][0], -item[1][2], item[0]))
    return tuple(
        Part(key, names.get(key, ""), _figures(sight, *figures)) for key, figures in ordered
    )


async def _names(table: str) -> dict[int, str]:
    return {row["id"]: row["name"] for row in await db.rows(f"SELECT id, name FROM {table}")}


async def _cells(sums: str, rest: str, *values: object) -> list[dict[str, int]]:
    found = await db.rows(
        f"SELECT o.id AS operator, COALESCE(c.zone_id, 0) AS zone, c.package_id AS package,"
        f" {sums}{rest} GROUP BY o.id, c.zone_id, c.package_id",
        *values,
    )
    return [{name: int(value) for name, value in row.items()} for row in found]


def _cell(row: Mapping[str, int]) -> _Cell:
    return _Cell(row["operator"], row["zone"], row["package"], row["amount"])


async def _billed(sight: _Sight, period: Period) -> tuple[list[_Cell], int, int, int]:
    seen, values = sight.within("b", sight.currency, str(period))
    found = await _cells(
        "SUM(b.total_minor) AS amount, SUM(b.paid_minor) AS settled, COUNT(*) AS bills,"
        " SUM(CASE WHEN b.status = 'paid' THEN 1 ELSE 0 END) AS paid",
        f"{_BILLS} WHERE {seen} AND b.currency = $1 AND {_MONTH} = $2 AND {_BILLED}",
        *values,
    )
    settled, bills, paid = (
        sum(row[name] for row in found) for name in ("settled", "bills", "paid")
    )
    return [_cell(row) for row in found], settled, bills, paid


async def _collected(sight: _Sight, period: Period) -> list[_Cell]:
    seen, values = sight.within("p", *_days(sight, period))
    found = await _cells(
        "SUM(p.amount_minor) AS amount",
        f"{_PAYMENTS} WHERE {seen} AND p.status = 'posted' AND p.currency = $1"
        " AND p.posted_at >= $2 AND p.paid_on >= $3 AND p.paid_on <= $4",
        *values,
    )
    return [_cell(row) for row in found]


def _days(sight: _Sight, period: Period) -> tuple[str, int, str, str]:
    first, last = period.starts_on, period.ends_on
    return sight.currency, sight.since(first), first.isoformat(), last.isoformat()


async def _outstanding(sight: _Sight) -> list[_Cell]:
    seen, values = sight.within("b", sight.currency)
    found = await _cells(
        "SUM(b.total_minor - b.paid_minor) AS amount",
        f"{_BILLS} WHERE {seen} AND b.currency = $1 AND {_OPEN}",
        *values,
    )
    return [_cell(row) for row in found]


async def _ageing(sight: _Sight, today: date) -> Ageing:
    limits = [(today - timedelta(days=days)).isoformat() for days in (0, 30, 60, 90)]
    seen, values = sight.within("b", sight.currency, *limits)
    found = await db.rows(
        "SELECT CASE WHEN b.due_on >= $2 THEN 0 WHEN b.due_on >= $3 THEN 1"
        " WHEN b.due_on >= $4 THEN 2 WHEN b.due_on >= $5 THEN 3 ELSE 4 END AS age,"
        f" SUM(b.total_minor - b.paid_minor) AS amount{_BILLS}"
        f" WHERE {seen} AND b.currency = $1 AND {_OPEN} GROUP BY 1",
        *values,
    )
    amounts = {row["age"]: int(row["amount"]) for row in found}
    return Ageing(*(sight.money(amounts.get(age, 0)) for age in range(5)))


async def _months(sight: _Sight, period: Period) -> tuple[Part, ...]:
    """The month and those before it, in order."""
    months = [period]
    while len(months) < MONTHS:
        months.insert(0, months[0].previous())
    first, last = months[0], months[-1]
    seen, values = sight.within("b", sight.currency, str(first), str(last))
    billed = await db.rows(
        f"SELECT {_MONTH} AS month, SUM(b.total_minor) AS billed,"
        f" SUM(b.total_minor - b.paid_minor) AS outstanding{_BILLS} WHERE {seen}"
        f" AND b.currency = $1 AND {_MONTH} >= $2 AND {_MONTH} <= $3 AND {_BILLED} GROUP BY 1",
        *values,
    )
    seen, values = sight.within(
        "p", sight.currency, sight.since(first.starts_on),
        first.starts_on.isoformat(), last.ends_on.isoformat(),
    )  # fmt: skip
    taken = await db.rows(
        f"SELECT SUBSTR(p.paid_on, 1, 7) AS month, SUM(p.amount_minor) AS collected{_PAYMENTS}"
        f" WHERE {seen} AND p.status = 'posted' AND p.currency = $1"
        " AND p.posted_at >= $2 AND p.paid_on >= $3 AND p.paid_on <= $4 GROUP BY 1",
        *values,
    )
    bills = {row["month"]: row for row in billed}
    collected = {row["month"]: int(row["collected"]) for row in taken}
    return tuple(
        Part(
            0,
            str(month),
            _figures(
                sight,
                int(bills[str(month)]["billed"]) if str(month) in bills else 0,
                collected.get(str(month), 0),
                int(bills[str(month)]["outstanding"]) if str(month) in bills else 0,
            ),
        )
        for month in months
    )


async def _hands(sight: _Sight, period: Period) -> list[dict[str, Any]]:
    """What was collected, by who took it, nobody where it came online, and by way of paying."""
    seen, values = sight.within("p", *_days(sight, period))
    return await db.rows(
        "SELECT s.id, s.name, p.method, COUNT(*) AS payments, SUM(p.amount_minor) AS collected"
        f"{_PAYMENTS} LEFT JOIN staff s ON s.id = p.staff_id"
        f" WHERE {seen} AND p.status = 'posted' AND p.currency = $1"
        " AND p.posted_at >= $2 AND p.paid_on >= $3 AND p.paid_on <= $4"
        " GROUP BY s.id, s.name, p.method",
        *values,
    )


def _taken(sight: _Sight, rows: Iterable[Mapping[str, Any]]) -> Taken:
    rows = list(rows)
    return Taken(
        sum(int(row["payments"]) for row in rows),
        sight.money(sum(int(row["collected"]) for row in rows)),
    )


def _by_method(sight: _Sight, hands: Sequence[Mapping[str, Any]]) -> dict[str, Taken]:
    """The largest first."""
    methods = {row["method"] for row in hands}
    found = {each: _taken(sight, [r for r in hands if r["method"] == each]) for each in methods}
    return dict(sorted(found.items(), key=lambda item: (-item[1].collected.minor, item[0])))


async def _collectors(sight: _Sight, hands: Sequence[Mapping[str, Any]]) -> tuple[Collector, ...]:
    names = {int(row["id"]): str(row["name"]) for row in hands if row["id"] is not None}
    in_hand = await entries.balances(Account.CASH, list(names), sight.currency)
    found = [
        Collector(number, name, taken.payments, taken.collected,
                  sight.money(in_hand.get(number, 0)))
        for number, name in names.items()
        for taken in [_taken(sight, [row for row in hands if row["id"] == number])]
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (-each.collected.minor, each.staff_id)))
