"""Statements about vouchers: lots and how they stand, PINs that are looked for, wrong ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from domain import db


class Lot(NamedTuple):
    """A lot, with the names of what it points to."""

    id: int
    operator_id: int
    reseller_id: int | None
    package: str | None
    value_minor: int
    currency: str
    vouchers: int
    expires_on: str | None
    distributor: str | None
    commission_minor: int
    percent: str
    made_at: int
    made_by: str | None
    printing: int
    printed_at: int | None
    issued_at: int | None
    voided_at: int | None
    voided_why: str


_LOTS = (
    "SELECT t.id, t.operator_id, t.reseller_id, p.name AS package, t.value_minor, t.currency,"
    " t.count AS vouchers, t.expires_on, COALESCE(d.name, r.name) AS distributor,"
    " t.commission_minor, t.percent, t.made_at, m.name AS made_by, t.printing, t.printed_at,"
    " t.issued_at, t.voided_at, t.voided_why"
    " FROM voucher_lot t LEFT JOIN package p ON p.id = t.package_id"
    " LEFT JOIN staff d ON d.id = t.distributor_id LEFT JOIN operator r ON r.id = t.reseller_id"
    " LEFT JOIN staff m ON m.id = t.made_by_id"
    " LEFT JOIN (SELECT id, reseller_id AS operator_id FROM voucher_lot) sold ON sold.id = t.id"
)


async def lot(lot_id: int, seen: str, values: Sequence[object]) -> Lot | None:
    """The lot, where it is among those that are seen."""
    sql = f"{_LOTS} WHERE {seen} AND t.id = ${len(values) + 1}"
    return await db.typed_one(Lot, sql, *values, lot_id)


async def lots(seen: str, values: Sequence[object], *, limit: int, offset: int) -> list[Lot]:
    """A page of the lots that are seen, the newest first."""
    sql = f"{_LOTS} WHERE {seen} ORDER BY t.id DESC LIMIT {int(limit)} OFFSET {int(offset)}"
    return await db.typed(Lot, sql, *values)


class Counted(NamedTuple):
    """How many vouchers of a lot stand so."""

    lot_id: int
    status: str
    vouchers: int


async def counted(lot_ids: Collection[int]) -> list[Counted]:
    """The vouchers of lots by state."""
    if not lot_ids:
        return []
    return await db.typed(
        Counted,
        "SELECT lot_id, status, COUNT(*) AS vouchers FROM voucher"
        f" WHERE lot_id IN ({db.marks(len(lot_ids))}) GROUP BY lot_id, status",
        *lot_ids,
    )


async def give_pins(given: Iterable[tuple[str, int]]) -> None:
    """Let these digests be those of the PINs of vouchers, in place of any before."""
    await db.run_many("UPDATE voucher SET pin_hash = $1 WHERE id = $2", given)


async def issue(lot_id: int) -> int:
    """Let the vouchers of a lot be good; how many."""
    return await db.run(
        "UPDATE voucher SET status = 'issued' WHERE lot_id = $1 AND status = 'unissued'", lot_id
    )


async def void(lot_id: int, staff_id: int | None, at: int) -> int:
    """Let what is left of a lot be good no more; how many."""
    return await db.run(
        "UPDATE voucher SET status = 'voided', staff_id = CAST($2 AS BIGINT), ended_at = $3"
        " WHERE lot_id = $1 AND status IN ('unissued', 'issued')",
        lot_id, staff_id, at,
    )  # fmt: skip


async def expire(lot_id: int, at: int) -> int:
    """Let what is left of a lot be over; how many."""
    return await db.run(
        "UPDATE voucher SET status = 'expired', ended_at = $2"
        " WHERE lot_id = $1 AND status IN ('unissued', 'issued')",
        lot_id, at,
    )  # fmt: skip


class Ending(NamedTuple):
    """A lot with an end, and where its days are counted."""

    id: int
    expires_on: str
    timezone: str


async def ending(before: str) -> list[Ending]:
    """Lots whose last day lies before one, and that have vouchers left."""
    return await db.typed(
        Ending,
        "SELECT l.id, l.expires_on, o.timezone FROM voucher_lot l"
        " JOIN operator o ON o.id = l.operator_id WHERE l.expires_on < $1 AND EXISTS"
        " (SELECT 1 FROM voucher v WHERE v.lot_id = l.id AND v.status IN ('unissued', 'issued'))"
        " ORDER BY l.id",
        before,
    )


class Found(NamedTuple):
    """A voucher, and what its lot says of it."""

    id: int
    serial: str
    status: str
    customer_id: int | None
    payment_id: int | None
    ended_at: int | None
    lot_id: int
    operator_id: int
    timezone: str
    value_minor: int
    currency: str
    expires_on: str | None
    package_id: int | None
    package: str | None
    has_distributor: bool
    commission_minor: int
    voided_at: int | None


_FOUND = (
    "SELECT v.id, v.serial, v.status, v.customer_id, v.payment_id, v.ended_at, l.id AS lot_id,"
    " l.operator_id, o.timezone, l.value_minor, l.currency, l.expires_on, l.package_id,"
    " p.name AS package,"
    " l.distributor_id IS NOT NULL OR l.reseller_id IS NOT NULL AS has_distributor,"
    " l.commission_minor, l.voided_at FROM voucher v JOIN voucher_lot l ON l.id = v.lot_id"
    " JOIN operator o ON o.id = l.operator_id LEFT JOIN package p ON p.id = l.package_id"
)


async def by_pin(digests: Sequence[str]) -> Found | None:
    """The voucher whose PIN has one of these digests."""
    return await db.typed_one(
        Found, f"{_FOUND} WHERE v.pin_hash IN ({db.marks(len(digests))})", *digests
    )


async def by_payment(payment_id: int) -> Found | None:
    """The voucher that brought a payment."""
    return await db.typed_one(Found, f"{_FOUND} WHERE v.payment_id = $1", payment_id)


class Seen(NamedTuple):
    """A voucher as it is looked up, with the names of who is in it."""

    id: int
    lot_id: int
    serial: str
    status: str
    ended_at: int | None
    why: str
    payment_id: int | None
    customer_id: int | None
    by: str | None


async def by_serial(serial: str) -> Seen | None:
    """The voucher of that serial."""
    return await db.typed_one(
        Seen,
        "SELECT v.id, v.lot_id, v.serial, v.status, v.ended_at, v.why, v.payment_id,"
        ' v.customer_id, s.name AS "by" FROM voucher v LEFT JOIN staff s ON s.id = v.staff_id'
        " WHERE v.serial = $1",
        serial,
    )


async def are_out(operator_ids: Sequence[int]) -> bool:
    """Whether one of the operators has vouchers that are good."""
    found = await db.value(
        "SELECT 1 AS one FROM voucher_lot l WHERE l.issued_at IS NOT NULL AND l.operator_id IN"
        f" ({db.marks(len(operator_ids))}) AND EXISTS"
        " (SELECT 1 FROM voucher v WHERE v.lot_id = l.id AND v.status = 'issued') LIMIT 1",
        *operator_ids,
    )
    return found is not None


class Wrong(NamedTuple):
    """How many wrong PINs there were, and when the last."""

    wrong: int
    last_at: int


async def wrong(customer_id: int) -> Wrong | None:
    """The wrong PINs of a customer."""
    return await db.typed_one(
        Wrong, "SELECT wrong, last_at FROM pin_tries WHERE customer_id = $1", customer_id
    )


async def count_wrong(customer_id: int, now: int, since: int) -> int:
    """One wrong PIN more; how many, of which those from before `since` are forgotten."""
    row = await db.typed(
        Wrong,
        "INSERT INTO pin_tries (customer_id, wrong, last_at) VALUES ($1, 1, $2)"
        " ON CONFLICT (customer_id) DO UPDATE SET last_at = excluded.last_at, wrong ="
        " CASE WHEN pin_tries.last_at <= $3 THEN 1 ELSE pin_tries.wrong + 1 END"
        " RETURNING wrong, last_at",
        customer_id, now, since,
    )  # fmt: skip
    return row[0].wrong


async def forget_wrong(customer_id: int) -> None:
    """A right PIN ends the row of wrong ones."""
    await db.run("DELETE FROM pin_tries WHERE customer_id = $1", customer_id)
