"""What is shown of bills, as it was when it was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.billing.states import BillStatus, LineKind


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of a bill; the lines add up to its total."""

    kind: LineKind
    label: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class BillView:
    """What a customer owes for a period, or for one thing: then `period` is empty."""

    id: int
    operator_id: int
    customer_id: int
    number: str
    period: str
    starts_on: date
    ends_on: date
    issued_on: date
    due_on: date
    currency: str
    net_minor: int
    vat_minor: int
    total_minor: int
    paid_minor: int
    status: BillStatus
    run_id: int | None
