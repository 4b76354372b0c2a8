"""The rows that a bill run writes for a chunk of customers: SQL for both engines.

They are written while the chunk is held (`billrun_sql.hold`), so that each statement sees the same
prices, discounts and charges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain import db
from domain.billing.billrun_sql import NO_SKIP, VAT, Scope, Term, reason, worth
from domain.calendar import days_in_month
from domain.messaging import telling

EVENT = "bill-created"
_LITERAL = f"'{EVENT}'"
_NUMBER = (
    "UPPER(code) || '-' || year || '-' || CASE WHEN serial < 1000000"
    " THEN substr(CAST(1000000 + serial AS TEXT), 2) ELSE CAST(serial AS TEXT) END"
)


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


async def write_bills(scope: Scope, issued: Sequence[Term], run_id: int, at_ms: int) -> Made:
    """Number and write the bills of everybody in the scope who is to be billed."""
    period = scope.period
    before = int(await db.value("SELECT COALESCE(MAX(id), 0) AS last FROM bill"))
    marks, values = _terms(issued)
    await db.run(
        f"""
        WITH term (timezone, due_days, issued_on, due_on, year) AS (VALUES {marks}),
        {worth(scope)},
        chosen AS (
          SELECT customer_id, operator_id, timezone, due_days, currency, base, rate, vat_mode,
            ROW_NUMBER() OVER (PARTITION BY operator_id ORDER BY customer_id) AS place
          FROM worth WHERE {reason(period)} = '{NO_SKIP}'
        ),
        counted AS (
          SELECT chosen.customer_id, chosen.operator_id, o.code, chosen.currency, base, vat_mode,
            term.issued_on, term.due_on, term.year, n.given + place AS serial, {VAT}
          FROM chosen
          JOIN operator o ON o.id = chosen.operator_id
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
        *values,
    )
    return await _made(run_id, before)


def _terms(issued: Sequence[Term]) -> tuple[str, list[object]]:
    """The rows of the table `term` as placeholders, and their values."""
    rows: list[str] = []
    values: list[object] = []
    for term in issued:
        at = len(values)
        rows.append(
            f"(CAST(${at + 1} AS TEXT), CAST(${at + 2} AS BIGINT), CAST(${at + 3} AS TEXT),"
            f" CAST(${at + 4} AS TEXT), {term.issued_on.year})"
        )
        values += [term.timezone, term.due_days, str(term.issued_on), str(term.due_on)]
    return ", ".join(rows), values


async def _made(run_id: int, before: int) -> Made:
    """What the run has written since `before` was the last bill."""
    (row,) = await db.rows(
        "SELECT COALESCE(MIN(id), 0) AS first, COALESCE(MAX(id), 0) AS last, COUNT(*) AS bills,"
        " CAST(COALESCE(SUM(total_minor), 0) AS BIGINT) AS total FROM bill"
        f" WHERE id > {before} AND run_id = {run_id}"
    )
    return Made(run_id, row["first"], row["last"], row["bills"], int(row["total"]))


async def count_up(made: Made) -> None:
    """Tell the counters, which are held, what was given."""
    of_counter = "b.operator_id = bill_counter.operator_id AND b.year = bill_counter.year"
    await db.run(
        f"UPDATE bill_counter SET given = (SELECT MAX(b.serial) FROM bill b WHERE {of_counter})"
        f" WHERE (operator_id, year) IN (SELECT b.operator_id, b.year FROM bill b"
        f" WHERE {made.where()})"
    )


async def write_lines(made: Made, scope: Scope) -> None:
    """The lines of the bills: package, discount, what a late start takes off, charges, VAT."""
    period = scope.period
    first, last, days = period.starts_on, period.ends_on, days_in_month(period.starts_on)
    price = "COALESCE(c.price_minor, p.price_minor)"
    taken = f"CASE WHEN c.discount_minor > {price} THEN {price} ELSE c.discount_minor END"
    whole = f"({price} - {taken})"
    left = f"({days + 1} - CAST(substr(c.joined_on, 9, 2) AS BIGINT))"
    of_customers = (
        "FROM bill b JOIN customer c ON c.id = b.customer_id JOIN package p ON p.id = c.package_id"
    )
    of_profiles = f"{of_customers} JOIN billing_profile f ON f.id = c.billing_profile_id"
    insert = "INSERT INTO bill_line (bill_id, kind, label, amount_minor)"
    await db.run(
        f"{insert} SELECT b.id, 'package', p.name, {price} {of_customers} WHERE {made.where()}"
    )
    await db.run(
        f"{insert} SELECT b.id, 'discount', '', -({taken}) {of_customers} WHERE {made.where()}"
        f" AND c.discount_minor > 0 AND {price} > 0"
    )
    if await db.value("SELECT 1 AS one FROM billing_profile WHERE proration LIMIT 1"):
        off = f"(2 * {whole} * {left} + {days}) / {2 * days} - {whole}"
        await db.run(
            f"{insert} SELECT b.id, 'proration', '', {off} {of_profiles}"
            f" WHERE {made.where()} AND f.proration"
            f" AND c.joined_on > '{first}' AND c.joined_on <= '{last}' AND {off} <> 0"
        )
    added = ""
    if await db.value("SELECT 1 AS one FROM billing_profile WHERE vat_mode = 'inclusive' LIMIT 1"):
        added = (
            " JOIN customer c ON c.id = b.customer_id JOIN billing_profile f"
            " ON f.id = c.billing_profile_id AND f.vat_mode = 'exclusive'"
        )
    await db.run(
        f"{insert} SELECT b.id, 'vat', '', b.vat_minor FROM bill b{added}"
        f" WHERE {made.where()} AND b.vat_minor > 0"
    )
    if scope.charges:
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
        f"{at_ms}, '' FROM bill b WHERE {made.where()} AND b.operator_id IN ("
        f"SELECT t.id FROM operator t WHERE {telling.is_on('t.id', _LITERAL)})"
        " ON CONFLICT (dedupe) DO NOTHING"
    )
