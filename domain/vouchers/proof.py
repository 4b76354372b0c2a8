"""Proves that each redeemed voucher is one payment of its value, and the distributor's part."""

from __future__ import annotations

from typing import NamedTuple

from domain import db
from domain.ledger.proof import Fault

_STANDING = (
    "e.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM entry back WHERE back.reverses_id = e.id)"
)
_CHECKS = (
    (
        "voucher-payment",
        "SELECT v.serial FROM voucher v JOIN voucher_lot l ON l.id = v.lot_id"
        " LEFT JOIN payment p ON p.id = v.payment_id"
        " WHERE (v.status = 'used') <> (p.id IS NOT NULL)"
        " OR p.status <> 'posted' OR p.method <> 'voucher' OR p.txn_id <> v.serial"
        " OR p.amount_minor <> l.value_minor OR p.currency <> l.currency"
        " OR p.customer_id <> v.customer_id ORDER BY v.id LIMIT $1",
    ),
    (
        "voucher-money",
        "SELECT p.txn_id AS serial FROM payment p LEFT JOIN voucher v ON v.payment_id = p.id"
        " WHERE p.method = 'voucher' AND p.status = 'posted' AND v.id IS NULL"
        " ORDER BY p.id LIMIT $1",
    ),
    (
        "voucher-entry",
        "SELECT v.serial FROM voucher v JOIN entry e ON e.cause = 'payment'"
        " AND e.cause_id = v.payment_id WHERE v.status = 'used'"
        " AND (e.debit <> 'vouchers' OR e.debit_of <> v.lot_id) ORDER BY v.id LIMIT $1",
    ),
    (
        "voucher-commission",
        "SELECT v.serial FROM voucher v JOIN voucher_lot l ON l.id = v.lot_id"
        " LEFT JOIN (SELECT e.cause_id, SUM(e.amount_minor) AS kept FROM entry e"
        f" WHERE e.cause = 'commission' AND {_STANDING} GROUP BY e.cause_id) c"
        " ON c.cause_id = v.payment_id WHERE v.status = 'used' AND COALESCE(c.kept, 0) <>"
        " CASE WHEN l.distributor_id IS NULL AND l.reseller_id IS NULL THEN 0"
        " ELSE l.commission_minor END ORDER BY v.id LIMIT $1",
    ),
    (
        "commission-voucher",
        "SELECT CAST(e.id AS TEXT) AS serial FROM entry e LEFT JOIN voucher v"
        f" ON v.payment_id = e.cause_id WHERE e.cause = 'commission' AND {_STANDING}"
        " AND v.id IS NULL ORDER BY e.id LIMIT $1",
    ),
)


class _Serial(NamedTuple):
    serial: str


async def faults(limit: int = 1) -> list[Fault]:
    """What does not hold, at most `limit` of each kind."""
    found = []
    for kind, sql in _CHECKS:
        found += [Fault(kind, row.serial) for row in await db.typed(_Serial, sql, limit)]
    return found
