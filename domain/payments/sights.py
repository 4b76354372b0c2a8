"""Where a transaction id has been seen: one transaction is money once, by whatever way it comes.

Ids belong to a wallet's or bank's system; one whose system nobody named may be of any. The indexes
of the database refuse a second posted payment; one that a person says is another transaction
stands apart from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tortoise.expressions import Q

from domain import db, reach
from domain.accounts.models import Gateway
from domain.calendar import today
from domain.customers.models import Customer
from domain.errors import DomainError
from domain.money import Money
from domain.payments import queries, rules
from domain.payments.models import Payment, Verification
from domain.payments.states import Method, PaymentStatus, VerificationStatus
from domain.staff import operators
from domain.staff.rights import Actor

AGAIN = "+"  # behind the id of a transaction of which an account has told before
NAMELESS = "NONE-"  # before our reference, in place of the id of money to which none was told


class TxnUsed(DomainError):
    """The transaction id is known already; `customer`, `on`.

    Posted, the newest `payment` of it; told again by the same customer, their `claim`.
    """


class TxnClaimed(DomainError):
    """The transaction id waits for a person as another customer's money; `customer`, `on`."""


async def first(txn_id: str, method: Method) -> Payment | None:
    """The posted payment that keeps this id from being posted again."""
    if not txn_id:
        return None
    same = Payment.filter(
        txn_id=rules.tidy_txn(txn_id), status=PaymentStatus.POSTED, apart_from=None
    )
    found = [row for row in await same.order_by("id") if rules.may_be_one(row.method, method)]
    return found[0] if found else None


async def newest(txn_id: str) -> Payment | None:
    """The last posted payment with this id in any system: who was shown it has seen them all."""
    same = Payment.filter(txn_id=rules.tidy_txn(txn_id), status=PaymentStatus.POSTED)
    return await same.order_by("-id").first()


async def refuse(earlier: Payment, last: int | None = None) -> None:
    """Raise `TxnUsed` with where the id was used, and the newest payment to be looked at."""
    holder = await Customer.get(id=earlier.customer_id)
    last = last or (await newest(earlier.txn_id) or earlier).id
    raise TxnUsed(customer=holder.code, on=earlier.paid_on, payment=last)


def id_of(row: Verification) -> str:
    """The transaction as the gateway writes it."""
    return row.spelling or row.txn_id.partition(AGAIN)[0]


async def alone_with(txn_id: str) -> None:
    """Nobody else claims, keeps, sets apart or decides about the transaction until ours ends."""
    await db.lock(f"transaction {rules.tidy_txn(txn_id.partition(AGAIN)[0])}")


def trace(apart_from: int | None) -> dict[str, str]:
    """What the audit keeps of it when a person said that a transaction is another one."""
    return {"apart_from": f"R{apart_from:07d}"} if apart_from is not None else {}


async def succeed(reversed_: Payment) -> None:
    """Let those that stand with the id of a payment taken back keep it from now on.

    One of a system that nobody named keeps it from all; else the eldest of each system does.
    """
    if not reversed_.txn_id or reversed_.apart_from is not None:
        return
    same = Payment.filter(txn_id=reversed_.txn_id, status=PaymentStatus.POSTED)
    left = await same.order_by("id")
    keepers: list[Payment] = []
    for row in sorted(left, key=lambda each: each.method in rules.NAMED):
        kept = next((one for one in keepers if rules.may_be_one(one.method, row.method)), row)
        if kept is row:
            keepers.append(row)
        elif row.apart_from != kept.id:
            await Payment.filter(id=row.id).update(apart_from=kept.id)
    heirs = [row.id for row in keepers if row.apart_from is not None]
    if heirs:
        await Payment.filter(id__in=heirs).update(apart_from=None)


async def payments(txn_id: str, method: Method) -> list[Payment]:
    """Every payment that has or had this id, the eldest first."""
    same = await Payment.filter(txn_id=rules.tidy_txn(txn_id)).order_by("id")
    return [row for row in same if rules.may_be_one(row.method, method)]


def _with_id(txn_id: str) -> Q:
    """What is kept of a transaction, by its id tidied, or as it was written before ids were."""
    found = Q(txn_id=txn_id) | Q(txn_id__startswith=f"{txn_id}{AGAIN}")
    tidy = rules.tidy_txn(txn_id)
    return found if tidy == txn_id else found | _with_id(tidy)


async def told_by(gateway_id: int, txn_id: str) -> list[Verification]:
    """What a person was asked about a transaction of an account, the eldest first."""
    return await Verification.filter(_with_id(txn_id), gateway_id=gateway_id).order_by("id")


