"""What is shown of a bulk and its lines, as it was when it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.bulk.states import BulkKind, BulkStatus, LineStatus
from domain.money import Money


@dataclass(frozen=True, slots=True)
class BulkView:
    """One act on many."""

    id: int
    operator_id: int
    author_id: int
    kind: BulkKind
    status: BulkStatus
    source: str
    of_bills: bool
    reason: str
    lines: int
    cursor: int
    made_at: datetime
    decided_by_id: int | None
    decided_at: datetime | None
    decided_why: str
    ended_at: datetime | None
    undone_by_id: int | None


@dataclass(frozen=True, slots=True)
class LineView:
    """One line, with the customer it was read as; `told` are the values of `why`."""

    id: int
    bulk_id: int
    number: int
    said: str
    bills: str  # the numbers of those that were chosen
    customer_id: int | None
    name: str
    code: str
    amount: Money | None
    method: str
    txn_id: str
    paid_on: date | None
    status: LineStatus
    why: str
    told: Mapping[str, object]
    payment_id: int | None


@dataclass(frozen=True, slots=True)
class Sum:
    """How many lines stand so, and what they come to in one currency."""

    status: LineStatus
    lines: int
    amount: Money | None
