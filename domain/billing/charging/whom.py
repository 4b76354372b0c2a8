"""Who gets a bill, of how much, and who gets none and why: SQL for both engines.

In integers that round half up.
"""

from __future__ import annotations

from typing import NamedTuple

from domain import db
from domain.billing import counters
from domain.billing.charging.kinds import KINDS
from domain.billing.charging.scope import Part, Parts, Scope
from domain.customers.models import HELD_SQL

NO_SKIP = "bill"
LONGEST_SPAN_YEARS = 1
_CHARGES = """
      LEFT JOIN (SELECT customer_id, CAST(SUM(amount_minor) AS BIGINT) AS waiting,
          CAST(SUM(CASE WHEN has_vat THEN 0 ELSE amount_minor END) AS BIGINT) AS untaxed FROM charge
        WHERE bill_id IS NULL AND customer_id > {scope.after} AND customer_id <= {scope.upto}
        GROUP BY customer_id) h ON h.customer_id = c.id"""
_WAITING = " + COALESCE(h.waiting, 0) AS base, COALESCE(h.untaxed, 0) AS untaxed"
# Where the customer stood on the bill day: what was the first thing to change afterwards?
_STOOD = """
          CASE WHEN c.status = 'left' THEN 'left'
            WHEN EXISTS (SELECT 1 FROM audit a WHERE a.subject = 'customer'
              AND a.subject_id = c.id AND a.act = 'customer.change' AND a.at > bill_day.at_ms
              AND a.before LIKE '%"status": "pending"%') THEN 'pending'
            ELSE COALESCE((SELECT CASE s.act WHEN 'reconnect' THEN 'suspended' ELSE 'active' END
              FROM suspension s WHERE s.customer_id = c.id AND s.at > bill_day.at_ms
              ORDER BY s.id LIMIT 1), c.status) END"""


def vat(*, charges: bool) -> str:
    """The SQL for the VAT on `base`, but for charges that are `untaxed`."""
    return f"{vat_on('(base - untaxed)' if charges else 'base')} AS vat"


def vat_on(base: str) -> str:
    """The SQL for the VAT on an amount, by `vat_mode` and `rate`."""
    return f"""
        CASE WHEN vat_mode = 'inclusive'
          THEN (2 * {base} * rate + 10000 + rate) / (2 * (10000 + rate))
          ELSE ({base} * rate + 5000) / 10000 END"""


VAT, _TAXED = vat(charges=False), vat(charges=True)


def reason(part: Part) -> str:
    """The SQL for why a customer of `worth` gets no bill, or `NO_SKIP`.

    Most who have one have it for this very span, which the index alone tells; else the bills are
    looked at that may reach into it.
    """
    month = part.scope.period
    since = f"{month.starts_on.year - LONGEST_SPAN_YEARS}-{month.starts_on.month:02}"
    own = (
        "FROM bill b WHERE b.customer_id = worth.customer_id AND b.period <> ''"
        " AND b.status <> 'void'"
    )
    return f"""
      CASE WHEN status = 'left' THEN 'left'
        WHEN status NOT IN ('active', {HELD_SQL}) THEN 'not-active'
        WHEN joined_on > ends_on THEN 'joined-later'
        WHEN never_billed THEN 'never-billed'
        WHEN status IN ({HELD_SQL}) AND NOT bill_suspended THEN 'suspended'
        WHEN EXISTS (SELECT 1 {own} AND b.period = worth.span_key) THEN 'has-bill'
        ELSE COALESCE((SELECT CASE MAX(CASE WHEN b.starts_on <= worth.starts_on
              AND b.ends_on >= worth.ends_on THEN 2 ELSE 1 END)
            WHEN 2 THEN 'has-bill' WHEN 1 THEN 'part-billed' END {own}
            AND b.period >= '{since}' AND b.period <= worth.ends_on
            AND b.starts_on <= worth.ends_on AND b.ends_on >= worth.starts_on),
        CASE WHEN currency <> kept_in THEN 'price-foreign'
          WHEN base = 0 THEN 'price-zero'
          ELSE '{NO_SKIP}' END) END"""