async def approved(txn_id: str, customer_id: int) -> list[Verification]:
    """What was settled as the customer's money of this id, oldest first."""
    same = Verification.filter(_with_id(txn_id), customer_id=customer_id)
    return await same.filter(status=VerificationStatus.APPROVED).order_by("id")


async def refuse_rival(txn_id: str, method: Method, customer_id: int) -> None:
    """Raise `TxnClaimed` where somebody else's money of the id waits for a person."""
    for row in await waiting(txn_id, method):
        if row.customer_id not in {None, customer_id}:
            holder = await Customer.get(id=row.customer_id)
            on = today(row.asked_at, (await operators.get(row.operator_id)).timezone)
            raise TxnClaimed(customer=holder.code, on=on)


async def waiting(txn_id: str, method: Method, *, besides: int = 0) -> list[Verification]:
    """Money of this id that waits for a person, oldest first."""
    found = await _verifications(txn_id, method, besides)
    return [row for row in found if row.status is VerificationStatus.SUBMITTED]


async def _verifications(txn_id: str, method: Method, besides: int) -> list[Verification]:
    rows = (
        await Verification.filter(_with_id(txn_id))
        .exclude(id=besides)
        .exclude(status=VerificationStatus.APPROVED)
        .order_by("id")
    )
    if not rows:
        return []
    accounts = await Gateway.filter(id__in={row.gateway_id for row in rows})
    by_id = {each.id: (each.provider, each.options) for each in accounts}
    methods = (rules.method_kept(row.method, *by_id[row.gateway_id]) for row in rows)
    return [row for row, own in zip(rows, methods, strict=True) if rules.may_be_one(own, method)]


@dataclass(frozen=True, slots=True)
class Sight:
    """One place where an id stands; `name`, `code` and `by` are empty where the actor may not know.

    `state` is posted, alike, reversed, submitted or rejected; `by` is who recorded, or the account.
    """

    state: str
    payment_id: int | None
    amount: Money
    at: datetime
    name: str = ""
    code: str = ""
    by: str = ""
    why: str = ""
    is_nobodys: bool = False


async def of(actor: Actor, txn_id: str, method: Method, *, besides: int = 0) -> list[Sight]:
    """Where else an id stands: payments, also those taken back, then what a person was asked.

    `besides` is the row of a verification that is not to be told of.
    """
    if not txn_id:
        return []
    paid = await Payment.filter(txn_id=rules.tidy_txn(txn_id)).order_by("id")
    if not any(rules.may_be_one(row.method, method) for row in paid):
        paid = []
    asked = await _verifications(txn_id, method, besides)
    return [await _of_payment(actor, row) for row in paid] + [
        await _of_verification(actor, row) for row in asked
    ]


async def of_alike(actor: Actor, found: Sequence[Payment]) -> list[Sight]:
    """Payments that may be the same money, though they have no id."""
    return [replace(await _of_payment(actor, row), state="alike") for row in found]


async def of_payment(actor: Actor, payment: Payment) -> list[Sight]:
    """Where else the id of a payment stands, or stood."""
    found = await of(actor, payment.txn_id, payment.method)
    return [sight for sight in found if sight.payment_id != payment.id]


async def _of_payment(actor: Actor, row: Payment) -> Sight:
    sight = Sight(
        state=row.status.value,
        payment_id=row.id,
        amount=Money(row.amount_minor, row.currency),
        at=row.reversed_at or row.posted_at,
        why=row.reversed_why,
    )
    return await _named(actor, sight, row.customer_id, row.staff_id, row.gateway_id)


async def _of_verification(actor: Actor, row: Verification) -> Sight:
    sight = Sight(
        state=row.status.value,
        payment_id=None,
        amount=Money(row.amount_minor, row.currency),
        at=row.decided_at or row.asked_at,
        why=row.reason,
    )
    return await _named(actor, sight, row.customer_id, row.decided_by_id, row.gateway_id)


async def _named(
    actor: Actor,
    sight: Sight,
    customer_id: int | None,
    staff_id: int | None,
    gateway_id: int | None,
) -> Sight:
    """With whose it is and who took it, where the actor may see the customer."""
    if customer_id is None:
        return replace(sight, is_nobodys=True)
    row = await queries.verifications.known(customer_id, staff_id, gateway_id)
    if row is None or not reach.holds(actor, row.path, row.zone_id):
        return replace(sight, why="")
    by = row.person or row.account or ""
    return replace(sight, name=row.name, code=row.code, by=by)
