"""What customers owe and have in advance, and what follows from it for their service."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from domain import db
from domain.billing import rules
from domain.billing.models import Bill, BillingProfile
from domain.billing.states import BillStatus
from domain.customers.models import Customer, Package
from domain.errors import NotFound
from domain.money import Money

OPEN = (BillStatus.UNPAID, BillStatus.PARTIAL)


async def due_of(customer_id: int) -> Money:
    """What the customer owes on unpaid and partly paid bills."""
    return await _sum(
        customer_id,
        "SELECT currency, CAST(SUM(total_minor - paid_minor) AS BIGINT) AS amount FROM bill"
        " WHERE customer_id = $1 AND status IN ('unpaid', 'partial') GROUP BY currency",
    )


async def advance_of(customer_id: int) -> Money:
    """What the customer has paid that no bill took yet."""
    return await _sum(
        customer_id,
        "SELECT currency, CAST(SUM(left_minor) AS BIGINT) AS amount FROM credit"
        " WHERE customer_id = $1 AND left_minor > 0 GROUP BY currency",
    )


async def _sum(customer_id: int, sql: str) -> Money:
    row = await db.one(sql, customer_id)
    if row is not None:
        return Money(int(row["amount"]), row["currency"])
    customer = await Customer.get_or_none(id=customer_id)
    if customer is None:
        raise NotFound(what="customer", given=customer_id)
    package = await Package.get(id=customer.package_id)
    return Money(0, package.currency)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a customer stands on a day: the answer to 'why was I cut?' and 'may I come back?'."""

    due: Money
    overdue_days: int  # 0 unless a bill's due date has passed
    oldest_due_on: date | None
    should_suspend: bool
    rule: str  # overdue, threshold; empty where nothing is to be suspended
    may_restore: bool
    is_paid_up: bool  # but for the least part, due or not
    figures: dict[str, object] = field(default_factory=dict)


async def standing(customer_id: int, today: date) -> Standing:
    """The customer's standing by their billing profile; raises `NotFound`."""
    customer = await Customer.get_or_none(id=customer_id)
    if customer is None:
        raise NotFound(what="customer", given=customer_id)
    profile = await BillingProfile.get(id=customer.billing_profile_id)
    bills = [
        rules.OpenBill(bill.due_on, bill.total_minor - bill.paid_minor)
        for bill in await Bill.filter(customer_id=customer_id, status__in=OPEN).order_by("due_on")
    ]
    terms = rules.SuspensionTerms(
        auto_suspend=profile.auto_suspend,
        grace_days=profile.grace_days,
        over_minor=profile.suspend_over_minor,
        least_part_minor=profile.least_part_minor,
        exempt=customer.exempt,
        promised_until=customer.promised_until,
    )
    due = await due_of(customer_id)
    oldest = bills[0].due_on if bills else None
    rule = rules.suspension_rule(bills, terms, today)
    return Standing(
        due=due,
        overdue_days=max((today - oldest).days, 0) if oldest else 0,
        oldest_due_on=oldest,
        should_suspend=bool(rule),
        rule=rule,
        may_restore=rules.may_restore(bills, terms, today),
        is_paid_up=due.minor <= profile.least_part_minor,
        figures={
            "due_minor": due.minor,
            "currency": due.currency,
            "oldest_due_on": oldest.isoformat() if oldest else None,
            "grace_days": profile.grace_days,
            "over_minor": profile.suspend_over_minor,
            "least_part_minor": profile.least_part_minor,
            "on": today.isoformat(),
        },
    )


async def suspendable(
    today: date, limit: int = 500, *, after: int = 0, timezone: str | None = None
) -> list[int]:
    """Ids of active customers whom the rules of suspension name today, in order, over `after`.

    Driven by the index of open bills, so that who owes nothing costs nothing. `timezone` limits
    it to operators for whom `today` is the business date.
    """
    found = await db.rows(_suspendable(), today.isoformat(), after, timezone or "", limit)
    return [row["customer_id"] for row in found]


def _suspendable() -> str:
    if db.on_postgres():
        cutoff = "CAST(CAST(CAST($1 AS TEXT) AS DATE) - f.grace_days AS TEXT)"
    else:
        cutoff = "date($1, '-' || f.grace_days || ' days')"
    who = (
        "c.status = 'active' AND NOT c.exempt AND f.auto_suspend"
        " AND (c.promised_until IS NULL OR c.promised_until < CAST($1 AS TEXT))"
        " AND c.id + 0 > $2 AND (CAST($3 AS TEXT) = '' OR o.timezone = CAST($3 AS TEXT))"
    )
    # SQLite takes cross joins in the order written: from late bills to their customers, and from
    # profiles with a threshold, of which there may be none. PostgreSQL plans by itself.
    late = "bill b CROSS JOIN customer c CROSS JOIN billing_profile f CROSS JOIN operator o"
    much = "billing_profile f CROSS JOIN bill b CROSS JOIN customer c CROSS JOIN operator o"
    joined = "c.id = b.customer_id AND f.id = c.billing_profile_id AND o.id = c.operator_id"
    owed = (
        "(SELECT SUM(d.total_minor - d.paid_minor) FROM bill d"
        " WHERE d.customer_id = c.id AND d.status IN ('unpaid', 'partial'))"
    )
    return (
        "SELECT named.customer_id FROM ("
        f"SELECT c.id AS customer_id FROM {late} WHERE {joined}"
        " AND b.status IN ('unpaid', 'partial') AND b.due_on <"
        f" (SELECT MAX({cutoff}) FROM billing_profile f WHERE f.auto_suspend)"
        f" AND b.due_on < {cutoff} AND {who} AND {owed} > f.least_part_minor"
        f" UNION SELECT c.id FROM {much} WHERE {joined}"
        " AND b.status IN ('unpaid', 'partial') AND f.suspend_over_minor IS NOT NULL"
        f" AND {who} AND {owed} > f.suspend_over_minor AND {owed} > f.least_part_minor"
        ") AS named ORDER BY named.customer_id LIMIT $4"
    )
