"""Settling set-based: the credits of a range of customers meet their open bills, oldest first.

Both are laid out as intervals on one line per customer, each as long as what is left of it; where
a credit's interval overlaps a bill's, it settles that much of the bill.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from domain import db
from domain.calendar import Span
from domain.customers.models import CustomerStatus
from domain.errors import CurrencyForeign, NotFound
from domain.fields import to_ms
from domain.ledger import entries
from domain.ledger.models import Account
from domain.ledger.queries import Each
from domain.money import Money

_RECEIVED = Each(
    at="a.at",
    operator_id="b.operator_id",
    debit=Account.ADVANCE,
    debit_of="b.customer_id",
    credit=Account.RECEIVABLE,
    credit_of="b.customer_id",
    amount_minor="a.amount_minor",
    currency="b.currency",
    cause="allocation",
    cause_id="a.id",
)


class Whose(Protocol):
    """Whose money is settled; the caller holds them."""

    @property
    def values(self) -> tuple[int, ...]:
        """The first values of each statement."""

    def where(self, alias: str) -> str:
        """The condition on a table with a customer's id."""


@dataclass(frozen=True, slots=True)
class Customers:
    """Customers with ids over `after` up to `upto`; each range is planned for by itself."""

    after: int
    upto: int
    values: tuple[int, ...] = ()

    def where(self, alias: str) -> str:
        """The condition on a table with a customer's id."""
        return (
            f"{alias}.customer_id > {int(self.after)} AND {alias}.customer_id <= {int(self.upto)}"
        )


@dataclass(frozen=True, slots=True)
class Some:
    """These customers."""

    customer_ids: Sequence[int]
    values: tuple[int, ...] = ()

    def where(self, alias: str) -> str:
        """The condition on a table with a customer's id."""
        return f"{alias}.customer_id IN ({db.ids(self.customer_ids)})"


@dataclass(frozen=True, slots=True)
class One:
    """A single customer: the statements are the same for everybody, and planned once."""

    customer_id: int

    @property
    def values(self) -> tuple[int, ...]:
        return (self.customer_id,)

    def where(self, alias: str) -> str:
        """The condition on a table with a customer's id."""
        return f"{alias}.customer_id = $1"


class _Locked(NamedTuple):
    operator_id: int
    status: str
    currency: str
    also: bool


class Held(NamedTuple):
    """Whose money is held: the customer's operator, and where the customer stands."""

    operator_id: int
    status: CustomerStatus
    also: bool  # whether holds what was asked along with it


async def lock(
    customer_id: int, taking: Money | None = None, also: str = "FALSE", *values: object
) -> Held:
    """Lock a customer's money until the transaction ends.

    `also` is a condition on the customer `c`, its values stand from `$2` on. A bill run locks
    whole ranges. Raises `NotFound`, and `CurrencyForeign` where money that is to be taken in is
    not of the operator's currency.
    """
    found = await db.typed_one(
        _Locked,
        f"SELECT c.operator_id, c.status, o.currency, {also} AS also FROM customer c"
        f" JOIN operator o ON o.id = c.operator_id WHERE c.id = $1{db.locked('c')}",
        customer_id,
        *values,
    )
    if found is None:
        raise NotFound(what="customer", given=customer_id)
    if taking is not None and taking.currency != found.currency:
        raise CurrencyForeign(amount=taking, currency=found.currency)
    return Held(found.operator_id, CustomerStatus(found.status), bool(found.also))


class Share(NamedTuple):
    """What money that would come now settles of a bill, and what of the bill stays open."""

    bill_id: int
    number: str
    span: Span | None  # None: for one thing
    part: Money
    left: Money


class _Foreseen(NamedTuple):
    id: int
    number: str
    period: str
    starts_on: str
    ends_on: str
    currency: str
    part: int
    left_minor: int


async def foresee(customer_id: int, amount: Money) -> list[Share]:
    """How an amount would settle the customer's bills now, as `settle` would do it."""
    coming = (
        "(SELECT id, customer_id, currency, left_minor FROM credit UNION ALL"
        f" SELECT {_COMING}, CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS BIGINT))"
    )
    whose = One(customer_id)
    found = await db.typed(
        _Foreseen,
        _FORESEE.format(credits=coming, of_credits=whose.where("k"), of_bills=whose.where("b")),
        customer_id,
        amount.currency,
        amount.minor,
    )
    return [
        Share(
            row.id,
            row.number,
            Span.parse(row.starts_on, row.ends_on) if row.period else None,
            Money(row.part, row.currency),
            Money(row.left_minor, row.currency),
        )
        for row in found
    ]


class _Allocated(NamedTuple):
    id: int


async def settle(whose: Whose, at: datetime, *, staff_id: int | None = None) -> int:
    """Let advance settle open bills in the caller's transaction; the number of allocations."""
    before = await _last_allocation(whose)
    if before is None:
        return 0
    known = len(whose.values)
    made = await db.typed(
        _Allocated,
        _ALLOCATE.format(
            credits="credit",
            of_credits=whose.where("k"),
            of_bills=whose.where("b"),
            at=f"${known + 1}",
        ),
        *whose.values,
        to_ms(at),
    )
    if not made:
        return 0
    if whose.values:
        of_theirs = f"a.credit_id IN (SELECT k.id FROM credit k WHERE {whose.where('k')})"
    else:
        # By their ids: of many, PostgreSQL would go through all credits that there ever were.
        of_theirs = f"a.id IN ({db.ids(row.id for row in made)})"
    fresh = f"a.id > ${known + 1} AND {of_theirs}"
    await _write_entries(fresh, whose, before, staff_id)
    await _write_balances(fresh, whose, before, at)
    return len(made)


