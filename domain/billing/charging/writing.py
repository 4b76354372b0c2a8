"""The rows of bills: SQL for both engines.

They are written while the customers are held (`whom.lock`), so that each statement sees the same
prices, discounts and charges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from domain import db
from domain.billing import settling
from domain.billing.charging import whom
from domain.billing.charging.scope import Part, Parts, Scope, Term
from domain.billing.charging.whom import NO_SKIP
from domain.events import BillsMade
from domain.fields import to_ms
from domain.ledger import entries
from domain.ledger.models import Account
from domain.ledger.queries import Each
from domain.messaging import notices, outbox

_TOLD = outbox.Each(
    notices.BILL_CREATED,
    dedupe="'bill:' || b.id || ':made'",
    customer_id="b.customer_id",
    operator_id="b.operator_id",
    about="'{\"bill\": ' || b.id || '}'",
)
NUMBER = (
    "UPPER(code) || '-' || year || '-' || CASE WHEN serial < 1000000"
    " THEN substr(CAST(1000000 + serial AS TEXT), 2) ELSE CAST(serial AS TEXT) END"
)


@dataclass(frozen=True, slots=True)
class Made:
    """The bills that were written together, with what they come to; by hand it is one at most."""

    run_id: int | None
    first_id: int
    last_id: int
    bills: int
    total_minor: int

    def where(self) -> str:
        """The condition on `b` (bill); other bills may have got ids in between."""
        return _together(self.run_id, self.first_id, self.last_id)

    def and_later(self, other: Made) -> Made:
        """Both together; `other` were written after these."""
        return Made(
            self.run_id, self.first_id or other.first_id, other.last_id,
            self.bills + other.bills, self.total_minor + other.total_minor,
        )  # fmt: skip


def _together(run_id: int | None, first_id: int, last_id: int) -> str:
    # Plus: they are looked for by their ids, which lie together, and not among all of a run.
    of_run = "b.run_id IS NULL" if run_id is None else f"+b.run_id = {run_id}"
    return f"b.id >= {first_id} AND b.id <= {last_id} AND {of_run}"


def billed(told: BillsMade) -> str:
    """SQL for the ids of the customers whose bills these are."""
    these = _together(told.run_id, told.first_id, told.last_id)
    return f"SELECT b.customer_id AS id FROM bill b WHERE {these}"


async def write_bills(parts: Parts, run_id: int | None, now: datetime, *, charges: bool) -> Made:
    """Number and write the bills of everybody who is to be billed; by hand the earliest only."""
    made = Made(run_id, 0, 0, 0, 0)
    for part in parts.each:
        before = await _last_id()
        await _write_part(part, run_id, now, charges=charges)
        fresh = await _made(parts.scope, run_id, before)
        if fresh.bills:  # the next kind goes on with the numbers of the same operators
            await count_up(fresh.where())
            made = made.and_later(fresh)
            if run_id is None:
                break
    return made


async def _last_id() -> int:
    """An id that is less than those of all bills that are written from now on."""
    # PostgreSQL would go through all bills of the run for the greatest, by a plan that it made
    # when there were none.
    last = (
        "SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence('bill', 'id')), 0) AS last"
        if db.on_postgres()
        else "SELECT COALESCE(MAX(id), 0) AS last FROM bill"
    )
    return int(await db.value(last))


async def _write_part(part: Part, run_id: int | None, now: datetime, *, charges: bool) -> None:
    marks, values = _terms(part.terms)
    await db.run(
        f"""
        WITH term (timezone, due_days, starts_on, issued_on, due_on, year) AS (VALUES {marks}),
        chosen AS (
          SELECT customer_id, operator_id, code, timezone, due_days, currency, base, rate,
            vat_mode, span_key, starts_on, ends_on,{" untaxed," if charges else ""}
            ROW_NUMBER() OVER (PARTITION BY operator_id ORDER BY customer_id) AS place
          FROM {whom.worth(part, charges=charges)} WHERE {whom.reason(part)} = '{NO_SKIP}'
        ),
        counted AS (
          SELECT customer_id, chosen.operator_id, code, currency, base, vat_mode, span_key,
            chosen.starts_on, ends_on, term.issued_on, term.due_on, term.year,
            n.given + place AS serial, {whom.vat(charges=charges)}
          FROM chosen CROSS JOIN term CROSS JOIN bill_counter n
          WHERE term.timezone = chosen.timezone AND term.due_days = chosen.due_days
            AND term.starts_on = chosen.starts_on
            AND n.operator_id = chosen.operator_id AND n.year = term.year
        )
        INSERT INTO bill (operator_id, customer_id, number, year, serial, period, starts_on,
          ends_on, issued_on, due_on, currency, net_minor, vat_minor, total_minor, paid_minor,
          status, run_id, made_at)
        SELECT operator_id, customer_id, {NUMBER}, year, serial, span_key, starts_on, ends_on,
          issued_on, due_on, currency,
          CASE WHEN vat_mode = 'inclusive' THEN base - vat ELSE base END, vat,
          CASE WHEN vat_mode = 'inclusive' THEN base ELSE base + vat END, 0, 'unpaid',
          {"CAST(NULL AS BIGINT)" if run_id is None else run_id}, {to_ms(now)}
        FROM counted""",
        *values,
    )


def _terms(issued: Sequence[Term]) -> tuple[str, list[object]]:
    """The rows of the table `term` as placeholders, and their values."""
    rows: list[str] = []
    values: list[object] = []
    for term in issued:
        at = len(values)
        rows.append(
            f"(CAST(${at + 1} AS TEXT), {int(term.due_days)}, '{term.starts_on}',"
            f" '{term.issued_on}', '{term.due_on}', {term.issued_on.year})"
        )
        values.append(term.timezone)
    return ", ".join(rows), values


class _Written(NamedTuple):
    first: int
    last: int
    bills: int
    total: int


async def _made(scope: Scope, run_id: int | None, before: int) -> Made:
    """What was written of the scope since `before` was the last bill."""
    of_run = "run_id IS NULL" if run_id is None else f"+run_id = {run_id}"
    (row,) = await db.typed(
        _Written,
        "SELECT COALESCE(MIN(id), 0) AS first, COALESCE(MAX(id), 0) AS last, COUNT(*) AS bills,"
        " CAST(COALESCE(SUM(total_minor), 0) AS BIGINT) AS total FROM bill"
        f" WHERE id > {before} AND {of_run}"
        f" AND customer_id > {int(scope.after)} AND customer_id <= {int(scope.upto)}",
    )
    return Made(run_id, *row)


async def count_up(these: str) -> None:
    """Tell the counters, which are held, what was given to the bills `b` of a condition."""
    of_counter = "b.operator_id = bill_counter.operator_id AND b.year = bill_counter.year"
    await db.run(
        f"UPDATE bill_counter SET given = (SELECT MAX(b.serial) FROM bill b WHERE {of_counter})"
        f" WHERE (operator_id, year) IN (SELECT b.operator_id, b.year FROM bill b"
        f" WHERE {these})"
    )


async def write_rest(
    parts: Parts, made: Made, now: datetime, *, charges: bool, staff_id: int | None = None
) -> None:
    """What follows from the bills: lines, entries, advance that settles them, messages."""
    await _write_lines(parts, made, charges=charges)
    billed = settling.Customers(parts.scope.after, parts.scope.upto)
    await _book(made.where(), billed, now, staff_id)


async def write_own_rest(
    these: str, billed: settling.Whose, now: datetime, *, are_told: bool = True
) -> None:
    """The same of bills `b` of one thing, whose lines but VAT stand there already."""
    await _write_vat(these)
    await _book(these, billed, now, None, are_told=are_told)


async def _book(
    these: str, billed: settling.Whose, now: datetime, staff_id: int | None, *,
    are_told: bool = True,
) -> None:  # fmt: skip
    await _write_entries(these, staff_id)
    await settling.settle(billed, now, staff_id=staff_id)
    if are_told:
        await outbox.put_each(_TOLD, f"FROM bill b WHERE {these}", now)


async def _write_lines(parts: Parts, made: Made, *, charges: bool) -> None:
    """The kind's own lines, VAT where it comes on top, and charges that waited."""
    insert = "INSERT INTO bill_line (bill_id, kind, label, amount_minor)"
    for part in parts.each:
        for line in part.lines:
            if line.used and not await _anybody_has(line.used):
                continue
            unless_zero = "" if line.always else f" AND {line.amount} <> 0"
            await db.run(
                f"{insert} SELECT b.id, '{line.kind}', {line.label}, {line.amount} FROM bill b"
                " CROSS JOIN customer c CROSS JOIN package p CROSS JOIN billing_profile f"
                f" WHERE {made.where()} AND c.id = b.customer_id AND p.id = c.package_id"
                f" AND f.id = c.billing_profile_id AND {part.of()} AND {part.of_span()}"
                f"{unless_zero}"
            )
    await _write_vat(made.where())
    if charges:
        await _take_charges(made)