def worth(part: Part, *, charges: bool = True, billed: str = "") -> str:
    """The table `worth`: customers, their spans, and what their lines add up to (`base`).

    Who has one of the bills `billed` (a condition on `b`) is left out. Without `charges` where it
    is known that none waits.

    Cross joins keep SQLite to the order in which the tables stand: the few customers first.
    """
    others = f" AND c.id NOT IN (SELECT b.customer_id FROM bill b WHERE {billed})" if billed else ""
    table, join, status = _stood(part)
    waits = _CHARGES.format(scope=part.scope) if charges else ""
    base = " + ".join(line.amount for line in part.lines)
    return f"""({table}
      SELECT c.id AS customer_id, c.operator_id, {status} AS status, c.joined_on,
        c.never_billed, p.currency,
        o.currency AS kept_in, o.code, o.timezone, f.due_days, f.bill_suspended,
        f.vat_rate_bp AS rate, f.vat_mode, {part.span.key} AS span_key,
        {part.span.starts_on} AS starts_on, {part.span.ends_on} AS ends_on,
        {base}{_WAITING if charges else " AS base"}
      FROM customer c
      CROSS JOIN operator o
      CROSS JOIN package p
      CROSS JOIN billing_profile f{join}{waits}
      WHERE o.id = c.operator_id AND p.id = c.package_id AND f.id = c.billing_profile_id
        AND {part.where()}{others}) AS worth"""


def _stood(part: Part) -> tuple[str, str, str]:
    """A customer's status for the scope: a table that it needs, its join, and the value."""
    if not part.bill_days:
        return "", "", "c.status"
    days = ", ".join(
        f"({int(day.profile_id)}, '{_quoted(day.timezone)}', '{day.starts_on}',"
        f" CAST({int(day.at_ms)} AS BIGINT))"
        for day in part.bill_days
    )
    return (
        f"WITH bill_day (profile_id, timezone, starts_on, at_ms) AS (VALUES {days})",
        " JOIN bill_day ON bill_day.profile_id = f.id AND bill_day.timezone = o.timezone"
        f" AND bill_day.starts_on = {part.span.starts_on}",
        _STOOD,
    )


def _quoted(text: str) -> str:
    return text.replace("'", "''")


class Tally(NamedTuple):
    """How many customers of a scope share a fate, and what their bills come to."""

    reason: str
    currency: str
    customers: int
    total_minor: int


async def tally(parts: Parts) -> list[Tally]:
    """What a run would do, and whom it would skip and why."""
    told: list[Tally] = []
    for part in parts.each:
        told += await db.typed(
            Tally,
            "SELECT reason, currency, COUNT(*) AS customers, CAST(SUM(base + CASE"
            " WHEN vat_mode = 'inclusive' THEN 0 ELSE vat END) AS BIGINT) AS total_minor"
            f" FROM (SELECT currency, base, vat_mode, {reason(part)} AS reason, {_TAXED}"
            f" FROM {worth(part)}) told GROUP BY reason, currency",
        )
    if others := await _of_unknown_kinds(parts):
        told.append(Tally("other-cycle", "", others, 0))
    return told


async def over_threshold(parts: Parts) -> int:
    """How many active customers would owe more than their profile allows by this bill alone."""
    found = 0
    for part in parts.each:
        found += int(
            await db.value(
                f"SELECT COUNT(*) AS customers FROM (SELECT customer_id, base, vat_mode, {_TAXED}"
                f" FROM {worth(part)} WHERE {reason(part)} = '{NO_SKIP}') told"
                " JOIN customer c ON c.id = told.customer_id"
                " JOIN billing_profile f ON f.id = c.billing_profile_id"
                " WHERE c.status = 'active' AND NOT c.exempt AND f.auto_suspend"
                " AND base + CASE WHEN told.vat_mode = 'inclusive' THEN 0 ELSE vat END"
                " > f.suspend_over_minor"
            )
        )
    return found


