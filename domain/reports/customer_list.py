"""Customers as a list: filtered, page by page, within what a person may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain import reach
from domain.billing import collecting
from domain.billing.queries import collecting as collecting_sql
from domain.billing.states import CollectionStatus
from domain.customers.models import CustomerStatus
from domain.ledger import entries
from domain.ledger.models import Account
from domain.money import Money
from domain.reports import queries
from domain.staff.rights import Actor


@dataclass(frozen=True, slots=True)
class CustomerFilter:
    """Which customers; what is not given does not limit."""

    operator_id: int | None = None
    zone_id: int | None = None
    package_id: int | None = None
    statuses: frozenset[CustomerStatus] = frozenset()
    collection: frozenset[CollectionStatus] = frozenset()


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer as a list shows them; what is money is there for who may see amounts.

    `price` is what they pay for the package, the discount not counted.
    """

    id: int
    code: str
    name: str
    mobile: str
    whatsapp: str
    email: str
    address: str
    zone: str
    operator: str
    package: str
    connection: str
    username: str
    ip: str
    mac: str
    price: Money | None
    discount: Money | None
    due: Money | None
    status: CustomerStatus
    joined_on: date
    expires_on: date | None
    collection: CollectionStatus


def _where(actor: Actor, wanted: CustomerFilter) -> tuple[str, list[object]]:
    """The pluses have engines go through customers in their order, page after page."""
    seen, values = reach.sql(actor, "+c", books="+c")
    conditions = [seen]
    for column in ("operator_id", "zone_id", "package_id"):
        if (value := getattr(wanted, column)) is not None:
            values.append(value)
            conditions.append(f"+c.{column} = ${len(values)}")
    if wanted.statuses:
        named = ", ".join(f"'{status.value}'" for status in sorted(wanted.statuses))
        conditions.append(f"c.status IN ({named})")
    if wanted.collection:
        values.append(collecting.today(actor.timezone))
        stands = collecting_sql.status(f"CAST(${len(values)} AS TEXT)")
        named = ", ".join(f"'{status.value}'" for status in sorted(wanted.collection))
        conditions.append(f"{stands} IN ({named})")
    return " AND ".join(conditions), values


async def page(
    actor: Actor, wanted: CustomerFilter, *, after: int = 0, offset: int = 0, limit: int = 10
) -> Sequence[CustomerRow]:
    """A page of customers in the order in which they came; `after` is the last id before it."""
    actor.require("customer.see")
    where, values = _where(actor, wanted)
    values.append(collecting.today(actor.timezone))
    rows = await queries.listing.rows(where, values, after, offset, limit)
    if not actor.can("amount.see"):
        return [_row(row, None) for row in rows]
    dues = await entries.balances(Account.RECEIVABLE, [row.id for row in rows])
    return [_row(row, dues.get(row.id, 0)) for row in rows]


async def count(actor: Actor, wanted: CustomerFilter) -> int:
    """How many the list has."""
    actor.require("customer.see")
    return await queries.listing.count(*_where(actor, wanted))


def _row(row: queries.listing.Row, due: int | None) -> CustomerRow:
    def money(minor: int | None) -> Money | None:
        return None if due is None or minor is None else Money(minor, row.currency)

    return CustomerRow(
        id=row.id,
        code=row.code,
        name=row.name,
        mobile=row.mobile,
        whatsapp=row.whatsapp,
        email=row.email,
        address=row.address,
        zone=row.zone or "",
        operator=row.operator,
        package=row.package,
        connection=row.connection,
        username=row.username,
        ip=row.ip,
        mac=row.mac,
        price=money(row.price_minor),
        discount=money(row.discount_minor),
        due=money(due),
        status=CustomerStatus(row.status),
        joined_on=date.fromisoformat(row.joined_on),
        expires_on=date.fromisoformat(row.expires_on) if row.expires_on else None,
        collection=CollectionStatus(row.collection),
    )
