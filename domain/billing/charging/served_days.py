"""Days of prepaid service, charged set-based: SQL for both engines, in integers that round half up.

The same in arithmetic is `daily`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from domain import db
from domain.billing import counters
from domain.billing.charging import monthly, writing
from domain.billing.charging.daily_prepaid import NAME
from domain.billing.charging.whom import vat_on
from domain.billing.charging.writing import NUMBER
from domain.billing.settling import Some
from domain.fields import to_ms
from domain.ledger import entries
from domain.ledger.models import Account
from domain.ledger.queries import Each


@dataclass(frozen=True, slots=True)
class DayTerm:
    """A calendar day where operators live by one clock."""

    timezone: str
    on: date
    starts_at: datetime
    ends_at: datetime
    days: int  # of its month


@dataclass(frozen=True, slots=True)
class BillTerm:
    """The dates of a bill that is made now, by time zone and days until due."""

    timezone: str
    due_days: int
    issued_on: date
    due_on: date


_UPTO = "(2 * whole * place + days) / (2 * days)"
_BEFORE = "(2 * whole * (place - 1) + days) / (2 * days)"
_WORTH = f"""(
      WITH day (timezone, from_ms, to_ms, served_on, place, days) AS (VALUES {{days}}),
      priced AS (
        SELECT c.id AS customer_id, c.operator_id, o.currency, r.charged_until AS starts_at,
          CASE WHEN f.prepaid_day = 'calendar' THEN day.to_ms
            ELSE r.charged_until + day.to_ms - day.from_ms END AS ends_at,
          day.served_on, day.place, day.days, {monthly.WHOLE} AS whole, p.priced_per,
          f.vat_rate_bp AS rate, f.vat_mode, r.unserved_minor, r.unserved_net_minor,
          COALESCE(c.promised_until >= day.served_on, FALSE) AS promised,
          COALESCE((SELECT CAST(SUM(k.left_minor) AS BIGINT) FROM credit k
            WHERE k.customer_id = c.id AND k.left_minor > 0), 0) AS advance
        FROM prepaid r CROSS JOIN customer c CROSS JOIN operator o CROSS JOIN package p
          CROSS JOIN billing_profile f CROSS JOIN day
        WHERE {{whom}} AND c.id = r.customer_id AND NOT c.never_billed
          AND o.id = c.operator_id AND p.id = c.package_id AND f.id = c.billing_profile_id
          AND p.currency = o.currency AND c.status = 'active' AND f.cycle = '{NAME}'
          AND day.timezone = o.timezone
          AND r.charged_until >= day.from_ms AND r.charged_until < day.to_ms
      ),
      parted AS (
        SELECT priced.*, CASE priced_per WHEN 'day' THEN whole ELSE {_UPTO} END AS upto,
          CASE priced_per WHEN 'day' THEN 0 ELSE {_BEFORE} END AS before FROM priced
      ),
      taxed AS (
        SELECT parted.*, upto - before AS base, {vat_on("upto")} - {vat_on("before")} AS vat
        FROM parted
      ),
      summed AS (
        SELECT taxed.*, CASE WHEN vat_mode = 'inclusive' THEN base ELSE base + vat END AS total
        FROM taxed
      )
      SELECT summed.*, CASE WHEN unserved_minor >= total THEN 'unserved'
        WHEN promised OR advance >= total THEN 'bill' ELSE '' END AS pays FROM summed
      ) AS worth"""


@dataclass(frozen=True, slots=True)
class Due:
    """Customers whose next day of service is to be charged; the caller holds them."""

    customer_ids: Sequence[int]
    days: Sequence[DayTerm]
    terms: Sequence[BillTerm]
    now: datetime

    def worth(self) -> tuple[str, list[object]]:
        """The table `worth` with its values: what the next day of each costs, its `base` as prices
        have it, and by what it is paid: 'unserved', 'bill', or nothing."""
        marks, values = _marked(
            (each.timezone, to_ms(each.starts_at), to_ms(each.ends_at), str(each.on),
             each.on.day, each.days)
            for each in self.days
        )  # fmt: skip
        whom = f"r.customer_id IN ({db.ids(self.customer_ids)}) AND r.look_at <= {to_ms(self.now)}"
        return _WORTH.format(days=marks, whom=whom), values


def _marked(rows: Iterable[tuple[str | int, ...]]) -> tuple[str, list[object]]:
    """Rows of a table as placeholders, the first of each a text, and their values."""
    made: list[str] = []
    values: list[object] = []
    for row in rows:
        at = len(values)
        kinds = ["TEXT" if isinstance(each, str) else "BIGINT" for each in row]
        made.append(
            "(" + ", ".join(f"CAST(${at + n} AS {k})" for n, k in enumerate(kinds, 1)) + ")"
        )
        values += row
    return ", ".join(made), values


class Served(NamedTuple):
    """A day that was charged, and whether it has a bill of its own."""

    id: int
    customer_id: int
    is_billed: bool


async def charge(due: Due) -> list[Served]:
    """Charge the next day of whoever can pay for it, or was promised; the days, in order."""
    if not due.days:
        return []
    table, values = due.worth()
    net = (
        "CASE WHEN pays = 'bill' THEN total - vat WHEN unserved_minor = 0 THEN 0"
        " ELSE unserved_net_minor - (2 * unserved_net_minor * (unserved_minor - total)"
        " + unserved_minor) / (2 * unserved_minor) END"
    )
    served = await db.typed(
        Served,
        "INSERT INTO served_day (customer_id, operator_id, served_on, starts_at, ends_at,"
        " is_billed, total_minor, net_minor, currency, made_at)"
        " SELECT customer_id, operator_id, served_on, starts_at, ends_at, pays = 'bill', total,"
        f" {net}, currency, {to_ms(due.now)} FROM {table} WHERE pays <> ''"
        " ON CONFLICT (customer_id, served_on) DO NOTHING RETURNING id, customer_id, is_billed",
        *values,
    )
    billed = [day.id for day in served if day.is_billed]
    if billed:
        await _bill(due, billed, [day.customer_id for day in served if day.is_billed])
    if len(billed) < len(served):
        await _earn(day.id for day in served if not day.is_billed)
    if served:
        await _go_on(db.ids(day.id for day in served))
    return sorted(served)


async def _earn(day_ids: Iterable[int]) -> None:
    """What was paid ahead for these days is revenue now."""
    each = Each(
        at="d.made_at",
        operator_id="d.operator_id",
        debit=Account.DEFERRED,
        debit_of="d.customer_id",
        credit=Account.REVENUE,
        credit_of="d.operator_id",
        amount_minor="d.net_minor",
        currency="d.currency",
        cause="served",
        cause_id="d.id",
    )
    days = db.ids(day_ids)
    await entries.post_each(
        each, f"FROM served_day d WHERE d.id IN ({days}) AND d.net_minor > 0", staff_id=None
    )


async def _go_on(days: str) -> None:
    """The customers of these days are charged up to their ends."""
    await db.run(
        "UPDATE prepaid SET charged_until = d.ends_at, look_at = d.ends_at,"
        " unserved_minor = unserved_minor - CASE WHEN d.is_billed THEN 0 ELSE d.total_minor END,"
        " unserved_net_minor = unserved_net_minor"
        " - CASE WHEN d.is_billed THEN 0 ELSE d.net_minor END FROM served_day d"
        f" WHERE d.id IN ({days}) AND d.customer_id = prepaid.customer_id"
        " AND d.starts_at = prepaid.charged_until"
    )


class _Operator(NamedTuple):
    operator_id: int


class _Bill(NamedTuple):
    id: int


async def _bill(due: Due, day_ids: Sequence[int], customer_ids: Sequence[int]) -> None:
    """A bill for each of these days, which advance settles; nobody is told of each day."""
    days = f"d.id IN ({db.ids(day_ids)})"
    operators = await db.typed(
        _Operator, f"SELECT DISTINCT d.operator_id FROM served_day d WHERE {days}"
    )
    years = {term.issued_on.year for term in due.terms}
    await counters.lock((row.operator_id, year) for row in operators for year in years)
    bills = await _write_bills(due, days)
    if not bills:
        return
    these = f"b.id IN ({db.ids(bill.id for bill in bills)})"
    await writing.count_up(these)
    await db.run(
        "INSERT INTO bill_line (bill_id, kind, label, amount_minor) SELECT b.id, 'package', p.name,"
        " CASE WHEN f.vat_mode = 'inclusive' THEN b.total_minor ELSE b.net_minor END FROM bill b"
        " CROSS JOIN customer c CROSS JOIN package p CROSS JOIN billing_profile f"
        f" WHERE {these} AND c.id = b.customer_id AND p.id = c.package_id"
        " AND f.id = c.billing_profile_id"
    )
    await writing.write_own_rest(these, Some(customer_ids), due.now, are_told=False)


async def _write_bills(due: Due, days: str) -> list[_Bill]:
    """The bills of days `d` that cost something, numbered; the counters are held."""
    marks, values = _marked(
        (term.timezone, term.due_days, str(term.issued_on), str(term.due_on), term.issued_on.year)
        for term in due.terms
    )
    return await db.typed(
        _Bill,
        f"""
        WITH term (timezone, due_days, issued_on, due_on, year) AS (VALUES {marks}),
        chosen AS (
          SELECT d.customer_id, d.operator_id, d.served_on, d.total_minor, d.net_minor, d.currency,
            o.code, o.timezone, f.due_days,
            ROW_NUMBER() OVER (PARTITION BY d.operator_id ORDER BY d.customer_id) AS place
          FROM served_day d CROSS JOIN operator o CROSS JOIN customer c
            CROSS JOIN billing_profile f
          WHERE {days} AND d.total_minor > 0 AND o.id = d.operator_id AND c.id = d.customer_id
            AND f.id = c.billing_profile_id
        ),
        numbered AS (
          SELECT chosen.*, term.issued_on, term.due_on, term.year, n.given + place AS serial
          FROM chosen CROSS JOIN term CROSS JOIN bill_counter n
          WHERE term.timezone = chosen.timezone AND term.due_days = chosen.due_days
            AND n.operator_id = chosen.operator_id AND n.year = term.year
        )
        INSERT INTO bill (operator_id, customer_id, number, year, serial, period, starts_on,
          ends_on, issued_on, due_on, currency, net_minor, vat_minor, total_minor, paid_minor,
          status, made_at)
        SELECT operator_id, customer_id, {NUMBER}, year, serial, served_on, served_on, served_on,
          issued_on, due_on, currency, net_minor, total_minor - net_minor, total_minor, 0,
          'unpaid', {to_ms(due.now)} FROM numbered RETURNING id""",
        *values,
    )
