"""What a customer may begin to pay, and that a second tap or tab gets the attempt of the first."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from domain import clock, db
from domain.accounts.models import Gateway
from domain.billing import ahead, dues
from domain.billing.models import BillingProfile
from domain.customers.models import Customer
from domain.errors import DomainError, InvalidValue
from domain.fields import to_ms
from domain.forms import Field
from domain.money import Money
from domain.payments import answers, attempts, links, queries, rules, starting
from domain.payments.models import Attempt, Link
from domain.payments.starting import GatewayAway
from domain.payments.states import AttemptStatus
from domain.ports import Ports
from domain.staff import operators

_LOOKS_A_SECOND = 10
_LOOKS = 80
_NOTHING: Mapping[str, str] = MappingProxyType({})


class PartNotAllowed(DomainError):
    """The billing profile wants the whole amount; `due`."""


async def payable(link: Link, amount: Money | None) -> Money:
    """What an attempt may be about: all that is due, or a part where the profile allows it; more
    where days can be paid ahead."""
    customer = await Customer.get(id=link.customer_id)
    due = await dues.due_of(customer.id)
    wanted = due if amount is None else amount
    if wanted > due and (to_come := await ahead.of(customer.id)):
        if not to_come.takes(wanted):
            raise InvalidValue(field="amount", given=wanted, example=to_come.least)
        return wanted
    if not due:
        raise links.NothingDue(customer=customer.name)
    if wanted.minor <= 0 or wanted > due:
        raise InvalidValue(field="amount", given=wanted, example=due)
    profile = await BillingProfile.get(id=customer.billing_profile_id)
    if wanted < due and not profile.part_payment:
        raise PartNotAllowed(due=due)
    return wanted


async def told(link: Link, asked: Sequence[Field], given: Mapping[str, str]) -> Mapping[str, str]:
    """What the gateway wants to know of the customer of a link; raises `AnswerWrong`."""
    if not asked:
        return _NOTHING
    customer = await Customer.get(id=link.customer_id)
    operator = await operators.get(customer.operator_id)
    return answers.read(asked, given, customer, operator.region)


async def begin(
    link: Link,
    gateway: Gateway,
    amount: Money,
    language: str,
    ports: Ports,
    answered: Mapping[str, str] = _NOTHING,
) -> Attempt:
    """The customer's attempt of this amount at the gateway: the open one, or a fresh one.

    It may have been paid meanwhile. Whoever has `answered` otherwise, as with another wallet's
    number, gets a fresh one. Raises `GatewayAway` when the customer can't be sent there.
    """
    links.require_open(link)
    customer = await Customer.get(id=link.customer_id)
    digest = answers.digest(answered)
    async with db.transaction():
        await db.lock(f"attempt of {customer.id}")
        known = await _open(customer.id, gateway.id, amount, digest)
        attempt = known or await starting.create(customer, link, gateway, amount, language, digest)
    if known is None:
        return await starting.send(attempt, customer, gateway, link, ports, answered)
    if attempt.status is AttemptStatus.CREATED:
        return await _sent(attempt, gateway)
    if clock.now() - attempt.made_at < rules.SURELY_OPEN:
        return attempt
    stands = await attempts.find_out(attempt, gateway, None, ports)
    if stands.status in (*rules.OPEN, AttemptStatus.PAID, AttemptStatus.HELD):
        return stands
    return await begin(link, gateway, amount, language, ports, answered)


async def _open(customer_id: int, gateway_id: int, amount: Money, digest: str) -> Attempt | None:
    """The newest that leads to a page which takes this amount, or is just being sent there."""
    now = clock.now()
    since = queries.attempts.Since(
        sending=to_ms(now - rules.SURELY_OPEN),
        leading=to_ms(now - rules.GIVEN_AGAIN),
        now=to_ms(now),
    )
    found = await queries.attempts.open_one(customer_id, gateway_id, amount, digest, since)
    return await Attempt.get(id=found) if found else None


async def _sent(attempt: Attempt, gateway: Gateway) -> Attempt:
    """Wait a few seconds for whoever opens the attempt at the gateway."""
    for _ in range(_LOOKS):
        await asyncio.sleep(1 / _LOOKS_A_SECOND)
        await attempt.refresh_from_db()
        if attempt.status is not AttemptStatus.CREATED:
            break
    if attempt.status is not AttemptStatus.CREATED and not attempt.way:
        raise GatewayAway(gateway=gateway.name, reason=attempt.error.partition(" ")[0])
    return attempt
