"""Everything outside of the ISP: it keeps what really happened, however it answers us."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from domain import clock
from domain.errors import Busy, Outside, Refused, Unsure
from domain.money import Money
from domain.ports import (
    Handed,
    Hint,
    Hook,
    Outgoing,
    PayRequest,
    PayState,
    Pending,
    Redirect,
    Refunded,
    RefundRequest,
    RefundState,
    Started,
    Verified,
)
from tests.fake_web import FakeMessages, FakePay
from tests.fakes import FakeRouter

SESSION = timedelta(days=1)  # for so long can be paid what was begun


class Mood(StrEnum):
    """How somebody outside answers, until it is told otherwise."""

    WELL = "well"
    REFUSES = "refuses"
    BUSY = "busy"
    SILENT = "silent"  # it does what it is asked, and nobody hears of it
    LOST = "lost"  # it never gets what it is asked


_TROUBLE: dict[Mood, type[Outside]] = {
    Mood.REFUSES: Refused,
    Mood.BUSY: Busy,
    Mood.SILENT: Unsure,
    Mood.LOST: Unsure,
}


def _hook(told: object) -> Hook:
    return Hook("POST", "", {}, {"content-type": "application/json"}, json.dumps(told).encode())


@dataclass(frozen=True, slots=True)
class Taking:
    """Money that a gateway took from somebody."""

    txn: str
    ref: str
    minor: int


@dataclass
class Bank(FakePay):
    """A payment gateway that remembers who paid, whatever it tells us of it."""

    name: str = ""
    mood: Mood = Mood.WELL
    requests: dict[str, PayRequest] = field(default_factory=dict)
    takings: dict[str, list[Verified]] = field(default_factory=dict)
    ended: dict[str, PayState] = field(default_factory=dict)
    returned: dict[str, int] = field(default_factory=dict)  # what went back, by our reference
    letters: list[Hook] = field(default_factory=list)  # notifications, each as it was written
    begun: dict[str, datetime] = field(default_factory=dict)
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    async def start(self, request: PayRequest) -> Started:
        if self.mood in {Mood.WELL, Mood.SILENT}:
            self.requests[request.ref] = request
            self.begun[request.ref] = clock.now()
        self._answer()
        return Started(Redirect(f"https://gateway.test/{request.ref}"), f"session-{request.ref}")

    async def ask(self, attempt: Pending, hint: Hint | None) -> Verified:
        self._answer()
        return self.says(attempt.ref, attempt.known)

    def says(self, ref: str, known: frozenset[str] = frozenset()) -> Verified:  # type: ignore[override]
        """The truth about an attempt: of several payments the first that is not `known`."""
        if paid := self.takings.get(ref):
            return next((each for each in paid if each.txn_id not in known), paid[-1])
        if ref in self.ended:
            return Verified(self.ended[ref], ref=ref, reason="said-so", final=True)
        if ref in self.requests:
            return Verified(PayState.PENDING, ref=ref)
        return Verified(PayState.FAILED, ref=ref, reason="not-known", final=True)

    async def refund(self, request: RefundRequest) -> Refunded:
        if self.mood in {Mood.WELL, Mood.SILENT}:
            assert request.ref not in self.returned, "told twice to give the same back"
            self.returned[request.ref] = request.amount.minor
        self._answer()
        return self._refunded(request.ref)

    async def refund_status(self, request: RefundRequest) -> Refunded:
        if self.mood is not Mood.WELL:
            return Refunded(RefundState.UNKNOWN, reason=self.mood)
        return self._refunded(request.ref)

    def _refunded(self, ref: str) -> Refunded:
        if ref in self.returned:
            return Refunded(RefundState.DONE, f"RF-{ref}")
        return Refunded(RefundState.ABSENT)

    def takes(self, ref: str, *, minor: int | None = None, risky: bool = False) -> Taking | None:
        """The customer pays what the page asks, or another amount; a letter is written of it."""
        request = self.requests.get(ref)
        if request is None or ref in self.ended or clock.now() - self.begun[ref] >= SESSION:
            return None
        txn, taken = f"{self.name.upper()}{next(self.numbers):04d}", minor or request.amount.minor
        said = Verified(PayState.PAID, ref=ref, amount=Money(taken), txn_id=txn, risky=risky)
        self.takings.setdefault(ref, []).append(said)
        self.writes(ref=ref, txn_id=txn, state="paid", amount_minor=taken)
        return Taking(txn, ref, taken)

    def ends(self, ref: str, how: PayState) -> None:
        """The customer gives up, or the gateway does."""
        if ref in self.requests and ref not in self.takings:
            self.ended[ref] = how
            self.writes(ref=ref, state=how.value)

    def writes(self, **told: object) -> None:
        """A notification, which may come once, twice, late or never."""
        self.letters.append(_hook(told))

    def _answer(self) -> None:
        if self.mood in _TROUBLE:
            raise _TROUBLE[self.mood](self.mood.value)


class ClosingBank(Bank):
    """One that can also end what nobody should pay any more."""

    async def cancel(self, attempt: Pending) -> Verified:
        self._answer()
        if attempt.ref in self.requests and attempt.ref not in self.takings:
            self.ended.setdefault(attempt.ref, PayState.CANCELLED)
        return self.says(attempt.ref, attempt.known)


@dataclass
class Phones(FakeMessages):
    """A provider of messages; what it accepted reaches somebody, whatever it answered."""

    mood: Mood = Mood.WELL
    accepted: list[Outgoing] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)  # of what it accepted: reported as not arrived
    letters: list[Hook] = field(default_factory=list)

    async def send(self, message: Outgoing) -> Handed:
        if self.mood in {Mood.WELL, Mood.SILENT}:
            self.accepted.append(message)
        if self.mood in _TROUBLE:
            raise _TROUBLE[self.mood](self.mood.value)
        return Handed(f"id-{message.ref}")

    def reports(self, which: int, status: str) -> Hook | None:
        """Word of what became of something that was accepted."""
        if not self.accepted:
            return None
        about = self.accepted[which % len(self.accepted)].ref
        if status == "failed":
            self.failed.add(about)
        return _hook([{"provider_id": f"id-{about}", "status": status, "ref": about}])


class Tower(FakeRouter):
    """The router behind which everybody hangs."""

    def __init__(self) -> None:
        super().__init__()
        self.is_down = False

    async def _begin(self, operation: str) -> None:
        if self.is_down:
            raise Busy("unreachable")
        await super()._begin(operation)
