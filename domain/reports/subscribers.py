"""How many are served, came and left in a month: what a regulator asks for (BTRC).

What is not recorded is named by its own line with how many it concerns, and never left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from domain import calendar, reach
from domain.calendar import Period
from domain.fields import to_ms
from domain.ports.lists import Cell, Column, Kind, Listed
from domain.reports import queries
from domain.reports.queries.subscribers import Group
from domain.staff.rights import Actor

_COLUMNS = (
    Column("list-part", Kind.WORD, 26),
    Column("list-operator", width=22),
    Column("list-zone", width=18),
    Column("list-connection", width=12),
    Column("list-package", width=22),
    Column("list-bandwidth", width=14),
    Column("list-subscribers", Kind.COUNT, 12),
    Column("list-came", Kind.COUNT, 12),
    Column("list-lost", Kind.COUNT, 12),
)


@dataclass(frozen=True, slots=True)
class Subscribers:
    """The month: by groups and altogether, and how many lack what, by the key of its name."""

    period: Period
    groups: Sequence[Group]
    total: int
    came: int
    lost: int
    lacking: Mapping[str, int]

    def by_connection(self) -> Mapping[str, int]:
        """How many are served in which way at the month's end, the most first."""
        found: Counter[str] = Counter()
        for group in self.groups:
            found[group.connection] += group.total
        return dict(found.most_common())


async def of_month(actor: Actor, period: Period) -> Subscribers:
    """Those whom the actor may see; the month's days are those of the actor's operator."""
    actor.require("customer.see")
    actor.require("summary.see")
    begins, ends = (
        to_ms(calendar.instant(day, time(), actor.timezone))
        for day in (period.starts_on, period.ends_on + timedelta(days=1))
    )
    days = (period.starts_on.isoformat(), period.ends_on.isoformat(), begins, ends)
    seen, more = reach.sql(actor, first=len(days) + 1)
    found = await queries.subscribers.groups(seen, [*days, *more])
    return Subscribers(
        period=period,
        groups=[group for group in found if group.total or group.came or group.lost],
        total=sum(group.total for group in found),
        came=sum(group.came for group in found),
        lost=sum(group.lost for group in found),
        lacking=_lacking(found),
    )


def _lacking(found: Sequence[Group]) -> Mapping[str, int]:
    lacks = {
        "lacks-zone": sum(group.total for group in found if not group.zone),
        "lacks-bandwidth": sum(group.total for group in found if not group.profile),
        "lacks-left-on": sum(group.unknown for group in found),
    }
    return {name: count for name, count in lacks.items() if count}


async def listed(actor: Actor, period: Period) -> Listed:
    """The month as a file."""
    found = await of_month(actor, period)

    async def pages() -> AsyncIterator[Sequence[Sequence[Cell]]]:
        yield _rows(found)

    return Listed(f"btrc-{period}", "list-btrc", _COLUMNS, pages())


def _rows(found: Subscribers) -> list[Sequence[Cell]]:
    whole = ("list-part-all", "", "", "", "", "", found.total, found.came, found.lost)
    groups = [
        (
            "list-part-group", each.operator, each.zone or "", each.connection.upper(),
            each.package, each.profile, each.total, each.came, each.lost,
        )
        for each in found.groups
    ]  # fmt: skip
    lacking = [
        (name, "", "", "", "", "", count, None, None) for name, count in found.lacking.items()
    ]
    return [whole, *groups, *lacking]
