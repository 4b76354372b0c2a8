"""Redeeming: a PIN becomes money of a customer, once, whoever brings it and by whatever door.

What a stranger could learn is whether a PIN is good, and every wrong guess is counted. That a
voucher is used, over or void is said: its PIN is worth nothing any more.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from domain import calendar, clock, db, events, vault
from domain.customers import customers, standing
from domain.customers.models import Customer
from domain.errors import DomainError, NotFound
from domain.events import PaymentReversed, VouchersChanged
from domain.fields import from_ms
from domain.hotspot import offers, ordering
from domain.ledger import entries
from domain.ledger.models import Account
from domain.money import Money
from domain.payments import posting
from domain.payments.links import LinkClosed
from domain.payments.models import Link, Payment
from domain.payments.states import Method, PaymentStatus
from domain.staff import audit, operators
from domain.staff.rights import Actor
from domain.vouchers import queries, rules, tries
from domain.vouchers.models import Voucher
from domain.vouchers.queries import Found
from domain.vouchers.states import VoucherStatus

_PIN = "voucher-pin"
_SEALED = "gAAAA"  # how every sealed text begins: no PIN does
T = TypeVar("T")


class VoucherUsed(DomainError):
    """The voucher was redeemed before, `at`; `payment` where that was for this customer."""


class VoucherOver(DomainError):
    """The voucher was good through `on`."""


class VoucherVoid(DomainError):
    """The voucher was taken out of use."""


class VoucherForPackage(DomainError):
    """The voucher is good for customers with the package `name` alone."""


@dataclass(frozen=True, slots=True)
class Good:
    """A voucher that can be redeemed for a customer."""

    serial: str
    value: Money
    package: str
    expires_on: date | None


def digests(pin: str) -> list[str]:
    """What is kept of a PIN, by each key of the vault, the newest first."""
    return vault.the().marks(_PIN, pin)


def sealed(pin: str) -> str:
    """A PIN as it is kept while somebody is asked about it."""
    return vault.the().seal({_PIN: pin})


def opened(text: str) -> str:
    """The PIN that was sealed, or the text itself as it was typed."""
    if not text.startswith(_SEALED):
        return text
    return vault.the().open(text).get(_PIN, "")


async def look(actor: Actor, customer_id: int, pin: str) -> Good:
    """What redeeming would bring; a wrong PIN counts as one. Raises what `by_staff` does."""
    actor.require("voucher.redeem")
    customer = await customers.get(actor, customer_id)

    async def seen(found: Found) -> Good:
        day = date.fromisoformat(found.expires_on) if found.expires_on else None
        value = Money(found.value_minor, found.currency)
        return Good(found.serial, value, found.package or "", day)

    return await _with_right_pin(customer, pin, seen)


async def by_staff(actor: Actor, customer_id: int, pin: str) -> Payment:
    """Redeem for a customer.

    Raises `PinUnknown`, `PinsLocked`, `VoucherUsed`, `VoucherOver`, `VoucherVoid`,
    `VoucherForPackage`, `CurrencyForeign`.
    """
    actor.require("voucher.redeem")
    customer = await customers.get(actor, customer_id)

    async def redeemed(found: Found) -> Payment:
        payment = await _redeem(found, customer, staff_id=actor.staff_id)
        amount = Money(found.value_minor, found.currency)
        await audit.note(
            actor, "voucher.redeem", "payment", payment.id, operator_id=payment.operator_id,
            after={"serial": found.serial, "amount": amount.wire()},
        )  # fmt: skip
        return payment

    return await _with_right_pin(customer, pin, redeemed)


async def by_link(link: Link, pin: str) -> Payment:
    """Redeem on the page of a link; raises what `by_staff` does, `LinkClosed` for a revoked one.

    The same PIN sent again by the same customer is the same payment, for as long as it stands.
    """
    if link.closed_why == "revoked":
        raise LinkClosed(why=link.closed_why)
    customer = await Customer.get(id=link.customer_id)

    async def redeemed(found: Found) -> Payment:
        return await _redeem(found, customer, link_id=link.id)

    try:
        return await _with_right_pin(customer, pin, redeemed)
    except VoucherUsed as why:
        if "payment" not in why.values:
            raise
        return await Payment.get(id=why.values["payment"])


async def brought(customer_id: int, payment_id: int) -> Money:
    """What a voucher brought a customer; raises `NotFound` for all else, or taken back."""
    row = await Payment.get_or_none(id=payment_id, customer_id=customer_id, method=Method.VOUCHER)
    if row is None or row.status is not PaymentStatus.POSTED:
        raise NotFound(what="payment", given="")
    return Money(row.amount_minor, row.currency)


async def _with_right_pin(customer: Customer, pin: str, then: Callable[[Found], Awaitable[T]]) -> T:
    """Do it with the voucher of the PIN; that a PIN was wrong is kept, whatever is raised."""
    async with db.transaction():
        await standing.hold([customer.id])
        await tries.require_open(customer.id)
        found = await _meant(customer, pin)
        if found is not None:
            await _refuse_worthless(found, customer)
            return await then(found)
        refusal = await tries.count(customer.id)
    raise refusal


async def _meant(customer: Customer, pin: str) -> Found | None:
    """The voucher of a PIN; None for one that is not issued, or another operator's."""
    plain = rules.tidy_pin(pin)
    found = await queries.by_pin(digests(plain)) if plain else None
    if found is None or found.status == VoucherStatus.UNISSUED:
        return None
    above = operators.ids_of((await operators.get(customer.operator_id)).path)
    return found if found.operator_id in above else None


