"""Where a bill stands, what it is called, and when who owes is suspended or restored: no I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.billing.states import BillStatus, ChangeStatus, Restores, RunStatus
from domain.network.states import EXPIRED

MAY: Mapping[BillStatus, frozenset[BillStatus]] = {
    BillStatus.UNPAID: frozenset({BillStatus.PARTIAL, BillStatus.PAID, BillStatus.VOID}),
    BillStatus.PARTIAL: frozenset({BillStatus.UNPAID, BillStatus.PAID}),
    BillStatus.PAID: frozenset({BillStatus.UNPAID, BillStatus.PARTIAL}),
    BillStatus.VOID: frozenset(),
}
RUN_MAY: Mapping[RunStatus, frozenset[RunStatus]] = {
    RunStatus.RUNNING: frozenset({RunStatus.DONE}),
    RunStatus.DONE: frozenset(),
}
CHANGE_MAY: Mapping[ChangeStatus, frozenset[ChangeStatus]] = {
    ChangeStatus.PLANNED: frozenset({ChangeStatus.DONE, ChangeStatus.TAKEN_BACK}),
    ChangeStatus.DONE: frozenset({ChangeStatus.TAKEN_BACK}),
    ChangeStatus.TAKEN_BACK: frozenset(),
}


def status_of(total_minor: int, paid_minor: int) -> BillStatus:
    """Where a bill that is not void stands."""
    if paid_minor >= total_minor:
        return BillStatus.PAID
    return BillStatus.PARTIAL if paid_minor else BillStatus.UNPAID


def number_of(operator_code: str, year: int, serial: int) -> str:
    """A bill's number: `NORTH-2026-000123`."""
    return f"{operator_code.upper()}-{year}-{serial:06d}"


def note_number_of(operator_code: str, year: int, serial: int) -> str:
    """A credit note's number: `NORTH-CN-2026-000123`."""
    return f"{operator_code.upper()}-CN-{year}-{serial:06d}"


@dataclass(frozen=True, slots=True)
class OpenBill:
    """What suspension needs to know of an unpaid or partly paid bill.

    Late fees within it are paid last. One that is `borne` was open when a part payment brought
    service back, and is no reason to suspend again.
    """

    due_on: date
    open_minor: int
    warned_at: datetime | None = None
    fee_minor: int = 0
    borne: bool = False

    @property
    def without_fee(self) -> int:
        """What is open of it beside late fees."""
        return max(self.open_minor - self.fee_minor, 0)


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WARNED_BEFORE = timedelta(days=1)  # suspension


def warned(bills: Sequence[OpenBill], now: datetime) -> list[OpenBill]:
    """The bills of which the customer was warned long enough ago."""
    latest = now - WARNED_BEFORE
    return [bill for bill in bills if bill.warned_at is not None and bill.warned_at <= latest]


@dataclass(frozen=True, slots=True)
class SuspensionTerms:
    """A billing profile's rules of suspension, and what holds it off for this customer."""

    auto_suspend: bool
    grace_days: int
    over_minor: int | None
    least_part_minor: int
    exempt: bool
    promised_until: date | None
    restores: str = Restores.LEFT
    valid_until: date | None = None  # the last day of the customer's validity

    def hold_off(self, today: date) -> bool:
        """Whether nothing suspends this customer on that day."""
        promised = self.promised_until is not None and today <= self.promised_until
        return self.exempt or promised

    def are_over(self, today: date) -> bool:
        """Whether the validity has ended by that day, and the service with it."""
        ended = self.valid_until is not None and today > self.valid_until
        return ended and not self.hold_off(today)


def bears(bills: Sequence[OpenBill], terms: SuspensionTerms) -> bool:
    """Whether so little is left, late fees not counted, that it neither suspends nor holds."""
    left = sum(bill.without_fee for bill in bills)
    return terms.restores == Restores.LEFT and left <= terms.least_part_minor


def suspension_rule(bills: Sequence[OpenBill], terms: SuspensionTerms, today: date) -> str:
    """`overdue`, `threshold` or `expired` where the customer is to be suspended, else empty.

    Owing so little that it restores service never suspends.
    """
    if not terms.auto_suspend or terms.hold_off(today):
        return ""
    return _rule_of_money(bills, terms, today) or (EXPIRED if terms.are_over(today) else "")


def _rule_of_money(bills: Sequence[OpenBill], terms: SuspensionTerms, today: date) -> str:
    counted = [bill for bill in bills if not bill.borne]
    due = sum(bill.open_minor for bill in counted)
    if not due or bears(bills, terms):
        return ""
    if any(today > bill.due_on + timedelta(days=terms.grace_days) for bill in counted):
        return "overdue"
    return "threshold" if terms.over_minor is not None and due > terms.over_minor else ""


def end_of(terms: SuspensionTerms, today: date) -> dict[str, object]:
    """The figure of a validity that has ended."""
    until = terms.valid_until if terms.are_over(today) else None
    return {"valid_until": until.isoformat()} if until else {}


def may_restore(bills: Sequence[OpenBill], terms: SuspensionTerms, today: date) -> bool:
    """Whether a customer who was suspended for what they owe may be reconnected, whatever they
    paid since.

    Either what is left is little enough, or nothing is overdue (the grace days are used up by then)
    nor over the threshold; and the validity goes on.
    """
    strict = replace(terms, auto_suspend=True, grace_days=0)
    return not suspension_rule(bills, strict, today)


def part_restores(paid_minor: int, terms: SuspensionTerms) -> bool:
    """Whether what was paid since the suspension is enough by itself."""
    return terms.restores == Restores.PAID and paid_minor >= terms.least_part_minor > 0


def is_spared(day: date, weekdays: Sequence[str] | None, days: Sequence[str] | None) -> bool:
    """Whether nobody is suspended on that day."""
    return WEEKDAYS[day.weekday()] in (weekdays or ()) or day.isoformat() in (days or ())
