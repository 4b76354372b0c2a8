"""Money that goes back: what a gateway is told, and how it says that stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol, runtime_checkable

from domain.money import Money
from domain.ports.payments import Pending
from domain.signs import LONGEST_ID, Told


class RefundState(StrEnum):
    """What a gateway says of money that it is to give back."""

    DONE = "done"
    PENDING = "pending"  # taken on: nothing has come back yet
    REFUSED = "refused"  # nothing goes back by this request
    ABSENT = "absent"  # it shows that it never had the request; an error shows nothing
    UNKNOWN = "unknown"  # no answer that can be relied on: ask again


class RefundRefusal(StrEnum):
    """Why a gateway gives nothing back, where a person can do something about it.

    Stands first in `Refunded.reason`; cards explain it.
    """

    TOO_LATE = "too-late"  # the days in which the gateway gives back are over
    BALANCE = "balance"  # of the account from which it would go back
    AMOUNT = "amount"
    BEFORE = "before"  # money of the payment went back by another way already
    NOT_ALLOWED = "not-allowed"  # to this account, or for this payment


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """Money of a payment that is to go back, the whole or a part."""

    attempt: Pending
    txn_id: str
    amount: Money
    ref: str  # ours, [A-Z0-9], fresh for each refund
    reason: str
    refund_id: str = ""  # the gateway's own, once it has said one
    known: frozenset[str] = frozenset()  # ids of the payment's other refunds


@dataclass(frozen=True, slots=True)
class Refunded(Told):
    """How a refund stands at the gateway."""

    short: ClassVar = {"refund_id": LONGEST_ID}

    state: RefundState
    refund_id: str = ""
    reason: str = ""  # the gateway's code, for staff; a `RefundRefusal` before it


@runtime_checkable
class Refunding(Protocol):
    """What a gateway that gives money back does beside all else; who can't has no such verb."""

    async def refund(self, request: RefundRequest) -> Refunded:
        """Have money given back.

        Called once for a request, and again only after `refund_status` has said ABSENT. Raises
        `Busy` where nothing was asked for, so that it may be called later; what may have happened
        is UNKNOWN.
        """

    async def refund_status(self, request: RefundRequest) -> Refunded:
        """How a refund stands that was asked for, whether or not its answer was heard.

        `state` is UNKNOWN instead of an exception whenever there is no reliable answer.
        """
