"""Lots of vouchers: made, printed, given to whoever sells them, taken out of use.

A PIN is drawn when a lot is printed, and stands on that paper alone. Whoever loses the paper on its
way prints anew: other PINs are drawn, and the ones before are good for nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain import calendar, clock, db, events, reach, signs
from domain.billing.papers import issuer_of
from domain.chat import cards
from domain.customers.models import Package
from domain.errors import AlreadyDone, CurrencyForeign, InvalidState, InvalidValue, NotFound
from domain.events import VouchersChanged
from domain.fields import from_ms, to_ms
from domain.money import Money
from domain.ports import PrintedVoucher, VoucherSheet
from domain.staff import audit, operators
from domain.staff.models import Operator, Role, Staff
from domain.staff.rights import Actor
from domain.vouchers import queries, redeeming, rules
from domain.vouchers.models import Voucher, VoucherLot
from domain.vouchers.rules import Commission
from domain.vouchers.states import VoucherStatus
from domain.vouchers.views import LotView

WHAT, _SUBJECT = "voucher-lot", "voucher_lot"
_EARLIEST = "Pacific/Kiritimati"  # where days begin first


@dataclass(frozen=True, slots=True)
class Wanted:
    """Vouchers to be made; of a person and an operator that sell them at most one is named."""

    value: Money
    count: int
    package_id: int | None = None
    expires_on: date | None = None
    distributor_id: int | None = None
    reseller_id: int | None = None
    commission: Commission | None = None


@dataclass(frozen=True, slots=True)
class Seller:
    """Somebody who may be given vouchers to sell: a person, or an operator."""

    distributor_id: int | None
    reseller_id: int | None
    name: str


async def sellers(actor: Actor) -> list[Seller]:
    """The distributors of the actor's subtree, and the operators under their own."""
    actor.require("voucher.make")
    own = await operators.reached_by(actor, None)
    under = await operators.subtree_ids(own.id)
    people = await Staff.filter(
        role=Role.DISTRIBUTOR, operator_id__in=under, removed_at=None
    ).order_by("name", "id")
    below = await Operator.filter(id__in=under).exclude(id=own.id).order_by("name", "id")
    return [
        *(Seller(row.id, None, row.name) for row in people),
        *(Seller(None, row.id, row.name) for row in below),
    ]


@dataclass(frozen=True, slots=True)
class Sold:
    """A package that vouchers may be for, at its price."""

    id: int
    name: str
    price: Money


async def offered(actor: Actor) -> list[Sold]:
    """The packages that vouchers of the actor's operator may be for, the cheapest first."""
    actor.require("voucher.make")
    own = await operators.reached_by(actor, None)
    above = operators.ids_of(own.path)
    rows = await Package.filter(active=True, currency=own.currency, price_minor__gt=0)
    return [
        Sold(row.id, row.name, Money(row.price_minor, row.currency))
        for row in sorted(rows, key=lambda row: (row.price_minor, row.name, row.id))
        if row.operator_id is None or row.operator_id in above
    ]


async def make(actor: Actor, wanted: Wanted) -> LotView:
    """Make vouchers of the actor's operator; nobody can redeem them before they are issued.

    Raises `InvalidValue` for a count or day that can't be meant, `CurrencyForeign`, `NotFound`.
    """
    actor.require("voucher.make")
    own = await operators.reached_by(actor, None)
    await _refuse_unfit(actor, own, wanted)
    commission = wanted.commission or Commission(Money(0, wanted.value.currency))
    async with db.transaction():
        lot = await VoucherLot.create(
            operator_id=own.id,
            package_id=wanted.package_id,
            value_minor=wanted.value.minor,
            currency=wanted.value.currency,
            count=wanted.count,
            expires_on=wanted.expires_on,
            distributor_id=wanted.distributor_id,
            reseller_id=wanted.reseller_id,
            commission_minor=commission.each.minor,
            percent=commission.percent,
            made_by_id=actor.staff_id,
            made_at=clock.now(),
        )
        await Voucher.bulk_create(
            [
                Voucher(lot_id=lot.id, number=number, serial=rules.serial(lot.id, number))
                for number in range(1, wanted.count + 1)
            ],
            batch_size=300,
        )
        await audit.note(
            actor, "voucher.make", _SUBJECT, lot.id, operator_id=own.id,
            after={
                "amount": wanted.value.wire(), "count": wanted.count,
                "expires_on": wanted.expires_on, "commission": commission.each.wire(),
            },
        )  # fmt: skip
    return await get(actor, lot.id)


