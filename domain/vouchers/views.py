"""What is shown of vouchers, as it was when it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.money import Money
from domain.vouchers import rules
from domain.vouchers.states import VoucherStatus


@dataclass(frozen=True, slots=True)
class LotView:
    """Vouchers made together, and how they stand.

    `commission` is of each; what the used ones brought is `redeemed`, and `kept` of that is the
    distributor's. Who only sells them may not change anything: they are not `mine`.
    """

    id: int
    value: Money
    package: str
    count: int
    expires_on: date | None
    distributor: str
    commission: Money
    percent: str
    made_at: datetime
    made_by: str
    printing: int
    printed_at: datetime | None
    issued_at: datetime | None
    voided_at: datetime | None
    voided_why: str
    counts: Mapping[VoucherStatus, int]
    mine: bool

    @property
    def used(self) -> int:
        """How many were redeemed."""
        return self.counts.get(VoucherStatus.USED, 0)

    @property
    def open(self) -> int:
        """How many may still be redeemed, or issued."""
        return sum(self.counts.get(each, 0) for each in rules.OPEN)

    @property
    def redeemed(self) -> Money:
        """What the used ones brought."""
        return self.value.share(self.used, 1)

    @property
    def kept(self) -> Money:
        """The distributor's part of that."""
        return self.commission.share(self.used, 1)


@dataclass(frozen=True, slots=True)
class VoucherView:
    """One voucher; whose it became is empty for who may not see the customer."""

    id: int
    lot_id: int
    serial: str
    status: VoucherStatus
    value: Money
    package: str
    expires_on: date | None
    ended_at: datetime | None
    why: str
    payment_id: int | None
    customer: str
    code: str
    by: str
    may_void: bool
