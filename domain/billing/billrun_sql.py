"""Who is billed by a run, for how much, and who is not and why: SQL for both engines.

It computes what `rules.monthly_lines` and `rules.compute` do, in integers that round half up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from domain import calendar, db
from domain.billing import counters, rules
from domain.calendar import Period, days_in_month
from domain.customers.models import HELD_SQL
from domain.fields import to_ms

NO_SKIP = "bill"


@dataclass(frozen=True, slots=True)
class BillDay:
    """The instant at which a profile's run of a month was due where operators keep that time."""

    profile_id: int
    timezone: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Scope:
    """The customers with ids over `after` up to `upto`, of the operators under `path`, billed by
    one of `profiles` (by any when there are none)."""

    period: Period
    path: str
    after: int
    upto: int
    charges: bool = True  # False where it is known that no charge waits
    profiles: tuple[int, ...] = ()
    bill_days: tuple[BillDay, ...] = ()  # of a month that is over: who was served then is billed

    def where(self) -> str:
        """The condition on `c` (customer) and `o` (its operator)."""
        below = "" if self.path == "/" else f" AND o.path LIKE '{_path(self.path)}%'"
        ids = ", ".join(str(int(each)) for each in self.profiles)
        of = f" AND c.billing_profile_id IN ({ids})" if ids else ""
        return f"c.id > {int(self.after)} AND c.id <= {int(self.upto)}{below}{of}"


@dataclass(frozen=True, slots=True)
class Term:
    """The dates of a bill that is made now, by time zone and days until due."""

    timezone: str
    due_days: int
    issued_on: date
    due_on: date


def _path(path: str) -> str:
    if not set(path) <= set("/0123456789"):
        raise ValueError("a path is made of ids")
    return path


async def bill_days(period: Period, now: datetime) -> tuple[BillDay, ...]:
    """When each profile's run of a month was due, if the month is over; else none."""
    if calendar.today(now, "UTC") <= period.ends_on:
        return ()
    found = await db.rows(
        "SELECT DISTINCT f.id, f.bill_day, f.bill_hour, o.timezone"
        " FROM operator o, billing_profile f ORDER BY f.id, o.timezone"
    )
    return tuple(
        BillDay(
            row["id"],
            row["timezone"],
            to_ms(
                calendar.instant(
                    period.on(row["bill_day"]), time(row["bill_hour"]), row["timezone"]
                )
            ),
        )
        for row in found
    )


async def terms(period: Period, now: datetime) -> list[Term]:
    """The dates for every time zone and number of days until due that is in use."""
    found = await db.rows(
        "SELECT DISTINCT o.timezone, f.due_days FROM operator o, billing_profile f"
    )
    made = []
    for row in found:
        issued = rules.issued_on(period, calendar.today(now, row["timezone"]))
        due = rules.due_on(issued, row["due_days"])
        made.append(Term(row["timezone"], row["due_days"], issued, due))
    return made


async def next_chunk(scope: Scope, size: int) -> tuple[int, int]:
    """The last id of the next `size` customers of the scope, and how many they are."""
    (row,) = await db.rows(
        "SELECT COALESCE(MAX(id), 0) AS last, COUNT(*) AS customers FROM ("
        "SELECT c.id FROM customer c JOIN operator o ON o.id = c.operator_id"
        f" WHERE {scope.where()} ORDER BY c.id LIMIT {int(size)}) AS ahead"
    )
    return int(row["last"]), int(row["customers"])


_CHARGES = """
      LEFT JOIN (SELECT customer_id, CAST(SUM(amount_minor) AS BIGINT) AS waiting FROM charge
        WHERE bill_id IS NULL AND customer_id > {scope.after} AND customer_id <= {scope.upto}
        GROUP BY customer_id) h ON h.customer_id = c.id"""


# Where the customer stood on the bill day: what was the first thing to change afterwards?
_STOOD = """
          CASE WHEN c.status = 'left' THEN 'left'
            WHEN EXISTS (SELECT 1 FROM audit a WHERE a.subject = 'customer'
              AND a.subject_id = c.id AND a.act = 'customer.change' AND a.at > bill_day.at_ms
              AND a.before LIKE '%"status": "pending"%') THEN 'pending'
            ELSE COALESCE((SELECT CASE s.act WHEN 'reconnect' THEN 'suspended' ELSE 'active' END
              FROM suspension s WHERE s.customer_id = c.id AND s.at > bill_day.at_ms
              ORDER BY s.id LIMIT 1), c.status) END"""


