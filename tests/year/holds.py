"""What holds every night, whatever the day was."""

from __future__ import annotations

from datetime import date, timedelta

from domain import db
from domain.billing import proof as of_bills
from domain.billing.rules import WARNED_BEFORE
from domain.ledger import proof as of_books
from domain.payments import proof as of_payments
from domain.vouchers import proof as of_vouchers

_MS = timedelta(milliseconds=1)
# Those of whom a month was asked for by the calendar or from their renewal day, suspended or not.
_BILLED_ALWAYS = (
    "FROM customer c JOIN billing_profile f ON f.id = c.billing_profile_id"
    " WHERE c.status IN ('active', 'suspended') AND f.bill_suspended AND c.joined_on <= $1"
)


class Nights:
    """Goes through what is new since it looked last."""

    def __init__(self) -> None:
        self._cut, self._billed = 0, 0

    async def look_at_cuts(self) -> None:
        """Every suspension says its rule and figures, and was announced a day before."""
        unsaid = await db.rows(
            "SELECT id FROM suspension WHERE id > $1 AND act = 'suspend'"
            " AND (rule = '' OR CAST(figures AS TEXT) IN ('', '{}'))",
            self._cut,
        )
        assert unsaid == [], list(map(dict, unsaid))
        sudden = await db.rows(
            "SELECT s.id, s.customer_id FROM suspension s WHERE s.id > $1 AND s.act = 'suspend'"
            " AND s.rule IN ('overdue', 'threshold') AND NOT EXISTS (SELECT 1 FROM bill b"
            " WHERE b.customer_id = s.customer_id AND b.warned_at <= s.at - CAST($2 AS BIGINT))",
            self._cut,
            WARNED_BEFORE // _MS,
        )
        assert sudden == [], list(map(dict, sudden))
        self._cut = int(await db.value("SELECT COALESCE(MAX(id), 0) AS last FROM suspension"))

    async def hold(self) -> None:
        """The audit finds nothing, and no customer has two bills for one day."""
        for room in (of_books, of_bills, of_payments, of_vouchers):
            assert await room.faults(5) == []
        twice = await db.rows(
            "SELECT a.customer_id, a.number, b.number AS other FROM bill b JOIN bill a"
            " ON a.customer_id = b.customer_id AND a.id < b.id WHERE b.id > $1"
            " AND a.period <> '' AND b.period <> '' AND a.status <> 'void' AND b.status <> 'void'"
            " AND a.starts_on <= b.ends_on AND b.starts_on <= a.ends_on",
            self._billed,
        )
        assert twice == [], list(map(dict, twice))
        self._billed = int(await db.value("SELECT COALESCE(MAX(id), 0) AS last FROM bill"))

    async def nobody_is_missed(self, day: date) -> None:
        """Who had been there for a month on that day has a bill that covers it."""
        missed = await db.rows(
            f"SELECT c.id, c.code {_BILLED_ALWAYS} AND NOT EXISTS (SELECT 1 FROM bill b"
            " WHERE b.customer_id = c.id AND b.period <> '' AND b.status <> 'void'"
            " AND b.starts_on <= $2 AND b.ends_on >= $2)",
            (day - timedelta(days=31)).isoformat(),
            day.isoformat(),
        )
        assert missed == [], list(map(dict, missed))
