"""What holds for money coming, computed from values alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain import languages
from domain.calendar import Period
from domain.money import Money, latin_digits
from domain.payments.states import AttemptStatus as A
from domain.payments.states import DayDoubt, Method, PaymentStatus
from domain.payments.states import RefundStatus as R
from domain.payments.states import VerificationStatus as V
from domain.ports import PayState, Verified
from domain.signs import short_id

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
VERIFICATION_MAY: dict[V, frozenset[V]] = {
    V.SUBMITTED: frozenset({V.APPROVED, V.REJECTED}),
    V.APPROVED: frozenset({V.SUBMITTED}),  # the payment that settled it was taken back
    V.REJECTED: frozenset(),
}
PAYMENT_MAY: dict[PaymentStatus, frozenset[PaymentStatus]] = {
    PaymentStatus.POSTED: frozenset({PaymentStatus.REVERSED}),
    PaymentStatus.REVERSED: frozenset(),
}
REFUND_MAY: dict[R, frozenset[R]] = {
    R.ASKED: frozenset({R.HANDED, R.REFUSED}),
    R.HANDED: frozenset({R.ASKED, R.PENDING, R.DONE, R.REFUSED}),  # asked anew: it never arrived
    R.PENDING: frozenset({R.DONE, R.REFUSED}),
    R.DONE: frozenset({R.UNDONE}),  # a late 'it failed' of the gateway wins as well
    R.REFUSED: frozenset({R.DONE}),  # a late 'it went back' of the gateway always wins
    R.UNDONE: frozenset(),
}
GOING_BACK = (R.ASKED, R.HANDED, R.PENDING)
OPEN = (A.CREATED, A.INITIATED, A.UNKNOWN)
ENDED = {
    PayState.FAILED: A.FAILED,
    PayState.CANCELLED: A.CANCELLED,
    PayState.EXPIRED: A.EXPIRED,
}
# Systems with transaction ids of their own: the database promises one payment an id in each.
NAMED = frozenset(
    {
        Method.BANK, Method.BKASH, Method.NAGAD, Method.ROCKET, Method.UPAY, Method.CARD,
        Method.VOUCHER,
    }
)  # fmt: skip
TOLD = frozenset(Method) - {Method.VOUCHER}  # what may be said of money: of that a PIN says it
TYPED = TOLD - {Method.ONLINE}  # by a person
TAKA_ONLY = frozenset({Method.BKASH, Method.NAGAD, Method.ROCKET, Method.UPAY})
UNDO_WINDOW = timedelta(minutes=15)
REPEAT_WINDOW = timedelta(minutes=10)
CLAIM_WINDOW = timedelta(days=7)  # before a claim: money without an id that it may be
LINK_DAYS = 7
CLAIMS_A_DAY = 5
FAILURES = 5  # customers in a row who could not begin to pay: the gateway is in trouble
STARTED_WITHIN = timedelta(minutes=5)  # else whoever started the attempt has died
SURELY_OPEN = timedelta(minutes=1)  # so new that nobody has to ask whether it ended meanwhile
GIVEN_AGAIN = timedelta(hours=1)  # to who begins again; later a page may not be what it was
_FIRST_POLLS = (1, 2, 5, 10, 30)  # minutes after the start; then hourly, and daily after its end
_LEAST_PAUSE = timedelta(minutes=1)
_SESSION = timedelta(days=1)  # how long money may come where the gateway does not say
_AFTERWARDS = timedelta(days=3)
_LEAST_POLLS = 8  # before the silent is given up, also after days in which nobody could ask
_PAID_PAUSE = timedelta(minutes=15)  # a session that brought money rarely brings more
_LOOKS = (1, 2, 5, 10, 30)  # minutes between the first looks at a refund; then hourly, and daily
_HOURLY_LOOKS = 48
SURELY_OVER = timedelta(minutes=15)  # since it was told, a gateway has done what it was told
DOUBTED_AFTER = timedelta(hours=1)  # of silence about a refund a person is asked
FORGOTTEN_AFTER = timedelta(days=2)  # of silence about one that the gateway had taken on
LATE_WORD = timedelta(days=3)  # after a person has said that nothing went back
LATE_FAILURE = timedelta(days=10)  # after the gateway has said that it went back


@languages.remembered
def _labels() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What says that a transaction id follows: alone, and with something behind it."""
    said = {kind: languages.words("transaction", kind) for kind in ("called", "id", "number")}
    transaction, short = languages.one_of(said["called"]), languages.one_of(said["id"])
    number = languages.one_of(said["id"] + said["number"])
    name = rf"(?:{transaction}(?:[\s._-]*{number})?|{short})"
    alone = rf"\s*{name}\s*[:#=.\-]*\s*"
    before = rf"^\s*{name}(?:\s*[:#=]+\s*|\s+(?:[.\-]\s+)?)(?=\S)"
    return re.compile(alone, re.IGNORECASE), re.compile(before, re.IGNORECASE)


