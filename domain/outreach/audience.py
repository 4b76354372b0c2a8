"""Who a broadcast is for: filters, combined freely, as one condition over customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from domain import clock, reach
from domain.calendar import today
from domain.errors import InvalidValue
from domain.money import Money, from_major, in_order
from domain.outreach import queries
from domain.outreach.models import Broadcast
from domain.outreach.queries.audience import OPEN_DUE, OVERDUE
from domain.staff import operators
from domain.staff.models import Staff

# Why somebody who is meant gets no message, whatever it says.
REASONS = frozenset({"opted-out", "no-number", "nothing-due", "no-way-to-pay", "same-number"})
STATUSES = ("active", "suspended", "expired", "billed")


@dataclass(frozen=True, slots=True)
class Audience:
    """Filters; an empty one lets everybody through. Amounts in minor units."""

    operators: tuple[int, ...] = ()
    zones: tuple[int, ...] = ()
    packages: tuple[int, ...] = ()
    statuses: tuple[str, ...] = ()
    least_due_minor: int = 0
    overdue_days: int = 0
    codes: tuple[str, ...] = ()
    language: str = ""

    def __post_init__(self) -> None:
        for status in self.statuses:
            if status not in STATUSES:
                raise InvalidValue(field="status", given=status, example="active")

    def among(self, within: Mapping[int, str]) -> dict[int, str]:
        """Of operators with their currencies, those that are meant."""
        return {
            one: its for one, its in within.items() if not self.operators or one in self.operators
        }

    def stored(self) -> dict[str, object]:
        """As it is kept in the database."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def of(cls, stored: Mapping[str, object]) -> Audience:
        """From what was kept."""
        lists = {name: tuple(v) if isinstance(v, list) else v for name, v in stored.items()}
        return cls(**lists)  # type: ignore[arg-type]


@dataclass(slots=True)
class Condition:
    """A WHERE clause over `customer c` that grows, with its values."""

    parts: list[str] = field(default_factory=lambda: ["c.status <> 'left'"])
    values: list[object] = field(default_factory=list)

    def add(self, sql: str, *values: object) -> None:
        """Add a part; each `?` in it stands for the next value."""
        for value in values:
            self.values.append(value)
            sql = sql.replace("?", f"${len(self.values)}", 1)
        self.parts.append(sql)

    def among(self, column: str, values: Sequence[object]) -> None:
        """Add `column IN (values)`."""
        self.add(f"{column} IN ({', '.join('?' * len(values))})", *values)

    def take(self, sql: str, values: Sequence[object]) -> None:
        """Add a part whose values are numbered on from those that are there."""
        self.parts.append(sql)
        self.values += values

    @property
    def sql(self) -> str:
        """The clause."""
        return " AND ".join(f"({part})" for part in self.parts)


def condition(
    audience: Audience,
    within: Mapping[int, str],
    zone_ids: Sequence[int] | None,
    on: date,
    own: str,
) -> Condition:
    """The condition for an audience inside the operators (with their currencies) and zones that
    the author reaches, whose amounts are in the author's `own` currency."""
    where = Condition()
    meant = audience.among(within)
    where.among("c.operator_id", list(meant) or [0])
    if zone_ids is not None:
        where.take(*reach.zones_sql(zone_ids, first=len(where.values) + 1))
    if audience.zones:
        where.among("c.zone_id", audience.zones)
    if audience.packages:
        where.among("c.package_id", audience.packages)
    plain = [status for status in audience.statuses if status != "billed"]
    if plain:
        where.among("c.status", plain)
    if audience.codes:
        where.among("c.code", audience.codes)
    if audience.language:
        where.add("c.language = ?", audience.language)
    if "billed" in audience.statuses:
        where.add(f"{OPEN_DUE} >= 1")
    if audience.least_due_minor:
        _owe_at_least(where, Money(audience.least_due_minor, own), meant)
    if audience.overdue_days:
        where.add(OVERDUE, (on - timedelta(days=audience.overdue_days)).isoformat())
    return where


def _owe_at_least(where: Condition, least: Money, within: Mapping[int, str]) -> None:
    """Each owes in the currency of their operator: as many of its whole units."""
    currencies = sorted(set(within.values()))
    if len(currencies) == 1:
        where.add(f"{OPEN_DUE} >= ?", least_in(least, currencies[0]).minor)
        return
    owing: list[str] = []
    values: list[object] = []
    for currency in currencies:
        among = [one for one, its in within.items() if its == currency]
        owing.append(f"c.operator_id IN ({', '.join('?' * len(among))}) AND {OPEN_DUE} >= ?")
        values += [*among, least_in(least, currency).minor]
    if owing:
        where.add(" OR ".join(owing), *values)


def least_in(least: Money, currency: str) -> Money:
    """The same figure in another currency, which may count its units in more or fewer parts."""
    return max(from_major(least.decimal(), currency), Money(1, currency))


async def whom(row: Broadcast) -> Condition:
    """Whom a broadcast is for: its filters, within what its author reaches."""
    operator = await operators.get(row.operator_id)
    author = await Staff.get(id=row.author_id)
    return condition(
        Audience.of(row.audience),
        await operators.currencies_under(row.operator_id),
        author.zone_ids,
        today(clock.now(), operator.timezone),
        operator.currency,
    )


async def least_due(row: Broadcast) -> tuple[Money, ...]:
    """How much its recipients owe at least, in each currency that they owe in."""
    meant, own = Audience.of(row.audience), await operators.currency_of(row.operator_id)
    within = meant.among(await operators.currencies_under(row.operator_id))
    least = Money(meant.least_due_minor, own)
    return in_order((least_in(least, currency) for currency in set(within.values())), own)


async def left_out(where: Condition, *, link: bool) -> dict[str, int]:
    """How many of those meant get no message, by reason."""
    found = await queries.audience.left_out(where.sql, where.values, link=link)
    return {row.why: int(row.customers) for row in found}


async def quiet_hours(where: Condition, *, link: bool) -> list[tuple[tuple[str, int, int], int]]:
    """How many of the recipients have which quiet hours: ((time zone, from, to), customers)."""
    found = await queries.audience.quiet_hours(where.sql, where.values, link=link)
    return [
        ((row.timezone, row.quiet_from_hour, row.quiet_to_hour), int(row.customers))
        for row in found
    ]


async def next_chunk(
    where: Condition, *, link: bool, after: int, limit: int
) -> list[tuple[int, int]]:
    """The next recipients in order of id: (customer, operator)."""
    found = await queries.audience.next_chunk(
        where.sql, where.values, link=link, after=after, limit=limit
    )
    return [(row.id, row.operator_id) for row in found]
