"""Bills as lists: filtered, page by page, within what a person may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from domain import db, reach
from domain.billing import queries
from domain.billing.states import BillStatus
from domain.money import Money
from domain.staff.rights import Actor


@dataclass(frozen=True, slots=True)
class BillFilter:
    """Which bills; what is not given does not limit.

    `issued_from` and `issued_to` are inclusive; `overdue_days` keeps bills that are open and at
    least so many days past due on the business date `on`.
    """

    operator_id: int | None = None
    zone_id: int | None = None
    package_id: int | None = None
    customer_id: int | None = None
    statuses: frozenset[BillStatus] = frozenset()
    period: str = ""
    issued_from: date | None = None
    issued_to: date | None = None
    overdue_days: int | None = None
    on: date | None = None
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class BillRow:
    """A bill as a list shows it."""

    id: int
    number: str
    customer_id: int
    customer_code: str
    customer_name: str
    operator: str
    zone: str
    package: str
    period: str
    issued_on: date
    due_on: date
    total: Money
    paid: Money
    status: BillStatus

    @property
    def due(self) -> Money:
        """What is still owed on it."""
        return Money(0, self.total.currency) if self.status is BillStatus.VOID else self._rest()

    def _rest(self) -> Money:
        return self.total - self.paid


@dataclass(frozen=True, slots=True)
class Totals:
    """What a whole list comes to, in one currency."""

    bills: int
    total: Money
    paid: Money


def _seen(actor: Actor) -> tuple[str, list[Any]]:
    """In their books, of their customers. The pluses have engines go from bills to customers, the
    newest first, and never the other way."""
    books, values = reach.operators_sql(actor, "+b")
    theirs, more = reach.sql(actor, books="+c", first=len(values) + 1)
    return f"{books} AND {theirs}", values + more


def _where(actor: Actor, wanted: BillFilter) -> tuple[str, list[Any]]:
    seen, values = _seen(actor)

    def given(value: object) -> str:
        values.append(value)
        return f"${len(values)}"

    conditions = [seen]
    for column, value in (
        ("b.operator_id", wanted.operator_id),
        ("c.zone_id", wanted.zone_id),
        ("c.package_id", wanted.package_id),
        ("b.customer_id", wanted.customer_id),
    ):
        if value is not None:
            conditions.append(f"{column} = {given(value)}")
    if wanted.period:
        conditions.append(f"SUBSTR(b.period, 1, 7) = {given(wanted.period)}")
    if wanted.issued_from is not None:
        conditions.append(f"b.issued_on >= {given(wanted.issued_from.isoformat())}")
    if wanted.issued_to is not None:
        conditions.append(f"b.issued_on <= {given(wanted.issued_to.isoformat())}")
    if wanted.statuses:
        named = ", ".join(f"'{status.value}'" for status in sorted(wanted.statuses))
        conditions.append(f"b.status IN ({named})")
    if wanted.overdue_days is not None and wanted.on is not None:
        latest = wanted.on - timedelta(days=wanted.overdue_days)
        conditions.append(
            f"b.status IN ('unpaid', 'partial') AND b.due_on <= {given(latest.isoformat())}"
        )
    if wanted.ids:
        conditions.append(f"b.id IN ({db.ids(wanted.ids)})")
    return " AND ".join(conditions), values


async def page(
    actor: Actor,
    wanted: BillFilter,
    *,
    after: int | None = None,
    offset: int = 0,
    limit: int = 10,
) -> list[BillRow]:
    """A page of bills, newest first; `after` is the last id of the page before.

    An export takes page after page by `after`: each costs the same, however far the list goes.
    """
    actor.require("bill.see")
    where, values = _where(actor, wanted)
    if after is not None:
        where += f" AND b.id < {int(after)}"
    return await _rows(
        f"{where} ORDER BY b.id DESC LIMIT {int(limit)} OFFSET {int(offset)}", values
    )


async def by_ids(ids: Sequence[int]) -> list[BillRow]:
    """These bills, newest first, for whom the caller knows to see them."""
    return await _rows(f"b.id IN ({db.marks(len(ids))}) ORDER BY b.id DESC", ids)


async def _rows(where: str, values: Sequence[object]) -> list[BillRow]:
    return [_row(row) for row in await queries.bills.rows(where, values)]


def _row(row: queries.bills.Row) -> BillRow:
    return BillRow(
        id=row.id,
        number=row.number,
        customer_id=row.customer_id,
        customer_code=row.code,
        customer_name=row.name,
        operator=row.operator,
        zone=row.zone or "",
        package=row.package,
        period=row.period,
        issued_on=date.fromisoformat(row.issued_on),
        due_on=date.fromisoformat(row.due_on),
        total=Money(row.total_minor, row.currency),
        paid=Money(row.paid_minor, row.currency),
        status=BillStatus(row.status),
    )


async def totals(actor: Actor, wanted: BillFilter) -> Sequence[Totals]:
    """What the list comes to, a line for each currency; void bills are counted, not summed."""
    actor.require("bill.see")
    where, values = _where(actor, wanted)
    found = await queries.bills.totals(where, values)
    return [
        Totals(
            row.bills,
            Money(int(row.total), row.currency),
            Money(int(row.paid), row.currency),
        )
        for row in found
    ]