class Asked(NamedTuple):
    """What decides when an attempt is asked about again."""

    made_at: datetime
    ends_at: datetime | None  # when its session can't be paid any more
    polls: int
    is_paid: bool


def next_poll(asked: Asked, now: datetime, *, answered: bool = True) -> datetime | None:
    """When to ask again after `polls` questions; None: nothing is waited for any more.

    Whatever was said, an attempt is asked about until its session has ended, and once more then.
    """
    end = asked.ends_at or asked.made_at + _SESSION
    if now < end:
        return min(_within(asked, now), max(end, now + _LEAST_PAUSE))
    silent_too_soon = not answered and asked.polls < _LEAST_POLLS
    days = timedelta(days=1) if asked.is_paid and answered else _AFTERWARDS
    return now + timedelta(days=1) if now < end + days or silent_too_soon else None


def _within(asked: Asked, now: datetime) -> datetime:
    if asked.is_paid:
        return now + max(_PAID_PAUSE, 3 * (now - asked.made_at))
    if asked.polls < len(_FIRST_POLLS):
        wanted = asked.made_at + timedelta(minutes=_FIRST_POLLS[asked.polls])
        return max(wanted, now + _LEAST_PAUSE)
    return now + timedelta(hours=1)


def soon(now: datetime) -> datetime:
    """When to ask again where more is likely to be known already."""
    return now + _LEAST_PAUSE


def next_late_look(ended_at: datetime, now: datetime) -> datetime | None:
    """When to look again whether a refund that went back has failed after all; None: no more."""
    return now + timedelta(days=1) if now - ended_at < LATE_FAILURE else None


def next_look(looks: int, now: datetime) -> datetime:
    """When a refund is looked at again after so many looks: for as long as nobody knows its end."""
    if looks <= len(_LOOKS):
        return now + timedelta(minutes=_LOOKS[max(looks, 1) - 1])
    hourly = looks <= len(_LOOKS) + _HOURLY_LOOKS
    return now + (timedelta(hours=1) if hourly else timedelta(days=1))


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


def doubt_of_day(day: date, today: date, joined_on: date) -> DayDoubt | None:
    """Why money can hardly have come on that day; months before the last one are closed."""
    if day > today:
        return DayDoubt.TO_COME
    if day < joined_on:
        return DayDoubt.BEFORE_JOINING
    return DayDoubt.CLOSED if day < Period.of(today).previous().starts_on else None


def is_likely_txn(text: str) -> bool:
    """Whether a word has the form of a transaction id: letters and digits, or a long number."""
    plain = tidy_txn(text)
    return (
        re.fullmatch(r"[A-Z0-9][A-Z0-9_./#-]{3,}", plain) is not None
        and re.search(r"\d", plain) is not None
        and (re.search(r"[A-Z]", plain) is not None or len(plain) >= 8)
        and re.fullmatch(r"(88)?01\d{9}|\d+(ST|ND|RD|TH|AM|PM)", plain) is None
    )


def tidy_txn(text: str) -> str:
    """A transaction id as providers print it: no blanks, upper case, Latin digits, no label."""
    bare = latin_digits(without_label(text))
    return short_id(re.sub(r"[\s\u200b-\u200f\ufeff]+", "", bare).upper())


def without_label(text: str) -> str:
    """What is said to be a transaction id, without the words `TrxID:` before it."""
    return _labels()[1].sub("", text)


def is_label(words: str) -> bool:
    """Whether the words only say that a transaction id follows."""
    return _labels()[0].fullmatch(words) is not None


def method_of(provider: str, options: Mapping[str, object]) -> Method:
    """How money comes that an account takes in, as far as the account alone tells."""
    named = str(options.get("method", provider))
    return Method(named) if named in TOLD else Method.ONLINE


def method_kept(told: str, provider: str, options: Mapping[str, object]) -> Method:
    """How money came that waited for a person: as it was told, else as the account tells."""
    return Method(told) if told else method_of(provider, options)


def method_told(provider: str, options: Mapping[str, object], said: Verified) -> Method:
    """How money came, by the word of the gateway that took it."""
    for name in (said.method, said.instrument):
        if name in TOLD:
            return Method(name)
    return method_of(provider, options)


def may_be_one(one: Method, other: Method) -> bool:
    """Whether the same id can be the same transaction: of one system, or of one nobody named."""
    return one is other or one not in NAMED or other not in NAMED


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


def receipt_number(payment_id: int) -> str:
    """The number of the receipt of a payment."""
    return f"R{payment_id:07d}"
