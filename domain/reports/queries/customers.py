"""Statements about one customer, whatever room it comes from; days are ISO text."""

from __future__ import annotations

from typing import NamedTuple

from domain import db

# More ways to find a customer than their own room has: ranks, what was met, whose it is.
NUMBERS = (
    "SELECT 5, 'bill', customer_id FROM bill WHERE number IN ($1, $2, $3)",
    "SELECT 6, 'txn', customer_id FROM payment WHERE txn_id IN ($1, $2, $3)",
)


class Card(NamedTuple):
    """A customer with all that they have."""

    id: int
    code: str
    name: str
    mobile: str
    whatsapp: str
    email: str
    address: str
    language: str
    connection: str
    username: str
    ip: str
    mac: str
    status: str
    exempt: bool
    never_billed: bool
    joined_on: str
    expires_on: str | None
    promised_until: str | None
    opted_out_at: int | None
    zone_id: int | None
    price_minor: int | None
    discount_minor: int
    path: str
    currency: str
    operator: str
    zone: str
    package: str
    profile: str
    buys: bool  # packages for a time, instead of months
    pays_ahead: bool  # for days of service
    usual_minor: int
    billing_profile: str
    router: str


async def card(customer_id: int) -> Card | None:
    """Everything that a card shows."""
    return await db.typed_one(
        Card,
        """SELECT c.id, c.code, c.name, c.mobile, c.whatsapp, c.email, c.address, c.language,
    c.connection, c.username, c.ip, c.mac, c.status, c.exempt, c.never_billed, c.joined_on,
    c.expires_on, c.promised_until, c.opted_out_at, c.zone_id, c.price_minor, c.discount_minor,
    o.path, o.currency, o.name AS operator, COALESCE(z.name, '') AS zone, p.name AS package,
    p.profile, f.cycle = 'hotspot' AS buys, f.cycle = 'daily' AND c.status <> 'left' AS pays_ahead,
    p.price_minor AS usual_minor, f.name AS billing_profile,
    COALESCE(r.name, '') AS router
  FROM customer c JOIN operator o ON o.id = c.operator_id JOIN package p ON p.id = c.package_id
  JOIN billing_profile f ON f.id = c.billing_profile_id
  LEFT JOIN zone z ON z.id = c.zone_id LEFT JOIN router r ON r.id = c.router_id WHERE c.id = $1""",
        customer_id,
    )
