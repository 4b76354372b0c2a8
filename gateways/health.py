"""Tests of accounts with message providers: a real call, and in words what came of it."""

from __future__ import annotations

from collections.abc import Awaitable

from domain.errors import Busy, Outside, Refused
from domain.ports import Health


async def tested(call: Awaitable[Health]) -> Health:
    """What the call found, or its failure as the key of a sentence."""
    try:
        return await call
    except Outside as why:
        return Health(ok=False, key=_key(why), detail=why.detail)


def _key(why: Outside) -> str:
    """The key of: auth, no-credit, config and the like; unreachable, busy; unclear."""
    if isinstance(why, Refused):
        return f"health-{why.reason}"
    if isinstance(why, Busy):
        return "health-unreachable" if why.reason in {"unreachable", "timeout"} else "health-busy"
    return "health-unclear"
