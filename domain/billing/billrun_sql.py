"""The statements of the bill run, each for a range of customers; the same on both engines.

They compute what `rules.monthly_lines` and `rules.compute` do, in integers that round half up, and
are read only while the range is held (see `hold`), so that each of them sees the same prices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain import calendar, db
from domain.billing import counters, rules
from domain.calendar import Period, days_in_month

NO_SKIP = "bill"
EVENT = "bill-created"
_NUMBER = (
    "UPPER(code) || '-' || year || '-' || CASE WHEN serial < 1000000"
    " THEN substr(CAST(1000000 + serial AS TEXT), 2) ELSE CAST(serial AS TEXT) END"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """The customers with ids over `after` up to `upto`, of the operators under `path`."""

    period: Period
    path: str
    after: int
    upto: int

    def where(self) -> str:
        """The condition on `c` (customer) and `o` (its operator)."""
        below = "" if self.path == "/" else f" AND o.path LIKE '{_path(self.path)}%'"
        return f"c.id > {int(self.after)} AND c.id <= {int(self.upto)}{below}"


@dataclass(frozen=True, slots=True)
class Made:
    """The bills that one chunk of a run wrote, with what they come to."""

    run_id: int
    first_id: int
    last_id: int
    bills: int
    total_minor: int

    def where(self) -> str:
        """The condition on `b` (bill); other bills may have got ids in between."""
        return f"b.id >= {self.first_id} AND b.id <= {self.last_id} AND b.run_id = {self.run_id}"


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


def _worth(scope: Scope) -> str:
    """Customers of the scope that are to be billed or not (`reason`), and for how much."""
    period, days = scope.period, days_in_month(scope.period.starts_on)
    first, last = period.starts_on, period.ends_on
    return f"""
    priced AS (
      SELECT c.id AS customer_id, c.operator_id, c.status, c.joined_on, p.currency,
        o.code, o.timezone, f.due_days, f.bill_suspended, f.cycle, f.vat_rate_bp AS rate,
        f.vat_mode, COALESCE(c.price_minor, p.price_minor)
          - CASE WHEN c.discount_minor > COALESCE(c.price_minor, p.price_minor)
            THEN COALESCE(c.price_minor, p.price_minor) ELSE c.discount_minor END AS whole,
        CASE WHEN f.proration AND c.joined_on > '{first}' AND c.joined_on <= '{last}'
          THEN {days + 1} - CAST(substr(c.joined_on, 9, 2) AS BIGINT)
          ELSE {days} END AS days,
        COALESCE(h.waiting, 0) AS waiting
      FROM customer c
      JOIN operator o ON o.id = c.operator_id
      JOIN package p ON p.id = c.package_id
      JOIN billing_profile f ON f.id = c.billing_profile_id
      LEFT JOIN (SELECT customer_id, CAST(SUM(amount_minor) AS BIGINT) AS waiting FROM charge
        WHERE bill_id IS NULL AND customer_id > {scope.after} AND customer_id <= {scope.upto}
        GROUP BY customer_id) h ON h.customer_id = c.id
      WHERE {scope.where()}
    ),
    worth AS (
      SELECT priced.*,
        (2 * whole * days + {days}) / {2 * days} + waiting AS base
      FROM priced
    )"""


_DUES = """
        CASE WHEN vat_mode = 'inclusive'
          THEN (2 * base * rate + 10000 + rate) / (2 * (10000 + rate))
          ELSE (base * rate + 5000) / 10000 END AS vat"""


def _reason(period: Period, run_id: int) -> str:
    """Why a customer gets no bill now; bills of this run itself do not count."""
    return f"""
      CASE WHEN status = 'left' THEN 'left'
        WHEN status NOT IN ('active', 'suspended') THEN 'not-active'
        WHEN cycle <> 'calendar' THEN 'other-cycle'
        WHEN joined_on > '{period.ends_on}' THEN 'joined-later'
        WHEN status = 'suspended' AND NOT bill_suspended THEN 'suspended'
        WHEN EXISTS (SELECT 1 FROM bill b WHERE b.customer_id = worth.customer_id
          AND b.period = '{period}' AND b.period <> '' AND b.status <> 'void'
          AND COALESCE(b.run_id, 0) <> {int(run_id)}) THEN 'has-bill'
        WHEN base = 0 THEN 'price-zero'
        ELSE '{NO_SKIP}' END"""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many customers of a scope share a fate, and what their bills come to."""

    reason: str
    currency: str
    customers: int
    total_minor: int


