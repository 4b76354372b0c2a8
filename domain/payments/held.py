"""Whose service is held, asked by somebody who opens a page without a link."""

from __future__ import annotations

from dataclasses import dataclass

from domain import db, phone
from domain.billing import dues
from domain.customers.models import Customer, CustomerStatus
from domain.errors import NotFound
from domain.money import Money, latin_digits
from domain.payments import links
from domain.staff import operators
from domain.staff.rights import SYSTEM


@dataclass(frozen=True, slots=True)
class Held:
    """A customer as the page for held services knows them."""

    customer_id: int
    code: str
    language: str
    operator_id: int
    due: Money
    is_held: bool


async def by_address(address: str) -> Held | None:
    """The customer whose own address it is; None for an address of nobody or of several."""
    found = await Customer.filter(ip=address).exclude(status=CustomerStatus.LEFT).limit(2)
    return await _held(found[0]) if len(found) == 1 and address else None


async def by_number(customer_id: str, mobile: str) -> Held:
    """The customer of that id and registered mobile; raises `NotFound` without telling which."""
    code = latin_digits(customer_id).strip()[:24]
    customer = await Customer.get_or_none(customer_id=code)
    # The number is read by the customer's own country, so that a wrong id costs the same work.
    operator = await operators.get(customer.operator_id) if customer else await operators.root()
    given = phone.find(mobile[:40], operator.region)
    if customer is None or customer.status is CustomerStatus.LEFT or given is None:
        raise NotFound(what="customer", given="")
    if given not in {customer.mobile, customer.whatsapp}:
        raise NotFound(what="customer", given="")
    return await _held(customer)


async def _held(customer: Customer) -> Held:
    suspended = await db.value(
        "SELECT 1 AS one FROM service WHERE customer_id = $1 AND desired = 'suspended'",
        customer.id,
    )
    return Held(
        customer_id=customer.id,
        code=customer.customer_id,
        language=customer.language,
        operator_id=customer.operator_id,
        due=await dues.due_of(customer.id),
        is_held=bool(suspended) or customer.status is CustomerStatus.SUSPENDED,
    )


async def fresh_link(customer_id: int) -> str:
    """The token of a new link for the customer; raises `NoGateway`."""
    customer = await Customer.get(id=customer_id)
    _, token = await links.make(SYSTEM, customer, for_nothing=True)
    return token