def _stood(scope: Scope) -> tuple[str, str, str]:
    """A customer's status for the scope: a table that it needs, its join, and the value."""
    if not scope.bill_days:
        return "", "", "c.status"
    days = ", ".join(
        f"({int(day.profile_id)}, '{_quoted(day.timezone)}', CAST({int(day.at_ms)} AS BIGINT))"
        for day in scope.bill_days
    )
    return (
        f"bill_day (profile_id, timezone, at_ms) AS (VALUES {days}),",
        " JOIN bill_day ON bill_day.profile_id = f.id AND bill_day.timezone = o.timezone",
        _STOOD,
    )


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def worth(scope: Scope, billed: str = "") -> str:
    """The table `worth`: the scope's customers, and what their lines add up to (`base`).

    Who has one of the bills `billed` (a condition on `b`) is left out.
    """
    others = f" AND c.id NOT IN (SELECT b.customer_id FROM bill b WHERE {billed})" if billed else ""
    days = days_in_month(scope.period.starts_on)
    first, last = scope.period.starts_on, scope.period.ends_on
    charges = _CHARGES.format(scope=scope) if scope.charges else ""
    waiting = "COALESCE(h.waiting, 0)" if scope.charges else "0"
    table, join, status = _stood(scope)
    return f"""
    {table}
    priced AS (
      SELECT c.id AS customer_id, c.operator_id, {status} AS status, c.joined_on, p.currency,
        o.currency AS kept_in, o.code, o.timezone, f.due_days, f.bill_suspended, f.cycle,
        f.vat_rate_bp AS rate,
        f.vat_mode, COALESCE(c.price_minor, p.price_minor)
          - CASE WHEN c.discount_minor > COALESCE(c.price_minor, p.price_minor)
            THEN COALESCE(c.price_minor, p.price_minor) ELSE c.discount_minor END AS whole,
        CASE WHEN f.proration AND c.joined_on > '{first}' AND c.joined_on <= '{last}'
          THEN {days + 1} - CAST(substr(c.joined_on, 9, 2) AS BIGINT)
          ELSE {days} END AS days,
        {waiting} AS waiting
      FROM customer c
      JOIN operator o ON o.id = c.operator_id
      JOIN package p ON p.id = c.package_id
      JOIN billing_profile f ON f.id = c.billing_profile_id{join}{charges}
      WHERE {scope.where()}{others}
    ),
    worth AS (
      SELECT priced.*,
        (2 * whole * days + {days}) / {2 * days} + waiting AS base
      FROM priced
    )"""


VAT = """
        CASE WHEN vat_mode = 'inclusive'
          THEN (2 * base * rate + 10000 + rate) / (2 * (10000 + rate))
          ELSE (base * rate + 5000) / 10000 END AS vat"""


def reason(period: Period) -> str:
    """Why a customer of `worth` gets no bill for the period, or `NO_SKIP`."""
    return f"""
      CASE WHEN status = 'left' THEN 'left'
        WHEN status NOT IN ('active', {HELD_SQL}) THEN 'not-active'
        WHEN cycle <> 'calendar' THEN 'other-cycle'
        WHEN joined_on > '{period.ends_on}' THEN 'joined-later'
        WHEN status IN ({HELD_SQL}) AND NOT bill_suspended THEN 'suspended'
        WHEN EXISTS (SELECT 1 FROM bill b WHERE b.customer_id = worth.customer_id
          AND b.period = '{period}' AND b.period <> '' AND b.status <> 'void') THEN 'has-bill'
        WHEN currency <> kept_in THEN 'price-foreign'
        WHEN base = 0 THEN 'price-zero'
        ELSE '{NO_SKIP}' END"""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many customers of a scope share a fate, and what their bills come to."""

    reason: str
    currency: str
    customers: int
    total_minor: int


async def tally(scope: Scope) -> list[Tally]:
    """What a run over the scope would do, and whom it would skip and why."""
    found = await db.rows(
        f"WITH {worth(scope)}, told AS (SELECT currency, base, vat_mode,"
        f" {reason(scope.period)} AS reason, {VAT} FROM worth)"
        " SELECT reason, currency, COUNT(*) AS customers, CAST(SUM(base + CASE"
        " WHEN vat_mode = 'inclusive' THEN 0 ELSE vat END) AS BIGINT) AS total"
        " FROM told GROUP BY reason, currency"
    )
    return [
        Tally(row["reason"], row["currency"], row["customers"], int(row["total"])) for row in found
    ]


async def charges_wait(scope: Scope) -> bool:
    """Whether charges of customers in the scope wait for a bill."""
    return bool(
        await db.value(
            "SELECT 1 AS one FROM charge WHERE bill_id IS NULL"
            f" AND customer_id > {scope.after} AND customer_id <= {scope.upto} LIMIT 1"
        )
    )


async def anybody(scope: Scope) -> bool:
    """Whether somebody in the scope is to be billed."""
    return bool(
        await db.value(
            f"WITH {worth(scope)} SELECT 1 AS one FROM worth"
            f" WHERE {reason(scope.period)} = '{NO_SKIP}' LIMIT 1"
        )
    )


async def skipped(scope: Scope, billed: str = "") -> dict[str, int]:
    """How many customers of the scope get no bill for each reason; see `worth` for `billed`."""
    found = await db.rows(
        f"WITH {worth(scope, billed)} SELECT {reason(scope.period)} AS reason,"
        " COUNT(*) AS customers FROM worth GROUP BY reason"
    )
    return {row["reason"]: row["customers"] for row in found}


async def hold(scope: Scope, issued: Sequence[Term]) -> None:
    """Keep the scope's customers, their prices and their operators' numbers to ourselves.

    Whoever changes what a customer owes holds the customer first and a counter after, so that
    nobody waits in a circle. Held until the transaction ends; SQLite has one writer anyway.
    """
    if db.on_postgres():
        for table in ("package", "billing_profile"):
            await db.rows(f"SELECT COUNT(*) FROM (SELECT id FROM {table} FOR SHARE) AS held")
        await db.rows(
            "SELECT COUNT(*) FROM (SELECT c.id FROM customer c"
            f" JOIN operator o ON o.id = c.operator_id WHERE {scope.where()}"
            " ORDER BY c.id FOR NO KEY UPDATE OF c) AS held"
        )
    billed = await db.rows(
        "SELECT DISTINCT c.operator_id FROM customer c"
        f" JOIN operator o ON o.id = c.operator_id WHERE {scope.where()}"
    )
    years = {term.issued_on.year for term in issued}
    await counters.hold((row["operator_id"], year) for row in billed for year in years)
