"""Late fees, set-based: SQL for both engines, in integers that round half up.

A fee is a charge that knows its cycle, which the table takes once for each customer. It waits for
the customer's next bill as other charges do; or it stands on a bill of its own at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain import db
from domain.billing import counters
from domain.billing.charging import writing
from domain.billing.charging.kinds import KINDS
from domain.billing.charging.whom import VAT
from domain.billing.charging.writing import NUMBER
from domain.billing.models import BillingProfile
from domain.billing.settling import Customers
from domain.billing.states import FeeEvery, FeeOn, LateFee
from domain.calendar import Period
from domain.customers.models import HELD_SQL
from domain.fields import to_ms


@dataclass(frozen=True, slots=True)
class Late:
    """The customers of a profile with bills overdue on a day, of operators who live by one clock,
    with ids over `after` up to `upto`."""

    profile: BillingProfile
    timezone: str
    today: date
    after: int = 0
    upto: int = 2**62

    def of(self) -> str:
        """The condition on `b` (bill), `c` (customer) and `o` (its operator): what is open and
        overdue beside earlier fees, and may bring a fee; $1 is the clock."""
        overdue = self.today - timedelta(days=self.profile.grace_days)
        once = "b.charged_at IS NULL"
        if self.profile.late_fee_every == FeeEvery.CYCLE:
            once = f"(c.status <> 'left' OR {once})"
        return (
            f"c.billing_profile_id = {int(self.profile.id)} AND o.timezone = $1"
            f" AND c.id > {int(self.after)} AND c.id <= {int(self.upto)} AND NOT c.exempt"
            " AND NOT c.never_billed"
            f" AND b.status IN ('unpaid', 'partial') AND b.due_on < '{overdue}'"
            " AND b.total_minor - b.paid_minor > b.fee_minor AND b.currency = o.currency"
            f" AND {once}"
        )

    def fees(self) -> str:
        """What is charged whom: `customer_id`, `cycle`, `fee`; who was charged in the cycle is left
        out."""
        if self.profile.late_fee == LateFee.PERCENT:
            owed = "CAST(SUM(b.total_minor - b.paid_minor - b.fee_minor) AS BIGINT)"
            fee = f"(2 * {owed} * {int(self.profile.late_fee_percent_bp)} + 10000) / 20000"
        else:
            fee = f"CAST({int(self.profile.late_fee_amount_minor)} AS BIGINT)"
        return (
            "SELECT late.customer_id, late.cycle, CAST(late.fee AS BIGINT) AS fee FROM ("
            f"SELECT c.id AS customer_id, {self._cycle()} AS cycle, {fee} AS fee FROM {_JOINED}"
            f" WHERE {self.of()} GROUP BY c.id) late WHERE late.fee > 0 AND NOT EXISTS"
            " (SELECT 1 FROM charge h WHERE h.customer_id = late.customer_id"
            " AND h.cycle = late.cycle)"
        )

    def _cycle(self) -> str:
        """Which of the customer's cycles it is: the latest span that has begun, else the month."""
        month = Period.of(self.today)
        spans = [
            span
            for period in (month, month.previous())
            for span in reversed(KINDS[self.profile.cycle].spans(period))
        ]
        known = " ".join(
            f"WHEN {span.starts_on} <= '{self.today}' THEN {span.key}" for span in spans
        )
        return f"CASE {known} ELSE '{month}' END" if known else f"'{month}'"


_JOINED = "bill b JOIN customer c ON c.id = b.customer_id JOIN operator o ON o.id = c.operator_id"


class Chunk(NamedTuple):
    """The last of the next customers, and how many they are."""

    last: int
    customers: int


async def next_chunk(late: Late, size: int) -> Chunk:
    """The next customers who are late."""
    (found,) = await db.typed(
        Chunk,
        "SELECT COALESCE(MAX(id), 0) AS last, COUNT(*) AS customers FROM ("
        f"SELECT DISTINCT c.id FROM {_JOINED} WHERE {late.of()}"
        f" ORDER BY c.id LIMIT {int(size)}) AS ahead",
        late.timezone,
    )
    return found


class Would(NamedTuple):
    """How many would be charged, and what it comes to."""

    customers: int
    minor: int


async def would_charge(late: Late) -> Would:
    """What charging them all would come to."""
    (found,) = await db.typed(
        Would,
        "SELECT COUNT(*) AS customers, CAST(COALESCE(SUM(fee), 0) AS BIGINT) AS minor"
        f" FROM ({late.fees()}) AS fees",
        late.timezone,
    )
    return found


