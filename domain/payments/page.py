"""What a payment page shows, read in one statement: it must open fast, and for many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from domain import clock, tokens
from domain.customers.models import HELD, CustomerStatus
from domain.errors import NotFound
from domain.fields import from_ms, to_ms
from domain.money import Money
from domain.payments import queries
from domain.payments.models import Attempt
from domain.payments.states import AttemptStatus, VerificationKind, VerificationStatus


class PageState(StrEnum):
    """What the page is about."""

    OPEN = "open"  # something is due and can be paid
    PAID = "paid"  # nothing is due
    EXPIRED = "expired"
    REVOKED = "revoked"


class OpenBill(NamedTuple):
    """A bill with something left to pay."""

    id: int
    number: str
    starts_on: date
    ends_on: date
    due_on: date
    left: Money


@dataclass(frozen=True, slots=True)
class LastAttempt:
    """The newest try to pay by the link."""

    ref: str
    status: AttemptStatus
    gateway_id: int
    amount: Money
    made_at: datetime
    was_sent: bool  # to the gateway, or asked on the phone
    is_checked: bool  # held, and a person has still to decide


@dataclass(frozen=True, slots=True)
class Claim:
    """The customer's money that waits for a person, else the newest decided about by the link.

    What was approved as another customer's is rejected here.
    """

    kind: VerificationKind
    status: VerificationStatus
    gateway_id: int
    txn_id: str
    amount: Money
    reason: str


class Page(NamedTuple):
    """One customer's page; `paid_id` is the newest payment by the link."""

    link_id: int
    state: PageState
    is_new: bool
    customer_id: int
    code: str
    name: str
    mobile: str
    language: str
    may_come_back: bool  # money brings a stopped service back
    operator_id: int
    package: str
    part_allowed: bool
    buys: bool  # packages for a time
    pays_ahead: bool  # for days of service
    bills: Sequence[OpenBill]
    due: Money
    attempt: LastAttempt | None
    claim: Claim | None
    paid_id: int | None


_CONNECTED = {CustomerStatus.ACTIVE, *HELD}


class Outcome(NamedTuple):
    """What an attempt brought into the books, and how much of it is left as advance."""

    amount: Money
    advance: Money


async def outcome(attempt: Attempt) -> Outcome | None:
    """The money of an attempt; None where none is in the books, or none any more.

    Of one that is held it may have come by another way: typed, or told by the wallet itself.
    """
    otherwise = attempt.status is AttemptStatus.HELD
    row = await queries.page.posted(attempt.id, otherwise=otherwise)
    if row is None:
        return None
    return Outcome(Money(row.kept_minor, row.currency), Money(row.left_minor, row.currency))


async def refusal(attempt: Attempt) -> Claim | None:
    """What was decided about a held attempt whose money was refused.

    Where it has no card of its own, the newest of the same transaction tells.
    """
    if attempt.status is not AttemptStatus.HELD:
        return None
    row = await queries.page.decided(
        attempt.customer_id, attempt.id, attempt.gateway_id, attempt.txn_id, attempt.link_id
    )
    claim = _claim(row) if row else None
    return claim if claim and claim.status is VerificationStatus.REJECTED else None


class Settled(StrEnum):
    """Why nothing is due."""

    PAID = "paid"
    VOID = "void"
    NOTHING = "nothing"


async def why_settled(page: Page) -> Settled:
    """What became of the newest bill; a void one leaves paid what was paid since the link came."""
    row = await queries.page.newest_bill(page.customer_id, page.link_id)
    if row is None:
        return Settled.NOTHING
    return Settled.VOID if row.status == "void" and not row.paid else Settled.PAID


async def read_many(given: Sequence[str]) -> list[Page | None]:
    """The pages of links' tokens, in their order; None for a guess, after the same work."""
    wanted = [tokens.digest(token[:64]) for token in given]
    # Few lengths of the list, so that the database knows the statement already.
    asked = wanted + wanted[-1:] * ((1 << (len(wanted) - 1).bit_length()) - len(wanted))
    now = to_ms(clock.now())
    rows: dict[str, list[queries.page.Row]] = {}
    for row in await queries.page.read(asked):
        rows.setdefault(row.token_hash, []).append(row)
    return [_page(rows[digest], now) if digest in rows else None for digest in wanted]


async def read(token: str) -> Page:
    """The page of a link's token; raises `NotFound` for a guess."""
    found = (await read_many([token]))[0]
    if found is None:
        raise NotFound(what="link", given="")
    return found


def _page(found: Sequence[queries.page.Row], now: int) -> Page:
    """From the rows of one link, one for each open bill."""
    row = found[0]
    bills = [_bill(each, each.bill_id) for each in found if each.bill_id is not None]
    due = sum((bill.left.minor for bill in bills), 0)
    currency = bills[0].left.currency if bills else row.currency
    return Page(
        link_id=row.id,
        state=_state(row, due, now),
        is_new=row.opened_at is None,
        customer_id=row.customer_id,
        code=row.code,
        name=row.name,
        mobile=row.mobile,
        language=row.language,
        may_come_back=row.customer_status in _CONNECTED,
        operator_id=row.operator_id,
        package=row.package,
        part_allowed=bool(row.part_payment),
        buys=row.cycle == "hotspot",
        pays_ahead=row.cycle == "daily" and row.customer_status != CustomerStatus.LEFT,
        bills=bills,
        due=Money(due, currency),
        attempt=_attempt(row),
        claim=_claim(row),
        paid_id=row.paid_id,
    )


def _state(row: queries.page.Row, due: int, now: int) -> PageState:
    if row.closed_why == "revoked":
        return PageState.REVOKED
    if not due:
        return PageState.PAID
    if row.closed_at is not None or row.expires_at <= now:
        return PageState.EXPIRED
    return PageState.OPEN


def _bill(row: queries.page.Row, bill_id: int) -> OpenBill:
    return OpenBill(
        id=bill_id,
        number=row.number,
        starts_on=date.fromisoformat(row.starts_on),
        ends_on=date.fromisoformat(row.ends_on),
        due_on=date.fromisoformat(row.due_on),
        left=Money(int(row.left_minor), row.bill_currency),
    )


def _attempt(row: queries.page.Row) -> LastAttempt | None:
    if row.ref is None:
        return None
    return LastAttempt(
        ref=row.ref,
        status=AttemptStatus(row.attempt_status),
        gateway_id=row.gateway_id,
        amount=Money(row.attempt_minor, row.attempt_currency),
        made_at=from_ms(row.made_at),
        was_sent=bool(row.was_sent),
        is_checked=bool(row.is_checked),
    )


def _claim(row: queries.page.Row | queries.page.Claim) -> Claim | None:
    if row.txn_id is None:
        return None
    return Claim(
        kind=VerificationKind(row.kind),
        status=VerificationStatus(row.claim_status),
        gateway_id=row.claim_gateway_id,
        txn_id=row.txn_id,
        amount=Money(row.claim_minor, row.claim_currency),
        reason=row.reason,
    )
