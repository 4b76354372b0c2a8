"""Whose service is held, asked by somebody who opens a page without a link."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from domain import phone
from domain.billing import dues
from domain.customers.models import HELD, Customer, CustomerStatus
from domain.errors import NotFound, Outside
from domain.money import Money, latin_digits
from domain.network import routers, services
from domain.payments import links, queries
from domain.ports import Ports
from domain.staff import operators
from domain.staff.rights import SYSTEM

ROUTER_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Held:
    """A customer as the page for held services knows them."""

    customer_id: int
    code: str
    language: str
    operator_id: int
    due: Money
    is_held: bool


async def by_address(address: str, ports: Ports) -> Held | None:
    """The customer whose address it is, their own or that of their held session.

    None for an address of nobody or of several. A session may have gone and another have come
    since it was held, so the router is asked; one that is slow knows nobody.
    """
    if not address:
        return None
    found = await Customer.filter(ip=address).exclude(status=CustomerStatus.LEFT).limit(2)
    numbers = {row.id for row in found}
    for number in await services.held_at(address):
        if await _is_there(number, address, ports):
            numbers.add(number)
    return await _held(await Customer.get(id=numbers.pop())) if len(numbers) == 1 else None


async def _is_there(customer_id: int, address: str, ports: Ports) -> bool:
    try:
        async with asyncio.timeout(ROUTER_SECONDS):
            return (await routers.live(customer_id, ports)).address == address
    except (Outside, TimeoutError, NotFound):
        return False


async def by_number(name: str, mobile: str) -> Held:
    """The customer of that id, or username, and registered mobile.

    Raises `NotFound` without telling which does not fit.
    """
    code = latin_digits(name).strip()[:24]
    customer = await Customer.get_or_none(code=code) or await _of_username(name.strip())
    # The number is read by the customer's own country, so that a wrong id costs the same work.
    operator = await operators.get(customer.operator_id) if customer else await operators.root()
    given = phone.find(mobile[:40], operator.region)
    if customer is None or customer.status is CustomerStatus.LEFT or given is None:
        raise NotFound(what="customer", given="")
    if given not in {customer.mobile, customer.whatsapp}:
        raise NotFound(what="customer", given="")
    return await _held(customer)


async def _of_username(username: str) -> Customer | None:
    found = await Customer.filter(username=username).limit(2) if username else []
    return found[0] if len(found) == 1 else None


async def _held(customer: Customer) -> Held:
    suspended = await queries.verifications.holds(customer.id)
    return Held(
        customer_id=customer.id,
        code=customer.code,
        language=customer.language,
        operator_id=customer.operator_id,
        due=await dues.due_of(customer.id),
        is_held=suspended or customer.status in HELD,
    )


async def fresh_link(customer_id: int) -> str:
    """The token of a new link for the customer; raises `NoGateway`."""
    customer = await Customer.get(id=customer_id)
    _, token = await links.make(SYSTEM, customer, for_nothing=True)
    return token
