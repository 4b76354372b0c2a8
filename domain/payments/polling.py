"""Asking about attempts of which nobody tells us, and about those whose session still lives."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from domain import clock
from domain.accounts.models import Gateway
from domain.fields import to_ms
from domain.payments import attempts, moving, queries, rules
from domain.payments.models import Attempt
from domain.payments.states import AttemptStatus, Mover
from domain.ports import PayState, Ports

log = logging.getLogger(__name__)
_LEASE = timedelta(minutes=2)
_AT_ONCE = 5  # of one gateway


async def poll_due(ports: Ports, limit: int = 20) -> int:
    """Ask about attempts whose time has come; how many were asked about."""
    now = clock.now()
    taken = await queries.attempts.claim_due(until=to_ms(now + _LEASE), now=to_ms(now), limit=limit)
    by_gateway: dict[int, list[Attempt]] = {}
    for attempt in await Attempt.filter(id__in=taken).order_by("poll_at"):
        by_gateway.setdefault(attempt.gateway_id, []).append(attempt)
    await asyncio.gather(*(_poll_all(mine, ports) for mine in by_gateway.values()))
    return len(taken)


async def _poll_all(waiting: list[Attempt], ports: Ports) -> None:
    """Ask about one gateway's attempts, some at once; one that answers none is left alone.

    Those that were not asked about are the first when all look again.
    """
    while waiting:
        some, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
        answered = await asyncio.gather(*(_poll(attempt, ports) for attempt in some))
        if not any(answered):
            break
    if waiting:
        await queries.attempts.give_back([attempt.id for attempt in waiting], to_ms(clock.now()))


async def _poll(attempt: Attempt, ports: Ports) -> bool:
    """Ask about one; whether the gateway said anything."""
    try:
        return await _ask(attempt, ports)
    except Exception:  # one that can't be asked about must not keep the others waiting
        log.exception("poll-failed attempt=%s", attempt.id)
        return True


async def _ask(attempt: Attempt, ports: Ports) -> bool:
    gateway, mine = await Gateway.get(id=attempt.gateway_id), attempt.poll_at
    said = await attempts.ask(attempt, gateway, None, ports, Mover.CLOCK)
    if said is None:
        return True
    answered = said.state is not PayState.UNKNOWN
    if attempt.poll_at != mine:
        return answered
    later = attempts.next_poll(attempt, answered=answered)
    if later is None and attempt.status in rules.OPEN:
        await moving.attempt(
            attempt,
            AttemptStatus.EXPIRED,
            Mover.CLOCK,
            why="silent",
            error="silent",
            poll_at=None,
        )
    else:
        await Attempt.filter(id=attempt.id, poll_at=mine).update(poll_at=later)
    return answered
