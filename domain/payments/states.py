"""The states and kinds of money coming."""

from __future__ import annotations

from enum import StrEnum


class AttemptStatus(StrEnum):
    """Where a try to pay stands; `rules.MAY` has the moves."""

    CREATED = "created"
    INITIATED = "initiated"
    UNKNOWN = "unknown"
    PAID = "paid"
    HELD = "held"  # paid, but a person must decide
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Mover(StrEnum):
    """Who brought an attempt to another state."""

    CUSTOMER = "customer"  # on our pages
    GATEWAY = "gateway"  # by a notification
    CLOCK = "clock"  # we asked of ourselves
    PAYMENT = "payment"  # the same money came by another way
    STAFF = "staff"


class Method(StrEnum):
    """How money came."""

    CASH = "cash"
    BANK = "bank"
    BKASH = "bkash"
    NAGAD = "nagad"
    ROCKET = "rocket"
    UPAY = "upay"
    CARD = "card"
    ONLINE = "online"
    VOUCHER = "voucher"
    OTHER = "other"


class PaymentStatus(StrEnum):
    """Where a payment stands."""

    POSTED = "posted"
    REVERSED = "reversed"


class RefundStatus(StrEnum):
    """Where money stands that is to go back; `rules.REFUND_MAY` has the moves."""

    ASKED = "asked"
    HANDED = "handed"  # written down before the gateway is told, so that nobody tells it twice
    PENDING = "pending"  # the gateway has taken it on
    DONE = "done"
    REFUSED = "refused"
    UNDONE = "undone"  # done, until the gateway said that it failed after all


class DayDoubt(StrEnum):
    """Why money can hardly have come on the day that is said."""

    TO_COME = "to-come"
    BEFORE_JOINING = "before-joining"
    CLOSED = "closed"


class VerificationKind(StrEnum):
    """Why a person must decide."""

    MANUAL = "manual"  # claimed by the customer
    MISMATCH = "mismatch"  # the gateway's word does not fit ours
    UNMATCHED = "unmatched"  # money without an attempt of ours
    RISK = "risk"  # the gateway calls it risky
    BY_HAND = "by_hand"  # the gateway is set so


class VerificationStatus(StrEnum):
    """States of a decision."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"


class PaperKind(StrEnum):
    """The papers that a customer can be sent."""

    INVOICE = "invoice"
    RECEIPT = "receipt"
    NOTE = "note"
    STATEMENT = "statement"