async def _refuse_unfit(actor: Actor, own: Operator, wanted: Wanted) -> None:
    if wanted.value.currency != own.currency:
        raise CurrencyForeign(amount=wanted.value, currency=own.currency)
    if wanted.value.minor <= 0:
        raise InvalidValue(field="amount", given=wanted.value.wire(), example="500")
    require_count(wanted.count)
    require_day(wanted.expires_on, calendar.today(clock.now(), own.timezone))
    if wanted.package_id not in {None, *(row.id for row in await offered(actor))}:
        raise NotFound(what="package", given=wanted.package_id)
    seller = (wanted.distributor_id, wanted.reseller_id)
    known = {(each.distributor_id, each.reseller_id) for each in await sellers(actor)}
    if seller != (None, None) and seller not in known:
        raise NotFound(what="staff", given=wanted.distributor_id or wanted.reseller_id)
    if wanted.commission is not None and wanted.commission.each > wanted.value:
        raise InvalidValue(field="commission", given=wanted.commission.each.wire(), example="5%")


def require_count(count: int) -> int:
    """So many can be printed; raises `InvalidValue`."""
    if not 1 <= count <= rules.MOST_IN_A_LOT:
        example = str(rules.MOST_IN_A_LOT)
        raise InvalidValue(field="count", given=count, example=example)
    return count


def require_day(day: date | None, today_on: date) -> date | None:
    """A last day that has not passed; raises `InvalidValue`."""
    if day is not None and day < today_on:
        raise InvalidValue(field="expires_on", given=day.isoformat(), example=str(today_on))
    return day


async def get(actor: Actor, lot_id: int) -> LotView:
    """The lot and how it stands; raises `NotFound` out of reach."""
    actor.require("voucher.see")
    row = await queries.lot(lot_id, *_seen(actor))
    if row is None:
        raise NotFound(what=WHAT, given=lot_id)
    return (await _views(actor, [row]))[0]


def _seen(actor: Actor) -> tuple[str, list[object]]:
    """The condition that leaves the lots `t` that the actor may see.

    Who only sells sees what was issued to them; an operator, what it has made and what it sells.
    """
    if sells(actor):
        return "t.issued_at IS NOT NULL AND t.distributor_id = $1", [actor.staff_id]
    made, values = reach.operators_sql(actor, "t")
    sold, more = reach.operators_sql(actor, "sold", first=1 + len(values))
    return f"({made} OR {sold})", [*values, *more]


def sells(actor: Actor) -> bool:
    """Whether the actor sees only what was given to them to sell."""
    return actor.role is Role.DISTRIBUTOR


async def page(actor: Actor, *, offset: int = 0, limit: int = 8) -> list[LotView]:
    """The lots that the actor may see, the newest first."""
    actor.require("voucher.see")
    found = await queries.lots(*_seen(actor), limit=limit, offset=offset)
    return await _views(actor, found)


async def _views(actor: Actor, rows: Sequence[queries.Lot]) -> list[LotView]:
    counts: dict[int, dict[VoucherStatus, int]] = {row.id: {} for row in rows}
    for each in await queries.counted(list(counts)):
        counts[each.lot_id][VoucherStatus(each.status)] = each.vouchers
    makes = actor.can("voucher.make")
    mine = {row.id: makes and await reach.of_operator(actor, row.operator_id) for row in rows}
    return [
        LotView(
            id=row.id,
            value=Money(row.value_minor, row.currency),
            package=row.package or "",
            count=row.vouchers,
            expires_on=date.fromisoformat(row.expires_on) if row.expires_on else None,
            distributor=row.distributor or "",
            commission=Money(row.commission_minor, row.currency),
            percent=row.percent,
            made_at=from_ms(row.made_at),
            made_by=row.made_by or "",
            printing=row.printing,
            printed_at=from_ms(row.printed_at) if row.printed_at else None,
            issued_at=from_ms(row.issued_at) if row.issued_at else None,
            voided_at=from_ms(row.voided_at) if row.voided_at else None,
            voided_why=row.voided_why,
            counts=counts[row.id],
            mine=mine[row.id],
        )
        for row in rows
    ]


async def _own(actor: Actor, lot_id: int) -> VoucherLot:
    """A lot that the actor may change, not only sell."""
    actor.require("voucher.make")
    if not (await get(actor, lot_id)).mine:
        raise NotFound(what=WHAT, given=lot_id)
    return await VoucherLot.get(id=lot_id)


