"""What is shown of bills, as it was when it was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.billing.states import BillStatus, LineKind, RunStatus


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of a bill; the lines add up to its total."""

    kind: LineKind
    label: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class WaitingView:
    """A charge that waits for the next bill."""

    id: int
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


@dataclass(frozen=True, slots=True)
class RunView:
    """A bill run as it stands: what it is over, how far it is, and what it has made."""

    id: int
    period: str
    operator_id: int | None
    zone_ids: Sequence[int] | None
    since_on: date | None
    upto_on: date | None
    status: RunStatus
    cursor: int
    last_customer: int
    made: int
    billed_minor: int
    skipped: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A billing profile in a list; `operator` is None where it is everybody's."""

    id: int
    code: str
    name: str
    operator: str | None
    customers: int


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A billing profile: its `terms` as they are kept, amounts in minor units of the `currency`.

    `version` is another as soon as anything of it is.
    """

    id: int
    code: str
    name: str
    operator: str | None
    currency: str
    customers: int
    version: str
    may_change: bool
    terms: Mapping[str, Any]
