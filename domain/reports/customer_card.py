"""Everything that staff see of a customer at once, whatever room it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain import reach
from domain.customers.models import Connection, CustomerStatus
from domain.errors import NotFound
from domain.ledger import entries
from domain.ledger.models import Account
from domain.money import Money
from domain.reports import queries
from domain.staff.rights import Actor


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """What staff see of a customer; amounts are None for those who may not see any."""

    id: int
    code: str
    name: str
    mobile: str
    whatsapp: str
    email: str
    address: str
    language: str
    operator: str
    zone: str
    package: str
    profile: str
    billing_profile: str
    connection: Connection
    router: str
    username: str
    ip: str
    mac: str
    status: CustomerStatus
    buys: bool  # packages for a time, instead of months
    pays_ahead: bool  # for days of service
    exempt: bool
    never_billed: bool
    joined_on: date
    expires_on: date | None
    promised_until: date | None
    opted_out: bool
    price: Money | None
    discount: Money | None
    due: Money | None
    advance: Money | None


_AS_IT_IS = (
    "id", "code", "name", "mobile", "whatsapp", "email", "address", "language", "operator",
    "zone", "package", "profile", "billing_profile", "router", "username", "ip", "mac",
)  # fmt: skip


async def card(actor: Actor, customer_id: int) -> CustomerCard:
    """Everything that the chat's card shows; raises `NotFound` as `get` does."""
    actor.require("customer.see")
    row = await queries.customers.card(customer_id)
    if row is None or not reach.holds(actor, row.path, row.zone_id):
        raise NotFound(what="customer", given=customer_id)
    seen, currency = actor.can("amount.see"), row.currency
    price = row.usual_minor if row.price_minor is None else row.price_minor
    due, minus_advance = (
        await entries.standing(customer_id, Account.RECEIVABLE, Account.ADVANCE) if seen else (0, 0)
    )
    return CustomerCard(
        connection=Connection(row.connection),
        status=CustomerStatus(row.status),
        buys=bool(row.buys),
        pays_ahead=bool(row.pays_ahead),
        exempt=bool(row.exempt),
        never_billed=bool(row.never_billed),
        joined_on=date.fromisoformat(row.joined_on),
        expires_on=_day(row.expires_on),
        promised_until=_day(row.promised_until),
        opted_out=row.opted_out_at is not None,
        price=Money(price, currency) if seen else None,
        discount=Money(row.discount_minor, currency) if seen else None,
        due=Money(due, currency) if seen else None,
        advance=Money(-minus_advance, currency) if seen else None,
        **{name: getattr(row, name) for name in _AS_IT_IS},
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