async def _refuse_worthless(found: Found, customer: Customer) -> None:
    if found.status == VoucherStatus.USED:
        raise _used(found, customer)
    if found.status == VoucherStatus.VOIDED:
        raise VoucherVoid
    if found.expires_on and (found.status == VoucherStatus.EXPIRED or _is_over(found)):
        raise VoucherOver(on=date.fromisoformat(found.expires_on))
    if found.package_id not in {None, customer.package_id} and not await offers.may_buy(
        customer, found.package_id
    ):
        raise VoucherForPackage(name=found.package)


def _used(found: Found, customer: Customer) -> VoucherUsed:
    at = from_ms(found.ended_at) if found.ended_at else None
    mine = {"payment": found.payment_id} if found.customer_id == customer.id else {}
    return VoucherUsed(at=at, **mine)


def _is_over(found: Found) -> bool:
    """Whether its last day has passed where its operator is."""
    return calendar.today(clock.now(), found.timezone).isoformat() > (found.expires_on or "9")


async def _redeem(
    found: Found, customer: Customer, *, staff_id: int | None = None, link_id: int | None = None
) -> Payment:
    now, value = clock.now(), Money(found.value_minor, found.currency)
    row = await Voucher.get(id=found.id)
    if row.status is not VoucherStatus.ISSUED or not await db.advance(
        row, VoucherStatus.USED, of=[VoucherStatus.ISSUED],
        customer_id=customer.id, staff_id=staff_id, ended_at=now,
    ):  # fmt: skip
        raise VoucherUsed(at=now)
    if found.package_id is not None and await offers.may_buy(customer, found.package_id):
        await ordering.place(customer.id, found.package_id, staff_id)
    operator = await operators.get(customer.operator_id)
    payment = await posting.post(
        posting.Incoming(
            customer_id=customer.id,
            operator_id=customer.operator_id,
            amount=value,
            method=Method.VOUCHER,
            paid_on=calendar.today(now, operator.timezone),
            txn_id=found.serial,
            link_id=link_id,
            staff_id=staff_id,
            lies=(Account.VOUCHERS, found.lot_id),
        )
    )
    await Voucher.filter(id=row.id).update(payment_id=payment.id)
    await _book_commission(found, payment)
    await tries.forget(customer.id)
    await events.publish(VouchersChanged(found.lot_id))
    return payment


async def _book_commission(found: Found, payment: Payment) -> None:
    """Of what a distributor's voucher brought, a part is the distributor's."""
    if not found.has_distributor or not found.commission_minor:
        return
    line = entries.Line(
        operator_id=found.operator_id,
        debit=Account.COMMISSION,
        debit_of=found.operator_id,
        credit=Account.VOUCHERS,
        credit_of=found.lot_id,
        amount=Money(found.commission_minor, found.currency),
        cause="commission",
        cause_id=payment.id,
        staff_id=payment.staff_id,
    )
    await entries.post([line], payment.posted_at)


async def free_voucher(event: PaymentReversed) -> None:
    """What was redeemed for the wrong customer is as good as it would be unused."""
    found = await queries.by_payment(event.payment_id)
    if found is None:
        return
    payment = await Payment.get(id=event.payment_id)
    row = await Voucher.get(id=found.id)
    if found.voided_at is not None:
        to, ended_at = VoucherStatus.VOIDED, clock.now()
    elif found.expires_on and _is_over(found):
        to, ended_at = VoucherStatus.EXPIRED, clock.now()
    else:
        to, ended_at = VoucherStatus.ISSUED, None
    moved = await db.advance(
        row, to, of=[VoucherStatus.USED],
        customer_id=None, payment_id=None, staff_id=None, ended_at=ended_at,
    )  # fmt: skip
    if moved:
        await entries.reverse(
            "commission", payment.id, new_cause="commission-back", new_cause_id=payment.id,
            staff_id=payment.reversed_by_id, reason=event.reason, at=clock.now(),
        )  # fmt: skip
        await events.publish(VouchersChanged(found.lot_id))
