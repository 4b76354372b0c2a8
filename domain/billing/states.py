"""The states and kinds of billing, apart from its tables so that rules can name them."""

from __future__ import annotations

from enum import StrEnum


class BillStatus(StrEnum):
    """Where a bill stands; `rules.MAY` has the moves."""

    UNPAID = "unpaid"
    PARTIAL = "partial"
    PAID = "paid"
    VOID = "void"


class LineKind(StrEnum):
    """What a bill line is for."""

    PACKAGE = "package"
    DISCOUNT = "discount"
    PRORATION = "proration"
    LATE_FEE = "late_fee"
    CHARGE = "charge"
    OPENING = "opening"
    VAT = "vat"


class RunStatus(StrEnum):
    """States of a bill run."""

    RUNNING = "running"
    DONE = "done"


class ChangeStatus(StrEnum):
    """Where a change of package stands."""

    PLANNED = "planned"
    DONE = "done"
    TAKEN_BACK = "taken_back"


class CreditSource(StrEnum):
    """Where money that can settle bills came from."""

    PAYMENT = "payment"
    OPENING = "opening"
    NOTE = "note"