async def charge(late: Late, now: datetime) -> tuple[int, list[int]]:
    """Charge them in the caller's transaction, each once in a cycle: how many were, and the
    bills that were made of their own for it, in order."""
    await _hold(late)
    made = await db.typed(
        _Charged,
        "INSERT INTO charge (customer_id, kind, label, amount_minor, made_at, cycle, has_vat)"
        f" SELECT f.customer_id, 'late_fee', '', f.fee, {to_ms(now)}, f.cycle,"
        f" {'TRUE' if late.profile.late_fee_vat else 'FALSE'} FROM ({late.fees()}) AS f WHERE TRUE"
        " ON CONFLICT (customer_id, cycle) WHERE cycle IS NOT NULL DO NOTHING"
        " RETURNING id, customer_id",
        late.timezone,
    )
    if not made:
        return 0, []
    customers = db.ids(row.customer_id for row in made)
    await db.run(
        f"UPDATE bill SET charged_at = {to_ms(now)} WHERE id IN (SELECT b.id FROM {_JOINED}"
        f" WHERE {late.of()} AND c.id IN ({customers}))",
        late.timezone,
    )
    return len(made), await _bill_at_once(late, db.ids(row.id for row in made), now)


class _Charged(NamedTuple):
    id: int
    customer_id: int


async def _hold(late: Late) -> None:
    """Nobody else changes what these customers owe until the transaction ends."""
    if db.on_postgres():
        await db.run(
            "SELECT COUNT(*) FROM (SELECT id FROM customer WHERE id IN"
            f" (SELECT c.id FROM {_JOINED} WHERE {late.of()})"
            f" ORDER BY id{db.locked()}) AS held",
            late.timezone,
        )


async def _bill_at_once(late: Late, charges: str, now: datetime) -> list[int]:
    """Bills of their own for these fees: of those who get them at once, and of those to whom no
    bill is sent that could take them up."""
    own = "TRUE"
    if late.profile.late_fee_on == FeeOn.NEXT:
        held = "" if late.profile.bill_suspended else f", {HELD_SQL}"
        own = f"c.status IN ('left', 'pending'{held})"
    fees = f"h.id IN ({charges}) AND {own}"
    billed = await db.typed(
        _Operator,
        "SELECT DISTINCT c.operator_id FROM charge h JOIN customer c ON c.id = h.customer_id"
        f" WHERE {fees}",
    )
    if not billed:
        return []
    await counters.lock((row.operator_id, late.today.year) for row in billed)
    bills = await _write_bills(late, fees, now)
    these = f"b.id IN ({db.ids(row.id for row in bills)})"
    await db.run(
        "UPDATE charge SET bill_id = b.id FROM bill b WHERE charge.customer_id = b.customer_id"
        f" AND charge.id IN ({charges}) AND {these}"
    )
    await db.run(
        "INSERT INTO bill_line (bill_id, kind, label, amount_minor)"
        " SELECT h.bill_id, h.kind, h.label, h.amount_minor FROM charge h"
        f" WHERE h.id IN ({charges}) AND h.bill_id IS NOT NULL ORDER BY h.id"
    )
    await writing.write_own_rest(these, Customers(late.after, late.upto), now)
    return sorted(row.id for row in bills)


class _Operator(NamedTuple):
    operator_id: int


async def _write_bills(late: Late, fees: str, now: datetime) -> list[_Charged]:
    """A bill for each of the fees `h`, numbered; the counters are held."""
    today, year = late.today, late.today.year
    due_on = today + timedelta(days=late.profile.due_days)
    bills = await db.typed(
        _Charged,
        f"""
        WITH fee AS (
          SELECT c.id AS customer_id, c.operator_id, o.code, o.currency, h.amount_minor AS base,
            f.vat_mode, CASE WHEN h.has_vat THEN f.vat_rate_bp ELSE 0 END AS rate,
            ROW_NUMBER() OVER (PARTITION BY c.operator_id ORDER BY c.id) AS place
          FROM charge h JOIN customer c ON c.id = h.customer_id
          JOIN operator o ON o.id = c.operator_id
          JOIN billing_profile f ON f.id = c.billing_profile_id WHERE {fees}
        ),
        counted AS (
          SELECT fee.customer_id, fee.operator_id, fee.code, fee.currency, base, vat_mode, n.year,
            n.given + place AS serial, {VAT}
          FROM fee JOIN bill_counter n ON n.operator_id = fee.operator_id AND n.year = {year}
        ),
        summed AS (
          SELECT counted.*, CASE WHEN vat_mode = 'inclusive' THEN base ELSE base + vat END AS total
          FROM counted
        )
        INSERT INTO bill (operator_id, customer_id, number, year, serial, period, starts_on,
          ends_on, issued_on, due_on, currency, net_minor, vat_minor, total_minor, paid_minor,
          fee_minor, status, made_at)
        SELECT operator_id, customer_id, {NUMBER}, year, serial, '', '{today}', '{today}',
          '{today}', '{due_on}', currency, total - vat, vat, total, 0, total, 'unpaid',
          {to_ms(now)}
        FROM summed ORDER BY customer_id RETURNING id, customer_id""",
    )
    await writing.count_up(f"b.id IN ({db.ids(row.id for row in bills)})")
    return bills
