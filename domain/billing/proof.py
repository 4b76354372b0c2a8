"""Proves that bills, lines, allocations, advance and the books say the same, set-based."""

from __future__ import annotations

from typing import NamedTuple

from domain import db
from domain.ledger.proof import Fault

_SIDES = (
    "(SELECT debit_of AS customer_id, amount_minor AS moved FROM entry WHERE debit = '{0}'"
    " UNION ALL SELECT credit_of, -amount_minor FROM entry WHERE credit = '{0}')"
)
_CHECKS = (
    (
        "bill-lines",
        "SELECT b.number AS detail FROM bill b LEFT JOIN (SELECT bill_id,"
        " SUM(amount_minor) AS amount FROM bill_line GROUP BY bill_id) l ON l.bill_id = b.id"
        " WHERE COALESCE(l.amount, 0) <> b.total_minor OR b.net_minor + b.vat_minor"
        " <> b.total_minor ORDER BY b.id LIMIT $1",
    ),
    (
        "bill-entries",
        "SELECT b.number AS detail FROM bill b LEFT JOIN (SELECT cause_id,"
        " SUM(CASE WHEN credit = 'vat' THEN 0 ELSE amount_minor END) AS net,"
        " SUM(CASE WHEN credit = 'vat' THEN amount_minor ELSE 0 END) AS vat,"
        " MIN(debit_of) AS owes, MAX(debit_of) AS owes_too,"
        " MIN(CASE WHEN credit <> 'deferred' THEN credit_of END) AS earns,"
        " MAX(CASE WHEN credit <> 'deferred' THEN credit_of END) AS earns_too FROM entry"
        " WHERE cause = 'bill' AND debit = 'receivable'"
        " GROUP BY cause_id) e ON e.cause_id = b.id"
        " WHERE COALESCE(e.net, 0) <> b.net_minor OR COALESCE(e.vat, 0) <> b.vat_minor"
        " OR e.owes <> b.customer_id OR e.owes_too <> b.customer_id"
        " OR e.earns <> b.operator_id OR e.earns_too <> b.operator_id ORDER BY b.id LIMIT $1",
    ),
    (
        "bill-void",
        "SELECT b.number AS detail FROM bill b LEFT JOIN (SELECT cause_id,"
        " SUM(amount_minor) AS amount FROM entry WHERE cause = 'void' AND credit = 'receivable'"
        " GROUP BY cause_id) e ON e.cause_id = b.id WHERE COALESCE(e.amount, 0) <> CASE"
        " WHEN b.status = 'void' THEN b.total_minor ELSE 0 END ORDER BY b.id LIMIT $1",
    ),
    (
        "bill-paid",
        "SELECT b.number AS detail FROM bill b LEFT JOIN (SELECT bill_id,"
        " SUM(amount_minor) AS amount FROM allocation WHERE released_at IS NULL"
        " GROUP BY bill_id) a ON a.bill_id = b.id"
        " WHERE COALESCE(a.amount, 0) <> b.paid_minor ORDER BY b.id LIMIT $1",
    ),
    (
        "bill-status",
        "SELECT number AS detail FROM bill WHERE status <> CASE WHEN status = 'void'"
        " AND paid_minor = 0 THEN 'void' WHEN paid_minor = total_minor THEN 'paid'"
        " WHEN paid_minor > 0 THEN 'partial' ELSE 'unpaid' END ORDER BY id LIMIT $1",
    ),
    (
        "bill-number",
        "SELECT o.code || ' ' || n.year AS detail FROM (SELECT operator_id, year,"
        " COUNT(*) AS bills, MIN(serial) AS first, MAX(serial) AS last FROM bill"
        " GROUP BY operator_id, year) n JOIN operator o ON o.id = n.operator_id"
        " LEFT JOIN bill_counter k ON k.operator_id = n.operator_id AND k.year = n.year"
        " WHERE n.first <> 1 OR n.last <> n.bills OR COALESCE(k.given, 0) <> n.last"
        " ORDER BY o.code, n.year LIMIT $1",
    ),
    (
        "bill-number-text",
        "SELECT number AS detail FROM bill WHERE number NOT LIKE '%-' || year || '-%' || serial"
        " ORDER BY id LIMIT $1",
    ),
    (
        "bill-period",
        "SELECT c.code || ' ' || b.period AS detail FROM bill b"
        " JOIN customer c ON c.id = b.customer_id WHERE b.period <> '' AND b.status <> 'void'"
        " GROUP BY b.customer_id, c.code, b.period HAVING COUNT(*) > 1"
        " ORDER BY b.customer_id LIMIT $1",
    ),
    (
        "credit-left",
        "SELECT k.id AS detail FROM credit k LEFT JOIN (SELECT credit_id,"
        " SUM(amount_minor) AS amount FROM allocation WHERE released_at IS NULL"
        " GROUP BY credit_id) a ON a.credit_id = k.id WHERE k.left_minor <> CASE"
        " WHEN k.withdrawn_at IS NULL THEN k.amount_minor - COALESCE(a.amount, 0)"
        " ELSE 0 END OR (k.withdrawn_at IS NOT NULL AND a.credit_id IS NOT NULL)"
        " ORDER BY k.id LIMIT $1",
    ),
    (
        "allocation-entry",
        "SELECT a.id AS detail FROM allocation a LEFT JOIN (SELECT cause_id,"
        " SUM(CASE WHEN cause = 'allocation' THEN amount_minor ELSE 0 END) AS put,"
        " SUM(CASE WHEN cause = 'release' THEN amount_minor ELSE 0 END) AS back FROM entry"
        " WHERE cause IN ('allocation', 'release') GROUP BY cause_id) e ON e.cause_id = a.id"
        " WHERE COALESCE(e.put, 0) <> a.amount_minor OR COALESCE(e.back, 0) <> CASE"
        " WHEN a.released_at IS NULL THEN 0 ELSE a.amount_minor END ORDER BY a.id LIMIT $1",
    ),
    (
        "allocation-credit",
        "SELECT a.id AS detail FROM allocation a LEFT JOIN credit k ON k.id = a.credit_id"
        " LEFT JOIN bill b ON b.id = a.bill_id WHERE k.id IS NULL OR b.id IS NULL"
        " OR k.customer_id <> b.customer_id OR k.currency <> b.currency ORDER BY a.id LIMIT $1",
    ),
    (
        "customer-receivable",
        "SELECT COALESCE(c.code, '#' || x.customer_id) AS detail FROM ("
        "SELECT customer_id, SUM(moved) AS difference FROM ("
        f"SELECT customer_id, moved FROM {_SIDES.format('receivable')} AS sides UNION ALL"
        " SELECT customer_id, paid_minor - total_minor FROM bill WHERE status <> 'void') AS told"
        " GROUP BY customer_id HAVING SUM(moved) <> 0) x"
        " LEFT JOIN customer c ON c.id = x.customer_id ORDER BY x.customer_id LIMIT $1",
    ),
    (
        "customer-advance",
        "SELECT COALESCE(c.code, '#' || x.customer_id) AS detail FROM ("
        "SELECT customer_id, SUM(moved) AS difference FROM ("
        f"SELECT customer_id, moved FROM {_SIDES.format('advance')} AS sides UNION ALL"
        " SELECT customer_id, left_minor FROM credit WHERE withdrawn_at IS NULL) AS told"
        " GROUP BY customer_id HAVING SUM(moved) <> 0) x"
        " LEFT JOIN customer c ON c.id = x.customer_id ORDER BY x.customer_id LIMIT $1",
    ),
    (
        "note-credit",
        "SELECT n.number AS detail FROM credit_note n LEFT JOIN credit k ON k.source = 'note'"
        " AND k.source_id = n.id WHERE k.id IS NULL OR k.customer_id <> n.customer_id"
        " OR k.amount_minor <> n.total_minor OR n.net_minor + n.vat_minor <> n.total_minor"
        " OR (k.withdrawn_at IS NULL) <> (n.withdrawn_at IS NULL) ORDER BY n.id LIMIT $1",
    ),
    (
        "note-entries",
        "SELECT n.number AS detail FROM credit_note n JOIN credit k ON k.source = 'note'"
        " AND k.source_id = n.id LEFT JOIN (SELECT cause_id,"
        " SUM(CASE WHEN debit = 'vat' THEN 0 ELSE amount_minor END) AS net,"
        " SUM(CASE WHEN debit = 'vat' THEN amount_minor ELSE 0 END) AS vat FROM entry"
        " WHERE cause = 'note' AND credit = 'advance' GROUP BY cause_id) e ON e.cause_id = k.id"
        " WHERE COALESCE(e.net, 0) <> n.net_minor OR COALESCE(e.vat, 0) <> n.vat_minor"
        " ORDER BY n.id LIMIT $1",
    ),
    (
        "note-number",
        "SELECT o.code || ' ' || n.year AS detail FROM (SELECT operator_id, year,"
        " COUNT(*) AS notes, MIN(serial) AS first, MAX(serial) AS last FROM credit_note"
        " GROUP BY operator_id, year) n JOIN operator o ON o.id = n.operator_id"
        " LEFT JOIN credit_note_counter k ON k.operator_id = n.operator_id AND k.year = n.year"
        " WHERE n.first <> 1 OR n.last <> n.notes OR COALESCE(k.given, 0) <> n.last"
        " ORDER BY o.code, n.year LIMIT $1",
    ),
    (
        "note-bill",
        "SELECT b.number AS detail FROM bill b JOIN (SELECT bill_id, SUM(total_minor) AS amount"
        " FROM credit_note WHERE change_id IS NULL AND withdrawn_at IS NULL GROUP BY bill_id) n"
        " ON n.bill_id = b.id WHERE n.amount > b.total_minor ORDER BY b.id LIMIT $1",
    ),
    (
        "day-twice",
        "SELECT c.code || ' ' || d.served_on AS detail FROM (SELECT customer_id, served_on,"
        " starts_at, ends_at, LAG(ends_at) OVER (PARTITION BY customer_id ORDER BY starts_at)"
        " AS before_ends_at FROM served_day) d JOIN customer c ON c.id = d.customer_id"
        " WHERE d.starts_at < d.before_ends_at OR d.ends_at <= d.starts_at"
        " ORDER BY d.customer_id, d.served_on LIMIT $1",
    ),
    (
        "day-charged",
        "SELECT c.code || ' ' || d.served_on AS detail FROM served_day d"
        " JOIN customer c ON c.id = d.customer_id LEFT JOIN (SELECT cause_id,"
        " SUM(amount_minor) AS amount FROM entry WHERE cause = 'served' AND debit = 'deferred'"
        " GROUP BY cause_id) e ON e.cause_id = d.id WHERE COALESCE(e.amount, 0) <> CASE"
        " WHEN d.is_billed THEN 0 ELSE d.net_minor END OR (d.is_billed AND d.total_minor > 0"
        " AND NOT EXISTS (SELECT 1 FROM bill b WHERE b.customer_id = d.customer_id"
        " AND b.period = d.served_on AND b.total_minor = d.total_minor))"
        " ORDER BY d.customer_id, d.served_on LIMIT $1",
    ),
    (
        "customer-deferred",
        "SELECT COALESCE(c.code, '#' || x.customer_id) AS detail FROM ("
        "SELECT customer_id, SUM(moved) AS difference FROM ("
        f"SELECT customer_id, moved FROM {_SIDES.format('deferred')} AS sides UNION ALL"
        " SELECT customer_id, unserved_net_minor FROM prepaid) AS told"
        " GROUP BY customer_id HAVING SUM(moved) <> 0) x"
        " LEFT JOIN customer c ON c.id = x.customer_id ORDER BY x.customer_id LIMIT $1",
    ),
    (
        "customer-unserved",
        "SELECT COALESCE(c.code, '#' || x.customer_id) AS detail FROM ("
        "SELECT customer_id, SUM(moved) AS difference FROM ("
        "SELECT customer_id, unserved_minor AS moved FROM prepaid UNION ALL"
        " SELECT customer_id, total_minor FROM served_day WHERE NOT is_billed UNION ALL"
        " SELECT n.customer_id, n.total_minor FROM credit_note n JOIN bill_line l"
        " ON l.bill_id = n.bill_id AND l.kind = 'recharge' UNION ALL"
        " SELECT b.customer_id, -b.total_minor FROM bill b JOIN bill_line l ON l.bill_id = b.id"
        " AND l.kind = 'recharge') AS told GROUP BY customer_id HAVING SUM(moved) <> 0) x"
        " LEFT JOIN customer c ON c.id = x.customer_id ORDER BY x.customer_id LIMIT $1",
    ),
    (
        "charge-line",
        "SELECT b.number AS detail FROM charge h JOIN bill b ON b.id = h.bill_id"
        " WHERE NOT EXISTS (SELECT 1 FROM bill_line l WHERE l.bill_id = h.bill_id"
        " AND l.kind = h.kind AND l.label = h.label AND l.amount_minor = h.amount_minor)"
        " ORDER BY b.id LIMIT $1",
    ),
)


class _Detail(NamedTuple):
    detail: object


async def faults(limit: int = 1) -> list[Fault]:
    """What does not hold, at most `limit` of each kind, each with where to look first."""
    found = []
    for kind, sql in _CHECKS:
        found += [Fault(kind, str(row.detail)) for row in await db.typed(_Detail, sql, limit)]
    return found
