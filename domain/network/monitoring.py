"""Whether routers answer: down after several misses, up after several answers, told once each."""

from __future__ import annotations

import asyncio

from domain import clock, db, wakes
from domain.errors import Outside
from domain.incidents import incidents
from domain.incidents.models import Incident
from domain.network import queries, routers
from domain.network.models import Router, RouterState
from domain.ports import ElementHealth, Ports
from domain.ports.access import Fault

EVERY_SECONDS = 20.0
MISSES = 3
ANSWERS = 2
MOST_ANSWERS = 30  # asked of a router that keeps going down, before it counts as up
_PATIENCE_SECONDS = 15.0

DOWN = "router-down"


async def check(router: Router, ports: Ports) -> bool:
    """Ask the router how it is, and keep what it says; whether it answered."""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            health = await routers.backend(router, ports).health()
    except Outside as error:
        await _missed(router, error.reason)
    except TimeoutError:
        await _missed(router, Fault.TIMEOUT)
    else:
        await _answered(router, health)
        return True
    return False


async def customers_behind(router_id: int) -> int:
    """How many customers have their service from the router."""
    return await queries.routers.customers_behind(router_id)


async def _missed(router: Router, reason: str) -> None:
    now = clock.now()
    async with db.transaction():
        state = await routers.state(router.id)
        misses = state.misses + 1
        await RouterState.filter(id=state.id).update(
            misses=misses, hits=0, checked_at=now, error=reason
        )
        if misses < MISSES or state.reachable is False:
            return
        await RouterState.filter(id=state.id).update(reachable=False, since=now, sessions=0)
        facts = {
            "router": router.name,
            "customers": await customers_behind(router.id),
            "reason": reason,
        }
        await incidents.open_(DOWN, incidents.of_router(router.id), router.operator_id, facts)


async def _answered(router: Router, health: ElementHealth) -> None:
    now = clock.now()
    async with db.transaction():
        state = await routers.state(router.id)
        hits = state.hits + 1 if state.reachable is False else 0
        await RouterState.filter(id=state.id).update(
            misses=0,
            hits=hits,
            checked_at=now,
            version=health.version[:40],
            uptime_seconds=health.uptime_seconds,
            cpu_load=health.cpu_load,
            sessions=health.sessions,
            error="" if state.misses else state.error,
        )
        if state.reachable is None:
            await RouterState.filter(id=state.id).update(reachable=True, since=now)
        if hits and hits >= await _answers_needed(router.id):
            await RouterState.filter(id=state.id).update(
                reachable=True, since=now, hits=0, due_at=None
            )
            await incidents.close(DOWN, incidents.of_router(router.id))
            db.after_commit(lambda: wakes.wake(wakes.NETWORK))


async def _answers_needed(router_id: int) -> int:
    """Two, and more of them the more often it went down again."""
    incident = await Incident.get_or_none(
        kind=DOWN, subject=incidents.of_router(router_id), closed_at=None
    )
    flaps = min(incident.flaps, 10) if incident else 0
    return min(ANSWERS << flaps, MOST_ANSWERS)


async def down_ids() -> set[int]:
    """The routers that are down now: what customers behind them are due for waits."""
    return await queries.routers.routers_with(DOWN)


async def clear_switched_off() -> None:
    """Nobody looks at a router that is switched off: what was open about it waits for nothing."""
    for about in await queries.routers.open_of_switched_off():
        await incidents.close(about.kind, about.subject)
