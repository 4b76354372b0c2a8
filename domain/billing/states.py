"""The states and kinds of billing, apart from its tables so that rules can name them."""

from __future__ import annotations

from enum import StrEnum


class BillStatus(StrEnum):
    """Where a bill stands; `rules.MAY` has the moves."""

    UNPAID = "unpaid"
    PARTIAL = "partial"
    PAID = "paid"
    VOID = "void"


class CollectionStatus(StrEnum):
    """How far it has come with what a customer owes; `queries.collecting` has the rule."""

    PENDING = "pending"  # nothing was told of yet
    REMINDED = "reminded"
    WARNED = "warned"  # told, and overdue
    PROMISED = "promised"
    SUSPENDED = "suspended"
    RESTORED = "restored"  # back on, and something is open of which nothing was told since
    UNCOLLECTIBLE = "uncollectible"  # they left
    CLEAR = "clear"  # nothing is open


class LineKind(StrEnum):
    """What a bill line is for."""

    PACKAGE = "package"
    DISCOUNT = "discount"
    PRORATION = "proration"
    LATE_FEE = "late_fee"
    CHARGE = "charge"
    OPENING = "opening"
    RECHARGE = "recharge"
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


class Restores(StrEnum):
    """What brings a customer back who was suspended for what they owe.

    That the reason is gone always does; also that at most so much is left, or that at least so much
    was paid since.
    """

    REASON = "reason"
    LEFT = "left"
    PAID = "paid"


class PrepaidDay(StrEnum):
    """How long a day of prepaid service runs: to the same time of the next day, or to midnight."""

    HOURS = "hours"
    CALENDAR = "calendar"


class PrepaidBill(StrEnum):
    """What a prepaid customer gets a bill for: each day, or each recharge."""

    DAY = "day"
    RECHARGE = "recharge"


class LateFee(StrEnum):
    """What is charged of whoever is overdue beyond the grace days."""

    NONE = "none"
    FIXED = "fixed"
    PERCENT = "percent"


class FeeEvery(StrEnum):
    """Whether a bill brings a late fee once, or in each cycle in which it is open."""

    ONCE = "once"
    CYCLE = "cycle"


class FeeOn(StrEnum):
    """Where a late fee stands: on the next bill, or on one of its own at once."""

    NEXT = "next-bill"
    OWN = "own-bill"
