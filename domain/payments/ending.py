"""Ending at gateways what nobody should pay any more: a page would stay open for the old sum."""

from __future__ import annotations

import logging

from domain import clock
from domain.accounts import gateways
from domain.accounts.models import Gateway
from domain.fields import to_ms
from domain.payments import attempts, queries
from domain.payments.models import Attempt
from domain.payments.states import Mover
from domain.ports import Ending, Ports

log = logging.getLogger(__name__)
_AT_ONCE = 20


async def end_unwanted(ports: Ports) -> int:
    """Ask about open attempts that are unwanted, which ends them; how many were asked about.

    Only gateways that can end a session are asked: what another was sent to pay stays payable.
    """
    count = 0
    for gateway in await Gateway.filter(kind="payment"):
        if not _can_end(gateway, ports):
            continue
        for attempt in await _unwanted(gateway):
            await _end(attempt, gateway, ports)
            count += 1
    return count


async def _unwanted(gateway: Gateway) -> list[Attempt]:
    found = await queries.attempts.unwanted(gateway.id, now=to_ms(clock.now()), limit=_AT_ONCE)
    return await Attempt.filter(id__in=found)


async def _end(attempt: Attempt, gateway: Gateway, ports: Ports) -> None:
    try:
        await attempts.ask(attempt, gateway, None, ports, Mover.CLOCK)
    except Exception:  # one that can't be ended must not keep the others open
        log.exception("end-failed attempt=%s", attempt.id)


def _can_end(gateway: Gateway, ports: Ports) -> bool:
    try:
        account = gateways.account(gateway, ports.vault)
        return isinstance(ports.payment_gateway(account), Ending)
    except Exception:  # an account that can't be opened must not keep the others from it
        log.exception("gateway-not-opened name=%s", gateway.name)
        return False
