"""All payments as a list: filtered, searched, page by page, within what a person may see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain import reach
from domain.fields import from_ms
from domain.money import Money, latin_digits
from domain.payments import queries, rules
from domain.payments.states import Method, PaymentStatus
from domain.staff.rights import Actor

_RECEIPT = re.compile(r"[Rr]?0*(\d{1,12})")
_SPECIAL = re.compile(r"([\\%_])")


@dataclass(frozen=True, slots=True)
class PaymentFilter:
    """Which payments; what is not given does not limit, days are inclusive.

    `staff_id` is who took it. `text` is a transaction ID, our reference at the gateway or a number
    of a receipt; of the latest payments it may also be a part of a transaction ID or of the note.
    """

    operator_id: int | None = None
    zone_id: int | None = None
    package_id: int | None = None
    methods: frozenset[Method] = frozenset()
    staff_id: int | None = None
    paid_from: date | None = None
    paid_to: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment as a list shows it; `taken_by` is empty where it came online."""

    id: int
    customer_id: int
    customer_code: str
    customer_name: str
    operator: str
    zone: str
    paid_on: date
    posted_at: datetime
    amount: Money
    given_back: Money
    method: Method
    gateway: str
    txn_id: str
    reference: str
    taken_by: str
    note: str
    status: PaymentStatus

    @property
    def receipt(self) -> str:
        """The number of its receipt."""
        return rules.receipt_number(self.id)


@dataclass(frozen=True, slots=True)
class Total:
    """What a whole list comes to in one currency; what was taken or given back is not in it."""

    payments: int
    amount: Money


def _where(actor: Actor, wanted: PaymentFilter) -> tuple[str, list[object]]:
    """The pluses have engines go from payments to customers, the newest first."""
    seen, values = reach.sql(actor, "+c", books="+c")

    def given(value: object) -> str:
        values.append(value)
        return f"${len(values)}"

    conditions = [seen]
    for column, value in (
        ("p.operator_id", wanted.operator_id),
        ("+c.zone_id", wanted.zone_id),
        ("+c.package_id", wanted.package_id),
        ("p.staff_id", wanted.staff_id),
    ):
        if value is not None:
            conditions.append(f"{column} = {given(value)}")
    if wanted.paid_from is not None:
        conditions.append(f"p.paid_on >= {given(wanted.paid_from.isoformat())}")
    if wanted.paid_to is not None:
        conditions.append(f"p.paid_on <= {given(wanted.paid_to.isoformat())}")
    if wanted.methods:
        named = ", ".join(f"'{method.value}'" for method in sorted(wanted.methods))
        conditions.append(f"p.method IN ({named})")
    if text := latin_digits(wanted.text).strip().upper():
        meant = _RECEIPT.fullmatch(text)
        found = queries.listing.sought(
            whole=given(text),
            part=given("%" + _SPECIAL.sub(r"\\\1", text) + "%"),
            receipt=given(int(meant[1])) if meant else "",
        )
        conditions.append(f"p.id IN ({found})")
    return " AND ".join(conditions), values


async def page(
    actor: Actor,
    wanted: PaymentFilter,
    *,
    after: int | None = None,
    offset: int = 0,
    limit: int = 10,
) -> list[PaymentRow]:
    """A page of payments, the newest first; `after` is the last id of the page before."""
    actor.require("amount.see")
    where, values = _where(actor, wanted)
    if after is not None:
        where += f" AND p.id < {int(after)}"
    ending = f" ORDER BY p.id DESC LIMIT {int(limit)} OFFSET {int(offset)}"
    return [_row(row) for row in await queries.listing.rows(f"{where}{ending}", values)]


async def totals(actor: Actor, wanted: PaymentFilter) -> Sequence[Total]:
    """What the list comes to, a line for each currency."""
    actor.require("amount.see")
    found = await queries.listing.totals(*_where(actor, wanted))
    return [Total(row.payments, Money(int(row.amount), row.currency)) for row in found]


async def collectors(actor: Actor) -> list[tuple[int, str]]:
    """Who has taken money of customers whom the actor may see, by name."""
    actor.require("amount.see")
    found = await queries.listing.hands(*reach.sql(actor))
    return [(row.id, row.name) for row in found]


def _row(row: queries.listing.Row) -> PaymentRow:
    return PaymentRow(
        id=row.id,
        customer_id=row.customer_id,
        customer_code=row.code,
        customer_name=row.name,
        operator=row.operator,
        zone=row.zone or "",
        paid_on=date.fromisoformat(row.paid_on),
        posted_at=from_ms(row.posted_at),
        amount=Money(row.amount_minor, row.currency),
        given_back=Money(row.refunded_minor, row.currency),
        method=Method(row.method),
        gateway=row.gateway or "",
        txn_id=row.txn_id,
        reference=row.reference or "",
        taken_by=row.taken_by or "",
        note=row.note,
        status=PaymentStatus(row.status),
    )
