"""A payment gateway in memory that gives money back, and keeps what it really gave."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from domain.errors import Outside
from domain.money import Money
from domain.ports import Refunded, RefundRequest, RefundState
from tests.fake_web import FakePay


class RefundingPay(FakePay):
    """`given` is what went back, by our references, whatever was answered."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[RefundRequest] = []
        self.given: dict[str, Money] = {}
        self.refunds_are = RefundState.DONE
        self.refuses_refunds = ""  # for this reason
        self.is_away: Outside | None = None
        self.loses_answers = False
        self.knows_by_ref = True  # else a refund is found by the gateway's own id alone
        self.before_giving: Callable[[], Awaitable[None]] | None = None
        self.after_giving: Callable[[], Awaitable[None]] | None = None

    async def refund(self, request: RefundRequest) -> Refunded:
        if self.is_away is not None:
            raise self.is_away
        self.told.append(request)
        if self.before_giving is not None:
            await self.before_giving()
        if self.refuses_refunds:
            return Refunded(RefundState.REFUSED, reason=self.refuses_refunds)
        assert request.ref not in self.given, "the same refund was asked for twice"
        self.given[request.ref] = request.amount
        if self.after_giving is not None:
            await self.after_giving()
        if self.loses_answers:
            return Refunded(RefundState.UNKNOWN, reason="timeout")
        return Refunded(self.refunds_are, f"RF-{request.ref}")

    async def refund_status(self, request: RefundRequest) -> Refunded:
        if self.is_away is not None or not (self.knows_by_ref or request.refund_id):
            return Refunded(RefundState.UNKNOWN, reason="unnamed")
        if request.ref not in self.given:
            return Refunded(RefundState.ABSENT)
        return Refunded(self.refunds_are, f"RF-{request.ref}")
