"""Tries to pay online as they begin: an attempt of ours, opened at the gateway."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace

from domain import clock, db
from domain.accounts import gateways
from domain.accounts.models import Gateway
from domain.customers.models import Customer
from domain.errors import Busy, DomainError, Outside, Refused
from domain.money import Money
from domain.payments import attempts, leading, links, moving, rules, trouble
from domain.payments.models import Attempt, Link
from domain.payments.states import AttemptStatus, Mover
from domain.ports import PayRequest, Ports

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class GatewayAway(DomainError):
    """The payment gateway did not answer or refused; another one may work. `reason`, `gateway`."""


def fresh_ref(kind: str = "NK") -> str:
    """A reference that every gateway accepts: 16 of A-Z and 0-9, never used twice."""
    return kind + "".join(secrets.choice(_ALPHABET) for _ in range(14))


async def create(
    customer: Customer,
    link: Link,
    gateway: Gateway,
    amount: Money,
    language: str,
    answers_hash: str = "",
) -> Attempt:
    """An attempt that nobody was sent to pay yet."""
    now = clock.now()
    return await Attempt.create(
        ref=fresh_ref(),
        customer_id=customer.id,
        operator_id=customer.operator_id,
        link_id=link.id,
        gateway_id=gateway.id,
        amount_minor=amount.minor,
        currency=amount.currency,
        made_at=now,
        poll_at=now + rules.STARTED_WITHIN,
        language=language,
        answers_hash=answers_hash,
    )


async def send(
    attempt: Attempt,
    customer: Customer,
    gateway: Gateway,
    link: Link,
    ports: Ports,
    answers: Mapping[str, str],
) -> Attempt:
    """Have the gateway open it; raises `GatewayAway` when the customer can't be sent there.

    What the gateway may have begun without answering is kept as unknown and asked about.
    """
    adapter = ports.payment_gateway(gateways.account(gateway, ports.vault))
    try:
        request = _request(attempt, customer, link, gateway, ports)
        started = await adapter.start(replace(request, answers=answers))
    except Outside as why:
        await _not_started(attempt, gateway, why)
        raise GatewayAway(gateway=gateway.name, reason=why.reason) from why
    await trouble.serves(gateway)
    asked = rules.Asked(attempt.made_at, started.ends_at, 0, is_paid=False)
    await moving.attempt(
        attempt,
        AttemptStatus.INITIATED,
        Mover.CUSTOMER,
        session=started.session,
        way=leading.kept(started.way),
        ends_at=started.ends_at,
        poll_at=rules.next_poll(asked, clock.now()),
    )
    return attempt


def _request(
    attempt: Attempt, customer: Customer, link: Link, gateway: Gateway, ports: Ports
) -> PayRequest:
    base = ports.public_url.rstrip("/")
    return PayRequest(
        ref=attempt.ref,
        amount=Money(attempt.amount_minor, attempt.currency),
        return_url=f"{base}/p/{links.token_of(link)}/return/{gateway.name}",
        webhook_url=f"{base}/webhooks/payment/{gateway.name}",
        description=customer.code,
        customer_ref=customer.code,
        customer_name=customer.name,
        customer_mobile=customer.mobile,
        customer_email=customer.email,
        language=attempt.language,
    )


async def _not_started(attempt: Attempt, gateway: Gateway, why: Outside) -> None:
    final = isinstance(why, Refused | Busy)
    async with db.transaction():
        error = f"{why.reason} {why.detail}"[:200]
        await moving.attempt(
            attempt,
            AttemptStatus.FAILED if final else AttemptStatus.UNKNOWN,
            Mover.CUSTOMER,
            why=error,
            error=error,
            poll_at=None if final else attempts.next_poll(attempt),
        )
        await trouble.not_begun(gateway, why.reason)