async def tally(scope: Scope, *, run_id: int = 0) -> list[Tally]:
    """What a run over the scope would do, and whom it would skip and why."""
    found = await db.rows(
        f"WITH {_worth(scope)}, told AS (SELECT currency, base, vat_mode,"
        f" {_reason(scope.period, run_id)} AS reason, {_DUES} FROM worth)"
        " SELECT reason, currency, COUNT(*) AS customers, CAST(SUM(base + CASE"
        " WHEN vat_mode = 'inclusive' THEN 0 ELSE vat END) AS BIGINT) AS total"
        " FROM told GROUP BY reason, currency"
    )
    return [
        Tally(row["reason"], row["currency"], row["customers"], int(row["total"])) for row in found
    ]


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


async def write_bills(scope: Scope, issued: Sequence[Term], run_id: int, at_ms: int) -> Made:
    """Number and write the bills of everybody in the scope who is to be billed."""
    period = scope.period
    before = int(await db.value("SELECT COALESCE(MAX(id), 0) AS last FROM bill"))
    terms_sql = ", ".join(
        f"(CAST(${4 * i + 1} AS TEXT), CAST(${4 * i + 2} AS BIGINT), CAST(${4 * i + 3} AS TEXT),"
        f" CAST(${4 * i + 4} AS TEXT), {term.issued_on.year})"
        for i, term in enumerate(issued)
    )
    await db.run(
        f"""
        WITH term (timezone, due_days, issued_on, due_on, year) AS (VALUES {terms_sql}),
        {_worth(scope)},
        chosen AS (
          SELECT worth.*, {_DUES} FROM worth WHERE {_reason(period, 0)} = '{NO_SKIP}'
        ),
        counted AS (
          SELECT chosen.*, term.issued_on, term.due_on, term.year, n.given + ROW_NUMBER() OVER (
            PARTITION BY chosen.operator_id, term.year ORDER BY chosen.customer_id) AS serial
          FROM chosen
          JOIN term ON term.timezone = chosen.timezone AND term.due_days = chosen.due_days
          JOIN bill_counter n ON n.operator_id = chosen.operator_id AND n.year = term.year
        )
        INSERT INTO bill (operator_id, customer_id, number, year, serial, period, starts_on,
          ends_on, issued_on, due_on, currency, net_minor, vat_minor, total_minor, paid_minor,
          status, run_id, made_at)
        SELECT operator_id, customer_id, {_NUMBER}, year, serial, '{period}',
          '{period.starts_on}', '{period.ends_on}', issued_on, due_on, currency,
          CASE WHEN vat_mode = 'inclusive' THEN base - vat ELSE base END, vat,
          CASE WHEN vat_mode = 'inclusive' THEN base ELSE base + vat END, 0, 'unpaid',
          {run_id}, {at_ms}
        FROM counted ORDER BY customer_id""",
        *(
            value
            for term in issued
            for value in (
                term.timezone, term.due_days, term.issued_on.isoformat(), term.due_on.isoformat()
            )
        ),
    )  # fmt: skip
    (row,) = await db.rows(
        "SELECT COALESCE(MIN(id), 0) AS first, COALESCE(MAX(id), 0) AS last, COUNT(*) AS bills,"
        " CAST(COALESCE(SUM(total_minor), 0) AS BIGINT) AS total FROM bill"
        f" WHERE id > {before} AND run_id = {run_id}"
    )
    return Made(run_id, row["first"], row["last"], row["bills"], int(row["total"]))


async def count_up(made: Made) -> None:
    """Tell the counters, which are held, what was given."""
    await db.run(
        "UPDATE bill_counter SET given = given + fresh.bills FROM ("
        f"SELECT operator_id, year, COUNT(*) AS bills FROM bill b WHERE {made.where()}"
        " GROUP BY operator_id, year) AS fresh"
        " WHERE bill_counter.operator_id = fresh.operator_id AND bill_counter.year = fresh.year"
    )


