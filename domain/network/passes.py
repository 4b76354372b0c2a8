"""When a router is read whole, and how that went: what fails is done again later, and is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from domain import clock, db
from domain.incidents import incidents
from domain.network import limits, routers
from domain.network.models import Router, RouterState
from domain.ports.access import Fault

EVERY = timedelta(minutes=5)
FAILING = "router-unread"
FAILURES = 3  # in a row, before they are told
# What was tried again before it was called a failure, or has taken long.
_TOLD_AT_ONCE = frozenset(
    {Fault.INCOMPLETE, Fault.TIMEOUT, Fault.FORBIDDEN, Fault.UNSUPPORTED, "late"}
)
_DOUBT_SECONDS = 15
_NAMES = 12


def is_due(state: RouterState) -> bool:
    """Whether the router's full pass is to be done now; a clock that was put back delays none."""
    return state.due_at is None or not timedelta() < state.due_at - clock.now() <= EVERY


async def succeeded(router: Router, state: RouterState, **found: Any) -> None:
    """Keep what a pass found; the next one comes at its turn."""
    now = clock.now()
    await RouterState.filter(router_id=router.id).update(
        read_at=now, due_at=now + EVERY, failed=0, accepted=None, error="", **found
    )
    if state.failed:
        await incidents.close(FAILING, incidents.of_router(router.id))


async def failed(router: Router, reason: str, detail: str = "") -> None:
    """A pass came to nothing: the next one waits, and NOC hears of what does not pass by itself.

    A router that is down, or does not answer just now, is told as such and not here.
    """
    async with db.transaction():
        state = await routers.state(router.id)
        await _put_off(state, reason, limits.backoff_seconds(state.failed + 1))
        answers = state.reachable is not False and not state.misses
        if answers and (reason in _TOLD_AT_ONCE or state.failed + 1 >= FAILURES):
            facts = {"router": router.name, "reason": reason, "detail": detail[:120]}
            subject = incidents.of_router(router.id)
            await incidents.open_(FAILING, subject, router.operator_id, facts)


async def doubted(router: Router, read: int, gone: Sequence[str]) -> None:
    """A list came that is too short to be believed: a person takes it for true, or mends it."""
    async with db.transaction():
        state = await routers.state(router.id)
        await _put_off(state, routers.DOUBTED, _DOUBT_SECONDS << min(state.failed, 5))
        await RouterState.filter(id=state.id).update(accepted=None)
        facts = {
            "router": router.name,
            "read": read,
            "before": state.rows_read,
            "missing": len(gone),
            "names": [*gone[:_NAMES]],
        }
        subject = incidents.of_router(router.id)
        await incidents.open_(routers.DOUBTED, subject, router.operator_id, facts)
        await incidents.close(FAILING, subject)  # it could be read


async def _put_off(state: RouterState, reason: str, seconds: int) -> None:
    pause = min(timedelta(seconds=seconds), EVERY)
    await RouterState.filter(id=state.id).update(
        failed=state.failed + 1, due_at=clock.now() + pause, error=reason[:200]
    )
