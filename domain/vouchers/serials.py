"""One voucher by its serial: how it stands, and taking it alone out of use."""

from __future__ import annotations

from domain import clock, db, events, signs
from domain.customers import customers
from domain.customers.customers import Named
from domain.errors import AlreadyDone, NotFound
from domain.events import VouchersChanged
from domain.fields import from_ms
from domain.staff import audit
from domain.staff.rights import Actor
from domain.vouchers import lots, queries, rules
from domain.vouchers.models import Voucher, VoucherLot
from domain.vouchers.states import VoucherStatus
from domain.vouchers.views import VoucherView

WHAT = "voucher"


async def find(actor: Actor, serial: str) -> VoucherView:
    """The voucher and how it stands; raises `NotFound` for one of a lot out of reach, too."""
    actor.require("voucher.see")
    plain = rules.tidy_serial(serial)
    row = await queries.by_serial(plain) if plain else None
    if row is None:
        raise NotFound(what=WHAT, given=serial.strip()[:30])
    try:
        lot = await lots.get(actor, row.lot_id)
    except NotFound as why:
        raise NotFound(what=WHAT, given=serial.strip()[:30]) from why
    status, whose = VoucherStatus(row.status), await _whose(actor, row.customer_id)
    return VoucherView(
        id=row.id,
        lot_id=lot.id,
        serial=row.serial,
        status=status,
        value=lot.value,
        package=lot.package,
        expires_on=lot.expires_on,
        ended_at=from_ms(row.ended_at) if row.ended_at else None,
        why=row.why or (lot.voided_why if status is VoucherStatus.VOIDED else ""),
        payment_id=row.payment_id if whose and actor.can("amount.see") else None,
        customer=whose.name if whose else "",
        code=whose.code if whose else "",
        by=row.by or "",
        may_void=lot.mine and status in rules.OPEN,
    )


async def _whose(actor: Actor, customer_id: int | None) -> Named | None:
    if customer_id is None or not actor.can("customer.see"):
        return None
    try:
        return await customers.named(actor, customer_id)
    except NotFound:
        return None


async def void(actor: Actor, serial: str, reason: str) -> VoucherView:
    """Take one voucher out of use; raises `NotFound`, `AlreadyDone`."""
    actor.require("voucher.make")
    seen = await find(actor, serial)
    if not (await lots.get(actor, seen.lot_id)).mine:
        raise NotFound(what=WHAT, given=serial.strip()[:30])
    why = signs.within("reason", reason.strip(), 200)
    async with db.transaction():
        row = await Voucher.get(id=seen.id)
        if row.status not in rules.OPEN or not await db.advance(
            row, VoucherStatus.VOIDED, of=rules.OPEN,
            staff_id=actor.staff_id, ended_at=clock.now(), why=why,
        ):  # fmt: skip
            raise AlreadyDone(what=WHAT)
        await audit.note(
            actor, "voucher.void", WHAT, row.id,
            operator_id=(await VoucherLot.get(id=row.lot_id)).operator_id,
            after={"serial": row.serial, "reason": why},
        )  # fmt: skip
        await events.publish(VouchersChanged(row.lot_id))
    return await find(actor, serial)
