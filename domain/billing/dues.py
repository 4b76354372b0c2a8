"""What customers owe and have in advance, and what follows from it for their service."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from domain.billing import queries, rules
from domain.billing.models import Bill, BillingProfile
from domain.billing.states import BillStatus
from domain.customers.models import Customer, Package
from domain.errors import NotFound
from domain.money import Money

OPEN = (BillStatus.UNPAID, BillStatus.PARTIAL)


async def due_of(customer_id: int) -> Money:
    """What the customer owes on unpaid and partly paid bills."""
    return await _money(customer_id, await queries.dues.due_of(customer_id))


async def advance_of(customer_id: int) -> Money:
    """What the customer has paid that no bill took yet."""
    return await _money(customer_id, await queries.dues.advance_of(customer_id))


async def _money(customer_id: int, found: queries.dues.Sum | None) -> Money:
    """Nothing is counted in the currency of the customer's package."""
    if found is not None:
        return Money(int(found.amount), found.currency)
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
    rule: str  # overdue, threshold, expired; empty where nothing is to be suspended
    may_restore: bool
    is_paid_up: bool  # but for what may be left, due or not
    terms: rules.SuspensionTerms
    figures: dict[str, object] = field(default_factory=dict)


async def standing(customer_id: int, today: date) -> Standing:
    """The customer's standing by their billing profile; raises `NotFound`."""
    customer = await Customer.get_or_none(id=customer_id)
    if customer is None:
        raise NotFound(what="customer", given=customer_id)
    profile = await BillingProfile.get(id=customer.billing_profile_id)
    bills = await _open(customer_id)
    terms = rules.SuspensionTerms(
        auto_suspend=profile.auto_suspend,
        grace_days=profile.grace_days,
        over_minor=profile.suspend_over_minor,
        least_part_minor=profile.least_part_minor,
        exempt=customer.exempt,
        promised_until=customer.promised_until,
        restores=profile.restores,
        valid_until=customer.expires_on,
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
        is_paid_up=not due or rules.bears(bills, terms),
        terms=terms,
        figures={
            "due_minor": due.minor,
            "currency": due.currency,
            "oldest_due_on": oldest.isoformat() if oldest else None,
            "grace_days": profile.grace_days,
            "over_minor": profile.suspend_over_minor,
            "least_part_minor": profile.least_part_minor,
            "on": today.isoformat(),
            **rules.end_of(terms, today),
        },
    )


async def _open(customer_id: int) -> list[rules.OpenBill]:
    return [
        rules.OpenBill(
            bill.due_on,
            bill.total_minor - bill.paid_minor,
            fee_minor=bill.fee_minor,
            borne=bill.borne_at is not None,
        )
        for bill in await Bill.filter(customer_id=customer_id, status__in=OPEN).order_by("due_on")
    ]


async def suspendable(
    today: date, limit: int = 500, *, after: int = 0, timezone: str | None = None
) -> list[int]:
    """Ids of active customers whom the rules of suspension name today, in order, over `after`.

    Driven by the index of open bills, so that who owes nothing costs nothing. `timezone` limits
    it to operators for whom `today` is the business date.
    """
    return await queries.dues.suspendable(
        today.isoformat(), after=after, timezone=timezone or "", limit=limit
    )