async def write_lines(made: Made, period: Period) -> None:
    """The lines of the bills: package, discount, what a late start takes off, charges, VAT."""
    first, last, days = period.starts_on, period.ends_on, days_in_month(period.starts_on)
    price = "COALESCE(c.price_minor, p.price_minor)"
    taken = f"CASE WHEN c.discount_minor > {price} THEN {price} ELSE c.discount_minor END"
    whole = f"({price} - {taken})"
    left = f"({days + 1} - CAST(substr(c.joined_on, 9, 2) AS BIGINT))"
    of_customers = (
        "FROM bill b JOIN customer c ON c.id = b.customer_id"
        " JOIN package p ON p.id = c.package_id"
        " JOIN billing_profile f ON f.id = c.billing_profile_id"
        f" WHERE {made.where()}"
    )
    insert = "INSERT INTO bill_line (bill_id, kind, label, amount_minor)"
    await db.run(f"{insert} SELECT b.id, 'package', p.name, {price} {of_customers}")
    await db.run(
        f"{insert} SELECT b.id, 'discount', '', -({taken}) {of_customers}"
        f" AND c.discount_minor > 0 AND {price} > 0"
    )
    if await db.value("SELECT 1 AS one FROM billing_profile WHERE proration LIMIT 1"):
        off = f"(2 * {whole} * {left} + {days}) / {2 * days} - {whole}"
        await db.run(
            f"{insert} SELECT b.id, 'proration', '', {off} {of_customers} AND f.proration"
            f" AND c.joined_on > '{first}' AND c.joined_on <= '{last}' AND {off} <> 0"
        )
    await db.run(
        f"{insert} SELECT b.id, 'vat', '', b.vat_minor {of_customers}"
        " AND b.vat_minor > 0 AND f.vat_mode = 'exclusive'"
    )
    await _take_charges(made)


async def _take_charges(made: Made) -> None:
    """Waiting charges become lines of the bill that counted them."""
    taken = await db.run(
        "UPDATE charge SET bill_id = b.id FROM bill b WHERE charge.bill_id IS NULL"
        f" AND charge.customer_id = b.customer_id AND {made.where()}"
    )
    if taken:
        await db.run(
            "INSERT INTO bill_line (bill_id, kind, label, amount_minor)"
            " SELECT b.id, h.kind, h.label, h.amount_minor FROM bill b"
            f" JOIN charge h ON h.bill_id = b.id WHERE {made.where()} ORDER BY h.id"
        )


async def write_entries(made: Made) -> None:
    """The books: receivable against revenue, and against VAT payable."""
    for account, column in (("revenue", "net_minor"), ("vat", "vat_minor")):
        await db.run(
            "INSERT INTO entry (at, operator_id, debit, debit_of, credit, credit_of,"
            " amount_minor, currency, cause, cause_id, reason)"
            " SELECT b.made_at, b.operator_id, 'receivable', b.customer_id, "
            f"'{account}', b.operator_id, b.{column}, b.currency, 'bill', b.id, ''"
            f" FROM bill b WHERE {made.where()} AND b.{column} > 0"
        )


async def write_messages(made: Made, at_ms: int) -> int:
    """A message for every bill of operators who send them; how many."""
    return await db.run(
        "INSERT INTO message (dedupe, event, customer_id, operator_id, about, body, channels,"
        " priority, status, due_ms, holder, locked_ms, tries, made_at, error)"
        f" SELECT 'bill:' || b.id || ':made', '{EVENT}', b.customer_id, b.operator_id,"
        " '{\"bill\": ' || b.id || '}', '', '', 5, 'ready', 0, '', 0, 0, "
        f"{at_ms}, '' FROM bill b WHERE {made.where()} AND b.operator_id NOT IN ("
        f"SELECT operator_id FROM event_setting WHERE event = '{EVENT}' AND NOT enabled)"
        " ON CONFLICT (dedupe) DO NOTHING"
    )