async def print_anew(actor: Actor, lot_id: int, printing: int) -> VoucherSheet:
    """Draw the PINs of a lot that is not issued: this is the one moment in which they are there.

    `printing` is the one that the person has seen; raises `AlreadyDone` where there is a newer one,
    or the lot was issued or is over.
    """
    lot = await _own(actor, lot_id)
    async with db.transaction():
        mine = await VoucherLot.filter(
            id=lot.id, printing=printing, issued_at=None, voided_at=None
        ).update(printing=printing + 1, printed_at=clock.now())
        rows = await Voucher.filter(lot_id=lot.id, status=VoucherStatus.UNISSUED).order_by("number")
        if not mine or not rows:
            raise AlreadyDone(what=WHAT)
        pins = _drawn(len(rows))
        marks = (redeeming.digests(pin)[0] for pin in pins)
        await queries.give_pins(zip(marks, (row.id for row in rows), strict=True))
        await audit.note(
            actor, "voucher.print", _SUBJECT, lot.id, operator_id=lot.operator_id,
            after={"printing": printing + 1},
        )  # fmt: skip
        await events.publish(VouchersChanged(lot.id))
    printed = [
        PrintedVoucher(row.serial, rules.spaced(pin)) for row, pin in zip(rows, pins, strict=True)
    ]
    return await _sheet(lot, printing + 1, printed)


def _drawn(count: int) -> list[str]:
    """So many PINs, no two alike."""
    pins: dict[str, None] = {}
    while len(pins) < count:
        pins[f"{secrets.randbelow(10**rules.PIN_DIGITS):0{rules.PIN_DIGITS}d}"] = None
    return list(pins)


async def _sheet(lot: VoucherLot, printing: int, printed: list[PrintedVoucher]) -> VoucherSheet:
    operator = await operators.get(lot.operator_id)
    package = await Package.get_or_none(id=lot.package_id) if lot.package_id else None
    return VoucherSheet(
        language=operator.language,
        issuer=await issuer_of(lot.operator_id),
        lot=lot.id,
        printing=printing,
        value=Money(lot.value_minor, lot.currency),
        package=package.name if package else "",
        expires_on=lot.expires_on,
        vouchers=printed,
    )


async def issue(actor: Actor, lot_id: int, printing: int) -> LotView:
    """Let the vouchers of the printing that the person has seen be good, once for all of them.

    Raises `AlreadyDone` where they are, `InvalidState` for a lot that nobody has printed.
    """
    lot = await _own(actor, lot_id)
    if not lot.printing:
        raise InvalidState(what=WHAT, state="")
    async with db.transaction():
        mine = await VoucherLot.filter(
            id=lot.id, printing=printing, issued_at=None, voided_at=None
        ).update(issued_at=clock.now())
        if not mine or not await queries.issue(lot.id):
            raise AlreadyDone(what=WHAT)
        await audit.note(
            actor, "voucher.issue", _SUBJECT, lot.id, operator_id=lot.operator_id,
            after={"printing": printing},
        )  # fmt: skip
        await events.publish(VouchersChanged(lot.id))
    return await get(actor, lot.id)


async def void_rest(actor: Actor, lot_id: int, reason: str) -> int:
    """Take what is left of a lot out of use; how many. Raises `AlreadyDone` where nothing is."""
    lot, now = await _own(actor, lot_id), clock.now()
    why = signs.within("reason", reason.strip(), 200)
    async with db.transaction():
        count = await queries.void(lot.id, actor.staff_id, to_ms(now))
        mine = await VoucherLot.filter(id=lot.id, voided_at=None).update(
            voided_at=now, voided_why=why
        )
        if not count or not mine:
            raise AlreadyDone(what=WHAT)
        await audit.note(
            actor, "voucher.void", _SUBJECT, lot.id, operator_id=lot.operator_id,
            after={"count": count, "reason": why},
        )  # fmt: skip
        await events.publish(VouchersChanged(lot.id))
    return count


async def redraw_lot(event: VouchersChanged) -> None:
    """Cards of the lot show what has become of it."""
    await cards.refresh(f"voucher-lot:{event.lot_id}")


async def are_out(operator_id: int) -> bool:
    """Whether customers of the operator may have vouchers in hand."""
    return await queries.are_out(operators.ids_of((await operators.get(operator_id)).path))


async def expire_due() -> int:
    """Let be over what was good through a day that has passed; how many vouchers."""
    now, count = clock.now(), 0
    latest = calendar.today(now, _EARLIEST).isoformat()
    for lot in await queries.ending(latest):
        if lot.expires_on < calendar.today(now, lot.timezone).isoformat():
            async with db.transaction():
                count += await queries.expire(lot.id, to_ms(now))
                await events.publish(VouchersChanged(lot.id))
    return count
