"""Which days to come a customer is billed for already, and for what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.billing import queries
from domain.billing.proration import Covered, Worth
from domain.billing.queries.changes import Charged, SpanBill
from domain.calendar import Span
from domain.money import Money


@dataclass(frozen=True, slots=True)
class Billed:
    """A billed span of which days are left."""

    bill_id: int
    covered: Covered


async def of(customer_id: int, on: date) -> list[Billed]:
    """What the customer is billed for from the day on, the earlier span first.

    Where the package was changed already, what that change charged counts, not the bill.
    """
    spans = await queries.changes.spans_billed(customer_id, on.isoformat())
    changed = {
        row.span_bill_id: row for row in await queries.changes.charged([s.id for s in spans])
    }
    return [Billed(row.id, _covered(row, changed.get(row.id))) for row in spans]


def _covered(row: SpanBill, changed: Charged | None) -> Covered:
    span = Span.parse(row.starts_on, row.ends_on)
    if changed is not None:
        charged = Worth(
            Money(changed.charge_minor, row.currency),
            Money(changed.charge_vat_minor, row.currency),
            bool(changed.charge_within),
        )
        return Covered(span, date.fromisoformat(changed.starts_on), charged)
    first = max(row.starts_on, row.joined_on) if row.is_part else row.starts_on
    return Covered(span, date.fromisoformat(first), _billed(row))


def _billed(row: SpanBill) -> Worth:
    """What stands on the bill for service, less what credit notes took off it."""
    within = bool(row.vat and not row.on_top)
    vat = Money(row.vat, row.currency).share(row.service, row.base).minor if row.base else 0
    noted = row.noted_net + (row.noted_vat if within else 0)
    return Worth(
        Money(max(row.service - noted, 0), row.currency),
        Money(max(vat - row.noted_vat, 0), row.currency),
        within,
    )