async def _write_vat(these: str) -> None:
    """Of bills `b` of a condition: a line where the VAT comes on top."""
    profiles, on_top = "", ""
    if await _anybody_has("vat_mode = 'inclusive'"):
        profiles, on_top = (
            " CROSS JOIN customer c CROSS JOIN billing_profile f",
            " AND c.id = b.customer_id AND f.id = c.billing_profile_id"
            " AND f.vat_mode = 'exclusive'",
        )
    await db.run(
        "INSERT INTO bill_line (bill_id, kind, label, amount_minor)"
        f" SELECT b.id, 'vat', '', b.vat_minor FROM bill b{profiles}"
        f" WHERE {these} AND b.vat_minor > 0{on_top}"
    )


async def _anybody_has(condition: str) -> bool:
    return bool(await db.value(f"SELECT 1 AS one FROM billing_profile WHERE {condition} LIMIT 1"))


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
        await _note_fees(made)


async def _note_fees(made: Made) -> None:
    """How much of a bill's total is late fees, with their VAT."""
    vat = (
        "CASE WHEN h.has_vat AND f.vat_mode = 'exclusive'"
        " THEN (h.amount_minor * f.vat_rate_bp + 5000) / 10000 ELSE 0 END"
    )
    fees = (
        f"SELECT CAST(SUM(h.amount_minor + {vat}) AS BIGINT) FROM charge h"
        " JOIN customer c ON c.id = h.customer_id"
        " JOIN billing_profile f ON f.id = c.billing_profile_id"
        " WHERE h.bill_id = bill.id AND h.cycle IS NOT NULL"
    )
    await db.run(
        f"UPDATE bill SET fee_minor = ({fees})"
        " WHERE id IN (SELECT h.bill_id FROM charge h JOIN bill b ON b.id = h.bill_id"
        f" WHERE h.cycle IS NOT NULL AND {made.where()})"
    )


async def _write_entries(these: str, staff_id: int | None) -> None:
    """The books: receivable against revenue, and against VAT payable."""
    for account, column in ((Account.REVENUE, "net_minor"), (Account.VAT, "vat_minor")):
        each = Each(
            at="b.made_at",
            operator_id="b.operator_id",
            debit=Account.RECEIVABLE,
            debit_of="b.customer_id",
            credit=account,
            credit_of="b.operator_id",
            amount_minor=f"b.{column}",
            currency="b.currency",
            cause="bill",
            cause_id="b.id",
        )
        of_bills = f"FROM bill b WHERE {these} AND b.{column} > 0"
        await entries.post_each(each, of_bills, staff_id=staff_id)