async def _of_unknown_kinds(parts: Parts) -> int:
    if not parts.unknown:
        return 0
    return int(await db.value(f"SELECT COUNT(*) AS customers {_unknown(parts)}"))


def reasons(parts: Parts) -> str:
    """Each customer's `customer_id` and `reason`, a query."""
    known = [
        f"SELECT customer_id, {reason(part)} AS reason FROM {worth(part)}" for part in parts.each
    ]
    if parts.unknown:
        known.append(f"SELECT c.id AS customer_id, 'other-cycle' AS reason {_unknown(parts)}")
    return " UNION ALL ".join(known)


def _unknown(parts: Parts) -> str:
    """Those who are billed by a kind that nobody here knows."""
    known = ", ".join(f"'{name}'" for name in KINDS)
    return (
        "FROM customer c JOIN operator o ON o.id = c.operator_id"
        " JOIN billing_profile f ON f.id = c.billing_profile_id"
        f" WHERE {parts.scope.where()} AND f.cycle NOT IN ({known})"
    )


class _Ahead(NamedTuple):
    last: int
    customers: int


async def next_chunk(scope: Scope, size: int) -> tuple[int, int]:
    """The last id of the next `size` customers of the scope, and how many they are."""
    (ahead,) = await db.typed(
        _Ahead,
        "SELECT COALESCE(MAX(id), 0) AS last, COUNT(*) AS customers FROM ("
        "SELECT c.id FROM customer c JOIN operator o ON o.id = c.operator_id"
        f" WHERE {scope.where()} ORDER BY c.id LIMIT {int(size)}) AS ahead",
    )
    return int(ahead.last), int(ahead.customers)


async def charges_wait(scope: Scope) -> bool:
    """Whether charges of customers in the scope wait for a bill."""
    return bool(
        await db.value(
            "SELECT 1 AS one FROM charge WHERE bill_id IS NULL"
            f" AND customer_id > {int(scope.after)} AND customer_id <= {int(scope.upto)} LIMIT 1"
        )
    )


class _Fate(NamedTuple):
    reason: str
    customers: int


async def counted(parts: Parts, billed: str = "") -> tuple[int, dict[str, int]]:
    """How many bills are to be made, and how many customers get none for each reason.

    See `worth` for `billed`.
    """
    counts: dict[str, int] = {}
    for part in parts.each:
        for row in await db.typed(
            _Fate,
            f"SELECT {reason(part)} AS reason, COUNT(*) AS customers"
            f" FROM {worth(part, billed=billed)} GROUP BY reason",
        ):
            counts[row.reason] = counts.get(row.reason, 0) + row.customers
    if others := await _of_unknown_kinds(parts):
        counts["other-cycle"] = others
    return counts.pop(NO_SKIP, 0), counts


class _Operator(NamedTuple):
    operator_id: int


async def lock(scope: Scope, years: set[int]) -> None:
    """Keep the scope's customers, their prices and their operators' numbers to ourselves.

    Whoever changes what a customer owes holds the customer first and a counter after, so that
    nobody waits in a circle. Held until the transaction ends; SQLite has one writer anyway.
    """
    if db.on_postgres():
        for table in ("package", "billing_profile"):
            await db.run(f"SELECT COUNT(*) FROM (SELECT id FROM {table} FOR SHARE) AS held")
        await db.run(
            "SELECT COUNT(*) FROM (SELECT c.id FROM customer c"
            f" JOIN operator o ON o.id = c.operator_id WHERE {scope.where()}"
            f" ORDER BY c.id{db.locked('c')}) AS held"
        )
    billed = await db.typed(
        _Operator,
        "SELECT DISTINCT c.operator_id FROM customer c"
        f" JOIN operator o ON o.id = c.operator_id WHERE {scope.where()}",
    )
    await counters.lock((row.operator_id, year) for row in billed for year in years)
