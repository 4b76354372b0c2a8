"""Proves that every payment is in the books once, and what went back of it, that every paid attempt
has its payment, and that nothing is in the books that nothing caused."""

from __future__ import annotations

from typing import NamedTuple

from domain import db
from domain.ledger.proof import Fault

_CHECKS = (
    (
        "payment-entries",
        "SELECT p.id FROM payment p LEFT JOIN ("
        " SELECT cause_id, SUM(amount_minor) AS booked, COUNT(*) AS lines FROM entry"
        " WHERE cause = 'payment' GROUP BY cause_id) e ON e.cause_id = p.id"
        " WHERE COALESCE(e.booked, 0) <> p.amount_minor OR e.lines <> 1 ORDER BY p.id LIMIT $1",
    ),
    (
        "payment-credit",
        "SELECT p.id FROM payment p LEFT JOIN credit c"
        " ON c.source = 'payment' AND c.source_id = p.id"
        " WHERE c.id IS NULL OR c.amount_minor <> p.amount_minor - p.refunded_minor"
        " OR (p.status = 'reversed') <> (c.withdrawn_at IS NOT NULL) ORDER BY p.id LIMIT $1",
    ),
    (
        "payment-reversal",
        "SELECT p.id FROM payment p LEFT JOIN entry e"
        " ON e.cause = 'reversal' AND e.cause_id = p.id"
        " WHERE (p.status = 'reversed') <> (e.id IS NOT NULL) ORDER BY p.id LIMIT $1",
    ),
    (
        "payment-refunded",
        "SELECT p.id FROM payment p LEFT JOIN (SELECT payment_id, SUM(amount_minor) AS back"
        " FROM refund WHERE status = 'done' GROUP BY payment_id) r ON r.payment_id = p.id"
        " WHERE COALESCE(r.back, 0) <> p.refunded_minor ORDER BY p.id LIMIT $1",
    ),
    (
        "refund-entries",
        "SELECT r.id FROM refund r LEFT JOIN entry e ON e.cause = 'refund' AND e.cause_id = r.id"
        " WHERE (r.status IN ('done', 'undone')) <> (e.id IS NOT NULL)"
        " OR e.amount_minor <> r.amount_minor"
        " OR e.credit_of <> r.gateway_id OR e.debit_of <> r.customer_id"
        " ORDER BY r.id LIMIT $1",
    ),
    (
        "attempt-payment",
        "SELECT a.id FROM attempt a LEFT JOIN payment p ON p.attempt_id = a.id"
        " WHERE (a.status = 'paid') <> (p.id IS NOT NULL) ORDER BY a.id LIMIT $1",
    ),
    (
        "entry-without-cause",
        "SELECT e.id FROM entry e"
        " LEFT JOIN bill b ON e.cause IN ('bill', 'void') AND b.id = e.cause_id"
        " LEFT JOIN allocation a ON e.cause IN ('allocation', 'release') AND a.id = e.cause_id"
        " LEFT JOIN credit c ON e.cause IN ('advance', 'note', 'withdrawal') AND c.id = e.cause_id"
        " LEFT JOIN payment p ON p.id = e.cause_id"
        "  AND e.cause IN ('payment', 'reversal', 'commission', 'commission-back')"
        " LEFT JOIN refund r ON e.cause IN ('refund', 'refund-back') AND r.id = e.cause_id"
        " WHERE b.id IS NULL AND a.id IS NULL AND c.id IS NULL AND p.id IS NULL AND r.id IS NULL"
        " ORDER BY e.id LIMIT $1",
    ),
    (
        "link-paid",
        "SELECT l.id FROM link l LEFT JOIN"
        " (SELECT link_id, SUM(amount_minor - refunded_minor) AS paid"
        " FROM payment WHERE status = 'posted' AND link_id IS NOT NULL GROUP BY link_id) p"
        " ON p.link_id = l.id WHERE COALESCE(p.paid, 0) <> l.paid_minor ORDER BY l.id LIMIT $1",
    ),
)


class _Id(NamedTuple):
    id: int


async def faults(limit: int = 1) -> list[Fault]:
    """What does not hold, at most `limit` of each kind."""
    found = []
    for kind, sql in _CHECKS:
        found += [Fault(kind, str(row.id)) for row in await db.typed(_Id, sql, limit)]
    return found