async def _write_entries(fresh: str, whose: Whose, before: int, staff_id: int | None) -> None:
    """What was advance is received now; `fresh` are the allocations `a` after `before`."""
    await entries.post_each(
        _RECEIVED,
        f"FROM allocation a JOIN bill b ON b.id = a.bill_id WHERE {fresh} ORDER BY a.id",
        *whose.values,
        before,
        staff_id=staff_id,
    )


async def _write_balances(fresh: str, whose: Whose, before: int, at: datetime) -> None:
    """Bring bills and credits to what their fresh allocations leave of them."""
    known = len(whose.values)
    await db.run(
        "UPDATE bill SET paid_minor = paid_minor + s.amount, status = CASE"
        " WHEN paid_minor + s.amount >= total_minor THEN 'paid' ELSE 'partial' END,"
        " settled_at = CASE WHEN paid_minor + s.amount >= total_minor"
        f" THEN CAST(${known + 2} AS BIGINT) ELSE NULL END"
        " FROM (SELECT a.bill_id, CAST(SUM(a.amount_minor) AS BIGINT) AS amount"
        f" FROM allocation a WHERE {fresh} GROUP BY a.bill_id) AS s WHERE bill.id = s.bill_id",
        *whose.values,
        before,
        to_ms(at),
    )
    await db.run(
        "UPDATE credit SET left_minor = left_minor - s.amount"
        " FROM (SELECT a.credit_id, CAST(SUM(a.amount_minor) AS BIGINT) AS amount"
        f" FROM allocation a WHERE {fresh} GROUP BY a.credit_id) AS s"
        " WHERE credit.id = s.credit_id",
        *whose.values,
        before,
    )


async def _last_allocation(whose: Whose) -> int | None:
    """The id of the last one there is, None when there is nothing to settle."""
    found = await db.value(
        "SELECT (SELECT COALESCE(MAX(id), 0) FROM allocation) AS last WHERE EXISTS ("
        f"SELECT 1 FROM credit k WHERE k.left_minor > 0 AND {whose.where('k')}"
        " AND EXISTS (SELECT 1 FROM bill b WHERE b.customer_id = k.customer_id"
        " AND b.status IN ('unpaid', 'partial')))",
        *whose.values,
    )
    return None if found is None else int(found)


_COMING = 2**63 - 1  # the id of money that is not there yet: it comes after all that is
_LAID_OUT = """WITH money AS (
      SELECT k.id, k.customer_id, k.currency, k.left_minor AS size,
        CAST(SUM(k.left_minor) OVER (PARTITION BY k.customer_id, k.currency ORDER BY k.id)
          AS BIGINT) AS upto
      FROM {credits} k WHERE k.left_minor > 0 AND {of_credits}
    ),
    owed AS (
      SELECT b.id, b.customer_id, b.currency, b.due_on, b.total_minor - b.paid_minor AS size,
        CAST(SUM(b.total_minor - b.paid_minor) OVER (
          PARTITION BY b.customer_id, b.currency ORDER BY b.due_on, b.id) AS BIGINT) AS upto
      FROM bill b WHERE b.status IN ('unpaid', 'partial') AND {of_bills}
        AND b.customer_id IN (SELECT money.customer_id FROM money)
    )"""
_PART = """CASE WHEN money.upto < owed.upto THEN money.upto ELSE owed.upto END
        - CASE WHEN money.upto - money.size > owed.upto - owed.size
          THEN money.upto - money.size ELSE owed.upto - owed.size END"""
_OVERLAPPING = """FROM money JOIN owed
      ON owed.customer_id = money.customer_id AND owed.currency = money.currency
    WHERE money.upto > owed.upto - owed.size AND owed.upto > money.upto - money.size"""
_ALLOCATE = f"""INSERT INTO allocation (credit_id, bill_id, amount_minor, at)
    {_LAID_OUT}
    SELECT money.id, owed.id, {_PART}, CAST({{at}} AS BIGINT)
    {_OVERLAPPING}
    ORDER BY money.customer_id, owed.due_on, owed.id, money.id RETURNING id"""
_FORESEE = f"""{_LAID_OUT},
    parts AS (
      SELECT owed.id AS bill_id, CAST(SUM({_PART}) AS BIGINT) AS every,
        CAST(SUM(CASE WHEN money.id = {_COMING} THEN {_PART} ELSE 0 END) AS BIGINT) AS part
      {_OVERLAPPING} GROUP BY owed.id
    )
    SELECT b.id, b.number, b.period, b.starts_on, b.ends_on, b.currency, parts.part,
      b.total_minor - b.paid_minor - parts.every AS left_minor
    FROM parts JOIN bill b ON b.id = parts.bill_id WHERE parts.part > 0
    ORDER BY b.due_on, b.id"""
