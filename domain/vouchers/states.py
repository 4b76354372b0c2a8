"""The states of vouchers."""

from __future__ import annotations

from enum import StrEnum


class VoucherStatus(StrEnum):
    """Where a voucher stands; `rules.MAY` has the moves."""

    UNISSUED = "unissued"  # made, and good for nothing yet
    ISSUED = "issued"
    USED = "used"
    EXPIRED = "expired"
    VOIDED = "voided"
