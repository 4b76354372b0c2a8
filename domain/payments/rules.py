"""What holds for money coming, computed from values alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.money import Money, latin_digits
from domain.payments.states import AttemptStatus as A
from domain.ports import PayState, Verified

MAY: dict[A, frozenset[A]] = {
    A.CREATED: frozenset(
        {A.INITIATED, A.UNKNOWN, A.PAID, A.HELD, A.FAILED, A.CANCELLED, A.EXPIRED}
    ),
    A.INITIATED: frozenset({A.UNKNOWN, A.PAID, A.HELD, A.FAILED, A.CANCELLED, A.EXPIRED}),
    A.UNKNOWN: frozenset({A.INITIATED, A.PAID, A.HELD, A.FAILED, A.CANCELLED, A.EXPIRED}),
    A.FAILED: frozenset({A.PAID, A.HELD}),  # a late 'paid' of the gateway always wins
    A.CANCELLED: frozenset({A.PAID, A.HELD}),
    A.EXPIRED: frozenset({A.PAID, A.HELD}),
    A.HELD: frozenset({A.PAID}),
    A.PAID: frozenset(),
}
OPEN = (A.CREATED, A.INITIATED, A.UNKNOWN)
ENDED = {
    PayState.FAILED: A.FAILED,
    PayState.CANCELLED: A.CANCELLED,
    PayState.EXPIRED: A.EXPIRED,
}
UNDO_WINDOW = timedelta(minutes=15)
REPEAT_WINDOW = timedelta(minutes=10)
LINK_DAYS = 7
CLAIMS_A_DAY = 5
FAILURES = 5  # customers in a row who could not begin to pay: the gateway is in trouble
STARTED_WITHIN = timedelta(minutes=5)  # else whoever started the attempt has died
_FIRST_POLLS = (1, 2, 5, 10, 30)  # minutes after the start; then hourly for a day, daily for three
_LEAST_PAUSE = timedelta(minutes=1)


def may_come_from(to: A) -> list[A]:
    """The states from which an attempt may move to `to`."""
    return [state for state, targets in MAY.items() if to in targets]


def next_poll(made_at: datetime, polls: int, now: datetime) -> datetime | None:
    """When to ask about a silent attempt after `polls` questions; None: give it up."""
    if polls < len(_FIRST_POLLS):
        wanted = made_at + timedelta(minutes=_FIRST_POLLS[polls])
        return max(wanted, now + _LEAST_PAUSE)
    if now - made_at < timedelta(days=1):
        return now + timedelta(hours=1)
    if now - made_at < timedelta(days=4):
        return now + timedelta(days=1)
    return None


def misfits(ref: str, amount: Money, said: Verified) -> list[list[str]]:
    """Where a gateway's 'paid' differs from what we asked for: [what, ours, theirs] each."""
    found = []
    if said.ref != ref:
        found.append(["reference", ref, said.ref])
    if said.amount is None:
        found.append(["amount", amount.wire(), ""])
    elif said.amount.currency != amount.currency:
        found.append(["currency", amount.currency, said.amount.currency])
    elif said.amount != amount:
        found.append(["amount", amount.wire(), said.amount.wire()])
    if not said.txn_id:
        found.append(["txn", "", ""])
    return found


def tidy_txn(text: str) -> str:
    """A transaction id as providers print it: no blanks, upper case, Latin digits."""
    return re.sub(r"[\s\u200b-\u200f\ufeff]+", "", latin_digits(text)).upper()[:80]


def looks_like(pattern: str, txn_id: str) -> bool:
    """Whether an id has the usual form; an odd one is a warning for staff, never a refusal."""
    return not pattern or re.fullmatch(pattern, txn_id) is not None


def split(amount: int, parts: Sequence[int]) -> tuple[list[int], int]:
    """How an amount falls on open parts in their order, and what is left of it."""
    taken = []
    for part in parts:
        taken.append(min(part, amount))
        amount -= taken[-1]
    return taken, amount
