"""Statements of the payment page: all of it in one, since it must open fast, and for many at once.

Instants are milliseconds, days ISO text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from domain import db


class Claim(NamedTuple):
    """Money that a person decides about, or has decided about."""

    kind: str
    claim_status: str
    claim_gateway_id: int
    txn_id: str
    claim_minor: int
    claim_currency: str
    reason: str


class Row(NamedTuple):
    """A link with its customer, the newest try and claim, and one open bill; None where none is."""

    token_hash: str
    id: int
    opened_at: int | None
    expires_at: int
    closed_at: int | None
    closed_why: str
    customer_id: int
    code: str
    name: str
    mobile: str
    language: str
    operator_id: int
    customer_status: str
    package: str
    currency: str
    part_payment: bool
    cycle: str
    ref: str | None
    attempt_status: str
    gateway_id: int
    attempt_minor: int
    attempt_currency: str
    made_at: int
    was_sent: bool
    is_checked: bool | None
    kind: str
    claim_status: str
    claim_gateway_id: int
    txn_id: str | None
    claim_minor: int
    claim_currency: str
    reason: str
    paid_id: int | None
    bill_id: int | None
    number: str
    starts_on: str
    ends_on: str
    due_on: str
    left_minor: int
    bill_currency: str


_READ = """
    SELECT l.token_hash, l.id, l.opened_at, l.expires_at, l.closed_at, l.closed_why,
      c.id AS customer_id, c.code, c.name, c.mobile, c.language, c.operator_id,
      c.status AS customer_status,
      p.name AS package, p.currency, f.part_payment, f.cycle, a.ref, a.status AS attempt_status,
      a.gateway_id,
      a.amount_minor AS attempt_minor, a.currency AS attempt_currency, a.made_at,
      a.way <> '' AS was_sent,
      CASE WHEN a.status = 'held' THEN EXISTS (SELECT 1 FROM verification x
        WHERE x.gateway_id = a.gateway_id AND x.txn_id = a.txn_id AND x.status = 'submitted')
        END AS is_checked,
      v.kind, CASE WHEN v.status = 'approved' AND v.customer_id <> l.customer_id
        THEN 'rejected' ELSE v.status END AS claim_status,
      v.gateway_id AS claim_gateway_id, v.txn_id,
      v.amount_minor AS claim_minor, v.currency AS claim_currency, v.reason,
      y.id AS paid_id, b.id AS bill_id, b.number, b.starts_on, b.ends_on, b.due_on,
      b.total_minor - b.paid_minor AS left_minor, b.currency AS bill_currency
    FROM link l
    JOIN customer c ON c.id = l.customer_id
    JOIN package p ON p.id = c.package_id
    JOIN billing_profile f ON f.id = c.billing_profile_id
    LEFT JOIN attempt a ON a.id = (SELECT MAX(x.id) FROM attempt x WHERE x.link_id = l.id)
    LEFT JOIN verification v ON v.id = COALESCE(
      (SELECT MAX(x.id) FROM verification x
        WHERE x.status = 'submitted' AND x.customer_id = c.id),
      (SELECT MAX(x.id) FROM verification x WHERE x.link_id = l.id))
    LEFT JOIN payment y ON y.id = (
      SELECT MAX(x.id) FROM payment x WHERE x.link_id = l.id AND x.status = 'posted')
    LEFT JOIN bill b ON b.customer_id = c.id AND b.status IN ('unpaid', 'partial')
    WHERE l.token_hash IN ({marks})
    ORDER BY b.due_on, b.id"""


@lru_cache
def _statement(links: int) -> str:
    return _READ.format(marks=db.marks(links))


async def read(token_hashes: Sequence[str]) -> list[Row]:
    """The pages of the links, a row for each open bill."""
    return await db.typed(Row, _statement(len(token_hashes)), *token_hashes)


class Posted(NamedTuple):
    """Money in the books, and how much of it is left as advance."""

    kept_minor: int
    currency: str
    left_minor: int


# The payment of what a person decided about by another card of the same transaction.
_OTHERWISE = """
    p.id = (SELECT MAX(y.id) FROM attempt a JOIN verification v
      ON v.gateway_id = a.gateway_id AND v.status = 'approved'
        AND v.txn_id IN (a.txn_id, UPPER(a.txn_id))
      JOIN payment y ON y.txn_id = UPPER(a.txn_id) AND y.status = 'posted'
        AND y.gateway_id = a.gateway_id AND y.customer_id = a.customer_id
      WHERE a.id = $1 AND a.txn_id <> ''
        AND NOT EXISTS (SELECT 1 FROM verification w
          WHERE w.link_id = a.link_id AND w.attempt_id = a.id))"""


async def posted(attempt_id: int, *, otherwise: bool) -> Posted | None:
    """The money of an attempt; of one that is held it came `otherwise`."""
    own = _OTHERWISE if otherwise else "p.attempt_id = $1"
    return await db.typed_one(
        Posted,
        "SELECT p.amount_minor - p.refunded_minor AS kept_minor, p.currency, c.left_minor"
        " FROM payment p"
        " JOIN credit c ON c.source = 'payment' AND c.source_id = p.id"
        f" WHERE p.status = 'posted' AND p.refunded_minor < p.amount_minor AND {own}",
        attempt_id,
    )


async def decided(
    customer_id: int, attempt_id: int, gateway_id: int, txn_id: str, link_id: int | None
) -> Claim | None:
    """What a person was asked about an attempt; where it has no own card, about the transaction."""
    return await db.typed_one(
        Claim,
        "SELECT kind, CASE WHEN status = 'approved' AND customer_id <> $1 THEN 'rejected'"
        " ELSE status END AS claim_status, gateway_id AS claim_gateway_id, txn_id,"
        " amount_minor AS claim_minor, currency AS claim_currency, reason FROM verification"
        " WHERE (link_id = $5 AND attempt_id = $2)"
        " OR (attempt_id IS NULL AND gateway_id = $3 AND txn_id IN ($4, UPPER($4)))"
        " ORDER BY CASE WHEN attempt_id IS NULL THEN 1 ELSE 0 END,"
        " CASE WHEN status = 'submitted' THEN 0 ELSE 1 END, id DESC LIMIT 1",
        customer_id,
        attempt_id,
        gateway_id,
        txn_id,
        link_id,
    )


class Bill(NamedTuple):
    """A customer's newest bill; of a void one, whether something was paid since the link came."""

    status: str
    paid: bool | None


async def newest_bill(customer_id: int, link_id: int) -> Bill | None:
    """What became of the newest bill."""
    return await db.typed_one(
        Bill,
        "SELECT b.status, CASE WHEN b.status = 'void' THEN EXISTS ("
        " SELECT 1 FROM bill o JOIN allocation s ON s.bill_id = o.id AND s.released_at IS NULL"
        " JOIN credit k ON k.id = s.credit_id AND k.source = 'payment'"
        " JOIN payment y ON y.id = k.source_id"
        " WHERE o.customer_id = $1 AND o.status = 'paid' AND (y.link_id = $2 OR s.at >="
        " (SELECT l.made_at FROM link l WHERE l.id = $2))) END AS paid"
        " FROM bill b WHERE b.customer_id = $1 ORDER BY b.id DESC LIMIT 1",
        customer_id,
        link_id,
    )
